"""JSON lines through the workers, in order, with never more than a few documents in memory."""

from __future__ import annotations

import gzip
import sys
from collections import Counter, deque
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tqdm import tqdm

from copydesk.batch.workers import Limits, Workers
from copydesk.errors import WorkerError
from copydesk.record import Answer, answer_line, loads, refused

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
        waiting: deque[tuple[bytes, Future[Answer]]] = deque()

        def write_first() -> None:
            line, future = waiting.popleft()
            try:
                answer = workers.answer_of(future)
            except WorkerError as error:
                answer = refused(error, loads(line))
            totals[answer.status] += 1
            out.write(answer.body)
            bar.update()

        for line in lines:
            if line.strip():
                waiting.append((line, workers.submit(answer_line, line, options)))
            if len(waiting) > _AHEAD * limits.processes:
                write_first()
        while waiting:
            write_first()
    return totals


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
