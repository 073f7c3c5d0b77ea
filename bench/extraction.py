"""extraction.py [DATA]: what is kept of pages and of text dumps, by Copydesk and by its peers, in one table.

DATA is the folder of the data sets, by default ../shared/data. Copydesk judges each page with weights that were trained
without its site: `make train` leaves them in build/folds. A peer that is not installed is named and left out.
"""

import gzip
import importlib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import trafilatura
from train import fold_of

from copydesk import Article, Options, clean
from copydesk.boilerplate import learned

DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
SCORER = DATA.parent / "tools" / "score_extraction.py"
DUMPS = ("text-whole", "text-container", "text-ptags", "text-glued")
FOLDS = Path("build/folds")

BANDS = ((0.95, ".95 to 1"), (0.9, ".90 to .95"), (0.8, ".80 to .90"), (0.0, "below .80"))

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Return the documents of a set: id, url and source."""
    folder = DATA / "extraction" / name
    found = []
    for line in (folder / "gold.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        page, dump = folder / "pages" / f"{row['id']}.html.gz", folder / "dumps" / f"{row['id']}.txt"
        source = gzip.decompress(page.read_bytes()).decode("utf-8", "replace") if page.exists() else dump.read_text("utf-8")
        found.append({"id": row["id"], "url": row["url"], "source": source})
    return found


def copydesk(found: list[Row], kind: str) -> list[Article]:
    """Return the articles, each judged by the fold that has not seen its site."""
    forests = [
        {name: learned.Forest.of(part) for name, part in json.loads(path.read_text()).items()}
        for path in sorted(FOLDS.glob("*.json"))
    ]
    articles = []
    for row in found:
        with mock.patch.object(learned, "forests", return_value=forests[fold_of(row["url"])]):
            articles.append(clean(row["source"], Options(input=kind, url=row["url"], summary="none")))
    return articles


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(zip(*(words[k:] for k in range(4)), strict=False))


def calibrated(name: str, found: list[Row], articles: list[Article]) -> None:
    """Print, for each band of the quality score, how many of its articles have an F1 above .9."""
    wanted = {row["id"]: row["text"] for row in map(json.loads, (DATA / "extraction" / name / "gold.jsonl").open())}
    bands: dict[str, list[bool]] = {band: [] for _, band in BANDS}
    for row, article in zip(found, articles, strict=True):
        ours, gold = shingles(article.text), shingles(wanted[row["id"]])
        f1 = 2 * (ours & gold).total() / max(1, ours.total() + gold.total())
        bands[next(band for least, band in BANDS if (article.quality or 0) >= least)].append(f1 > 0.9)
    told = ", ".join(f"{band}: {sum(good)} of {len(good)}" for band, good in bands.items())
    print(f"   F1 above .9, by quality score: {told}\n", flush=True)


def _justext(html: str) -> str:
    import justext  # noqa: PLC0415

    found = justext.justext(html, justext.get_stoplist("English"))
    return "\n".join(part.text for part in found if not part.is_boilerplate)


def _readability(html: str) -> str:
    from lxml.html import fromstring  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    return "\n".join(fromstring(Document(html).summary()).itertext())


def _newspaper(html: str) -> str:
    from newspaper import Article  # noqa: PLC0415

    article = Article("http://localhost/")
    article.download(input_html=html)
    article.parse()
    return str(article.text)


PEERS: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "trafilatura, no comments": ("trafilatura", lambda page: trafilatura.extract(page, include_comments=False)),
    "trafilatura, precision": (
        "trafilatura",
        lambda page: trafilatura.extract(page, include_comments=False, favor_precision=True),
    ),
    "trafilatura, recall": ("trafilatura", lambda page: trafilatura.extract(page, include_comments=False, favor_recall=True)),
    "trafilatura, fast": ("trafilatura", lambda page: trafilatura.extract(page, include_comments=False, fast=True)),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
    "jusText": ("justext", _justext),
}


def attempted(extract: Callable[[str], str | None], page: str) -> str:
    """Return what a peer makes of a page; a page that it fails on counts as empty."""
    try:
        return extract(page) or ""
    except Exception as error:  # noqa: BLE001  peers raise what they like
        print(f"   a peer failed: {type(error).__name__}", file=sys.stderr)
        return ""


def scored(name: str, found: list[Row], texts: dict[str, list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for system, predicted in texts.items():
            files.append(Path(folder) / f"{system}.jsonl")
            lines = [json.dumps({"id": row["id"], "text": text}) for row, text in zip(found, predicted, strict=True)]
            files[-1].write_text("\n".join(lines))
        command = [sys.executable, str(SCORER), str(DATA / "extraction" / name), *map(str, files)]
        print(f"extraction/{name}\n{subprocess.run(command, check=True, capture_output=True, text=True).stdout}", flush=True)


def main() -> None:
    if not SCORER.exists():
        raise SystemExit(f"no scorer beside {DATA}: give the folder, make bench-extraction DATA=...")
    if not FOLDS.is_dir():
        raise SystemExit("no cross-validated weights in build/folds: run make train first")
    found = rows("html")
    ours = copydesk(found, "html")
    texts = {"Copydesk": [article.text for article in ours]}
    for name, (package, extract) in PEERS.items():
        try:
            importlib.import_module(package)
        except ImportError:
            print(f"{name} is not installed: pip install .[peers]")
            continue
        texts[name] = [attempted(extract, row["source"]) for row in found]
    scored("html", found, texts)
    calibrated("html", found, ours)
    for name in DUMPS:
        found = rows(name)
        ours = copydesk(found, "text")
        scored(name, found, {"Copydesk": [article.text for article in ours], "identity": [row["source"] for row in found]})
        calibrated(name, found, ours)


if __name__ == "__main__":
    main()
