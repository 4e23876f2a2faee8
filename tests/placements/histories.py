"""Invented placements as plain days: told to the rules, and to the slow model."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from app.children.codes import PlaceChange
from app.placements.kinds import Item
from app.placements.rules import Ended, Facts, Step
from app.statute.care_planning.begun import EndsWithout, Recipient
from tests.oracles.placements import Diary

DAY = timedelta(days=1)
WHOM = {
    "": None,
    "child": Recipient.CHILD,
    "parents": Recipient.PARENTS,
    "contact": Recipient.CONTACT,
    "before": Recipient.BEFORE,
    "health": Recipient.HEALTH,
    "doctor": Recipient.DOCTOR,
    "school": Recipient.SCHOOL,
    "officer": Recipient.OFFICER,
    "area": Recipient.AREA,
    "carers": Recipient.CARERS,
}
STARTS = (date(2026, 12, 23), date(2027, 3, 24), date(2028, 2, 29), date(2026, 5, 1))
"""Before Christmas, before Easter, on a leap day, before a bank holiday."""

PLAIN = (
    "placement_plan",
    "delegated_authority",
    "consents",
    "registered_with_a_doctor",
    "way_to_school",
    "care_plan",
    "health_assessment",
    "education_plan",
    "education_goes_on",
    "fourth_key_stage_approved",
)


def diary(chance: Random) -> Diary:
    """One placement, of which anything may be so."""
    began = chance.choice(STARTS) + chance.randrange(-3, 400) * DAY
    first = chance.random() < 0.6
    since = began if first else began - chance.randrange(1, 700) * DAY
    length = chance.randrange(1, 900)
    ended = began + length * DAY if chance.random() < 0.5 else None
    last = ended or began + 800 * DAY
    left = ended is not None and chance.random() < 0.3

    def some(most: int) -> list[date]:
        days = (began + chance.randrange((last - began).days + 1) * DAY for _ in range(most))
        return sorted(set(days))

    return Diary(
        began=began,
        in_care_since=None if left else since,
        kept_from=chance.choice((date.min, since, began, began + DAY)),
        born=began - chance.randrange(17 * 365) * DAY - 720 * DAY,
        newest=ended is None or chance.random() < 0.4,
        first=first,
        away=chance.random() < 0.3,
        at_school=chance.random() < 0.5,
        same_school=chance.random() < 0.4,
        fostered=chance.random() < 0.6,
        signed=began + chance.randrange(-900, 60) * DAY if chance.random() < 0.8 else None,
        with_parent=chance.random() < 0.3,
        looked_into=began + chance.randrange(-3, 40) * DAY if chance.random() < 0.7 else None,
        decided=began + chance.randrange(60) * DAY if chance.random() < 0.5 else None,
        long=chance.random() < 0.5,
        named=began + chance.randrange(30) * DAY if chance.random() < 0.7 else None,
        seen=some(chance.randrange(9)),
        reviewed=some(chance.randrange(5)),
        ticked=_ticked(chance, began),
        ended=ended,
        left=left,
        why=chance.choice(("", "CARPL", "CREQB", "CHILD", "OTHER", "PLACE")),
        expected=began + chance.randrange(1, 900) * DAY if chance.random() < 0.4 else None,
        agreed=ended - chance.randrange(20) * DAY if ended and chance.random() < 0.4 else None,
        at_once=ended is not None and chance.random() < 0.3,
        met=ended + chance.randrange(40) * DAY if ended and chance.random() < 0.4 else None,
    )


def _ticked(chance: Random, began: date) -> list[tuple[str, str, date | None]]:
    things = [(item, "") for item in PLAIN]
    things += [("notice_of_placement", whom) for whom in list(WHOM)[1:-2]]
    things += [("notice_of_ending", whom) for whom in list(WHOM)[1:]]
    things.append(("notice_to_the_area_authority", "area"))
    return [
        (item, whom, began + chance.randrange(900) * DAY if chance.random() < 0.8 else None)
        for item, whom in things
        if chance.random() < 0.6
    ]


def facts(told: Diary, today: date) -> Facts:
    """The same in the product's own values, as the record knows it on a day."""
    over = told.ended is not None and told.ended <= today
    ended = None
    if over and told.ended is not None:
        ended = Ended(
            on=told.ended,
            because=PlaceChange(told.why) if told.why else None,
            left=told.left,
            expected=told.expected,
            reviewed_on=told.agreed,
            without=EndsWithout.IMMEDIATE_RISK if told.at_once else None,
            met_on=told.met,
        )
    return Facts(
        starts_on=told.began,
        since=told.in_care_since,
        born=told.born,
        kept_from=told.kept_from,
        newest=told.newest,
        first=told.first,
        out_of_area=told.away,
        to_18=told.long,
        schooling=told.at_school,
        school_kept=told.same_school,
        fostered=told.fostered,
        agreed_on=told.signed,
        parent_at_once=told.with_parent,
        parent_assessed=told.looked_into,
        parent_decided=told.decided,
        officer_on=told.named,
        visits=tuple(told.seen),
        reviews=tuple(told.reviewed),
        steps=tuple(Step(Item(item), on, WHOM[whom]) for item, whom, on in told.ticked),
        ended=ended,
    )
