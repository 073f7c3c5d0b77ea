"""Two sentences with no space between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_GLUED = re.compile(r"(?<![\w@/.:-])([a-z]{3,}|[A-Z][a-z]{4,})([.?!])(?=([A-Z][a-z]*)[ ,’'])")
_NAMES = frozenset({"net", "com", "org", "js", "io"})


def _find(passage: Passage) -> Iterator[Change]:
    if passage.kind == "code":
        return
    for match in _GLUED.finditer(passage.text):
        known = match[3] in _OPENERS or match[3].lower() in passage.document.lower_words or match[3] in passage.document.names
        if match[3].lower() not in _NAMES and known and (match[1].islower() or match[3] in _OPENERS):
            yield Change(match.end(2), match.end(2), " ", "space between two sentences")


_OPENERS = frozenset(
    "The A An In On At It He She They We I But And This That These Those There When While If As After Before For Then So Now "
    "Here His Her Its Their Our My Not No Nobody Everyone Some Many Most All Both What Why How".split()
)

GLUED_SENTENCE = Rule(
    id="glued-sentence",
    why="Joining elements without white space glues a full stop to the next sentence. Addresses and product names "
    "(Booking.Com, Node.js) look alike.",
    find=_find,
    fixes=(
        ("It rained all day.Then the fair opened.", "It rained all day. Then the fair opened."),
        ("They won in Brazil.The crowd sang.", "They won in Brazil. The crowd sang."),
    ),
    leaves=(
        "Write to www.Example.Com for more.",
        "It runs on Node.js and asp.Net today.",
        "See System.Out for that.",
        "Call strings.Contains or use math.Floor here.",
    ),
)
