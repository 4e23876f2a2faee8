"""Cases that other systems fail, each as a sentence."""

from dataclasses import replace

import pytest

from sufficiency.arrays import Register
from sufficiency.criteria import Weights
from sufficiency.distance import METRES_IN_MILE
from sufficiency.match import search
from sufficiency.period import Period
from sufficiency.room import places_left
from sufficiency.siblings import search_together
from sufficiency.types import (
    Avoid,
    Bedroom,
    ClaimKind,
    Criterion,
    Exempted,
    Fact,
    Hold,
    Point,
    ProviderKind,
    Room,
    SharingAgreed,
    Unavailable,
    siblings_of,
)
from tests.sufficiency.plain_homes import (
    DAY,
    LEOMINSTER,
    LONG,
    child,
    days,
    home,
    need,
    placed,
    terms,
)


def offered(asked, *homes, **how):
    """The ids of the homes that are offered, best first."""
    return [match.home_id for match in search(Register(homes), asked, **how).ranked]


def why_not(asked, one):
    """The codes of what rules one home out."""
    return {finding.code for finding in search(Register([one]), asked).why_not(one.id)}


def test_a_full_carer_is_never_offered():
    full = home(terms=(terms(2),), claims=placed(child("Bo", 4), child("Cy", 5)))
    assert offered(need(), full) == []
    assert why_not(need(), full) == {"terms_full"}
    assert places_left(full.room, DAY) == 0


@pytest.mark.parametrize("claim", list(ClaimKind))
def test_a_planned_placement_and_a_held_bed_take_room_as_a_placement_does(claim):
    full = home(terms=(terms(1),), claims=placed(child("Bo", 4), claim=claim))
    assert offered(need(), full) == []


def test_a_carer_approved_for_0_to_4_is_not_offered_for_a_child_of_7():
    baby_carer = home(terms=(terms(2, Criterion(2, 0, 4)),))
    assert offered(need(child("Ash", 4)), baby_carer) == ["H1"]
    assert offered(need(child("Ash", 7)), baby_carer) == []
    assert why_not(need(child("Ash", 7)), baby_carer) == {"terms_age"}


def test_three_siblings_are_not_offered_to_one_place():
    children = [child(name, 7) for name in ("Ash", "Bo", "Cy")]
    asked = need(*children, siblings=siblings_of(("Ash", "Bo", "Cy")))
    one_place = home(terms=(terms(1),))
    assert offered(asked, one_place) == []
    assert search_together(Register([one_place]), asked).two_homes == ()


def test_a_place_to_avoid_is_excluded():
    away = Point(LEOMINSTER.easting_m, LEOMINSTER.northing_m + round(2 * METRES_IN_MILE))
    asked = need(avoid=(Avoid(away, 1.0, "a place"),))
    assert offered(asked, home("near", 2.5), home("far", 3.5)) == ["far"]
    assert why_not(asked, home("near", 2.5)) == {"near_a_place_to_avoid"}


def test_a_home_whose_position_is_not_recorded_is_not_offered_where_a_place_is_to_be_avoided():
    nowhere = replace(home(), where=None)
    assert offered(need(), nowhere) == ["H1"]
    assert offered(need(avoid=(Avoid(LEOMINSTER, 1.0),)), nowhere) == []


def test_a_plain_child_with_an_ideal_carer_ranks_first():
    ideal = home("ideal", 1.0)
    skilled = home("skilled", 1.5, facts=dict.fromkeys(Fact, True))
    others = [home(f"other-{n}", 2.0 + n) for n in range(5)]
    assert offered(need(), *others, skilled, ideal)[0] == "ideal"


def test_a_carer_whose_placement_ended_is_offered_again():
    ended = Period(LONG.starts, DAY)
    carer = home(terms=(terms(1),), claims=placed(child("Bo", 4), period=ended))
    assert offered(need(), carer) == ["H1"]
    assert places_left(carer.room, DAY) == 1
    assert places_left(carer.room, days(-1)) == 0


def test_a_carer_whose_placement_ends_tomorrow_is_offered_from_tomorrow():
    ending = Period(LONG.starts, days(1))
    carer = home(terms=(terms(1),), claims=placed(child("Bo", 4), period=ending))
    assert offered(need(), carer) == []
    assert offered(need(period=Period(days(1))), carer) == ["H1"]


