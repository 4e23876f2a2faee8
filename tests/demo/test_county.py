"""The demonstration county as it is recorded: like the published one, and with every warning."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import demo
from app.accounts.permissions import ROLES, May
from app.accounts.queries import DEMONSTRATION_PASSWORD, people_of_the_demonstration, users_in_role
from app.accounts.roles import Role
from app.assessments import queries as assessments
from app.assessments.rules import AssessmentKind
from app.checks import queries as checks
from app.checks.kinds import LateKind, Stands
from app.children.codes import Place
from app.children.models import Placement, Schooling
from app.commissioning.kinds import SentState, Step
from app.commissioning.queries import providers, unmet
from app.commissioning.queries import referrals as out
from app.commissioning.watch import placings
from app.concerns import queries as concerns
from app.concerns.kinds import ConcernKind
from app.core.db import db
from app.core.today import end_of_day, now, today
from app.matching.queries import referral_by_ref
from app.money import queries as money
from app.money.kinds import FileKind
from app.nights import queries as nights
from app.oversight.rules import BasisKind, FaultCode
from app.oversight.standing import ledger
from app.panel.kinds import AdviserRole
from app.panel.queries import advisers
from app.permanence import queries as permanence
from app.permanence.kinds import Because
from app.permanence.models import StabilityMeeting, StabilityOutcome
from app.register.models import Hold, HoldReason, NotAvailable, Unavailability
from app.register.queries import Status, register_list
from app.reports import queries as reports
from app.reports.kinds import State
from app.restricted.queries import (
    declarations_waiting,
    everyone_shut_out,
    readers_of,
    restrictions,
    to_review,
)
from app.settings import Mode
from app.statute.checks import Asks
from app.staying import present as staying
from app.supervision.queries import households_without_worker
from tests import databases
from tests.county_day import on_its_day


@pytest.fixture(scope="module")
def county_app(county: Path, run_folder: Path, worker: str) -> Iterator[Flask]:
    """The application on a copy of the county. These tests only read it."""
    from app import create_app

    file = run_folder / f"{worker}_county_read.db"
    shutil.copyfile(county, file)
    settings = databases.settings_for(f"sqlite:///{file}", run_folder)
    app = create_app(replace(settings, mode=Mode.DEMONSTRATION))
    yield app
    with app.app_context():
        db.engine.dispose()
    file.unlink()


@pytest.fixture(autouse=True)
def _its_day() -> Iterator[None]:
    """As on the day on which the county was told, where a longer check sets another."""
    with on_its_day():
        yield


@pytest.fixture
def read(county_app: Flask) -> Iterator[None]:
    """Inside the county's application."""
    with county_app.app_context():
        yield
        db.session.remove()


def test_every_published_figure_is_met(read):
    off = [row for row in demo.compare() if not row.is_within]
    assert not off, "\n".join(demo.table(off))


def test_the_figures_cover_what_the_county_is_shaped_by(read):
    said = " / ".join(row.says for row in demo.compare())
    for subject in (
        "looked after on 31 March 2025",
        "Started in the year",
        "Ceased in the year",
        "Special guardianship",
        "10 to 15 years",
        "foster placements",
        "own provision",
        "private provision",
        "inside the local authority",
        "20 miles or less",
        "foster places approved",
        "foster places filled",
        "family and friends",
        "households that left",
    ):
        assert subject in said


def test_every_warning_can_be_seen(read):
    standings = ledger(today())
    kinds = {standing.kind for standing in standings}
    faults = {fault.code for standing in standings for fault in standing.breaches}
    assert kinds >= {
        BasisKind.TEMPORARY_APPROVAL,
        BasisKind.TEMPORARY_APPROVAL_ENDED,
        BasisKind.UNREGISTERED_HOME,
        BasisKind.SUPPORTED_UNREGISTERED,
        BasisKind.UNDER_16_PROHIBITED,
        BasisKind.CONNECTED_NOT_APPROVED,
        BasisKind.CARER_NO_LONGER_APPROVED,
        BasisKind.OUTSIDE_TERMS,
        BasisKind.OUTSIDE_TERMS_EMERGENCY,
        BasisKind.TERMS_NOT_RECORDED,
        BasisKind.OVER_LIMIT,
        BasisKind.WITH_PARENT_NOT_APPROVED,
        BasisKind.UNKNOWN,
    }
    assert faults >= {
        FaultCode.NO_OVERSIGHT,
        FaultCode.OUT_OF_AREA,
        FaultCode.AT_A_DISTANCE,
        FaultCode.NO_AGREEMENT,
        FaultCode.REGISTRATION_UNPROVEN,
        FaultCode.STAY_TOO_LONG,
        FaultCode.TURNED_18,
    }


