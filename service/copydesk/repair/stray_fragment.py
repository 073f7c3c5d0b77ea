"""A word or two that stand where their sentence was cut away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.repair.evidence import all_function_words, words
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.repair.evidence import Passage

_MIDDLE = re.compile(r"(?<=[a-z]{2})( (?:[A-Z][a-z]*(?: [a-z]+){0,2}|He))(?=\. [A-Z“\"])")
_END = re.compile(r"(?<=[a-z0-9][.!?]) +[A-Z][a-z]*(?: [a-z]+){0,2}$|(?<=[.!?]”) +[A-Z][a-z]*(?: [a-z]+){0,2}$")
_NEVER = frozenset({"i", "us", "one", "no", "so", "why", "how", "what", "who", "when", "where", "not", "never", "here"})


def _find(passage: Passage) -> Iterator[Change]:
    if passage.kind not in ("paragraph", "quote"):
        return
    text = passage.text
    if passage.document.spun:
        for match in _MIDDLE.finditer(text):
            found = words(match.group())
            if all_function_words(found) and found[0].lower() not in _NEVER:
                yield Change(*match.span(), "", "fragment of a sentence that is gone")
    last = _END.search(text, max(0, len(text) - 40))
    if last and all_function_words(words(last.group())):
        yield Change(*last.span(), "", "fragment of a sentence that is gone")


STRAY_FRAGMENT_RULE = Rule(
    id="stray-fragment",
    why="When a sentence is cut away, its first words may stay: up to three function words with no full stop at the end of "
    "a paragraph, or, in a spun text, a capitalised one before a full stop.",
    find=_find,
    fixes=(
        ("They will not send aid. Can go", "They will not send aid."),
        (
            "It has decided to do so Is. But there is more. and there was. then it came. so it was.",
            "It has decided to do so. But there is more. and there was. then it came. so it was.",
        ),
    ),
    leaves=(
        "He asked them to stay. They did not.",
        "Will it rain. Who knows",
        "She came to see The Who. Then she left.",
    ),
    risk="likely",
    languages=frozenset({"en"}),
)
