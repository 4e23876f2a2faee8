"""An enquiry taken down, visited, applied, ended: what is refused, and where a case stands."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments import actions as assessing
from app.assessments import queries as assessments
from app.assessments.rules import Outcome
from app.audit.models import Look
from app.core.today import today
from app.panel.queries import determining
from app.people import queries as people
from app.people.models import MemberRole
from app.recruitment import queries
from app.recruitment.actions import enquiries as actions
from app.recruitment.kinds import REASONS, Asks, Because, EndedBy, Reached, Step, VisitOutcome
from app.recruitment.queries import enquiries as asked
from app.recruitment.queries import pipeline
from app.recruitment.rules.enquiries import Course, digits, reached_of, step_of
from app.register import actions as register
from app.supervision import actions as supervising
from app.supervision import queries as supervision
from tests import builders as make
from tests.builders import SOMEBODY
from tests.recruitment.people import (
    DAY,
    applied,
    assessed_elsewhere,
    in_stage,
    rang,
    refusals,
    visited,
)


def case(enquiry, day=None):
    return queries.case_of(day or today(), enquiry_id=enquiry.id)


def test_whoever_takes_an_enquiry_down_follows_it_up(db):
    sarah = make.worker("Sarah Webb")
    enquiry = rang(by=sarah, asks=Asks.SHORT_BREAKS)
    found = case(enquiry)
    assert (found.worker, found.step, found.source) == ("Sarah Webb", Step.ENQUIRY, "Not recorded")
    assert found.name == enquiry.name


def test_somebody_who_cannot_be_reached_is_not_taken_down(db):
    caller = actions.Caller("Ann", "Price")
    assert refusals(actions.take_enquiry, caller, received_on=today()) == [
        "Give a telephone number or an email address."
    ]
    caller = actions.Caller("Ann", "Price", phone="1")
    assert refusals(actions.take_enquiry, caller, received_on=today() + DAY) == [
        "Give the day they rang: today or before."
    ]


@pytest.mark.parametrize(
    ("given", "family", "phone", "email"),
    [
        ("ann", "PRICE", "1", ""),
        ("Other", "Name", "+44 1432 111222", ""),
        ("Other", "Name", "", "Ann@Example.org"),
    ],
)
def test_whoever_rang_before_is_found_by_name_telephone_or_email(db, given, family, phone, email):
    first = rang(given="Ann", family="Price", phone="01432 111 222", email="ann@example.org")
    rang(given="Somebody", family="Else")
    (found,) = asked.alike(given, family, phone=phone, email=email)
    assert found.enquiry.id == first.id
    caller = actions.Caller(given, family, phone=phone, email=email)
    assert refusals(actions.take_enquiry, caller, received_on=today()) == [
        "They may be on record already: look at the list, or say that it is a new enquiry."
    ]
    actions.take_enquiry(caller, received_on=today(), anyway=True, by=SOMEBODY)


def test_a_household_on_record_is_found_by_somebody_who_belongs_to_it(db):
    home = make.household("The Prices", approved=False)
    (carer,) = [each.person for each in people.members_of(home.id, today())]
    (found,) = asked.alike(carer.given_name, carer.family_name)
    assert found.household.id == home.id


def test_a_child_who_is_looked_after_is_nobody_who_rings(db):
    child = make.child()
    assert asked.alike(child.person.given_name, child.person.family_name) == []


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("01432 111 222", "01432111222"),
        ("+44 1432 111222", "01432111222"),
        ("(01432) 111-222", "01432111222"),
        ("447700900123", "07700900123"),
        ("4412", "4412"),
    ],
)
def test_telephone_numbers_are_compared_by_their_digits(typed, compared):
    assert digits(typed) == compared


def test_where_they_live_says_whose_area_it_is(db):
    make.postcodes()
    assert rang(lives_at="HR6 8AB").authority_code == make.HEREFORDSHIRE
    assert rang(lives_at="Leominster").authority_code is None


def test_a_visit_is_asked_for_held_and_invites_them(db):
    enquiry = rang(today() - 9 * DAY)
    assert refusals(actions.hold_visit, enquiry, held_on=today(), outcome=VisitOutcome.INVITED,
                    words="So.") == ["No visit is asked for. Ask for one first."]  # fmt: skip
    actions.ask_visit(enquiry, asked_on=today() - 8 * DAY, by=SOMEBODY)
    assert case(enquiry).step is Step.VISIT
    assert refusals(actions.ask_visit, enquiry, asked_on=today()) == [
        "A visit is asked for already. Record that one first."
    ]
    told = {"outcome": VisitOutcome.INVITED, "words": "Warm."}
    assert refusals(actions.hold_visit, enquiry, held_on=today() - 9 * DAY, **told)
    assert refusals(actions.hold_visit, enquiry, held_on=today() + DAY, **told)
    actions.hold_visit(enquiry, held_on=today() - DAY, by=SOMEBODY, **told)
    assert (case(enquiry).step, case(enquiry).days_here(today())) == (Step.INVITED, 1)
    assert case(enquiry, today() - 2 * DAY).step is Step.VISIT
    assert case(enquiry, today() - 9 * DAY).step is Step.ENQUIRY
    assert case(enquiry, today() - 10 * DAY) is None


def test_who_is_visited_again_was_visited_before(db):
    enquiry = rang(today() - 30 * DAY)
    visited(enquiry, outcome=VisitOutcome.NOT_YET)
    assert case(enquiry).step is Step.LATER
    actions.ask_visit(enquiry, asked_on=today() - DAY, by=SOMEBODY)
    assert case(enquiry).step is Step.VISIT
    assert Reached.VISITED in case(enquiry).reached


def test_an_application_opens_the_household_the_assessment_and_stage_1(db):
    make.postcodes()
    make.own_service()
    sarah = make.worker("Sarah Webb")
    enquiry = rang(today() - 40 * DAY, given="Ann", family="Price")
    visited(enquiry)
    made = applied(enquiry, today() - 30 * DAY, stage_1_on=today() - 28 * DAY, assessor=sarah)
    assert (made.household.name, made.starts_on) == ("The Prices", today() - 30 * DAY)
    (member,) = people.members_of(made.household_id, today())
    assert (member.person.name, member.role) == ("Ann Price", MemberRole.CARER)
    found = case(enquiry)
    assert (found.step, found.worker, found.name) == (Step.STAGE_1, "Sarah Webb", "The Prices")
    assert found.since == today() - 28 * DAY
    row = assessments.listed(made, today())
    assert found.due_on == row.due_on
    assert refusals(actions.ask_visit, enquiry, asked_on=today()) == [
        "Their application is in: go on from there."
    ]


def test_an_application_of_a_household_on_record_opens_no_other(db):
    home = make.household("The Knowns", approved=False)
    enquiry = rang(today() - 9 * DAY)
    actions.link_household(enquiry, household=home, by=SOMEBODY)
    assert applied(enquiry).household_id == home.id
    assert refusals(actions.link_household, enquiry, household=home) == [
        "Their application is in: the household is that one’s."
    ]


def test_somebody_who_is_on_record_is_not_recorded_twice_without_a_word(db):
    make.own_service()
    make.person("Ann", "Price", born=date(1980, 2, 29))
    enquiry = rang(given="Ann", family="Price", anyway=True)
    ann = {"given_name": "Ann", "family_name": "Price", "born": date(1980, 2, 29)}
    home = {"name": "The Prices", "line": "1 High Street", "postcode": "HR6 8AB"}
    told = {"received_on": today(), "applicants": [ann], **home}
    (said,) = refusals(actions.receive_application, enquiry, **told)
    assert "recorded already" in said
    made = actions.receive_application(enquiry, **told, same=True, by=SOMEBODY)
    (member,) = people.members_of(made.household_id, today())
    assert people.person_like("Ann", "Price", date(1980, 2, 29)).id == member.person_id


def test_what_an_application_needs_is_asked_for_all_at_once(db):
    enquiry = rang()
    found = refusals(actions.receive_application, enquiry, received_on=today())
    assert len(found) == 4, "name, address, postcode, and our own service"


@pytest.mark.only_on("sqlite")  # the rule is plain; on both databases one of each is tried below
@pytest.mark.parametrize(("by_whom", "because"), list(product(EndedBy, Because)))
def test_a_reason_fits_whose_wish_it_was(db, by_whom, because):
    enquiry = rang()
    told = {"on": today(), "by_whom": by_whom, "because": because}
    if because not in REASONS[by_whom]:
        assert refusals(actions.end_case, enquiry, **told) == [
            "Choose a reason that fits whose wish it was."
        ]
        return
    actions.end_case(enquiry, **told, by=SOMEBODY)
    assert (case(enquiry).step, case(enquiry).because) == (Step.ENDED, because)
    assert refusals(actions.end_case, enquiry, **told)


@pytest.mark.parametrize(
    ("by_whom", "because", "outcome"),
    [
        (EndedBy.APPLICANTS, Because.CIRCUMSTANCES, Outcome.WITHDREW),
        (EndedBy.SERVICE, Because.SUITABILITY, Outcome.STOPPED),
    ],
)
def test_an_assessment_ends_with_its_case(db, by_whom, because, outcome):
    enquiry = rang(today() - 9 * DAY)
    made = applied(enquiry, today() - 8 * DAY)
    told = {"by_whom": by_whom, "because": because}
    assert refusals(actions.end_case, enquiry, on=today() - 9 * DAY, **told)
    actions.end_case(enquiry, on=today(), words="They moved.", by=SOMEBODY, **told)
    assert (made.outcome, made.ends_on) == (outcome, today())
    assert case(enquiry).ended_by is by_whom
    assert case(enquiry, today() - DAY).step is Step.APPLICATION
    assert refusals(actions.reopen_enquiry, enquiry) == [
        "Their application ended. If they come again, it is a new enquiry."
    ]


def test_why_is_recorded_of_an_assessment_that_ended_without_it(db):
    enquiry = rang(today() - 9 * DAY)
    made = applied(enquiry, today() - 8 * DAY)
    assessing.finish(made, outcome=Outcome.WITHDREW, on=today() - DAY, by=SOMEBODY)
    assert (case(enquiry).ended_by, case(enquiry).because) == (EndedBy.APPLICANTS, None)
    told = {"by_whom": EndedBy.APPLICANTS, "because": Because.MONEY}
    actions.end_case(enquiry, on=today() - DAY, by=SOMEBODY, **told)
    assert case(enquiry).because is Because.MONEY


def test_whoever_is_approved_is_ended_on_the_register_and_not_here(db):
    enquiry = rang(today() - 9 * DAY)
    made = applied(enquiry, today() - 8 * DAY)
    (member,) = people.members_of(made.household_id, today())
    register.approve(made.household, member.person, starts_on=today(), by=SOMEBODY)
    assert case(enquiry).step is Step.APPROVED
    told = {"by_whom": EndedBy.SERVICE, "because": Because.OTHER}
    assert "They are approved: approval is ended on the register." in refusals(
        actions.end_case, enquiry, on=today(), **told
    )


def test_an_application_that_ended_is_not_approved_by_a_later_one_of_the_same_home(db):
    first = rang(today() - 90 * DAY)
    made = applied(first, today() - 80 * DAY)
    told = {"by_whom": EndedBy.APPLICANTS, "because": Because.MONEY}
    actions.end_case(first, on=today() - 60 * DAY, by=SOMEBODY, **told)
    second = rang(today() - 30 * DAY)
    actions.link_household(second, household=made.household, by=SOMEBODY)
    applied(second, today() - 20 * DAY)
    (member,) = people.members_of(made.household_id, today())
    register.approve(made.household, member.person, starts_on=today(), by=SOMEBODY)
    assert (case(first).step, case(second).step) == (Step.ENDED, Step.APPROVED)


def test_whoever_is_refused_after_the_panel_is_ended_on_the_day_of_that_decision(db, monkeypatch):
    assert determining.refused in pipeline._REFUSALS
    enquiry = rang(today() - 90 * DAY)
    made = applied(enquiry, today() - 80 * DAY)
    assessing.finish(made, outcome=Outcome.NOT_RECOMMENDED, on=today() - 9 * DAY, by=SOMEBODY)
    assert case(enquiry).step is Step.DECISION
    monkeypatch.setattr(pipeline, "_REFUSALS", [lambda day: {made.id: today() - DAY}])
    found = next(each for each in queries.cases.question(today()) if each.enquiry_id == enquiry.id)
    assert (found.step, found.since, found.ended_by) == (
        Step.ENDED,
        today() - DAY,
        EndedBy.SERVICE,
    )


def test_an_enquiry_that_ended_too_soon_is_taken_up_again(db):
    enquiry = rang()
    assert refusals(actions.reopen_enquiry, enquiry) == ["This enquiry is open."]
    told = {"on": today(), "by_whom": EndedBy.SERVICE, "because": Because.NO_ANSWER}
    actions.end_case(enquiry, by=SOMEBODY, **told)
    actions.reopen_enquiry(enquiry, by=SOMEBODY)
    assert case(enquiry).step is Step.ENQUIRY


def test_applicants_without_an_enquiry_are_a_case_and_may_be_told_of_later(db):
    made = assessed_elsewhere(on=today() - 30 * DAY)
    found = queries.case_of(today(), assessment_id=made.id)
    assert (found.enquiry_id, found.step) == (None, Step.APPLICATION)
    caller = actions.Caller("Ann", "Longhere")
    told = {"source": None, "asks": Asks.FOSTERING}
    assert refusals(actions.record_origin, made, caller, received_on=today() - 29 * DAY, **told)
    actions.record_origin(made, caller, received_on=today() - 50 * DAY, by=SOMEBODY, **told)
    found = queries.case_of(today(), assessment_id=made.id)
    assert found.received_on == today() - 50 * DAY
    assert refusals(
        actions.record_origin, made, caller, received_on=today() - 50 * DAY, **told
    ) == ["Their enquiry is on record."]


def test_a_source_stands_on_the_list_once_and_keeps_what_it_brought(db):
    radio = actions.add_source(name="Radio", starts_on=today() - 9 * DAY, by=SOMEBODY)
    assert refusals(actions.add_source, name=" radio ", starts_on=today()) == [
        "This source is on the list already."
    ]
    enquiry = rang(source=radio)
    actions.withdraw_source(radio, on=today(), by=SOMEBODY)
    assert asked.sources(today()) == []
    assert case(enquiry).source == "Radio"


JAN = date(2026, 1, 1)


def course(**days):
    """A case whose days are counted from 1 January."""
    told = {
        name: tuple(JAN + timedelta(days=each) if each is not None else None for each in day)
        if isinstance(day, tuple)
        else day
        if isinstance(day, VisitOutcome)
        else JAN + timedelta(days=day)
        for name, day in days.items()
    }
    return Course(received_on=JAN, **told)


@pytest.mark.parametrize(
    ("days", "step", "since"),
    [
        ({}, Step.ENQUIRY, 0),
        ({"visit_asked_on": 3}, Step.VISIT, 3),
        ({"visited_on": 9, "outcome": VisitOutcome.INVITED}, Step.INVITED, 9),
        ({"visited_on": 9, "outcome": VisitOutcome.NOT_YET}, Step.LATER, 9),
        ({"visited_on": 9, "outcome": VisitOutcome.NOT_TO_GO_ON}, Step.TO_END, 9),
        ({"applied_on": 20}, Step.APPLICATION, 20),
        ({"applied_on": 20, "stage_1": (22, None)}, Step.STAGE_1, 22),
        ({"applied_on": 20, "stage_1": (22, None), "stage_2": (40, None)}, Step.BOTH, 40),
        ({"applied_on": 20, "stage_1": (22, 60), "stage_2": (40, None)}, Step.STAGE_2, 60),
        ({"applied_on": 20, "stage_1": (22, None), "stage_2": (40, 70)}, Step.STAGE_1, 70),
        ({"applied_on": 20, "stage_1": (22, 60)}, Step.APPLICATION, 60),
        ({"applied_on": 20, "stage_1": (22, 60), "stage_2": (40, 90)}, Step.PANEL, 90),
        ({"applied_on": 20, "stage_1": (22, 60), "heard_on": 99}, Step.DECISION, 99),
        ({"applied_on": 20, "heard_on": 99, "approved_on": 110}, Step.APPROVED, 110),
        ({"applied_on": 20, "stage_1": (22, None), "ended_on": 50}, Step.ENDED, 50),
    ],
)
def test_where_a_case_stands_is_worked_out_from_its_days(days, step, since):
    assert step_of(course(**days)) == (step, JAN + timedelta(days=since))


def test_whoever_came_further_came_past_what_is_before_it():
    without_a_visit = reached_of(course(applied_on=20))
    assert without_a_visit == {Reached.ENQUIRED, Reached.VISITED, Reached.APPLIED}
    assert reached_of(course()) == {Reached.ENQUIRED}
    assert reached_of(course(applied_on=20, approved_on=99)) == set(Reached)


def test_cases_are_asked_for_in_as_many_questions_however_many_there_are(db, counted):
    def asked_in():
        db.session.rollback()
        with counted() as count:
            queries.cases.question(today())
        return count.number

    applied(rang(today() - 9 * DAY))
    few = asked_in()
    for _ in range(4):
        enquiry = rang(today() - 9 * DAY)
        visited(enquiry)
        in_stage(applied(enquiry, today() - 8 * DAY))
    assert asked_in() == few


def test_a_leaver_s_enquiries_are_on_their_list_and_go_to_somebody_else_with_the_rest(db):
    sarah, tom = make.worker("Sarah Webb"), make.worker("Tom Harris")
    open_one, over, household = (rang(today() - days * DAY) for days in (5, 9, 60))
    for each in (open_one, over, household):
        actions.give_enquiry(each, worker=sarah, by=SOMEBODY)
    actions.end_case(
        over, on=today(), by_whom=EndedBy.APPLICANTS, because=Because.MONEY, by=SOMEBODY
    )
    applied(household, today())
    supervising.record_leaving(sarah, on=today() + 7 * DAY, by=SOMEBODY)
    (leaver,) = supervision.leavers(today())
    (enquiry,) = (each for each in leaver.others if each.kind == "enquiry")
    assert (enquiry.ref, enquiry.household_ref) == (open_one.ref, "")
    assert open_one.family_name not in enquiry.in_words
    supervising.hand_over(
        [supervising.Accepted(enquiry, tom, "Suggested")],
        starts_on=today() + 7 * DAY,
        by=SOMEBODY,
    )
    assert open_one.worker_id == tom.id


def test_an_enquiry_is_found_by_name_by_whom_it_is_open_to_and_each_is_a_look(signed_in, db):
    enquiry = rang(today() - 5 * DAY, given="Zenobia", family="Quillfeather")
    browser = signed_in(Role.SOCIAL_WORKER)
    page = browser.post_form("/search", words="quillf").text
    assert "Zenobia Quillfeather" in page
    assert f"/recruitment/enquiries/{enquiry.ref}" in page
    (look,) = db.session.scalars(select(Look).where(Look.subject == f"enquiry:{enquiry.id}"))
    assert look.page == "search"
    officer = signed_in(Role.PLACEMENT_OFFICER)
    assert "Zenobia" not in officer.post_form("/search", words="quillf").text
