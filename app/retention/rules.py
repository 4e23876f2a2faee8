"""Until when a record is kept, what stops its destruction, and who may decide: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.retention.kinds import Case, Ground, Reach, Why
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.care_planning.reviews import (
    RETENTION_LOOKED_AFTER,
    RETENTION_LOOKED_AFTER_DEATH,
)
from app.statute.fostering.records import (
    NMS_ALLEGATION_RETENTION,
    RETENTION_FOSTER_PARENT,
    RETENTION_REFUSED,
    RETENTION_TEMPORARY,
    SCHEDULE2_RETENTION,
)
from app.statute.local import RETENTION_GUARDIANSHIP, RETENTION_NEVER_APPROVED, RETIREMENT_AGE
from app.statute.recruitment import RETENTION_ENQUIRY
from app.statute.sources import LOCAL_POLICY, Cite, Verified
from app.statute.spans import Years

TWO_PEOPLE = LOCAL_POLICY.provision("on access, S14", Verified.TEXT)
"""Holds are lifted, and records destroyed, by two people."""

ON_RETENTION = LOCAL_POLICY.provision("on retention", Verified.TEXT)


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to the first day on which it was no longer so (None: it is so still)."""

    starts: date
    ends: date | None

    def ended(self, day: date) -> date | None:
        """When it ended, if that is known on `day`: an end to come is none yet."""
        return self.ends if self.ends is not None and self.ends <= day else None


@dataclass(slots=True)
class HouseholdFacts:
    """What decides how long a household's record is kept.

    `elsewhere` are approvals, in any other household, of people who were approved here: a carer
    approved again is a foster parent whose time begins anew.
    """

    approvals: list[Span] = field(default_factory=list)
    elsewhere: list[Span] = field(default_factory=list)
    temporary: list[Span] = field(default_factory=list)
    placements: list[Span] = field(default_factory=list)
    assessed: list[Span] = field(default_factory=list)
    guardianship: list[Span] = field(default_factory=list)
    belonged: list[Span] = field(default_factory=list)
    recorded_on: date = date.min


def household_grounds(facts: HouseholdFacts, day: date) -> tuple[Ground, ...]:
    """Every reason to keep a household's record, each with the day its time begins."""
    found = [
        *_since_last(
            RETENTION_FOSTER_PARENT.key, facts.approvals, day, "approved here", "approval ended"
        ),
        *_since_last(
            RETENTION_FOSTER_PARENT.key,
            facts.elsewhere if facts.approvals else [],
            day,
            "a carer is approved again, elsewhere",
            "approval elsewhere ended",
        ),
        *_since_last(
            RETENTION_TEMPORARY.key,
            facts.temporary,
            day,
            "a placement under a temporary approval goes on",
            "placement under a temporary approval ended",
        ),
        *_since_last(
            SCHEDULE2_RETENTION.key, facts.placements, day, "a child is placed", "last child left"
        ),
        *_since_last(
            RETENTION_REFUSED.key,
            facts.assessed,
            day,
            "being assessed",
            "application was refused or withdrawn",
        ),
        *_since_last(
            RETENTION_GUARDIANSHIP.key,
            facts.guardianship,
            day,
            "special guardians, or put forward as such",
            "case of special guardianship was closed",
        ),
    ]
    if found:
        return tuple(found)
    last = max([facts.recorded_on, *(span.ended(day) or span.starts for span in facts.belonged)])
    return (Ground(RETENTION_NEVER_APPROVED.key, last, "last recorded"),)


def _since_last(
    clock: str, spans: Sequence[Span], day: date, going_on: str, over: str
) -> Iterable[Ground]:
    """The ground that these give: their time begins on the day that the last of them ended."""
    if not spans:
        return
    ends = [span.ended(day) for span in spans]
    if any(end is None for end in ends):
        yield Ground(clock, None, going_on)
    else:
        yield Ground(clock, max(end for end in ends if end is not None), over)


def child_grounds(born: date | None, died_on: date | None) -> tuple[Ground, ...]:
    """Seventy-five years from birth; fifteen from death for a child who died before eighteen."""
    if born is None:
        return (Ground(RETENTION_LOOKED_AFTER.key, None, "date of birth is not recorded"),)
    if died_on is not None and died_on < Years(18).after(born, ENGLAND):
        return (Ground(RETENTION_LOOKED_AFTER_DEATH.key, died_on, "died"),)
    return (Ground(RETENTION_LOOKED_AFTER.key, born, "born"),)


