"""A space on the wrong side of a curly quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_CLOSING = re.compile(r"(?<=[.,!?…]) +(?=”(?:\s|$|[,.;)]))")
_OPENING = re.compile(r"(?:(?<=^)|(?<=[\s(—–-]))“( +)(?=\w)")


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    if "“" not in text or "„" in text or passage.kind == "code":
        return
    changes, depth, last = [], 0, 0
    for match in _CLOSING.finditer(text):
        depth += text.count("“", last, match.start()) - text.count("”", last, match.start())
        last = match.start()
        if depth > 0:
            changes.append(Change(*match.span(), "", "space before the closing quote"))
    changes += [Change(m.start(1), m.end(1), "", "space after the opening quote") for m in _OPENING.finditer(text)]
    yield from sorted(changes, key=lambda change: change.start)


QUOTE_SPACE = Rule(
    id="quote-space",
    why="Spinners and broken markup part a quote from its last or first word. Only curly quotes tell which side they are "
    "on, and only where one is open; German „…“ uses the same sign the other way round and is left alone.",
    find=_find,
    fixes=(
        ("She said: “We do not know yet. ” Then she left.", "She said: “We do not know yet.” Then she left."),
        ("He wrote “ not now” on the wall.", "He wrote “not now” on the wall."),
    ),
    leaves=("Er sagte: „Ja.“ Dann ging er.", "The end. ” is what the page said.", "Ten feet, 3 ” of it under water."),
)
