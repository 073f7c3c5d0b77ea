"""Where the article ends: after its last prose, a widget's heading takes the list below it along.

And where there is none: a page of which nothing is left that says anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.boilerplate.page import Line, Page

_SAYING = 8  # words, or ten times as many characters; a page without one line of that size is a menu
_OPENERS = frozenset({"related", "comment-form"})


def _find(page: Page) -> Iterator[Change]:
    opened = False
    for index in range(page.last_prose + 1, len(page.lines)):
        line = page.lines[index]
        if index in page.dropped:
            opened = opened or line.family in _OPENERS
        elif opened and line.kind not in ("code", "row", "item") and not line.is_sentence:
            yield Change(line.start, line.end, "", "stands below the end of the article, in a list of links or prompts")


def _find_nothing(page: Page) -> Iterator[Change]:
    left = [page.lines[index] for index in page.left()]
    if page.markup is None or any(_says_something(line) for line in left):
        return
    for line in left:
        yield Change(line.start, line.end, "", "nothing of the page is left that says anything")


def _says_something(line: Line) -> bool:
    """Eight words, a short sentence, or as much of a script without spaces; a menu has none of these."""
    return line.words >= _SAYING or line.is_sentence or line.end - line.start >= 10 * _SAYING


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
NO_ARTICLE = Rule(
    id="no-article",
    why="Of a menu, a login form or an index page no line says anything; an empty answer with a reason is the honest one.",
    find=_find_nothing,
    fixes=(),
    leaves=("The mill will close.",),
)
