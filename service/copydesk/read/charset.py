"""Bytes to text, the way browsers do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.errors import InputError

if TYPE_CHECKING:
    from copydesk.options import Options

_MAGIC = {
    b"%PDF-": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an office document",
}


_CONTROLS = bytes(b for b in range(32) if chr(b) not in "\t\n\v\f\r\x1b")
_HIGH = re.compile(rb"[\x80-\xff]")
# A byte of Windows-1252 that is an accented letter or a typographic mark, beside a letter or a space.
_WESTERN = re.compile(
    rb"[A-Za-z][\xc0-\xfd\x91-\x94\x96\x97](?=[A-Za-z\s.,]|$)|(?<=\s)[\x80\x93\x96\x97\xa3\xab\xc0-\xdf](?=[\w\s])"
)


def decode(source: bytes, options: Options) -> str:
    """Return `source` as text; bytes that fit no charset become U+FFFD, which the cleaner flags.

    The order is the WHATWG's: byte-order mark, transport, declaration in the page, detection
    (https://encoding.spec.whatwg.org, as implemented by w3lib). Raises InputError for a binary format.
    """
    for magic, name in _MAGIC.items():
        if source.startswith(magic):
            raise InputError(f"this is {name}, not HTML or plain text: extract its text first")
    from w3lib.encoding import html_to_unicode, read_bom  # noqa: PLC0415  only bytes need it

    head = source[:4096]
    if not read_bom(source)[0] and len(head.translate(None, _CONTROLS)) < 0.95 * len(head):
        raise InputError("this is binary data, not HTML or plain text: it is full of NUL and other control bytes")
    header = f"text/html; charset={options.charset}" if options.charset else None
    return str(html_to_unicode(header, source, auto_detect_fun=_detected)[1])


def _detected(source: bytes) -> str:
    """UTF-8 wherever most of it is UTF-8: a cut or a stray byte in a page must not turn the rest into another charset."""
    from charset_normalizer import from_bytes  # noqa: PLC0415

    first = next((m.start() for m in _HIGH.finditer(source)), 0)
    head = source[max(0, first - 1000) : first + 100_000]
    text = head.decode("utf-8", "replace")
    lost = text.count("�")
    if sum(char > "\x7f" for char in text) >= 2 * lost:
        return "utf-8"
    if 10 * lost < len(head):  # a western text has few accents; where most letters are high bytes, detection is sure
        return "cp1252" if _WESTERN.search(head) else "utf-8"
    best = from_bytes(head).best()
    return best.encoding if best else "cp1252"
