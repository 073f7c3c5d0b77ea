"""JSON lines through the workers, in order, with never more than a few documents in memory."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, deque
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tqdm import tqdm

from copydesk.batch.workers import Limits, Workers
from copydesk.errors import InputError, WorkerError
from copydesk.record import Answer, answer_to, refused

if TYPE_CHECKING:
    from concurrent.futures import Future

    from copydesk.options import Options

Totals = Counter[str]
_AHEAD = 4  # documents a worker: enough to keep them busy, few enough to keep memory flat


def run(source: str, target: str, options: Options, limits: Limits) -> Totals:
    """Clean every record of `source` into `target`; return how many came out `ok`, `empty` and `error`.

    Both are paths, or `-` for standard input and output; a path that ends in `.gz` is read or written compressed. Lines
    come out in the order in which they came in, one for each line that is not blank. Raises OSError for a path that
    cannot be opened.
    """
    totals: Totals = Counter()
    with ExitStack() as stack:
        lines = stack.enter_context(_opened(source, "rb"))
        out = stack.enter_context(_opened(target, "wb"))
        workers = stack.enter_context(Workers(limits))
        bar = stack.enter_context(tqdm(unit=" documents", disable=not sys.stderr.isatty()))
        waiting: deque[tuple[dict[str, Any], Future[Answer]]] = deque()

        def write(answer: Answer) -> None:
            totals[answer.status] += 1
            out.write(answer.body)
            bar.update()

        def write_first() -> None:
            given, future = waiting.popleft()
            try:
                write(workers.answer_of(future))
            except WorkerError as error:
                write(refused(error, given))

        for line in lines:
            if not line.strip():
                continue
            try:
                given = parsed(line)
            except InputError as error:
                while waiting:
                    write_first()
                write(refused(error))
                continue
            waiting.append((given, workers.submit(answer_to, given, options)))
            if len(waiting) > _AHEAD * limits.processes:
                write_first()
        while waiting:
            write_first()
    return totals


def parsed(line: bytes) -> dict[str, Any]:
    """Return the record on a line. Raises InputError when there is none."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("the line is not JSON in UTF-8") from None
    if not isinstance(given, dict):
        raise InputError("the line is not a JSON object with 'html' or 'text'")
    return given


def _opened(path: str, mode: str) -> Any:
    if path == "-":
        return _Standard(sys.stdin.buffer if mode == "rb" else sys.stdout.buffer)
    return gzip.open(path, mode) if path.endswith(".gz") else Path(path).open(mode)


class _Standard:
    """Standard input or output as a context manager that leaves it open."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def __enter__(self) -> IO[bytes]:
        return self._stream

    def __exit__(self, *_: object) -> None:
        self._stream.flush()
