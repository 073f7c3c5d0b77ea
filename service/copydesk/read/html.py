"""A web page to blocks: the whole body, with trafilatura as a witness of what the article is.

Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and Extraction". Every option
of it is set here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import trafilatura
from lxml import etree

from copydesk.article import Block, Document
from copydesk.read.markup import Piece, pieces_of
from copydesk.read.places import places_of
from copydesk.read.text import blocks_of

if TYPE_CHECKING:
    from copydesk.options import Options

# No `deduplicate`: it is a cache of the whole process and changes answers between calls. No comments: they are other
# people's texts. Formatting is off: with it the extraction itself changes and loses text (F1 .932 against .933).
_HOW: dict[str, Any] = {
    "include_comments": False,
    "include_tables": True,
    "include_formatting": False,
    "include_links": False,
    "deduplicate": False,
    "with_metadata": True,
    "output_format": "python",
}
_UNPARSABLE = re.compile("[\\ud800-\\udfff]")  # half surrogate pairs, which lxml refuses
_SPACE = re.compile(r"\s+")


def read_html(html: str, options: Options) -> Document:
    """Return all that a page says, block by block, and what its markup tells about each block.

    The document's text is the text of the page's body; blocks are parted by a blank line. A title that the body lacks
    stands in front.
    """
    page = _UNPARSABLE.sub("�", html.replace("\0", ""))
    if not re.search(r"<(?:html|body)\b", page[:100_000], re.IGNORECASE):
        page = f"<html><body><article>{page}</article></body></html>"  # a fragment alone is refused
    try:
        root = trafilatura.load_html(page)
        tree = pieces_of(root) if root is not None else None
        found: Any = trafilatura.bare_extraction(root, url=options.url or None, **_HOW) if tree and tree.pieces else None
    except (etree.LxmlError, ValueError, RecursionError):
        tree = found = None  # the page is broken beyond parsing; `_why_empty` says so
    if tree is None or not tree.pieces:
        return Document("", (), reason=_why_empty(html))
    places = places_of(tree, getattr(found, "text", None) or "")
    pieces, rows = tree.pieces, list(range(len(tree.pieces)))
    title = options.title or _SPACE.sub(" ", getattr(found, "title", None) or "").strip()
    if title and not any(_same(title, piece.text) for piece in pieces):
        pieces, rows = [Piece(title, 0, "heading", 1, 0), *pieces], [0, *rows]
    text, blocks, origins = _laid_out(pieces)
    return Document(
        text,
        blocks,
        title=title or None,
        byline=getattr(found, "author", None) or None,
        date=getattr(found, "date", None) or None,
        language=options.language or _declared_language(html),
        markup=places[np.array(rows)[origins]],
        reason=_why_empty(html) if found is None else None,
    )


def _laid_out(pieces: list[Piece]) -> tuple[str, tuple[Block, ...], list[int]]:
    """Return the text of the pieces, its blocks, and for each block the index of its piece."""
    texts, blocks, origins, offset = [], [], [], 0
    for index, piece in enumerate(pieces):
        text = piece.text
        lines = blocks_of(text) if piece.kind != "code" and "\n" in text else (Block(0, len(text)),)
        blocks += [Block(offset + line.offset, line.length, piece.kind, piece.level) for line in lines]
        origins += [index] * len(lines)
        texts.append(text)
        offset += len(text) + 2
    return "\n\n".join(texts), tuple(blocks), origins


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
