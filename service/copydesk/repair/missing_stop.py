"""A paragraph of a spun text that lost its last full stop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.repair.evidence import words
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_NAMED = re.compile(r"\b(?:[A-Z][\w-]*|\d+)$")  # after another word the sentence may well go on
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|said|says)\b")
_WORDS = 12


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    if not passage.document.spun or passage.kind != "paragraph":
        return
    found = words(text)
    if len(found) < _WORDS or not _NAMED.search(text) or not _FINITE.search(text):
        return
    if text.count("“") > text.count("”") or text.count("(") > text.count(")"):
        return
    yield Change(len(text), len(text), ".", "full stop at the end of the paragraph")


MISSING_STOP = Rule(
    id="missing-stop",
    why="Spinners drop the last full stop. It is put back only in a spun text, behind a paragraph of twelve words and more "
    "with a finite verb that ends in a name or a number: after any other word it may have been cut off.",
    find=_find,
    fixes=(
        (
            "It was cut. and then it rained. so it went. then it would cap a long exchange between China and the US",
            "It was cut. and then it rained. so it went. then it would cap a long exchange between China and the US.",
        ),
    ),
    leaves=(
        "It was cut. and then it rained. so it went. and Beijing requested that they not take the step of",
        "The call would cap a long exchange of sharp public barbs between China and the US",
    ),
    risk="likely",
    languages=frozenset({"en"}),
)
