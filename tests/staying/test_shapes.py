"""Every shape of placing: what it does to room and limit, on what basis it stands, with which codes
it goes into the return."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.checks import queries as checks
from app.children import actions as children
from app.children.codes import (
    Ls,
    Place,
    PlaceProvider,
    Rec,
    is_accepted,
    needs_urn,
    providers_accepted,
    return_year,
)
from app.children.kinds import (
    ApprovalNeeded,
    Basis,
    GroundKind,
    Regulator,
    SettingKind,
    TogetherOrApart,
)
from app.children.models import LegalStatus, Placement
from app.core.db import db as session
from app.core.errors import RuleBroken
from app.core.succession import open_row
from app.core.today import today
from app.matching import actions as matching
from app.oversight import standing
from app.oversight.rules import BasisKind, FaultCode, Verdict
from app.people import actions as people
from app.people.models import ProviderKind
from app.register import queries as register
from app.register import rules as room_rules
from app.statute.checks import CheckKind
from app.staying import actions, queries, rules
from app.staying.kinds import BridgesTo, StayedUntil, StayFor
from sufficiency.period import Period
from sufficiency.room import room_for
from sufficiency.types import Child as Plain
from sufficiency.types import Kind, Sex
from tests import builders as make
from tests.builders import SHROPSHIRE, SOMEBODY
from tests.matching.asking import ASKED, nominated_officer, referral

DAY = timedelta(days=1)
CARDIFF = "W06000015"


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know, and one in Wales."""
    make.postcodes()
    from app.people.places import load_postcodes

    load_postcodes(
        [
            {
                "postcode": "CF10 1AA",
                "easting": 318_400,
                "northing": 176_500,
                "authority_code": CARDIFF,
            }
        ]
    )


def home(name="The Doyles", **more):
    """A household of ours, in our area, with rooms enough."""
    return make.household(name, **{"postcode": "HR6 8AB", "places": 3, "bedrooms": 4, **more})


def left(household, day=None):
    """Places left on a day: what a list says."""
    return register.places_left(household.id, day or today())


def counted(household, day=None):
    """How many each limit counts on a day: within the terms, for the usual limit, in bedrooms."""
    on = day or today()
    room = register.rooms({household.id}, around=Period(on, on + DAY))[household.id]
    return [limit.taken for limit in room_rules.limits_on(room, on)[:3]]


def basis(child, day=None):
    """The kind, the verdict and the faults of a child on a day."""
    found = standing.basis(child.id, day or today())
    return found.kind, found.verdict, {each.code for each in found.breaches}


def lawful(kind=BasisKind.APPROVED_CARER):
    """What a placement without fault answers."""
    return kind, Verdict.LAWFUL, set()


def returned(placement, ls):
    """The codes that the return has of a placement, after asking whether it takes them."""
    year = return_year(placement.starts_on)
    assert is_accepted(placement.place, year)
    assert is_accepted(ls, year)
    takes = providers_accepted(placement.place)
    assert placement.place_provider in takes if takes else placement.place_provider is None
    provider = placement.place_provider
    return ls.value, placement.place.value, provider.value if provider else None


def placed(who, household, **more):
    """A child placed within terms, with what the return asks."""
    return make.placed(
        who,
        household,
        basis=more.pop("basis", Basis.FOSTER),
        place_provider=more.pop("place_provider", PlaceProvider.PR1),
        **more,
    )


# ------------------------------------------------------------------- respite and short breaks


def test_respite_keeps_the_main_placement_and_takes_room_in_the_second_home(db):
    first, second, who = home(), home("The Prices", places=1), make.child()
    main = placed(who, first)
    weekend = Period(today() + 2 * DAY, today() + 5 * DAY)
    stay = actions.arrange_stay(
        who,
        second,
        why=StayFor.RESPITE,
        starts_on=weekend.starts,
        ends_on=weekend.ends,
        by=SOMEBODY,
    )
    assert main.ends_on is None
    assert [left(second, day) for day in (weekend.starts - DAY, weekend.starts, weekend.ends)] == [
        1,
        0,
        1,
    ]
    assert counted(second, weekend.starts)[:2] == [1, 1], "short stays count for the usual limit"
    assert counted(first, weekend.starts)[:2] == [1, 1], "and the place at home stays theirs"
    assert basis(who, weekend.starts) == lawful()
    assert standing.basis(who.id, weekend.starts).where == "The Doyles"
    assert returned(stay, Ls.C2) == ("C2", "T4", None)