def enquiry_grounds(received_on: date, ended_on: date | None, day: date) -> tuple[Ground, ...]:
    """An enquiry without an application: two years from its end, as this council's own policy."""
    ended = Span(received_on, ended_on).ended(day)
    return (Ground(RETENTION_ENQUIRY.key, ended, "enquiry ended" if ended else "under way"),)


# ------------------------------------------------------------------------------ what stops it


@dataclass(frozen=True, slots=True)
class AllegationFact:
    """An allegation that the record tells of, over since `concluded` (None: not yet), and the
    birthdays of those whom it may concern (None: not recorded)."""

    concluded: date | None
    born: tuple[date | None, ...]


def allegation_stops(found: Iterable[AllegationFact], day: date) -> list[Breach]:
    """The summary of an allegation is kept to retirement age, or ten years if that is longer."""
    stops = []
    for each in found:
        says = _allegation_says(each, day)
        if says:
            stops.append(Breach(says, NMS_ALLEGATION_RETENTION.cite))
    return list({stop.says: stop for stop in stops}.values())


def _allegation_says(found: AllegationFact, day: date) -> str:
    if found.concluded is None:
        return "An allegation is recorded and not concluded."
    if None in found.born:
        return (
            "An allegation is recorded, and a carer’s date of birth is not: until what age its "
            "summary is kept cannot be said."
        )
    last = max(
        [
            NMS_ALLEGATION_RETENTION.last_day(found.concluded),
            *(RETIREMENT_AGE.last_day(born) for born in found.born if born is not None),
        ]
    )
    if day > last:
        return ""
    return f"An allegation is recorded: its summary is kept until {last:%d/%m/%Y}."


def hold_stops(held: Iterable[tuple[Why, date]]) -> list[Breach]:
    """A hold stands before every other reason, until two people lift it."""
    return [
        Breach(
            f"It is held since {since:%d/%m/%Y}: {why.replace('_', ' ')}. Two people lift a hold.",
            ON_RETENTION,
        )
        for why, since in held
    ]


def not_reached(case: Case, day: date) -> list[Breach]:
    """Nothing is destroyed before its day."""
    if case.is_reached(day):
        return []
    until, governs = case.keep_until, case.governs
    if until is None:
        says = f"Its time has not begun: {governs.because}."
    else:
        says = f"It is kept until {until:%d/%m/%Y}."
    return [Breach(says, governs.cite)]


def load_stops(waiting: int) -> list[Breach]:
    """Files that wait to be loaded may bring back what is destroyed."""
    if not waiting:
        return []
    return [
        Breach(
            "Files wait to be loaded, and may name whom this would destroy. Carry the load out or "
            "discard it first.",
            ON_RETENTION,
        )
    ]


# ------------------------------------------------------------------------------ who, and why


def reason_breaches(reason: str, names: Iterable[str], field: str = "reason") -> list[Breach]:
    """A reason outlives the record: it is given, and names nobody whom it is about."""
    said = reason.strip()
    if not said:
        return [Breach("Give a reason.", ON_RETENTION, field)]
    low = said.casefold()
    named = sorted({name for name in names if len(name) > 2 and name.casefold() in low})
    if not named:
        return []
    return [
        Breach(
            f"The reason stays when the record has gone: leave out “{named[0]}”.",
            ON_RETENTION,
            field,
        )
    ]


def second_person_breaches(first: int | None, second: int | None) -> list[Breach]:
    """Whoever proposed does not decide."""
    if first is not None and second is not None and first != second:
        return []
    return [Breach("Somebody else has to decide: two people destroy a record.", TWO_PEOPLE)]


def lifting_breaches(asked_by: int | None, by: int | None) -> list[Breach]:
    """Whoever asked that a hold be lifted does not lift it."""
    if asked_by is None:
        return [Breach("Somebody has to ask first that it be lifted.", TWO_PEOPLE)]
    if asked_by == by:
        return [Breach("Somebody else has to lift it: two people lift a hold.", TWO_PEOPLE)]
    return []


def changed_breaches(proposed: Mapping[str, object], now: Reach) -> list[Breach]:
    """What is destroyed is what was proposed."""
    if proposed.get("subjects") == sorted(now.subjects) and proposed.get("rows") == dict(now.rows):
        return []
    return [
        Breach(
            "The record has changed since this was proposed. Withdraw it, look again, and propose "
            "it anew.",
            ON_RETENTION,
        )
    ]


def cites(case: Case) -> list[Cite]:
    """Every provision that keeps this case, each once."""
    return list(dict.fromkeys(ground.cite for ground in case.grounds))
