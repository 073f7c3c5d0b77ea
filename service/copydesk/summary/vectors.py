"""Sentences as sparse vectors of stemmed words."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Vector = dict[str, float]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_NAMES = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


def tokens(text: str) -> list[str]:
    """Return the words of a text in folded case; scripts without spaces give pairs of characters."""
    found = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    if text.isascii() or not _UNSPACED.search(text):
        return found
    return [piece for word in found for piece in (_pairs(word) if _UNSPACED.search(word) else [word])]


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(max(1, len(word) - 1))]


@cache
def stop_words(language: str | None) -> frozenset[str]:
    """Return sumy's stop words of the language; the empty set where it has none."""
    from sumy.utils import get_stop_words  # noqa: PLC0415

    try:
        return frozenset(get_stop_words(_NAMES.get(language or "", language or "")))
    except LookupError:
        return frozenset()


@cache
def _stemmer(language: str | None) -> Any:
    import Stemmer  # noqa: PLC0415

    name = _NAMES.get(language or "")
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None


def terms(text: str, language: str | None) -> list[str]:
    """Return the stems of the content words of a text (Snowball stemmers; the word itself in other languages)."""
    stop, stemmer = stop_words(language), _stemmer(language)
    content = [word for word in tokens(text) if word not in stop and (len(word) > 1 or word.isdecimal())]
    return list(stemmer.stemWords(content)) if stemmer else content


def weighted(sentences: Sequence[str], language: str | None) -> list[Vector]:
    """Return a unit vector per sentence: (1 + ln tf) · ln(1 + N / df), df counted within the document."""
    counts = [Counter(terms(sentence, language)) for sentence in sentences]
    frequency = Counter(term for count in counts for term in count)
    vectors = []
    for count in counts:
        raw = {t: (1 + math.log(n)) * math.log(1 + len(counts) / frequency[t]) for t, n in count.items()}
        length = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
        vectors.append({term: value / length for term, value in raw.items()})
    return vectors


def similarity(one: Vector, other: Vector) -> float:
    """Return the cosine of two unit vectors."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(value * other[term] for term, value in one.items() if term in other)
