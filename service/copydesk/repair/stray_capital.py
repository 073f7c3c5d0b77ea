"""A capital in the middle of a sentence, where words were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.repair.evidence import STRAY_CAPITAL
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage


def _find(passage: Passage) -> Iterator[Change]:
    if not passage.document.spun or passage.kind not in ("paragraph", "quote"):
        return
    for match in STRAY_CAPITAL.finditer(passage.text):
        at = match.start(1)
        yield Change(at, at + 1, passage.text[at].lower(), "capital in the middle of a sentence")


STRAY_CAPITAL_RULE = Rule(
    id="stray-capital",
    why="A spinner that drops words leaves the capital of a later sentence standing in an earlier one. Only function words "
    "are lowered, and only in a text that shows it is spun.",
    find=_find,
    fixes=(
        (
            "The papers say That he knew. and he left. then they met Was it true. so it went.",
            "The papers say that he knew. and he left. then they met was it true. so it went.",
        ),
    ),
    leaves=("They sang Will you still love me.", "The papers say That he knew."),
    risk="likely",
    languages=frozenset({"en"}),
)