def test_respite_is_refused_where_the_second_home_would_be_over_the_usual_limit(db):
    full = home("The Prices", places=4)
    for _ in range(3):
        placed(make.child(), full)
    who = make.child()
    placed(who, home())
    with pytest.raises(RuleBroken) as refused:
        actions.arrange_stay(
            who,
            full,
            why=StayFor.RESPITE,
            starts_on=today() + DAY,
            ends_on=today() + 3 * DAY,
            by=SOMEBODY,
        )
    assert "Sch" in " ".join(each.cite.short for each in refused.value.breaches)


@pytest.mark.parametrize(
    ("why", "days", "taken"),
    [
        (StayFor.RESPITE, 7, "T4"),
        (StayFor.RESPITE, 8, None),
        (StayFor.CARERS_AWAY, 21, "T3"),
        (StayFor.CARERS_AWAY, 22, None),
    ],
)
def test_a_stay_lasts_no_longer_than_the_return_takes_its_code(db, why, days, taken):
    who, second = make.child(), home("The Prices")
    placed(who, home())
    asked = {"why": why, "starts_on": today(), "ends_on": today() + days * DAY, "by": SOMEBODY}
    if taken is None:
        with pytest.raises(RuleBroken) as refused:
            actions.arrange_stay(who, second, **asked)
        assert [each.field for each in refused.value.breaches] == ["ends_on"]
    else:
        stay = actions.arrange_stay(who, second, **asked)
        assert stay.place.value == taken
        assert FaultCode.STAY_TOO_LONG not in basis(who, stay.ends_on - DAY)[2]


def test_a_series_of_short_breaks_is_looked_after_only_while_staying(db):
    second = home("The Prices", terms=[make.line(2, kinds=[Kind.SHORT_BREAK])])
    who = make.child(status=Ls.V3)
    stay = actions.arrange_stay(
        who,
        second,
        why=StayFor.SHORT_BREAK,
        starts_on=today() + DAY,
        ends_on=today() + 4 * DAY,
        by=SOMEBODY,
    )
    assert returned(stay, Ls.V3) == ("V3", "U6", "PR1")
    assert basis(who, today() + DAY) == lawful()
    assert basis(who, today())[0] is BasisKind.NOT_LOOKED_AFTER
    assert basis(who, today() + 4 * DAY)[0] is BasisKind.NOT_LOOKED_AFTER
    assert counted(second, today() + DAY)[:2] == [1, 1]
    for day in (today(), today() + DAY):
        (listed,) = queries.stays(day)
        assert listed.lives_with == "their own family", "a break is not where the child lives"
    with pytest.raises(RuleBroken) as refused:
        actions.arrange_stay(
            who,
            second,
            why=StayFor.SHORT_BREAK,
            starts_on=today() + 10 * DAY,
            ends_on=today() + 28 * DAY,
            by=SOMEBODY,
        )
    assert refused.value.breaches[0].cite.short == "CPPCR 2010 reg 48"


def test_only_homes_with_room_on_every_day_are_offered_for_a_stay(db):
    who, full, free = make.child(), home("The Fulls", places=1), home("The Frees")
    placed(who, home())
    other = make.child()
    placed(other, home("The Others"))
    actions.arrange_stay(
        other,
        full,
        why=StayFor.RESPITE,
        starts_on=today() + 4 * DAY,
        ends_on=today() + 5 * DAY,
        by=SOMEBODY,
    )
    offered = {
        name
        for _, name in queries.homes_with_room(
            who, Period(today() + DAY, today() + 5 * DAY), StayFor.RESPITE
        )
    }
    assert free.name in offered
    assert full.name not in offered


def test_a_short_break_is_not_placed_from_a_referral_while_the_child_lives_with_carers(db):
    who, second = make.child(), home("The Prices")
    main = placed(who, home())
    asked = referral(who, kind=Kind.SHORT_BREAK)
    with pytest.raises(RuleBroken) as refused:
        matching.place(asked, second, asked=ASKED, by=nominated_officer())
    assert "Arrange it as a stay" in " ".join(each.says for each in refused.value.breaches)
    session.session.refresh(main)
    assert main.ends_on is None


# ------------------------------------------------------------------------- parent and child


