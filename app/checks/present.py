"""How checks are put: lateness in words, tags, and the columns of the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.assessments.checked import CheckSaid, supply
from app.checks.kinds import Belongs, LateKind, Stands
from app.checks.queries import Checked, Line, Whom, checked_one
from app.checks.rules import Late
from app.core.present import Shown, long_day, short_day
from app.core.words import words

TONES: Mapping[Stands, str] = {
    Stands.MISSING: "red",
    Stands.ASKED: "yellow",
    Stands.CHASED: "orange",
    Stands.RECEIVED: "blue",
    Stands.CONSIDERED: "purple",
    Stands.UNSUITABLE: "red",
    Stands.SET_ASIDE: "grey",
    Stands.RAN_OUT: "red",
    Stands.ENDING: "orange",
    Stands.DONE: "green",
}

EMAIL_SAYS: Mapping[str, str] = {
    "waiting": "Email to go out",
    "sending": "Email to go out",
    "sent": "Email sent",
    "failed": "Email not sent: ring or write",
    "not_sent_on_its_day": "Email not sent: ring or write",
}
"""How far the email that chased a check has come, by its state in the outbox."""

SHOWS = {
    "chase": "To chase",
    "see": "Back, to be seen",
    "ending": "Running out",
    "missing": "Not asked for",
    "late": "Late",
    "all": "All",
}
"""Parts of the list, in the order of what is to be done."""


def late_says(late: Late, line: Line, whom: Whom) -> str:
    """What is late, in words, with its days."""
    days = f"{late.days} {'day' if late.days == 1 else 'days'}"
    match late.kind:
        case LateKind.ASKED:
            came = "beginning to help out" if whom.belongs is Belongs.VISITS else "coming"
            when = f"{came} ({short_day(whom.there.since)})"
            return f"Not asked {days} after {when}" if late.still else f"Asked {days} after {when}"
        case LateKind.SEEN:
            when = f"a child came ({short_day(whom.there.child_on)})"
            return f"Not seen {days} after {when}" if late.still else f"Seen {days} after {when}"
    return f"Renewed {days} after it had run out"


def state_for(line: Line, reads: bool) -> Stands:
    """The state for whoever looks: without the right to read decisions, seen is all that shows."""
    stands = line.standing.stands
    return Stands.DONE if not reads and stands.is_in and stands is not Stands.ENDING else stands


def on_says(line: Line, reads: bool) -> str:
    """The day that goes with the state."""
    standing, stands = line.standing, state_for(line, reads)
    if stands is Stands.DONE:
        seen = standing.seen.seen_on if standing.seen is not None else None
        until = f", counts until {short_day(standing.until)}" if standing.until else ""
        return f"{short_day(seen)}{until}"
    return short_day(standing.on)


def line_says(line: Line) -> str:
    """A check as a report says it: how it stands and since when; never what it says itself."""
    standing = line.standing
    on = f" {long_day(standing.on)}" if standing.on is not None else ""
    return f"{words(line.item.kind).lower()}, {words(standing.stands).lower()}{on}."


def said_of(found: Checked) -> list[CheckSaid]:
    """Each check of a home that anything was done about, as a report says it."""
    return [
        CheckSaid(whom.person_id, line.item.kind, f"{whom.name}: {line_says(line)}")
        for whom, line in found.lines
        if line.standing.stands is not Stands.MISSING
    ]


@supply
def said_in_reports(household_id: int, as_at: date) -> list[CheckSaid]:
    """The same of one household; nothing if it is not ours to check."""
    found = checked_one(household_id, as_at)
    return said_of(found) if found is not None else []


@dataclass(frozen=True, slots=True)
class Row:
    """One check of one of a home, as the list of all shows it."""

    home: Checked
    whom: Whom
    line: Line
    day: date

    @property
    def due(self) -> date | None:
        """By when something is to be done: chased, or renewed."""
        return self.line.standing.chase_by or self.line.standing.until

    @property
    def late(self) -> str:
        """What is late, in words."""
        return "; ".join(late_says(each, self.line, self.whom) for each in self.line.standing.late)

    def is_in(self, show: str) -> bool:
        """Does it stand in a part of the list?"""
        standing = self.line.standing
        match show:
            case "chase":
                return standing.chase_by is not None and standing.chase_by <= self.day
            case "see":
                return standing.open is not None and standing.open.received_on is not None
            case "ending":
                return standing.stands in (Stands.ENDING, Stands.RAN_OUT)
            case "missing":
                return standing.stands is Stands.MISSING
            case "late":
                return bool(standing.late)
        return True


def columns() -> tuple[Shown[Row], ...]:
    """The list's columns: how each check stands, and nothing that was decided."""
    return (
        Shown("Household", lambda row: row.home.household),
        Shown("Of whom", lambda row: row.whom.name),
        Shown("Check", lambda row: words(row.line.item.kind)),
        Shown("Asked by", lambda row: words(row.line.item.standing)),
        Shown("Stands", lambda row: words(state_for(row.line, reads=False))),
        Shown("Since", lambda row: row.line.standing.on),
        Shown("Counts until", lambda row: row.line.standing.until),
        Shown("To do by", lambda row: row.due),
        Shown("Late", lambda row: row.late),
    )
