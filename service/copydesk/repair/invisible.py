"""Characters that nobody sees and every index trips over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

# Zero-width joiners stay (Indic scripts and emoji are written with them), and so do direction marks.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _find(passage: Passage) -> Iterator[Change]:
    text = passage.text
    if text.isascii() and text.isprintable():
        return
    found = [Change(*m.span(), "", "invisible character") for m in _INVISIBLE.finditer(text)]
    found += [Change(*m.span(), "�", "half of a surrogate pair, no character") for m in _SURROGATE.finditer(text)]
    yield from sorted(found, key=lambda change: change.start)


INVISIBLE = Rule(
    id="invisible",
    why="Control characters, soft hyphens, zero-width spaces and byte-order marks break words for every later tool.",
    find=_find,
    fixes=(("The quo\u00adta was\u200b met.", "The quota was met."), ("A\x00 bell\x07 rang.", "A bell rang.")),
    leaves=("क्‍ष and 👩‍🚒 keep their joiners.", "Tab\tand line\nstay."),
)
