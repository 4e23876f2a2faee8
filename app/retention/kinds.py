"""Codes of retention, and the plain values that its questions answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.statute import book
from app.statute.breach import Breach
from app.statute.care_planning.reviews import RETENTION_LOOKED_AFTER
from app.statute.sources import Cite


class Why(StrEnum):
    """Why a record is held from destruction."""

    INQUIRY = "inquiry_or_investigation"
    CLAIM = "claim_or_court_case"
    COMPLAINT = "complaint"
    ALLEGATION = "allegation"
    ABUSE = "alleged_or_known_sexual_abuse_of_a_child"
    BARRED = "referral_for_barring"
    REQUEST = "the_person_asked_for_their_record"
    OTHER = "other"


class State(StrEnum):
    """How a proposal to destroy a record stands."""

    WAITING = "waits_for_a_decision"
    DESTROYED = "destroyed"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason to keep a record: a rule, and the day from which its time is counted.

    `since` is None while it has not begun to run: the carer is approved, the child is placed.
    """

    clock: str
    since: date | None
    because: str

    @property
    def cite(self) -> Cite:
        """Where the time is written, as it was when it began."""
        clock = book.clock(self.clock)
        return clock.limit_for(self.since).cite if self.since else clock.cite

    @property
    def keep_until(self) -> date | None:
        """The last day on which the record must be kept; None while the time has not begun."""
        return book.clock(self.clock).last_day(self.since) if self.since else None


@dataclass(frozen=True, slots=True)
class Case:
    """A record that has an end: a household's or a child's, and why it is kept until when.

    The longest of its grounds governs. What stops its destruction beside them stands in `stops`.
    """

    about: str
    """As the trail names it: "household:12"."""

    ref: str
    kind: str
    """"household", "child" or "enquiry"."""

    called: str
    """What a line calls it; of a child never a name."""

    grounds: tuple[Ground, ...]

    @property
    def governs(self) -> Ground:
        """The ground that keeps it longest; one whose time has not begun before any other."""
        return max(self.grounds, key=lambda each: each.keep_until or date.max)

    @property
    def keep_until(self) -> date | None:
        """The last day on which it must be kept; None while that cannot be said yet."""
        return self.governs.keep_until

    @property
    def tells_a_birth(self) -> bool:
        """Its days would say when somebody was born: no certificate may hold them."""
        return self.governs.clock == RETENTION_LOOKED_AFTER.key

    def is_reached(self, day: date) -> bool:
        """Whether its time is over: it may be destroyed from the day after the last."""
        until = self.keep_until
        return until is not None and day > until


@dataclass(frozen=True, slots=True)
class Stays:
    """Somebody or something of a case that is not destroyed with it, and why."""

    subject: str
    says: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What the destruction of one case reaches, counted; and what it leaves."""

    subjects: tuple[str, ...]
    """Everybody and everything whose key is destroyed."""

    stays: tuple[Stays, ...]
    rows: tuple[tuple[str, int], ...]
    """Rows by table, the most first."""

    documents: int
    files: int
    lines: int
    """Lines of the trail whose closed values go with the keys."""

    @property
    def number_of_rows(self) -> int:
        """Rows of all tables."""
        return sum(count for _, count in self.rows)

    def as_kept(self) -> dict[str, object]:
        """As it is kept with a proposal and its certificate: counts, and nobody's name."""
        return {
            "subjects": sorted(self.subjects),
            "rows": dict(self.rows),
            "documents": self.documents,
            "files": self.files,
            "lines": self.lines,
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with all that is to be known before anybody decides about it."""

    case: Case
    reach: Reach
    stops: tuple[Breach, ...]
