"""A function word that stands twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

# Others may stand twice in good English: “had had”, “what he was was”, “waiting for for hours”, “went on on Friday”.
_DOUBLED = re.compile(r"\b((?i:the|a|an|of|to|and|or|its|their|his))( (?i:\1))(?= [a-z])")


def _find(passage: Passage) -> Iterator[Change]:
    for match in _DOUBLED.finditer(passage.text):
        before = passage.text[max(0, match.start() - 3) : match.start()]
        if match[2].islower() and not before.endswith((", ", "“", "-")):
            yield Change(match.start(2), match.end(2), "", "word that stands twice")


DOUBLED_WORD = Rule(
    id="doubled-word",
    why="Copying and spinning write a small word twice. Only words that good English never doubles are mended.",
    find=_find,
    fixes=(("He went to the the market.", "He went to the market."), ("The the mayor left.", "The mayor left.")),
    leaves=(
        "She had had enough of that that day.",
        "The lights were on on Friday.",
        "What he was was a fool.",
        "It is what it is is what he says.",
    ),
    languages=frozenset({"en"}),
)
