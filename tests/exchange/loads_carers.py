"""What loads a carers' workbook in a process of its own, and says how far it has come."""

from __future__ import annotations

from pathlib import Path

from app import create_app
from app.audit.act import INSTALLER
from app.exchange import loading
from app.exchange.models import LoadKind
from app.settings import Settings


def main(path: str) -> None:
    """Check the file and carry it out."""
    with create_app(Settings.from_environment()).app_context():
        load = loading.check(LoadKind.CARERS, [Path(path)], by=INSTALLER, tell=_tell)
        loading.carry_out(load, by=INSTALLER, tell=_tell)
        print("done", 0, flush=True)


def _tell(doing: str, done: int, _total: int) -> None:
    print(doing, done, flush=True)
