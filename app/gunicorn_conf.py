"""How the server runs its workers: each seals the trail every minute and once more as it stops."""

from __future__ import annotations

import gc
from threading import Timer
from typing import Any

umask = 0o077
timeout = 120
graceful_timeout = 20

LETTERS_AFTER_SECONDS = 30
"""When what makes letters is loaded, which takes two seconds: not while the service starts, and
before somebody waits for it."""

_sealers: dict[int, Any] = {}


def post_fork(_server: Any, _worker: Any) -> None:
    """Before a worker reads the application: nothing of that is rubbish, and looking for some took
    a sixth of the time."""
    gc.disable()


def post_worker_init(worker: Any) -> None:
    """In each worker, once the application stands (a thread would not survive the fork)."""
    from app.audit.seals import Sealer
    from app.documents.letters.pdf import makes_pdf

    _collect_rarely()
    later = Timer(LETTERS_AFTER_SECONDS, makes_pdf)
    later.daemon = True
    later.start()
    sealer = Sealer(worker.app.wsgi())
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
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 20)
    gc.enable()
