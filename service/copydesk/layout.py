"""From blocks and verdicts to the edits of one round: deletions, repairs, and the blank lines in between."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from copydesk.rule import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copydesk.article import Block

_TIGHT = re.compile(r"\n[ \t]*")
_SHORT = 80  # characters; two longer lines are two paragraphs, whatever stands between them
RULE = "layout"


def laid_out(text: str, blocks: Sequence[Block], verdicts: Mapping[int, tuple[str, str]], inside: Sequence[Edit]) -> list[Edit]:
    """Return the edits of one round, sorted and non-overlapping.

    `verdicts` are the blocks to drop: index → (rule, message). `inside` are the repairs of the blocks that stay. Blocks
    that stay are parted by one blank line; short lines that stand together in a text of paragraphs stay together.
    """
    edits = list(inside)
    last: int | None = None  # index of the last block that stays
    loose = _is_loose(text, blocks)
    for index, block in enumerate(blocks):
        if index in verdicts:
            rule, message = verdicts[index]
            end = blocks[index + 1].offset if index + 1 < len(blocks) else len(text)
            edits.append(Edit(block.offset, end - block.offset, text[block.offset : end], "", rule, "boilerplate", message))
            continue
        if last is not None and not (index - 1 == last and _together(text, blocks[last], block, loose=loose)):
            edits += _gap(text, blocks[last].end, blocks[last + 1].offset, "\n\n")
        last = index
    edits += _gap(text, 0, blocks[0].offset if blocks else len(text), "")
    if last is not None:
        edits += _gap(text, blocks[last].end, blocks[last + 1].offset if last + 1 < len(blocks) else len(text), "")
    return sorted(edits, key=lambda edit: (edit.offset, edit.length))


def _gap(text: str, start: int, end: int, wanted: str) -> list[Edit]:
    before = text[start:end]
    if before == wanted:
        return []
    return [Edit(start, end - start, before, wanted, RULE, "repair", "one blank line between paragraphs")]


def _is_loose(text: str, blocks: Sequence[Block]) -> bool:
    """A text that parts its paragraphs by blank lines means something where it does not; so do short lines alone."""
    if all(block.length < _SHORT for block in blocks):
        return True
    gaps = [text[a.end : b.offset] for a, b in itertools.pairwise(blocks)]
    return sum(gap.count("\n") >= 2 for gap in gaps) * 4 >= len(gaps) > 0


def _together(text: str, left: Block, right: Block, *, loose: bool) -> bool:
    if not _TIGHT.fullmatch(text, left.end, right.offset):
        return False
    return left.kind == right.kind == "code" or (loose and left.length < _SHORT and right.length < _SHORT)
