"""An article for people: plain text and Markdown. Headline, blank line, body, one final newline."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.article import Article, Block

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_MARKER = re.compile(r"(?=[#>+=`~|]|-{3}|\*{3}|[*+]\s|\d+[.)]\s)")


def as_text(article: Article) -> str:
    """Return headline and body as plain text; the empty string when there is neither."""
    return _joined(_headline(article), article.text)


def as_markdown(article: Article) -> str:
    """Return headline and body as CommonMark, with headings, lists, quotes, code and tables (GFM) marked up."""
    body, last = [], 0
    for kind, group in groupby(article.blocks, key=lambda block: block.kind if block.kind in ("code", "row") else block):
        blocks = list(group)
        body += [article.text[last : blocks[0].offset], *_marked_up(article.text, kind, blocks)]
        last = blocks[-1].end
    headline = _headline(article)
    return _joined(f"# {headline}" if headline else "", "".join(body))


def _headline(article: Article) -> str:
    """The headline, unless it was left standing in the body."""
    title = article.title or ""
    taken_out = any(edit.category == "headline" for edit in article.edits)
    return title if taken_out or title not in article.text.split("\n") else ""


def _joined(headline: str, body: str) -> str:
    whole = "\n\n".join(part for part in (headline, body) if part)
    return f"{whole}\n" if whole else ""


def _marked_up(text: str, kind: Block | str, blocks: list[Block]) -> list[str]:
    first = blocks[0]
    if kind == "code":
        return ["```\n", text[first.offset : blocks[-1].end], "\n```"]
    if kind == "row":
        rows = [f"| {block.of(text)} |" for block in blocks]
        columns = first.of(text).count(" | ") + 1
        return ["\n".join([rows[0], "|" + " --- |" * columns, *rows[1:]])]
    own = _TAG.sub(r"\\<", first.of(text))
    match first.kind:
        case "heading":
            return [f"{'#' * max(2, first.level)} {own}"]
        case "quote":
            return [f"> {own}"]
        case "item":
            return [own if own.startswith("- ") or own[:1].isdigit() else f"- {own.lstrip('*•‣◦·– ')}"]
    return [_MARKER.sub("\\\\", own, count=1) if _MARKER.match(own) else own]
