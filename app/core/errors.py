"""The two ways in which the record says no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.statute.breach import Breach


class RuleBroken(Exception):
    """A decision was refused. Holds every reason at once, each with its citation."""

    def __init__(self, *breaches: Breach) -> None:
        if not breaches:
            raise ValueError("a refusal needs at least one reason")
        self.breaches: Sequence[Breach] = breaches
        super().__init__("; ".join(breach.says for breach in breaches))


class Stale(Exception):
    """The record was changed by someone else after the form was opened; nothing was saved."""

    def __init__(self, record: object) -> None:
        self.record = record
        super().__init__("changed since it was opened")
