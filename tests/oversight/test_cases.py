"""Cases of where a child lives, each as it is told: the record written by its acts, then asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.children import actions as children
from app.children.codes import Ls, Place, PlaceProvider, Rec
from app.children.kinds import (
    ApprovalNeeded,
    AwayKind,
    Basis,
    Regulator,
    SettingKind,
)
from app.core.today import clock_at, now, today
from app.oversight import standing
from app.oversight.rules import BasisKind, FaultCode, Verdict
from app.people.models import ProviderKind
from app.register import actions as register
from app.register.models import Approval, ApprovalEnd
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def of(child, on=None, known_at=None):
    return standing.basis(child.id, on or today(), known_at)


def codes(found):
    return set(found.answer.codes)


@pytest.fixture(autouse=True)
def _places(request):
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        builders.postcodes()


# ------------------------------------------------------------------------------- foster carers


def test_a_child_with_an_approved_carer_within_terms_is_lawfully_placed(db):
    child = builders.child()
    builders.placed(child, builders.household())
    found = of(child)
    assert (found.kind, found.verdict) == (BasisKind.APPROVED_CARER, Verdict.LAWFUL)


def test_a_home_without_a_signed_agreement_is_not_proven(db):
    child = builders.child()
    builders.placed(child, builders.household(agreement=False))
    found = of(child)
    assert found.kind is BasisKind.APPROVED_CARER
    assert codes(found) == {FaultCode.NO_AGREEMENT}
    assert found.verdict is Verdict.NOT_PROVEN


def test_a_child_outside_terms_has_six_working_days_and_then_none(db):
    """The days of the rule book: placed on 23 December 2026, the sixth is 4 January 2027."""
    with clock_at(date(2026, 12, 23)):
        child = builders.child(age=12)
        home = builders.household(terms=[builders.line(2, (0, 9))])
        builders.placed(child, home, since=date(2026, 12, 23), basis=Basis.EMERGENCY)
        first = of(child, date(2026, 12, 23)).answer
        assert first.kind is BasisKind.OUTSIDE_TERMS_EMERGENCY
        assert str(first.runs) == "working day 1 of 6"
        assert first.last_day == date(2027, 1, 4)
        assert of(child, date(2027, 1, 4)).verdict is Verdict.LAWFUL
        over = of(child, date(2027, 1, 5))
        assert (over.kind, over.verdict) == (BasisKind.OUTSIDE_TERMS, Verdict.NOT_LAWFUL)


def test_terms_changed_in_time_end_the_emergency(db):
    with clock_at(date(2026, 12, 30)):
        child = builders.child(age=12)
        home = builders.household(terms=[builders.line(2, (0, 9))])
        builders.placed(child, home, since=date(2026, 12, 23), basis=Basis.EMERGENCY)
        register.set_terms(
            home, overall=2, criteria=[builders.line(2)], starts_on=date(2026, 12, 30), by=SOMEBODY
        )
        assert of(child, date(2026, 12, 29)).kind is BasisKind.OUTSIDE_TERMS_EMERGENCY
        assert of(child, date(2027, 2, 1)).kind is BasisKind.APPROVED_CARER


def test_over_the_usual_limit_every_fostered_child_of_the_home_is_in_the_answer(db):
    home = builders.household(places=4)
    those = [builders.child() for _ in range(4)]
    for number, child in enumerate(those):
        builders.placed(child, home, since=today() - (40 - number) * DAY)
    found = [of(child) for child in those]
    assert {each.kind for each in found} == {BasisKind.OVER_LIMIT}
    assert {each.verdict for each in found} == {Verdict.NOT_LAWFUL}
    assert {each.since for each in found} == {today() - 37 * DAY}


def test_four_brothers_are_within_the_limit_and_two_pairs_are_not(db):
    brothers = [builders.child() for _ in range(4)]
    builders.siblings(*brothers)
    one = builders.household(places=4)
    pairs = [builders.child() for _ in range(4)]
    builders.siblings(*pairs[:2])
    builders.siblings(*pairs[2:])
    other = builders.household(places=4)
    for child in brothers:
        builders.placed(child, one)
    for child in pairs:
        builders.placed(child, other)
    assert {of(child).kind for child in brothers} == {BasisKind.APPROVED_CARER}
    assert {of(child).kind for child in pairs} == {BasisKind.OVER_LIMIT}


def test_an_exemption_covers_those_it_names_and_never_stretches(db):
    home = builders.household(places=5)
    those = [builders.child() for _ in range(5)]
    for child in those[:4]:
        builders.placed(child, home)
    register.grant_exemption(
        home,
        children=those[:4],
        starts_on=today() - 60 * DAY,
        decided_on=today() - 60 * DAY,
        decided_by="N. Officer",
        by=SOMEBODY,
    )
    assert of(those[0]).kind is BasisKind.APPROVED_CARER
    builders.placed(those[4], home, since=today())
    assert of(those[0]).kind is BasisKind.OVER_LIMIT


def test_a_carer_who_resigned_is_approved_for_28_days_after_the_notice_came(db):
    child = builders.child()
    home = builders.household()
    builders.placed(child, home, since=today() - 100 * DAY)
    approval = db.session.query(Approval).filter_by(household_id=home.id).one()
    register.receive_resignation(approval, received_on=today() - 30 * DAY, by=SOMEBODY)
    assert of(child, today() - 3 * DAY).kind is BasisKind.APPROVED_CARER
    found = of(child)
    assert found.kind is BasisKind.CARER_NO_LONGER_APPROVED
    assert found.since == today() - 2 * DAY
    assert "resigned" in found.answer.facts[0]


def test_a_carer_whose_approval_was_terminated_is_no_longer_approved(db):
    child = builders.child()
    home = builders.household()
    builders.placed(child, home, since=today() - 100 * DAY)
    approval = db.session.query(Approval).filter_by(household_id=home.id).one()
    register.end_approval(approval, on=today() - 5 * DAY, how=ApprovalEnd.TERMINATED, by=SOMEBODY)
    assert of(child).kind is BasisKind.CARER_NO_LONGER_APPROVED


# ---------------------------------------------------------------------------- connected persons


def grandmother(child, *, approved_on, placed_on):
    home = builders.household("Mrs Bufton", approved=False)
    builders.placed(child, home, since=placed_on, place=Place.U3, basis=Basis.CONNECTED)
    return register.record_temporary_approval(
        home, child, starts_on=approved_on, decided_by="N. Officer", by=SOMEBODY
    )


def test_sixteen_weeks_are_112_days_counted_inclusively(db):
    with clock_at(date(2027, 3, 14)):
        child = builders.child()
        grandmother(child, approved_on=date(2026, 11, 23), placed_on=date(2026, 11, 23))
        found = of(child, date(2027, 3, 14))
        assert found.kind is BasisKind.TEMPORARY_APPROVAL
        assert str(found.answer.runs) == "day 112 of 112"
        over = of(child, date(2027, 3, 15))
        assert over.kind is BasisKind.TEMPORARY_APPROVAL_ENDED
        assert over.since == date(2027, 3, 15)


def test_an_extension_in_time_makes_168_days(db):
    with clock_at(date(2027, 3, 10)):
        child = builders.child()
        approval = grandmother(child, approved_on=date(2026, 11, 23), placed_on=date(2026, 11, 23))
        register.record_extension(
            approval,
            last_day=date(2027, 5, 9),
            decided_on=date(2027, 3, 10),
            decided_by="N. Officer",
            by=SOMEBODY,
        )
        assert str(of(child, date(2027, 5, 9)).answer.runs) == "day 168 of 168"
        assert of(child, date(2027, 5, 10)).kind is BasisKind.TEMPORARY_APPROVAL_ENDED


def test_a_child_who_moved_before_the_temporary_approval_was_unapproved_until_then(db):
    child = builders.child()
    grandmother(child, approved_on=today() - 10 * DAY, placed_on=today() - 15 * DAY)
    assert of(child, today() - 12 * DAY).kind is BasisKind.CONNECTED_NOT_APPROVED
    found = of(child)
    assert found.kind is BasisKind.TEMPORARY_APPROVAL
    assert codes(found) == {FaultCode.APPROVED_AFTER_MOVING}


def test_a_brother_placed_later_needs_a_temporary_approval_of_his_own(db):
    amy, ben = builders.child(), builders.child()
    approval = grandmother(amy, approved_on=today() - 20 * DAY, placed_on=today() - 20 * DAY)
    children.record_placement(
        ben,
        place=Place.U3,
        starts_on=today() - 5 * DAY,
        household=register_household(approval),
        by=SOMEBODY,
    )
    assert of(amy).kind is BasisKind.TEMPORARY_APPROVAL
    assert of(ben).kind is BasisKind.CONNECTED_NOT_APPROVED


def register_household(approval):
    from app.core.db import db
    from app.people.models import Household

    return db.session.get(Household, approval.household_id)


# ------------------------------------------------------------------------------------- settings


def setting(kind, postcode="HR6 8AB", **more):
    return children.add_setting(name="Lane End", kind=kind, postcode=postcode, by=SOMEBODY, **more)


def live_in(child, where, place, since=None, **more):
    return children.record_placement(
        child,
        place=place,
        starts_on=since or today() - 30 * DAY,
        setting=where,
        by=SOMEBODY,
        **more,
    )


def test_a_childrens_home_is_lawful_while_it_is_registered(db):
    child, home = builders.child(), setting(SettingKind.CHILDRENS_HOME)
    held = children.register_setting(
        home,
        regulator=Regulator.OFSTED,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="SC123456",
        starts_on=today() - 500 * DAY,
        by=SOMEBODY,
    )
    live_in(child, home, Place.K2)
    assert of(child).kind is BasisKind.CHILDRENS_HOME
    children.end_registration(held, on=today() - 3 * DAY, by=SOMEBODY)
    found = of(child)
    assert (found.kind, found.since) == (BasisKind.UNREGISTERED_HOME, today() - 3 * DAY)
    assert found.verdict is Verdict.NOT_LAWFUL


def test_a_home_in_wales_is_registered_in_wales(db):
    from app.people.places import load_postcodes

    load_postcodes(
        [
            {
                "postcode": "LD1 5AA",
                "easting": 305000,
                "northing": 261000,
                "authority_code": "W06000023",
            }
        ]
    )
    child, home = builders.child(), setting(SettingKind.CHILDRENS_HOME, "LD1 5AA")
    children.register_setting(
        home,
        regulator=Regulator.CIW,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="W1234",
        starts_on=today() - 500 * DAY,
        by=SOMEBODY,
    )
    placement = live_in(child, home, Place.K2)
    assert codes(of(child)) == {FaultCode.OUT_OF_AREA}  # Powys adjoins us
    children.record_placement_approval(
        placement,
        what=ApprovalNeeded.OUT_OF_AREA,
        decided_on=placement.starts_on,
        decided_by="N. Officer",
        by=SOMEBODY,
    )
    assert of(child).verdict is Verdict.LAWFUL


@pytest.mark.parametrize(
    ("age", "on", "kind"),
    [
        (15, date(2021, 9, 8), BasisKind.OTHER_ARRANGEMENTS),
        (15, date(2021, 9, 9), BasisKind.UNDER_16_PROHIBITED),
        (16, date(2023, 10, 27), BasisKind.OTHER_ARRANGEMENTS),
        (16, date(2023, 10, 28), BasisKind.SUPPORTED_UNREGISTERED),
    ],
)
def test_supported_accommodation_is_judged_by_the_law_of_its_day(db, age, on, kind):
    born = date(on.year - age, 1, 15)
    child = builders.child(born=born, status=None)
    children.begin_legal_status(child, status=Ls.V2, starts_on=born, by=SOMEBODY)
    live_in(child, setting(SettingKind.SUPPORTED_ACCOMMODATION), Place.H5, on - 30 * DAY)
    assert of(child, on).kind is kind


def test_a_decision_of_the_director_is_shown_where_a_home_is_not_registered(db):
    child, home = builders.child(age=16), setting(SettingKind.CHILDRENS_HOME)
    placement = live_in(child, home, Place.K2)
    assert FaultCode.NO_OVERSIGHT in codes(of(child))
    children.record_placement_approval(
        placement,
        what=ApprovalNeeded.UNREGISTERED,
        decided_on=today() - 29 * DAY,
        decided_by="D. Rector",
        by=SOMEBODY,
    )
    found = of(child)
    assert FaultCode.NO_OVERSIGHT not in codes(found)
    assert found.kind is BasisKind.UNREGISTERED_HOME
    assert any("director decided" in fact for fact in found.answer.facts)


# ------------------------------------------------------------------------- parents, areas, others


def test_a_child_in_care_with_parents_needs_the_nominated_officers_decision(db):
    child = builders.child()
    placement = children.record_placement(
        child, place=Place.P1, starts_on=today() - 20 * DAY, by=SOMEBODY
    )
    assert of(child).kind is BasisKind.WITH_PARENT_NOT_APPROVED
    children.record_placement_approval(
        placement,
        what=ApprovalNeeded.WITH_PARENT,
        decided_on=today() - 10 * DAY,
        decided_by="N. Officer",
        by=SOMEBODY,
    )
    found = of(child)
    assert (found.kind, found.since) == (BasisKind.WITH_PARENT_APPROVED, today() - 10 * DAY)


def test_our_own_carer_over_the_border_needs_no_approval_for_the_area(db):
    child = builders.child()
    builders.placed(child, builders.household(postcode="SY8 1AA"))
    assert of(child).verdict is Verdict.LAWFUL


def test_an_agencys_carer_over_the_border_does(db):
    from app.people import actions as people

    agency = people.add_provider(
        name="Marches Fostering", kind=ProviderKind.AGENCY, urn="SC056304", by=SOMEBODY
    )
    child = builders.child()
    builders.placed(
        child,
        builders.household(postcode="SY8 1AA", provider=agency),
        place_provider=PlaceProvider.PR4,
    )
    found = of(child)
    assert found.kind is BasisKind.OTHER_PROVIDERS_CARER
    assert codes(found) == {FaultCode.OUT_OF_AREA}


def test_an_agency_without_a_number_is_not_proven(db):
    child = builders.child()
    builders.placed(child, builders.household(provider=builders.agency(), postcode="HR6 8AB"))
    assert codes(of(child)) == {FaultCode.REGISTRATION_UNPROVEN}


def test_a_child_in_hospital_or_missing_keeps_the_basis_and_is_marked(db):
    child = builders.child()
    builders.placed(child, builders.household())
    children.record_placement(child, place=Place.T1, starts_on=today() - 2 * DAY, by=SOMEBODY)
    children.record_away(child, kind=AwayKind.MISSING, starts_on=today() - DAY, by=SOMEBODY)
    found = of(child)
    assert (found.kind, found.verdict) == (BasisKind.APPROVED_CARER, Verdict.LAWFUL)
    assert [mark.split(" since")[0] for mark in found.answer.marks] == ["In hospital", "Missing"]


def test_a_child_with_nowhere_recorded_is_a_work_list_of_one(db):
    child = builders.child()
    found = of(child)
    assert (found.kind, found.verdict) == (BasisKind.UNKNOWN, Verdict.NOT_PROVEN)
    assert found.answer.do.startswith("Record where the child lives")


def test_an_order_ends_being_looked_after_and_leaves_the_placement_to_be_ended(db):
    child = builders.child()
    builders.placed(child, builders.household())
    status = children.begin_legal_status(
        child, status=Ls.C2, starts_on=today() - 10 * DAY, by=SOMEBODY
    )
    children.end_legal_status(status, on=today(), because=Rec.E45, by=SOMEBODY)
    found = of(child)
    assert found.kind is BasisKind.NOT_LOOKED_AFTER
    assert codes(found) == {FaultCode.PLACEMENT_STILL_OPEN}


def test_a_child_recorded_in_two_places_is_kept_and_judged(db):
    child = builders.child()
    one, other = builders.household("The Lewises"), builders.household("The Parrys")
    builders.placed(child, one, since=today() - 5 * DAY)
    builders.placed(child, other, since=today() - 60 * DAY)
    found = of(child)
    assert found.where == "The Lewises"
    assert FaultCode.TWO_PLACEMENTS in codes(found)


def test_other_authorities_children_count_for_the_limit_and_not_in_our_total(db):
    from app.children import actions

    theirs = actions.add_child(
        person=builders.person(born=builders.birthday(6)),
        responsible_authority=builders.SHROPSHIRE,
        by=SOMEBODY,
    )
    home = builders.household(places=4)
    ours = [builders.child() for _ in range(3)]
    for child in [theirs, *ours]:
        builders.placed(child, home)
    listed = standing.ledger(today())
    assert {each.kind for each in listed} == {BasisKind.OVER_LIMIT}
    assert sum(each.is_looked_after for each in listed) == 3


# ------------------------------------------------------------------------------ as it was known


def test_what_was_told_late_is_not_what_was_known(db):
    child = builders.child()
    home = builders.household()
    with clock_at(today() - 20 * DAY):
        builders.placed(child, home, since=today())
        moment = now()
    approval = db.session.query(Approval).filter_by(household_id=home.id).one()
    register.end_approval(approval, on=today() - 25 * DAY, how=ApprovalEnd.TERMINATED, by=SOMEBODY)
    day = today() - 20 * DAY
    assert of(child, day).kind is BasisKind.CARER_NO_LONGER_APPROVED
    assert of(child, day, moment).kind is not BasisKind.CARER_NO_LONGER_APPROVED
