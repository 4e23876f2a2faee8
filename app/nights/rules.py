"""Which night it is, when a sheet shuts, who can take a child tonight, and what may be recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.today import LONDON
from app.people.rules import record_breach
from app.statute.breach import Breach
from sufficiency.room import ShortfallCode, places, terms_on
from sufficiency.types import Kind, Room, Sex, age_on

DAY = timedelta(days=1)

MORNING = time(9, 30)
"""At half past nine in the morning a night is over, and its sheet shuts."""

OUTSIDE_TERMS = frozenset(
    {
        ShortfallCode.TERMS_AGE,
        ShortfallCode.TERMS_SEX,
        ShortfallCode.TERMS_KIND,
        ShortfallCode.TERMS_FULL,
        ShortfallCode.TERMS_MIX,
        ShortfallCode.TERMS_NAMED,
    }
)
"""Why a placement is outside the terms, which only an emergency allows (CPPCR 2010 reg 23)."""

LONGEST_AGO = timedelta(days=28)
"""What happened longer ago is no longer last night: it is recorded on the child's own page."""


def night_of(moment: datetime) -> date:
    """The day on which the night of a moment began, by London's clocks."""
    local = moment.astimezone(LONDON)
    return local.date() - DAY if local.time() < MORNING else local.date()


def shuts_at(night: date) -> datetime:
    """When the sheet of a night opens nothing any more."""
    return datetime.combine(night + DAY, MORNING, LONDON)


@dataclass(frozen=True, slots=True)
class Ready:
    """What a home can take on a night: how many, of which ages and sexes, who lives there."""

    places: int
    ages: tuple[str, ...]
    there: tuple[int, ...]
    """The ages of the children who live there."""
    emergencies: bool
    """The terms name emergencies."""


def ready_on(room: Room, night: date) -> Ready | None:
    """What a home could take on a night; None: no place."""
    left, in_force = places(room, night).left, terms_on(room, night)
    if left < 1 or in_force is None:
        return None
    lines = [line for line in in_force.criteria if line.child_id is None]
    there = sorted(
        age_on(claim.child.born, night)
        for claim in {
            each.child.id: each for each in room.claims if each.period.contains(night)
        }.values()
        if claim.child.born != date.max
    )
    return Ready(
        left,
        tuple(dict.fromkeys(_line(line.min_age, line.max_age, line.sexes) for line in lines)),
        tuple(there),
        any(line.kinds is not None and Kind.EMERGENCY in line.kinds for line in lines),
    )


def _line(youngest: int, oldest: int, sexes: Iterable[Sex] | None) -> str:
    who = {frozenset({Sex.FEMALE}): "girls ", frozenset({Sex.MALE}): "boys "}
    said = who.get(frozenset(sexes), "") if sexes is not None else ""
    ages = "any age" if (youngest, oldest) == (0, 17) else f"{youngest} to {oldest}"
    return f"{said}{ages}"


def in_order(found: Mapping[int, Ready], words: Mapping[int, bool]) -> list[int]:
    """Homes in the order to ring them: those who said that they are ready, then whoever's terms
    name emergencies, then the most room. Who said no is left out."""
    asked = [id_ for id_ in found if words.get(id_) is not False]
    return sorted(
        asked,
        key=lambda id_: (
            words.get(id_) is not True,
            not found[id_].emergencies,
            -found[id_].places,
            id_,
        ),
    )


def kind_for(room: Room, day: date) -> Kind:
    """The kind of fostering that an overnight placement is: an emergency where the terms name it,
    otherwise short-term."""
    in_force = terms_on(room, day)
    lines = in_force.criteria if in_force is not None else ()
    named = any(line.kinds is None or Kind.EMERGENCY in line.kinds for line in lines)
    return Kind.EMERGENCY if named else Kind.SHORT_TERM


def signing_breaches(*, holder: str, night: date, now: datetime) -> list[Breach]:
    """A sheet is signed out to a named person, for a night that is not over."""
    found = []
    if not holder.strip():
        found.append(record_breach("Enter who takes it over tonight.", "holder"))
    if shuts_at(night) <= now:
        found.append(record_breach("That night is over."))
    return found


def night_breaches(
    *, happened_at: datetime, placed_by: str, why: str, now: datetime, with_somebody: bool
) -> list[Breach]:
    """What a record of a night cannot leave out. Whether it was lawful is judged, never refused."""
    found = []
    if happened_at > now:
        found.append(record_breach("This is still to come. Record it once it happened.", "time"))
    if now - happened_at > LONGEST_AGO:
        says = "This is long ago. Record what happened on the child’s own page."
        found.append(record_breach(says, "day"))
    if not placed_by.strip():
        found.append(record_breach("Enter who placed the child.", "placed_by"))
    if not why.strip():
        found.append(record_breach("Say why it could not wait until morning.", "why"))
    if not with_somebody:
        says = "Choose the household, or give the postcode where the child was placed."
        found.append(record_breach(says, "household"))
    return found
