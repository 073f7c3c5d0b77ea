"""Marks that were left behind when words were taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_END = re.compile(r"(?<=[^\W_][.!?])( *[,;](?: *[,;])*| \.)$|(?<=[^\W_][.!?][”\"’])( *[,;]| \.)$")
_MIDDLE = re.compile(r"(?<=[^\W\d_]{2}[.!?]) +[,;](?= +[A-Z“])|(?<=[^\W\d_],) *,(?= )|(?<=[^\W\d_]{2}),(?=\. )")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|etc|al|vs|Bros|St|Ave|Blvd|Rd|Esq|usw|Mass|Calif|Pa|Va|[ap]\.m))\.$"
)


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    if passage.kind == "code" or ("," not in text and ";" not in text and not text.endswith(" .")):
        return
    changes = [
        Change(*m.span(), "", "mark left over behind the sentence's end")
        for pattern in (_MIDDLE, _END)
        for m in pattern.finditer(text)
        if not _ABBREVIATED.search(text, max(0, m.start() - 8), m.start())
    ]
    yield from sorted(changes, key=lambda change: change.start)


STRAY_MARK = Rule(
    id="stray-mark",
    why="Where a link or a clause was cut out, its comma stays behind the full stop. A space must part the two, since "
    "“N.C.,” is right.",
    find=_find,
    fixes=(
        ("They sent aid to the town. ,", "They sent aid to the town."),
        ("They sent aid. , It came late.", "They sent aid. It came late."),
        ("The vote was close,, and long.", "The vote was close, and long."),
    ),
    leaves=("Raleigh, N.C., is the capital.", "He works for Acme Inc. , he said.", "Really?, she asked in Spanish."),
)
