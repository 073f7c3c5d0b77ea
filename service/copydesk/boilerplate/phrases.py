"""Phrase families: lines that are boilerplate by their words; the phrases are data, in phrases.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from copydesk.rule import Change, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.boilerplate.page import Page

_QUOTES = ("“", '"', "„", "«", "‘")
_REPORTS = re.compile(r"\b(?:said|says|told|asked|added|urged|wrote|replied|he|she)\b", re.IGNORECASE)
_PARTED = re.compile(r" *[|•·/] +")
_LONGEST = 320  # characters; a longer line is prose, whatever it says


@dataclass(frozen=True, slots=True)
class Family:
    """A phrase family: where its words are boilerplate, and which of them may take a whole sentence of prose."""

    id: str
    place: str
    message: str
    sentences: re.Pattern[str] | None


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("copydesk.boilerplate") / "phrases.toml").read_text(encoding="utf-8"))


@cache
def _matcher() -> re.Pattern[str]:
    """One pattern over all families, so that a line is looked at once; the outermost group names the family."""
    groups = (f"(?P<{name.replace('-', '_')}>{'|'.join(_patterns(table))})" for name, table in _tables().items())
    return re.compile("|".join(groups))


def _patterns(table: dict[str, Any]) -> list[str]:
    closed = table.get("sentences", [])
    return [*table["lines"], *(closed if isinstance(closed, list) else [])]


@lru_cache(maxsize=8192)  # rounds and sites repeat their lines
def family_of(key: str) -> str | None:
    """Return the id of the family that a line's key belongs to, None when it belongs to none.

    A row of links (`Unsubscribe | View in browser`) belongs to the menus when each of its parts belongs somewhere.
    """
    if not 0 < len(key) <= _LONGEST:
        return None
    if match := _matcher().fullmatch(key):
        return str(match.lastgroup).replace("_", "-")
    parts = _PARTED.split(key)
    if len(parts) > 1 and all(_matcher().fullmatch(part) for part in parts):
        return "navigation"
    return None


def _find(family: Family, page: Page) -> Iterator[Change]:
    allowed = _anywhere if family.place == "anywhere" else _weak
    for index, line in enumerate(page.lines):
        if line.family == family.id and not line.text.startswith(_QUOTES) and allowed(family, page, index):
            yield Change(line.start, line.end, "", family.message)


def _anywhere(family: Family, page: Page, index: int) -> bool:
    """Whether the line may go: not a sentence that reports, nor other prose, nor a part of the article that looks alike."""
    line = page.lines[index]
    if line.ends_sentence and _REPORTS.search(line.text):
        return False
    inside = page.first_prose < index < page.last_prose
    if line.is_prose or (inside and line.is_sentence):
        return family.sentences is not None and bool(family.sentences.fullmatch(line.key))
    if inside and line.kind == "item":  # one item of a list of the article
        return bool({page.lines[index - 1].family, page.lines[index + 1].family} - {None})
    if inside and family.id == "dateline":  # dates as headings of a timeline
        return sum(page.lines[i].family == "dateline" for i in range(page.first_prose, page.last_prose)) == 1
    return True


def _weak(_: Family, page: Page, index: int) -> bool:
    """Outside the prose, beside a dropped line, or a word that the article itself never uses."""
    line = page.lines[index]
    if index > page.last_prose or index < page.first_prose:
        return page.last_prose >= 0
    beside = {index - 1, index + 1} & page.dropped
    return bool(beside) or not set(line.key.split()) & page.vocabulary


def _rule(name: str, table: dict[str, Any]) -> Rule[Page]:
    closed = table["lines"] if table.get("sentences") is True else table.get("sentences")
    family = Family(name, table["place"], table["message"], re.compile("|".join(closed)) if closed else None)
    return Rule(
        id=name,
        why=f"{table['why']} Phrases from: {table['provenance']}.",
        find=partial(_find, family),
        fixes=tuple((page, left) for page, left in table["drops"]),
        leaves=tuple(table["keeps"]),
    )


def rules(place: str) -> tuple[Rule[Page], ...]:
    """Return a rule for each family of this place (`anywhere` or `weak`), in the order of the data file."""
    return tuple(_rule(name, table) for name, table in _tables().items() if table["place"] == place)
