"""Cases that other systems fail, asked of the record itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest

from app.audit.act import acting
from app.children import actions as children
from app.core.db import transaction
from app.core.today import clock_at, end_of_day, today
from app.people import actions as people
from app.people.actions import claim_room
from app.register import actions, queries
from app.register.models import ApprovalEnd, ClaimKind, HoldReason
from sufficiency.period import Period
from sufficiency.room import ShortfallCode, room_for
from sufficiency.types import Child, Kind, siblings_of
from tests import builders
from tests.builders import SOMEBODY

DAYS = timedelta(days=1)


def reasons(home, *coming, siblings=frozenset(), until=None):
    """Why these children may not come today; none when they may."""
    around = Period(today(), until)
    room = queries.rooms({home.id}, around=around)[home.id]
    plain = tuple(Child(str(one.id), one.person.born, one.person.sex) for one in coming)
    found = room_for(room, plain, around, Kind.SHORT_TERM, siblings)
    return {each.code for each in found if each.standing != "standard"}


def test_a_full_carer_is_never_offered(db):
    home = builders.household(places=1)
    builders.placed(builders.child(), home)
    assert queries.places_left(home.id, today()) == 0
    assert reasons(home, builders.child()) == {ShortfallCode.TERMS_FULL}


def test_a_carer_whose_placement_ended_is_offered_again(db):
    home = builders.household(places=1)
    placement = builders.placed(builders.child(), home)
    children.end_placement(placement, on=today(), by=SOMEBODY)
    assert queries.places_left(home.id, today()) == 1
    assert reasons(home, builders.child()) == set()


def test_a_carer_approved_for_0_to_4_is_not_offered_for_a_child_of_7(db):
    home = builders.household(terms=[builders.line(2, (0, 4))])
    assert reasons(home, builders.child(age=7)) == {ShortfallCode.TERMS_AGE}


def test_a_named_child_carer_shows_no_vacancy(db):
    amy = builders.child("Amy")
    home = builders.household(places=1, terms=[builders.line(1, child=amy)])
    assert queries.places_left(home.id, today()) == 0
    assert reasons(home, builders.child()) == {ShortfallCode.TERMS_NAMED}
    assert reasons(home, amy) == set()


def test_a_carer_on_hold_is_not_offered(db):
    home = builders.household()
    actions.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    assert queries.places_left(home.id, today()) == 0
    assert reasons(home, builders.child()) == {ShortfallCode.ON_HOLD}


def test_a_carer_who_has_resigned_is_not_offered_for_a_stay_that_outlasts_the_notice(db):
    home = builders.household()
    approval = queries.standing_of(home.id).approvals[0]
    actions.receive_resignation(approval, received_on=today() - 20 * DAYS, by=SOMEBODY)
    assert reasons(home, builders.child()) == {ShortfallCode.APPROVAL_ENDS}
    assert reasons(home, builders.child(), until=today() + 8 * DAYS) == set()
    assert queries.places_left(home.id, today() + 8 * DAYS) == 0


def test_a_carer_whose_approval_ended_is_not_offered(db):
    home = builders.household()
    approval = queries.standing_of(home.id).approvals[0]
    actions.end_approval(approval, on=today(), how=ApprovalEnd.TERMINATED, by=SOMEBODY)
    assert queries.places_left(home.id, today()) == 0
    assert reasons(home, builders.child()) == {ShortfallCode.NOT_APPROVED}


def test_a_fourth_child_is_over_the_limit_whatever_the_terms_say(db):
    home = builders.household(places=4)
    for _ in range(3):
        builders.placed(builders.child(), home)
    assert queries.places_left(home.id, today()) == 0
    assert reasons(home, builders.child()) == {ShortfallCode.USUAL_LIMIT}


def test_an_exemption_never_stretches_to_a_child_it_does_not_name(db):
    home = builders.household(places=4)
    there = [builders.child() for _ in range(3)]
    for child in there:
        builders.placed(child, home)
    named, unnamed = builders.child("Amy"), builders.child("Ben")
    actions.grant_exemption(
        home,
        children=[*there, named],
        starts_on=today(),
        decided_on=today(),
        decided_by="Nominated officer",
        by=SOMEBODY,
    )
    assert reasons(home, named) == set()
    assert reasons(home, unnamed) == {ShortfallCode.USUAL_LIMIT}


def test_two_pairs_of_siblings_are_not_all_siblings(db):
    home = builders.household(places=4)
    one, other = builders.child(), builders.child()
    builders.siblings(one, other)
    for child in (one, other):
        builders.placed(child, home)
    third, fourth = builders.child(), builders.child()
    builders.siblings(third, fourth)
    claim = {"claim": ClaimKind.HELD, "starts_on": today(), "by": SOMEBODY}
    actions.claim_bed(home, third, **claim)
    from app.core.errors import RuleBroken

    with pytest.raises(RuleBroken, match="usual limit is 3"):
        actions.claim_bed(home, fourth, **claim)


def test_four_brothers_and_sisters_may_live_together(db):
    home = builders.household(places=4)
    four = [builders.child() for _ in range(4)]
    builders.siblings(*four)
    actions.claim_beds(home, four, claim=ClaimKind.PLANNED, starts_on=today(), by=SOMEBODY)


def test_temporary_approval_is_for_its_child_and_gives_no_vacancy(db):
    home = builders.household(approved=False)
    kit = builders.child("Kit")
    actions.record_temporary_approval(
        home, kit, starts_on=today() - 10 * DAYS, decided_by="Nominated officer", by=SOMEBODY
    )
    assert queries.places_left(home.id, today()) == 0
    assert reasons(home, kit) == set()
    assert reasons(home, builders.child()) == {ShortfallCode.NOT_APPROVED}


def test_what_ran_out_by_law_no_longer_covers_though_nobody_ended_it(db):
    home = builders.household(approved=False)
    kit = builders.child("Kit")
    actions.record_temporary_approval(
        home, kit, starts_on=today() - 112 * DAYS, decided_by="Nominated officer", by=SOMEBODY
    )
    assert reasons(home, kit) == {ShortfallCode.NOT_APPROVED}


def test_a_held_bed_stops_counting_when_it_expires(db):
    home = builders.household(places=1)
    soon = end_of_day(today() - DAYS)
    with clock_at(today() - 2 * DAYS):
        actions.claim_bed(
            home,
            builders.child(),
            claim=ClaimKind.HELD,
            starts_on=today(),
            expires_at=soon,
            by=SOMEBODY,
        )
        assert queries.places_left(home.id, today()) == 0
    assert queries.places_left(home.id, today()) == 1


def test_a_child_takes_one_place_however_many_claims_there_are(db):
    home = builders.household(places=2)
    leo = builders.child("Leo")
    actions.claim_bed(home, leo, claim=ClaimKind.HELD, starts_on=today(), by=SOMEBODY)
    actions.claim_bed(home, leo, claim=ClaimKind.PLANNED, starts_on=today(), by=SOMEBODY)
    builders.placed(leo, home, since=today())
    assert queries.places_left(home.id, today()) == 1


def test_the_past_as_it_was_known_keeps_what_was_recorded_in_error(db):
    home = builders.household(places=1)
    with clock_at(today() - 10 * DAYS):
        placement = builders.placed(builders.child(), home, since=today() - 5 * DAYS)
    then = end_of_day(today() - 5 * DAYS)
    with transaction(), acting("Set aside a placement", SOMEBODY):
        placement.void()
    assert queries.places_left(home.id, today()) == 1
    assert queries.places_left(home.id, today(), known_at=then) == 0


def test_room_is_claimed_only_inside_an_act(db):
    home = builders.household()
    with pytest.raises(RuntimeError, match="inside an act"):
        claim_room(home)


def test_every_claim_raises_the_households_version(db):
    home = builders.household(places=2)
    before = home.version
    actions.claim_bed(home, builders.child(), claim=ClaimKind.HELD, starts_on=today(), by=SOMEBODY)
    assert home.version == before + 1


# --------------------------------------------------------------- three or more in one bedroom


def bedroom_reasons(home, *coming):
    """What the national standards still ask of bedrooms before these children may come today."""
    room = queries.rooms({home.id}, around=Period(today(), None))[home.id]
    plain = tuple(Child(str(one.id), one.person.born, one.person.sex) for one in coming)
    brothers = siblings_of(tuple(child.id for child in plain))
    found = room_for(room, plain, Period(today(), None), Kind.SHORT_TERM, brothers)
    return {each.code for each in found if each.standing == "standard"}


def one_room_for(*those):
    """A home with one bedroom, which sleeps all of them."""
    home = builders.household(places=len(those))
    people.add_bedroom(
        home, name="The attic", sleeps=len(those), starts_on=today() - DAYS, by=SOMEBODY
    )
    return home


def agree(home, one, other, starts_on=None):
    return actions.agree_sharing(
        home,
        child=one,
        with_child=other,
        agreed_by="Their social workers",
        starts_on=starts_on or today(),
        by=SOMEBODY,
    )


@pytest.mark.parametrize("how_many", [3, 4])
def test_brothers_of_whom_every_pair_is_agreed_share_one_room(db, how_many):
    brothers = [builders.child() for _ in range(how_many)]
    home = one_room_for(*brothers)
    *but_one, last = combinations(brothers, 2)
    for pair in but_one:
        agree(home, *pair)
    assert bedroom_reasons(home, *brothers) == {ShortfallCode.SHARING_NOT_AGREED}
    agree(home, *last)
    assert bedroom_reasons(home, *brothers) == set()


def test_three_share_from_the_day_on_which_the_last_pair_is_agreed(db):
    brothers = [builders.child() for _ in range(3)]
    home = one_room_for(*brothers)
    *but_one, last = combinations(brothers, 2)
    for pair in but_one:
        agree(home, *pair)
    agree(home, *last, starts_on=today() + 5 * DAYS)
    assert bedroom_reasons(home, *brothers) == {ShortfallCode.SHARING_NOT_AGREED}
    with clock_at(today() + 5 * DAYS):
        assert bedroom_reasons(home, *brothers) == set()