def test_warnings_are_few_and_on_the_last_published_day_there_were_none(read):
    now = Counter(standing.verdict.name for standing in ledger(today()))
    assert now["LAWFUL"] > 0.9 * sum(now.values())
    then = Counter(standing.verdict.name for standing in ledger(date(2025, 3, 31)))
    assert then["NOT_LAWFUL"] == 0


def test_some_households_have_nobody_and_some_reviews_are_overdue(read):
    nobody = households_without_worker(today())
    assert any(each.left for each in nobody)
    assert any(each.last_worker is None for each in nobody)
    statuses = {status for entry in register_list(today()) for status in entry.household.statuses}
    assert statuses >= {Status.REVIEW_OVERDUE, Status.ON_HOLD, Status.NOT_AVAILABLE}


def test_every_reason_for_a_hold_and_for_no_place_is_there(read):
    held = set(db.session.scalars(db.select(Hold.reason).where(Hold.in_force(today()))))
    gone = set(
        db.session.scalars(db.select(Unavailability.reason).where(Unavailability.in_force(today())))
    )
    assert held == set(HoldReason)
    assert gone == set(NotAvailable)


def test_placements_of_every_kind_have_happened(read):
    happened = set(db.session.scalars(db.select(Placement.place).distinct()))
    assert happened == set(Place)


def test_somebody_can_sign_in_as_each_role(county_app, read):
    people = dict(people_of_the_demonstration())
    assert set(people) == set(ROLES)
    officer = people[Role.PLACEMENT_OFFICER][0]
    assert officer.email == "placement.officer@hearth.example"
    sign_in = {"email": officer.email, "password": DEMONSTRATION_PASSWORD}
    browser = county_app.test_client()
    assert browser.get("/sign-in").status_code == 200
    assert sign_in["password"] in browser.get("/sign-in").get_data(as_text=True)


def test_two_brothers_come_first_and_several_homes_could_take_both(read):
    from app.matching import queries, snapshot
    from sufficiency.period import Period
    from sufficiency.room import room_for
    from sufficiency.types import Child, Kind

    choices = queries.children_to_choose()
    assert [choice.name for choice in choices] == ["Leo Garnett", "Mason Garnett"]
    brothers = queries.children_by_refs([choice.ref for choice in choices])
    plain = tuple(Child(str(child.id), child.person.born, child.person.sex) for child in brothers)
    pair = frozenset({frozenset(child.id for child in plain)})
    period = Period(today(), today() + timedelta(days=90))
    found = snapshot.homes(period, authority_code="E06000019", exact=True)
    school = db.session.scalar(db.select(Schooling).where(Schooling.child_id == brothers[0].id))
    assert school.postcode.startswith("HR6")
    near = [
        home
        for home in found.homes
        if home.where is not None
        and abs(home.where.easting_m - school.easting) < 12_000
        and abs(home.where.northing_m - school.northing) < 12_000
    ]
    lawful = [
        home
        for home in near
        if all(
            each.standing == "standard"
            for each in room_for(home.room, plain, period, Kind.SHORT_TERM, pair)
        )
    ]
    assert len(lawful) >= 4


def test_the_record_knew_each_thing_on_its_day(read):
    day = date(2021, 6, 30)
    then, now = ledger(day, end_of_day(day)), ledger(day)
    assert [(each.child_id, each.kind) for each in then] == [
        (each.child_id, each.kind) for each in now
    ]
    assert len(then) > 300


def test_permanence_has_plans_a_match_with_contact_and_a_meeting_that_was_held(read):
    found = permanence.of_children(permanence.looked_after_ids(today()), today()).values()
    planned = [each for each in found if each.plan]
    assert len({each.plan.goal for each in planned}) >= 3
    assert any(each.is_late for each in planned)
    matched = [each for each in found if each.match]
    assert any(each.is_fixed for each in matched)
    assert any(each.to_tell for each in matched), "and one of whom nobody was told"
    in_touch = [
        (each, one) for each in matched for one in each.siblings if one.contact and one.last
    ]
    assert any(one.together is False for _each, one in in_touch)
    for each, one in in_touch:
        then = permanence.of_children([each.child_id], one.last)[each.child_id].siblings
        assert [was.together for was in then if was.child_id == one.child_id] == [False]
    held = db.session.scalars(
        select(StabilityMeeting)
        .join(StabilityOutcome, StabilityOutcome.meeting_id == StabilityMeeting.id)
        .where(StabilityOutcome.held_on.is_not(None))
    ).all()
    moved = [each for each in held if each.because is Because.MOVES]
    assert moved
    for each in moved:
        assert permanence.of_child(each.child_id, each.since).placements >= 3
    called = [each for each in held if each.called_on == today() - timedelta(days=40)]
    assert len(called) == 1, "called, and held on another day"
    assert permanence.of_child(called[0].child_id, called[0].called_on).placements >= 3
    assert any(each.has_moved and each.reasons for each in found), "and others still call for one"


