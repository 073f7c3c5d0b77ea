"""A page to pieces of text, block by block, each with its place in the tree.

The whole body is read, menus and widgets too: what is not the article is dropped later, on record and with a reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from copydesk.article import Kind

SILENT = frozenset(
    "script style noscript template iframe svg canvas object embed head select option optgroup datalist textarea input map "
    "audio video dialog annotation".split()
)
BLOCKS = frozenset(
    "html body p div section article main aside nav header footer h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table "
    "thead tbody tfoot tr td th caption figure figcaption form fieldset address details summary hr center legend hgroup menu "
    "label button".split()
)
_CELLS = frozenset(("td", "th"))
_IN_ROW = _CELLS | {"tr"}
_KINDS: dict[str, Kind] = {"li": "item", "blockquote": "quote", "pre": "code", "tr": "row", "figcaption": "caption"}
_LEVEL = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[^\S\n]+")


@dataclass(slots=True)
class Node:
    """A block element: the element, the index of its parent node (−1 for the root), and the pieces that stand in it.

    The pieces of a node are `first` up to, and not with, `end`; `kind` and `level` are those that its text has.
    """

    element: Any
    parent: int
    depth: int
    kind: Kind
    level: int
    first: int
    end: int = 0
    used: bool = False


@dataclass(slots=True)
class Piece:
    """A text of the page: the index of the node that it stands in, and how many of its characters are links."""

    text: str
    node: int
    kind: Kind
    level: int
    linked: int


@dataclass(slots=True)
class Tree:
    """The pieces of a page in reading order, and the block elements around them in document order."""

    pieces: list[Piece] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


def pieces_of(root: Any) -> Tree:
    """Return the pieces of the page's body.

    A piece is the text between two block boundaries; a line break inside it is kept. A table row without blocks inside is
    one piece, its cells parted by a bar.
    """
    body = root.find(".//body") if root.tag != "body" else root
    return _Walk().over(body if body is not None else root)


class _Walk:
    def __init__(self) -> None:
        self.tree = Tree()
        self.running: list[str] = []
        self.linked = 0
        self.links = 0  # how many <a> are open
        self.open: list[int] = []  # the nodes that are open
        self.row: Any = None  # a row that becomes one piece
        self.raw = 0  # how many <pre> are open

    def over(self, body: Any) -> Tree:
        walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if element.tag in SILENT:
                    walk.skip_subtree()
                else:
                    self.enter(element)
                    continue
            if event == "end" and element.tag not in SILENT:
                self.leave(element)
            if element is not body and (event != "start"):
                self.say(element.tail)
        return self.tree

    def enter(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self.running.append("\n")
        elif tag in BLOCKS and not (self.row is not None and tag in _CELLS):
            self.flush()
            self.push(element, tag)
        elif tag in _CELLS and self.running:
            self.running.append(" | ")
        self.links += tag == "a"
        self.say(element.text)

    def push(self, element: Any, tag: str) -> None:
        nodes = self.tree.nodes
        parent = self.open[-1] if self.open else -1
        kind, level = _KINDS.get(tag, "paragraph"), _LEVEL.get(tag, 0)
        if level:
            kind = "heading"
        elif kind == "paragraph" and parent >= 0 and nodes[parent].kind in ("quote", "item", "caption"):
            kind = nodes[parent].kind
        elif tag == "tr":
            if any(inner.tag in BLOCKS and inner.tag not in _CELLS for inner in element.iterdescendants()):
                kind = "paragraph"
            else:
                self.row = element
        self.raw += tag == "pre"
        nodes.append(Node(element, parent, len(self.open), kind, level, len(self.tree.pieces)))
        self.open.append(len(nodes) - 1)

    def leave(self, element: Any) -> None:
        tag = element.tag
        self.links -= tag == "a"
        if tag in BLOCKS and not (self.row is not None and tag in _CELLS):
            self.flush()
            self.raw -= tag == "pre"
            if element is self.row:
                self.row = None
            self.tree.nodes[self.open.pop()].end = len(self.tree.pieces)

    def say(self, text: str | None) -> None:
        if text:
            self.running.append(text if self.raw else text.replace("\n", " "))
            if self.links:
                self.linked += len(text.strip())

    def flush(self) -> None:
        if not self.running:
            return
        text, linked = "".join(self.running), self.linked
        self.running, self.linked = [], 0
        node = self.tree.nodes[self.open[-1]]
        if node.kind == "code" or self.raw:
            text = text.strip("\n")
            if text.strip():
                self.tree.pieces.append(Piece(text, self.open[-1], "code", 0, linked))
            return
        text = "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in text.split("\n")) if line)
        if not text:
            return
        kind: Kind = node.kind
        if kind == "item":
            kind, text = self.item(text)
        self.tree.pieces.append(Piece(text, self.open[-1], kind, node.level, linked))

    def item(self, text: str) -> tuple[Kind, str]:
        """A list item has its mark in front of its first text only."""
        nodes = self.tree.nodes
        index = self.open[-1]
        while nodes[index].element.tag != "li":
            index = nodes[index].parent
        if nodes[index].used:
            return "paragraph", text
        nodes[index].used = True
        return "item", "- " + " ".join(text.split())
