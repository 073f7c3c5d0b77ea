"""The second room: who is not the article.

Judges look at the page one after the other, in the order of the tuple. A judge names lines to drop and says why; it never
touches the text. What comes out is a list of deletions on record.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from copydesk.boilerplate.byline import BYLINE, author_in
from copydesk.boilerplate.dates import date_in
from copydesk.boilerplate.headline import ABOVE_HEADLINE, GLUED_HEADLINE, REPEATED_HEADLINE, find_headline
from copydesk.boilerplate.page import Page
from copydesk.boilerplate.phrases import rules as phrase_rules
from copydesk.boilerplate.tail import BELOW_ARTICLE
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Page", "find_headline", "judge", "judges", "said_about"]

Verdicts = dict[int, tuple[Rule[Page], Change]]  # line index → the judge that dropped it, and why


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


def judge(page: Page, chosen: Iterable[Rule[Page]] | None = None) -> Verdicts:
    """Return the lines that go; a change covers its whole line."""
    starts = {line.start: index for index, line in enumerate(page.lines)}
    verdicts: Verdicts = {}
    for rule in chosen if chosen is not None else judges():
        for change in rule.find(page):
            verdicts.setdefault(starts[change.start], (rule, change))
        page.dropped.update(verdicts)
    return verdicts


def said_about(page: Page, verdicts: Verdicts) -> tuple[str | None, str | None]:
    """Return the author and the day that the dropped bylines and datelines name, the first of each."""
    dropped = [(page.lines[index].text, verdicts[index][0].id) for index in sorted(verdicts)]
    authors = (author_in(text) for text, rule in dropped if rule == BYLINE.id)
    days = (date_in(text) for text, rule in dropped if rule == "dateline")
    return next(filter(None, authors), None), next(filter(None, days), None)
