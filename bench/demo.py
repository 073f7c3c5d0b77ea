"""demo.py FOLDER: start the service, post every article of the folder, show what came out and why, stop the service."""

import json
import os
import shutil
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

WIDTH = min(100, shutil.get_terminal_size().columns)
COLOUR = sys.stdout.isatty() and "NO_COLOR" not in os.environ
TYPES = {".html": "text/html", ".txt": "text/plain"}
SHOWN = 12  # changes of each kind; the rest is counted


def style(code: str, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(0.25)
    raise SystemExit("the service did not start; run `make serve` to see why")


def post(address: str, path: Path) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{address}/v1/clean?source_text=true", path.read_bytes(), {"Content-Type": TYPES[path.suffix]}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            record: dict[str, Any] = json.load(answer)
            return record
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{path.name}: {json.load(error)['detail']}") from None


def wrapped(text: str, indent: str = "") -> str:
    paragraphs = text.split("\n")
    return "\n".join(textwrap.fill(p, WIDTH, initial_indent=indent, subsequent_indent=indent) for p in paragraphs)


def visible(text: str) -> str:
    flat = text.replace("\n", "⏎").translate({0xA0: "⍽", 0x200B: "<ZWSP>"})
    return flat if len(flat) <= 60 else f"{flat[:40]}…{flat[-18:]}"


def show_changes(label: str, colour: str, changes: list[str]) -> None:
    print(style("1", f"{label} ({len(changes)})"))
    for change in changes[:SHOWN]:
        print(style(colour, f"  {change}"))
    if len(changes) > SHOWN:
        print(f"  … and {len(changes) - SHOWN} more")


def show(path: Path, record: dict[str, Any]) -> None:
    print("\n" + style("7", f" {path} ".ljust(WIDTH)) + "\n")
    source, edits = record["source_text"], record["edits"]
    print(style("1", record["title"] or "(no headline)"))
    about = [record[key] for key in ("byline", "date", "language") if record[key]]
    print(style("2", " · ".join(about)) + "\n")
    print(wrapped(record["text"]) + "\n")
    print(style("1", f"Summary ({record['summary']['method']})"))
    for pick in record["summary"]["sentences"]:
        print(wrapped(f"{pick['text']} (rank {pick['rank']})", "  "))
    removed = [
        f"{visible(e['before'].strip())}  ← {e['rule']}: {e['message']}" for e in edits if e["category"] == "boilerplate"
    ]
    mended = []
    for e in edits:
        if e["category"] == "repair" and e["rule"] != "layout":
            left, right = source[max(0, e["offset"] - 18) : e["offset"]], source[e["offset"] + e["length"] :][:12]
            mended.append(
                f"{visible(left)}[{visible(e['before'])}→{visible(e['after'])}]{visible(right)}  ← {e['rule']}: {e['message']}"
            )
    flagged = [
        f"{visible(record['text'][f['offset'] :][: f['length']])}  ← {f['rule']}: {f['message']}" for f in record["flags"]
    ]
    print()
    show_changes("Removed", "31", removed)
    show_changes("Mended", "32", mended)
    if flagged:
        show_changes("Flagged, and left alone", "33", flagged)


def main() -> None:
    folder = Path(sys.argv[1])
    articles = sorted(p for p in folder.iterdir() if p.suffix in TYPES and ".expected" not in p.name)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "copydesk", "serve", "--bind", f"127.0.0.1:{port}"],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    totals: Counter[str] = Counter()
    try:
        wait_until_ready(address, server)
        for path in articles:
            record = post(address, path)
            show(path, record)
            totals["articles"] += 1
            totals.update({k: record["counts"][k] for k in ("words_in", "words_out")})
            totals["edits"] += len(record["edits"])
            totals["flags"] += len(record["flags"])
    finally:
        server.terminate()
        server.wait(30)
    print("\n" + style("7", " all articles ".ljust(WIDTH)))
    print(", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in totals.items()))


if __name__ == "__main__":
    main()
