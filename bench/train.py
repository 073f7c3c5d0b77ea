"""train.py [DATA] [--folds N]: train the learned judge, cross-validate it, write its weights and its model card.

DATA is the folder of the data sets, by default ../shared/data. Needs the extra `train` (catboost). A site's pages are all in
the same fold. The weights of the folds go to build/folds, where `bench/extraction.py` takes them from; those trained on
all pages go into the package. Figures in the model card are of the folds.
"""

import gzip
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np
from catboost import CatBoostClassifier

from copydesk import Options
from copydesk.article import Document
from copydesk.boilerplate import Page
from copydesk.boilerplate.evidence import FEATURES, evidence_of
from copydesk.boilerplate.learned import KEEP, Forest
from copydesk.read import read
from copydesk.read.places import FEATURES as PLACES

DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
SET = DATA / "extraction"
DUMPS = ("text-whole", "text-container", "text-ptags", "text-glued")
FOLDS = 5
BUILD = Path("build/folds")
WEIGHTS = Path("service/copydesk/boilerplate/weights.json")
TRAINED = {
    "html": {"depth": 6, "iterations": 600, "learning_rate": 0.05, "rsm": 0.2, "l2_leaf_reg": 10},
    "text": {"depth": 6, "iterations": 400, "learning_rate": 0.07, "rsm": 0.3, "l2_leaf_reg": 10},
}
_TOKEN = re.compile(r"\w+")
_SHINGLE = 4  # words, as the scorer counts
_HALF = 0.5
_RARE = 0.3  # an example that was made up weighs less than a real one
_NEAR = 25  # words of gold; a short line is looked for no farther from its neighbours


@dataclass
class Example:
    """A page or dump: the evidence of its lines, the share of each that gold has, and what each line weighs."""

    row: dict[str, str]
    fold: int
    lines: list[str]
    evidence: Any
    share: Any
    weight: Any
    clean: bool


