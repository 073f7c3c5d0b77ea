"""The four faces: library, command line, HTTP and batch give the same record, each with the manners of its kind."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from copydesk import Options, clean
from copydesk.batch import Limits, Workers, run
from copydesk.catalogue import catalogue
from copydesk.cli import main
from copydesk.http.app import create_app
from copydesk.record import cleaned, dumps, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from copydesk.record import Answer

LOCK = "The lock at Vesterbro was opened to boats on Saturday, two weeks before the season."
KEEPER = "“We had thirty of them by noon,” said the keeper, who counts every mast."
PRICE = "A passage costs forty crowns and takes a quarter of an hour."
TEXT = f"Lock opens early\n\nBy Signe Holt\n\n{LOCK} ,\n\n- Advertisment -\n\n{KEEPER} {PRICE}\n\nRead more: Tides\n"
HTML = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lock opens early</title></head><body>
<ul><li><a href="/">Home</a></li><li><a href="/boats">Boats</a></li></ul>
<article><h1>Lock opens early</h1><p>{LOCK} ,</p><h2>Thirty boats</h2><p>{KEEPER}</p><ul><li>{PRICE}</li></ul></article>
<footer>Copyright 2024</footer></body></html>
"""
ONE = Limits(workers=1)


def in_python(kind: str, source: str) -> bytes:
    article = clean(source.encode(), Options())
    return dumps(record_of(article, Options()))


# --- the same record


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    app = create_app(Options(), ONE)
    yield app.test_client()
    app.extensions["copydesk"]["workers"].close(finish=True)


@pytest.mark.parametrize(("kind", "source"), [("html", HTML), ("text", TEXT)])
def test_every_face_gives_the_same_bytes(kind: str, source: str, client: FlaskClient, tmp_path: Path) -> None:
    file, lines, out = tmp_path / "article", tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_bytes(source.encode())
    lines.write_text(json.dumps({kind: source}), encoding="utf-8")
    run(str(lines), str(out), Options(), ONE)
    type_ = {"html": "text/html", "text": "text/plain"}[kind]
    found = {
        "library": in_python(kind, source),
        "library, str": dumps(record_of(clean(source, Options()), Options())),
        "function for pipelines": dumps(cleaned({kind: source}, Options())),
        "command line": python("clean", str(file)).stdout,
        "HTTP, raw": client.post("/v1/clean", data=source.encode(), content_type=type_).data,
        "HTTP, JSON": client.post("/v1/clean", json={kind: source}).data,
        "batch": out.read_bytes(),
    }
    assert {name for name, record in found.items() if record != found["library"]} == set()
    record = json.loads(found["library"])
    assert (record["status"], record["title"]) == ("ok", "Lock opens early")
    assert record["text"].startswith(LOCK)
    assert PRICE in record["text"]


def test_http_and_batch_give_an_id_back_in_the_same_bytes(client: FlaskClient, tmp_path: Path) -> None:
    given = {"id": "feed/1", "text": TEXT, "url": "https://vesterbro.example/lock", "title": "Lock opens early"}
    (tmp_path / "in").write_text(json.dumps(given), encoding="utf-8")
    run(str(tmp_path / "in"), str(tmp_path / "out"), Options(), ONE)
    assert client.post("/v1/clean", json=given).data == (tmp_path / "out").read_bytes()


# --- the command line


@dataclass(frozen=True)
class Done:
    code: int
    stdout: bytes
    stderr: bytes


def python(*arguments: str, stdin: bytes = b"", **environment: str) -> Done:
    """Run `python -m copydesk`; the time limit is for what would never end."""
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        input=stdin,
        capture_output=True,
        timeout=40,
        check=False,
        env={**os.environ, "COPYDESK_WORKERS": "1", **environment},
    )
    return Done(done.returncode, done.stdout, done.stderr)


@dataclass
class Shell:
    """The command line in this process: fast enough for many calls."""

    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[bytes]

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Done:
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Done(code, *self.capture.readouterr())


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    for name in [name for name in os.environ if name.startswith("COPYDESK_")]:
        monkeypatch.delenv(name)
    return Shell(monkeypatch, capfdbinary)


