"""Questions about where every child is; each is answered by `standing`, and by nothing else."""

from __future__ import annotations

from app.oversight.changes import Difference, differences
from app.oversight.standing import Standing, basis, ledger

__all__ = ["Difference", "Standing", "basis", "differences", "ledger"]
