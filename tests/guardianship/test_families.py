"""Families as they come, with their days: what the record says of each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.assessments.grading import Checked
from app.assessments.models import Assessing, Assessment
from app.assessments.report import missing_of
from app.assessments.rules import Outcome
from app.assessments.viability import Answer, Challenge
from app.children import actions as acts
from app.children import queries as children
from app.children.codes import Ls, Place, Rec
from app.children.models import LegalStatus, Placement
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.today import clock_at, end_of_day, today
from app.core.words import words
from app.guardianship import watch
from app.guardianship.actions import cases, court, report, support
from app.guardianship.kinds import (
    CaseEnd,
    Entry,
    HearingKind,
    HearingOutcome,
    Recommends,
    ReviewOutcome,
    SupportEnd,
)
from app.guardianship.present import ended_says
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import schedule_of
from app.guardianship.rules.course import Stage, next_of
from app.guardianship.rules.steps import application_from, filing_judged, order_judged
from app.oversight.queries import ledger
from app.people.models import MemberRole
from app.register import actions as register
from app.register.models import Approval, TemporaryApproval
from app.statute.calendar import ENGLAND
from app.statute.checks import CheckKind
from app.statute.running import State
from app.statute.schedules import Matter
from app.statute.spans import Years
from tests import builders as make
from tests.checks.homes import carer_of, joined, seen
from tests.guardianship.cases import DAY, Family

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def places(db):
    make.postcodes()


def refused(action, *args, **told):
    with pytest.raises(RuleBroken) as found:
        action(*args, **told)
    return " ".join(breach.says for breach in found.value.breaches)


def clocks(as_at=None):
    return {each.clock: each for each in watch.running(as_at or today())}


def status_of(child):
    return children.legal_statuses_of(child.id)[0]


# ------------------------------------------------------------------------------------ own motion


def test_an_order_of_the_courts_own_motion_is_recorded_without_a_report_and_shows(db):
    amy = make.child("Amy", status=Ls.C2)
    family = Family(amy, entry=Entry.OWN_MOTION)
    make.placed(amy, family.home)
    order = court.record_order(family.case, amy, on=today(), own_motion=True, by=family.worker)
    (judged,) = order_judged(family.course, made=True, decided_on=order.decided_on)
    assert judged.cite.short == "CA 1989 s14A(11)"
    assert family.course.stage is Stage.SUPPORTED
    assert status_of(amy).ends_on == today(), "an order discharges a care order"
    assert clocks().keys() == {"sg_responsible_authority"}
    assert family.whole.children[0].child_id == amy.id


# ------------------------------------------- day 111 of a temporary approval, a grandmother's child


def test_an_order_on_day_111_ends_the_temporary_approval_and_the_placement_that_day(db):
    day_1 = today() - 110 * DAY
    amy = make.child("Amy", status=Ls.C2)
    home = make.household("The Mossops", approved=False)
    approval = register.record_temporary_approval(
        home, amy, starts_on=day_1, decided_by="A. Officer", by=make.SOMEBODY
    )
    make.placed(amy, home, since=day_1, place=Place.U1)
    family = Family(amy, home=home, entered_on=day_1, filing_due_on=today()).filed()
    assert (approval.last_day - today()).days == 1, "day 111 of 112"
    court.record_order(family.case, amy, on=today(), by=family.worker)
    db.session.expire_all()
    assert db.session.get(TemporaryApproval, approval.id).ends_on == today()
    assert children.main_placement(amy.id, today()) is None
    ended = status_of(amy)
    assert (ended.ends_on, ended.ended_because) == (today(), Rec.E45)
    assert amy.id not in {each.child_id for each in ledger(today())}
    assert family.whole.orders[0].looked_after_before


def test_the_report_that_was_filed_finishes_the_assessment(db):
    family = Family().filed()
    db.session.expire_all()
    assert family.case.assessment.outcome is Outcome.REPORTED
    assert next_of(family.course, today()).step == "assess-support"


# ----------------------------------------------------------------- a guardian who fosters already


def whose(case):
    """Who has the assessment of a case, and until when."""
    found = db.session.scalars(
        select(Assessing).where(Assessing.assessment_id == case.assessment_id, Assessing.stands())
    )
    return [(each.worker_id, each.ends_on) for each in found]


def ordered_in_error():
    """A child in care with her grandmother, temporarily approved and extended, and her brother;
    an order was recorded for each."""
    since = today() - 90 * DAY
    with clock_at(end_of_day(since)):
        amy, ben = make.child("Amy", status=Ls.C2), make.child("Ben", status=Ls.C2)
        family = Family(amy, ben).begun()
        by = family.worker
        for child in (amy, ben):
            approval = register.record_temporary_approval(
                family.home, child, starts_on=today(), decided_by="A. Officer", by=by
            )
            acts.record_placement(
                child, place=Place.U3, starts_on=today(), household=family.home, by=by
            )
    register.record_extension(
        approval, last_day=today() + 60 * DAY, decided_on=today(), decided_by="A. Officer", by=by
    )
    with clock_at(end_of_day(today())):
        orders = [court.record_order(family.case, each, on=today(), by=by) for each in (amy, ben)]
    return family, orders


def held(child, day, known_at=None):
    """What is in force for a child: legal status, home, temporary approval; why the first ended."""
    statuses = children.legal_statuses_of(child.id, known_at)
    placement = children.main_placement(child.id, day, known_at)
    approvals = db.session.scalars(
        select(TemporaryApproval).where(
            TemporaryApproval.child_id == child.id, TemporaryApproval.in_force(day, known_at)
        )
    )
    return (
        [each.status for each in statuses if each.held_on(day, known_at)],
        placement.household_id if placement else None,
        [each.original_last_day for each in approvals],
    )


def test_an_order_recorded_in_error_is_taken_back_with_what_ended_with_it():
    family, (_, bens) = ordered_in_error()
    amy, ben = family.children
    believed = end_of_day(today())
    tomorrow = today() + DAY
    before = held(ben, today() - DAY)
    assert before[0] == [Ls.C2]
    assert before[1] == family.home.id
    assert held(ben, tomorrow) == ([], None, [])
    assert family.case.assessment.ends_on == today()
    with clock_at(end_of_day(today() + 3 * DAY)):
        assert refused(court.void_order, bens, why=" ", by=family.worker)
        court.void_order(bens, why="It was his cousin’s.", by=family.worker)
        assert refused(court.void_order, bens, why="Twice.", by=family.worker)
        assert [held(ben, day) for day in (today() - 5 * DAY, tomorrow)] == [before] * 2
        assert status_of(ben).ended_because is None
        (extended,) = db.session.scalars(
            select(TemporaryApproval).where(
                TemporaryApproval.child_id == ben.id, TemporaryApproval.stands()
            )
        ).unique()
        assert extended.last_day == tomorrow + 59 * DAY, "its extension is told with it"
        assert held(amy, tomorrow) == ([], None, []), "what ended with his sister’s order stays"
        assert family.case.assessment.ends_on is None
        assert whose(family.case) == [(family.worker.id, None)]
        assert [each.child_id for each in family.whole.undecided] == [ben.id]
        assert held(ben, tomorrow, believed) == ([], None, []), "as it was known that day"
        assert held(ben, today() - 5 * DAY, end_of_day(today() - 5 * DAY)) == before
        again = court.record_order(family.case, ben, on=today(), by=family.worker)
        assert again.status_before is Ls.C2
        assert status_of(ben).ends_on == today()


def test_what_was_recorded_in_place_of_what_an_order_ended_is_left_and_named():
    family, (_, bens) = ordered_in_error()
    ben = family.children[1]
    by = family.worker
    with clock_at(end_of_day(today() + DAY)):
        acts.begin_legal_status(ben, status=Ls.V2, starts_on=today(), by=by)
        ended = queries.ended_by(bens)
        assert {type(each.fact) for each in ended.stays} == {
            LegalStatus,
            Placement,
            TemporaryApproval,
        }, "all that is the child’s, or nothing"
        assert {type(each.fact) for each in ended.back} == {Assessment, Assessing}
        said = ended_says(ended.stays)
        assert any("legal status (full care order)" in each for each in said), said
        court.void_order(bens, why="His cousin’s.", by=by)
        assert [each.status for each in children.legal_statuses_of(ben.id)][:1] == [Ls.V2]
        assert children.main_placement(ben.id, today()) is None


def test_a_foster_carers_reward_goes_on_for_two_years_after_the_order(db):
    family = Family(make.child("Amy", age=6, status=Ls.C2), approved=True)
    paid = {"starts_on": today(), "basis": "The scheme", "by": family.worker}
    said = refused(support.assess_money, family.case, weekly_pence=100, reward_pence=101, **paid)
    assert "no more than that" in said
    support.assess_money(family.case, weekly_pence=20_000, reward_pence=5_000, **paid)
    assert "sg_foster_remuneration" not in clocks()
    court.record_order(family.case, family.children[0], on=today(), by=family.worker)
    assert clocks()["sg_foster_remuneration"].due_on == Years(2).after(today(), ENGLAND)
    support.assess_money(family.case, weekly_pence=15_000, **paid)
    assert "sg_foster_remuneration" not in clocks()


def test_a_guardian_who_is_an_approved_carer_stays_approved(db):
    amy = make.child("Amy", status=Ls.C2)
    home = make.household("The Doyles")
    make.placed(amy, home)
    family = Family(amy, home=home)
    court.record_order(family.case, amy, on=today(), by=family.worker)
    approvals = db.session.scalars(select(Approval).where(Approval.household_id == home.id)).all()
    assert [each.ends_on for each in approvals] == [None]
    assert status_of(amy).ended_because is Rec.E45, "fostered by a relative"


# --------------------------------------------------------------------- accommodated, section 20


def test_a_section_20_child_who_lives_there_stops_being_looked_after_that_day(db):
    amy = make.child("Amy", status=Ls.V2)
    family = Family(amy)
    make.placed(amy, family.home)
    court.record_order(family.case, amy, on=today(), by=family.worker)
    assert status_of(amy).ends_on == today()


def test_a_section_20_child_who_lives_elsewhere_is_looked_after_until_the_facts_change(db):
    amy = make.child("Amy", status=Ls.V2)
    family = Family(amy)
    make.placed(amy, make.household("The Others"))
    court.record_order(family.case, amy, on=today(), by=family.worker)
    assert status_of(amy).ends_on is None
    assert children.main_placement(amy.id, today()) is not None


def test_a_section_20_child_may_have_moved_on_another_day(db):
    amy = make.child("Amy", status=Ls.V2)
    family = Family(amy)
    court.record_order(
        family.case,
        amy,
        on=today() - 3 * DAY,
        accommodated_until=today() - DAY,
        by=family.worker,
    )
    ended = status_of(amy)
    assert (ended.ends_on, ended.ended_because) == (today() - DAY, Rec.E47)


# ---------------------------------------------------------------------------------- filed late


def test_a_report_filed_late_is_filed_and_says_by_how_much(db):
    family = Family(filing_due_on=today() - 9 * DAY, entered_on=today() - 80 * DAY)
    assert clocks()["sgo_court_report_due"].state(today()) is State.OVERDUE
    family.filed()
    (judged,) = filing_judged(family.course, today())
    assert "filed 9 days late" in judged.says
    assert "sgo_court_report_due" not in clocks()


# ---------------------------------------------------------- viability negative, challenged, changed


def test_a_negative_viability_is_challenged_and_the_court_directs_an_assessment(db):
    family = Family(entry=Entry.NOMINATED)
    by = family.worker
    assert "Ask for a viability" in refused(cases.begin_full, family.case, starts_on=today(), by=by)
    cases.ask_viability(family.case, asked_on=today(), worker=by, by=by)
    assert clocks()["sgo_iva"].worker_id == by.id
    cases.answer_viability(
        family.case, answer=Answer.NEGATIVE, on=today(), words="A dog.", told_on=today(), by=by
    )
    assert family.course.stage is Stage.NEGATIVE
    assert "may challenge" in refused(cases.begin_full, family.case, starts_on=today(), by=by)
    cases.challenge_viability(family.case, on=today(), words="It is small.", by=by)
    assert "Answer the challenge" in refused(
        cases.begin_full, family.case, starts_on=today(), by=by
    )
    cases.answer_challenge(family.case, answer=Challenge.COURT, looked_again_by="The court", by=by)
    family.begun()
    assert family.course.stage is Stage.ASSESSMENT


def test_after_notice_a_report_is_owed_whatever_the_viability_said(db):
    family = Family(entry=Entry.NOTICE, entered_on=date(2026, 11, 3))
    by = family.worker
    cases.ask_viability(family.case, asked_on=today(), by=by)
    cases.answer_viability(family.case, answer=Answer.NEGATIVE, on=today(), words="No room.", by=by)
    family.begun()
    assert application_from(family.course) == date(2027, 2, 3)


# ------------------------------------------------------------------ the report, and who checks it


def test_whoever_wrote_it_or_assessed_does_not_check_it(db):
    family = Family().begun().handed_in()
    assert "Somebody else checks it" in refused(family.checked, by=family.worker)
    family.checked(Checked.RETURNED)
    assert family.course.stage is Stage.ASSESSMENT
    report.hand_in(family.case, recommends=Recommends.ORDER, by=family.checker)
    assert "Somebody else" in refused(family.checked, by=family.checker)
    assert "Somebody else" in refused(family.checked, by=family.worker), "she assessed"


def test_nothing_is_filed_before_every_item_is_answered_or_explained(db):
    family = Family().begun().handed_in().checked()
    says = refused(report.file_report, family.case, on=today(), by=family.worker)
    assert "neither answered nor explained" in says
    assert "0 of 3 referees" in says
    family.refereed().written()
    report.file_report(family.case, on=today(), by=family.worker)
    assert family.course.stage is Stage.FILED


def test_a_report_that_waits_is_its_checkers_and_one_returned_its_authors(db):
    def waits():
        return [
            (each.clock, each.worker_id)
            for each in watch.running_of(family.whole, today())
            if each.clock.startswith("report_")
        ]

    family = Family().begun()
    assert waits() == []
    family.handed_in()
    assert waits() == [("report_checked", None)]
    family.checked(Checked.RETURNED)
    assert waits() == [("report_put_right", family.worker.id)]
    family.handed_in().checked()
    assert waits() == []


def test_checks_stand_in_it_as_in_every_other_report_and_are_not_typed_again(db):
    family = Family(approved=True).begun()
    guardian, son = (
        carer_of(family.home),
        joined(family.home, MemberRole.ADULT, today() - 9 * DAY, make.birthday(20)),
    )
    seen(family.home, guardian, CheckKind.CERTIFICATE)
    seen(family.home, son, CheckKind.CERTIFICATE)
    seen(family.home, guardian, CheckKind.MEDICAL)
    seen(family.home, None, CheckKind.HOME_SAFETY)
    told = {
        line.item.matter: " ".join(line.so_far)
        for section in schedule_of(family.whole, today())
        for line in section.lines
        if line.so_far
    }
    certificate = words(CheckKind.CERTIFICATE).lower()
    assert f"{guardian.name}: {certificate}, seen" in told[Matter.OFFENCES]
    assert "medical report, seen" in told[Matter.HEALTH]
    assert f"{son.name}: {certificate}, seen" in told[Matter.HOUSEHOLD_MEMBERS]
    assert "health and safety of the home, seen" in told[Matter.ACCOMMODATION]
    assert len(told) == 4
    assert Matter.OFFENCES in {
        line.item.matter for _, line in missing_of(schedule_of(family.whole, today()))
    }, "a check answers no item alone"


def test_what_the_record_knows_stands_filled_in(db):
    amy, ben = make.child("Amy", age=6), make.child("Ben", age=9)
    make.siblings(amy, ben)
    family = Family(amy)
    make.placed(amy, family.home, since=today() - 20 * DAY)
    sections = schedule_of(family.whole, today())
    known = {line.item.matter: line.record for line in sections[0].lines if line.record}
    assert known[Matter.CHILD_SIBLINGS][0].startswith("Ben ")
    assert "fosters the child, since" in known[Matter.CHILD_FOSTERED_BY][0]
    assert known.keys() == {
        Matter.CHILD_IDENTITY,
        Matter.CHILD_SIBLINGS,
        Matter.CHILD_LOOKED_AFTER,
        Matter.CHILD_FOSTERED_BY,
        Matter.CHILD_ORDERS,
    }
    assert "1 The Street" not in str(sections)
    assert "HR6" not in str(sections)
    open_lines = {line.item.matter for _, line in missing_of(sections)}
    assert Matter.CHILD_HARM in open_lines
    assert Matter.CHILD_SIBLINGS not in open_lines


# ------------------------------------------------------------------------------------- the court


def test_the_court_lists_at_any_point_and_gives_another_day(db):
    family = Family(entry=Entry.NOMINATED)
    by = family.worker
    hearing = court.list_hearing(
        family.case, kind=HearingKind.CASE_MANAGEMENT, listed_for=today() + DAY, by=by
    )
    assert clocks()["sgo_hearing"].due_on == today() + DAY
    assert "once it is held" in refused(
        court.record_hearing, hearing, outcome=HearingOutcome.DIRECTIONS, by=by
    )
    with clock_at(end_of_day(today() + DAY)):
        court.record_hearing(
            hearing,
            outcome=HearingOutcome.DIRECTIONS,
            filing_due_on=today() + 50 * DAY,
            next_on=today() + 60 * DAY,
            by=by,
        )
    assert family.case.filing_due_on is not None
    assert [each.outcome for each in family.whole.hearings] == [HearingOutcome.DIRECTIONS, None]


def test_weeks_run_only_in_care_proceedings_from_issue(db):
    family = Family(issued_on=today() - 7 * DAY)
    assert family.course.week(today()) == 2
    assert family.course.weeks_over_on == today() - 7 * DAY + timedelta(weeks=26)
    assert Family(make.child(), home=make.household("The Bees")).course.week(today()) is None


def test_brothers_may_be_decided_apart(db):
    amy, ben = make.child("Amy"), make.child("Ben")
    family = Family(amy, ben)
    by = family.worker
    court.record_order(family.case, amy, on=today(), by=by)
    assert "is recorded" in refused(court.record_order, family.case, amy, on=today(), by=by)
    assert family.course.undecided == 1
    court.record_refusal(family.case, ben, on=today(), words="Too far.", by=by)
    assert status_of(ben).ends_on is None
    assert family.course.stage is Stage.SUPPORTED


def test_refused_for_every_child_is_closed_with_its_reason(db):
    family = Family()
    by = family.worker
    court.record_refusal(family.case, family.children[0], on=today(), by=by)
    assert family.course.stage is Stage.REFUSED
    cases.close_case(
        family.case, how=CaseEnd.REFUSED, on=today(), because="The court refused.", by=by
    )
    assert family.course.stage is Stage.CLOSED


# ------------------------------------------------------------------------------------- afterwards


def test_support_and_money_are_looked_at_each_year_and_responsibility_after_three(db):
    amy = make.child("Amy", status=Ls.C2)
    ordered = today() - 380 * DAY
    with clock_at(end_of_day(ordered)):
        family = Family(amy)
        family.begun().supported()
        support.assess_money(
            family.case,
            starts_on=ordered,
            weekly_pence=18_250,
            means="Part-time work",
            basis="The council's own sheet",
            by=family.worker,
        )
        court.record_order(family.case, amy, on=ordered, by=family.worker)
    running = clocks()
    assert running["sg_support_review"].state(today()) is State.OVERDUE
    assert running["sg_financial_review"].due_on == date(
        ordered.year + 1, ordered.month, ordered.day
    )
    assert running["sg_responsible_authority"].due_on.year == ordered.year + 3
    by = family.worker
    support.review_support(
        family.case, on=today(), outcome=ReviewOutcome.GOES_ON, words="Going well.", by=by
    )
    support.remind_of_statement(family.case, on=today(), by=by)
    assert "They have until" in refused(support.suspend_money, family.case, on=today(), by=by)
    with clock_at(end_of_day(today() + 29 * DAY)):
        support.suspend_money(family.case, on=today(), by=by)
        support.review_money(
            family.case,
            statement_on=today(),
            on=today(),
            outcome=ReviewOutcome.GOES_ON,
            by=by,
        )
        assert family.whole.paid.suspended_on is None
    assert clocks()["sg_support_review"].state(today()) is State.LATER
    assert clocks(today() + 30 * DAY)["sg_financial_review"].state(today()) is State.LATER


def test_support_ends_with_the_last_child_and_the_case_is_closed(db):
    amy = make.child("Amy", status=Ls.C2)
    family = Family(amy).begun().supported()
    by = family.worker
    support.assess_money(
        family.case, starts_on=today(), weekly_pence=0, basis="Asked for none", by=by
    )
    order = court.record_order(family.case, amy, on=today(), by=by)
    says = refused(
        cases.close_case,
        family.case,
        how=CaseEnd.SUPPORT_OVER,
        on=today(),
        because="Done",
        by=by,
    )
    assert "support goes on" in says
    support.end_support(order, on=today(), because=SupportEnd.EIGHTEEN, by=by)
    assert family.whole.paid is None
    assert family.whole.plan is None
    cases.close_case(family.case, how=CaseEnd.SUPPORT_OVER, on=today(), because="Eighteen.", by=by)
    assert not clocks()


def test_a_change_of_support_is_a_plan_beside_the_one_in_force(db):
    family = Family().begun().supported()
    by = family.worker
    first = family.whole.plan_in_force
    support.review_support(
        family.case, on=today(), outcome=ReviewOutcome.VARY, words="More respite.", by=by
    )
    assert family.whole.plan_in_force.id == first.id
    told = {"on": today(), "by": by}
    support.propose_support(family.case, services="Respite monthly.", **told)
    says = refused(support.agree_support, family.case, reasons="Needed", watcher=None, **told)
    assert "until" in says
    assert "Name who watches" in says
    support.answer_support(family.case, words="Thank you.", **told)
    support.agree_support(family.case, reasons="Needed", watcher=by, **told)
    assert family.whole.plan_in_force.id != first.id
