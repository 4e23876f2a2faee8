"""Ten years of visits to our households, at about the council's own frequency.

Most are in time, some late; a few households had no unannounced visit this year; now and then a
child was not seen. Who was seen has been asked since `ASKED_SINCE`: of the visits before, the
record took over only the day, the worker and whether anybody knew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from app.audit.act import Actor, act
from app.core.db import db
from app.core.today import LONDON, now
from app.demo import staff
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.demo.lives import TAKEN_OVER
from app.demo.staff import Worker
from app.supervision.visits import actions as visits
from app.supervision.visits.models import (
    ActionEnd,
    BedroomsSeen,
    Notice,
    Setting,
    Visit,
    VisitAction,
    VisitSeen,
)
from app.supervision.visits.rules import TOPICS, next_working_day

ASKED_SINCE = timedelta(days=500)
WORDS_SINCE = timedelta(days=300)
PLANNED_AHEAD = timedelta(days=70)
NOT_UNANNOUNCED = 6
"""Households without an unannounced visit this year."""

WHY_NOT = (
    "At school",
    "Staying with their grandmother",
    "At a friend’s birthday",
    "At football practice",
    "Asleep, after a late night",
    "With their father, family time",
)
SAID = (
    "A settled month. School is going well and bedtimes are easier.",
    "Talked about the summer holidays and who can help when both carers work.",
    "Family time was hard this week; we thought about what happens before and after it.",
    "The carers are tired. They will use the break offered next month.",
    "New medication is working. The next appointment is booked.",
    "Went through delegated authority again: haircuts and sleepovers are theirs to decide.",
    "Looked at the safer caring plan together; it still fits.",
)
CARERS_SAID = (
    "“We would like to hear sooner when plans change.”",
    "“He laughed at the table yesterday. First time.”",
    "“Nothing to worry about, thank you for coming.”",
)
TO_DO = (
    ("Book the first aid course", True),
    ("Send the delegated authority form again", False),
    ("Ask the school about transport", False),
    ("Fit the stair gate", True),
    ("Chase the bed and the desk", False),
    ("Write up the swimming lessons for the child’s memory box", True),
    ("Find out about respite in the spring", False),
)


Row = dict[str, Any]


@dataclass
class Made:
    """A visit as it is to be told."""

    home: PlannedHome
    worker: Worker
    day: date
    notice: Notice
    recorded: date
    to_do: tuple[str, bool, date] | None = None
    done_on: date | None = None

    @property
    def recorded_at(self) -> datetime:
        """When it was written up."""
        return min(datetime.combine(self.recorded, time(18), LONDON), now())


@dataclass
class Round:
    """All visits, by the month in which they are told."""

    told: Told
    months: dict[date, list[Made]] = field(default_factory=lambda: defaultdict(list))
    open: list[tuple[VisitAction, date]] = field(default_factory=list)
    miles: dict[PlannedHome, int] = field(default_factory=dict)


def plan_visits(told: Told) -> None:
    """Every visit, told at the end of its month; the council's settings; visits to come."""
    chance = Chance.of(told.county.seed, "visits")
    round_ = Round(told)
    homes = _ours(told)
    skipped = set(
        map(id, chance.some([each for each in homes if _settled(told, each)], NOT_UNANNOUNCED))
    )
    whose = _workers(told)
    for home in homes:
        round_.miles[home] = chance.randint(3, 46)
        for made in _visits_of(told, chance, home, whose[id(home)], id(home) in skipped):
            month_end = min(_month_end(made.recorded), told.today)
            round_.months[month_end].append(made)
    told.on(TAKEN_OVER, Rank.AFTERWARDS, _set, told, 8, TAKEN_OVER)
    told.on(date(2022, 4, 1), Rank.AFTERWARDS, _set, told, 6, date(2022, 4, 1))
    told.on(date(2025, 1, 6), Rank.AFTERWARDS, _ask_signatures, told)
    for month_end, some in sorted(round_.months.items()):
        told.on(month_end, Rank.AFTERWARDS, _tell, round_, some, month_end)
    told.on(told.today, Rank.AFTERWARDS, _plan_ahead, told, homes, whose)


def _ours(told: Told) -> list[PlannedHome]:
    return [home for home in told.county.homes if home.whose in (Whose.OURS, Whose.KIN)]


