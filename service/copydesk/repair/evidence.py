"""What the whole document tells about one of its blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.article import Kind

FUNCTION_WORDS = frozenset(
    (files("copydesk.repair") / "function_words.txt").read_text(encoding="utf-8").split("\n---\n")[1].split()
)
# A full stop, and then a sentence that begins in lower case: the mark that text spinners leave. Addresses
# (`muscles. www.example.com`) and names with a small first letter (de, van; iPhone has a capital further on) are left out.
LOWER_START = re.compile(r"(?<=[a-z]{3})\. (?=(?!(?:de|van|von|der|al|bin|bell)\b)[a-z]{2,}(?:[ ,;]|\.(?:\s|$)))")
# A capital on a function word between words in lower case; in a line in title case one of the two before it has one, too.
STRAY_CAPITAL = re.compile(
    r"(?<![\w’'-])(?:[a-z]+|[A-Z]{2,}) [a-z]+ "
    r"((?:That|Which|Is|Was|Were|Has|Have|Had|Been|Are|Be|Will|Would|Can|Could)\b)(?= [a-z])"
)
STRAY_FRAGMENT = re.compile(r"(?<=[a-z]) (?:Is|Was|Are|Has|Had|Has been|To be|Have to)\.(?= [A-Z“\"])")
_ANY_LOWER, _ANY_UPPER = re.compile(r"[a-z]\. [a-z]"), re.compile(r"[a-z]\. [A-Z“]")
_SPUN = 3  # marks; one is an accident, two are a coincidence
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{2,}\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Evidence:
    """A document's blocks and language; what is asked of them is worked out once, when it is asked first."""

    blocks: tuple[str, ...]
    language: str | None

    @cached_property
    def spun(self) -> bool:
        """Whether the text was run through a spinner: three and more marks of cut and glued sentences."""
        lower, upper = (sum(len(start.findall(block)) for block in self.blocks) for start in (_ANY_LOWER, _ANY_UPPER))
        if lower > max(upper, 2 * _SPUN):
            return False  # a writer who does without capitals
        marks = 0
        for block in self.blocks:
            marks += sum(len(mark.findall(block)) for mark in (LOWER_START, STRAY_CAPITAL, STRAY_FRAGMENT))
            if marks >= _SPUN:
                return True
        return False

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the document writes in lower case somewhere."""
        return frozenset(word for block in self.blocks for word in _WORD.findall(block) if word.islower())

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that the document writes with a capital in the middle of a sentence."""
        return frozenset(name for block in self.blocks for name in _NAME.findall(block))

    @cached_property
    def hyphenated(self) -> frozenset[str]:
        """The compounds that the document writes with a hyphen in the middle of a line, in folded case."""
        return frozenset(word.casefold() for block in self.blocks for word in _WORD.findall(block) if "-" in word)


@dataclass(frozen=True)
class Passage:
    """One block as a rule sees it: its text, its kind, and the evidence of the document around it."""

    text: str
    document: Evidence
    kind: Kind = "paragraph"

    @classmethod
    def alone(cls, text: str, language: str | None = "en") -> Passage:
        """Return the passage that is a document of its own."""
        return cls(text, Evidence((text,), language))


def words(text: str) -> list[str]:
    """Return the words of the text, without numbers and marks."""
    return _WORD.findall(text)


def is_fragment(text: str) -> bool:
    """Tell whether the text is nothing but function words of English, and no question or answer of its own."""
    found = [word.lower() for word in words(text)]
    return bool(found) and found[0] not in _ANSWERS and all(word in FUNCTION_WORDS for word in found)


_ANSWERS = frozenset({"i", "us", "one", "no", "so", "why", "how", "what", "who", "when", "where", "not", "never", "here"})
