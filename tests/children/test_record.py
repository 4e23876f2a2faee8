"""What is recorded of children: what happened is kept, and only what cannot be is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.audit.act import acting
from app.children import actions, queries
from app.children.codes import Ls, Place, PlaceChange, Rec
from app.children.kinds import (
    AwayKind,
    Basis,
    Outcome,
    Regulator,
    SettingKind,
    SiblingKind,
    Sureness,
    TogetherOrApart,
)
from app.children.models import Away, ChildNeed, Placement, SiblingPlan
from app.core.db import db, transaction
from app.core.errors import RuleBroken
from app.core.succession import open_row
from app.core.today import clock_at, now, today
from app.register.queries import places_left
from sufficiency.types import Fact, Kind
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def says(refused) -> str:
    return " ".join(breach.says for breach in refused.value.breaches)


# ---------------------------------------------------------------------------------- legal status


def test_a_new_status_ends_the_one_before_on_its_first_day(db):
    child = builders.child(status=Ls.V2)
    actions.begin_legal_status(child, status=Ls.C2, starts_on=today() - 5 * DAY, by=SOMEBODY)
    new, old = queries.legal_statuses_of(child.id)
    assert (new.status, new.ends_on, new.need) == (Ls.C2, None, "N1")
    assert (old.ends_on, old.ended_because) == (today() - 5 * DAY, Rec.X1)


def test_a_status_told_late_ends_where_the_one_in_force_began(db):
    child = builders.child(status=None)
    actions.begin_legal_status(child, status=Ls.C2, starts_on=today() - 5 * DAY, by=SOMEBODY)
    late = actions.begin_legal_status(
        child, status=Ls.V2, starts_on=today() - 50 * DAY, by=SOMEBODY
    )
    assert late.ends_on == today() - 5 * DAY
    assert queries.statuses_on(today()) == {child.id: Ls.C2}
    assert queries.statuses_on(today() - 30 * DAY) == {child.id: Ls.V2}


def test_no_longer_looked_after_ends_status_placement_stay_and_absence_together(db):
    child = builders.child()
    builders.placed(child, builders.household())
    actions.record_placement(child, place=Place.T4, starts_on=today() - 3 * DAY, by=SOMEBODY)
    actions.record_away(child, kind=AwayKind.MISSING, starts_on=today() - DAY, by=SOMEBODY)
    actions.stop_looking_after(child, on=today(), because=Rec.E4A, by=SOMEBODY)
    assert actions.open_placements(child) == []
    assert open_row(Away, child_id=child.id) is None
    assert queries.looked_after(today()) == []
    assert queries.legal_statuses_of(child.id)[0].ended_because is Rec.E4A


# ------------------------------------------------------------------------------------ placements


def test_a_placement_takes_over_from_the_one_before_and_its_place_is_free_again(db):
    child = builders.child()
    one, other = builders.household("The Lewises"), builders.household("The Parrys")
    builders.placed(child, one, since=today() - 30 * DAY)
    builders.placed(child, other, since=today() - 2 * DAY)
    assert [each.ends_on for each in queries.placements_of(child.id)] == [None, today() - 2 * DAY]
    assert (places_left(one.id, today()), places_left(other.id, today())) == (2, 1)


def test_a_temporary_stay_leaves_the_main_placement_open(db):
    child = builders.child()
    main = builders.placed(child, builders.household())
    stay = actions.record_placement(child, place=Place.T3, starts_on=today() - DAY, by=SOMEBODY)
    assert stay.temporary
    assert main.ends_on is None
    assert queries.main_placement(child.id, today()) == main


def test_what_happened_is_recorded_however_unlawful(db):
    """Not approved, full, over the limit, under 16 in supported accommodation: all of it."""
    unapproved = builders.household(approved=False)
    for _ in range(5):
        builders.placed(builders.child(), unapproved)
    young = builders.child(age=11)
    placed = actions.record_placement(young, place=Place.H5, starts_on=today() - DAY, by=SOMEBODY)
    assert placed.id


def test_a_placement_told_late_leaves_the_present_one_alone(db):
    child = builders.child()
    present = builders.placed(child, builders.household(), since=today() - 5 * DAY)
    late = actions.record_placement(
        child,
        place=Place.K2,
        starts_on=today() - 60 * DAY,
        ends_on=today() - 5 * DAY,
        ended_because=PlaceChange.LAREQ,
        by=SOMEBODY,
    )
    assert present.ends_on is None
    assert late.ended_because is PlaceChange.LAREQ


def test_nobody_is_placed_before_birth_or_ended_before_beginning(db):
    child = builders.child(born=today() - 100 * DAY)
    with pytest.raises(RuleBroken) as refused:
        actions.record_placement(
            child,
            place=Place.U6,
            starts_on=today() - 200 * DAY,
            ends_on=today() - 300 * DAY,
            by=SOMEBODY,
        )
    assert "before the child was born" in says(refused)
    assert "before it starts" in says(refused)


def test_what_is_still_to_come_is_planned_and_not_recorded(db):
    with pytest.raises(RuleBroken) as refused:
        actions.record_placement(
            builders.child(), place=Place.U6, starts_on=today() + DAY, by=SOMEBODY
        )
    assert "Plan it from the referral" in says(refused)


def test_a_placement_with_a_household_is_written_only_by_the_act_that_took_it(db):
    """Whatever path writes it: the database itself refuses a place taken without the lock."""
    child, home = builders.child(), builders.household()
    past_the_act = Placement(
        child_id=child.id,
        place=Place.U6,
        basis=Basis.NOT_RECORDED,
        household_id=home.id,
        starts_on=today(),
    )
    with pytest.raises(IntegrityError):
        write_past(past_the_act)


def write_past(row):
    with transaction(), acting("Wrote past the act", SOMEBODY):
        db.session.add(row)


def test_a_placement_recorded_in_error_stays_in_what_was_known(db):
    child, home = builders.child(), builders.household()
    with clock_at(today() - 3 * DAY):
        wrong = builders.placed(child, home, since=today())
        then = now()
    actions.void_placement(wrong, by=SOMEBODY)
    assert queries.placements_of(child.id) == []
    assert queries.placements_of(child.id, then) == [wrong]


def test_a_placement_takes_its_place_from_the_household_or_the_setting(db):
    builders.postcodes()
    child = builders.child()
    placed = builders.placed(child, builders.household(postcode="SY8 1AA"))
    assert (placed.postcode, placed.authority_code) == ("SY8 1AA", builders.SHROPSHIRE)
    setting = actions.add_setting(
        name="Orchard House", kind=SettingKind.CHILDRENS_HOME, postcode="hr68ab", by=SOMEBODY
    )
    moved = actions.record_placement(
        child, place=Place.K2, starts_on=today(), setting=setting, by=SOMEBODY
    )
    assert (moved.postcode, moved.authority_code) == ("HR6 8AB", builders.HEREFORDSHIRE)


# --------------------------------------------------------------------------- brothers and sisters


def test_only_confirmed_brothers_and_sisters_count(db):
    amy, ben, cal = builders.child(), builders.child(), builders.child()
    link = {"kind": SiblingKind.HALF, "by": SOMEBODY}
    actions.link_siblings(ben, amy, sureness=Sureness.CONFIRMED, **link)
    actions.link_siblings(amy, cal, sureness=Sureness.BELIEVED, **link)
    ids = [amy.id, ben.id, cal.id]
    assert queries.siblings_among(ids) == {frozenset({str(amy.id), str(ben.id)})}
    assert queries.sibling_ids([amy.id]) == {ben.id}
    assert queries.siblings_among([ben.id, cal.id]) == frozenset()


def test_what_is_newly_known_of_a_pair_takes_the_place_of_the_old(db):
    amy, ben = builders.child(), builders.child()
    actions.link_siblings(amy, ben, kind=SiblingKind.FULL, sureness=Sureness.BELIEVED, by=SOMEBODY)
    actions.link_siblings(ben, amy, kind=SiblingKind.HALF, sureness=Sureness.CONFIRMED, by=SOMEBODY)
    (link,) = queries.sibling_links([amy.id])
    assert (link.kind, link.sureness) == (SiblingKind.HALF, Sureness.CONFIRMED)


def test_a_child_is_not_their_own_brother(db):
    amy = builders.child()
    with pytest.raises(RuleBroken):
        actions.link_siblings(
            amy, amy, kind=SiblingKind.FULL, sureness=Sureness.CONFIRMED, by=SOMEBODY
        )


def test_a_new_plan_for_the_two_ends_the_old(db):
    amy, ben = builders.child(), builders.child()
    for days, plan in ((40, TogetherOrApart.TOGETHER), (5, TogetherOrApart.APART)):
        actions.plan_siblings(
            ben, amy, plan=plan, why="so", starts_on=today() - days * DAY, by=SOMEBODY
        )
    assert queries.sibling_plans(amy.id, today())[ben.id].plan is TogetherOrApart.APART
    assert queries.sibling_plans(ben.id, today() - 20 * DAY)[amy.id].plan is (
        TogetherOrApart.TOGETHER
    )
    assert db.session.query(SiblingPlan).count() == 2


# ------------------------------------------------------------------------ school, home and needs


def test_school_home_and_needs_hold_from_their_day(db):
    builders.postcodes()
    child = builders.child()
    since = today() - 10 * DAY
    actions.set_school(
        child, school="Kingsland Primary", postcode="HR6 9UX", starts_on=since, by=SOMEBODY
    )
    actions.set_family_home(child, postcode="HR7 4AA", starts_on=since, by=SOMEBODY)
    actions.record_need(child, fact=Fact.DOG, must_be=False, starts_on=since, by=SOMEBODY)
    found = queries.about(child.id, today())
    assert (found.schooling.easting, found.family_home.easting) == (342_800, 365_400)
    assert [(need.fact, need.must_be) for need in found.needs] == [(Fact.DOG, False)]
    assert queries.about(child.id, since - DAY).needs == []


def test_a_need_told_anew_takes_the_place_of_the_old(db):
    child = builders.child()
    for days, must in ((20, False), (2, None)):
        actions.record_need(
            child, fact=Fact.DOG, must_be=must, starts_on=today() - days * DAY, by=SOMEBODY
        )
    assert open_row(ChildNeed, child_id=child.id).must_be is None


# ------------------------------------------------------------------------------------- referrals


def test_a_referral_is_opened_changed_and_closed_once(db):
    amy, ben = builders.child(), builders.child()
    asked = {"needed_on": today(), "kind": Kind.SHORT_TERM}
    referral = actions.open_referral([amy, ben], by=SOMEBODY, **asked)
    assert [child.id for child in referral.children] == [amy.id, ben.id]
    assert queries.open_referrals_of([ben.id]) == [referral]
    actions.change_referral(
        referral,
        until=None,
        together=True,
        together_why="They ask for it",
        home_postcode=None,
        school_postcode=None,
        max_miles=20,
        avoid="",
        by=SOMEBODY,
        **asked,
    )
    assert referral.max_miles == 20
    actions.close_referral(referral, on=today(), outcome=Outcome.NOBODY_FOUND, by=SOMEBODY)
    assert queries.open_referrals_of([amy.id]) == []
    with pytest.raises(RuleBroken):
        actions.close_referral(referral, on=today(), outcome=Outcome.PLACED, by=SOMEBODY)


def test_a_referral_is_for_somebody_and_for_some_time(db):
    with pytest.raises(RuleBroken) as refused:
        actions.open_referral(
            [], needed_on=today(), until=today(), kind=Kind.SHORT_TERM, by=SOMEBODY
        )
    assert "at least one child" in says(refused)
    assert "after the day" in says(refused)


def test_a_registration_takes_over_from_the_one_before_it(db):
    setting = actions.add_setting(name="Lane End", kind=SettingKind.CHILDRENS_HOME, by=SOMEBODY)
    for year in (2020, 2024):
        actions.register_setting(
            setting,
            regulator=Regulator.OFSTED,
            registered_as=SettingKind.CHILDRENS_HOME,
            urn="sc123456",
            starts_on=date(year, 1, 1),
            by=SOMEBODY,
        )
    new, old = queries.registrations_of([setting.id])[setting.id]
    assert (new.urn, new.ends_on, old.ends_on) == ("SC123456", None, date(2024, 1, 1))
