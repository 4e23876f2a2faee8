"""Processes of their own on an application's database, to be killed or to run at once.

    with begun(app, keeps_on.main, "household:1") as process:
        process.line()          # what it says, as it says it
        process.process.kill()

Each is begun by one process that has read the application's code: in a tenth of a second, and not
in several. It has the settings of the application in its environment, and no others.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import IO, Any

from tests.serving import PATIENCE_SECONDS, READ_BEFORE, environment_of


@dataclass
class Begun:
    """A process, and what it says on its outputs."""

    process: BaseProcess
    said: IO[str]

    def line(self) -> str:
        """The next line it says, without its end; waits for it. Empty: it says no more."""
        return self.said.readline().rstrip("\n")

    def ended(self) -> tuple[int, str]:
        """Wait until it ends. How it ended, and what else it said."""
        rest = self.said.read()
        self.process.join(PATIENCE_SECONDS)
        assert self.process.exitcode is not None, "it does not end"
        return self.process.exitcode, rest


@contextmanager
def begun(
    app: Any, run: Callable[..., Any], *args: Any, environment: dict[str, str] | None = None
) -> Iterator[Begun]:
    """Run a function of some module in a process of its own; end it with the block."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(READ_BEFORE)
    hears, says = context.Pipe(duplex=False)
    settings = app.config["SETTINGS"]
    told = {
        "PATH": os.environ["PATH"],
        **environment_of(settings, settings.anchor_path),
        **(environment or {}),
    }
    process = context.Process(target=_become, args=(says, told, run, args), daemon=True)
    process.start()
    says.close()
    with os.fdopen(os.dup(hears.fileno())) as said:
        hears.close()
        try:
            yield Begun(process, said)
        finally:
            process.kill()
            process.join(PATIENCE_SECONDS)


def _become(
    says: Connection, environment: dict[str, str], run: Callable[..., Any], args: tuple[Any, ...]
) -> None:
    """Runs in the new process."""
    os.environ.clear()
    os.environ.update(environment)
    for output in (1, 2):
        os.dup2(says.fileno(), output)
    says.close()
    run(*args)
    sys.stdout.flush()


def hearth(*words: str) -> None:
    """`hearth` with these words on its command line."""
    from app.cli import main

    main(list(words))