@pytest.mark.parametrize("fact", list(Fact))
def test_an_irrelevant_need_never_lowers_a_carer(fact):
    homes = [
        home("with", 2.0, facts={fact: True}),
        home("without", 2.0, facts={fact: False}),
        home("unrecorded", 2.0),
    ]
    plainly = {match.home_id: match.score for match in search(Register(homes), need()).ranked}
    wishing = need(wanted={fact: 4.0})
    wished = {match.home_id: match.score for match in search(Register(homes), wishing).ranked}
    assert all(wished[each.id] >= plainly[each.id] for each in homes)
    assert wished["without"] == plainly["without"]
    assert wished["unrecorded"] == plainly["unrecorded"]


def test_what_a_need_does_not_mention_never_changes_a_carer():
    quiet = home("quiet", 2.0)
    noisy = home("noisy", 2.0, facts=dict.fromkeys(Fact, False))
    scores = {each.home_id: each.score for each in search(Register([quiet, noisy]), need()).ranked}
    assert scores["quiet"] == scores["noisy"]


def test_on_hold_is_not_offered():
    held = home(holds=(Hold(LONG),))
    assert offered(need(), held) == []
    assert why_not(need(), held) == {"on_hold"}
    assert places_left(held.room, DAY) == 0


def test_resigned_is_not_offered():
    resigned = home(approved=(Period(LONG.starts, days(0)),))
    resigning = home(approved=(Period(LONG.starts, days(28)),))
    assert why_not(need(), resigned) == {"not_approved"}
    assert why_not(need(), resigning) == {"approval_ends"}
    assert places_left(resigned.room, DAY) == 0


def test_over_the_usual_limit_is_not_offered():
    three = placed(child("Bo", 2), child("Cy", 1), child("Di", 0))
    carer = home(terms=(terms(5),), claims=three)
    assert why_not(need(), carer) == {"usual_limit"}
    assert places_left(carer.room, DAY) == 0


def test_two_sibling_pairs_are_not_all_siblings():
    four = [child(name, 7) for name in ("Ash", "Bo", "Cy", "Di")]
    carer = home(terms=(terms(4),), sharing=(SharingAgreed(frozenset(c.id for c in four)),))
    pairs = need(*four, siblings=siblings_of(("Ash", "Bo"), ("Cy", "Di")))
    one_set = need(*four, siblings=siblings_of(("Ash", "Bo", "Cy", "Di")))
    assert why_not(pairs, carer) == {"usual_limit"}
    assert offered(one_set, carer) == ["H1"]


def test_a_pair_who_join_a_pair_of_others_are_over_the_limit():
    carer = home(terms=(terms(4),), claims=placed(child("Cy", 7), child("Di", 7)))
    joining = need(child("Ash", 7), child("Bo", 7), siblings=siblings_of(("Ash", "Bo")))
    assert "usual_limit" in why_not(joining, carer)


def test_four_siblings_and_one_more_are_over_the_limit():
    four = placed(*(child(name, 2) for name in ("Bo", "Cy", "Di", "Ed")))
    carer = home(terms=(terms(5),), claims=four)
    asked = need(child("Ash", 2), siblings=siblings_of(("Bo", "Cy", "Di", "Ed")))
    assert why_not(asked, carer) == {"usual_limit"}


def test_an_exemption_never_stretches_to_a_child_it_does_not_name():
    three = placed(child("Bo", 2), child("Cy", 2), child("Di", 2))
    carer = home(
        terms=(terms(5),),
        claims=three,
        exemptions=(Exempted(frozenset({"Ash", "Bo", "Cy", "Di"}), None, LONG),),
    )
    assert offered(need(child("Ash", 2)), carer) == ["H1"]
    assert why_not(need(child("Eve", 2)), carer) == {"usual_limit"}


def test_a_named_child_carer_shows_no_vacancy():
    connected = home(terms=(terms(1, Criterion(1, child_id="Bo")),))
    assert places_left(connected.room, DAY) == 0
    assert why_not(need(), connected) == {"terms_named"}
    assert offered(need(child("Bo", 7)), connected) == ["H1"]


def test_a_temporary_approval_is_for_its_child_alone():
    temporary = home(
        approved=(), terms=(), agreement_signed=None, temporary=(("Bo", Period(DAY, days(112))),)
    )
    assert places_left(temporary.room, DAY) == 0
    assert why_not(need(child("Ash", 7)), temporary) == {"not_approved"}
    assert offered(need(child("Bo", 7)), temporary) == ["H1"]
    beyond = need(child("Bo", 7), period=Period(DAY, days(113)))
    assert why_not(beyond, temporary) == {"temporary_approval_ends"}


