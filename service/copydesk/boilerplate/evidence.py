"""What the learned judge sees of a page: one row of numbers for each line.

The shape of the sequence says more than phrases do: where the dense run of prose begins and ends (the maximum-sum
subsequence of line lengths, Pasternack and Roth 2009, "Extracting Article Text from the Web with Maximum Subsequence
Segmentation"), how a line and its neighbours look, and whether it speaks the words of the article.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from copydesk.neighbours import shifted, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from copydesk.boilerplate.page import Line

    Column = NDArray[np.float32]

_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[^\w\s]")
_STOP = re.compile(r"[.!?…。！？।](?=\s|$)")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d", re.IGNORECASE
)
_STAMP = re.compile(r"\b\d{1,2}:\d\d\b|\bago\b|\breply\b|\b(?:says|said|schrieb|dijo|dit):|\d+ likes?\b", re.IGNORECASE)
_SYMBOL = re.compile(r"[|›»©→•·/]")
_ADDRESS = re.compile(r"@|https?:|www\.")
_SELF = frozenset("i we our us my".split())
_YOU = frozenset("you your".split())
_COMMON = frozenset((files("copydesk.boilerplate") / "common_words.txt").read_text(encoding="utf-8").split())
_FAR = 40  # lines; farther is far
_LINE_COST = 8  # words that a line must have to pay for its place in the run of prose

# Each figure of a line and the group under which an edit's message names it.
OWN = {
    "words": "its length",
    "characters": "its length",
    "word length": "its words",
    "longest word": "its words",
    "sentence end": "how it ends",
    "sentences": "how it ends",
    "colon": "how it ends",
    "question": "how it ends",
    "commas": "its punctuation",
    "marks": "its punctuation",
    "symbol": "its punctuation",
    "address": "its punctuation",
    "lower start": "how it begins",
    "digit start": "how it begins",
    "mark start": "how it begins",
    "capitals": "its capitals",
    "shouted": "its capitals",
    "digits": "its figures and dates",
    "dated": "its figures and dates",
    "stamp": "its figures and dates",
    "common words": "its words",
    "you": "its words",
    "self": "its words",
    "phrase": "its phrases",
    "menu word": "its phrases",
}


@lru_cache(maxsize=8192)  # a line is looked at again in the next round
def _own(text: str) -> tuple[tuple[float, ...], frozenset[str]]:
    """Return the figures of a line by itself, and its content words."""
    words = _WORD.findall(text)
    lowered = list(map(str.lower, words))
    n = len(words) or 1
    first = text[0]
    lengths = list(map(len, words))
    common = sum(map(_COMMON.__contains__, lowered))
    figures = (
        min(len(words), 200),
        min(len(text), 1500),
        sum(lengths) / n,
        max(lengths, default=0),
        bool(_STOP.search(text, max(0, len(text) - 3))) or (text[-1] in "\"'”’»“)]" and text[-2:-1] in tuple(".!?…")),
        min(len(_STOP.findall(text)), 20),
        text[-1] == ":",
        text[-1] == "?",
        text.count(",") / (n + 1),
        len(_MARK.findall(text)) / len(text),
        bool(_SYMBOL.search(text)),
        bool(_ADDRESS.search(text)),
        first.islower(),
        first.isdigit(),
        not first.isalnum(),
        sum(map(str.isupper, [word[0] for word in words])) / n,
        sum(map(str.isupper, words)) / n,
        sum(map(str.isdigit, words)) / n,
        bool(_DATED.search(text)),
        len(words) < _FAR and bool(_STAMP.search(text)),
        common / n,
        sum(map(_YOU.__contains__, lowered)) / n,
        sum(map(_SELF.__contains__, lowered)) / n,
    )
    return figures, frozenset(word for word in lowered if len(word) > 3 and word not in _COMMON)


# What neighbours are asked for; a row of windows looks this many lines up and down.
_ASKED = ("words", "prose", "short", "phrase", "sentence end", "likeness", "capitals", "stamp", "repeats")
_WINDOWS = ((-3, -1), (1, 3), (-8, -1), (1, 8), (-20, -1), (1, 20))
_BESIDE = (1, -1, 2, -2)
_BESIDE_ASKED = ("words", "sentence end", "capitals", "phrase")
PLACED = {
    "position": "its place",
    "lines above": "its place",
    "lines below": "its place",
    "words above": "its place",
    "prose above": "its place",
    "prose up to here": "its place",
    "from first prose": "its place",
    "from last prose": "its place",
    "in the run of prose": "its place",
    "from the run's start": "its place",
    "from the run's end": "its place",
    "since prose": "its place",
    "until prose": "its place",
    "stamps above": "its place",
    "stamps below": "its place",
    "likeness": "its words",
    "likeness above": "its words",
    "likeness below": "its words",
    "repeats": "its repetition",
    "repeated before": "its repetition",
    "lines": "the page",
    "words of the page": "the page",
    "prose share": "the page",
    "run share of lines": "the page",
    "run share of words": "the page",
}
NEXT = {f"{asked} at {k:+d}": "its neighbours" for k in _BESIDE for asked in _BESIDE_ASKED}
AROUND = {f"{asked} at {low:+d} to {high:+d}": "its neighbours" for low, high in _WINDOWS for asked in _ASKED}
GROUPS = {**OWN, **PLACED, **NEXT, **AROUND}
FEATURES = tuple(GROUPS)


def evidence_of(lines: Sequence[Line]) -> NDArray[np.float32]:
    """Return the evidence of the lines of a page: an array of (lines, features), its columns in the order of FEATURES."""
    looked = [_own(line.text) for line in lines]
    family = [line.family for line in lines]
    own = np.array([figures for figures, _ in looked], dtype=np.float32)
    phrase = np.array([name is not None and name != "menu-word" for name in family], dtype=np.float32)
    menu = np.array([name == "menu-word" for name in family], dtype=np.float32)
    own = np.column_stack((own, phrase, menu))
    words, ends, capitals, stamps = (own[:, _AT[name]] for name in ("words", "sentence end", "capitals", "stamp"))
    prose = np.array([line.is_prose for line in lines], dtype=np.float32)
    run = _run_of([float(count) - _LINE_COST for count in words])
    likeness = _likeness([vocabulary for _, vocabulary in looked], prose, run)
    repeats, before = _repetition([line.key for line in lines])
    likely, often = np.maximum(likeness[:, 0], 0), np.minimum(repeats, 9)
    asked = np.column_stack((np.minimum(words, 60), prose, words < 5, phrase, ends, likely, capitals, stamps, often))
    placed = np.column_stack((*_places(words, prose, run, stamps), likeness, repeats, before, *_page(words, prose, run)))
    beside = np.column_stack((words, ends, capitals, np.maximum(phrase, menu)))
    return np.column_stack(
        (own, placed, *(shifted(beside, k) for k in _BESIDE), *(window(asked, low, high) for low, high in _WINDOWS))
    ).astype(np.float32)


_AT = {name: index for index, name in enumerate(OWN)}


def _run_of(worth: list[float]) -> tuple[int, int]:
    """Return the run of lines with the largest sum (Kadane), as (first, behind the last)."""
    best, total, start, run = 0.0, 0.0, 0, (0, 0)
    for index, value in enumerate(worth):
        if total <= 0:
            total, start = 0.0, index
        total += value
        if total > best:
            best, run = total, (start, index + 1)
    return run


def _likeness(vocabularies: list[frozenset[str]], prose: Column, run: tuple[int, int]) -> NDArray[np.float32]:
    """Return three shares of a line's content words: used elsewhere in the run of prose, just above, and just below."""
    body = Counter(word for k in range(*run) if prose[k] for word in vocabularies[k])
    rows = []
    for k, own in enumerate(vocabularies):
        if not own:
            rows.append((-1.0, -1.0, -1.0))
            continue
        once = 1 if prose[k] and run[0] <= k < run[1] else 0
        above = set().union(*vocabularies[max(0, k - 6) : k])
        below = set().union(*vocabularies[k + 1 : k + 7])
        shared = sum(body[word] > once for word in own)
        rows.append((shared / len(own), len(own & above) / len(own), len(own & below) / len(own)))
    return np.array(rows, dtype=np.float32)


