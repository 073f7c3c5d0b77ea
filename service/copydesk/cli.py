"""The command line: clean one article, clean many, show the rules, serve."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.errors import CopydeskError
from copydesk.options import PREFIX, Options

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = ("json", "text", "markdown")
_EMPTY = 3  # exit status when no article was found
_STATUS = (
    "Exit status: 0 done, 1 an error that the message names, 2 a wrong call, 3 no article in the input of clean. batch ends "
    "with 0 when every line has its record; a record's status and the totals on standard error tell how it went."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, 1 for an error, 2 for a wrong call, 3 when no article was found."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except (CopydeskError, OSError) as error:
        sys.stderr.write(f"copydesk: {error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="copydesk", description="The copy desk for scraped articles.", epilog=_STATUS)
    parser.add_argument("--version", action="version", version=f"copydesk {version('copydesk')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("clean", help="clean one article: a file, or - for standard input")
    one.add_argument("source", metavar="FILE")
    one.add_argument("--format", choices=FORMATS, default="json", help="default: %(default)s")
    _add_options(one)
    one.set_defaults(run=_clean)

    many = commands.add_parser("batch", help="clean JSON lines: records of id and html or text, gzip by suffix")
    many.add_argument("source", metavar="IN")
    many.add_argument("target", metavar="OUT")
    _add_options(many)
    many.set_defaults(run=_batch)

    rules = commands.add_parser("rules", help="print every rule with its reason and its examples, as Markdown")
    rules.set_defaults(run=_rules)

    serve = commands.add_parser("serve", help="run the HTTP service under gunicorn")
    serve.add_argument("--bind", metavar="HOST:PORT", default="127.0.0.1:8000", help="default: %(default)s")
    serve.set_defaults(run=_serve)
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    for knob in fields(Options):
        default = knob.default if knob.default != "" else "none"
        parser.add_argument(
            "--" + knob.name.replace("_", "-"),
            help=f"{knob.metadata['help']} Default: {default}; environment: {PREFIX}{knob.name.upper()}.".replace("%", "%%"),
            metavar="|".join(knob.metadata["choices"]) or {bool: "true|false", int: "N", str: "TEXT"}[type(knob.default)],
        )


def _options(given: argparse.Namespace) -> Options:
    named = {knob.name: getattr(given, knob.name) for knob in fields(Options)}
    return Options.of({name: value for name, value in named.items() if value is not None}, Options.from_environment())


def _clean(given: argparse.Namespace) -> int:
    from copydesk.record import answer  # noqa: PLC0415  the parser must not wait for the rooms

    options = _options(given)
    source = sys.stdin.buffer.read() if given.source == "-" else Path(given.source).read_bytes()
    found = answer(source, options, given.format)
    if found.status == "error":
        sys.stderr.write(f"copydesk: {found.detail}\n")
        return 1
    sys.stdout.buffer.write(found.body)
    if found.status == "empty":
        sys.stderr.write(f"copydesk: {found.detail}\n")
        return _EMPTY
    return 0


def _batch(given: argparse.Namespace) -> int:
    from copydesk.batch import Limits, run  # noqa: PLC0415

    totals = run(given.source, given.target, _options(given), Limits.from_environment())
    sys.stderr.write(f"copydesk: {', '.join(f'{n} {status}' for status, n in sorted(totals.items())) or 'no records'}\n")
    return 0


def _rules(_: argparse.Namespace) -> int:
    from copydesk.catalogue import as_markdown  # noqa: PLC0415

    sys.stdout.write(as_markdown())
    return 0


def _serve(given: argparse.Namespace) -> int:
    from copydesk.http.serve import serve  # noqa: PLC0415

    serve(given.bind)
    return 0
