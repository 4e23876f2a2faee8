"""Families of special guardianship: one of each kind that a team meets in a week.

Three are on the way to court: an assessment half written, a viability that is challenged, a report
that waits for its checker past its day. Two have orders: in one everything is in time, in the
other the yearly review is late. Their children came after the last published year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.accounts.models import User
from app.accounts.roles import Role
from app.assessments.actions import Told as Written
from app.assessments.grading import Checked, Grade
from app.assessments.models import ParentKind
from app.assessments.report import missing_of
from app.assessments.viability import Answer
from app.children import actions as children
from app.children.codes import Ls, Place
from app.children.kinds import Relationship
from app.children.models import Child
from app.core.db import db
from app.core.today import today
from app.demo.chronicle.told import Rank, Told
from app.demo.ground import HEREFORDSHIRE
from app.demo.lives import Life
from app.demo.staff import Worker, everyone
from app.guardianship.actions import cases, court, report, support
from app.guardianship.kinds import Entry, HearingKind, HearingOutcome, Recommends, Theme
from app.guardianship.models import GuardianshipCase
from app.guardianship.queries.cases import whole_of
from app.guardianship.queries.schedule import schedule_of
from app.people import actions as people
from app.people.models import Household, MemberRole
from app.register import actions as register
from app.statute.schedules import Matter
from sufficiency.types import Sex

DAY = timedelta(days=1)
COURT = "The Family Court at Hereford"

SAID = {
    Matter.CHILD_HARM: "Neglect before the age of three: hungry, alone, four homes in a year.",
    Matter.CHILD_RISK: "The father turns up unannounced. He hurts nobody, and frightens the child.",
    Matter.CHILD_DEVELOPMENT: "Bright and watchful. Hoards food; sleeps with a light on. Will "
    "need help with this for years, and more of it at eleven.",
    Matter.CHILD_HEALTH: "Asthma; an inhaler at school.",
    Matter.CHILDS_WISHES: "“I want to stay at Nan’s for ever.” Asked at school in September.",
    Matter.PARENT_SOUGHT: "The mother names nobody and the birth certificate is blank. Asked again "
    "in May, and of her sister; nobody came forward.",
    Matter.RELATIONSHIP: "She has had the child every weekend from birth.",
    Matter.MEETS_NEEDS: "She knows why the child hoards, and leaves fruit out. Asks for help.",
    Matter.PROTECTION: "She has told the father to ring first, and kept to it.",
    Matter.TO_EIGHTEEN: "She is 58 and well. Her sister, 49, has agreed to step in.",
    Matter.ACCOMMODATION: "A terraced house; a bedroom of the child’s own at the back.",
    Matter.HEALTH: "Well. Medical of June: nothing that matters here.",
}
REFEREES = (
    ("Mrs Jean Powell", "Neighbour for twenty years", "Patient. Never heard her raise her voice."),
    ("Mr Alun Rees", "Her employer", "Reliable; took unpaid leave when the child was ill."),
    ("Miss Carys Bevan", "Her niece", "She brought me up for a year. I would trust her again."),
)
FEEDBACK = {
    Theme.HARM: (Grade.ENOUGH, "Say what each home before this one was like for the child."),
    Theme.PROTECTION: (Grade.NOT_YET, "What will she do when the father is at the gate?"),
    Theme.TO_EIGHTEEN: (Grade.GOOD, "Clear, and the sister’s offer is tested."),
}


@dataclass(frozen=True)
class Nan:
    """A prospective guardian."""

    name: str
    given: str
    born: date
    daughter: str
    """The children’s mother."""


@dataclass(eq=False)
class Ordered:
    """A family for which the court made an order."""

    nan: Nan
    late: bool
    case: GuardianshipCase | None = None
    child: Child | None = None


def plan_guardianship(told: Told) -> None:
    """Everything of this kind, up to today."""
    on, lives = told.today, _children(told)
    told.on(on - 70 * DAY, Rank.AFTERWARDS, _half_written, told, lives[0])
    told.on(on - 24 * DAY, Rank.AFTERWARDS, _challenged, told, lives[1])
    told.on(on - 96 * DAY, Rank.AFTERWARDS, _waits_for_its_checker, told, lives[2])
    ordered = max(date(2025, 10, 20), on - 398 * DAY)
    for nan, day, late in (
        (Nan("The Pughs", "Gwyneth", date(1966, 4, 2), "Kelly"), ordered, True),
        (Nan("The Howells", "Marian", date(1971, 9, 9), "Stacey"), on - 160 * DAY, False),
    ):
        family = Ordered(nan, late)
        told.on(day - 100 * DAY, Rank.AFTERWARDS, _placed, told, family)
        told.on(day, Rank.AFTERWARDS, _order, told, family)


def _children(told: Told) -> list[Life]:
    """Children who are looked after now, of an age to be asked."""
    found = [
        life
        for life in told.county.lives
        if life.ends is None
        and life.starts < told.today - 200 * DAY
        and 3 < life.age(told.today) < 12
    ]
    return sorted(found, key=lambda life: life.starts)[-1:-28:-9]


def _workers(told: Told) -> tuple[User, User]:
    """Who writes, and who checks."""

    def first(role: Role) -> User:
        worker: Worker = next(
            each for each in everyone(told.today) if each.role is role and each.left is None
        )
        return db.session.get_one(User, told.users[worker.name].id)

    return first(Role.SOCIAL_WORKER), first(Role.TEAM_MANAGER)


def _family(nan: Nan) -> str:
    return nan.name.removeprefix("The ").removesuffix("s")


def _home(told: Told, nan: Nan) -> Household:
    by = told.manager
    household: Household = people.add_household(name=nan.name, provider=told.providers[""], by=by)
    person = people.add_person(
        given_name=nan.given,
        family_name=_family(nan),
        born=nan.born,
        sex=Sex.FEMALE,
        by=by,
    )
    people.join_household(household, person, role=MemberRole.CARER, starts_on=today(), by=by)
    return household


def _open(
    told: Told,
    nan: Nan,
    child: Child,
    entry: Entry,
    *,
    due: date | None,
    issued: date | None,
    father: str = "",
) -> GuardianshipCase:
    writer, _ = _workers(told)
    case: GuardianshipCase = cases.open_case(
        _home(told, nan),
        children=[child],
        relations={child.id: Relationship.GRANDPARENT},
        entry=entry,
        entered_on=today(),
        filing_due_on=due,
        issued_on=issued,
        put_forward_by="The child’s mother",
        court=COURT if issued else "",
        case_number="HR26C00417" if issued else "",
        by=writer,
    )
    for name, kind in (
        (f"{nan.daughter} {_family(nan)}", ParentKind.MOTHER),
        (father, ParentKind.FATHER),
    ):
        if name:
            cases.add_parent(
                case, name=name, kind=kind, children=whole_of(case).children, by=writer
            )
    return case


def _write(case: GuardianshipCase, by: User, *, all_of_it: bool) -> None:
    report.record_findings(
        case,
        [
            Written(line.item, line.about, words=SAID.get(line.item.matter, "As seen and told."))
            for _, line in missing_of(schedule_of(whole_of(case), today()))
            if all_of_it or line.item.matter in SAID
        ],
        by=by,
    )
    for name, knows, said in REFEREES[: 3 if all_of_it else 2]:
        one = report.add_referee(case, name=name, knows_them=knows, by=by)
        report.interview_referee(one, on=today(), words=said, by=by)


def _half_written(told: Told, life: Life) -> None:
    writer, _ = _workers(told)
    day = today()
    nan = Nan("The Gwilliams", "Maureen", date(1968, 2, 11), "Jodie")
    case = _open(
        told,
        nan,
        told.children[life],
        Entry.DIRECTION,
        due=day + 91 * DAY,
        issued=day - 12 * DAY,
        father="Lee Tranter",
    )
    cases.begin_full(case, starts_on=day, assessor=writer, by=writer)
    first = court.list_hearing(case, kind=HearingKind.CASE_MANAGEMENT, listed_for=day, by=writer)
    court.record_hearing(
        first,
        outcome=HearingOutcome.DIRECTIONS,
        words="Report directed; parents’ statements in four weeks.",
        by=writer,
    )
    court.list_hearing(case, kind=HearingKind.ISSUES, listed_for=day + 105 * DAY, by=writer)
    _write(case, writer, all_of_it=False)
    support.assess_support(
        case, on=day, needs="Help with contact, and with the hoarding of food.", by=writer
    )


def _challenged(told: Told, life: Life) -> None:
    writer, _ = _workers(told)
    nan = Nan("The Prossers", "Dilys", date(1959, 7, 30), "Leanne")
    case = _open(told, nan, told.children[life], Entry.NOMINATED, due=None, issued=None)
    cases.ask_viability(case, asked_on=today(), worker=writer, by=writer)
    cases.answer_viability(
        case,
        answer=Answer.NEGATIVE,
        on=today(),
        words="One bedroom, and her own health. She would keep contact and was told so.",
        told_on=today(),
        by=writer,
    )
    cases.challenge_viability(
        case, on=today(), words="The council has offered her a larger home.", by=writer
    )


def _waits_for_its_checker(told: Told, life: Life) -> None:
    writer, checker = _workers(told)
    day = today()
    nan = Nan("The Beavans", "Sheila", date(1964, 12, 5), "Gemma")
    case = _open(
        told, nan, told.children[life], Entry.DIRECTION, due=day + 92 * DAY, issued=day - 30 * DAY
    )
    cases.begin_full(case, starts_on=day, assessor=writer, by=writer)
    _write(case, writer, all_of_it=True)
    report.hand_in(case, recommends=Recommends.ORDER, by=writer)
    report.check_report(
        case,
        outcome=Checked.RETURNED,
        grades={theme: FEEDBACK.get(theme, (Grade.GOOD, ""))[0] for theme in Theme},
        feedback={theme: FEEDBACK.get(theme, (Grade.GOOD, ""))[1] for theme in Theme},
        words="Nearly there: how she will protect the child is the court’s first question.",
        by=checker,
    )
    report.hand_in(case, recommends=Recommends.ORDER, by=writer)
    court.list_hearing(case, kind=HearingKind.FINAL, listed_for=day + 120 * DAY, by=writer)


def _placed(told: Told, it: Ordered) -> None:
    """A child looked after, who lives with a grandmother; the order comes months later."""
    by = told.manager
    writer, _ = _workers(told)
    person = people.add_person(
        given_name="Owen" if it.late else "Seren",
        family_name=_family(it.nan),
        born=date(2018, 3, 14) if it.late else date(2016, 6, 1),
        sex=Sex.MALE if it.late else Sex.FEMALE,
        by=by,
    )
    child: Child = children.add_child(person=person, responsible_authority=HEREFORDSHIRE, by=by)
    it.child = child
    children.begin_legal_status(child, status=Ls.C2, need="N1", starts_on=today(), by=by)
    due, issued = today() + 150 * DAY, today() - 20 * DAY
    it.case = _open(told, it.nan, child, Entry.DIRECTION, due=due, issued=issued)
    home = it.case.household
    register.record_temporary_approval(
        home, child, starts_on=today(), decided_by="A. Officer", by=by
    )
    children.record_placement(child, place=Place.U1, starts_on=today(), household=home, by=by)
    cases.begin_full(it.case, starts_on=today(), assessor=writer, by=writer)


def _order(told: Told, it: Ordered) -> None:
    case, child = it.case, it.child
    if case is None or child is None:
        raise LookupError("not told yet")
    writer, checker = _workers(told)
    told_now: dict[str, Any] = {"on": today(), "by": writer}
    _write(case, writer, all_of_it=True)
    report.hand_in(case, recommends=Recommends.ORDER, by=writer)
    report.check_report(
        case,
        outcome=Checked.PASSED,
        grades=dict.fromkeys(Theme, Grade.GOOD),
        words="A report that a court can use.",
        by=checker,
    )
    report.file_report(case, **told_now)
    support.assess_support(case, needs="Contact with the mother is hard.", **told_now)
    support.propose_support(case, services="Contact supervised monthly.", **told_now)
    support.answer_support(case, words="We agree.", **told_now)
    support.agree_support(case, reasons="Fits what was found.", watcher=writer, **told_now)
    support.assess_money(
        case,
        starts_on=today(),
        weekly_pence=18_250,
        means="A pension, and part-time work.",
        basis="The council’s own means test of April.",
        by=writer,
    )
    court.record_order(case, child, words="No party opposed it.", **told_now)
