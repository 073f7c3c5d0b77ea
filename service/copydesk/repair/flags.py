"""What looks broken and cannot be mended with certainty is flagged, and the text stays as it is."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from copydesk.repair.evidence import LOWER_START, Passage, words
from copydesk.rule import Change, Flag, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_ENGLISH = frozenset({"en"})
JOINS = frozenset({"false-stop", "cut-name", "stray-capital"})  # repairs after which a sentence may still be scrambled


def _finder(message: str, spans: Callable[[Passage], Iterable[tuple[int, int]]]) -> Callable[[Passage], Iterator[Change]]:
    def find(passage: Passage) -> Iterator[Change]:
        for start, end in spans(passage):
            yield Change(start, end, passage.text[start:end], message)

    return find


@cache
def _verbs() -> frozenset[str]:
    _, base, irregular = (files("copydesk.repair") / "verbs.txt").read_text(encoding="utf-8").split("\n---\n")
    forms = set(irregular.split())
    for verb in base.split():
        forms |= {verb, verb + "s", verb + "es"}
        if verb.endswith("y"):
            forms.add(verb[:-1] + "ies")
    return frozenset(forms) | _AUXILIARIES


_AUXILIARIES = frozenset(
    "am is are was were be been being do does did done doing have has had having can could may might must shall should will "
    "would ought need says said".split()
)
_SUBJECTS = frozenset("i you he she it we they who".split())  # where one stands, an unlisted verb stands beside it
_OPEN_END = re.compile(r"[\w,–—-]$")
_CUT_MARK = re.compile(r"(?:…|\.\.\.) ?\[\+?\d+ chars\]$|\[(?:…|\.\.\.)\]$")
_PARAGRAPH = 8  # words; a shorter line without a full stop is a heading, a caption or a list item


def _truncated(passage: Passage) -> Iterable[tuple[int, int]]:
    text = passage.text
    found = words(text[-200:])
    if passage.kind not in ("paragraph", "quote") or not found:
        return
    if _CUT_MARK.search(text) or (
        _OPEN_END.search(text)
        and len(words(text)) >= _PARAGRAPH
        and (text.endswith((",", "-")) or (found[-1].islower() and found[-1] in _NEVER_LAST))
    ):
        yield 0, len(text)


_NEVER_LAST = frozenset(
    "a an the of to and or but with from by at for that which than as if because while whose into onto upon is are was were "
    "has have had will would be been its their his my your our and".split()
)


def _verbless(sentence: Passage) -> Iterable[tuple[int, int]]:
    """A sentence of four to twenty words, with a full stop, without any word that could be a verb or its subject."""
    text = sentence.text
    if not text.endswith(".") or text.endswith("..") or any(mark in text for mark in '“":(') or sentence.kind != "paragraph":
        return
    found = [word.replace("’", "'") for word in words(text)]
    if 4 <= len(found) <= 20 and found[0][0].isupper() and not any(_may_be_verb(word) for word in found):
        yield 0, len(text)


def _may_be_verb(word: str) -> bool:
    low = word.lower()
    if low in _verbs() or low in _SUBJECTS or "'" in low:
        return True
    return low.endswith(("ed", "ing")) and word.islower()


def _lower_start(passage: Passage) -> Iterable[tuple[int, int]]:
    for match in LOWER_START.finditer(passage.text):
        word = re.compile(r"\w+").match(passage.text, match.end())
        yield match.start(), word.end() if word else match.end()


def _unbalanced(passage: Passage) -> Iterable[tuple[int, int]]:
    """A closing quote that none opened. An open one at a paragraph's end is no fault: the quote goes on in the next."""
    if "„" in passage.text:
        return
    depth = 0
    for match in re.finditer("[“”]", passage.text):
        depth += 1 if match.group() == "“" else -1
        if depth < 0:
            yield match.span()
            return
        depth = min(depth, 1)


def _lost(passage: Passage) -> Iterable[tuple[int, int]]:
    return (match.span() for match in re.finditer("�+", passage.text))


