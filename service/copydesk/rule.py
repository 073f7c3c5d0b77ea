"""What a rule, an edit and a flag are.

A rule is a small named unit that explains itself: why it exists, pairs that show what it does, look-alikes that it must
leave. Its finder returns edits and never touches the text. The examples are the rule's tests, its documentation and its
entry in `/v1/rules` at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Category = Literal["boilerplate", "headline", "repair"]
Risk = Literal["safe", "likely"]
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change on record.

    `offset` and `length` are Unicode code points of the text before the change; `before` is that stretch and `after`
    what stands there now (empty for a deletion). `rule` is the id of the rule, `message` a sentence for a reader.
    """

    offset: int
    length: int
    before: str
    after: str
    rule: str
    category: Category
    message: str

    @property
    def end(self) -> int:
        """The first code point behind the change, in the text before it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Flag:
    """A stretch of the clean text that looks broken and was left alone; offsets are code points of the clean text."""

    offset: int
    length: int
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a finder proposes for the text it was shown: put `after` in the place of text[start:end]."""

    start: int
    end: int
    after: str
    message: str


@dataclass(frozen=True, slots=True)
class Rule(Generic[Shown]):
    """A rule: `find` is shown something (a block, a page) and returns the changes it proposes, in order.

    `fixes` are (before, after) pairs from real defects, `leaves` look-alikes that must come through unchanged.
    `languages` are the ISO 639-1 codes in which the rule holds; None is all of them. A rule of risk
    `likely` edits only where the document gives evidence of its own; what is riskier than that is a flag.
    """

    id: str
    why: str
    find: Callable[[Shown], Iterable[Change]]
    fixes: tuple[tuple[str, str], ...]
    leaves: tuple[str, ...]
    risk: Risk = "safe"
    languages: frozenset[str] | None = None

    def holds_in(self, language: str | None) -> bool:
        """Tell whether the rule may be used on a text of this language; an unknown language counts as none of them."""
        return self.languages is None or language in self.languages