def test_a_grown_up_parent_takes_a_bed_and_checks_and_no_place_of_a_child(db):
    second = home(bedrooms=2)
    baby = make.child(age=1)
    placement = placed(baby, second, kind=Kind.PARENT_AND_CHILD)
    before = counted(second)
    row = actions.add_parent(
        placement,
        given_name="Ada",
        family_name="Merriden",
        born=make.birthday(22),
        sex=Sex.FEMALE,
        starts_on=today() - 5 * DAY,
        by=SOMEBODY,
    )
    after = counted(second)
    assert after[:2] == before[:2] == [1, 1]
    assert after[2] == before[2] + 1
    asked = checks.whom(second.id, row.person_id, today())
    assert asked is not None
    assert asked.line(CheckKind.CERTIFICATE) is not None
    assert basis(baby) == lawful()
    assert returned(placement, Ls.C2) == ("C2", "U6", "PR1")
    actions.end_parent(row, on=today(), by=SOMEBODY)
    assert counted(second)[2] == before[2]


def test_a_parent_under_18_who_is_looked_after_is_a_child_who_counts(db):
    second = home()
    mother, baby = make.child(age=16, sex=Sex.FEMALE), make.child(age=1)
    placed(mother, second, kind=Kind.PARENT_AND_CHILD)
    placement = placed(baby, second, kind=Kind.PARENT_AND_CHILD)
    assert counted(second)[:2] == [2, 2]
    with pytest.raises(RuleBroken) as refused:
        actions.add_parent(
            placement,
            given_name="Ada",
            family_name="Merriden",
            born=make.birthday(16),
            sex=Sex.FEMALE,
            starts_on=today(),
            by=SOMEBODY,
        )
    assert [each.field for each in refused.value.breaches] == ["born"]


# ---------------------------------------------------------------------- bridging and remand


def test_a_bridging_placement_is_short_term_and_keeps_its_day_in_view(db):
    second, who = home(), make.child()
    placement = placed(who, second, kind=Kind.SHORT_TERM)
    for by, to in ((30, BridgesTo.LONG_TERM_HOME), (60, BridgesTo.ADOPTION)):
        actions.set_bridge(placement, moves_to=to, move_by=today() + by * DAY, by=SOMEBODY)
    ((bridge, whose),) = queries.bridging(today())
    assert (bridge.moves_to, bridge.move_by) == (BridgesTo.ADOPTION, today() + 60 * DAY)
    assert whose.child_id == who.id
    assert counted(second)[:2] == [1, 1]
    assert basis(who) == lawful()
    assert returned(placement, Ls.C2) == ("C2", "U6", "PR1")


def test_a_child_on_remand_is_placed_with_carers_whose_terms_say_so(db):
    second = home(terms=[make.line(1, (10, 17), kinds=[Kind.REMAND])])
    plain = home("The Prices", terms=[make.line(1, (10, 17), kinds=[Kind.LONG_TERM])])
    who = make.child(age=15, status=Ls.J1)
    period = Period(today(), None)
    asked = (Plain(str(who.id), who.person.born, who.person.sex),)
    rooms = register.rooms({second.id, plain.id}, around=period)
    assert "terms_kind" in {
        each.code for each in room_for(rooms[plain.id], asked, period, Kind.REMAND)
    }
    assert room_for(rooms[second.id], asked, period, Kind.REMAND) == ()
    placement = placed(who, second, kind=Kind.REMAND)
    assert counted(second)[:2] == [1, 1]
    assert basis(who) == lawful()
    assert returned(placement, Ls.J1) == ("J1", "U6", "PR1")


# ------------------------------------------------------------------- fostering for adoption


def test_fostering_for_adoption_rests_on_the_nominated_officers_decision(db):
    second, who = home(terms=[make.line(2, kinds=[Kind.FOSTERING_FOR_ADOPTION])]), make.child(age=0)
    placement = placed(who, second, place=Place.U5, kind=Kind.FOSTERING_FOR_ADOPTION)
    assert basis(who) == (
        BasisKind.APPROVED_CARER,
        Verdict.DUTY_OPEN,
        {FaultCode.FOR_ADOPTION_UNPROVEN},
    )
    children.record_ground(
        placement,
        what=GroundKind.FOR_ADOPTION,
        happened_on=placement.starts_on,
        told_by="N. Officer",
        why="Adoption is considered",
        by=SOMEBODY,
    )
    assert basis(who) == lawful()
    assert counted(second)[:2] == [1, 1]
    assert returned(placement, Ls.C2) == ("C2", "U5", "PR1")


