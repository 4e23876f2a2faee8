"""What destroys one record and is killed at one of its statements, in a process of its own.

Killed before that statement runs; past the last one, after the commit and before the sweep.
"""

from __future__ import annotations

import os
import signal
from itertools import count
from typing import Any

from sqlalchemy import event

from app import create_app
from app.accounts.models import User
from app.core.db import db
from app.retention import actions
from app.retention.models import Disposal


def main(disposal: int, decider: int, statement: int) -> None:
    """Decide, and be killed."""
    with create_app().app_context():
        numbers = count(1)

        def kill(*_told: Any) -> None:
            if next(numbers) == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        found, by = db.session.get_one(Disposal, disposal), db.session.get_one(User, decider)
        event.listen(db.engine, "before_cursor_execute", kill)
        actions.destroy(found, reason="Agreed.", by=by)
        print(next(numbers), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
