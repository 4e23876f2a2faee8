"""The fostering panel: a central list with somebody about to lapse, a panel, a year of meetings.

The next meeting is quorate, and would not be without its one social worker of three years; the one
after it still lacks members.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.audit.act import Actor
from app.core.today import today
from app.core.words import words
from app.demo.chronicle.told import Rank, Told
from app.demo.heard import plan_heard
from app.panel.actions import advisers, agenda, meetings, papers
from app.panel.actions import listing as lists
from app.panel.actions.deciding import link_user
from app.panel.actions.papers import Given
from app.panel.checklist import checked
from app.panel.kinds import (
    AdviserRole,
    Answer,
    ExperienceKind,
    ItemKind,
    NoticeBy,
    PaperHow,
    PaperKind,
    SeatKind,
    StepKind,
)
from app.panel.models import Item, Listing, Meeting, Panel
from app.panel.queries import agenda as agendas
from app.panel.queries.advisers import advisers as appointed
from app.panel.queries.listing import central_list
from app.panel.queries.matters import must_come
from app.panel.queries.meetings import ahead, panels
from app.panel.queries.papers import PersonOf
from app.panel.rules.listing import TEST
from app.panel.rules.meetings import dates_ahead

DAY = timedelta(days=1)
YEAR = 365 * DAY
TUESDAY, THURSDAY = 1, 3
POUNDS = 140
ADVISER = "Priya Dell"
SIGN_IN = {"Pell": "Martin Pell", "Thackwell": "Rosamund Thackwell"}
"""Who of the list signs in: a member, and the chair."""

INDUCTED_AFTER = 40
FIRST_DATES = 110
"""Days ago that a year of meetings was called; those before are not in this record."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody on the list: since how many days ago, what they know, and what is true of them."""

    given_name: str
    family_name: str
    days: int
    knows: ExperienceKind
    worked_since: date | None = None
    true: str = ""
    appraised: int | None = None
    seat: SeatKind | None = None


PEOPLE = (
    Planned(
        "Rosamund", "Thackwell", 900, ExperienceKind.EDUCATION, appraised=200, seat=SeatKind.CHAIR
    ),
    Planned(
        "Leonard",
        "Abbotsway",
        820,
        ExperienceKind.FOSTERED,
        appraised=330,
        seat=SeatKind.VICE_CHAIR,
    ),
    Planned(
        "Joyce",
        "Hallmarsh",
        700,
        ExperienceKind.SOCIAL_WORK,
        worked_since=date(2011, 9, 1),
        appraised=340,
    ),
    Planned(
        "Dilwyn",
        "Prosserley",
        640,
        ExperienceKind.SOCIAL_WORK,
        worked_since=date(2024, 9, 2),
        true="employed",
        appraised=200,
    ),
    Planned("Martin", "Pell", 600, ExperienceKind.HEALTH, appraised=180),
    Planned("Oriel", "Castlemoor", 420, ExperienceKind.COMMUNITY, appraised=40),
    Planned("Councillor Bryn", "Whitsome", 380, ExperienceKind.COUNCILLOR, true="elected"),
    Planned("Sunniva", "Garroway", 50, ExperienceKind.IN_CARE),
)
"""Who is on the list. Induction of the last is still to come, and one appraisal is late."""


def plan_panel(told: Told) -> None:
    """Everything of the panel, up to today."""
    for each in PEOPLE:
        told.on(told.today - each.days * DAY, Rank.AFTERWARDS, _listed, told, each)
        if each.days > INDUCTED_AFTER + 30:
            day = told.today - (each.days - INDUCTED_AFTER) * DAY
            told.on(day, Rank.AFTERWARDS, _inducted, told, each)
    told.on(told.today - 370 * DAY, Rank.AFTERWARDS, _panel, told)
    told.on(told.today - 365 * DAY, Rank.AFTERWARDS, _advisers, told)
    called_on = told.today - FIRST_DATES * DAY
    told.on(called_on, Rank.AFTERWARDS, _dates, told)
    plan_heard(told, _days(told), called_on)
    for each in PEOPLE:
        if each.appraised is not None:
            day = told.today - each.appraised * DAY
            told.on(day, Rank.AFTERWARDS, _appraised, told, each)
    told.on(told.today - 12 * DAY, Rank.AFTERWARDS, _leaves, told)
    told.on(told.today - 10 * DAY, Rank.AFTERWARDS, _asked, told)
    told.on(told.today - 9 * DAY, Rank.AFTERWARDS, _agenda, told)


def _by(told: Told) -> Actor:
    return told.by["panel.adviser"]


def _listed(told: Told, each: Planned) -> None:
    by, day = _by(told), today()
    one = lists.put_new_on_list(
        given_name=each.given_name,
        family_name=each.family_name,
        email=None if each.knows is ExperienceKind.COUNCILLOR else _email(each),
        phone=None,
        starts_on=day,
        by=by,
    )
    answers = {key: key == each.true for key in TEST}
    lists.answer_independence(one, answers=answers, starts_on=day, by=by)
    lists.record_experience(one, kind=each.knows, since=each.worked_since, starts_on=day, by=by)
    if each.family_name in SIGN_IN:
        link_user(one, user_id=told.users[SIGN_IN[each.family_name]].id, by=by)
    lists.set_fee(one, pounds=POUNDS, starts_on=day, by=by)
    lists.record_step(
        one, step=StepKind.CHECK, on=day, until=day + 3 * YEAR, words="Seen, suitable.", by=by
    )


def _email(each: Planned) -> str:
    return f"{each.given_name}.{each.family_name}@example.org".lower()


