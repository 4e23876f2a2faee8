"""How the server runs its workers: each seals the trail every minute and once more as it stops.

The application is read once, before there are workers, and they share what was read: that takes a
quarter of the time and of the memory that it takes when each reads it.
"""

from __future__ import annotations

import gc
from pathlib import Path
from threading import Timer
from typing import Any

umask = 0o077
timeout = 120
graceful_timeout = 20
preload_app = True

LETTERS_AFTER_SECONDS = 30
"""When what makes letters is loaded, which takes two seconds: not while the service starts, and
before somebody waits for it."""

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

_sealers: dict[int, Any] = {}

gc.disable()  # while the application is read: nothing of that is rubbish, and looking takes long


def on_starting(server: Any) -> None:
    """Once the application is read, and before there are workers."""
    from app.core import compiled

    app = server.app.wsgi()
    if app.jinja_env.bytecode_cache is None:
        compiled.read_all(app, TEMPLATES)
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """In each worker, once it is one (neither a thread nor a connection survives the fork)."""
    from app.audit.seals import Sealer
    from app.core.db import db
    from app.documents.letters.pdf import makes_pdf

    app = worker.app.wsgi()
    with app.app_context():
        db.engine.dispose(close=False)
    _collect_rarely()
    later = Timer(LETTERS_AFTER_SECONDS, makes_pdf)
    later.daemon = True
    later.start()
    sealer = Sealer(app)
    sealer.start()
    _sealers[worker.pid] = sealer


def worker_exit(_server: Any, worker: Any) -> None:
    """As a worker ends: seal what it still can."""
    sealer = _sealers.pop(worker.pid, None)
    if sealer is not None:
        sealer.stop()


def _collect_rarely() -> None:
    """What was loaded stays as long as the worker and is not gone through again; what a page makes
    is mostly gone before it is looked for. With Python's own numbers a long page was collected some
    hundred times, and now and then with all that was ever loaded; with numbers far larger, one page
    in a hundred waited a tenth of a second, and everybody on that worker with it."""
    gc.set_threshold(10_000, 50, 20)
    gc.enable()
