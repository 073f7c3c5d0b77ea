"""The application: one POST that cleans, a few GETs that tell what it is and how it is."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from copydesk.batch.workers import Limits, Workers
from copydesk.catalogue import catalogue
from copydesk.errors import InputError
from copydesk.http.problems import CODES, handle_problems, problem
from copydesk.options import Options
from copydesk.record import Answer, answer, loads, versions

if TYPE_CHECKING:
    from collections.abc import Mapping

routes = Blueprint("copydesk", __name__)
_TYPES = {"application/json": "json", "text/plain": "text", "text/markdown": "markdown"}
_BODIES = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_ONE_OF = "send an object with the article as a string under exactly one of 'html' and 'text'"
_WARM = "The desk is open. It has read this sentence."


def create_app(options: Options | None = None, limits: Limits | None = None) -> Flask:
    """Return the Flask application; defaults come from the environment.

    Raises OptionError for an environment variable with a value that its option does not take.
    """
    app = Flask("copydesk", static_folder=None)
    base = options or Options.from_environment()
    workers = Workers(limits or Limits.from_environment())
    app.config["MAX_CONTENT_LENGTH"] = base.max_bytes
    app.extensions["copydesk"] = {"options": base, "workers": workers}
    app.extensions["copydesk"]["warm"] = workers.submit(answer, _WARM, base)
    app.register_blueprint(routes)
    handle_problems(app)
    return app


def _workers() -> Workers:
    workers: Workers = current_app.extensions["copydesk"]["workers"]
    return workers


def _base() -> Options:
    options: Options = current_app.extensions["copydesk"]["options"]
    return options


@routes.post("/v1/clean")
def clean() -> Response:
    """Clean one article; the body is JSON or the article itself, Accept chooses JSON, plain text or Markdown."""
    form = request.accept_mimetypes.best_match(_TYPES) if request.accept_mimetypes else "application/json"
    if form is None:
        return problem("not-acceptable", f"send Accept with one of {', '.join(_TYPES)}")
    asked: dict[str, Any] = dict(request.args)
    given: Mapping[str, Any] = {}
    if request.mimetype == "application/json":
        try:
            body = loads(request.get_data())
        except InputError as error:
            return problem("bad-json", f"the body is {error}; {_ONE_OF}")
        kinds = [kind for kind in ("html", "text") if body.get(kind) is not None]
        if len(kinds) != 1 or not isinstance(body[kinds[0]], str):
            return problem("bad-json", _ONE_OF)
        if not isinstance(body.get("id"), str | int | float | None):
            return problem("bad-json", "send an id that is a string or a number")
        given = {"id": body.get("id")}
        source: str | bytes = body[kinds[0]]
        asked |= {name: value for name, value in body.items() if name not in ("id", "html", "text") and value is not None}
        fixed: dict[str, Any] = {"input": kinds[0]}
    elif request.mimetype in _BODIES:
        source = request.get_data()
        fixed = {"input": _BODIES[request.mimetype], "charset": request.mimetype_params.get("charset", "")}
    else:
        return problem("not-text", f"send Content-Type application/json or one of {', '.join(_BODIES)}")
    options = replace(Options.of_request(asked, _base()), **fixed)
    workers = _workers()
    return _response(workers.answer_of(workers.submit(answer, source, options, _TYPES[form], given)), form)


def _response(found: Answer, form: str) -> Response:
    if found.status == "ok":
        return Response(found.body, mimetype=form)
    more = {"record": json.loads(found.body)} if found.status == "empty" and form == "application/json" else {}
    return problem(found.code or "internal", found.detail or "", **more)


@routes.get("/v1/info")
def info() -> Response:
    """Tell versions, limits, options and errors."""
    limits = _workers().limits
    return jsonify(
        service="copydesk",
        versions=versions(),
        offset_unit="codepoint",
        limits={
            "max_bytes": _base().max_bytes,
            "workers": limits.processes,
            "seconds": limits.seconds,
            "megabytes": limits.megabytes,
        },
        options={
            knob.name: {
                "default": getattr(_base(), knob.name),
                "choices": list(knob.metadata["choices"]) or None,
                "help": knob.metadata["help"],
            }
            for knob in fields(Options)
            if knob.metadata["request"]
        },
        problems={code: {"status": int(status), "title": title} for code, (status, title) in CODES.items()},
        routes=sorted({str(rule) for rule in current_app.url_map.iter_rules()}),
    )


@routes.get("/v1/rules")
def rules() -> Response:
    """Tell every rule, with its reason and its examples."""
    return jsonify(rules=catalogue(), versions=versions())


@routes.get("/livez")
def livez() -> Response:
    """Tell that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@routes.get("/readyz")
def readyz() -> Response:
    """Tell whether a document has been cleaned since the start; where that failed, log why and try again."""
    state = current_app.extensions["copydesk"]
    warm = state["warm"]
    if _workers().alive and warm.done() and not warm.exception() and warm.result().status == "ok":
        return Response("ok\n", mimetype="text/plain")
    if warm.done():
        current_app.logger.error("no worker could clean a document: %s", warm.exception() or warm.result().detail)
        state["warm"] = _workers().submit(answer, _WARM, _base())
    return problem("not-ready", "no worker has cleaned a document yet: ask again in a second; the log says more")
