"""Every error in one shape: RFC 9457 problem+json."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response
from werkzeug.exceptions import HTTPException

from copydesk.errors import CopydeskError
from copydesk.record import code_of

if TYPE_CHECKING:
    from flask import Flask

# What a caller can do, by the short name of the error. The names are stable; docs/api.md lists them.
CODES = {
    "bad-json": (HTTPStatus.BAD_REQUEST, "The body is not the JSON object that was announced."),
    "bad-option": (HTTPStatus.BAD_REQUEST, "An option is unknown or has a value that it does not take."),
    "not-found": (HTTPStatus.NOT_FOUND, "No such address; GET /v1/info lists them."),
    "wrong-method": (HTTPStatus.METHOD_NOT_ALLOWED, "The address exists, but not for this method."),
    "not-acceptable": (HTTPStatus.NOT_ACCEPTABLE, "None of the accepted types can be given."),
    "too-large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is larger than the limit."),
    "not-text": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is neither HTML, plain text nor JSON."),
    "no-article": (HTTPStatus.UNPROCESSABLE_ENTITY, "No article was found in the input; detail says why."),
    "crashed": (HTTPStatus.UNPROCESSABLE_ENTITY, "Cleaning this document killed its worker."),
    "timeout": (HTTPStatus.GATEWAY_TIMEOUT, "Cleaning this document took longer than the limit."),
    "not-ready": (HTTPStatus.SERVICE_UNAVAILABLE, "The service is starting."),
    "internal": (HTTPStatus.INTERNAL_SERVER_ERROR, "A fault of the service; its log has the details."),
}
_NAMED = {
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "wrong-method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-large",
    HTTPStatus.BAD_REQUEST: "bad-json",
}


_DETAILS = {
    "not-found": "GET /v1/info lists the addresses",
    "too-large": "the body is over the limit that GET /v1/info tells as max_bytes: send less, or raise COPYDESK_MAX_BYTES",
    "wrong-method": "the header Allow names the methods of this address",
}


def problem(code: str, detail: str, **more: Any) -> Response:
    """Return the answer for the error `code`: status, stable type, title, and a sentence that says what to do."""
    status, title = CODES[code]
    body = {"type": f"urn:copydesk:problem:{code}", "title": title, "status": int(status), "detail": detail, **more}
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def handle_problems(app: Flask) -> None:
    """Make every error of the application a problem; what nobody foresaw is logged and answered without its traceback."""

    @app.errorhandler(CopydeskError)
    def known(error: CopydeskError) -> Response:
        return problem(code_of(error), str(error))

    @app.errorhandler(HTTPException)
    def routing(error: HTTPException) -> Response:
        code = _NAMED.get(HTTPStatus(error.code or 500))
        if code is None:
            app.logger.error("unforeseen HTTP error %s", error.code)
            return problem("internal", "the service could not answer; its log has the details")
        answer = problem(code, _DETAILS.get(code, str(error.description)))
        for name, value in error.get_headers():
            if name == "Allow":
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        app.logger.error("unforeseen error", exc_info=error)
        return problem("internal", "the service could not answer; its log has the details")
