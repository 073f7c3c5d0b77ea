"""Plain text to blocks.

Scraped text comes in three layouts: paragraphs parted by blank lines, one paragraph a line, and hard-wrapped mail. The
layout is decided for each run of lines, by what stands at its line ends.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from copydesk.article import Block, Kind
from copydesk.read.glued import seams_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\r\n[^\S\r\n]*\r\n|\u2029")
_ENDED = re.compile(r"[.!?…:;。！？।]['\"”’»)\]]*$")
_CUT = re.compile(r"[^\W\d_]{2}-$")
_ITEM = re.compile(r"(?:[-*•‣◦·–]|\(?\d{1,2}[.)])\s+\S")
_CODE = re.compile(r"[={}\\]|\$[A-Za-z_({]|[\w)];$|\w\([\w\"'., ]*\)$|\w\.\w+\(|://| --?\w")
_PROSE_END = re.compile(r"[a-z][.!?]['\"”’»)\]]*$")
_NARROW = 40  # characters: a wrapped line is longer than this, a line of verse or a list seldom is
_WIDE = 110  # and a line that stands for a paragraph is often longer than this


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order: lines, or runs of lines that one sentence was wrapped over."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    seams = seams_of(text)
    for lines in _runs(text, seams):
        if _is_code(text, lines):
            yield from (Block(start, end - start, "code") for start, end in lines)
            continue
        wrapped = _is_wrapped(text, lines)
        start = 0
        for k in range(1, len(lines) + 1):
            if k < len(lines) and (
                (wrapped and _continues(text, lines[k - 1], lines[k])) or _cut_word(text, lines[k - 1], lines[k])
            ):
                continue
            offset, end = lines[start][0], lines[k - 1][1]
            yield Block(offset, end - offset, kind_of(text[offset:end]))
            start = k


def kind_of(block: str) -> Kind:
    """Return the kind of a block of plain text, as far as its first characters tell."""
    return "item" if _ITEM.match(block) else "paragraph"


def _runs(text: str, seams: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines with no blank line in between; a part of a glued line is a run of its own."""
    run: list[tuple[int, int]] = []
    last = 0
    for start, end, cut in _bare_lines(text, seams):
        if run and (cut or _BLANK.search(text, last, start)):
            yield run
            run = []
        run.append((start, end))
        last = end
    if run:
        yield run


def _bare_lines(text: str, seams: list[int]) -> Iterator[tuple[int, int, bool]]:
    """Each line as (start, end) without its outer white space, and whether a seam stands in front of it."""
    at = 0
    for match in _LINE.finditer(text):
        start, cut = match.start(), False
        while at < len(seams) and seams[at] < match.end():
            yield from _bare(text, start, seams[at], cut=cut)
            start, cut = seams[at], True
            at += 1
        yield from _bare(text, start, match.end(), cut=cut)


def _bare(text: str, start: int, end: int, *, cut: bool) -> Iterator[tuple[int, int, bool]]:
    part = text[start:end]
    bare = part.strip()
    if bare:
        first = start + part.index(bare)
        yield first, first + len(bare), cut


def _is_code(text: str, lines: list[tuple[int, int]]) -> bool:
    """Lines of source code or commands stand together, and most of them have signs that prose has not."""
    signs = sum(bool(_CODE.search(text, *line)) and not _PROSE_END.search(text, *_tail(line)) for line in lines)
    return len(lines) > 1 and 2 * signs >= len(lines)


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """A run is wrapped mail when its lines are about as long as each other and sentences run over their ends.

    Lines indented in steps are verse.
    """
    if len(lines) < 2:
        return False
    longest = max(end - start for start, end in lines[:-1])
    if not _NARROW <= longest <= _WIDE or len({_indent(text, line) for line in lines[1:]}) > 1:
        return False
    if any(end - start < 0.6 * longest and not _ENDED.search(text, *_tail((start, end))) for start, end in lines[:-1]):
        return False
    over = sum(_runs_on(text, a, b) for a, b in itertools.pairwise(lines))
    return over * 2 >= len(lines) - 1


def _indent(text: str, line: tuple[int, int]) -> int:
    return line[0] - text.rfind("\n", max(0, line[0] - 200), line[0])


def _runs_on(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    return not _ENDED.search(text, *_tail(left)) and text[right[0]].islower()


def _cut_word(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """A line that ends in letters and a hyphen, before one that goes on in lower case, was cut in a word."""
    return bool(_CUT.search(text, *_tail(left))) and text[right[0]].islower()


def _tail(line: tuple[int, int]) -> tuple[int, int]:
    return max(line[0], line[1] - 6), line[1]


def _continues(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """In a wrapped run a line goes on unless it is a list item's start or stops short of the margin at a full stop."""
    if _ITEM.match(text, right[0]):
        return False
    return _runs_on(text, left, right) or left[1] - left[0] >= _NARROW
