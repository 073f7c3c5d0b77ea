"""The service under gunicorn, with the settings that containers want."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from copydesk.batch.workers import Limits
from copydesk.http.app import create_app
from copydesk.options import Options

if TYPE_CHECKING:
    from flask import Flask

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  gunicorn's heartbeat file must not wait for a disk


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, settings: dict[str, Any], options: Options, limits: Limits) -> None:
        self._settings, self._options, self._limits = settings, options, limits
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app(self._options, self._limits)


def serve(bind: str) -> None:
    """Serve on `HOST:PORT` until SIGTERM, which lets the requests in flight finish.

    One gunicorn process takes the requests with threads that only wait; cleaning is done by the children of `Limits`.
    Raises OptionError for an environment variable with a bad value, before anything starts.
    """
    options, limits = Options.from_environment(), Limits.from_environment()
    settings = {
        "bind": bind,
        "workers": 1,
        "worker_class": "gthread",
        "threads": 4 * limits.processes + 4,
        "timeout": int(limits.seconds) + 30,
        "graceful_timeout": int(limits.seconds) + 5,
        "worker_exit": _close_workers,
        "control_socket_disable": True,
        "accesslog": "-",
        "access_log_format": '%(h)s "%(r)s" %(s)s %(b)s %(L)ss',
    }
    if _SHARED_MEMORY.is_dir():
        settings["worker_tmp_dir"] = str(_SHARED_MEMORY)
    _Server(settings, options, limits).run()


def _close_workers(_: Any, worker: Any) -> None:
    app = getattr(worker, "wsgi", None)
    if app is not None and "copydesk" in getattr(app, "extensions", {}):
        app.extensions["copydesk"]["workers"].close(finish=False)