_BLOCK_RULES = (
    Rule(
        id="truncated-paragraph",
        why="A paragraph of eight words and more that ends in an article, a preposition, a conjunction or a comma was cut off; "
        "a full stop there would only hide the loss.",
        find=_finder("paragraph that breaks off", _truncated),
        fixes=(
            (
                "The council asked the builder not to take the step of",
                "The council asked the builder not to take the step of",
            ),
            ("The report says the bridge was … [+2345 chars]", "The report says the bridge was … [+2345 chars]"),
        ),
        leaves=("Things to bring with you", "The vote was held on the day that he had asked for."),
        languages=None,
    ),
    Rule(
        id="lower-case-continuation",
        why="A full stop and then a lower-case word: a join, a comma or a capital is wanted, and the text does not tell which.",
        find=_finder("full stop followed by a lower-case word", _lower_start),
        fixes=(("It ended badly. then came the rain.", ". then"),),
        leaves=("It ended badly. Then came the rain.", "She went to the U.S. in May."),
        languages=_ENGLISH,
    ),
    Rule(
        id="unbalanced-quote",
        why="A closing quote that none opened: a part of the quotation is missing, or a mark was mistyped.",
        find=_finder("closing quote without an opening one", _unbalanced),
        fixes=(("We do not know,” she said.", "”"),),
        leaves=("“We do not know,” she said.", "“We do not know. And we never will."),
    ),
    Rule(
        id="lost-character",
        why="U+FFFD stands where a byte could not be decoded; what stood there is lost.",
        find=_finder("character that was lost in decoding", _lost),
        fixes=(("The caf� was closed.", "�"),),
        leaves=("The café was closed.",),
    ),
)
_VERBLESS = Rule(
    id="verbless-fragment",
    why="A sentence without a verb has often lost its attribution or its first half.",
    find=_finder("sentence without a verb", _verbless),
    fixes=(("Four council members and three former members.", "Four council members and three former members."),),
    leaves=("The mayor left early.", "No way.", "Two years ago, she underwent surgery."),
    languages=_ENGLISH,
)
_SCRAMBLE: Rule[Passage] = Rule(
    id="scramble",
    why="Where a spinner cut a sentence, joining the halves does not bring back what was lost or moved between them; the "
    "sentence that was joined is marked as one not to be quoted.",
    find=lambda _: (),  # the trail tells it, not the text: see flags_of
    fixes=(),
    leaves=(),
    languages=_ENGLISH,
)


def flag_rules() -> tuple[Rule[Passage], ...]:
    """Return the flag rules; their `fixes` pairs are (block, the stretch that is flagged)."""
    return (*_BLOCK_RULES, _VERBLESS, _SCRAMBLE)


def flags_of(
    passages: Sequence[tuple[int, Passage]], sentences: Iterable[tuple[int, Passage]], joins: Iterable[int]
) -> list[Flag]:
    """Return the flags of a clean text, sorted.

    `passages` and `sentences` are (offset, text), `joins` the offsets at which repair joined a cut sentence; offsets are
    code points of the clean text.
    """
    flags = [flag for at, passage in passages for rule in _BLOCK_RULES for flag in _flags(rule, at, passage)]
    joined = sorted(joins)
    for at, sentence in sentences:
        flags += _flags(_VERBLESS, at, sentence)
        end = at + len(sentence.text)
        if any(at <= join < end for join in joined):
            message = "sentence that was joined from cut halves; words may be missing"
            flags.append(Flag(at, end - at, _SCRAMBLE.id, message))
    return sorted(flags, key=lambda flag: (flag.offset, flag.length, flag.rule))


def _flags(rule: Rule[Passage], at: int, passage: Passage) -> list[Flag]:
    if passage.kind == "code" or not rule.holds_in(passage.document.language):
        return []
    return [Flag(at + c.start, c.end - c.start, rule.id, c.message) for c in rule.find(passage)]
