"""A full stop in the middle of a sentence: the next word goes on in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.repair.evidence import LOWER_START
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

# After these a full stop belongs to the word.
_ABBREVIATIONS = frozenset("etc inc ltd corp vol fig est dept approx tel ext max min gen sen rep gov prof".split())


def _find(passage: Passage) -> Iterator[Change]:
    if not passage.document.spun or passage.kind not in ("paragraph", "quote"):
        return
    for match in LOWER_START.finditer(passage.text):
        left = passage.text[max(0, match.start() - 20) : match.start()].rsplit(" ", 1)[-1].lower()
        if left not in _ABBREVIATIONS:
            yield Change(match.start(), match.start() + 1, "", "full stop in the middle of a sentence")


FALSE_STOP = Rule(
    id="false-stop",
    why="Spinners cut sentences in two and leave the second half in lower case. In an ordinary scrape half of such places "
    "want a capital or a comma instead, so the rule holds only where the document shows it is spun; elsewhere the place "
    "is flagged.",
    find=_find,
    fixes=(
        (
            "They sent parts for the repair. military base. The plan was cut. and then the office. said so.",
            "They sent parts for the repair military base. The plan was cut and then the office said so.",
        ),
    ),
    leaves=("It ended badly. then came the rain.", "He has an iPhone. iPads are for others."),
    risk="likely",
    languages=frozenset({"en"}),
)
