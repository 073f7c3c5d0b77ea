"""A word or two of a lost sentence that stand at the end of another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.repair.evidence import is_fragment
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

# Behind a preposition or an article the capital belongs to a name: “in May.”, “the Who.”
_NAMED = "".join(f"(?<! {word})" for word in ("in", "of", "at", "on", "by", "with", "from", "the", "for", "last", "next"))
_INNER = re.compile(_NAMED + r"(?<=[a-z]{2}) [A-Z][a-z]*(?: [a-z]+){0,2}(?=\. [A-Z“\"])")
# Function words that are names themselves, or end the title of a film whose own name was cut off.
_NAMES = (" May", " Will", " With", " Who")


def _find(passage: Passage) -> Iterator[Change]:
    if not passage.document.spun or passage.kind not in ("paragraph", "quote"):
        return
    for match in _INNER.finditer(passage.text):
        if is_fragment(match.group()) and match.group() not in _NAMES:
            yield Change(*match.span(), "", "fragment of a sentence that is gone")


INNER_FRAGMENT = Rule(
    id="inner-fragment",
    why="A spinner leaves the first words of a sentence that it dropped, with their capital, before the full stop of the one "
    "in front. Up to three function words are taken out, and only in a text that shows it is spun.",
    find=_find,
    fixes=(
        (
            "It has decided to do so Is. But there is more. and there was. then it came. so it was.",
            "It has decided to do so. But there is more. and there was. then it came. so it was.",
        ),
    ),
    leaves=("She came to see The Who. Then she left.", "He has decided to do so Is. But there is more."),
    risk="likely",
    languages=frozenset({"en"}),
)
