"""A space where none belongs: before a comma, a full stop, a bracket."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

# Before a full stop only at a sentence's end: ".NET", ". . ." and "3 .5" are other matters.
_COMMA = re.compile(r"(?<=[^\W_]) +(?=,(?:\s|$))|(?<=[^\W_]) +(?=\.(?:\s+[A-Z“\"]|$))|(?<=[^\W\d_]{2}) +(?=[;?!](?:\s|$))")
# Both brackets must have it: one space alone may be a smiley or a list of marks.
_BRACKET = re.compile(r"[(\[]( +)\w[^()\[\]]{0,200}?( +)[)\]](?=[\s.,;:]|$)")


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    if passage.kind == "code":
        return
    changes = [Change(*m.span(), "", "space before a mark") for m in _COMMA.finditer(text)]
    if "( " in text or "[ " in text:
        changes += [Change(*m.span(side), "", "space inside a bracket") for m in _BRACKET.finditer(text) for side in (1, 2)]
    yield from sorted(changes, key=lambda change: change.start)


SPACE_BEFORE_MARK = Rule(
    id="space-before-mark",
    why="Inline tags leave a space before the mark that follows them. French puts one before :;?! on purpose, so the rule "
    "holds only where it does not.",
    find=_find,
    fixes=(
        ("He came , saw and left .", "He came, saw and left."),
        ("The board ( all nine ) agreed.", "The board (all nine) agreed."),
    ),
    leaves=("The .NET runtime, version 3 .5", "Wait . . . what?", "a smile :)"),
    languages=frozenset({"en", "de", "es", "it", "pt", "nl", "pl", "sv"}),
)
