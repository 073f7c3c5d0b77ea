"""What the markup says about each piece of a page: numbers for the learned judge, the witness of trafilatura among them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from copydesk.neighbours import shifted, window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from copydesk.read.markup import Node, Tree

# What class, id and role names of real pages call their parts; a name may belong to several.
_NAMED = {
    "comments": r"comment|disqus|respond|reply|discussion|review",
    "sharing": r"shar(?:e|ing)|social|follow|facebook|twitter|addtoany",
    "related": (
        r"relat|recommend|more[-_]|popular|trending|latest|recent|also|read-?next|similar|teaser|carousel|outbrain|taboola"
    ),
    "newsletter": r"newsletter|subscri|sign-?up|opt-?in|mailing|mc4wp|hs-form|lead-?form",
    "promotion": r"promo|advert|\bads?\b|ad-|sponsor|banner|cta|call-to|affiliat|offer|donat",
    "navigation": r"nav|menu|crumb|paginat|pager|skip|tab-?list|toc|table-of",
    "sidebar": r"sidebar|side-|widget|aside|rail|complementary|sticky|secondary",
    "author": r"author|byline|bio\b|profile|contributor|writer",
    "meta": r"meta|date|time\b|tags?\b|categor|label|badge|eyebrow|kicker|info",
    "caption": r"caption|credit|figure|image|img|photo|media|gallery|video",
    "consent": r"cookie|consent|gdpr|modal|popup|overlay|dialog|lightbox|paywall|login|tooltip",
    "footer": r"foot|copyright|legal|disclaimer|bottom|masthead|topbar|header",
    "content": r"article|content|body|post\b|post-|entry|story|main|text|prose|markdown|wysiwyg",
    "product": r"product|price|cart|shop|card|tile|grid|item\b|listing|buy",
    "hidden": r"hidden|sr-only|screen-reader|visually|collapse|accordion|offscreen",
}
_NAMES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _NAMED.values())
_WITHIN = ("article", "main", "aside", "nav", "header", "footer", "form", "figure", "table", "list", "blockquote", "details")
_TAGS = ("p", "li", "cell", "blockquote", "pre", "figcaption", "div", "dl", "button")
_ALIASES = {"ul": "list", "ol": "list", "td": "cell", "th": "cell", "tr": "cell", "dt": "dl", "dd": "dl", "label": "button"}
_UP = (1, 2, 3, 5)
_AROUND = ((-3, -1), (1, 3), (-10, -1), (1, 10))
_FAR = 12  # levels; farther up is far
FEATURES = (
    "depth",
    *(f"named {name}" for name in _NAMED),
    *(f"within {tag}" for tag in _WITHIN),
    "concealed",
    "linked",
    *(f"tag {tag}" for tag in _TAGS),
    "heading level",
    "witness",
    "like it: count",
    "like it: words",
    "like it: witness",
    *(f"{what} {up} up" for up in _UP for what in ("prose", "pieces", "links", "witness")),
    "in the container",
    "in the witness's container",
    "levels below the container",
    "levels below the witness's container",
    "top headings",
    "from the top heading",
    *(f"witness at {k:+d}" for k in (1, -1, 2, -2)),
    *(f"{what} at {low:+d} to {high:+d}" for low, high in _AROUND for what in ("witness", "links")),
    "witness above",
    "witness up to here",
    "witness share",
    "link share",
)
_WORD = re.compile(r"\w+")
_STOPPED = re.compile(r"[.!?…。！？।]['\"”’»)\]]*$")
_EDGE = 8  # words of a piece's head and tail that are looked for in what the witness kept


def places_of(tree: Tree, witness: str) -> NDArray[np.float32]:
    """Return an array of (pieces, FEATURES); `witness` is the text that trafilatura made of the page."""
    pieces, nodes = tree.pieces, tree.nodes
    own = np.array([piece.node for piece in pieces])
    words = [_WORD.findall(piece.text) for piece in pieces]
    count = np.array([len(found) for found in words], dtype=np.float32)
    letters = np.array([len(piece.text) for piece in pieces], dtype=np.float32)
    linked = np.minimum([piece.linked for piece in pieces], letters)
    prose = np.array([n >= 27 or (n >= 9 and bool(_STOPPED.search(p.text))) for n, p in zip(count, pieces, strict=True)])
    kept = _witnessed(words, witness)
    inside = _Sums(nodes, np.minimum(count, 400) * prose, letters, linked, kept * letters)
    called = _chains(nodes, own)
    columns: list[Any] = [inside.depth[own], [c.distance for c in called], [c.within for c in called]]
    columns += [[c.concealed for c in called], linked / letters, _tags(nodes, own), [piece.level for piece in pieces]]
    columns += [kept, *_alike([c.alike for c in called], count, kept)]
    columns += [figure for up in _UP for figure in inside.at(inside.up(own, up))]
    columns += [*inside.below(own, 0, 0.6), *inside.below(own, 3, 0.8), *_from_heading(nodes, own, len(pieces))]
    columns += [shifted(kept, k) for k in (1, -1, 2, -2)]
    columns += [window(values, low, high) for low, high in _AROUND for values in (kept, linked / letters)]
    running = np.cumsum(kept * np.minimum(count, 60))
    total = float(running[-1]) or 1.0
    columns += [(running - kept * np.minimum(count, 60)) / total, running / total]
    columns += [np.full(len(pieces), float((values * letters).sum() / letters.sum())) for values in (kept, linked / letters)]
    return np.column_stack(columns).astype(np.float32)


def _witnessed(words: list[list[str]], witness: str) -> NDArray[np.float32]:
    """Return for each piece how far the witness kept it: 0 not, 1 whole, .5 its head or tail, .3 the words somewhere."""
    lines = {" ".join(_WORD.findall(line)) for line in witness.split("\n")}
    running = f" {' '.join(_WORD.findall(witness))} "
    kept = np.zeros(len(words), dtype=np.float32)
    for index, found in enumerate(words):
        if len(found) < 5:
            line = " ".join(found)
            kept[index] = 1.0 if line in lines else 0.3 if found and f" {line} " in running else 0.0
        else:
            head, tail = " ".join(found[:_EDGE]), " ".join(found[-_EDGE:])
            kept[index] = ((f" {head} " in running) + (f" {tail} " in running)) / 2
    return kept


class _Sums:
    """What stands inside each node: a node's pieces are a stretch, so that a sum is a difference of running sums."""

    def __init__(self, nodes: list[Node], *values: Any) -> None:
        self.parent = np.array([node.parent for node in nodes])
        self.depth = np.array([node.depth for node in nodes])
        self.first, self.end = np.array([node.first for node in nodes]), np.array([node.end for node in nodes])
        running = [np.concatenate(([0.0], np.cumsum(value))) for value in values]
        self.sums = [total[self.end] - total[self.first] for total in running]
        self.totals = [float(total[-1]) or 1.0 for total in running]

    def up(self, own: NDArray[Any], levels: int) -> NDArray[Any]:
        for _ in range(levels):
            own = np.where(self.parent[own] >= 0, self.parent[own], own)
        return own

    def at(self, node: NDArray[Any]) -> list[NDArray[Any]]:
        prose, letters, linked, kept = (sums[node] for sums in self.sums)
        full = np.maximum(letters, 1)
        return [prose / self.totals[0], np.minimum(self.end[node] - self.first[node], 60), linked / full, kept / full]

    def below(self, own: NDArray[Any], value: int, share: float) -> list[NDArray[Any]]:
        """Return whether each node lies in the deepest node that holds this share of a value, and how deep in it."""
        holds = self.sums[value] >= share * self.totals[value]
        holder = int(np.argmax(np.where(holds, self.depth, -1)))
        within = (self.first[holder] <= self.first[own]) & (self.end[own] <= self.end[holder]) & (own >= holder)
        return [within, np.where(within, self.depth[own] - self.depth[holder], 20)]


