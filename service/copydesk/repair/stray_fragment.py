"""A word or two that stand where their sentence was cut away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.repair.evidence import is_fragment
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_END = re.compile(r"(?<=[a-z0-9]\.) +[A-Z][a-z]*(?: [a-z]+){0,2}$")


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    match = _END.search(text, max(0, len(text) - 40)) if passage.kind in ("paragraph", "quote") else None
    if match and is_fragment(match.group()):
        yield Change(*match.span(), "", "fragment of a sentence that is gone")


STRAY_FRAGMENT_RULE = Rule(
    id="stray-fragment",
    why="When a sentence is cut away, its first words may stay: up to three function words with no full stop, behind the last "
    "sentence of a paragraph.",
    find=_find,
    fixes=(("They will not send aid. Can go", "They will not send aid."),),
    leaves=("He asked them to stay. They did not.", "Where is he now? Over there", "I do not mind. What of it"),
    languages=frozenset({"en"}),
)
