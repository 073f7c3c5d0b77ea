"""run.py [DATA]: quality and speed on the data sets, through `copydesk batch` and the scorers beside the data.

DATA is the folder of the data sets, by default ../shared/data; its scorers stand in ../tools from there. Figures of
Copydesk and of a named baseline come from the same run. Times are CPU seconds of this process, on one core.
"""

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import trafilatura

from copydesk import Options, clean

DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
TOOLS = DATA.parent / "tools"
DUMPS = ("text-whole", "text-container", "text-ptags", "text-glued")


def tool(name: str, *arguments: object) -> str:
    command = [sys.executable, str(TOOLS / f"{name}.py"), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def batch(name: str, folder: Path, *options: str) -> Path:
    """Clean a data set, named as below DATA, and return the file of predictions."""
    stem = name.replace("/", "-").removesuffix(".jsonl")
    records, predictions = folder / f"{stem}.in.jsonl", folder / f"copydesk{''.join(options)}.jsonl"
    records.write_text(tool("make_records", DATA / name), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "copydesk", "batch", str(records), str(predictions), *options],
        check=True,
        capture_output=True,
    )
    return predictions


def written(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def pages() -> dict[str, str]:
    folder = DATA / "extraction" / "html" / "pages"
    files = sorted(folder.iterdir())
    return {f.name.split(".")[0]: gzip.decompress(f.read_bytes()).decode("utf-8", "replace") for f in files}


def extraction(folder: Path) -> None:
    print("\nextraction/html, 4-gram shingles (bare trafilatura: no comments)")
    bare = [{"id": k, "text": trafilatura.extract(html, include_comments=False)} for k, html in pages().items()]
    ours = batch("extraction/html", folder)
    print(
        tool("score_extraction", DATA / "extraction" / "html", written(folder / "trafilatura.jsonl", bare), ours),
        end="",
    )
    for name in DUMPS:
        print(f"extraction/{name} (identity: the dump untouched)")
        dumps = sorted((DATA / "extraction" / name / "dumps").iterdir())
        same = [{"id": p.stem, "text": p.read_text(encoding="utf-8")} for p in dumps]
        ours = batch(f"extraction/{name}", folder)
        print(tool("score_extraction", DATA / "extraction" / name, written(folder / "identity.jsonl", same), ours), end="")


def repair(folder: Path) -> None:
    print("\nrepair/bench-dev")
    print(tool("score_repair", DATA / "repair" / "bench-dev.jsonl", batch("repair/bench-dev.jsonl", folder)), end="")


def summary(folder: Path) -> None:
    for name in ("cnndm-dev", "xsum-dev", "orangesum-fr-dev"):
        print(f"\nsummary/{name}, 3 sentences, desk and then LEAD-3")
        for method in ("desk", "lead"):
            found = batch(f"summary/{name}.jsonl", folder, f"--summary={method}")
            print(tool("score_summary", DATA / "summary" / f"{name}.jsonl", found), end="")


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def speed() -> None:
    print("\nspeed, CPU milliseconds a document, median of three passes in turn")
    html = list(pages().values())[:100]
    dumps = sorted((DATA / "extraction" / "text-container" / "dumps").iterdir())
    texts = [p.read_text(encoding="utf-8") for p in dumps[:100]]
    jobs: list[tuple[str, Callable[[str], object], list[str]]] = [
        ("trafilatura.extract", lambda page: trafilatura.extract(page, include_comments=False), html),
        ("copydesk, the same pages", lambda page: clean(page, Options(input="html")), html),
        ("copydesk, text dumps", lambda text: clean(text, Options(input="text")), texts),
    ]
    for _, work, inputs in jobs:
        work(inputs[0])
    taken = [sorted(runs)[1] for runs in zip(*([seconds(w, i) for _, w, i in jobs] for _ in range(3)), strict=True)]
    for (name, _, inputs), total in zip(jobs, taken, strict=True):
        words = sum(len(text.split()) for text in inputs) // len(inputs)
        print(f"{name}: {1000 * total / len(inputs):.1f} ms, {total / taken[0]:.2f} x trafilatura ({words} words of input)")


def main() -> None:
    if not TOOLS.is_dir():
        raise SystemExit(f"no data sets and scorers at {DATA} and {TOOLS}: give the folder, make bench DATA=...")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        extraction(folder)
        repair(folder)
        summary(folder)
    speed()


if __name__ == "__main__":
    main()