def _settled(told: Told, home: PlannedHome) -> bool:
    return home.ends is None and home.approved < told.today - timedelta(days=800)


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


Turns = list[tuple[date, Worker | None]]


def _workers(told: Told) -> dict[int, Turns]:
    """Who has each home, from which day."""
    found: dict[int, Turns] = defaultdict(list)
    for turn in staff.turns(told.county.homes, told.today):
        found[id(turn.home)].append((turn.day, turn.worker))
    return found


def _worker_on(turns: Turns, day: date) -> Worker | None:
    place = bisect_right(turns, day, key=lambda turn: turn[0])
    worker = turns[place - 1][1] if place else None
    return worker if worker is not None and worker.works_on(day) else None


def _visits_of(
    told: Told, chance: Chance, home: PlannedHome, turns: Turns, skips: bool
) -> Iterator[Made]:
    """One home's visits, from its first day here to its last, or today."""
    begins = max(home.temporary_from or home.approved, TAKEN_OVER)
    day = begins + timedelta(days=chance.randint(6, 30))
    unannounced = begins - timedelta(days=chance.randint(0, 200))
    last = min(each for each in (home.ends, told.today) if each)
    while day < last:
        day = next_working_day(day)
        worker = _worker_on(turns, day)
        if worker is not None and day < last:
            due = (day - unannounced).days > 290 and chance.once_in(0.7)
            if skips and day > told.today - timedelta(days=420):
                due = False
            if due:
                unannounced = day
            yield _made(told, chance, home, worker, day, due)
        early = home.whose is Whose.KIN or day < home.approved + timedelta(days=365)
        gap = max(10, round(chance.gauss(25 if early else 39, 5)))
        day += timedelta(days=gap * 2 if chance.once_in(0.04) else gap)


def _made(
    told: Told, chance: Chance, home: PlannedHome, worker: Worker, day: date, unannounced: bool
) -> Made:
    after = 0 if chance.once_in(0.8) else chance.randint(1, 5)
    after = after if chance.once_in(0.97) else chance.randint(8, 25)
    made = Made(
        home,
        worker,
        day,
        Notice.UNANNOUNCED if unannounced else Notice.ANNOUNCED,
        min(day + timedelta(days=after), told.today),
    )
    if day > told.today - ASKED_SINCE and chance.once_in(0.3):
        what, carers = chance.choice(TO_DO)
        by_when = day + timedelta(days=chance.randint(10, 45))
        done = by_when + timedelta(days=chance.randint(-8, 5))
        left = by_when > told.today - timedelta(days=40) and chance.once_in(0.4)
        made.to_do = what, carers, by_when
        made.done_on = None if left or done > told.today else done
    return made


# ---------------------------------------------------------------------------------------- telling


def _tell(round_: Round, some: Sequence[Made], month_end: date) -> None:
    _record(round_, some, month_end, by=round_.told.manager)


@act("Recorded visits")
def _record(round_: Round, some: Sequence[Made], month_end: date, *, by: Actor) -> None:
    """A month's visits, who was seen, what was agreed; and what was done of what was agreed."""
    told = round_.told
    chance = Chance.of(told.county.seed, f"visits of {month_end}")
    asked = [made for made in some if made.day > told.today - ASKED_SINCE]
    before = [made for made in some if made.day <= told.today - ASKED_SINCE]
    if before:
        rows = [_visit_row(round_, chance, made, asked=False) for made in before]
        db.session.execute(insert(Visit), rows)
    if asked:
        _record_asked(round_, chance, asked)
    db.session.flush()
    for action, done in [each for each in round_.open if each[1] <= month_end]:
        action.closed_on, action.closed_as = done, ActionEnd.DONE
    round_.open = [each for each in round_.open if each[1] > month_end]


def _record_asked(round_: Round, chance: Chance, some: Sequence[Made]) -> None:
    """Visits of which more was asked: who was seen, and what is to be done."""
    rows = [_visit_row(round_, chance, made, asked=True) for made in some]
    ids = db.session.scalars(insert(Visit).returning(Visit.id, sort_by_parameter_order=True), rows)
    with_ids = list(zip(some, ids.all(), strict=True))
    seen = [row for made, id_ in with_ids for row in _seen_rows(round_.told, chance, made, id_)]
    db.session.execute(insert(VisitSeen), seen)
    for made, id_ in with_ids:
        if made.to_do is not None:
            action = _action_row(round_.told, made, id_)
            db.session.add(action)
            if made.done_on is not None:
                round_.open.append((action, made.done_on))


