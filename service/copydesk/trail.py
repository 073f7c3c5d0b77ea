"""The audit trail: edits that lead from the source text to the clean text, and back.

One code path makes both the result and the record: rooms return edits, `Draft.apply` carries them out, and what it kept
is the trail. Edits of a later round speak of the text that an earlier round left; `compose` carries them back to the
source, the way a version control system squashes two patches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copydesk.errors import TrailError
from copydesk.rule import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def replay(source_text: str, edits: Iterable[Edit]) -> str:
    """Return the clean text: `source_text` with every edit carried out.

    Offsets are Unicode code points of `source_text`; edits are sorted and do not overlap.
    Raises TrailError when an edit does not fit the text.
    """
    parts: list[str] = []
    last = 0
    for edit in edits:
        if edit.offset < last or source_text[edit.offset : edit.end] != edit.before:
            raise TrailError(f"edit at {edit.offset} ({edit.rule}) does not fit this source text: wrong text or order")
        parts += (source_text[last : edit.offset], edit.after)
        last = edit.end
    parts.append(source_text[last:])
    return "".join(parts)


def restore(text: str, edits: Iterable[Edit]) -> str:
    """Return the source text: `text` with every edit undone.

    Raises TrailError when an edit does not fit the text.
    """
    return replay(text, _inverse(edits))


def _inverse(edits: Iterable[Edit]) -> list[Edit]:
    shift, turned = 0, []
    for edit in edits:
        turned.append(replace(edit, offset=edit.offset + shift, length=len(edit.after), before=edit.after, after=edit.before))
        shift += len(edit.after) - edit.length
    return turned


def compose(source: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return one list of edits that does to `source` what `first` and then `second` do.

    `second` speaks of the text that `first` leaves. Edits of the two that touch become one, which keeps the rule of
    the one that weighs most and the messages of all.
    """
    middle = replay(source, first)
    shadows = _inverse(first)  # where each edit of `first` stands in the middle text
    items = sorted(
        [(e.offset, e.end, 0, i) for i, e in enumerate(shadows)] + [(e.offset, e.end, 1, i) for i, e in enumerate(second)]
    )
    composed: list[Edit] = []
    shift, k = 0, 0  # middle offset − source offset, left of the group at hand
    while k < len(items):
        start, end = items[k][:2]
        group = [items[k]]
        k += 1
        while k < len(items) and (items[k][0] < end or items[k][:2] == (end, end) == (start, end)):
            end = max(end, items[k][1])
            group.append(items[k])
            k += 1
        old = [first[i] for *_, side, i in group if side == 0]
        new = [second[i] for *_, side, i in group if side == 1]
        offset = start - shift
        shift += sum(len(e.after) - e.length for e in old)
        if not new:
            composed += old
            continue
        before = source[offset : end - shift]
        after = replay(middle[start:end], [replace(e, offset=e.offset - start) for e in new])
        if before != after:
            composed.append(_merged(offset, before, after, old + new))
    return composed


def _merged(offset: int, before: str, after: str, edits: list[Edit]) -> Edit:
    heaviest = max(edits, key=lambda e: max(e.length, len(e.after)))
    message = "; ".join(dict.fromkeys(e.message for e in edits))
    return Edit(offset, len(before), before, after, heaviest.rule, heaviest.category, message)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in the making and the edits that made it from `source`."""

    source: str
    text: str
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, source: str) -> Draft:
        """Return the draft that nobody has touched yet."""
        return cls(source, source)

    def apply(self, edits: Sequence[Edit]) -> Draft:
        """Return the next draft; `edits` speak of `self.text`, sorted and non-overlapping."""
        return Draft(self.source, replay(self.text, edits), tuple(compose(self.source, self.edits, edits)))
