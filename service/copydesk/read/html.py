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
    if not any(len(text.split()) >= _SENTENCE or len(text) >= 10 * _SENTENCE for _, _, text in parts):
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


def _extracted(html: str, options: Options) -> Any:
    try:
        return trafilatura.bare_extraction(html.replace("\0", ""), url=options.url or None, **_HOW)
    except (etree.LxmlError, ValueError, RecursionError):
        return None  # the page is broken beyond parsing; `_why_empty` says so


def _part(element: Any) -> Iterator[tuple[Kind, int, str]]:
    tag = element.tag
    if tag in ("list", "table", "body", "div") or (tag == "quote" and element.find(".//p") is not None):
        kind: Kind = "quote" if tag == "quote" else "paragraph"
        if element.text and element.text.strip():
            yield kind, 0, _SPACE.sub(" ", element.text).strip()
        for child in element:
            for inner, level, text in _part(child):
                yield (kind if tag == "quote" and inner == "paragraph" else inner), level, text
            if child.tail and child.tail.strip():
                yield kind, 0, _SPACE.sub(" ", child.tail).strip()
        return
    kind = _KINDS.get(tag, "paragraph")
    level = int(element.get("rend", "h2")[1:2] or 2) if kind == "heading" else 0
    if kind == "code":
        yield kind, 0, _raw(element).strip("\n")
    elif kind == "row":
        yield kind, 0, " | ".join(" ".join(_raw(cell).split()) for cell in element)
    elif kind == "item" and element.find(".//item") is not None:
        yield from _nested_item(element)
    else:
        lines = [" ".join(line.split()) for line in _raw(element).split("\n")]
        text = "\n".join(line for line in lines if line)
        yield kind, level, f"- {text}" if kind == "item" and text else text


def _nested_item(element: Any) -> Iterator[tuple[Kind, int, str]]:
    own = " ".join("".join([element.text or "", *(_raw(c) for c in element if c.tag != "list")]).split())
    if own:
        yield "item", 0, f"- {own}"
    for inner in element.iterchildren("list"):
        yield from _part(inner)


def _raw(element: Any) -> str:
    """The element's text with its line breaks: white space of the source is a space, <lb/> is a line break."""
    if element.tag == "code" and len(element) == 0:
        return str(element.text or "")
    pieces = [_SPACE.sub(" ", element.text or "")]
    for child in element:
        pieces.append("\n" if child.tag == "lb" else _raw(child))
        pieces.append(_SPACE.sub(" ", child.tail or ""))
    return "".join(pieces)


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
    words = len(re.sub(r"(?is)<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|<[^>]*>", " ", html[:500_000]).split())
    if words < 50 and re.search(r"<script\b", html[:500_000], re.IGNORECASE):
        return "the page builds its text with JavaScript and carries none itself: send the rendered page"
    return "no article was found in the page: it may be a menu, an index, a form or a login wall"
