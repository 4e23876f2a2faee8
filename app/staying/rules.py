"""May a child stay there for so long, under which code; may somebody stay put: plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.children.codes import LONGEST_TEMPORARY_DAYS, Ls, Place, is_short_break
from app.children.rules import LEAVES_CARE_AT
from app.people.rules import record_breach
from app.statute import provisions as law
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.spans import Months
from app.staying.kinds import StayFor
from sufficiency.period import Period
from sufficiency.types import age_on, birthday

DAY = timedelta(days=1)

SHORT_BREAK_DAYS = 17
SHORT_BREAK_DAYS_IN_A_YEAR = 75
"""A series of short breaks is one only so far (CPPCR 2010 reg 48; recalled, not seen)."""

HOLIDAYS_IN_A_YEAR = 2
"""How often in twelve months the return takes carers to be away (its rule 377)."""

ADULT_AT = LEAVES_CARE_AT
LEAVES_STAYING_PUT_AT = 21


@dataclass(frozen=True, slots=True)
class AskedStay:
    """A stay with other carers that somebody would arrange: `period` has an end."""

    why: StayFor
    period: Period
    status: Ls | None
    lives_there: bool
    """The household is where the child lives anyway."""
    has_main: bool
    """The child has a main placement through the whole of the stay."""
    overlaps: bool
    """The child stays somewhere on one of these days already."""
    holidays: tuple[Period, ...] = ()
    """Stays while carers were on holiday, of the twelve months before it ends."""
    breaks: tuple[Period, ...] = ()
    """Short breaks of the twelve months before it ends."""

    @property
    def days(self) -> int:
        """How many nights it has."""
        return days_of(self.period)


def days_of(period: Period) -> int:
    """How many days a period with an end has."""
    return (period.ends - period.starts).days if period.ends is not None else 0


def code_for(why: StayFor) -> Place:
    """The return's code of a stay: a short break is an episode of its own, with a foster carer."""
    if why is StayFor.SHORT_BREAK:
        return Place.U6
    return Place.T3 if why is StayFor.CARERS_AWAY else Place.T4


def is_beside(why: StayFor) -> bool:
    """Whether a main placement goes on beside it. A child on short breaks lives at home."""
    return why is not StayFor.SHORT_BREAK


def stay_breaches(asked: AskedStay) -> list[Breach]:
    """Why this stay may not be arranged so: all of it that room does not decide."""
    found = _of_the_child(asked)
    if asked.overlaps:
        says = "The child is recorded as staying elsewhere on one of these days. End that first."
        found.append(record_breach(says, "starts_on"))
    if asked.lives_there:
        found.append(record_breach("The child lives with them already.", "household"))
    return found + (_break_breaches(asked) if not is_beside(asked.why) else _length(asked))


def _of_the_child(asked: AskedStay) -> list[Breach]:
    on_breaks = asked.status is not None and is_short_break(asked.status)
    if asked.why is StayFor.SHORT_BREAK and not on_breaks:
        says = (
            "The child’s legal status is not that of an agreed series of short breaks (V3 or V4). "
            "Record it first, or choose respite."
        )
        return [Breach(says, law.SHORT_BREAKS, "why")]
    if asked.why is not StayFor.SHORT_BREAK and on_breaks:
        says = "A child on a series of short breaks lives at home: this is one of the series."
        return [Breach(says, law.SHORT_BREAKS, "why")]
    if is_beside(asked.why) and not asked.has_main:
        says = (
            "No main placement is recorded that goes on through all of it. Record where the child "
            "lives first, or place from a referral."
        )
        return [record_breach(says, "starts_on")]
    return []


def _length(asked: AskedStay) -> list[Breach]:
    longest = LONGEST_TEMPORARY_DAYS[code_for(asked.why)]
    if asked.days > longest:
        what = "while carers are on holiday" if asked.why is StayFor.CARERS_AWAY else "of this kind"
        says = (
            f"{asked.days} days. A stay {what} is {longest} days at most: place from a referral "
            "instead."
        )
        return [record_breach(says, "ends_on")]
    if asked.why is StayFor.CARERS_AWAY and len(asked.holidays) >= HOLIDAYS_IN_A_YEAR:
        says = (
            "The carers were away twice in these twelve months already, and the return takes no "
            "third time. Choose respite if it is a week at most, or place from a referral."
        )
        return [record_breach(says, "why")]
    return []


