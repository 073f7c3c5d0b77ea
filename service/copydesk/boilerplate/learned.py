"""The learned judge: what is left of the page when phrases are through, judged by the shape of the whole sequence.

Gradient-boosted oblivious trees (Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical features") over
the evidence of each line; one set of trees for pages, one for text that somebody else scraped. `bench/train.py` trains
them and `docs/model-card.md` says on what. The weights are plain JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from copydesk.boilerplate.evidence import GROUPS, evidence_of
from copydesk.boilerplate.headline import find_headline, likely_headline
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from copydesk.boilerplate.page import Page

KEEP = 0.4  # a line that is part of the article with less than this probability goes
_CERTAIN = 0.15  # and prose beside prose that stays only below this
_STRANGE = {"html": (0.3, 0.02), "text": (0.15, 0.02)}  # both, for what it has not learned: German nouns look like menus
_LONG = 500  # lines; it has learned from few longer texts, and takes the references of a long one for its body
_LEARNED = frozenset(("en", None))
_CLEAN = 0.05  # of the words; where less than this would go the page was cleaned before, and gets the benefit of the doubt
_SURE = 0.05  # prose of such a page goes only below this
_MOST = 0.5  # of the prose; a judgment of a text that takes more is no judgment, and its prose stays
_WIDGET = 2  # lines
_ROWS = 512


@dataclass(frozen=True, eq=False)
class Forest:
    """Oblivious trees: all nodes of one level of a tree ask the same question, so that a leaf is a row of answers.

    `column` and `border` are the questions (is this feature above that border?), `trees` the questions of each tree
    (trees, depth), `leaves` the log-odds that its leaves add (trees, 2 ** depth), `features` the names of the columns.
    """

    features: tuple[str, ...]
    column: NDArray[np.intp]
    border: NDArray[np.float32]
    trees: NDArray[np.intp]
    leaves: NDArray[np.float32]
    bias: float

    @classmethod
    def of(cls, data: dict[str, Any]) -> Forest:
        """Return the forest that a part of the weights file describes."""
        return cls(
            tuple(data["features"]),
            np.array(data["column"], dtype=np.intp),
            np.array(data["border"], dtype=np.float32),
            np.array(data["trees"], dtype=np.intp),
            np.array(data["leaves"], dtype=np.float32),
            data["bias"],
        )

    def score(self, evidence: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability of each row to be part of the article."""
        odds = [
            self.leaves[np.arange(len(self.trees)), self._leaf_of(part)].sum(axis=1, dtype=np.float64)
            for part in _parts(evidence)
        ]
        return 1 / (1 + np.exp(-np.concatenate(odds) - self.bias))

    def reasons(self, evidence: NDArray[np.float32]) -> list[str]:
        """Return, for each row, the two groups of features that spoke loudest against it.

        A question speaks against a row by as much as the other answer would have raised the row's score.
        """
        told = [_group_of(feature) for feature in self.features]
        names = sorted(set(told) - {""})
        group = np.array([names.index(name) if name else len(names) for name in told], dtype=np.intp)
        return [said for part in _parts(evidence) for said in self._reasons(self._leaf_of(part), names, group)]

    def _leaf_of(self, evidence: NDArray[np.float32]) -> NDArray[np.intp]:
        """Return the leaf that each row of evidence falls into: (rows, trees)."""
        answers = (evidence[:, self.column] > self.border).astype(np.intp)
        leaf: NDArray[np.intp] = (answers[:, self.trees] << np.arange(self.trees.shape[1])).sum(axis=2)
        return leaf

    def _reasons(self, leaf: NDArray[np.intp], names: list[str], group: NDArray[np.intp]) -> list[str]:
        tree = np.arange(len(self.trees))
        here = self.leaves[tree, leaf]
        first = np.arange(len(leaf))[:, None] * (len(names) + 1)  # a row's groups, and one for what is not told
        against = np.zeros(len(leaf) * (len(names) + 1))
        for level in range(self.trees.shape[1]):
            change = self.leaves[tree, leaf ^ (1 << level)] - here
            groups = first + group[self.column[self.trees[:, level]]]
            against += np.bincount(groups.ravel(), change.ravel(), len(against))
        loudest = np.argsort(-against.reshape(len(leaf), -1)[:, : len(names)], axis=1, kind="stable")[:, :2]
        return [f"{names[one]} and {names[two]}" for one, two in loudest.tolist()]


