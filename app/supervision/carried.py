"""What a worker carries besides households. Rooms above supervision say what theirs is.

    carry(Kind("assessment", of=open_assessments, hand_over=allocate_by_ref))

Then it is weighed in the caseload, stands on a leaver's list, and is handed over with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.models import User
from app.audit.act import Actor
from app.supervision.rules.weighing import Weight


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing that somebody has to do."""

    kind: str
    ref: str
    says: str
    """What a line calls it: never a child's name."""
    household_id: int
    """0: it is about no household."""
    household: str
    household_ref: str
    worker_id: int | None
    since: date
    weighed: Weight | None = None
    """What it counts as; None: nothing in points."""
    endpoint: str = ""
    """Its page, asked for by `ref`; none: the household's."""

    @property
    def key(self) -> str:
        """Names it among everything carried."""
        return f"{self.kind}:{self.ref}"

    @property
    def in_words(self) -> str:
        """What it is, and of which household."""
        return ", ".join(each for each in (self.says, self.household) if each)


Of = Callable[[date, datetime | None], Sequence[Carried]]
HandOver = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing carried: all that is open on a day, and how one goes to somebody else."""

    name: str
    of: Of
    hand_over: HandOver
    """`hand_over(ref, worker, starts_on=, because=, by=)`: an act."""


_KINDS: dict[str, Kind] = {}


def carry(kind: Kind) -> None:
    """Make a kind known. The same name again replaces it."""
    _KINDS[kind.name] = kind


def carried(as_at: date, known_at: datetime | None = None) -> list[Carried]:
    """Everything that is open on a day, whoever has it, by kind and then the longest first."""
    return [
        each
        for kind in _KINDS.values()
        for each in sorted(kind.of(as_at, known_at), key=lambda one: (one.since, one.key))
    ]


def hand_over(what: Carried, worker: User, *, starts_on: date, because: str, by: Actor) -> object:
    """Give one thing to somebody else, by its own room's act."""
    return _KINDS[what.kind].hand_over(
        what.ref, worker, starts_on=starts_on, because=because, by=by
    )