def _break_breaches(asked: AskedStay) -> list[Breach]:
    found = []
    if asked.days > SHORT_BREAK_DAYS:
        says = f"{asked.days} days. One short break is {SHORT_BREAK_DAYS} days at most."
        found.append(Breach(says, law.SHORT_BREAKS, "ends_on"))
    so_far = sum(days_of(each) for each in asked.breaks)
    if so_far + asked.days > SHORT_BREAK_DAYS_IN_A_YEAR:
        says = (
            f"{so_far} days of short breaks in these twelve months already: with these, more than "
            f"{SHORT_BREAK_DAYS_IN_A_YEAR}. The child has to be looked after in their own right."
        )
        found.append(Breach(says, law.SHORT_BREAKS, "ends_on"))
    return found


def within_a_year(periods: Iterable[Period], ends: date) -> tuple[Period, ...]:
    """Those days of these periods that lie in the twelve months before a day."""
    first = birthday(ends, -1)
    found = []
    for each in periods:
        starts, last = max(each.starts, first), min(each.ends or ends, ends)
        if starts < last:
            found.append(Period(starts, last))
    return tuple(found)


# ---------------------------------------------------------------------------------- eighteen


def eighteenth(born: date) -> date:
    """The day on which somebody turns eighteen; of 29 February, 1 March."""
    return birthday(born, LEAVES_CARE_AT)


def staying_put_breaches(
    *,
    born: date | None,
    fostered_until_then: bool,
    recorded_already: bool,
    places: int,
    today: date,
) -> list[Breach]:
    """May staying put be recorded? From the eighteenth birthday, where they were fostered."""
    if born is None:
        return [record_breach("The date of birth is not recorded. Record it first.")]
    found = []
    if recorded_already:
        found.append(record_breach("Staying put is recorded already."))
    if eighteenth(born) > today:
        says = f"They turn 18 on {eighteenth(born):%d/%m/%Y}. Record it on that day or after."
        found.append(record_breach(says))
    if not fostered_until_then:
        says = (
            "They were not fostered with a household on the day before they turned 18: there is no "
            "placement to stay on in."
        )
        found.append(Breach(says, law.STAYING_PUT))
    if places not in (0, 1):
        found.append(record_breach("One young person takes one place, or none.", "places"))
    return found


def ending_stay_put_breaches(starts_on: date, ends_on: date | None, on: date) -> list[Breach]:
    """It ends once, not before it began."""
    if ends_on is not None:
        return [record_breach("It has ended already.", "on")]
    if on < starts_on:
        return [record_breach(f"It began on {starts_on:%d/%m/%Y}: give a later day.", "on")]
    return []


ASKED_AT = 17
"""Both are asked from half a year after this birthday on."""


def asked_from(born: date) -> date:
    """The day on which somebody is seventeen and a half."""
    return Months(6).after(birthday(born, ASKED_AT), ENGLAND)


def asking_breaches(
    *, born: date | None, fostered: bool, asked_on: date, today: date
) -> list[Breach]:
    """May it be recorded what both wish? Of somebody fostered with a household, before eighteen."""
    found = []
    if not fostered:
        says = "They do not live with a foster carer today: there is nobody to stay with."
        found.append(Breach(says, law.STAYING_PUT))
    if born is None:
        found.append(record_breach("The date of birth is not recorded. Record it first."))
    elif eighteenth(born) <= today:
        found.append(record_breach("They are eighteen. Record staying put, or where they went."))
    if asked_on > today:
        found.append(record_breach("Give the day they were asked: today or before.", "asked_on"))
    return found


# --------------------------------------------------------------------- a parent, and a bridge


def parent_breaches(
    *,
    born: date | None,
    with_household: bool,
    placed_on: date,
    ended_on: date | None,
    starts_on: date,
    today: date,
) -> list[Breach]:
    """May a parent be recorded as living there with the child?"""
    found = []
    if not with_household:
        found.append(record_breach("The child is not placed with a household."))
    if starts_on > today:
        found.append(record_breach("Give the day they came: today or before.", "starts_on"))
    if starts_on < placed_on or (ended_on is not None and starts_on >= ended_on):
        found.append(record_breach("Give a day on which the child is placed there.", "starts_on"))
    if born is not None and age_on(born, starts_on) < LEAVES_CARE_AT:
        says = (
            "A parent under 18 is a child who is placed there too: place both from one referral, "
            "so that both count."
        )
        found.append(record_breach(says, "born"))
    return found


def bridge_breaches(placed_on: date, ended_on: date | None, move_by: date) -> list[Breach]:
    """A placement that goes on may bridge to another, by a day after it began."""
    if ended_on is not None:
        return [record_breach("This placement has ended.", "move_by")]
    if move_by <= placed_on:
        return [record_breach(f"Give a day after {placed_on:%d/%m/%Y}.", "move_by")]
    return []


def is_staying_too_long(born: date | None, on: date) -> bool:
    """Whether staying put, as the law knows it, is over: at twenty-one."""
    return born is not None and age_on(born, on) >= LEAVES_STAYING_PUT_AT
