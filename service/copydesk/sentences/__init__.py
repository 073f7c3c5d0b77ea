"""The fourth room: sentences as spans of the clean text.

English goes to nupunkt (Punkt, Kiss and Strunk 2006: .991 precision on Brown news), every other language to sentencex
(Wikimedia's rules). Both are shown one block at a time, so a sentence never runs over a block's end; cuts that our own
abbreviation data contradicts are healed.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from copydesk.article import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.article import Block

_LONGEST = 20_000  # characters; a longer stretch without a break is no text that a splitter was made for
_LAST_WORD = re.compile(r"([^\s(\[“\"'„«]+)\.$")


def split(text: str, blocks: Iterable[Block], language: str | None) -> tuple[Span, ...]:
    """Return the sentences of the blocks, in order; offsets are code points of `text`, outer white space left out."""
    return tuple(Span(index, start, end - start) for index, (start, end) in enumerate(_spans(text, blocks, language)))


def _spans(text: str, blocks: Iterable[Block], language: str | None) -> Iterator[tuple[int, int]]:
    for block in blocks:
        if block.kind == "code":
            continue
        for start in range(block.offset, block.end, _LONGEST):
            piece = text[start : min(start + _LONGEST, block.end)]
            for left, right in _healed(piece, _cuts(piece, language), language):
                inner = piece[left:right]
                if bare := inner.strip():
                    first = start + left + inner.index(bare)
                    yield first, first + len(bare)


def _cuts(piece: str, language: str | None) -> list[tuple[int, int]]:
    if language in (None, "en"):
        from nupunkt import sent_spans  # noqa: PLC0415  the model loads when the first sentence comes

        return list(sent_spans(piece)) or [(0, len(piece))]
    from sentencex import segment  # noqa: PLC0415

    spans, last = [], 0
    for sentence in segment(language, piece.encode("utf-8", "replace").decode("utf-8")):
        spans.append((last, last + len(sentence)))
        last += len(sentence)
    return spans


def _healed(piece: str, cuts: list[tuple[int, int]], language: str | None) -> Iterator[tuple[int, int]]:
    """Put back together what was cut behind an abbreviation or before a closing quote, and lose nothing in between."""
    start = 0
    for k, (_, end) in enumerate(cuts):
        last = k == len(cuts) - 1
        if not last and _belongs_together(piece[start:end].rstrip(), piece[end:].lstrip(), language):
            continue
        yield start, len(piece) if last else end
        start = end


def _belongs_together(left: str, right: str, language: str | None) -> bool:
    if not left or not right:
        return True
    if right[0] in "”’»)]" or not any(c.isalnum() for c in right[:40]):
        return True
    match = _LAST_WORD.search(left, max(0, len(left) - 40)) if left[-1] == "." else None
    if match and match[1].casefold() in _abbreviations().get(language or "en", ()):
        return True
    return language == "de" and bool(re.search(r"\b\d{1,2}\.$", left)) and right[:1].isalpha()


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    tables = (files("copydesk.sentences") / "abbreviations.txt").read_text(encoding="utf-8")
    parts = re.split(r"^\[(\w\w)\]$", tables, flags=re.MULTILINE)
    return {code: frozenset(names.split()) for code, names in zip(parts[1::2], parts[2::2], strict=True)}
