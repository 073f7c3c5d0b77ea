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

_REPORTS = re.compile(r"\b(?:said|says|told|asked|added|urged|wrote|replied|he|she)\b", re.IGNORECASE)
_PARTED = re.compile(r" *[|•·/] +")
_LONGEST = 320  # characters; a longer line is prose, whatever it says


@dataclass(frozen=True, slots=True)
class Family:
    """A phrase family: where its words are boilerplate, and whether whole sentences may be meant (`sentences`)."""

    id: str
    place: str
    message: str
    sentences: bool
    lines: tuple[str, ...]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("copydesk.boilerplate") / "phrases.toml").read_text(encoding="utf-8"))


@cache
def _matcher() -> re.Pattern[str]:
    """One pattern over all families, so that a line is looked at once; the outermost group names the family."""
    groups = (f"(?P<{name.replace('-', '_')}>{'|'.join(table['lines'])})" for name, table in _tables().items())
    return re.compile("|".join(groups))


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
        if line.family == family.id and allowed(family, page, index):
            yield Change(line.start, line.end, "", family.message)


def _anywhere(family: Family, page: Page, index: int) -> bool:
    """A sentence that reports is spared, and any sentence of prose unless the family is known to speak in sentences."""
    line = page.lines[index]
    if line.ends_sentence and _REPORTS.search(line.text):
        return False
    return family.sentences or not line.is_prose


def _weak(family: Family, page: Page, index: int) -> bool:
    """Outside the prose, beside a dropped line, or a word that the article itself never uses."""
    del family
    line = page.lines[index]
    if index > page.last_prose or index < page.first_prose:
        return page.last_prose >= 0
    beside = {index - 1, index + 1} & page.dropped
    return bool(beside) or not set(line.key.split()) & page.vocabulary


def _rule(name: str, table: dict[str, Any]) -> Rule[Page]:
    family = Family(name, table["place"], table["message"], table.get("sentences", False), tuple(table["lines"]))
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
