"""The first room: bytes, HTML or plain text come in, a document of blocks goes out.

trafilatura is imported here and nowhere else, and not before a page needs it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.article import Document
from copydesk.errors import TooLarge
from copydesk.read.charset import decode
from copydesk.read.language import detect
from copydesk.read.text import blocks_of

if TYPE_CHECKING:
    from copydesk.options import Options

__all__ = ["blocks_of", "detect", "read"]

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|article|section|main|h[1-6]|span|table|ul)\b[^<>]*>", re.IGNORECASE
)


def read(source: str | bytes, options: Options) -> Document:
    """Return the document that `source` holds.

    Text given as `str` is taken as it is: offsets are code points of that very string. Bytes are decoded by the
    transport's charset (`options.charset`), a byte-order mark, the page's own declaration, or by detection.
    Raises TooLarge over `options.max_bytes`, InputError for bytes of another kind (PDF, an image, an archive).
    """
    size = len(source) if isinstance(source, bytes) or source.isascii() else len(source.encode("utf-8", "surrogatepass"))
    if size > options.max_bytes:
        raise TooLarge(f"the input has {size:,} bytes and the limit is {options.max_bytes:,}: raise max_bytes or send less")
    text = decode(source, options) if isinstance(source, bytes) else source
    if options.input == "html" or (options.input == "auto" and looks_like_html(text)):
        from copydesk.read.html import read_html  # noqa: PLC0415  trafilatura takes half a second to import

        return read_html(text, options)
    reason = None if text.strip() else "the input is empty: send the article's HTML or text"
    return Document(text, blocks_of(text), title=options.title or None, language=options.language or None, reason=reason)


def looks_like_html(text: str) -> bool:
    """Tell a page from a text that mentions a tag: it opens with markup and ends so, or carries three tags and more."""
    head = text[:100_000].lstrip()
    if re.match(r"<(?:!doctype|html|\?xml)", head, re.IGNORECASE):
        return True
    return bool(_TAG.match(head) and text[-1000:].rstrip().endswith(">")) or (
        sum(1 for _ in _TAG.finditer(head)) >= 3 and "</" in head
    )
