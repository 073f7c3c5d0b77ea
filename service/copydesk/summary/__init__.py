"""The fifth room: an extractive summary, sentences of the clean text picked by a method that can be named.

Every method scores sentences and picks among them behind this one door. Sentences that carry a flag, headings and pieces
without a sentence's end are not picked while anything else is there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.article import Pick, Span, Summary
from copydesk.summary import classics, desk
from copydesk.summary.vectors import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.options import Options

CAP = 5000  # sentences for the methods of linear cost; `classics.CAP` for the others
_ENDED = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]*$")


def summarize(
    text: str, sentences: Sequence[Span], barred: Sequence[tuple[int, int]], language: str | None, options: Options
) -> Summary:
    """Return the summary of a clean text: at most `options.sentences` sentences and `options.words` words.

    `barred` are (start, end) of stretches from which nothing is picked: flagged places, headings, tables.

    Scores compare sentences of one text under one method only. Of a text longer than the method's cap only the first
    sentences are considered, and the summary says so. Where no sentence fits the word budget the summary is empty.
    """
    method = options.summary
    cap = CAP if method in ("desk", "lead") else classics.CAP
    able = _eligible(text, sentences, barred)
    considered = able[:cap]
    if method == "none" or not considered:
        return Summary(method, (), 0, cap, capped=False)
    texts = [span.of(text) for span in considered]
    sizes = [len(sentence.split()) for sentence in texts]

    def fits(chosen: list[int], candidate: int) -> bool:
        return not options.words or sum(sizes[i] for i in chosen) + sizes[candidate] <= options.words

    if method == "desk":
        scores, vectors = desk.score(texts, language)
        chosen = desk.choose(scores, vectors, options.sentences, fits)
    else:
        scores = [1 / (1 + i) for i in range(len(texts))] if method == "lead" else classics.score(method, texts, language)
        chosen = desk.choose(scores, [{}] * len(texts), options.sentences, fits)
    picks = [
        Pick(s.index, s.offset, s.length, texts[i], round(scores[i], 4), rank)
        for rank, i in enumerate(chosen, 1)
        for s in (considered[i],)
    ]
    return Summary(method, tuple(sorted(picks, key=lambda p: p.offset)), len(considered), cap, capped=len(able) > cap)


def _eligible(text: str, sentences: Sequence[Span], barred: Sequence[tuple[int, int]]) -> list[Span]:
    """The sentences that may be picked; when no sentence passes, all that say anything."""
    marked = sorted(barred)
    good, k = [], 0
    reach = -1
    for span in sentences:
        while k < len(marked) and marked[k][0] < span.end:
            reach = max(reach, marked[k][1])
            k += 1
        if reach <= span.offset and _ENDED.search(text, max(span.offset, span.end - 8), span.end):
            good.append(span)
    return good or [span for span in sentences if tokens(span.of(text))]