def _visit_row(round_: Round, chance: Chance, made: Made, *, asked: bool) -> Row:
    told = round_.told
    lately = made.day > told.today - WORDS_SINCE
    unannounced = made.notice is Notice.UNANNOUNCED
    return {
        "household_id": told.households[made.home].id,
        "worker_id": told.users[made.worker.name].id,
        "visited_on": made.day,
        "began_at": f"{chance.randint(9, 16):02}:{chance.choice(('00', '15', '30', '45'))}",
        "notice": made.notice,
        "bedrooms": chance.choice((BedroomsSeen.ALL, BedroomsSeen.SOME)) if asked else None,
        "home_inspected": unannounced and chance.once_in(0.9),
        "topics": list(chance.sample(TOPICS, 3)) if lately else [],
        "words": chance.choice(SAID) if lately else "",
        "carer_words": chance.choice(CARERS_SAID) if lately and chance.once_in(0.3) else "",
        "miles": round_.miles[made.home] if lately else None,
        "recorded_at": made.recorded_at,
    }


def _seen_rows(told: Told, chance: Chance, made: Made, visit_id: int) -> Iterator[Row]:
    carers = told.carers[made.home]
    children = [
        told.children[stay.life].person_id
        for stay in made.home.stays
        if stay.starts <= made.day and (stay.ends is None or stay.ends > made.day)
    ]
    for person in carers:
        seen = chance.once_in(0.96) or person is carers[0]
        yield _seen(made, visit_id, person.id, "" if seen else "At work", seen=seen)
    for person_id in dict.fromkeys(children):
        seen = chance.once_in(0.92)
        why = "" if seen or chance.once_in(0.06) else chance.choice(WHY_NOT)
        yield _seen(made, visit_id, person_id, why, seen=seen, placed=True)


def _seen(
    made: Made, visit_id: int, person_id: int, why: str, *, seen: bool, placed: bool = False
) -> Row:
    return {
        "visit_id": visit_id,
        "person_id": person_id,
        "placed": placed,
        "seen": seen,
        "why_not": why,
        "recorded_at": made.recorded_at,
    }


def _action_row(told: Told, made: Made, visit_id: int) -> VisitAction:
    assert made.to_do is not None  # noqa: S101 (asked for only where something is to be done)
    what, carers, by_when = made.to_do
    worker = told.users[made.worker.name]
    return VisitAction(
        household_id=told.households[made.home].id,
        visit_id=visit_id,
        what=what,
        who=told.carers[made.home][0].given_name if carers else worker.name,
        owner_id=None if carers else worker.id,
        by_when=by_when,
        recorded_at=made.recorded_at,
    )


# ------------------------------------------------------------------------- settings, visits to come


def _set(told: Told, weeks: int, since: date) -> None:
    visits.set_setting(
        Setting.WEEKS_OTHERWISE, value=weeks, starts_on=since, by=told.by["service.manager"]
    )


def _ask_signatures(told: Told) -> None:
    since = date(2025, 1, 6)
    visits.set_setting(Setting.SIGNATURE, value=1, starts_on=since, by=told.by["service.manager"])
    visits.set_topics(
        [*TOPICS, "Delegated authority"], starts_on=since, by=told.by["service.manager"]
    )


def _plan_ahead(told: Told, homes: Sequence[PlannedHome], whose: dict[int, Turns]) -> None:
    """Each worker's next visits, spread over the coming weeks."""
    theirs: dict[str, list[PlannedHome]] = defaultdict(list)
    for home in homes:
        worker = _worker_on(whose[id(home)], told.today)
        if worker is not None and home.ends is None and home in told.households:
            theirs[worker.name].append(home)
    for name, some in theirs.items():
        for n, home in enumerate(some):
            day = next_working_day(told.today + timedelta(days=2 + n * 3))
            left_on = told.users[name].left_on
            if day < min(told.today + PLANNED_AHEAD, left_on or date.max):
                visits.plan_visits(
                    [told.households[home]],
                    worker=told.users[name],
                    first=day,
                    begins_at=("10:00", "14:00", "15:30")[n % 3],
                    by=told.by[told.users[name].email.split("@")[0]],
                )
