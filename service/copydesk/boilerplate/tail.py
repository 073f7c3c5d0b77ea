"""Where the article ends: after its last prose, a widget's heading takes the list below it along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.boilerplate.page import Page

_OPENERS = frozenset({"related", "comment-form"})


def _find(page: Page) -> Iterator[Change]:
    opened = False
    for index in range(page.last_prose + 1, len(page.lines)):
        line = page.lines[index]
        if index in page.dropped:
            opened = opened or line.family in _OPENERS
        elif opened and line.kind not in ("code", "row", "item") and not line.is_sentence:
            yield Change(line.start, line.end, "", "stands below the end of the article, in a list of links or prompts")


BELOW_ARTICLE = Rule(
    id="below-article",
    why="Below the last paragraph a heading such as “Most Popular” opens a list of other articles' headlines.",
    find=_find,
    fixes=(
        (
            "The mill will close in June, its owner told workers.\n\nMost Popular\n\nFerry captain cleared\n\nRain today",
            "The mill will close in June, its owner told workers.",
        ),
    ),
    leaves=(
        "The mill will close in June, its owner told workers on Friday.\n\nAbout ninety people work there.",
        "The mill will close in June, its owner told workers on Friday.\n\nJune: mill\n\nJuly: bakery",
        "The winners, as the jury named them on Friday in the town hall:\n\nAnn Lund\n\nPer Holm",
    ),
)
