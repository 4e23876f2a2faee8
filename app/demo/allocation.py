"""Who carries what: hours and bases, weights through the years, who leaves next week, assessments.

Applicants are households of nobody's yet: assessed, some late, one paused, one without an assessor,
one whose assessor has left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.models import Assessment, PauseReason
from app.assessments.rules import OUTCOMES, AssessmentKind
from app.demo import carers, staff
from app.demo.chance import Chance
from app.demo.chronicle.of_homes import add_home
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.demo.lives import TAKEN_OVER
from app.supervision import actions as supervision
from app.supervision.rules.weighing import Weight

LEAVES = "Marcus Ibbot"
LEAVES_IN = timedelta(days=7)
"""Who has given notice, and when they go."""

BASES = {"HR4": (100, 60), "HR6": (100, 80), "HR9": (100, 50), "HR8": (80, 100)}
"""Postal districts that workers set out from, and the parts of full time worked there."""

WEIGHTS = (
    (date(2021, 4, 6), {Weight.ASSESSMENT: 18, Weight.FIRST_YEAR: 6}),
    (date(2024, 4, 8), {Weight.TRAVEL: 2, Weight.CONNECTED: 8, Weight.FULL: 340}),
)
"""What the council has set, and when."""

ASSESSED_SINCE = timedelta(days=900)
"""Assessments have been recorded here for so long."""

APPLICANTS = (35, 61, 90, 128, 155, 177, 199, 214, 262)
"""Days since each open application came: the last is later than the eight months."""
PAUSED, UNASSESSED, ASSESSOR_LEFT = 214, 35, 155


def plan_allocation(told: Told) -> None:
    """All of it."""
    chance = Chance.of(told.county.seed, "allocation")
    _plan_how_they_work(told, chance)
    for day, points in WEIGHTS:
        told.on(day, Rank.AFTERWARDS, _set_weights, told, points)
    told.on(told.today - timedelta(days=21), Rank.AFTERWARDS, _gives_notice, told)
    for home in told.county.homes:
        _plan_assessment(told, chance, home)
    for days in APPLICANTS:
        _plan_applicants(told, chance, days)
    _plan_reports(told, chance)


def _plan_how_they_work(told: Told, chance: Chance) -> None:
    """Each fostering worker's hours and base from the day they came; some changed their hours."""
    for number, worker in enumerate(_fostering(told)):
        town = list(BASES)[number % len(BASES)]
        base = told.county.ground.in_town(chance, town).postcode
        first, later = BASES[town]
        told.on(worker.joined, Rank.SERVICES, _works, told, worker, first, base, worker.joined)
        changed = date(2025, 9, 1)
        if number % 3 == 0 and worker.works_on(changed) and worker.joined < changed:
            told.on(changed, Rank.SERVICES, _works, told, worker, later, base, changed)


def _fostering(told: Told) -> list[staff.Worker]:
    return [each for each in staff.everyone(told.today) if each.role is Role.SOCIAL_WORKER]


def _works(told: Told, worker: staff.Worker, percent: int, base: str, day: date) -> None:
    supervision.arrange(
        told.users[worker.name], percent=percent, postcode=base, starts_on=day, by=told.manager
    )


def _set_weights(told: Told, points: dict[Weight, int]) -> None:
    supervision.set_weights(points, by=told.by["service.manager"])


def _gives_notice(told: Told) -> None:
    supervision.record_leaving(
        told.users[LEAVES], on=told.today + LEAVES_IN, by=told.by["team.manager"]
    )


# ------------------------------------------------------------------------------------- assessments


@dataclass(eq=False)
class Assessed:
    """An assessment of a home as it is to be told."""

    home: PlannedHome
    kind: AssessmentKind
    began: date
    worker: staff.Worker | None
    record: Assessment | None = None

    def begin(self, told: Told) -> None:
        """It begins, with its assessor if it has one."""
        self.record = assessments.begin_assessment(
            told.households[self.home],
            kind=self.kind,
            starts_on=self.began,
            assessor=told.users[self.worker.name] if self.worker else None,
            by=told.manager,
        )

    def finish(self, told: Told, on: date) -> None:
        """It ends as nearly all do: recommended, or its report finished."""
        outcome = OUTCOMES[self.kind][0]
        if self.record is not None:
            assessments.finish(self.record, outcome=outcome, on=on, by=told.manager)

    def pause(self, told: Told, on: date) -> None:
        """It stands still."""
        if self.record is not None:
            assessments.pause(self.record, reason=PauseReason.HEALTH, starts_on=on, by=told.manager)


def _plan_assessment(told: Told, chance: Chance, home: PlannedHome) -> None:
    """The assessment that led to an approval, or that runs beside a temporary one."""
    since = told.today - ASSESSED_SINCE
    if home.whose is Whose.KIN and home.temporary_from and home.temporary_from > since:
        began = home.temporary_from
        it = Assessed(home, AssessmentKind.CONNECTED, began, _somebody(told, chance, began))
        told.on(began, Rank.AFTERWARDS, it.begin, told)
        ended = min(home.approved, home.ends or home.approved)
        told.on(ended, Rank.AFTERWARDS, it.finish, told, ended)
    elif home.whose is Whose.OURS and home.approved > since:
        began = max(home.approved - timedelta(days=chance.randint(140, 255)), TAKEN_OVER)
        it = Assessed(home, AssessmentKind.INITIAL, began, _somebody(told, chance, began))
        told.on(home.approved, Rank.AFTERWARDS, it.begin, told)
        told.on(home.approved, Rank.AFTERWARDS, it.finish, told, home.approved)


def _plan_applicants(told: Told, chance: Chance, days: int) -> None:
    """People who have applied, and are not approved yet."""
    applied = told.today - timedelta(days=days)
    home = carers.our_home(chance, told.county.ground, applied)
    told.on(applied, Rank.HOMES, _add, told, home, applied)
    worker = None if days == UNASSESSED else _somebody(told, chance, applied)
    if days == ASSESSOR_LEFT:
        worker = next(each for each in _fostering(told) if each.name == staff.LATELY_LEFT)
    it = Assessed(home, AssessmentKind.INITIAL, applied, worker)
    told.on(applied, Rank.AFTERWARDS, it.begin, told)
    if days == PAUSED:
        on = told.today - timedelta(days=40)
        told.on(on, Rank.AFTERWARDS, it.pause, told, on)


def _add(told: Told, home: PlannedHome, applied: date) -> None:
    told.households[home] = add_home(told, home, applied, by=told.manager)


def _plan_reports(told: Told, chance: Chance) -> None:
    """Special guardianship asked about by two families, and reports for two reviews."""
    ours = [each for each in told.county.homes if each.is_open and not each.reserved]
    kin = [each for each in ours if each.whose is Whose.KIN and each.there]
    carers_ = [
        each
        for each in ours
        if each.whose is Whose.OURS and each.approved < told.today - timedelta(days=400)
    ]
    for kind, homes in (
        (AssessmentKind.GUARDIANSHIP, chance.some(kin, 2)),
        (AssessmentKind.REVIEW, chance.some(carers_, 2)),
    ):
        for home in homes:
            began = chance.day(told.today - timedelta(days=70), told.today - timedelta(days=12))
            it = Assessed(home, kind, began, _somebody(told, chance, began))
            told.on(began, Rank.AFTERWARDS, it.begin, told)


def _somebody(told: Told, chance: Chance, day: date) -> staff.Worker:
    """Somebody who worked here then and does still, or nearly."""
    then = [each for each in _fostering(told) if each.works_on(day)]
    return chance.choice([each for each in then if each.left is None] or then)
