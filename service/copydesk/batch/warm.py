"""Imported by the fork server, once: cleans a page and a text, so that every child starts with all it needs loaded.

Without it each child's first document waits a second or two for trafilatura and the models of language and sentences.
"""

from copydesk.options import Options
from copydesk.pipeline import clean

PROSE = "The desk is open, and the first of the day's articles has been read from its headline to its last full stop. " * 3
PAGE = f"<html><body><article><h1>The desk is open</h1><p>{PROSE}</p><p>{PROSE}</p></article></body></html>"

clean(PAGE, Options(input="html"))
clean(PROSE, Options(input="text"))