def _parts(evidence: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Yield the rows in parts, so that a monster of a page needs no more memory than a large one."""
    for start in range(0, len(evidence), _ROWS):
        yield evidence[start : start + _ROWS]


def _group_of(feature: str) -> str:
    """Return the words for a feature in a message; none for the figures of the whole page, which tell a reader nothing."""
    group = GROUPS.get(feature, "its place in the markup")
    return "" if group == "the page" else group


@cache
def forests() -> dict[str, Forest]:
    """Return the trees for `html` and for `text`."""
    data = json.loads((files("copydesk.boilerplate") / "weights.json").read_bytes())
    return {name: Forest.of(part) for name, part in data.items()}


def expected_f1(page: Page) -> float | None:
    """Return the F1 in words that the judged page can be expected to have, 0 to 1; None when the judge saw no line.

    Lipton et al. 2014, "Thresholding Classifiers to Maximize F1 Score": of a line's words as many are right as it is likely
    to be part of the article.
    """
    if page.chance is None:
        return None
    words = np.array([line.words for line in page.lines], dtype=np.float64)
    kept = page.left()
    right, taken, wanted = (words * page.chance)[kept].sum(), words[kept].sum(), (words * page.chance).sum()
    return round(float(2 * right / (taken + wanted)), 2) if taken + wanted else 0.0


def _asked(page: Page) -> tuple[Forest, NDArray[np.float32]]:
    evidence = evidence_of(page.lines)
    if page.markup is None:
        return forests()["text"], evidence
    return forests()["html"], np.column_stack((evidence, page.markup))


def _find(page: Page) -> Iterator[Change]:
    if not page.lines:
        return
    forest, evidence = _asked(page)
    page.chance = forest.score(evidence)
    rows = sorted(_gone(page))
    if not rows or (page.markup is None and not any(page.lines[i].is_sentence for i in set(page.left()) - set(rows))):
        return  # a text of which nothing would be left has no shape to judge by
    for index, reasons in zip(rows, forest.reasons(evidence[rows]), strict=True):
        line = page.lines[index]
        message = f"no part of the article, by {reasons} (probability {page.chance[index]:.2f})"
        yield Change(line.start, line.end, "", message)


def _gone(page: Page) -> set[int]:
    assert page.chance is not None
    kind = "text" if page.markup is None else "html"
    known = page.language in _LEARNED and (kind == "html" or len(page.lines) <= _LONG)
    least, certain = (KEEP, _CERTAIN) if known else _STRANGE[kind]
    sure, gone = _below(page, certain), _below(page, least)
    if _weight(page, gone) < _CLEAN * _weight(page, page.left()):
        gone = {i for i in sure if page.chance[i] < _SURE or not page.lines[i].is_prose}
    prose = {i for i in page.left() if page.lines[i].is_prose}
    if page.markup is None and _weight(page, gone & prose) > _MOST * _weight(page, prose):
        gone -= prose
    headline = find_headline(page)
    headline = likely_headline(page, gone) if headline is None else headline
    gone = gone - {headline}
    return {i for i in gone if i in sure or not _beside_article(page, i, gone, headline)}


def _below(page: Page, least: float) -> set[int]:
    assert page.chance is not None
    return {i for i in page.left() if page.chance[i] < least and page.lines[i].kind not in page.wanted}


def _weight(page: Page, lines: Iterable[int]) -> int:
    return sum(page.lines[i].words for i in lines)


def _beside_article(page: Page, index: int, gone: set[int], headline: int | None) -> bool:
    """Whether the line is prose near the headline or prose that stays, with no more than a widget of two lines between."""
    return page.lines[index].is_prose and any(_stays_near(page, index, step, gone, headline) for step in (-1, 1))


def _stays_near(page: Page, index: int, step: int, gone: set[int], headline: int | None) -> bool:
    for k in range(index + step, index + step * (_WIDGET + 2), step):
        if not 0 <= k < len(page.lines):
            return False
        if k not in gone and k not in page.dropped:
            return k == headline or page.lines[k].is_prose
    return False


_MENU = "\n".join("Town County Schools Farming Letters Puzzles Archive Courts Weddings Markets Tides Church".split())
_ARTICLE = (
    "Mill to close in June\n\nThe paper mill at Ekdal will close in June, its owner told the workers on Friday morning.\n\n"
    "About ninety people work there, and most of them will be paid until the end of the year.\n\nThe mill was built in 1911 "
    "by a baker who wanted to make his own paper bags, and for forty years it made nothing else.\n\nThe council will talk "
    "about the mill on Monday. It owns the land, and it has said that it wants a school there."
)
LEARNED = Rule(
    id="learned",
    why=(
        "Menu items, other articles' headlines, bios and calls to action have no phrase in common; their shape, their place "
        "and their neighbours give them away."
    ),
    find=_find,
    fixes=((f"{_MENU}\n\n{_ARTICLE}\n\n{_MENU}", _ARTICLE),),
    leaves=(_ARTICLE, "The jury named the winners on Friday in the town hall of Ekdal:\n\nAnn Lund\n\nPer Holm\n\nIda Marn"),
)
