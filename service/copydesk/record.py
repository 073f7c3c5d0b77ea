"""The one record that every face gives: command line, HTTP, batch. Plain types, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from copydesk.errors import BadRecord, CopydeskError, InputError, OptionError, TimedOut, TooLarge, WorkerError
from copydesk.pipeline import clean
from copydesk.render import as_markdown, as_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from copydesk.article import Article
    from copydesk.options import Options

HINTS = ("url", "title", "language")  # what a record may say about itself
_LONE = re.compile("[\ud800-\udfff]")
_CODES = (
    (TooLarge, "too-large"),
    (BadRecord, "bad-json"),
    (InputError, "not-text"),
    (OptionError, "bad-option"),
    (TimedOut, "timeout"),
    (WorkerError, "crashed"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a face passes on: the bytes of the answer, and how it went.

    `status` is `ok`, `empty` or `error`; of the latter two `code` is the short name and `detail` the sentence.
    """

    status: str
    body: bytes
    code: str | None = None
    detail: str | None = None


def answer(source: str | bytes, options: Options, form: str = "json", given: Mapping[str, Any] | None = None) -> Answer:
    """Clean one source and write it down as `json` (with the id of `given`), `text` or `markdown`. Never raises on input."""
    try:
        article = clean(source, options)
    except CopydeskError as error:
        return refused(error, given)
    if form == "json":
        body = dumps(carried(given or {}, record_of(article, options)))
    else:
        body = (as_text if form == "text" else as_markdown)(article).encode("utf-8", "replace")
    if article.status == "empty":
        return Answer("empty", body, "no-article", article.reason)
    return Answer("ok", body)


def refused(error: CopydeskError, given: Mapping[str, Any] | None = None) -> Answer:
    """Return the answer to an input that could not be cleaned."""
    body = dumps(carried(given or {}, failed(error)))
    return Answer("error", body, code_of(error), str(error))


def answer_line(line: bytes, options: Options) -> Answer:
    """Return `answer_to` for a line of JSON. A line that holds no record gives an error like any other."""
    try:
        return answer_to(loads(line), options)
    except InputError as error:
        return refused(error)
    except RecursionError:
        return refused(BadRecord("the record is nested too deeply"))


def answer_to(given: Mapping[str, Any], options: Options) -> Answer:
    """Return `answer` for an input record: `html` or `text`, and optionally `id`, `url`, `title`, `language`.

    Keys that Copydesk doesn't know come back under `extra`.
    """
    kinds = [kind for kind in ("html", "text") if given.get(kind) is not None]
    if len(kinds) != 1 or not isinstance(given[kinds[0]], str):
        return refused(BadRecord("a record needs the article as text under exactly one of 'html' and 'text'"), given)
    try:
        hints = {hint: given[hint] for hint in HINTS if isinstance(given.get(hint), str)}
        if "language" in hints:
            code = re.match(r"[a-z]{2,3}(?![a-z])", hints["language"].lower())  # en-US is en; what is no code is no hint
            hints["language"] = code.group() if code else options.language
        chosen = replace(options, input=kinds[0], **hints)
    except OptionError as error:
        return refused(error, given)
    return answer(given[kinds[0]], chosen, given=given)


def cleaned(given: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """Return the record for one input record, as plain types: for pipelines that call a function. Never raises on input.

    `status` is `ok`, `empty` (and `reason` says why) or `error` (and `error` has a `code` and a sentence).
    """
    record: dict[str, Any] = json.loads(answer_to(given, options).body)
    return record


def record_of(article: Article, options: Options) -> dict[str, Any]:
    """Return the record of an article; with `options.source_text` it carries the text that edits refer to."""
    record: dict[str, Any] = {
        "status": article.status,
        "reason": article.reason,
        "title": article.title,
        "byline": article.byline,
        "date": article.date,
        "language": article.language,
        "text": article.text,
        "summary": asdict(article.summary),
        "edits": [asdict(edit) for edit in article.edits],
        "flags": [asdict(flag) for flag in article.flags],
        "quality": article.quality,
        "counts": {"words_in": len(article.source_text.split()), "words_out": len(article.text.split())},
        "offset_unit": "codepoint",
        "versions": versions(),
    }
    if options.source_text:
        record["source_text"] = article.source_text
    return record


def failed(error: CopydeskError) -> dict[str, Any]:
    """Return the record of an input that could not be cleaned."""
    return {"status": "error", "error": {"code": code_of(error), "detail": str(error)}, "versions": versions()}


def code_of(error: CopydeskError) -> str:
    """Return the short stable name of an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), "failed")


def carried(given: Mapping[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with the input's id in front and its unknown keys behind."""
    known = {"id", "html", "text", *HINTS}
    extra = {key: value for key, value in given.items() if key not in known}
    named = {"id": given["id"]} if given.get("id") is not None else {}
    return {**named, **record, **({"extra": extra} if extra else {})}


def loads(text: str | bytes) -> dict[str, Any]:
    """Return the JSON object that `text` holds. Raises BadRecord for anything else, NaN and Infinity among it."""
    try:
        found = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON in UTF-8: {error}") from None
    if not isinstance(found, dict):
        raise BadRecord("not a JSON object with the article under 'html' or 'text'")
    return found


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is no number of JSON")
    return value


def dumps(record: Mapping[str, Any]) -> bytes:
    """Return a record as one line of JSON in UTF-8; half surrogate pairs, which UTF-8 lacks, are written as escapes."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _LONE.sub(lambda m: f"\\u{ord(m.group()):04x}", line).encode() + b"\n"


@cache
def versions() -> dict[str, str]:
    """Return what the answer depends on; `rules` is a digest of the rules' code and data."""
    digest = hashlib.sha256()
    for room in ("boilerplate", "repair"):
        for file in sorted((files("copydesk") / room).iterdir(), key=_name):
            if file.name.endswith((".py", ".toml", ".txt", ".json")):
                digest.update(file.read_bytes())
    packages = {name: version(name) for name in ("copydesk", "trafilatura", "sumy")}
    return {**packages, "rules": digest.hexdigest()[:12]}


def _name(file: Traversable) -> str:
    return file.name
