r"""Copydesk: the copy desk for scraped articles.

>>> from copydesk import clean, replay
>>> article = clean("The vote was close. ,\n\n- Advertisment -")
>>> article.text
'The vote was close.'
>>> replay(article.source_text, article.edits) == article.text
True
"""

from importlib.metadata import version

from copydesk.article import Article
from copydesk.errors import CopydeskError
from copydesk.options import Options
from copydesk.pipeline import clean
from copydesk.trail import replay, restore

__all__ = ["Article", "CopydeskError", "Options", "clean", "replay", "restore"]
__version__ = version("copydesk")
