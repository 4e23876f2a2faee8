"""What is still to be done to the record, worked out before anything is: nothing may be left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.api.shapes import Outcome
from app.audit.act import Actor, acting


@dataclass(slots=True)
class Work:
    """Steps to be carried out under one act, and what to say of what stays otherwise."""

    says: str
    by: Actor
    steps: list[Callable[[], object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def do(self, step: Callable[[], object]) -> None:
        """One thing more that is to be done."""
        self.steps.append(step)

    def note(self, says: str) -> None:
        """Something is kept otherwise than it was told, and why."""
        self.notes.append(says)

    def carried_out(self) -> Outcome:
        """Do whatever is to be done. Nothing to do is no act: the record stays as it is."""
        if not self.steps:
            return Outcome.UNCHANGED
        with acting(self.says, self.by):
            for step in self.steps:
                step()
        return Outcome.CHANGED