BODY = f"{LOCK}\n\n{KEEPER} {PRICE}\n"
FORMS = {
    "text": f"Lock opens early\n\n{BODY}",
    "markdown": f"# Lock opens early\n\n{BODY}",
}


@pytest.mark.parametrize("form", FORMS)
def test_the_command_line_writes_text_and_markdown(shell: Shell, form: str) -> None:
    done = shell("clean", "--format", form, "-", stdin=TEXT.encode())
    assert done == Done(0, FORMS[form].encode(), b"")


def test_the_command_line_writes_json_unless_told_otherwise(shell: Shell) -> None:
    done = shell("clean", "-", stdin=TEXT.encode())
    assert done == shell("clean", "--format", "json", "-", stdin=TEXT.encode())
    assert (done.code, done.stdout, done.stderr) == (0, in_python("text", TEXT), b"")


def test_a_file_and_standard_input_give_the_same(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(HTML.encode())
    assert shell("clean", str(tmp_path / "page.html")) == shell("clean", "-", stdin=HTML.encode())


MENU = b'<html><body><ul><li><a href="/">Home</a><li><a href="/boats">Boats</a></ul></body></html>'
CODES: dict[str, tuple[tuple[str, ...], bytes, int, str]] = {
    "a file that is not there": (("clean", "no/such/file"), b"", 1, "no/such/file"),
    "a folder": (("clean", "/"), b"", 1, "directory"),
    "an image": (("clean", "-"), b"\x89PNG\r\n\x1a\n", 1, "PNG"),
    "too much": (("clean", "--max-bytes", "10", "-"), TEXT.encode(), 1, "limit is 10"),
    "an unknown method": (("clean", "--summary", "best", "-"), b"", 1, "one of desk, lead"),
    "two minus signs": (("clean", "--sentences=--5", "-"), b"", 1, "whole number"),
    "deep repair": (("clean", "--repair", "deep", "-"), b"", 1, "language model"),
    "a batch that is not there": (("batch", "no/such/file", "-"), b"", 1, "no/such/file"),
    "no command": ((), b"", 2, "usage"),
    "an unknown command": (("wash", "-"), b"", 2, "wash"),
    "an unknown option": (("clean", "--bleach", "-"), b"", 2, "--bleach"),
    "an unknown format": (("clean", "--format", "pdf", "-"), b"", 2, "pdf"),
    "no file": (("clean",), b"", 2, "FILE"),
    "a batch without target": (("batch", "-"), b"", 2, "OUT"),
    "nothing": (("clean", "-"), b"", 3, "empty"),
    "white space": (("clean", "--format", "text", "-"), b" \n\n", 3, "empty"),
    "a menu": (("clean", "--format", "markdown", "-"), MENU, 3, "menu"),
    "only boilerplate": (("clean", "-"), b"Advertisement\n\nShare this article", 3, "boilerplate"),
}


@pytest.mark.parametrize(("arguments", "stdin", "code", "said"), CODES.values(), ids=CODES)
def test_the_exit_code_and_one_line_on_standard_error_tell_how_it_went(
    shell: Shell, arguments: tuple[str, ...], stdin: bytes, code: int, said: str
) -> None:
    done = shell(*arguments, stdin=stdin)
    assert (done.code, said in done.stderr.decode()) == (code, True), done.stderr
    assert code == 2 or done.stderr.count(b"\n") == 1
    assert bool(done.stdout) == (code == 3 and "--format" not in arguments)


def test_an_empty_answer_is_still_a_record(shell: Shell) -> None:
    record = json.loads(shell("clean", "-", stdin=MENU).stdout)
    assert (record["status"], record["text"]) == ("empty", "")
    assert "menu" in record["reason"]


def test_options_come_by_flag_over_environment_over_default(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = b"The lock was opened late. ,"

    def text(*flags: str) -> str:
        return str(json.loads(shell("clean", *flags, "-", stdin=broken).stdout)["text"])

    assert text() == "The lock was opened late."
    monkeypatch.setenv("COPYDESK_REPAIR", "off")
    assert text() == broken.decode()
    assert text("--repair", "safe") == "The lock was opened late."
    monkeypatch.setenv("COPYDESK_REPAIR", "of")
    assert shell("clean", "-", stdin=broken).code == 1


def test_the_environment_reaches_a_new_process_and_its_children() -> None:
    line = json.dumps({"text": "The lock was opened late. ,"}).encode()
    for arguments, stdin in ((("clean", "-"), b"The lock was opened late. ,"), (("batch", "-", "-"), line)):
        done = python(*arguments, stdin=stdin, COPYDESK_REPAIR="off")
        assert json.loads(done.stdout)["text"] == "The lock was opened late. ,", done.stderr


def test_flags_set_the_options_of_the_record(shell: Shell) -> None:
    flags = ("--sentences", "1", "--summary", "lead", "--source-text", "true", "--title", "Lock opens early")
    record = json.loads(shell("clean", *flags, "-", stdin=TEXT.encode()).stdout)
    assert record["source_text"] == TEXT
    assert [pick["text"] for pick in record["summary"]["sentences"]] == [LOCK]


def test_input_can_be_said_to_be_text(shell: Shell) -> None:
    page = b"<html><body><p>A page about a page.</p></body></html>"
    done = shell("clean", "--input", "text", "--format", "text", "-", stdin=page)
    assert done.stdout == page + b"\n"


def test_help_names_every_option_and_its_variable(shell: Shell) -> None:
    done = shell("clean", "--help")
    words = done.stdout.decode().split()
    assert done.code == 0
    for name in Options.__dataclass_fields__:
        assert "--" + name.replace("_", "-") in words
        assert f"COPYDESK_{name.upper()}." in words


def test_rules_prints_every_rule(shell: Shell) -> None:
    done = shell("rules")
    page = done.stdout.decode("utf-8")
    assert done.code == 0
    assert page.startswith("# Rules\n")
    for entry in catalogue():
        assert f"### `{entry['id']}`\n\n{entry['why']}\n" in page


# --- batch

# A line of input, and what must be in the record that comes of it; None when no record may come.
LINES: dict[str, tuple[bytes, dict[str, Any] | None]] = {
    "text": (b'{"text": "The lock is open."}', {"status": "ok", "text": "The lock is open."}),
    "a blank line": (b"", None),
    "a list": (b'["The lock is open."]', {"status": "error", "error": "object"}),
    "a number": (b"5", {"status": "error", "error": "object"}),
    "a string": (b'"The lock is open."', {"status": "error", "error": "object"}),
    "null": (b"null", {"status": "error", "error": "object"}),
    "not a number": (b"NaN", {"status": "error"}),
    "prose": (b"The lock is open.", {"status": "error", "error": "not JSON"}),
    "a cut line": (b'{"id": "cut", "text": "The lo', {"status": "error", "error": "not JSON"}),
    "two records": (b'{"text": "a"} {"text": "b"}', {"status": "error", "error": "not JSON"}),
    "no UTF-8": (b'{"text": "caf\xe9"}', {"status": "error", "error": "not JSON"}),
    "brackets without end": (b"[" * 200_000, {"status": "error"}),
    "white space": (b" \t ", None),
    "an id": (b'{"id": "nine", "text": "The lock is open."}', {"id": "nine", "status": "ok"}),
    "an id of zero": (b'{"id": 0, "text": "The lock is open."}', {"id": 0, "status": "ok"}),
    "HTML": (json.dumps({"id": "page", "html": HTML}).encode(), {"id": "page", "title": "Lock opens early"}),
    "no article": (b'{"id": "none", "url": "https://a.example"}', {"id": "none", "status": "error", "error": "html"}),
    "two articles": (b'{"id": 2, "html": "<p>a", "text": "a"}', {"id": 2, "status": "error", "error": "exactly one"}),
    "a number as article": (b'{"id": 5, "text": 5}', {"id": 5, "status": "error", "error": "exactly one"}),
    "a null beside the article": (b'{"html": null, "text": "The lock is open."}', {"text": "The lock is open."}),
    "an empty article": (b'{"id": "e", "text": " "}', {"id": "e", "status": "empty", "reason": "empty", "text": ""}),
    "a menu": (json.dumps({"html": MENU.decode()}).encode(), {"status": "empty", "reason": "menu"}),
    "boilerplate": (b'{"text": "Advertisement"}', {"status": "empty", "reason": "boilerplate"}),
    "extra keys": (
        b'{"text": "The lock is open.", "score": 1.5, "tags": ["a", {"b": null}], "status": "draft"}',
        {"status": "ok", "extra": {"score": 1.5, "tags": ["a", {"b": None}], "status": "draft"}},
    ),
    "extra keys of an error": (b'{"score": 1}', {"status": "error", "extra": {"score": 1}}),
    "hints": (
        b'{"text": "The lock is open.", "title": "Lock", "language": "da", "url": "https://a.example"}',
        {"title": "Lock", "language": "da"},
    ),
    "hints that are none": (b'{"text": "The lock is open.", "title": 5, "url": null}', {"status": "ok", "title": None}),
    "a lone surrogate": (
        b'{"id": "\\ud83d", "text": "The \\ud800 lock is open.", "note": "\\udfff"}',
        {"id": "\ud83d", "status": "ok", "extra": {"note": "\udfff"}, "text": "The \N{REPLACEMENT CHARACTER} lock is open."},
    ),
    "a carriage return": (b'{"text": "The lock is open."}\r', {"status": "ok", "text": "The lock is open."}),
    "a byte-order mark": (b'\xef\xbb\xbf{"text": "The lock is open."}', {"text": "The lock is open."}),
    "the last one": (b'{"id": "last", "text": "The lock is shut."}', {"id": "last", "text": "The lock is shut."}),
}
KEPT = [name for name, (_, wanted) in LINES.items() if wanted is not None]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What comes of LINES in one run of two workers, from gzip to gzip."""
    folder = tmp_path_factory.mktemp("batch")
    source, target = folder / "in.jsonl.gz", folder / "out.jsonl.gz"
    source.write_bytes(gzip.compress(b"\n".join(line for line, _ in LINES.values())))
    totals = run(str(source), str(target), Options(), Limits(workers=2))
    found = [json.loads(line.decode("utf-8")) for line in gzip.decompress(target.read_bytes()).splitlines()]
    assert sum(totals.values()) == len(found) == len(KEPT)
    assert {status: sum(r["status"] == status for r in found) for status in totals} == dict(totals)
    return found


@pytest.mark.parametrize("name", KEPT)
def test_each_line_comes_out_in_its_place(records: list[dict[str, Any]], name: str) -> None:
    record, wanted = records[KEPT.index(name)], LINES[name][1] or {}
    said = {"reason": record.get("reason"), "error": record.get("error", {}).get("detail")}
    for key, value in wanted.items():
        assert value in said[key] if key in said else record[key] == value
    assert ("extra" in record) == ("extra" in wanted)
    assert record["versions"]["copydesk"]


# Lines that Python's JSON takes and that must not stop the run; what becomes of the line itself is free.
STUMBLES = {
    "not-a-number as id": b'{"id": NaN, "text": "The lock is open."}',
    "infinity beside an article": b'{"text": "The lock is open.", "score": -Infinity}',
    "a number too large for a float": b'{"text": "The lock is open.", "score": 1e999}',
    "not-a-number beside no article": b'{"score": NaN}',
    "keys nested 900 deep": b'{"text": "The lock is open.", "k": ' + b"[" * 900 + b"]" * 900 + b"}",
    "half a character as language": b'{"text": "The lock is open.", "language": "\\ud800"}',
}


@pytest.mark.parametrize("line", STUMBLES.values(), ids=STUMBLES)
def test_no_line_stops_the_lines_behind_it(line: bytes) -> None:
    done = python("batch", "-", "-", stdin=line + b'\n{"id": "next", "text": "The lock is shut."}\n', COPYDESK_SECONDS="9")
    lines = done.stdout.decode("utf-8").splitlines()
    assert (done.code, len(lines)) == (0, 2), done.stderr[-500:]
    assert json.loads(lines[0], parse_constant=pytest.fail)["status"] in ("ok", "error")
    assert json.loads(lines[1])["text"] == "The lock is shut."
    assert b"Traceback" not in done.stderr


def test_standard_input_and_output_carry_a_batch_and_the_totals_stand_apart() -> None:
    stdin = b'{"text": "The lock is open."}\n\n5\n{"text": " "}\n{"id": 4, "text": "The lock is shut."}'
    done = python("batch", "-", "-", "--summary", "none", stdin=stdin)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["status"] for record in found] == ["ok", "error", "empty", "ok"]
    assert found[3]["id"] == 4
    assert found[0]["summary"]["sentences"] == []
    assert (done.code, done.stderr) == (0, b"copydesk: 1 empty, 1 error, 2 ok\n")


def test_a_batch_without_records_is_an_empty_file(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"\n \n")
    done = shell("batch", str(tmp_path / "in"), str(tmp_path / "out"))
    assert (done.code, done.stderr) == (0, b"copydesk: no records\n")
    assert (tmp_path / "out").read_bytes() == b""


def test_a_batch_of_many_keeps_their_order(tmp_path: Path) -> None:
    with (tmp_path / "in").open("w", encoding="utf-8") as lines:
        for n in range(60):
            text = f"{LOCK} {KEEPER} " * (20 if n % 7 == 0 else 1) + f"Boat {n} was the last."
            lines.write(json.dumps({"id": n, "text": text}) + "\n")
    assert run(str(tmp_path / "in"), str(tmp_path / "out"), Options(), Limits(workers=2)) == {"ok": 60}
    found = [json.loads(line) for line in (tmp_path / "out").read_bytes().splitlines()]
    assert [record["id"] for record in found] == list(range(60))
    assert all(record["text"].endswith(f"Boat {record['id']} was the last.") for record in found)


# What a text does to the child that should clean it, and the error's code.
HARD: dict[str, tuple[Callable[..., object], object, str]] = {
    "hangs": (time.sleep, 60, "timeout"),
    "exits": (os._exit, 9, "crashed"),
    "meets a bug": (int, "seven", "crashed"),
}


def test_documents_that_harm_their_child_are_errors_in_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submit = Workers.submit

    def submit_harm(self: Workers, task: Callable[..., Answer], line: bytes, *rest: object) -> Any:
        harm = HARD.get(json.loads(line)["id"])
        call: tuple[Any, ...] = harm[:2] if harm else (task, line, *rest)
        return submit(self, *call)

    monkeypatch.setattr(Workers, "submit", submit_harm)
    ids = ["a", *HARD, "b", "hangs", "c"]
    (tmp_path / "in").write_text("".join(f'{{"id": "{i}", "text": "Boat {i}."}}\n' for i in ids), encoding="utf-8")
    totals = run(str(tmp_path / "in"), str(tmp_path / "out"), Options(), Limits(workers=2, seconds=3))
    found = [json.loads(line) for line in (tmp_path / "out").read_bytes().splitlines()]
    assert totals == {"ok": 3, "error": 4}
    assert [(record["id"], record.get("error", {}).get("code")) for record in found] == [
        (i, HARD[i][2] if i in HARD else None) for i in ids
    ]
    assert [record["text"] for record in found if record["status"] == "ok"] == ["Boat a.", "Boat b.", "Boat c."]


BROKEN = {
    "cut gzip": ("cut.gz", gzip.compress(b'{"text": "The lock is open."}\n' * 50)[:-12]),
    "spoilt gzip": ("bad.gz", gzip.compress(b'{"text": "The lock is open."}\n' * 50)[:20] + b"\xff" * 40),
    "no gzip": ("plain.gz", b'{"text": "The lock is open."}\n'),
}


@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_an_error_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = python("batch", str(tmp_path / name), str(tmp_path / "out"))
    assert (done.code, done.stderr.count(b"\n"), done.stderr[:10]) == (1, 1, b"copydesk: "), done.stderr[-500:]


def test_a_batch_does_not_write_over_its_own_input(shell: Shell, tmp_path: Path) -> None:
    content = b'{"text": "The lock is open."}\n'
    (tmp_path / "both").write_bytes(content)
    assert shell("batch", str(tmp_path / "both"), str(tmp_path / "both")).code == 1
    assert (tmp_path / "both").read_bytes() == content
