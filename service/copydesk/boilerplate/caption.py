"""Captions: what stands under a picture speaks of the picture, and the picture is not in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.boilerplate.page import Page


def _find(page: Page) -> Iterator[Change]:
    for line in page.lines:
        if line.kind == "caption" and "caption" not in page.wanted:
            yield Change(line.start, line.end, "", "caption of a picture; the option captions keeps them")


CAPTION = Rule(
    id="caption",
    why="A caption speaks of a picture that the text has not; only the markup of a page tells it from a sentence.",
    find=_find,
    fixes=(),
    leaves=("The gauge in its third week, before the snail.\n\nIt was a wet spring, and the gauge ran over twice.",),
)
