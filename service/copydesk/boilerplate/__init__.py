"""The second room: who is not the article.

Judges look at the page one after the other, in the order of the tuple. A judge names lines to drop and says why; it never
touches the text. What comes out is a list of deletions on record.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from copydesk.boilerplate.byline import BYLINE, author_in
from copydesk.boilerplate.caption import CAPTION
from copydesk.boilerplate.dates import date_in
from copydesk.boilerplate.headline import ABOVE_HEADLINE, GLUED_HEADLINE, REPEATED_HEADLINE, find_headline
from copydesk.boilerplate.learned import LEARNED, expected_f1
from copydesk.boilerplate.page import Page
from copydesk.boilerplate.phrases import rules as phrase_rules
from copydesk.boilerplate.tail import BELOW_ARTICLE, NO_ARTICLE
from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Page", "Said", "find_headline", "judge", "judges", "said_about"]

Verdicts = dict[int, tuple[Rule[Page], Change]]  # line index → the judge that dropped it, and why


@cache
def judges() -> tuple[Rule[Page], ...]:
    """Return all judges in the order in which they look at a page."""
    return (
        GLUED_HEADLINE,
        CAPTION,
        *phrase_rules("anywhere"),
        BYLINE,
        REPEATED_HEADLINE,
        ABOVE_HEADLINE,
        *phrase_rules("weak"),
        LEARNED,
        BELOW_ARTICLE,
        NO_ARTICLE,
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


class Said(NamedTuple):
    """What the judged page tells beside its text; `quality` is 0 to 1, None for a page without lines."""

    author: str | None
    day: str | None
    quality: float | None


def said_about(page: Page, verdicts: Verdicts) -> Said:
    """Return the author and the day that dropped bylines and datelines name, and how good the judgment is likely to be.

    Of several bylines and datelines those nearest to where the article begins count.
    """
    begin = next(iter(page.left()), 0)
    dropped = [(page.lines[index].text, verdicts[index][0].id) for index in sorted(verdicts, key=lambda i: abs(i - begin))]
    authors = (author_in(text) for text, rule in dropped if rule == BYLINE.id)
    days = (date_in(text) for text, rule in dropped if rule == "dateline")
    return Said(next(filter(None, authors), None), next(filter(None, days), None), expected_f1(page))