def _one(each: Planned) -> Listing:
    return next(
        one.listing
        for one in central_list(today())
        if one.listing.person.family_name == each.family_name
    )


def _inducted(told: Told, each: Planned) -> None:
    for step in (StepKind.OBSERVED, StepKind.INDUCTION):
        lists.record_step(_one(each), step=step, on=today(), by=_by(told))


def _appraised(told: Told, each: Planned) -> None:
    for step in (StepKind.TRAINING, StepKind.APPRAISAL):
        lists.record_step(_one(each), step=step, on=today(), by=_by(told))


def _panel(told: Told) -> None:
    panel = meetings.set_up_panel(
        name="Fostering panel", items_at_most=5, starts_on=today(), by=_by(told)
    )
    for each in PEOPLE:
        if each.seat is not None:
            meetings.appoint(panel, _one(each), seat=each.seat, starts_on=today(), by=_by(told))


def _only() -> Panel:
    return panels(today())[0].panel


def _days(told: Told) -> list[date]:
    """The second and fourth Thursdays; Tuesdays if today is a Thursday: no panel sits today."""
    weekday = TUESDAY if told.today.weekday() == THURSDAY else THURSDAY
    first = told.today - FIRST_DATES * DAY
    return [each.day for each in dates_ahead(first, 12, weekday, [2, 4])]


def _dates(told: Told) -> None:
    days = _days(told)
    meetings.call_meetings(
        _only(), days=days, starts_at="09:30", place="Town Hall, Leominster", by=_by(told)
    )


ADVISERS = (
    (
        "Imelda",
        "Sorrelby",
        AdviserRole.MEDICAL,
        "Community paediatrician, Marches Children’s Health (demonstration)",
    ),
    ("Gwilym", "Tarrantley", AdviserRole.LEGAL, "Solicitor, the council’s legal service"),
)
"""Who advises the panel, and what on."""


def _advisers(told: Told) -> None:
    for given_name, family_name, role, post in ADVISERS:
        advisers.appoint_adviser(
            given_name=given_name,
            family_name=family_name,
            email=f"{given_name}.{family_name}@example.org".lower(),
            phone=None,
            role=role,
            post=post,
            starts_on=today(),
            by=_by(told),
        )


def _advised(told: Told, items: list[Item]) -> None:
    """The medical adviser wrote about the first item and attends for the second; the legal one is
    away over the end of the year."""
    medical, legal = appointed(today())
    if medical.adviser.role is AdviserRole.LEGAL:
        medical, legal = legal, medical
    by, second = _by(told), items[-1]
    agenda.change_item(
        second, minutes=second.minutes, attends="The carers.", advisers=[medical.adviser], by=by
    )
    advisers.adviser_away(
        legal.adviser,
        starts_on=told.today + 20 * DAY,
        back_on=told.today + 44 * DAY,
        why="Leave.",
        by=by,
    )
    first = Given(
        PaperKind.MEDICAL, PersonOf(), words(PaperKind.MEDICAL), medical.name, today() - 3 * DAY
    )
    papers.write_paper(items[0], first, how=PaperHow.WORDS, words=ADVICE, by=by)


ADVICE = (
    "I have read the child’s health assessment and the carers’ medical reports. Nothing in them "
    "stands against the match. The asthma plan should be written down before the panel meets."
)


def _leaves(told: Told) -> None:
    lists.give_notice(_one(PEOPLE[6]), given_by=NoticeBy.MEMBER, on=today(), by=_by(told))


def _asked(told: Told) -> None:
    first, second = ahead(told.today, 2)
    _come(told, first, PEOPLE[:3] + PEOPLE[4:6])
    _come(told, second, PEOPLE[:2])


def _come(told: Told, meeting: Meeting, those: Iterable[Planned]) -> None:
    by = _by(told)
    for each in meetings.invite(meeting, listings=[_one(one) for one in those], by=by):
        meetings.record_answer(each, answer=Answer.COMING, by=by)


def _agenda(told: Told) -> None:
    """Two matches and a break; one member knows the second family, so that it is not quorate."""
    first, by = ahead(told.today, 1)[0], _by(told)
    keys = [each.key for each in must_come(today()) if each.kind is ItemKind.LONG_TERM_MATCH]
    if not keys:
        return
    adviser = told.users[ADVISER]
    items = agenda.take_items(first, keys=keys, late_agreed=True, by=adviser)
    pause = agenda.add_break(first, minutes=15, by=by)
    agenda.put_item(pause, place=len(items), by=by)
    agenda.take_no_part(items[-1], _one(PEOPLE[5]), words="Taught their son.", by=by)
    _papers(first, by)
    _advised(told, items)


SAID = {
    PaperKind.CARERS_WORDS: "We have talked about it since the summer. This is home, and we would "
    "like it to be so in writing too.",
    PaperKind.CHILDS_WORDS: "I want to stay, and I want my rabbit to stay too.",
}


def _papers(meeting: Meeting, by: Actor) -> None:
    """Everybody’s words are there; the child’s own report comes late, the rest is still to come."""
    for each in checked(agendas.agenda(meeting), today()):
        for one in each.wanted:
            given = Given(one.need.paper, one.whom, one.says)
            if one.need.paper in SAID:
                words = SAID[one.need.paper]
                papers.write_paper(each.item, given, how=PaperHow.WORDS, words=words, by=by)
            elif one.need.paper is PaperKind.CHILD_REPORT:
                late = replace(given, given_on=meeting.meets_on - 2 * DAY)
                why = "The child’s worker is on leave until Monday."
                papers.await_paper(each.item, late, words=why, late_agreed=True, by=by)
