"""Ten years of training: a council's list of courses, sessions for many carers at once, inductions,
the standards in a workbook that a couple shares, plans. A few are late, as everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.chance import Chance, years
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.demo.lives import TAKEN_OVER
from app.training import actions
from app.training.models import Course


@dataclass(frozen=True)
class Listed:
    """A course on the list: since when, what is asked of it, and how often a session is held."""

    name: str
    since: date
    within: int | None
    lasts: int | None
    every: int
    """Weeks between sessions."""
    run_by: str
    wanted: float = 1.0
    """How many of those whom it is not asked of come all the same."""


COURSES = (
    Listed("First aid", TAKEN_OVER, 6, 36, 9, "Red Kite Training"),
    Listed("Safeguarding children", TAKEN_OVER, 6, 36, 8, "Fostering service"),
    Listed("Safer caring and recording", TAKEN_OVER, 12, None, 13, "Fostering service"),
    Listed("Online safety", date(2021, 9, 1), 12, 36, 10, "Fostering service"),
    Listed("Therapeutic parenting", TAKEN_OVER, None, None, 26, "Marches Learning", 0.35),
    Listed("Caring for teenagers", date(2019, 4, 1), None, None, 26, "Marches Learning", 0.2),
    Listed("Moving on to adoption", TAKEN_OVER, None, None, 40, "Fostering service", 0.12),
)
"""What the demonstration's council asks, since when, and who holds it."""

INDUCTED = (20, 75)
STANDARDS = (200, 350)
PLANNED = (60, 330)
"""Days after approval by which each was done, by most."""

LATE = 0.1
"""Of those approved lately, how many have not done in time what they should have."""

LATELY = years(1.4)

PLANS = (
    "To understand early trauma better; the therapeutic parenting course in the spring.",
    "More confidence with recording. To shadow an experienced carer for three months.",
    "To prepare for a teenager: caring for teenagers, and a talk with the leaving care team.",
    "Letterbox and family time. Wants to hear from carers who have supervised it at home.",
    "First aid again before it runs out; reading on sleep.",
)


def plan_training(told: Told) -> None:
    """Everything that carers of our own learnt, each on its day."""
    chance = Chance.of(told.county.seed, "training")
    homes = [
        home
        for home in told.county.homes
        if home.whose in (Whose.OURS, Whose.KIN)
        and home.approved <= told.today
        and (home.ends is None or home.approved < home.ends)
    ]
    on_list: dict[str, Course] = {}
    for listed in COURSES:
        told.on(listed.since, Rank.SERVICES, _put_on_list, told, listed, on_list)
        for day, coming in _sessions(chance, listed, homes, told.today):
            told.on(day, Rank.AFTERWARDS, _session, told, on_list, listed, coming, day)
    for home in homes:
        _of_home(told, chance, home)


def _sessions(
    chance: Chance, listed: Listed, homes: Iterable[PlannedHome], today: date
) -> Iterator[tuple[date, list[PlannedHome]]]:
    """Each session, and who comes: whoever has never been, or whose certificate soon ends."""
    lasts = timedelta(days=30 * listed.lasts) if listed.lasts else years(50)
    wanting = [home for home in homes if listed.within or chance.once_in(listed.wanted)]
    last: dict[int, date] = defaultdict(lambda: date.min)
    day = listed.since + timedelta(days=chance.randint(5, 40))
    while day < today:
        coming = [
            home
            for home in wanting
            if home.approved <= day
            and (home.ends is None or home.ends > day)
            and (last[id(home)] == date.min or last[id(home)] + lasts - timedelta(days=90) <= day)
            and not chance.once_in(0.25)
        ]
        if coming:
            yield day, coming
        for home in coming:
            last[id(home)] = day
        day += timedelta(weeks=listed.every)


def _put_on_list(told: Told, listed: Listed, on_list: dict[str, Course]) -> None:
    on_list[listed.name] = actions.add_course(
        name=listed.name,
        required=listed.within is not None,
        within_months=listed.within,
        lasts_months=listed.lasts,
        starts_on=listed.since,
        by=told.by["service.manager"],
    )


def _session(
    told: Told, on_list: dict[str, Course], listed: Listed, coming: list[PlannedHome], day: date
) -> None:
    people = [person for home in coming for person in told.carers[home]]
    actions.record_attended(
        on_list[listed.name], people=people, on=day, run_by=listed.run_by, by=told.manager
    )


def _of_home(told: Told, chance: Chance, home: PlannedHome) -> None:
    def within(least: int, most: int) -> date | None:
        """A day so long after approval, while they still foster; None for those who are late."""
        day = home.approved + timedelta(days=chance.randint(least, most))
        late = chance.once_in(LATE) and home.approved > told.today - LATELY
        return None if late or (home.ends is not None and day >= home.ends) else day

    if (inducted := within(*INDUCTED)) is not None:
        told.on(inducted, Rank.AFTERWARDS, _induction, told, home, inducted)
    more = 150 if home.whose is Whose.KIN else 0
    if (evidenced := within(STANDARDS[0], STANDARDS[1] + more)) is not None:
        told.on(evidenced, Rank.AFTERWARDS, _standards, told, home, evidenced)
    planned = within(*PLANNED)
    while planned is not None and planned <= told.today:
        if planned > told.today - timedelta(days=500) and home.is_open:
            told.on(planned, Rank.AFTERWARDS, _plan, told, home, planned, chance.choice(PLANS))
        planned += timedelta(days=chance.randint(300, 362))


def _induction(told: Told, home: PlannedHome, day: date) -> None:
    actions.record_induction(people=told.carers[home], on=day, by=told.manager)


def _standards(told: Told, home: PlannedHome, day: date) -> None:
    actions.record_standards(
        told.households[home],
        people=told.carers[home],
        on=day,
        checked_by=told.manager.name,
        by=told.manager,
    )


def _plan(told: Told, home: PlannedHome, day: date, words: str) -> None:
    for person in told.carers[home]:
        actions.record_plan(person, words=words, starts_on=day, by=told.manager)
