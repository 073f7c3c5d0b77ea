"""Where a scraper glued neighbouring elements together: `HomeUS News updateWhite House seeks`."""

from __future__ import annotations

import re
from collections import Counter

_LOWER, _UPPER = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
_SEAM = re.compile(
    rf"(?P<inside>(?<=[{_LOWER}]{{2}})(?=[{_UPPER}][{_LOWER}]))"  # contentThe, but also JavaScript
    rf"|(?<=[{_LOWER}0-9)\"”’][.!?])(?=[\"“]?[{_UPPER}][{_LOWER}’']*[ ,])"  # ended.The, 1999.The
    rf"|(?<=[.!?][\"”’)])(?=“?[{_UPPER}])"  # "ended."The
    rf"|(?<=[{_LOWER}]{{3}}[:)])(?=[{_UPPER}][{_LOWER}])"  # Tags:News
    rf"|(?<=\d{{2}})(?=[{_UPPER}][{_LOWER}])"  # 2023By
)
_WORD = re.compile(r"\w+")
_MANY = 8  # seams in 1,000 words; a text with fewer has names such as YouTube and a typing error or two
_LEAST = 5  # seams; fewer are no habit
_OTHER = 3  # of them not inside a word: a text about JavaScript and LinkedIn has only those
_NAME = 3  # times; a word that stands with the same capital inside so often is a name


def seams_of(text: str) -> list[int]:
    """Return the offsets at which the parts of a glued text touch; none for a text that is not glued throughout."""
    found = list(_SEAM.finditer(text))
    other = sum(match["inside"] is None for match in found)
    if len(found) < _LEAST or other < _OTHER or 1000 * len(found) <= _MANY * len(text.split()):
        return []
    seams = [match.start() for match in found]
    words = [(word.start(), word.end(), word.group()) for word in _WORD.finditer(text)]
    count = Counter(word for *_, word in words)
    names = [(start, end) for start, end, word in words if count[word] >= _NAME]
    left, at = [], 0
    for seam in seams:
        while at < len(names) and names[at][1] <= seam:
            at += 1
        if at == len(names) or not names[at][0] < seam:
            left.append(seam)
    return left
