"""Lines that were wrapped for a narrow page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_BREAK = re.compile(r"(?<!\s)\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_LEFT = re.compile(r"([^\W\d_]+)-$")
_RIGHT = re.compile(r"[^\W\d_]+")
# First parts of compounds that keep their hyphen, and what may follow them in a word that has none (state-ment, six-teen).
_FIRST_PARTS = frozenset(
    "all anti cross far full half high long low mid multi non self semi short single six seven eight nine ten twenty thirty "
    "forty fifty sixty seventy eighty ninety two three four five well world hard ultra".split()
)
_ENDINGS = re.compile(r"(?:ly|ty|teen|een|ment|ing|age|ness|er|ers|ed|en|est|dle|ies|ten|ening|ship|light|ward|wards)$")


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    if passage.kind == "code":
        return
    for match in _BREAK.finditer(text):
        left = _LEFT.search(text, max(0, match.start() - 40), match.start())
        right = _RIGHT.match(text, match.end())
        if left and right and right.group().islower():
            start = match.start() if _keeps_hyphen(left[1], right.group(), passage) else match.start() - 1
            yield Change(start, match.end(), "", "word hyphenated over a line's end")
        else:
            yield Change(*match.span(), " ", "line break inside a paragraph")


def _keeps_hyphen(left: str, right: str, passage: Passage) -> bool:
    compound = f"{left}-{right}".casefold()
    whole = (left + right).casefold()
    if whole in passage.document.lower_words:
        return False
    return compound in passage.document.hyphenated or (left.casefold() in _FIRST_PARTS and not _ENDINGS.fullmatch(right))


LINE_WRAP = Rule(
    id="line-wrap",
    why="Mail and old pages break lines at a column; a paragraph is one line, and a word has no hyphen where a line ended.",
    find=_find,
    fixes=(
        ("The council met\non Tuesday.", "The council met on Tuesday."),
        ("They came to an under-\nstanding.", "They came to an understanding."),
        ("It is a well-\nknown fact.", "It is a well-known fact."),
    ),
    leaves=("The well-known fact stands on one line.", "pre- and post-war"),
)
