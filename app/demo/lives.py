"""Children who are, or were, looked after, and the brothers and sisters they came with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from app.children.codes import Ls, Rec
from app.children.kinds import SiblingKind, Sureness
from app.demo.chance import birthday, years_between
from app.demo.ground import HEREFORDSHIRE, Point
from sufficiency.types import Sex

TAKEN_OVER = date(2016, 4, 1)
"""The record begins here; what was so before was taken over from the one before it."""


class Fate(Enum):
    """How being looked after ends."""

    ADOPTED = auto()
    GUARDIAN = auto()
    EIGHTEEN = auto()
    HOME = auto()


@dataclass(eq=False)
class Brood:
    """Brothers and sisters who came together; one child alone is a brood of one."""

    family: str
    home: Point | None
    together: bool = True
    why: str = ""
    kind: SiblingKind = SiblingKind.FULL
    sureness: Sureness = Sureness.CONFIRMED
    lives: list[Life] = field(default_factory=list)


@dataclass(eq=False)
class Life:
    """A child who is, or was, looked after. `ends` is the first day on which they were not."""

    starts: date
    brood: Brood
    asylum: bool = False
    ends: date | None = None
    fate: Fate | None = None
    because: Rec | None = None
    born: date = date.min
    sex: Sex = Sex.UNKNOWN
    given: str = ""
    family: str = ""
    need: str = "N1"
    ethnicity: str = "WBRI"
    statuses: list[tuple[Ls, date]] = field(default_factory=list)
    of_the_story: bool = False
    authority: str = HEREFORDSHIRE
    school: str = ""
    school_point: Point | None = None

    def is_in_care(self, day: date) -> bool:
        """Whether the child is looked after on a day."""
        return self.starts <= day and (self.ends is None or self.ends > day)

    def age(self, day: date) -> float:
        """Age in years."""
        return years_between(self.born, day)

    def eighteen(self) -> date:
        """The day the child comes of age."""
        return birthday(self.born, 18)

    def status_on(self, day: date) -> Ls:
        """The legal status on a day."""
        return [status for status, since in self.statuses if since <= day][-1]


def year_to(year: int) -> tuple[date, date]:
    """The first and last day of the year that ends on 31 March."""
    return date(year - 1, 4, 1), date(year, 3, 31)
