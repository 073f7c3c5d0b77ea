"""A full stop between a verb and the name that it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_CUT = re.compile(r"(?<=[a-z]{3})\.(?= ([A-Z][a-z]{2,})\.(?:\s|$|”))")
_ALONE = frozenset(
    "Yes No Never Always Maybe Perhaps Exactly Period Right Wrong True False Okay Sure Indeed Absolutely Nothing "
    "Everything Nobody Everyone Silence Really Well Thanks Sorry Hello Goodbye Amen Done Gone Correct Enough Today".split()
)


def _find(passage: Passage) -> Iterator[Change]:
    if not passage.document.spun or passage.kind not in ("paragraph", "quote"):
        return
    names = passage.document.names
    for match in _CUT.finditer(passage.text):
        name = match[1]
        if name not in _ALONE and name in names and name.lower() not in passage.document.lower_words:
            yield Change(match.start(), match.start() + 1, "", "full stop before the last word of the sentence")


CUT_NAME = Rule(
    id="cut-name",
    why="A spinner cuts a sentence before its last word; a name alone is no sentence. Only in a text that shows it is spun, "
    "and only for a word that the document writes as a name elsewhere and never in lower case.",
    find=_find,
    fixes=(
        (
            "It says that the deal benefits. Moscow. The plan of Moscow was cut. and then it rained. so it went. then it dried",
            "It says that the deal benefits Moscow. The plan of Moscow was cut. and then it rained. so it went. then it dried",
        ),
    ),
    leaves=(
        "He would not go. Never. The plan was cut. and then it rained. so it went. then it dried",
        "They came to see the town. Moscow.",
    ),
    risk="likely",
    languages=frozenset({"en"}),
)
