"""How far the work on a load has come: see `core.progress`."""

from __future__ import annotations

from app.core.progress import Busy, Progress, Tell, Work, quiet

__all__ = ["Busy", "Progress", "Tell", "progress_of", "quiet", "working_on"]

LOAD = Work("load", lock=4_711_003)

working_on = LOAD.working_on
progress_of = LOAD.progress_of