def test_a_concern_stands_in_each_state_and_somebody_knows_somebody(read):
    everything = concerns.listed(users_in_role(Role.TEAM_MANAGER)[0])
    assert {each.concern.kind for each in everything} == set(ConcernKind)
    went_on = [each for each in everything if each.course.is_open]
    assert any(each.course.referral is None and each.course.referral_due_on for each in went_on)
    assert any(each.concern.hold_id for each in went_on), "a hold says why in its concern"
    assert any(each.to_tell and each.notices for each in went_on), "told, and not yet in writing"
    assert len([each for each in everything if not each.course.is_open]) == 2
    assert [len(shut.households) for _, shut in everyone_shut_out(today())] == [1]
    assert len(declarations_waiting()) == 1


def test_a_record_is_restricted_and_an_opening_of_it_waits_to_be_judged(read):
    (restriction,) = restrictions(today())
    assert len(readers_of([restriction.id], today())[restriction.id]) == 3
    (waiting,) = to_review()
    assert waiting.opened_at < now()


def test_checks_stand_in_every_state_and_some_are_late(read):
    everybody = checks.checked(today())
    lines = [line for home in everybody for _, line in home.lines]
    assert {line.standing.stands for line in lines} == set(Stands)
    assert {late.kind for line in lines for late in line.standing.late} == set(LateKind)
    approved = [line for home in everybody if not home.assessing for _, line in home.lines]
    done = sum(line.standing.is_done for line in approved)
    assert done / len(approved) > 0.8, "most checks of carers are in"
    whom = [each for home in everybody for each in home.everybody]
    assert any(each.needs_saying for each in whom)
    assert any(each.asks is Asks.REGULATED for each in whom)


def test_a_report_is_half_written_one_is_with_its_checker_and_one_is_signed(read):
    rounds = reports.handed_in(date.min)
    states = Counter(reports.state(each) for each in rounds)
    assert states[State.CHECKING] == 1
    assert states[State.SIGNED] == 1
    (signed,) = (each for each in rounds if each.signed_on)
    assert reports.signed_draft(signed.assessment_id).parts
    half = [
        found
        for each in assessments.assessments(today())
        if each.kind is AssessmentKind.INITIAL
        and (found := reports.written(assessments.by_ref(each.ref), today())).state is State.WRITING
        and any(line.known for section in found.sections for line in section.lines)
    ]
    assert any(found.missing > 3 for found in half)


def test_advisers_are_appointed_and_one_wrote_and_attends(read):
    medical, legal = advisers.advisers(today())
    assert (medical.adviser.role, legal.adviser.role) == tuple(AdviserRole)
    assert (medical.papers, medical.items) == (1, 1)
    assert legal.away


def test_a_girl_of_fourteen_is_referred_out_and_answers_wait(read):
    beyond = unmet.unmet(today() - timedelta(days=365), today())
    assert sorted(each.days for each in beyond) == [0, 2, 3, 5]
    live, boy = [each for each in beyond if each.ended == unmet.WAITING]
    assert (boy.youngest, boy.step) == (13, Step.FURTHER)
    (line,) = placings(today())
    assert line.only_for == May.DECIDE_FAILED_GATE.value
    assert (live.youngest, live.step, live.offers) == (14, Step.AGENCIES, 2)
    found = out.whole(referral_by_ref(live.ref), today())
    assert {SentState.WAITING, SentState.OFFERED, SentState.NO_OFFER} == set(found.counted())
    assert found.released is not None
    assert len(providers.listed(today())) == 12


def test_stays_nights_and_money_have_something_on_every_page(read):
    day = today()
    for show in staying.SHOWS:
        assert staying.lines(show, day), f"nothing is listed under {show}"
    turning = {each.tone for each in staying.lines("eighteen", day)}
    assert {"Turned 18", ""} <= turning, "somebody has turned 18, and others were asked before"
    sheet = nights.tonight(day)
    assert len(sheet.homes) > 10
    assert sum(bool(phone) for home in sheet.homes for _, phone in home.carers) > 10
    assert sheet.agencies
    assert len(nights.nights(day - timedelta(days=28))) == 2
    assert {each.kind for each in money.files()} == set(FileKind)
    assert money.placements_to_tell(day), "the next file has something to tell"
    assert money.rates_on(day)
