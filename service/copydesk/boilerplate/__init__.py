"""The second room: who is not the article.

Judges look at the page one after the other, in the order of the tuple. A judge names lines to drop and says why; it never
touches the text. What comes out is a list of deletions on record.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from copydesk.boilerplate.byline import BYLINE, author_in
from copydesk.boilerplate.headline import ABOVE_HEADLINE, GLUED_HEADLINE, REPEATED_HEADLINE, find_headline
from copydesk.boilerplate.page import Page
from copydesk.boilerplate.phrases import rules as phrase_rules
from copydesk.boilerplate.tail import BELOW_ARTICLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.rule import Change, Rule

__all__ = ["Page", "author_in", "find_headline", "judge", "judges"]


@cache
def judges() -> tuple[Rule[Page], ...]:
    """Return all judges in the order in which they look at a page."""
    return (
        GLUED_HEADLINE,
        *phrase_rules("anywhere"),
        BYLINE,
        REPEATED_HEADLINE,
        ABOVE_HEADLINE,
        *phrase_rules("weak"),
        BELOW_ARTICLE,
    )


def judge(page: Page, chosen: Iterable[Rule[Page]] | None = None) -> dict[int, tuple[Rule[Page], Change]]:
    """Return the lines that go: line index → the judge that dropped it and its change, which covers the whole line."""
    starts = {line.start: index for index, line in enumerate(page.lines)}
    verdicts: dict[int, tuple[Rule[Page], Change]] = {}
    for rule in chosen if chosen is not None else judges():
        for change in rule.find(page):
            verdicts.setdefault(starts[change.start], (rule, change))
        page.dropped.update(verdicts)
    return verdicts
