"""A web page to blocks, by trafilatura; every option of it is set here.

Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and Extraction".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import trafilatura
from lxml import etree

from copydesk.article import Block, Document, Kind
from copydesk.read.text import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.options import Options

# No `deduplicate`: it is a cache of the whole process and changes answers between calls. No comments: they are other
# people's texts. Formatting is off: with it the extraction
# itself changes and loses text (F1 .932 against .933); headings, lists, quotes and code are kept apart without it.
_HOW: dict[str, Any] = {
    "include_comments": False,
    "include_tables": True,
    "include_formatting": False,
    "include_links": False,
    "deduplicate": False,
    "with_metadata": True,
    "output_format": "python",
}
_KINDS: dict[str, Kind] = {
    "p": "paragraph",
    "head": "heading",
    "item": "item",
    "quote": "quote",
    "code": "code",
    "row": "row",
}
_BLOCKS = frozenset("p head list item quote table row cell div th td tr".split())
_UNPARSABLE = re.compile("[\\ud800-\\udfff]")  # half surrogate pairs, which lxml refuses
_SENTENCE = 8  # words, or ten times as many characters; a page without one block of that size is a menu
_SPACE = re.compile(r"\s+")


def read_html(html: str, options: Options) -> Document:
    """Return the article that trafilatura finds in a page: its headline first, then its blocks.

    The document's text is the text read out of the page; blocks are parted by a blank line.
    """
    found = _extracted(html, options)
    if found is None or found.body is None:
        return Document("", (), reason=_why_empty(html))
    parts = [(kind, level, text) for kind, level, text in _part(found.body) if text.strip()]
    if not any(_says_something(text) for _, _, text in parts):
        return Document("", (), reason=_why_empty(html))
    title = options.title or _SPACE.sub(" ", found.title or "").strip()
    if title and not any(_same(title, text) for _, _, text in parts[:5]):
        parts.insert(0, ("heading", 1, title))
    text, blocks = _laid_out(parts)
    return Document(
        text,
        blocks,
        title=title or None,
        byline=found.author or None,
        date=found.date or None,
        language=options.language or found.language or _declared_language(html),
    )


def _says_something(text: str) -> bool:
    """Eight words, a short sentence, or as much of a script without spaces; a menu has none of these."""
    words = len(text.split())
    return words >= _SENTENCE or (words >= 3 and text.endswith((".", "!", "?", "…"))) or len(text) >= 10 * _SENTENCE


def _extracted(html: str, options: Options) -> Any:
    page = _UNPARSABLE.sub("�", html.replace("\0", ""))
    if not re.search(r"<(?:html|body)\b", page[:100_000], re.IGNORECASE):
        page = f"<html><body><article>{page}</article></body></html>"  # a fragment alone is refused
    try:
        return trafilatura.bare_extraction(page, url=options.url or None, **_HOW)
    except (etree.LxmlError, ValueError, RecursionError):
        return None  # the page is broken beyond parsing; `_why_empty` says so


def _part(element: Any, kind: Kind = "paragraph") -> Iterator[tuple[Kind, int, str]]:
    """Yield (kind, level, text) for each block of the element, in reading order.

    Text and inline elements between two blocks make a block of their own, so that nothing that trafilatura kept is lost
    and nothing is glued. A paragraph inside a quote is a quote; inside a list item it is part of the item.
    """
    tag = element.tag
    own: Kind = _KINDS.get(tag, kind) if kind == "paragraph" else kind
    if tag == "code":
        yield "code", 0, _raw(element).strip("\n")
        return
    if tag == "row":
        yield "row", 0, " | ".join(" ".join(_raw(cell).split()) for cell in element)
        return
    level = int(element.get("rend", "h2")[1:2] or 2) if own == "heading" else 0
    inner = _BLOCKS - {"p"} if tag == "item" else _BLOCKS
    running = element.text or ""
    for child in element:
        if child.tag in inner or (child.tag == "code" and "\n" in _raw(child)):
            yield from _lines(running, own, level)
            yield from _part(child, own if own == "quote" else "paragraph")
            running = ""
        else:
            running += "\n" if child.tag == "lb" else f"{_around(child)}{_raw(child)}{_around(child)}"
        running += child.tail or ""
    yield from _lines(running, own, level)


def _lines(running: str, kind: Kind, level: int) -> Iterator[tuple[Kind, int, str]]:
    if kind == "item":
        running = " ".join(running.split())
    text = "\n".join(" ".join(line.split()) for line in running.split("\n") if line.strip())
    if text:
        yield kind, level, f"- {text}" if kind == "item" else text


def _raw(element: Any) -> str:
    """The element's text with its line breaks: <lb/> is a line break, and a block inside stands on its own line."""
    pieces = [element.text or ""]
    for child in element:
        pieces += ["\n" if child.tag == "lb" else _around(child) + _raw(child) + _around(child), child.tail or ""]
    return "".join(pieces)


def _around(child: Any) -> str:
    return "\n" if child.tag in _BLOCKS else ""


def _laid_out(parts: list[tuple[Kind, int, str]]) -> tuple[str, tuple[Block, ...]]:
    texts, blocks, offset = [], [], 0
    for kind, level, text in parts:
        lines = blocks_of(text) if kind != "code" and "\n" in text else (Block(0, len(text)),)
        blocks += [Block(offset + line.offset, line.length, kind, level) for line in lines]
        texts.append(text)
        offset += len(text) + 2
    return "\n\n".join(texts), tuple(blocks)


def _same(one: str, other: str) -> bool:
    return _SPACE.sub("", one).casefold() == _SPACE.sub("", other).casefold()


def _declared_language(html: str) -> str | None:
    match = re.search(r"<html\b[^>]*\blang\s*=\s*[\"']?([a-zA-Z]{2})\b", html[:5000])
    return match.group(1).lower() if match else None


def _why_empty(html: str) -> str:
    if not html.strip():
        return "the input is empty: send the article's HTML or text"
    words = len(re.sub(r"(?is)<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>", " ", html[:500_000]).split())
    if words < 50 and re.search(r"<script\b", html[:500_000], re.IGNORECASE):
        return "the page builds its text with JavaScript and carries none itself: send the rendered page"
    return "no article was found in the page: it may be a menu, an index, a form, a login wall, or markup too deeply nested"
