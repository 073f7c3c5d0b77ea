"""What a judge sees: the page as lines, each with the evidence that its text and its place give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from copydesk.boilerplate.phrases import family_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from copydesk.article import Block, Kind

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟]['\"”’»“)\]]*$")
_FOLDED = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "\xa0": " "})
_OUTER = " \t\n-–—−|•*:»«>.!·#=_~[]()\"'▶►→←↑↓…"
_PROSE_WORDS = 9


@dataclass(frozen=True)
class Line:
    """A block of the page: `start` and `end` are code points of the page's text, `kind` and `level` as in Block."""

    start: int
    end: int
    text: str
    kind: Kind = "paragraph"
    level: int = 0

    @cached_property
    def words(self) -> int:
        """How many words the line has; in scripts without spaces two characters count as one."""
        unspaced = 0 if self.text.isascii() else sum(1 for _ in _UNSPACED.finditer(self.text))
        return len(_WORD.findall(self.text)) + unspaced // 2

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends like a sentence."""
        return bool(_SENTENCE_END.search(self.text, max(0, len(self.text) - 8)))

    @cached_property
    def is_sentence(self) -> bool:
        """Whether the line is at least a short sentence: three words, a capital in front, a full stop behind."""
        return self.words >= 3 and self.ends_sentence and not self.text[0].islower()

    @cached_property
    def is_prose(self) -> bool:
        """Whether the line reads like running text: nine words and the end of a sentence, or long without one."""
        return self.kind != "code" and (self.words >= 3 * _PROSE_WORDS or (self.words >= _PROSE_WORDS and self.ends_sentence))

    @cached_property
    def key(self) -> str:
        """The line for matching: folded case, white space and quotes, no outer decoration."""
        return " ".join(self.text.translate(_FOLDED).casefold().split()).strip(_OUTER)

    @cached_property
    def family(self) -> str | None:
        """The phrase family that the line belongs to by its words; code belongs to none."""
        return None if self.kind == "code" else family_of(self.key)


@dataclass
class Page:
    """The lines of a page in order, and its headline if the caller or the page named one.

    `dropped` holds the indices of the lines that earlier judges gave up; the room adds to it, judges only read it. `markup`
    is what the page's markup says about each line (lines, figures), None for plain text. Lines of the kinds in `wanted` stay
    by the caller's wish; `language` is an ISO 639-1 code. `chance` is the probability of each line to be part of the
    article, once the learned judge has looked.
    """

    text: str
    lines: tuple[Line, ...]
    title: str | None = None
    markup: NDArray[np.float32] | None = None
    wanted: frozenset[str] = frozenset()
    language: str | None = None
    chance: NDArray[np.float64] | None = None
    dropped: set[int] = field(default_factory=set)

    @classmethod
    def of(
        cls, text: str, blocks: Iterable[Block], title: str | None = None, markup: NDArray[np.float32] | None = None
    ) -> Page:
        """Return the page of a text and its blocks."""
        return cls(text, tuple(Line(b.offset, b.end, b.of(text), b.kind, b.level) for b in blocks), title, markup)

    @cached_property
    def first_prose(self) -> int:
        """Index of the first line of prose; the number of lines when there is none."""
        return next((i for i, line in enumerate(self.lines) if line.is_prose), len(self.lines))

    @cached_property
    def last_prose(self) -> int:
        """Index of the last line of prose; −1 when there is none."""
        return max((i for i, line in enumerate(self.lines) if line.is_prose), default=-1)

    @cached_property
    def prose(self) -> str:
        """The running text, folded like a line's key: what the article talks about."""
        return "\n".join(line.key for line in self.lines if line.is_prose)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the running text, in folded case."""
        return frozenset(_WORD.findall(self.prose))

    def left(self) -> list[int]:
        """Indices of the lines that are still there."""
        return [i for i in range(len(self.lines)) if i not in self.dropped]