def fold_of(url: str) -> int:
    """Return the fold of a page, by its site."""
    return int(hashlib.md5(urlparse(url).netloc.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def gold() -> list[dict[str, str]]:
    return [json.loads(line) for line in (SET / "html" / "gold.jsonl").open(encoding="utf-8")]


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def shares(lines: list[list[str]], wanted: list[str]) -> list[float]:
    """Return for each line the share of its words that gold has; every word of gold is used once.

    Lines of four words and more are found anywhere, nearest to where the line before was found; shorter ones only near
    there.
    """
    where = defaultdict(list)
    for i in range(len(wanted) - _SHINGLE + 1):
        where[tuple(wanted[i : i + _SHINGLE])].append(i)
    used, ends, found = [False] * len(wanted), [0] * len(lines), [0.0] * len(lines)
    at = 0
    for k, line in enumerate(lines):
        i = hits = 0
        while i <= len(line) - _SHINGLE:
            places = [p for p in where.get(tuple(line[i : i + _SHINGLE]), ()) if not used[p]]
            length = 1
            if places:
                start = min(places, key=lambda p: abs(p - at))
                length = 0
                while i + length < len(line) and wanted[start + length : start + length + 1] == [line[i + length]]:
                    length += 1
                used[start : start + length] = [True] * length
                at, hits = start + length, hits + length
            i += length
        ends[k], found[k] = at, hits / len(line) if line else 0.0
    first = defaultdict(list)
    for i, word in enumerate(wanted):
        first[word].append(i)
    at = 0
    for k, line in enumerate(lines):
        if len(line) >= _SHINGLE:
            at = ends[k] if found[k] else at
            continue
        near = [
            p
            for p in first.get(line[0] if line else "", ())
            if abs(p - at) <= _NEAR and wanted[p : p + len(line)] == line and not any(used[p : p + len(line)])
        ]
        if near:
            at = min(near, key=lambda p: abs(p - at)) + len(line)
            used[at - len(line) : at] = [True] * len(line)
            found[k] = 1.0
    return found


def example(document: Document, row: dict[str, str], *, clean: bool = False) -> Example | None:
    if not document.blocks:
        return None
    page = Page.of(document.text, document.blocks, document.title, document.markup)
    evidence = evidence_of(page.lines)
    if page.markup is not None:
        evidence = np.column_stack((evidence, page.markup))
    lines = [tokens(line.text) for line in page.lines]
    share = [1.0] * len(lines) if clean else shares(lines, tokens(row["text"]))
    weight = (np.minimum([len(line) for line in lines], 80) + 3.0) ** 0.75
    texts = [line.text for line in page.lines]
    return Example(row, fold_of(row["url"]), texts, evidence, np.array(share), weight / weight.sum() ** 0.75, clean)


def examples(kind: str) -> Iterator[Example]:
    """Yield the pages (`html`) or the dumps (`text`), and texts from which nothing is to be dropped: gold and pieces of it."""
    for number, row in enumerate(gold()):
        paragraphs = row["text"].split("\n\n")
        start = number % max(1, len(paragraphs))
        pieces = [paragraphs, paragraphs[start : start + 1 + number % 3], paragraphs[: 4 + number % 5]]
        if kind == "html":
            page = gzip.decompress((SET / "html" / "pages" / f"{row['id']}.html.gz").read_bytes())
            dirty = [page.decode("utf-8", "replace")]
            clean = [f"<body><h1>{escape(row['title'])}</h1>{''.join(map(_tagged, piece))}</body>" for piece in pieces]
        else:
            dirty = [(SET / name / "dumps" / f"{row['id']}.txt").read_text(encoding="utf-8") for name in DUMPS]
            clean = ["\n\n".join(piece) for piece in pieces]
        for source, whole in [(one, False) for one in dirty] + [(one, True) for one in clean]:
            found = example(read(source, Options(input=kind)), row, clean=whole)
            if found is not None:
                yield found
                if kind == "text" and source is dirty[0]:
                    yield from shortened(found, 4 + number % 9)


def shortened(one: Example, lines: int) -> Iterator[Example]:
    """Yield the dump with only the first lines of its article: short articles stand in as many menus as long ones."""
    inside = np.cumsum(one.share >= _HALF)
    left = [line for line, share, place in zip(one.lines, one.share, inside, strict=True) if share < _HALF or place <= lines]
    again = example(read("\n".join(left), Options(input="text")), one.row)
    if again is not None:
        again.weight *= _RARE
        yield again


def _tagged(paragraph: str) -> str:
    return f"<p>{escape(paragraph)}</p>"


def once_cleaned(found: list[Example], forests: list[Forest]) -> Iterator[Example]:
    """Yield what a first round leaves of each page as text: the judge reads its own output in the next round."""
    for one in found:
        if one.clean:
            continue
        forest = forests[one.fold]
        chance = forest.score(one.evidence)
        left = [line for line, value in zip(one.lines, chance, strict=True) if value >= KEEP]
        again = example(read("\n\n".join(left), Options(input="text")), one.row)
        if again is not None:
            yield again


def trained(kind: str, chosen: list[Example]) -> dict[str, Any]:
    """Return the weights, as the learned judge reads them."""
    model = CatBoostClassifier(
        loss_function="CrossEntropy", random_seed=0, verbose=0, thread_count=2, allow_writing_files=False, **TRAINED[kind]
    )
    model.fit(
        np.vstack([one.evidence for one in chosen]),
        np.concatenate([one.share for one in chosen]),
        sample_weight=np.concatenate([one.weight for one in chosen]),
    )
    scratch = BUILD / "model.json"
    model.save_model(str(scratch), format="json")
    return plain(json.loads(scratch.read_text()), (*FEATURES, *PLACES) if kind == "html" else FEATURES)


def plain(model: dict[str, Any], features: tuple[str, ...]) -> dict[str, Any]:
    """Return catboost's own format without what the judge does not need; every question stands in it once."""
    trees = model["oblivious_trees"]
    asked = [[(split["float_feature_index"], split["border"]) for split in tree["splits"]] for tree in trees]
    depth = max(map(len, asked))
    questions = sorted({question for tree in asked for question in tree})
    index = {question: place for place, question in enumerate(questions)}
    scale, (bias,) = model["scale_and_bias"]
    return {
        "features": features,
        "column": [column for column, _ in questions],
        "border": [float(f"{border:.7g}") for _, border in questions],
        "trees": [[index[question] for question in tree] + [0] * (depth - len(tree)) for tree in asked],
        "leaves": [
            [round(scale * value, 4) for value in tree["leaf_values"]] * 2 ** (depth - len(splits))
            for tree, splits in zip(trees, asked, strict=True)
        ],
        "bias": bias,
    }


def main() -> None:
    if not SET.is_dir():
        raise SystemExit(f"no data sets at {DATA}: give the folder, make train DATA=...")
    BUILD.mkdir(parents=True, exist_ok=True)
    every = {kind: list(examples(kind)) for kind in ("html", "text")}
    folds: list[dict[str, Any]] = [{} for _ in range(FOLDS)]
    whole: dict[str, Any] = {}
    for kind, found in every.items():
        if kind == "text":
            found.extend(once_cleaned(every["html"], [Forest.of(fold["html"]) for fold in folds]))
        for fold, weights in enumerate(folds):
            weights[kind] = trained(kind, [one for one in found if one.fold != fold])
        whole[kind] = trained(kind, found)
        print(f"{kind}: {len(found)} documents", flush=True)
    for fold, weights in enumerate(folds):
        (BUILD / f"{fold}.json").write_text(json.dumps(weights, separators=(",", ":")))
    WEIGHTS.write_text(json.dumps(whole, separators=(",", ":")) + "\n")
    (BUILD / "model.json").unlink()
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
