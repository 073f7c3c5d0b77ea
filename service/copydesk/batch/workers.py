"""Child processes that clean documents, each with a time and a memory limit.

lxml crashes natively when trafilatura runs in several threads of one process, and some pages make any parser crawl. So
nothing is cleaned in the process that takes the requests, and a document that kills its worker costs nobody else anything.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from copydesk.errors import Crashed, OptionError, TimedOut
from copydesk.record import carried, cleaned, failed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from copydesk.options import Options


@dataclass(frozen=True, slots=True)
class Limits:
    """What the children may use: `workers` processes, `seconds` and `megabytes` (address space) for each document.

    A child is replaced after `recycle` documents, so that no leak of a library lives on.
    """

    workers: int = 0
    seconds: float = 30.0
    megabytes: int = 2048
    recycle: int = 1000

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
        context.set_forkserver_preload(["copydesk.record"])
        self._pool = ProcessPool(
            max_workers=limits.processes,
            max_tasks=limits.recycle,
            initializer=_limit_memory,
            initargs=(limits.megabytes,),
            context=context,
        )

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close(finish=kind is None)

    def close(self, *, finish: bool) -> None:
        """Stop the children: let them finish what was given to them, or drop it."""
        if finish:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()

    def submit(self, given: Mapping[str, Any], options: Options) -> Future[dict[str, Any]]:
        """Hand a record to a child; ask `result_of` for what came of it."""
        future: Future[dict[str, Any]] = self._pool.schedule(
            cleaned, args=(dict(given), options), timeout=self.limits.seconds
        )
        return future

    def result_of(self, future: Future[dict[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
        """Wait for a record; a child that hung or died gives a record with `status` `error`, as `cleaned` does."""
        try:
            return future.result()
        except FutureTimeout:
            error: TimedOut | Crashed = TimedOut(f"cleaning took longer than {self.limits.seconds:g} seconds and was stopped")
        except (ProcessExpired, MemoryError, CancelledError):
            error = Crashed("the process that cleaned this document died, or it ran out of memory")
        return carried(given, failed(error))


def _limit_memory(megabytes: int) -> None:
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
