"""The whole story: a document walks through five rooms.

    read → boilerplate → repair → (again, until nothing changes) → sentences → summary

Every room but the first returns edits of the text that it was shown; `Draft` carries them out and keeps them. The rounds
make cleaning idempotent by construction: what leaves is a text on which the rooms find nothing more to do.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from copydesk.article import Article, Block, Document
from copydesk.boilerplate import Page, Said, find_headline, judge, said_about
from copydesk.layout import laid_out
from copydesk.options import Options
from copydesk.read import blocks_of, detect, read
from copydesk.repair import JOINS, Evidence, Passage, flags_of, mend, rules_for
from copydesk.rule import Edit
from copydesk.sentences import split
from copydesk.summary import summarize
from copydesk.trail import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROUNDS = 8  # one or two do; a text that still changes after these is left as it came
_DEFAULTS = Options()


def clean(source: str | bytes, options: Options = _DEFAULTS) -> Article:
    """Clean one article: HTML or plain text in, an `Article` out.

    Raises InputError for input that is neither (a PDF, an image), TooLarge over `options.max_bytes`. Input without an
    article in it is no error: the answer's `status` is `empty` and its `reason` says why.
    """
    document = read(source, options)
    draft, byline, date, quality = Draft.of(document.text), document.byline, document.date, None
    shown = replace(document, language=document.language or detect(document.text))
    rested: set[tuple[object, ...]] = set()
    for number in range(_ROUNDS):
        edits, said = _round(shown, options, rested)
        byline, date = byline or said.author, date or said.day
        quality = said.quality if quality is None else quality  # the first look is the one at the whole page
        if not edits and number:
            break
        draft = draft.apply(edits)
        # From here on the text is read as anybody would read it who gets it from us: no tags, no hints.
        shown = Document(draft.text, blocks_of(draft.text), language=options.language or detect(draft.text))
    else:
        draft = Draft.of(document.text)
    return replace(_finished(replace(document, byline=byline, date=date), draft, options), quality=quality)


def _round(document: Document, options: Options, rested: set[tuple[object, ...]]) -> tuple[list[Edit], Said]:
    """One walk through boilerplate and repair: the edits, and what the page tells beside its text.

    `rested` remembers the blocks in which repair found nothing, so that the next round need not look at them again.
    """
    page = Page.of(document.text, document.blocks, document.title, document.markup)
    page.language = document.language
    page.wanted = frozenset(("caption",) if options.captions == "keep" else ())
    verdicts = judge(page)
    inside: list[Edit] = []
    if options.repair != "off":
        kept = [block for index, block in enumerate(document.blocks) if index not in verdicts]
        evidence = Evidence(tuple(block.of(document.text) for block in kept), document.language)
        rules = rules_for(evidence)
        for block, own in zip(kept, evidence.blocks, strict=True):
            key = (own, block.kind, document.language)
            if key in rested and not evidence.spun:  # the likely rules ask the whole document, which may have changed
                continue
            edits = mend(Passage(own, evidence, block.kind), rules)
            inside += [replace(edit, offset=edit.offset + block.offset) for edit in edits]
            if not edits:
                rested.add(key)
    reasons = {index: (rule.id, change.message) for index, (rule, change) in verdicts.items()}
    return laid_out(document.text, document.blocks, reasons, inside), said_about(page, verdicts)


def _finished(document: Document, draft: Draft, options: Options) -> Article:
    """Take the headline out, then look at what is left: flags, sentences, summary."""
    blocks = _with_kinds(document, draft)
    page = Page.of(draft.text, blocks, document.title)
    headline = find_headline(page)
    title = document.title
    if headline is not None:
        title = page.lines[headline].text
    if headline == 0:
        end = blocks[1].offset if len(blocks) > 1 else len(draft.text)
        cut = Edit(0, end, draft.text[:end], "", "headline", "headline", "the headline, kept in the field title")
        draft = draft.apply([cut])
        blocks = [Block(b.offset - end, b.length, b.kind, b.level) for b in blocks[1:]]
    text = draft.text
    language = document.language or detect(text)
    sentences = split(text, blocks, language)
    evidence = Evidence(tuple(block.of(text) for block in blocks), language)
    passages = [(b.offset, Passage(own, evidence, b.kind)) for b, own in zip(blocks, evidence.blocks, strict=True)]
    starts = [block.offset for block in blocks]
    spoken = [(s.offset, Passage(s.of(text), evidence, blocks[bisect_right(starts, s.offset) - 1].kind)) for s in sentences]
    flags = flags_of(passages, spoken, _joins(draft.edits))
    barred = [(f.offset, f.offset + f.length) for f in flags]
    barred += [(b.offset, b.end) for b in blocks if b.kind in ("heading", "item", "row")]
    status: Literal["ok", "empty"] = "ok" if text.strip() else "empty"
    return Article(
        status=status,
        reason=None if status == "ok" else document.reason or _why_empty(draft),
        title=title or None,
        byline=document.byline,
        date=document.date,
        language=language,
        text=text,
        source_text=draft.source,
        blocks=tuple(blocks),
        sentences=sentences,
        summary=summarize(text, sentences, barred, language, options),
        edits=draft.edits,
        flags=tuple(flags),
    )


def _why_empty(draft: Draft) -> str:
    if any(edit.rule == "no-article" for edit in draft.edits):
        return "no article was found in the page: it may be a menu, an index, a form or a login wall; the edits list it all"
    if any(edit.category == "boilerplate" for edit in draft.edits):
        return "nothing but boilerplate was found: the edits list what was dropped, and why"
    return "the input has no text: nothing but characters that cannot be seen"


def _with_kinds(document: Document, draft: Draft) -> list[Block]:
    """The blocks of the clean text, each of the kind that the source block had from which it comes."""
    blocks = []
    shift, k, n = 0, 0, 0  # source offset = clean offset − shift
    edits, origins = draft.edits, document.blocks
    for block in blocks_of(draft.text):
        while k < len(edits) and edits[k].offset + len(edits[k].after) + shift <= block.offset:
            shift += len(edits[k].after) - edits[k].length
            k += 1
        source = block.offset - shift
        while n + 1 < len(origins) and origins[n + 1].offset <= source:
            n += 1
        blocks.append(Block(block.offset, block.length, origins[n].kind, origins[n].level))
    return blocks


def _joins(edits: Iterable[Edit]) -> list[int]:
    """Where, in the clean text, repair joined the halves of a cut sentence."""
    shift, places = 0, []
    for edit in edits:
        if edit.rule in JOINS:
            places.append(edit.offset + shift)
        shift += len(edit.after) - edit.length
    return places
