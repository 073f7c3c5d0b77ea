"""The document model: what the rooms hand on. Frozen, slotted, plain and picklable.

Every offset and length in this module counts Unicode code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from copydesk.rule import Edit, Flag

Kind = Literal["paragraph", "heading", "item", "quote", "code", "row", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands on its own: a paragraph, a heading, a list item, a table row, a picture's caption.

    `level` is 1 to 6 for a heading, 0 otherwise.
    """

    offset: int
    length: int
    kind: Kind = "paragraph"
    level: int = 0

    @property
    def end(self) -> int:
        """The first code point behind the block."""
        return self.offset + self.length

    def of(self, text: str) -> str:
        """Return the block's own text."""
        return text[self.offset : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """What reading hands on: the source text, its blocks, and what the page says about itself.

    `markup` is what the tags of a page say about each block (blocks, figures); None for plain text.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    language: str | None = None
    reason: str | None = None
    markup: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence of the clean text, as a place in it."""

    index: int
    offset: int
    length: int

    @property
    def end(self) -> int:
        """The first code point behind the sentence."""
        return self.offset + self.length

    def of(self, text: str) -> str:
        """Return the sentence itself."""
        return text[self.offset : self.end]


@dataclass(frozen=True, slots=True)
class Pick:
    """A sentence of the summary: its place in the clean text, its score, and its rank by score (1 is best)."""

    index: int
    offset: int
    length: int
    text: str
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Summary:
    """An extractive summary in document order.

    `considered` sentences of the article were scored, at most `cap` of them; `capped` tells that the article has more.
    """

    method: str
    sentences: tuple[Pick, ...]
    considered: int
    cap: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article and the proof of what was changed.

    `text` is the body without its headline, its blocks parted by one blank line (short lines that stood together, as in
    a list or a poem, stay together). `replay(source_text, edits) == text` and `restore(text, edits) == source_text`.
    `status` is `ok`, or `empty` when no article was found; then `reason` says why. `blocks` and `sentences` are places
    in `text`. `date` is an ISO 8601 day where it could be read, else as printed; `language` is an ISO 639-1 code. `quality`
    is the F1 in words, 0 to 1, that the choice of blocks can be expected to have.
    """

    status: Literal["ok", "empty"]
    reason: str | None
    title: str | None
    byline: str | None
    date: str | None
    language: str | None
    text: str
    source_text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    summary: Summary
    edits: tuple[Edit, ...]
    flags: tuple[Flag, ...]
    quality: float | None = None
