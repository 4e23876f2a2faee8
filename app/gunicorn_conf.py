"""How the server runs its workers: each seals the trail every minute and once more as it stops."""

from __future__ import annotations

from typing import Any

umask = 0o077
timeout = 120
graceful_timeout = 20

_sealers: dict[int, Any] = {}


def post_worker_init(worker: Any) -> None:
    """In each worker, once the application stands (a thread would not survive the fork)."""
    from app.audit.seals import Sealer

    sealer = Sealer(worker.app.wsgi())
    sealer.start()
    _sealers[worker.pid] = sealer


def worker_exit(_server: Any, worker: Any) -> None:
    """As a worker ends: seal what it still can."""
    sealer = _sealers.pop(worker.pid, None)
    if sealer is not None:
        sealer.stop()