def _repetition(keys: list[str]) -> tuple[list[float], list[float]]:
    count, seen, before = Counter(keys), Counter[str](), []
    for key in keys:
        before.append(float(seen[key]))
        seen[key] += 1
    return [float(count[key]) for key in keys], before


def _places(words: Column, prose: Column, run: tuple[int, int], stamps: Column) -> list[Any]:
    n = len(words)
    index = np.arange(n)
    at = np.flatnonzero(prose)
    first, last = (int(at[0]), int(at[-1])) if len(at) else (n, -1)
    running = np.cumsum(words * prose)
    total = float(running[-1]) or 1.0
    stamped = np.cumsum(stamps)
    nearest = np.concatenate(([-_FAR], at, [n + _FAR]))
    return [
        index / n,
        np.minimum(index, 50),
        np.minimum(n - 1 - index, 50),
        np.cumsum(words) / max(float(words.sum()), 1.0),
        (running - words * prose) / total,
        running / total,
        np.clip(index - first, -30, 30),
        np.clip(index - last, -30, 30),
        (index >= run[0]) & (index < run[1]),
        np.clip(index - run[0], -_FAR, _FAR),
        np.clip(index - run[1] + 1, -_FAR, _FAR),
        np.minimum(index - nearest[np.searchsorted(at, index, "left")], _FAR),
        np.minimum(nearest[np.searchsorted(at, index, "right") + 1] - index, _FAR),
        stamped,
        stamped[-1] - stamped,
    ]


def _page(words: Column, prose: Column, run: tuple[int, int]) -> list[Any]:
    n, total = len(words), max(float(words.sum()), 1.0)
    figures = (n, total, float((words * prose).sum()) / total, (run[1] - run[0]) / n, float(words[slice(*run)].sum()) / total)
    return [np.full(n, figure) for figure in figures]