# --------------------------------------------------------------------------- staying put


def turned_18(household, days_ago=3, **more):
    """Somebody fostered there who turned eighteen some days ago, as nobody has recorded yet."""
    birthday = today() - days_ago * DAY
    who = make.child(born=date(birthday.year - 18, birthday.month, birthday.day), **more)
    placed(who, household, since=birthday - 200 * DAY)
    return who, birthday


def test_who_stays_put_is_an_adult_of_the_home_with_a_bed_and_checks_and_off_the_limit(db):
    second = home(places=2, bedrooms=2)
    who, birthday = turned_18(second)
    assert basis(who)[2] == {FaultCode.TURNED_18, FaultCode.PLACEMENT_STILL_OPEN}
    assert [each.whose.child_id for each in queries.turning_eighteen(today())] == [who.id]
    actions.begin_staying_put(who, places=1, agreed="Both wish it.", by=SOMEBODY)
    placement = session.session.query(Placement).filter_by(child_id=who.id).one()
    status = session.session.query(LegalStatus).filter_by(child_id=who.id).one()
    assert placement.ends_on == status.ends_on == birthday
    assert status.ended_because is Rec.E17
    assert is_accepted(Rec.E17, return_year(birthday))
    assert counted(second, birthday - DAY)[:2] == [1, 1]
    assert counted(second)[:2] == [0, 0], "off the limit and the terms"
    assert counted(second)[2] == 1, "and the bed is filled"
    assert left(second) == 1, "one of two places is not available while they stay"
    asked = checks.whom(second.id, who.person_id, today())
    assert asked is not None
    assert asked.there.since == birthday
    assert asked.line(CheckKind.CERTIFICATE) is not None
    assert basis(who) == (BasisKind.NOT_LOOKED_AFTER, Verdict.NOT_LOOKED_AFTER, set())
    assert queries.turning_eighteen(today()) == []


def test_when_staying_put_ends_the_bed_and_the_place_are_free_again(db):
    second = home(places=2, bedrooms=2)
    who, _ = turned_18(second)
    row = actions.begin_staying_put(who, places=1, by=SOMEBODY)
    actions.end_staying_put(row, on=today(), because=StayedUntil.MOVED_ON, by=SOMEBODY)
    assert left(second) == 2
    assert counted(second)[2] == 0
    assert queries.staying_put(today()) == []


def test_nobody_stays_put_before_eighteen_or_where_they_were_not_fostered(db):
    young = make.child(age=17)
    placed(young, home())
    grown = make.child(born=make.birthday(18))
    for who in (young, grown):
        with pytest.raises(RuleBroken):
            actions.begin_staying_put(who, places=0, by=SOMEBODY)


def test_of_29_february_eighteen_comes_on_1_march_as_ages_are_counted_everywhere():
    assert rules.eighteenth(date(2008, 2, 29)) == date(2026, 3, 1)


# ------------------------------------------------------------------- brothers and sisters apart


def test_brothers_apart_whose_plan_is_to_join_are_listed_by_the_day_to_join_them(db):
    one, other, third = make.child(), make.child(), make.child()
    make.siblings(one, other)
    make.siblings(one, third)
    homes = home("The Doyles"), home("The Prices")
    placements = placed(one, homes[0]), placed(other, homes[1])
    placed(third, homes[1])
    children.plan_siblings(
        one,
        other,
        plan=TogetherOrApart.TOGETHER,
        why="They ask for each other",
        starts_on=today(),
        join_by=today() + 60 * DAY,
        by=SOMEBODY,
    )
    first, *rest = queries.living_apart(today())
    assert {first.one.child_id, first.other.child_id} == {one.id, other.id}
    assert first.is_to_join
    assert first.plan.join_by == today() + 60 * DAY
    assert [pair.plan for pair in rest] == [None]
    assert [counted(each)[:2] for each in homes] == [[1, 1], [2, 2]]
    assert basis(one) == basis(other) == lawful()
    assert {returned(each, Ls.C2) for each in placements} == {("C2", "U6", "PR1")}
    make.placed(one, homes[1], since=today())
    assert queries.living_apart(today()) == [], "they live together now"