class _Called(NamedTuple):
    """What the elements from the root to a node are called."""

    distance: tuple[int, ...]  # levels up to the nearest that is called so
    within: tuple[bool, ...]
    concealed: bool
    alike: tuple[Any, ...]  # tag and class of the last four, by which alike nodes are known


_NOTHING = _Called((_FAR,) * len(_NAMES), (False,) * len(_WITHIN), concealed=False, alike=())


def _chains(nodes: list[Node], own: NDArray[Any]) -> list[_Called]:
    """Return what the elements around each piece are called; each node is looked at once."""
    known = {-1: _NOTHING}
    for node in dict.fromkeys(own.tolist()):
        chain, index = [], node
        while index not in known:
            chain.append(index)
            index = nodes[index].parent
        for index in reversed(chain):
            known[index] = _called(nodes[index], known[nodes[index].parent])
    return [known[index] for index in own.tolist()]


def _called(node: Node, above: _Called) -> _Called:
    tag, look = node.element.tag, node.element.get
    label = " ".join(filter(None, (look("class"), look("id"), look("role"), look("itemprop"))))
    hit = _names_in(label) if label and tag not in ("body", "html") else ()
    distance = tuple(0 if index in hit else min(up + 1, _FAR) for index, up in enumerate(above.distance))
    name = _ALIASES.get(tag, tag)
    inside = tuple(old or name == wanted for old, wanted in zip(above.within, _WITHIN, strict=True))
    style = (look("style") or "").replace(" ", "").lower()
    gone = (
        "display:none" in style or "visibility:hidden" in style or look("hidden") is not None or look("aria-hidden") == "true"
    )
    return _Called(distance, inside, above.concealed or gone, (*above.alike, (tag, look("class")))[-4:])


@lru_cache(maxsize=16384)  # a site's pages share their class names
def _names_in(label: str) -> frozenset[int]:
    return frozenset(index for index, pattern in enumerate(_NAMES) if pattern.search(label))


def _tags(nodes: list[Node], own: NDArray[Any]) -> list[list[bool]]:
    names = [_ALIASES.get(nodes[index].element.tag, nodes[index].element.tag) for index in own.tolist()]
    return [[name == tag for tag in _TAGS] for name in names]


def _alike(signatures: list[tuple[Any, ...]], count: NDArray[Any], kept: NDArray[Any]) -> list[NDArray[Any]]:
    number = Counter(signatures)
    words, witnessed = Counter[Any](), Counter[Any]()
    for signature, n, w in zip(signatures, count.tolist(), kept.tolist(), strict=True):
        words[signature] += n
        witnessed[signature] += w
    return [
        np.array([number[s] for s in signatures]),
        np.array([words[s] / number[s] for s in signatures]),
        np.array([witnessed[s] / number[s] for s in signatures]),
    ]


def _from_heading(nodes: list[Node], own: NDArray[Any], n: int) -> list[NDArray[Any]]:
    at = [index for index, node in enumerate(own.tolist()) if nodes[node].level == 1]
    return [np.full(n, len(at)), np.clip(np.arange(n) - at[0], -30, 60) if at else np.full(n, -99)]
