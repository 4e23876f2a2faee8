"""Panels and their meetings: who leads, which days, and which meeting each matter is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.panel.kinds import SeatKind
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND, WorkingCalendar
from app.statute.fostering.panel import NMS_PANEL_PAPERS, PANEL_CHAIR_INDEPENDENT
from app.statute.sources import FSR, Cite, Verified

CONSTITUTION: Cite = FSR.reg("23(4)", Verified.TEXT)
INDEPENDENT_SINCE = date(2011, 10, 1)
"""A chair appointed after this day must be independent."""

MOST_VICE_CHAIRS = 2
DAY = timedelta(days=1)
LAST = 5
"""The last such day of a month, be it the fourth or the fifth."""


# ------------------------------------------------------------------------------------ who leads


def seat_breaches(
    seat: SeatKind,
    *,
    independent: bool | None,
    on_list: bool,
    vice_chairs: int,
    has_seat: bool,
    starts_on: date,
    today: date,
    ends_on: date | None = None,
) -> list[Breach]:
    """May somebody be appointed to lead a panel from a day?

    `vice_chairs`: how many others there are; `has_seat`: whether they lead this panel already;
    `ends_on`: the first day on which there is no such panel.
    """
    breaches = []
    if ends_on is not None and ends_on <= starts_on:
        breaches.append(record_breach(f"This panel ended on {ends_on:%d/%m/%Y}."))
    if not on_list:
        says = "Not on the central list on that day: a panel is drawn from it."
        breaches.append(Breach(says, CONSTITUTION, "who"))
    if has_seat:
        breaches.append(record_breach("They lead this panel already.", "who"))
    if seat is SeatKind.CHAIR and starts_on > INDEPENDENT_SINCE and independent is not True:
        says = (
            "The chair must be independent of the service: record the test first."
            if independent is None
            else "The chair must be independent of the service, and is not."
        )
        breaches.append(PANEL_CHAIR_INDEPENDENT.breach(says, "who"))
    if seat is SeatKind.VICE_CHAIR and vice_chairs >= MOST_VICE_CHAIRS:
        says = "One or two vice chairs, and there are two. One of them ends first."
        breaches.append(Breach(says, CONSTITUTION, "seat"))
    if starts_on > today:
        breaches.append(record_breach("That day is still to come.", "starts_on"))
    return breaches


def constitution_breaches(seats: Collection[SeatKind]) -> list[Breach]:
    """What a panel lacks before any business: a chair, and one or two vice chairs."""
    found = Counter(seats)
    breaches = []
    if not found[SeatKind.CHAIR]:
        breaches.append(Breach("No chair is appointed.", CONSTITUTION))
    if not found[SeatKind.VICE_CHAIR]:
        breaches.append(Breach("No vice chair is appointed.", CONSTITUTION))
    return breaches


# ------------------------------------------------------------------------------------- which days


@dataclass(frozen=True, slots=True)
class Planned:
    """A day on which a panel is to meet, and the one it would have been."""

    day: date
    instead_of: date

    @property
    def moved(self) -> bool:
        """Whether a bank holiday moved it."""
        return self.day != self.instead_of


def dates_ahead(
    first: date,
    months: int,
    weekday: int,
    which: Iterable[int],
    calendar: WorkingCalendar = ENGLAND,
) -> list[Planned]:
    """The days of `months` months from `first` on: the `which` (1 to 4, 5: the last) such weekdays.

    weekday: 0 for Monday. What falls on a bank holiday is the next working day instead.
    """
    found = []
    for number in range(months):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        for place in sorted(set(which)):
            day = _nth(year, month + 1, weekday, place)
            held = day if calendar.is_working_day(day) else calendar.add(day, 1)
            if held >= first:
                found.append(Planned(held, day))
    return sorted(found, key=lambda each: each.day)


def _nth(year: int, month: int, weekday: int, place: int) -> date:
    first = date(year, month, 1)
    day = first + DAY * ((weekday - first.weekday()) % 7)
    if place != LAST:
        return day + 7 * DAY * (place - 1)
    later = day + 28 * DAY
    return later if later.month == month else later - 7 * DAY


def papers_due(meets_on: date, calendar: WorkingCalendar = ENGLAND) -> date:
    """The last day on which papers reach members in time (NMS 14.3)."""
    return NMS_PANEL_PAPERS.last_day(meets_on, calendar)


def calling_breaches(
    *,
    meets_on: date,
    starts_at: str,
    already: bool,
    constitution: Collection[Breach],
    extraordinary: bool,
    why: str,
    today: date,
    last_on: date | None = None,
    ends_on: date | None = None,
) -> list[Breach]:
    """May a meeting be called? The panel must be constituted; one out of turn says why.

    `last_on`: of several the last; `ends_on`: the first day on which there is no such panel.
    """
    breaches = list(constitution)
    if ends_on is not None and (last_on or meets_on) >= ends_on:
        breaches.append(record_breach(f"This panel ends on {ends_on:%d/%m/%Y}.", "meets_on"))
    if meets_on < today:
        breaches.append(record_breach("A meeting is called for today or later.", "meets_on"))
    if already:
        breaches.append(record_breach("This panel meets on that day already.", "meets_on"))
    if not is_time(starts_at):
        breaches.append(record_breach("Give the time like 09:30.", "starts_at"))
    if extraordinary and not why.strip():
        breaches.append(record_breach("Say why it cannot wait for the next one.", "why"))
    return breaches


def is_time(typed: str) -> bool:
    """Whether this is a time of day, as 09:30."""
    hours, _, minutes = typed.partition(":")
    if len(hours) != 2 or len(minutes) != 2 or not (hours + minutes).isdecimal():
        return False
    return int(hours) < 24 and int(minutes) < 60


def panel_breaches(
    *,
    name_taken: bool,
    items_at_most: int,
    began_on: date,
    ends_on: date | None,
    starts_on: date,
    today: date,
) -> list[Breach]:
    """May a panel be called so, and hear so many items at most, from a day?

    `began_on`: since when it is as it is; `ends_on`: the day on which it ends, or became another.
    """
    breaches = []
    if name_taken:
        breaches.append(record_breach("There is a panel of that name.", "name"))
    if items_at_most < 1:
        says = "Give how many items a meeting has room for."
        breaches.append(record_breach(says, "items_at_most"))
    if ends_on is not None:
        breaches.append(record_breach(f"This panel ends on {ends_on:%d/%m/%Y}."))
    if starts_on < began_on:
        says = f"It is as it is since {began_on:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "starts_on"))
    if starts_on > today:
        breaches.append(record_breach("That day is still to come.", "starts_on"))
    return breaches


def ending_panel_breaches(later: Collection[date]) -> list[Breach]:
    """May a panel end? Once none of its meetings is on that day or `later`."""
    if not later:
        return []
    days = ", ".join(f"{each:%d/%m/%Y}" for each in sorted(later))
    return [record_breach(f"Deal first with its meetings of {days}: hold them, or call them off.")]


def uninviting_breaches(
    *, over: bool, attended: bool, has_papers: bool, no_part: bool
) -> list[Breach]:
    """May it be taken back that somebody was asked to a meeting? While nothing hangs on it.

    `has_papers`: its papers were sent to them; `no_part`: it is recorded that they take no part in
    one of its items.
    """
    breaches = []
    if over:
        breaches.append(record_breach("The day of this meeting is over, or it is called off."))
    if attended:
        breaches.append(record_breach("Attendance is taken."))
    if has_papers:
        says = "Its papers were sent to them. Record that they do not come."
        breaches.append(record_breach(says))
    if no_part:
        says = "It is recorded that they take no part in an item. Put that right first."
        breaches.append(record_breach(says))
    return breaches


def changing_breaches(*, starts_at: str, called_off: bool, held: bool) -> list[Breach]:
    """May its time and place be changed? Until its day is over."""
    breaches = []
    if called_off:
        breaches.append(record_breach("It is called off."))
    if held:
        breaches.append(record_breach("Its day is over."))
    if not is_time(starts_at):
        breaches.append(record_breach("Give the time like 09:30.", "starts_at"))
    return breaches


def calling_off_breaches(
    *, called_off: bool, held: bool, attended: bool, because: str
) -> list[Breach]:
    """May a meeting be called off? Once, before it is over, and with the reason.

    `attended`: attendance is taken, so that it was held.
    """
    breaches = []
    if attended:
        breaches.append(record_breach("Attendance is taken: it was held."))
    if called_off:
        breaches.append(record_breach("It is called off already."))
    if held:
        breaches.append(record_breach("Its day is over."))
    if not because.strip():
        breaches.append(record_breach("Say why.", "because"))
    return breaches


# -------------------------------------------------------------------------------- what comes when


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting to come, the last day for its papers, and how many items it has room for."""

    key: int
    meets_on: date
    papers_due: date
    room: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that must come to a meeting, by `by_on` if there is such a day.

    What is ready goes to the first meeting with room; what is on its way, to the last one in time.
    `at` is the meeting that it was given, if it was given one.
    """

    key: str
    by_on: date | None = None
    ready: bool = True
    at: int | None = None
    not_before: date | None = None
    """The first day on which its papers may go to a panel."""


@dataclass(frozen=True, slots=True)
class Place:
    """The meeting a matter is for, and the last one in time; `in_time`: there is one at all."""

    key: str
    meeting: int | None
    latest: int | None
    in_time: bool


def forecast(waiting: Iterable[Waiting], slots: Sequence[Slot], today: date) -> list[Place]:
    """Which meeting each matter is for, those with the soonest last day first.

    Its papers must still be in time for that meeting. Where all in time are full it goes to the
    last of them, which is then overloaded; where none is in time, to the first that there is.
    """
    ahead = sorted(slots, key=lambda slot: (slot.meets_on, slot.key))
    told = list(waiting)
    taken = Counter(each.at for each in told if each.at is not None)
    found = {}
    for each in sorted(told, key=lambda one: (one.by_on or date.max, one.key)):
        place = _place(each, ahead, taken, today)
        if each.at is None and place.meeting is not None:
            taken[place.meeting] += 1
        found[each.key] = place
    return [found[each.key] for each in told]


def _place(each: Waiting, ahead: Sequence[Slot], taken: Counter[int], today: date) -> Place:
    since = max(today, each.not_before or today)
    open_ = [slot for slot in ahead if slot.papers_due >= since]
    timely = [slot for slot in open_ if each.by_on is None or slot.meets_on <= each.by_on]
    latest = timely[-1].key if timely and each.by_on is not None else None
    if each.at is not None:
        at = next((slot for slot in ahead if slot.key == each.at), None)
        in_time = each.by_on is None or at is None or at.meets_on <= each.by_on
        return Place(each.key, each.at, latest, in_time)
    free = [slot for slot in timely if taken[slot.key] < slot.room]
    chosen: Slot | None
    if free:
        chosen = free[0] if each.ready or each.by_on is None else free[-1]
    else:
        chosen = timely[-1] if timely else next(iter(open_), None)
    return Place(
        each.key, chosen.key if chosen else None, latest, bool(timely) or each.by_on is None
    )


def load(places: Iterable[Place]) -> Mapping[int, int]:
    """How many matters each meeting would have."""
    return Counter(each.meeting for each in places if each.meeting is not None)