def test_a_day_to_join_belongs_to_a_plan_to_live_together(db):
    one, other = make.child(), make.child()
    make.siblings(one, other)
    with pytest.raises(RuleBroken) as refused:
        children.plan_siblings(
            one,
            other,
            plan=TogetherOrApart.APART,
            why="",
            starts_on=today(),
            join_by=today() + DAY,
            by=SOMEBODY,
        )
    assert [each.field for each in refused.value.breaches] == ["join_by"]


# ---------------------------------------------------------- over the border, theirs and ours


def test_another_councils_child_with_our_carers_counts_there_and_is_judged_as_theirs(db):
    second = home(places=2)
    who = children.begin_looking_after(
        given_name="Idris",
        family_name="Hollowell",
        born=make.birthday(9),
        sex=Sex.MALE,
        responsible_authority=SHROPSHIRE,
        status=None,
        need=None,
        starts_on=today(),
        home_postcode=None,
        worker=None,
        by=SOMEBODY,
    )
    placed(who, second)
    assert counted(second)[:2] == [1, 1]
    assert left(second) == 1
    assert basis(who) == lawful(), "no legal status of ours is asked for"
    assert open_row(LegalStatus, child_id=who.id) is None, "and none goes into our return"


def test_our_child_with_another_councils_carers(db):
    theirs = people.add_provider(
        name="Shropshire Fostering", kind=ProviderKind.OTHER_AUTHORITY, by=SOMEBODY
    )
    second = home("The Ludlows", provider=theirs, postcode="SY8 1AA")
    who = make.child()
    placement = placed(who, second, place_provider=PlaceProvider.PR2)
    kind, verdict, faults = basis(who)
    assert (kind, verdict, faults) == (
        BasisKind.OTHER_PROVIDERS_CARER,
        Verdict.NOT_PROVEN,
        {FaultCode.OUT_OF_AREA},
    )
    children.record_placement_approval(
        placement,
        what=ApprovalNeeded.OUT_OF_AREA,
        decided_on=placement.starts_on,
        decided_by="N. Officer",
        by=SOMEBODY,
    )
    assert basis(who) == lawful(BasisKind.OTHER_PROVIDERS_CARER)
    assert counted(second)[:2] == [1, 1]
    assert returned(placement, Ls.C2) == ("C2", "U6", "PR2")


def test_our_own_carers_who_live_in_wales_need_no_approval_of_regulation_11(db):
    second, who = home("The Cardiffs", postcode="CF10 1AA"), make.child()
    placement = placed(who, second)
    assert placement.authority_code == CARDIFF
    assert basis(who) == lawful()
    assert counted(second)[:2] == [1, 1]
    assert returned(placement, Ls.C2) == ("C2", "U6", "PR1")


def test_an_agencys_home_in_wales_is_at_a_distance_unless_it_adjoins(db):
    second = home("The Cardiffs", provider=make.agency(), postcode="CF10 1AA")
    who = make.child()
    placement = placed(who, second, place_provider=PlaceProvider.PR4, urn="SC123456")
    assert basis(who)[2] == {FaultCode.AT_A_DISTANCE}
    children.record_placement_approval(
        placement,
        what=ApprovalNeeded.AT_A_DISTANCE,
        decided_on=placement.starts_on,
        decided_by="The director",
        by=SOMEBODY,
    )
    assert basis(who) == lawful(BasisKind.OTHER_PROVIDERS_CARER)
    assert returned(placement, Ls.C2) == ("C2", "U6", "PR4")


def test_a_childrens_home_in_wales_is_registered_there(db):
    setting = children.add_setting(
        name="Ty Gobaith", kind=SettingKind.CHILDRENS_HOME, postcode="CF10 1AA", by=SOMEBODY
    )
    children.register_setting(
        setting,
        regulator=Regulator.CIW,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="W120001",
        starts_on=make.LONG_AGO,
        by=SOMEBODY,
    )
    who = make.child()
    placement = children.record_placement(
        who,
        place=Place.K2,
        place_provider=PlaceProvider.PR4,
        basis=Basis.REGISTERED_HOME,
        setting=setting,
        starts_on=today() - 30 * DAY,
        by=SOMEBODY,
    )
    assert basis(who)[0] is BasisKind.CHILDRENS_HOME
    assert basis(who)[2] == {FaultCode.AT_A_DISTANCE}
    assert needs_urn(Place.K2), "the return asks for a number of homes in England only"
    assert not needs_urn(Place.K2, in_england=False)
    assert returned(placement, Ls.C2) == ("C2", "K2", "PR4")