def test_privately_fostered_children_count_for_the_limit_and_not_for_the_terms():
    three = placed(child("Bo", 2), child("Cy", 2), child("Di", 2))
    private = tuple(replace(claim, in_terms=False) for claim in three)
    carer = home(terms=(terms(1),), claims=private)
    assert why_not(need(child("Ash", 2)), carer) == {"usual_limit"}


def test_a_childs_own_held_bed_does_not_stand_in_the_way_of_the_child():
    ash = child("Ash", 7)
    carer = home(terms=(terms(1),), claims=placed(ash, claim=ClaimKind.HELD))
    assert offered(need(ash), carer) == ["H1"]
    assert offered(need(child("Bo", 7)), carer) == []


def test_every_day_of_the_stay_is_looked_at_and_not_only_the_first():
    planned = placed(child("Bo", 4), period=Period(days(10)), claim=ClaimKind.PLANNED)
    carer = home(terms=(terms(1),), claims=planned)
    assert offered(need(), carer) == []
    assert offered(need(period=Period(DAY, days(10))), carer) == ["H1"]


def test_a_place_can_be_free_every_day_though_no_one_slot_is():
    carer = home(
        terms=(terms(2),),
        claims=(
            *placed(child("Bo", 4), period=Period(LONG.starts, days(10))),
            *placed(child("Cy", 4), period=Period(days(10)), claim=ClaimKind.PLANNED),
        ),
    )
    assert offered(need(), carer) == ["H1"]


def test_the_terms_are_an_assignment_and_not_a_sum():
    carer = home(terms=(terms(2, Criterion(1, 0, 10), Criterion(1, 8, 17)),))
    assert offered(need(child("Ash", 9), child("Bo", 4)), carer) == ["H1"]
    assert offered(need(child("Bo", 4), child("Ash", 9)), carer) == ["H1"]
    assert why_not(need(child("Ash", 3), child("Bo", 4)), carer) == {"terms_mix"}


def test_a_carer_who_takes_one_this_term_is_offered_for_one():
    carer = home(unavailable=(Unavailable(2, LONG),))
    assert places_left(carer.room, DAY) == 1
    assert offered(need(), carer) == ["H1"]
    assert why_not(need(child("Ash", 7), child("Bo", 7)), carer) == {"not_available"}


def test_two_brothers_who_would_share_are_offered_and_the_agreement_is_asked_for():
    brothers = need(child("Ash", 7), child("Bo", 9), siblings=siblings_of(("Ash", "Bo")))
    one_bedroom = home(bedrooms=home().room.bedrooms[:2])
    agreed = replace(
        one_bedroom,
        room=replace(one_bedroom.room, sharing=(SharingAgreed(frozenset({"Ash", "Bo"})),)),
    )
    asked = search(Register([one_bedroom]), brothers).ranked[0]
    assert asked.to_ask == ("sharing_not_agreed",)
    assert search(Register([agreed]), brothers).ranked[0].to_ask == ()
    strangers = need(child("Ash", 7), child("Bo", 9))
    assert why_not(strangers, one_bedroom) == {"no_bedroom"}


def test_what_is_not_recorded_is_not_a_no_and_never_comes_before_a_yes():
    asked = need(required=frozenset({Fact.STEP_FREE}))
    homes = [
        home("unrecorded", 1.0),
        home("recorded", 9.0, facts={Fact.STEP_FREE: True}),
        home("not so", 0.5, facts={Fact.STEP_FREE: False}),
    ]
    assert offered(asked, *homes) == ["recorded", "unrecorded"]


def test_no_weight_brings_in_a_home_that_is_ruled_out():
    heavy = Weights(sibling_there=10_000, connected=10_000, own_service=10_000, in_area=10_000)
    held = home(
        "held", 0.1, holds=(Hold(LONG),), connected_to=frozenset({"Ash"}),
        provider_kind=ProviderKind.OWN,
    )  # fmt: skip
    asked = need(siblings_at=frozenset({"held"}))
    assert offered(asked, held, home("plain", 20.0), weights=heavy) == ["plain"]


def test_two_bedrooms_cannot_be_one():
    with pytest.raises(ValueError, match="same id"):
        Room(bedrooms=(Bedroom("blue", 1), Bedroom("blue", 2)))
