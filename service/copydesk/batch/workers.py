"""Child processes that clean documents, each with a time and a memory limit.

lxml crashes natively when trafilatura runs in several threads of one process, and some pages make any parser crawl. So
nothing is cleaned in the process that takes the requests, and a document that kills its worker costs nobody else anything.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
from concurrent.futures import BrokenExecutor, CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pebble import ProcessExpired, ProcessPool

from copydesk.errors import Crashed, OptionError, TimedOut

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from copydesk.record import Answer


@dataclass(frozen=True, slots=True)
class Limits:
    """What the children may use: `workers` processes, `seconds` and `megabytes` (address space) for each document.

    A child is replaced after `recycle` documents (0: never), so that no leak of a library lives on.
    """

    workers: int = 0
    seconds: float = 30.0
    megabytes: int = 2048
    recycle: int = 1000

    def __post_init__(self) -> None:
        lowest = {"workers": 0, "seconds": 0.01, "megabytes": 256, "recycle": 0}
        for name, low in lowest.items():
            value = getattr(self, name)
            if not low <= value <= 1_000_000:
                raise OptionError(f"COPYDESK_{name.upper()} takes {low:g} to 1000000, not {value:g}")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """Return the limits that COPYDESK_WORKERS, _SECONDS, _MEGABYTES and _RECYCLE set; raise OptionError for others."""
        found: dict[str, Any] = {}
        for name, kind in (("workers", int), ("seconds", float), ("megabytes", int), ("recycle", int)):
            value = environment.get(f"COPYDESK_{name.upper()}")
            if value is None:
                continue
            try:
                found[name] = kind(value)
            except ValueError:
                raise OptionError(f"COPYDESK_{name.upper()} takes a number, not {value!r:.40}") from None
        return cls(**found)

    @property
    def processes(self) -> int:
        """How many children run: `workers`, or one for each processor this process may use."""
        return self.workers or len(os.sched_getaffinity(0))


class Workers:
    """A pool of children; use it as a context manager."""

    def __init__(self, limits: Limits) -> None:
        """Prepare the pool; children start with the first document."""
        self.limits = limits
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["copydesk.batch.warm", "copydesk.record"])
        self._pool = ProcessPool(
            max_workers=limits.processes,
            max_tasks=limits.recycle,
            initializer=_limit_memory,
            initargs=(limits.megabytes,),
            context=context,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close(finish=kind is None)

    @property
    def alive(self) -> bool:
        """Whether the pool still takes documents."""
        return bool(self._pool.active)

    def close(self, *, finish: bool) -> None:
        """Stop the children: let them finish what was given to them, or drop it."""
        if finish:
            self._pool.close()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def submit(self, task: Callable[..., Answer], *arguments: object) -> Future[Answer]:
        """Hand a task to a child; ask `answer_of` for what came of it."""
        future: Future[Answer] = self._pool.schedule(task, args=arguments, timeout=self.limits.seconds)
        return future

    def answer_of(self, future: Future[Answer]) -> Answer:
        """Wait for an answer. Raises TimedOut or Crashed when the child hung or died over it."""
        try:
            return future.result(self.limits.seconds + _PATIENCE)
        except FutureTimeout:
            raise TimedOut(f"cleaning took longer than {self.limits.seconds:g} seconds and was stopped") from None
        except (ProcessExpired, MemoryError, CancelledError):
            raise Crashed("the process that cleaned this document died, or it ran out of memory") from None
        except BrokenExecutor:
            raise  # the pool itself is gone: no fault of this document's
        except Exception as error:
            _log.exception("a document broke the cleaner")
            raise Crashed(f"this document broke the cleaner ({type(error).__name__}); please report it") from error


_PATIENCE = 300.0  # seconds in the queue before a request is told that the desk is too busy
_log = logging.getLogger(__name__)


def _limit_memory(megabytes: int) -> None:
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
