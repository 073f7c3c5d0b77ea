"""The HTTP face: Flask's test client in front of the real children, and once the real server."""

from __future__ import annotations

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from copydesk import Options
from copydesk.batch import Limits
from copydesk.http.app import create_app
from copydesk.http.problems import CODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

Call = dict[str, Any]  # what FlaskClient.open takes

FERRY = "The ferry to Norsund sailed again on Monday after nine days in the yard."
CREW = "Its crew had used the time to paint the rails and to mend the galley stove."
FARES = "Fares stay as they are until the end of June, the harbour office said."
TEXT = f"Ferry sails again\n\n- Advertisment -\n\n{FERRY} {CREW}\n\n{FARES}\n\nSubscribe to our newsletter"
PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry sails again</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry sails again</h1><p>{FERRY} {CREW}</p><p>Share this article</p><p>{FARES}</p></article>
</body></html>"""
MENU = '<html><body><ul><li><a href="/">Home</a><li><a href="/tide">Tide</a><li><a href="/map">Map</a></ul></body></html>'
SCRIPT = '<html><head><title>Tide</title></head><body><div id="app"></div><script>draw("tide")</script></body></html>'


def raw(body: str | bytes, kind: str, path: str = "/v1/clean", **headers: str) -> Call:
    return {"path": path, "method": "POST", "data": body, "content_type": kind, "headers": headers}


def as_json(body: object, path: str = "/v1/clean", **headers: str) -> Call:
    written = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return raw(written, "application/json", path, **headers)


def problem_of(response: TestResponse, code: str) -> dict[str, Any]:
    """Check that the answer is the problem `code` and gives nothing away; return its body."""
    status, title = CODES[code]
    assert (response.status_code, response.mimetype) == (status, "application/problem+json"), response.text
    body: dict[str, Any] = json.loads(response.data)
    assert (body["type"], body["title"], body["status"]) == (f"urn:copydesk:problem:{code}", title, status)
    assert body["detail"].strip()
    assert "Traceback" not in response.text
    assert ".py" not in response.text
    return body


@contextmanager
def served(options: Options, limits: Limits) -> Iterator[Flask]:
    app = create_app(options, limits)
    try:
        yield app
    finally:
        app.extensions["copydesk"]["workers"].close(finish=False)


@pytest.fixture(scope="session")
def app() -> Iterator[Flask]:
    with served(Options(), Limits(workers=2)) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


# What an article does to the child that cleans it, in the fixture `frail`: a text of this name is that task.
HARD: dict[str, tuple[Callable[..., object], object]] = {
    "hangs": (time.sleep, 60),
    "exits": (os._exit, 9),
    "is killed": (signal.raise_signal, signal.SIGKILL),
    "eats memory": (bytes, 1 << 42),
    "meets a bug": (int, "seven"),
}
ENDS = {
    "hangs": "timeout",
    "exits": "crashed",
    "is killed": "crashed",
    "eats memory": "crashed",
    "meets a bug": "crashed",
}


@pytest.fixture(scope="session")
def frail() -> Iterator[Flask]:
    """An app with narrow limits, children that come to harm over the texts of HARD, and a view that has a bug."""
    with served(Options(max_bytes=300), Limits(workers=2, seconds=3)) as app:
        workers = app.extensions["copydesk"]["workers"]
        submit = workers.submit
        workers.submit = lambda task, source, *rest: submit(*HARD.get(source, (task, source, *rest)))

        @app.get("/bug")
        def bug() -> str:
            raise LookupError("the captain's secret")

        yield app


JSON_ANSWERS: dict[str, tuple[Call, str]] = {
    "text in JSON": (as_json({"text": TEXT}), f"{FERRY} {CREW}\n\n{FARES}"),
    "HTML in JSON": (as_json({"html": PAGE}), f"{FERRY} {CREW}\n\n{FARES}"),
    "a null beside the article": (as_json({"text": TEXT, "html": None}), f"{FERRY} {CREW}\n\n{FARES}"),
    "JSON in UTF-16": (as_json(json.dumps({"text": TEXT}).encode("utf-16")), f"{FERRY} {CREW}\n\n{FARES}"),
    "raw text": (raw(TEXT, "text/plain"), f"{FERRY} {CREW}\n\n{FARES}"),
    "raw HTML": (raw(PAGE, "text/html"), f"{FERRY} {CREW}\n\n{FARES}"),
    "raw XHTML": (raw(PAGE, "application/xhtml+xml"), f"{FERRY} {CREW}\n\n{FARES}"),
    "HTML announced as text stays text": (raw("<p>A tag in prose.</p>", "text/plain"), "<p>A tag in prose.</p>"),
    "charset of the Content-Type": (
        raw("Der Bäcker öffnet früh.".encode("latin-1"), "text/plain; charset=iso-8859-1"),
        "Der Bäcker öffnet früh.",
    ),
    "charset of another script": (
        raw("Паром снова ходит.".encode("koi8-r"), 'text/plain; charset="KOI8-R"'),
        "Паром снова ходит.",
    ),
    "charset that nobody knows": (raw("Der Bäcker öffnet.", "text/plain; charset=runes-9"), "Der Bäcker öffnet."),
    "a lone surrogate": (as_json('{"text": "The \\ud800 ferry sails."}'), "The \N{REPLACEMENT CHARACTER} ferry sails."),
}


@pytest.mark.parametrize(("call", "text"), JSON_ANSWERS.values(), ids=JSON_ANSWERS)
def test_an_article_comes_back_clean(client: FlaskClient, call: Call, text: str) -> None:
    response = client.open(**call)
    assert (response.status_code, response.mimetype) == (200, "application/json"), response.text
    record = json.loads(response.data.decode("utf-8"))
    assert (record["status"], record["reason"], record["text"]) == ("ok", None, text)


PLAIN = f"Ferry sails again\n\n{FERRY} {CREW}\n\n{FARES}\n"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("text/html,*/*;q=0.8", "application/json"),
        ("text/plain", "text/plain"),
        ("text/plain;q=0.4, text/markdown;q=0.9", "text/markdown"),
        ("application/json;q=0.1, text/plain", "text/plain"),
        ("text/markdown", "text/markdown"),
    ],
)
def test_accept_chooses_the_form(client: FlaskClient, accept: str | None, kind: str) -> None:
    response = client.open(**raw(PAGE, "text/html", **({"Accept": accept} if accept else {})))
    assert (response.status_code, response.mimetype) == (200, kind)
    if kind == "application/json":
        assert response.get_json()["title"] == "Ferry sails again"
    else:
        assert response.get_data(as_text=True) == ("# " if kind == "text/markdown" else "") + PLAIN


@pytest.mark.parametrize(
    "call",
    [
        raw(TEXT, "text/plain", "/v1/clean?summary=lead&sentences=1&source_text=true&language=da"),
        as_json({"text": TEXT, "summary": "lead", "sentences": 1, "source_text": True, "language": "da"}),
        as_json({"text": TEXT, "sentences": 1, "source_text": "yes"}, "/v1/clean?summary=lead&language=da"),
        as_json({"text": TEXT, "summary": "lead", "language": "da"}, "/v1/clean?summary=lsa&sentences=1&source_text=1"),
    ],
    ids=["query", "JSON", "both", "JSON before query"],
)
def test_options_come_in_the_query_and_in_json(client: FlaskClient, call: Call) -> None:
    record = client.open(**call).get_json()
    assert record["source_text"] == TEXT
    assert record["language"] == "da"
    assert record["summary"]["method"] == "lead"
    assert [pick["text"] for pick in record["summary"]["sentences"]] == [FERRY]


def test_without_the_option_no_source_text_comes_back(client: FlaskClient) -> None:
    assert "source_text" not in client.open(**raw(TEXT, "text/plain")).get_json()


def test_repair_can_be_turned_off(client: FlaskClient) -> None:
    broken = "The ferry sailed late. ,"
    texts = [client.open(**as_json({"text": broken, "repair": how})).get_json()["text"] for how in ("safe", "off")]
    assert texts == ["The ferry sailed late.", broken]


@pytest.mark.parametrize("name", ["feed/12", "", 0, 12, 1.5, True, "\N{SNOWMAN}"])
def test_the_id_comes_back_in_front(client: FlaskClient, name: object) -> None:
    record = client.open(**as_json({"text": TEXT, "id": name})).get_json()
    assert next(iter(record.items())) == ("id", name)


@pytest.mark.parametrize("call", [as_json({"text": TEXT, "id": None}), raw(TEXT, "text/plain")], ids=["null", "raw"])
def test_without_an_id_none_comes_back(client: FlaskClient, call: Call) -> None:
    response = client.open(**call)
    assert (response.status_code, "id" in response.get_json()) == (200, False), response.text


def test_the_same_request_gets_the_same_bytes(client: FlaskClient) -> None:
    assert len({client.open(**raw(PAGE, "text/html")).data for _ in range(5)}) == 1


def test_requests_at_the_same_time_get_their_own_answers(app: Flask) -> None:
    def ask(n: int) -> tuple[int, str]:
        record = app.test_client().open(**as_json({"id": n, "text": f"{FERRY} {n} people stood on deck."})).get_json()
        return record["id"], record["text"]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(24))) == [(n, f"{FERRY} {n} people stood on deck.") for n in range(24)]


ONE_OF = "exactly one of 'html' and 'text'"
SERVER = "is the server's to set"
REFUSED: dict[str, tuple[Call, str, str]] = {
    "cut JSON": (as_json('{"text": "The ferr'), "bad-json", "not JSON"),
    "no JSON at all": (as_json(b""), "bad-json", "not JSON"),
    "two JSON values": (as_json('{"text": "a"} {"text": "b"}'), "bad-json", "not JSON"),
    "bytes that are no UTF-8": (as_json(b'{"text": "\xff"}'), "bad-json", "not JSON"),
    "JSON nested beyond reading": (as_json("[" * 200_000), "bad-json", "not JSON"),
    "a number with no end": (as_json('{"text": "a", "id": ' + "9" * 9000 + "}"), "bad-json", "not JSON"),
    "not-a-number as id": (as_json('{"text": "The ferry sails.", "id": NaN}'), "bad-json", "JSON"),
    "infinity as id": (as_json('{"text": "The ferry sails.", "id": -Infinity}'), "bad-json", "JSON"),
    "a list as id": (as_json({"text": TEXT, "id": ["a", 1]}), "bad-json", "a string or a number"),
    "an object as id": (as_json({"text": TEXT, "id": {"a": 1}}), "bad-json", "a string or a number"),
    "a list": (as_json([TEXT]), "bad-json", ONE_OF),
    "a number": (as_json(5), "bad-json", ONE_OF),
    "a string": (as_json('"The ferry sails."'), "bad-json", ONE_OF),
    "null": (as_json("null"), "bad-json", ONE_OF),
    "html and text": (as_json({"html": PAGE, "text": TEXT}), "bad-json", ONE_OF),
    "text and a number as html": (as_json({"html": 5, "text": TEXT}), "bad-json", ONE_OF),
    "neither html nor text": (as_json({"id": "x"}), "bad-json", ONE_OF),
    "a number as text": (as_json({"text": 5}), "bad-json", ONE_OF),
    "a list of paragraphs": (as_json({"text": [FERRY, CREW]}), "bad-json", ONE_OF),
    "nothing as text": (as_json({"text": None}), "bad-json", ONE_OF),
    "unknown option in JSON": (as_json({"text": TEXT, "sumary": "lead"}), "bad-option", "did you mean 'summary'?"),
    "unknown option in the query": (
        raw(TEXT, "text/plain", "/v1/clean?sentence=2"),
        "bad-option",
        "did you mean 'sentences'?",
    ),
    "option like none": (as_json({"text": TEXT, "q": 1}), "bad-option", "known: "),
    "unknown method": (as_json({"text": TEXT, "summary": "best"}), "bad-option", "one of desk, lead"),
    "too few sentences": (as_json({"text": TEXT, "sentences": 0}), "bad-option", "1 to 100"),
    "half a sentence": (as_json({"text": TEXT, "sentences": 1.5}), "bad-option", "whole number"),
    "two minus signs": (raw(TEXT, "text/plain", "/v1/clean?sentences=--5"), "bad-option", "whole number"),
    "number where text belongs": (as_json({"text": TEXT, "title": 7}), "bad-option", "takes text"),
    "neither true nor false": (
        raw(TEXT, "text/plain", "/v1/clean?source_text=perhaps"),
        "bad-option",
        "true or false",
    ),
    "half a character as language": (as_json('{"text": "Ferry.", "language": "\\ud800"}'), "bad-option", "language"),
    "input": (as_json({"text": TEXT, "input": "text"}), "bad-option", SERVER),
    "charset": (raw(TEXT, "text/plain", "/v1/clean?charset=utf-8"), "bad-option", SERVER),
    "max_bytes": (as_json({"text": TEXT, "max_bytes": 9_999_999}), "bad-option", SERVER),
    "deep repair": (as_json({"text": TEXT, "repair": "deep"}), "bad-option", "language model"),
    "address that is none": ({"path": "/v1/cleen", "method": "POST"}, "not-found", ""),
    "image wanted": (raw(PAGE, "text/html", Accept="image/webp"), "not-acceptable", "text/markdown"),
    "everything but what there is": (
        raw(PAGE, "text/html", Accept="text/*;q=0, application/json;q=0"),
        "not-acceptable",
        "text/plain",
    ),
    "image type": (raw(b"\x89PNG\r\n\x1a\n", "image/png"), "not-text", "Content-Type"),
    "no type": ({"path": "/v1/clean", "method": "POST", "data": b"The ferry sails."}, "not-text", "Content-Type"),
    "form": (raw("text=The+ferry", "application/x-www-form-urlencoded"), "not-text", "Content-Type"),
    "PDF as HTML": (raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "text/html"), "not-text", "PDF"),
    "PNG as text": (raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text/plain"), "not-text", "PNG"),
    "zeros as text": (raw(bytes(4000), "text/plain"), "not-text", "NUL"),
    "menu": (raw(MENU, "text/html"), "no-article", "menu"),
    "page of scripts": (as_json({"html": SCRIPT}), "no-article", "JavaScript"),
    "only boilerplate": (raw("Advertisement\n\nShare this article", "text/plain"), "no-article", "boilerplate"),
    "empty HTML": (raw(b"", "text/html"), "no-article", "empty"),
    "empty text": (raw(b"", "text/plain"), "no-article", "empty"),
    "empty string": (as_json({"text": ""}), "no-article", "empty"),
    "white space": (as_json({"html": " \n\t"}), "no-article", "empty"),
}


@pytest.mark.parametrize(("call", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_a_request_that_fails_says_why(client: FlaskClient, call: Call, code: str, said: str) -> None:
    assert said in problem_of(client.open(**call), code)["detail"]


def test_an_answer_without_article_carries_the_record_with_its_edits(client: FlaskClient) -> None:
    call = as_json({"id": "x", "text": "Advertisement\n\nShare this article"})
    record = problem_of(client.open(**call), "no-article")["record"]
    assert (record["id"], record["status"], record["text"]) == ("x", "empty", "")
    assert "".join(edit["before"] for edit in record["edits"]) == "Advertisement\n\nShare this article"


def test_an_answer_without_article_is_a_problem_in_every_form(client: FlaskClient) -> None:
    assert "menu" in problem_of(client.open(**raw(MENU, "text/html", Accept="text/markdown")), "no-article")["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/v1/clean", "POST"), ("DELETE", "/v1/clean", "POST"), ("POST", "/v1/info", "GET"), ("PUT", "/livez", "GET")],
)
def test_a_wrong_method_is_told_the_right_one(client: FlaskClient, method: str, path: str, allowed: str) -> None:
    response = client.open(path, method=method)
    problem_of(response, "wrong-method")
    assert allowed in response.headers["Allow"].split(", ")


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/json"])
def test_a_body_over_the_limit_is_too_large(frail: Flask, kind: str) -> None:
    problem_of(frail.test_client().open(**raw("x" * 301, kind)), "too-large")


def test_a_body_of_unknown_length_is_held_to_the_limit(frail: Flask) -> None:
    call = {"input_stream": BytesIO(b"x" * 301), "environ_overrides": {"wsgi.input_terminated": True}}
    response = frail.test_client().post("/v1/clean", content_type="text/plain", **call)
    problem_of(response, "too-large")


def test_a_fault_of_the_service_gives_nothing_away(frail: Flask) -> None:
    response = frail.test_client().get("/bug")
    problem_of(response, "internal")
    assert "captain" not in response.text


@pytest.mark.parametrize("harm", HARD)
def test_a_document_that_harms_its_child_costs_nobody_else_anything(frail: Flask, harm: str) -> None:
    good = as_json({"text": "The ferry sails on Monday."})
    with ThreadPoolExecutor(1) as threads:
        harmed = threads.submit(lambda: frail.test_client().open(**as_json({"text": harm})))
        meanwhile = frail.test_client().open(**good)
        problem_of(harmed.result(), ENDS[harm])
    afterwards = [frail.test_client().open(**good) for _ in range(3)]
    for response in (meanwhile, *afterwards):
        assert (response.status_code, response.get_json()["text"]) == (200, "The ferry sails on Monday.")


def test_an_id_nested_deep_costs_nobody_else_anything() -> None:
    with served(Options(), Limits(workers=1, seconds=5)) as app:

        def ask(call: Call) -> TestResponse:
            answers: queue.Queue[TestResponse] = queue.Queue()
            Thread(target=lambda: answers.put(app.test_client().open(**call)), daemon=True).start()
            return answers.get(timeout=20)

        for depth in (100, 900, 5000):
            nested = f'{{"text": "The ferry sails.", "id": {"[" * depth}{"]" * depth}}}'
            assert ask(as_json(nested)).status_code in (200, 400)
            assert ask(as_json({"text": "The ferry sails."})).status_code == 200


def test_a_number_that_no_float_holds_is_no_crash(client: FlaskClient) -> None:
    assert client.open(**as_json('{"text": "The ferry sails.", "id": 1e999}')).status_code in (200, 400)


def test_the_service_lives_and_is_ready(client: FlaskClient) -> None:
    client.open(**raw(TEXT, "text/plain"))
    for path in ("/livez", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response.text) == (200, "ok\n")


def test_until_a_document_has_been_cleaned_the_service_is_not_ready(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions["copydesk"], "warm", Future())
    problem_of(client.get("/readyz"), "not-ready")
    assert client.get("/livez").status_code == 200


def test_info_tells_versions_limits_options_and_problems(app: Flask, client: FlaskClient) -> None:
    info = client.get("/v1/info").get_json()
    assert info["versions"] == client.open(**raw(TEXT, "text/plain")).get_json()["versions"]
    assert set(info["versions"]) == {"copydesk", "trafilatura", "sumy", "rules"}
    assert info["limits"] == {"max_bytes": 20_000_000, "workers": 2, "seconds": 30.0, "megabytes": 2048}
    assert info["problems"] == {code: {"status": status, "title": title} for code, (status, title) in CODES.items()}
    assert {"repair", "summary", "sentences", "title", "source_text"} <= set(info["options"])
    assert not {"input", "charset", "max_bytes"} & set(info["options"])
    assert info["options"]["repair"]["choices"] == ["off", "safe", "deep"]
    assert {"/v1/clean", "/v1/info", "/v1/rules", "/livez", "/readyz"} <= set(info["routes"])


def test_every_option_that_info_names_is_taken(client: FlaskClient) -> None:
    options = client.get("/v1/info").get_json()["options"]
    asked = {name: option["default"] for name, option in options.items()}
    assert client.open(**as_json({"text": TEXT, **asked})).status_code == 200


def test_rules_tells_every_rule_that_an_edit_names(client: FlaskClient) -> None:
    answer = client.get("/v1/rules").get_json()
    ids = [rule["id"] for rule in answer["rules"]]
    assert len(ids) == len(set(ids)) > 20
    assert all(rule["why"] for rule in answer["rules"])
    record = client.open(**raw(TEXT + "\n\nThe ferry sailed late. ,\u200b", "text/plain")).get_json()
    assert {edit["rule"] for edit in record["edits"]} <= set(ids)
    assert answer["versions"] == record["versions"]


def test_every_problem_has_its_test() -> None:
    reached = {code for _, code, _ in REFUSED.values()} | set(ENDS.values())
    assert reached | {"wrong-method", "too-large", "internal", "not-ready"} == set(CODES)


def test_a_server_told_to_stop_finishes_the_request_in_hand(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [sys.executable, "-m", "copydesk", "serve", "--bind", f"127.0.0.1:{port}"],
            stdout=lines,
            stderr=subprocess.STDOUT,
            env={**os.environ, "COPYDESK_WORKERS": "1"},
        )
    try:
        wait_until(lambda: answered(port, "GET", "/readyz")[0] == 200)
        assert answered(port, "POST", "/v1/clean", PAGE)[0] == 200
        status, body = stopped_while_sending(server, port, log)
        assert (status, json.loads(body)["title"]) == (200, "Ferry sails again")
        assert server.wait(30) == 0
    finally:
        server.kill()
        server.wait()
    assert "Traceback" not in log.read_text(encoding="utf-8")


def stopped_while_sending(server: subprocess.Popen[bytes], port: int, log: Path) -> tuple[int, bytes]:
    """Send SIGTERM once the server waits for a request's body, and the body once it has said that it stops."""
    body = PAGE.encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", "/v1/clean")
    for name, value in {"Content-Type": "text/html", "Content-Length": len(body), "Expect": "100-continue"}.items():
        connection.putheader(name, str(value))
    connection.endheaders()
    assert connection.sock is not None
    assert connection.sock.recv(25, socket.MSG_WAITALL) == b"HTTP/1.1 100 Continue\r\n\r\n"
    server.send_signal(signal.SIGTERM)
    wait_until(lambda: b"Handling signal: term" in log.read_bytes())
    connection.send(body)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def answered(port: int, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    """Return status and body; status 0 when nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {"Content-Type": "text/html"})
        response = connection.getresponse()
        return response.status, response.read()
    except ConnectionError:
        return 0, b""
    finally:
        connection.close()


def wait_until(happened: Callable[[], bool]) -> None:
    for _ in range(300):
        if happened():
            return
        time.sleep(0.1)
    pytest.fail("waited 30 seconds in vain")
