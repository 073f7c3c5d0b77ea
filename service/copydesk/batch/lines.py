"""JSON lines through the workers, in order, with never more than a few documents in memory."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections import Counter, deque
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tqdm import tqdm

from copydesk.batch.workers import Limits, Workers
from copydesk.errors import InputError, WorkerError
from copydesk.record import Answer, answer_line, loads, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from copydesk.options import Options

Totals = Counter[str]
_AHEAD = 4  # documents a worker: enough to keep them busy, few enough to keep memory flat


def run(source: str, target: str, options: Options, limits: Limits) -> Totals:
    """Clean every record of `source` into `target`; return how many came out `ok`, `empty` and `error`.

    Both are paths, or `-` for standard input and output; a path that ends in `.gz` is read or written compressed. Lines
    come out in the order in which they came in, one for each line that is not blank. Raises OSError for a path that
    cannot be opened, InputError for a compressed input that is spoilt or a target that is the source.
    """
    totals: Totals = Counter()
    if source != "-" and Path(target).exists() and Path(target).samefile(source):
        raise InputError(f"{target} is the input itself: write to another file")
    with ExitStack() as stack:
        lines = stack.enter_context(_opened(source, "rb"))
        out = stack.enter_context(_opened(target, "wb"))
        workers = stack.enter_context(Workers(limits))
        bar = stack.enter_context(tqdm(unit=" documents", disable=not sys.stderr.isatty()))
        waiting: deque[tuple[bytes, Future[Answer]]] = deque()

        def write_first() -> None:
            line, future = waiting.popleft()
            try:
                answer = workers.answer_of(future)
            except WorkerError as error:
                answer = refused(error, _named(line))
            totals[answer.status] += 1
            out.write(answer.body)
            bar.update()

        for line in _lines(lines, source):
            waiting.append((line, workers.submit(answer_line, line, options)))
            if len(waiting) > _AHEAD * limits.processes:
                write_first()
        while waiting:
            write_first()
    return totals


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines of a stream that are not blank. Raises InputError where a compressed stream is cut or spoilt."""
    try:
        yield from (line for line in stream if line.strip())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name} is cut off or spoilt: {error}") from None


def _named(line: bytes) -> dict[str, Any]:
    try:
        return loads(line)
    except InputError:
        return {}


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
