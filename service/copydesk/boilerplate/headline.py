"""Where the article begins: its headline, and what stands above and around it.

The headline is judged first, since other judges ask what lies before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.boilerplate.page import Line, Page

_HEAD = 8  # lines; a headline is not looked for below them
_LONG = 20  # characters; shorter lines repeat by accident
_ABOVE = 12  # lines; byline, date, picture and share bar fit in between
_PREFIX = 8  # words; a breadcrumb is not longer
_OPEN_WORDS = frozenset("a an the of to and or for with from by that which as than".split())  # no headline ends in these
_OPEN_END = re.compile(r"[.,;:–—-]$")


def squeezed(text: str) -> str:
    """Return the text without white space and case, to compare headlines by."""
    return "".join(text.split()).casefold()


def find_headline(page: Page) -> int | None:
    """Return the index of the line that is the headline, None when no line can be named with confidence.

    The line that equals the title the caller or the page gives; else the first line that is left, if it reads like a
    headline and prose follows at once, or after two lines at most.
    """
    left = page.left()
    if page.title:
        wanted = squeezed(page.title)
        named = [i for i in left if squeezed(page.lines[i].text) == wanted]
        if named and (page.markup is not None or named[0] in left[:_HEAD]):
            return max(named, key=lambda i: page.lines[i].level == 1)
    following = [page.lines[i] for i in left[:4]]
    if following and _reads_like_one(following[0]) and any(line.is_prose for line in following[1:]):
        return left[0]
    return None


def likely_headline(page: Page, gone: set[int]) -> int | None:
    """Return the line above the first prose that stays which is most likely its headline, None when there is none.

    Of the lines that would go, the one that reads like a headline and shares most of its words with the article.
    """
    staying = [i for i in page.left() if i not in gone and page.lines[i].is_prose]
    if not staying:
        return None
    said = {word for i in staying for word in page.lines[i].key.split()}
    best: tuple[float, int] | None = None
    for index in range(max(0, staying[0] - _ABOVE), staying[0]):
        line = page.lines[index]
        words = [word for word in line.key.split() if len(word) > 3]
        if index in page.dropped or len(words) < 2 or not _reads_like_one(line):
            continue
        best = max(best or (0.0, 0), (sum(word in said for word in words) / len(words), index))
    return best[1] if best and best[0] >= 0.6 else None


def _reads_like_one(line: Line) -> bool:
    if line.kind not in ("heading", "paragraph") or line.is_prose or not 2 <= line.words <= 30:
        return False
    text = line.text
    if "\n" in text or "   " in text or text[0] in "“\"'„«" or text.startswith(("Q:", "Q.")) or _OPEN_END.search(text):
        return False
    return not (text[-1] in "?!" and line.words < 4) and text.rsplit(" ", 1)[-1] not in _OPEN_WORDS


def _find_glued(page: Page) -> Iterator[Change]:
    for index, line in enumerate(page.lines[:_HEAD]):
        for other in page.lines[index + 1 : index + 5]:
            if len(other.text) < _LONG or not line.text.endswith(other.text) or line.text == other.text:
                continue
            prefix = line.text[: -len(other.text)]
            if len(prefix.split()) <= _PREFIX and (prefix[-1].isalnum() or prefix.startswith("Home")):
                yield Change(line.start, line.end, "", "breadcrumb glued to the headline, which stands below on its own")
                break


def _find_repeated(page: Page) -> Iterator[Change]:
    headline = find_headline(page)
    if headline is None:
        return
    wanted = squeezed(page.lines[headline].text)
    for index in page.left():
        line = page.lines[index]
        certain = len(wanted) >= _LONG or index == headline + 1
        if index != headline and certain and not line.is_prose and squeezed(line.text) == wanted:
            yield Change(line.start, line.end, "", "the headline once more")


def _find_above(page: Page) -> Iterator[Change]:
    headline = find_headline(page)
    if headline is None or page.title is None:
        return
    for index in page.left():
        line = page.lines[index]
        if index < headline and not line.is_prose and line.kind != "heading":
            yield Change(line.start, line.end, "", "stands above the headline and is no prose")


GLUED_HEADLINE = Rule(
    id="glued-headline",
    why="Breadcrumbs run into the headline when a scraper drops the tags between them; the headline follows on its own.",
    find=_find_glued,
    fixes=(
        (
            "HomeUS News updateFerry captain cleared of all charges\n\nFerry captain cleared of all charges",
            "Ferry captain cleared of all charges",
        ),
    ),
    leaves=(
        "The day the Ferry captain was cleared\n\nFerry captain cleared of all charges",
        "Exclusive: Ferry captain cleared of all charges\n\nFerry captain cleared of all charges",
    ),
)
REPEATED_HEADLINE = Rule(
    id="repeated-headline",
    why="Pages print the headline as title, as h1 and above the picture; an article needs it once.",
    find=_find_repeated,
    fixes=(
        (
            (
                "Ferry captain cleared of all charges\n\nFerry captain cleared of all charges\n\n"
                "A court in Port Ellery cleared the captain of the ferry on Monday."
            ),
            ("Ferry captain cleared of all charges\n\nA court in Port Ellery cleared the captain of the ferry on Monday."),
        ),
    ),
    leaves=(
        "Ferry captain cleared\n\nA court cleared the captain of the ferry on Monday afternoon.\n\nNo, no, no.\n\nNo, no, no.",
        "Row, row, row the boat down the stream today.\n\nRow, row, row the boat down the stream today.",
    ),
)
ABOVE_HEADLINE = Rule(
    id="above-headline",
    why="Short lines above the headline that the page names itself are its menu, a section label or a date.",
    find=_find_above,
    fixes=(),
    leaves=("Regional desk\n\nFerry captain cleared\n\nA court cleared the captain of the ferry on Monday afternoon.",),
)
