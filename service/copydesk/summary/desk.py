"""The default method: what the rest of the article comes back to, early on, said once.

Directed centrality (PACSUM, Zheng and Lapata 2019, "Sentence Centrality Revisited for Unsupervised Summarization") over
tf-idf vectors: being similar to what follows speaks for a sentence, to what came before against it. Sums over later and
earlier sentences are running sums of the vectors, so the cost is linear in the text. The choice is greedy and pays for
what is already said (MMR, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from copydesk.summary.vectors import Vector, similarity, tokens, weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BACKWARD = 0.85  # weight of similarity to earlier sentences, against
POSITION = 0.7  # weight of 1 / (1 + index)
LENGTH = 0.3  # weight of a sentence's words, up to 30, against: long ones crowd out others
SHORT = 6  # words; a shorter sentence says too little
SHORT_COST = 5.0
REPEAT = 3.0  # price of similarity to a sentence that is already chosen


def score(sentences: Sequence[str], language: str | None) -> tuple[list[float], list[Vector]]:
    """Return each sentence's score (z-scored parts, comparable within one text only) and its vector."""
    vectors = weighted(sentences, language)
    lengths = [len(tokens(sentence)) for sentence in sentences]
    forward, backward = _sums(vectors[::-1])[::-1], _sums(vectors)
    central = _standardized([f - BACKWARD * b for f, b in zip(forward, backward, strict=True)])
    early = _standardized([1 / (1 + i) for i in range(len(sentences))])
    long = _standardized([min(n, 30) for n in lengths])
    scores = [
        c + POSITION * e - LENGTH * w - (SHORT_COST if n < SHORT else 0)
        for c, e, w, n in zip(central, early, long, lengths, strict=True)
    ]
    return scores, vectors


def _sums(vectors: Sequence[Vector]) -> list[float]:
    """For each vector, the sum of its similarities to all before it."""
    running: defaultdict[str, float] = defaultdict(float)
    sums = []
    for vector in vectors:
        sums.append(math.fsum(value * running[term] for term, value in vector.items() if term in running))
        for term, value in vector.items():
            running[term] += value
    return sums


def _standardized(values: Sequence[float]) -> list[float]:
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / len(values))
    return [(v - mean) / deviation if deviation else 0.0 for v in values]


def choose(
    scores: Sequence[float], vectors: Sequence[Vector], wanted: int, fits: Callable[[list[int], int], bool]
) -> list[int]:
    """Return up to `wanted` indices, best first: each time the highest score less the price of repeating a chosen one.

    `fits(chosen, candidate)` tells whether the candidate still goes in.
    """
    chosen: list[int] = []
    repeated = [0.0] * len(scores)
    left = set(range(len(scores)))
    while left and len(chosen) < wanted:
        best = max(left, key=lambda i: (scores[i] - REPEAT * repeated[i], -i))
        left.discard(best)
        if not fits(chosen, best):
            continue
        chosen.append(best)
        for i in left:
            repeated[i] = max(repeated[i], similarity(vectors[i], vectors[best]))
    return chosen
