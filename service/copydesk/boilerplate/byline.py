"""Who wrote it: lines that name the author. Case counts here, so that no sentence is taken for a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.boilerplate.page import Page

_NAME = r"(?:[A-ZÀ-Þ][\w’'.-]*|de|del|da|di|la|van|von|der|den|al|el|bin|ibn)"
_NAMES = rf"{_NAME}(?: {_NAME}){{1,4}}(?:(?:,| and| y| und| et| e| &) {_NAME}(?: {_NAME}){{1,4}}){{0,3}}"
_BYLINE = re.compile(
    rf"(?:(?:written|reported|story|words|text|posted|report) )?(?:by|von|por|par|texte|text|di):? (?P<who>{_NAMES})"
    r"(?:,? (?:(?:staff|senior|special|chief|political|science) )?(?:writer|reporter|correspondent|editor|contributor))?"
    r"(?:,? (?:[A-Z][\w.-]* ){0,3}"
    r"(?:News|Times|Post|Press|Herald|Agency|AP|AFP|Reuters|CNN|BBC|dpa|epd|EFE|ANSA|PAP|PTI|ANI|IANS))?"
    r"(?: ?[|•·–—-] ?.{0,60})?[.:]?".replace("(?:by|von", "(?i:by|von"),
)
_FIRST = re.compile(r"(?i:written|reported|story|words|text|posted|report)(?= by )")


def author_in(line: str) -> str | None:
    """Return the name in a byline, None when the line is none: `By Ann Lund` gives `Ann Lund`."""
    text = _FIRST.sub(lambda m: m.group().lower(), " ".join(line.split()), count=1)
    match = _BYLINE.fullmatch(text) if len(text) < 160 else None
    return match["who"] if match else None


def _find(page: Page) -> Iterator[Change]:
    for index, line in enumerate(page.lines):
        inside = page.first_prose < index < page.last_prose
        headline = index == 0 and not line.text.lower().startswith(("by ", "written ", "reported "))
        if line.kind != "code" and not (line.is_prose or inside or headline) and author_in(line.text):
            yield Change(line.start, line.end, "", "byline; the name is kept in its field")


BYLINE = Rule(
    id="byline",
    why="Who wrote the article is a field of the record, not a sentence of the text.",
    find=_find,
    fixes=(
        (
            "By Ann Lund\n\nThe mill will close in June, its owner told workers on Friday.",
            "The mill will close in June, its owner told workers on Friday.",
        ),
        (
            "El molino cierra\n\nPor Marta Ruiz de la Vega\n\nEl molino cerrará en junio, dijo su dueño el viernes.",
            "El molino cierra\n\nEl molino cerrará en junio, dijo su dueño el viernes.",
        ),
    ),
    leaves=(
        "By accident\n\nThe mill closed in June, and nobody has said since then that it was meant to.",
        "Von der Leyen Wins Second Term\n\nThe vote was close, and nobody had expected it.",
        "A baker built the mill in 1911, to see the sea.\n\nBy Invitation Only\n\nHe let nobody in for ten years, they say.",
        "By noon the square was full.",
    ),
)
