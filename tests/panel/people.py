"""People on the central list, as tests need them."""

from __future__ import annotations

from datetime import date, timedelta

from app.accounts.models import User
from app.assessments import actions as assessments
from app.assessments.rules import AssessmentKind
from app.audit.act import acting
from app.core.db import transaction
from app.core.today import today
from app.panel.actions import advisers, meetings, minutes
from app.panel.actions import agenda as agendas
from app.panel.actions import listing as actions
from app.panel.kinds import (
    AdviserRole,
    Answer,
    ExperienceKind,
    MinutesStep,
    Outcome,
    SeatKind,
)
from app.panel.models import Adviser, Item, Listing, Meeting, Panel, Recommendation
from app.panel.queries.matters import must_come
from app.panel.queries.minutes import steps_of
from app.panel.rules.listing import TEST
from app.people.models import Household
from tests import builders as make
from tests.builders import SOMEBODY, in_one_go

YEARS = timedelta(days=366)


@in_one_go
def listed(
    name: str = "Hall",
    *,
    since: date | None = None,
    independent: bool | None = True,
    social_worker_since: date | None = None,
) -> Listing:
    """Somebody on the central list; tested unless `independent` is None."""
    since = since or today() - 2 * YEARS
    one: Listing = actions.put_on_list(make.person("Jean", name), starts_on=since, by=SOMEBODY)
    if independent is not None:
        answers = dict.fromkeys(TEST, False) | ({} if independent else {"employed": True})
        actions.answer_independence(one, answers=answers, starts_on=since, by=SOMEBODY)
    if social_worker_since is not None:
        actions.record_experience(
            one,
            kind=ExperienceKind.SOCIAL_WORK,
            since=social_worker_since,
            starts_on=since,
            by=SOMEBODY,
        )
    return one


@in_one_go
def led_panel(
    *,
    chair: Listing | None = None,
    vice: Listing | None = None,
    joint_with: str = "",
    name: str = "Fostering panel",
) -> Panel:
    """A panel with an independent chair and one vice chair."""
    panel: Panel = meetings.set_up_panel(
        name=name, joint_with=joint_with, starts_on=today() - YEARS, by=SOMEBODY
    )
    for one, seat in ((chair or listed("Chair"), SeatKind.CHAIR), (vice, SeatKind.VICE_CHAIR)):
        meetings.appoint(
            panel,
            one or listed("Vice", independent=False),
            seat=seat,
            starts_on=today() - YEARS / 2,
            by=SOMEBODY,
        )
    return panel


def called(panel: Panel, *in_days: int) -> list[Meeting]:
    """Meetings so many days from now."""
    made: list[Meeting] = meetings.call_meetings(
        panel,
        days=[today() + timedelta(days=each) for each in in_days],
        starts_at="09:30",
        by=SOMEBODY,
    )
    return made


@in_one_go
def come(meeting: Meeting, *those: Listing) -> None:
    """These people are asked, and say that they come."""
    for each in meetings.invite(meeting, listings=those, by=SOMEBODY):
        meetings.record_answer(each, answer=Answer.COMING, by=SOMEBODY)


def adviser(name: str = "Sorrelby", role: AdviserRole = AdviserRole.MEDICAL) -> Adviser:
    """Somebody who advises the panel."""
    made: Adviser = advisers.appoint_adviser(
        given_name="Imelda",
        family_name=name,
        email="imelda@example.org",
        phone=None,
        role=role,
        post="Paediatrician",
        starts_on=today() - timedelta(days=90),
        by=SOMEBODY,
    )
    return made


@in_one_go
def five_who_make_a_quorum() -> list[Listing]:
    """Chair, vice chair, a social worker of three years, and two more: not one too many."""
    return [
        listed("Chair"),
        listed("Vice", independent=False),
        listed("Worker", social_worker_since=today() - 5 * YEARS),
        listed("Ash"),
        listed("Birch"),
    ]


@in_one_go
def met_today(those: list[Listing]) -> Meeting:
    """A meeting today of a panel that the first two lead, with attendance of all of them taken."""
    (meeting,) = called(led_panel(chair=those[0], vice=those[1]), 0)
    come(meeting, *those)
    agendas.take_attendance(meeting, came=those, by=SOMEBODY)
    return meeting


@in_one_go
def applied(
    name: str = "The News",
    *,
    kind: AssessmentKind = AssessmentKind.INITIAL,
    days_ago: int = 90,
    assessor: User | None = None,
) -> Household:
    """A household of which somebody applied to foster, and which is being assessed."""
    home = make.household(name, approved=False)
    assessments.begin_assessment(
        home,
        kind=kind,
        starts_on=today() - timedelta(days=days_ago),
        assessor=assessor,
        by=SOMEBODY,
    )
    return home


def taken(meeting: Meeting, about: str) -> Item:
    """What must come of this household, taken on that meeting's agenda."""
    keys = [each.key for each in must_come(today()) if each.about == about]
    (item,) = agendas.take_items(meeting, keys=keys, late_agreed=True, by=make.worker())
    found: Item = item
    return found


def says(item: Item, outcome: Outcome = Outcome.RECOMMENDED, **more: bool) -> Recommendation:
    """What the panel said of an item."""
    made: Recommendation = minutes.recommend(
        item, outcome=outcome, reasons="They listen to children.", by=make.worker(), **more
    )
    return made


def final(meeting: Meeting, who: Listing, at: date | None = None) -> None:
    """The minutes of a meeting are approved by whoever took the chair."""
    minutes.record_minutes(
        meeting, step=MinutesStep.APPROVED, on=at or today(), who=who, by=make.worker()
    )


def opened_again(meeting: Meeting) -> None:
    """The minutes that were approved are not: the record of the meeting is taken further."""
    with transaction(), acting("Opened again", SOMEBODY):
        for each in steps_of(meeting.id):
            each.void()
