"""Reports of fostering assessments in the demonstration: one half written, one with its checker,
one signed, which its panel reads. By the same acts as anybody's.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.actions import Told as Written
from app.assessments.grading import Checked, Grade, Theme
from app.assessments.models import Assessment
from app.assessments.report import Section
from app.core.db import db
from app.demo.checks import longest
from app.demo.chronicle.told import Rank, Told
from app.reports import actions, queries
from app.reports.kinds import Advises
from app.statute.schedules import Matter

SAID = {
    Matter.IDENTITY: "Passport and birth certificate were seen.",
    Matter.HEALTH: "In good health; blood pressure is treated and steady. The medical adviser "
    "has no worry about fostering.",
    Matter.HOUSEHOLD_MEMBERS: "Nobody else of 18 or over lives there.",
    Matter.OWN_CHILDREN: "Two grown-up children, seen and spoken to: both are for it. No other "
    "child belongs to the family.",
    Matter.ACCOMMODATION: "A warm house with a garden; the spare room is ready. The stairgate "
    "and the pond cover were put right after the first visit.",
    Matter.EARLIER_REQUESTS: "None before, here or anywhere else that we found.",
    Matter.OTHER_SERVICE: "Nobody approved them before.",
    Matter.RELATIONSHIPS: "Together for nineteen years and married for fifteen. They argue about "
    "money and make it up the same day; a former partner was spoken to and had no concern.",
    Matter.PERSONALITY: "Steady, curious and hard to shock. Finds it difficult to ask for help, "
    "and knows it.",
    Matter.RELIGION: "Church at Christmas and weddings. Has thought about how to take a child to "
    "the mosque in Hereford, and whom to ask.",
    Matter.BACKGROUND: "White British, from Leominster. Honest about how little they know of "
    "other places, and has begun to learn.",
    Matter.WORK_AND_MONEY: "A school cook on three days a week; the mortgage is paid. Walks, "
    "sings in a choir, keeps bees.",
    Matter.PARENTING: "Brought up two of their own and looked after a nephew for most of a year.",
    Matter.CARING_SKILLS: "Stayed calm in every scene we tried in preparation, and asks what "
    "lies behind what a child does. To learn: recording, and letting go.",
    Matter.REFEREES: "Both referees were seen and speak warmly of them; one worries that they "
    "find it hard to say no.",
    Matter.ALSO_RELEVANT: "A neighbour’s dog comes and goes; it was assessed with them.",
    Matter.SUITABILITY: "They can give a child a settled home. What they find hard, asking for "
    "help, is what supervision has to look after in the first year.",
    Matter.TERMS_PROPOSED: "Two children of five to eleven, brothers and sisters together.",
}
"""What is written of each matter that the record does not know by itself."""

HALF = 0.5
RETURNED = "Say more on their own childhood, and what it may wake up in them."


def plan_reports(told: Told) -> None:
    """Three applications, those open for the longest."""
    told.on(told.today, Rank.AFTERWARDS, _reports, told)


def _reports(told: Told) -> None:
    by = cast(User, told.manager)
    service = cast(User, told.by["service.manager"])
    for place, assessment in enumerate(longest(told.today)):
        assessor = _assessor(assessment, told.today)
        _write(assessment, told.today, HALF if place == 0 else 1.0, assessor or by)
        if place == 0:
            continue
        author = assessor or service
        actions.hand_in(assessment, recommends=Advises.SUITABLE, by=author)
        if place == 1:
            continue
        _check(assessment, by, Checked.RETURNED)
        actions.hand_in(assessment, recommends=Advises.SUITABLE, by=author)
        _check(assessment, by, Checked.PASSED)
        actions.sign(assessment, by=by if author is service else service)


def _assessor(assessment: Assessment, day: date) -> User | None:
    row = assessments.listed(assessment, day)
    return db.session.get(User, row.worker_id) if row is not None and row.worker_id else None


def _write(assessment: Assessment, day: date, share: float, by: User) -> None:
    for section in queries.sections_of(assessment, day):
        told = _told(section)
        actions.record_findings(assessment, told[: round(len(told) * share)], by=by)


def _told(section: Section) -> list[Written]:
    return [
        Written(line.item, line.about, words=SAID[line.item.matter])
        for line in section.missing
        if line.item.matter in SAID
    ]


def _check(assessment: Assessment, by: User, outcome: Checked) -> None:
    passed = outcome is Checked.PASSED
    grades = dict.fromkeys(Theme, Grade.GOOD if passed else Grade.ENOUGH)
    if not passed:
        grades[Theme.CARERS] = Grade.NOT_YET
    actions.check(
        assessment,
        outcome=outcome,
        grades=grades,
        feedback={Theme.ANALYSIS: "Weighs up both ways, and says what is not known."},
        words="" if passed else RETURNED,
        by=by,
    )
