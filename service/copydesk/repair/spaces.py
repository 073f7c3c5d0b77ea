"""White space that is no single space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_RUN = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]{2,}|[\t\u2000-\u200a\u205f]")
_COLUMN = re.compile(r"(?<! ) {3,}(?=\S)")  # two of them in a line that ends no sentence: a table set in plain text
_HARD = re.compile(r"(?<=\w)\xa0(?=\w)|(?<=[a-z,.;:!?])\xa0|\xa0(?=[a-z“(])")
_SPACE_KEPT = {"fr"}  # typography in which a no-break space carries meaning


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    if passage.kind == "code" or _is_table(text) or (text.isascii() and "  " not in text and "\t" not in text):
        return
    changes = [Change(*m.span(), " ", "run of white space") for m in _RUN.finditer(text)]
    if passage.document.language not in _SPACE_KEPT:
        taken = {i for change in changes for i in range(change.start, change.end)}
        changes += [
            Change(*m.span(), " ", "no-break space between words") for m in _HARD.finditer(text) if m.start() not in taken
        ]
    yield from sorted(changes, key=lambda change: change.start)


def _is_table(text: str) -> bool:
    return "   " in text and text[-1] not in ".!?" and len(_COLUMN.findall(text)) > 1


SPACES = Rule(
    id="spaces",
    why="Tabs, runs of spaces and no-break spaces come from layout; one space parts two words. French keeps its own.",
    find=_find,
    fixes=(("The  vote was\ttight.", "The vote was tight."), ("The\xa0vote", "The vote")),
    leaves=("The vote was tight.", "全角　スペース", "Arsenal   3    1"),
)
