"""Which language a text is in."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_SURE = 20  # words; below that langid guesses no better than chance
_ENGLISH = frozenset("the of and to in is was for that on with at by he she it they not be are were has had from".split())


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, None when there is too little of it to tell.

    langid's naive Bayes over byte n-grams (Lui and Baldwin 2012), as packaged in py3langid. Only the first 2,000
    characters are looked at, so that the time does not grow with the text. Below twenty words, two of the commonest
    English words make it English.
    """
    return _detected(text[:2000])


@lru_cache(maxsize=4)  # the rounds of one document ask for the same head again
def _detected(head: str) -> str | None:
    words = [match.group().lower() for match in _WORD.finditer(head)]
    if len(words) < _SURE and head.isascii():
        return "en" if sum(word in _ENGLISH for word in words) >= 2 else None
    import py3langid  # noqa: PLC0415  its model takes most of a second to load

    code = str(py3langid.classify(head.encode("utf-8", "replace").decode("utf-8"))[0])
    return code if len(code) == 2 else None  # zxx: no linguistic content
