"""A referral goes out: widened in steps, released by name, sent once, answered once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.children import actions as children
from app.children.codes import Place
from app.children.kinds import ApprovalNeeded, Regulator
from app.children.models import Outcome, PlacementApproval
from app.children.queries import settings_listed
from app.commissioning.actions import choosing, offers, out, placing, providers
from app.commissioning.kinds import (
    CameBy,
    Check22,
    HowHeard,
    OfferEnd,
    Reply,
    SentState,
    Service,
    Standing,
    Step,
    Told,
    Whose,
)
from app.commissioning.queries import comparing, referrals, told_before, unmet
from app.commissioning.rules import course
from app.commissioning.watch import answers, lists, placings
from app.core.db import db as session
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.front.queries import offers_for
from app.links.queries import link_by_token
from app.matching.rules import Area
from app.money import actions as finance
from app.money import queries as money
from app.money.kinds import FileKind
from app.people import actions as people
from app.register.queries import register_list
from app.register.queries.statutory import statutory_register
from tests import builders
from tests.builders import household
from tests.commissioning import asked as asking
from tests.commissioning.asked import WHY, agency, going_out, offered, refused, released, sent
from tests.matching.asking import nominated_officer, officer, referral
from tests.money.test_files import rates

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know."""
    builders.postcodes()


@pytest.fixture
def priya(places):
    """The placement officer."""
    return officer()


def why(refusal):
    return " ".join(each.says for each in refusal.value.breaches)


def test_the_search_goes_wider_once_each_with_why_and_what_was_found_then(priya):
    household("The Doyles", postcode="HR6 8AB", places=1, terms=[builders.line(1, (0, 5))])
    asked = going_out(priya, step=Step.OWN)
    with pytest.raises(RuleBroken) as refusal:
        out.widen(asked, step=Step.NEAR_MISSES, by=priya)
    assert "Say why what was looked at so far does not do" in why(refusal)
    out.widen(asked, step=Step.FRAMEWORK, why=WHY, by=priya)
    with pytest.raises(RuleBroken, match="wider than that already"):
        out.widen(asked, step=Step.NEAR_MISSES, why=WHY, by=priya)
    with pytest.raises(RuleBroken, match="widened so far already"):
        out.widen(asked, step=Step.FRAMEWORK, why=WHY, by=priya)
    (first, second) = referrals.whole(asked, today()).steps
    assert (first.able, first.searched, first.tally) == (0, 1, {"terms_age": 1})
    assert second.why == WHY


def test_what_is_released_is_fixed_and_named_and_another_is_drafted_instead(priya):
    asked = going_out(priya)
    profile = out.draft_profile(asked, by=priya)
    assert out.draft_profile(asked, by=priya).id == profile.id, "one draft at a time"
    words = {**profile.words, "about": "Zephyrine likes drawing."}
    out.write_profile(profile, words=words, by=priya)
    with pytest.raises(RuleBroken) as refusal:
        out.release_profile(profile, names_checked=False, by=priya)
    assert "“Zephyrine” gives the child away" in why(refusal)
    assert "say that it names nobody" in why(refusal)
    assert "Say why each thing that the check asks about may stay" in why(refusal)
    out.write_profile(profile, words={**words, "about": "She likes drawing."}, by=priya)
    out.release_profile(profile, names_checked=True, why_it_stands="As wide as can be.", by=priya)
    assert (profile.released_by_id, profile.words["about"]) == (priya.id, "She likes drawing.")
    for again in (
        lambda: out.write_profile(profile, words=words, by=priya),
        lambda: out.release_profile(profile, names_checked=True, why_it_stands="-", by=priya),
    ):
        with pytest.raises(RuleBroken, match="released already"):
            again()
    another = out.draft_profile(asked, by=priya)
    assert another.id != profile.id
    assert another.words == profile.words


def test_it_goes_to_whom_it_may_and_to_nobody_twice(priya):
    asked = going_out(priya, step=Step.FRAMEWORK)
    marches, teme = agency(), agency("Teme Valley Care")
    bad = agency("Unlisted Care")
    providers.check_provider(
        bad, standing=Standing.NOT_REGISTERED, checked_on=today(), by=builders.SOMEBODY
    )
    with pytest.raises(RuleBroken, match="No profile is released yet"):
        sent(asked, marches, by=priya)
    released(asked, priya)
    with pytest.raises(RuleBroken) as refusal:
        sent(asked, marches, bad, by=priya)
    assert "Marches Fostering is on no framework" in why(refusal)
    assert "not on the regulator’s list" in why(refusal)
    west = providers.add_framework(
        name="West Midlands framework", starts_on=builders.LONG_AGO, by=builders.SOMEBODY
    )
    providers.join_framework(
        marches, west, tier=1, starts_on=builders.LONG_AGO, by=builders.SOMEBODY
    )
    sent(asked, marches, by=priya)
    with pytest.raises(RuleBroken, match="was asked already"):
        sent(asked, marches, by=officer())
    out.widen(asked, step=Step.AGENCIES, why=WHY, by=priya)
    ((sending, _),) = sent(asked, teme, by=priya)
    refused(sending)
    sent(asked, teme, by=priya)  # who had none yesterday may be asked again
    assert referrals.whole(asked, today()).counted() == {
        SentState.WAITING: 2,
        SentState.NO_OFFER: 1,
    }


def test_an_answer_is_taken_once_and_late_or_taken_back_is_said(priya):
    asked = going_out(priya)
    released(asked, priya)
    (one, token), (two, _), (three, _) = sent(
        asked, agency(), agency("Teme Valley Care"), agency("Severn Vale"), by=priya
    )
    offered(one)
    assert not link_by_token(token).state(today()).is_open, "what was told by e-mail ends the link"
    with pytest.raises(RuleBroken, match="somebody has been quicker"):
        refused(one)
    out.take_back(two, because="Sent by mistake", by=priya)
    with pytest.raises(RuleBroken, match="It was taken back"):
        offered(two)
    with pytest.raises(RuleBroken, match="Nothing waits"):
        out.take_back(two, because="Again", by=priya)
    late = today() + 2 * DAY
    assert referrals.state_of(three, late) is SentState.LATE
    ((_, again),) = out.remind(three, answer_by=today() + 2 * DAY, by=priya)
    assert link_by_token(again).item == referrals.item_of(three)
    with pytest.raises(RuleBroken, match="Choose why there is no offer"):
        out.record_reply(three, came_by=CameBy.EMAIL, reply=Reply.NO_OFFER, by=priya)
    with pytest.raises(RuleBroken) as refusal:
        out.record_reply(three, came_by=CameBy.EMAIL, reply=Reply.OFFER, offer={}, by=priya)
    assert len(refusal.value.breaches) == 4
    children.close_referral(asked, on=today(), outcome=Outcome.WITHDRAWN, by=builders.SOMEBODY)
    with pytest.raises(RuleBroken, match="a home has been found, or is no longer needed"):
        refused(three)
    assert answers(today()) == ()


def test_an_offered_home_is_on_no_register_until_and_after_it_is_entered(priya):
    household("The Doyles")
    _, offer = asking.out_with_offer(priya)

    def on_registers():
        return (
            {each.household.name for each in register_list(today())},
            {each.household for each in statutory_register(today())},
        )

    before = on_registers()
    assert before == ({"The Doyles"}, {"The Doyles"})
    with pytest.raises(RuleBroken) as refusal:
        offers.enter_home(offer, **HOME, by=priya)
    assert len(refusal.value.breaches) == 5, "all that regulation 22 asks, and the area authority"
    for what in Check22:
        asking_22(offer, what, so=what is not Check22.CONSENT)
    with pytest.raises(RuleBroken, match="Consent: answered no"):
        offers.enter_home(offer, **HOME, by=priya)
    asking_22(offer, Check22.CONSENT)
    assert on_registers() == before
    home = offers.enter_home(offer, **HOME, by=priya)
    assert home.provider_id == offer.provider_id
    assert on_registers()[1] == before[1], "the statutory register is ours alone"
    with pytest.raises(RuleBroken, match="entered already"):
        offers.enter_home(offer, **HOME, by=priya)


HOME = {
    "line": "3 Corve Street",
    "given_name": "Anwen",
    "family_name": "Tudge",
    "places": 2,
    "min_age": 10,
    "max_age": 17,
}


def asking_22(offer, what, so=True):
    offers.record_check(
        offer,
        what=what,
        so=so,
        since_on=today() - 400 * DAY,
        told_by="Registered manager",
        by=builders.SOMEBODY,
    )


def test_homes_are_compared_and_one_is_chosen_with_all_that_the_law_asks(priya):
    doyles = household("The Doyles", postcode="HR6 8AB", bedrooms=2)
    there = builders.child("Ann", age=9)
    builders.placed(there, doyles)
    asked, _ = asking.out_with_offer(priya, home_postcode="HR6 9UX", school_postcode="HR6 8AB")
    rows = comparing.compared(referrals.whole(asked, today()), priya, today())
    assert [(row.name, row.area, row.short_of) for row in rows] == [
        ("The Doyles", Area.IN_AREA, ()),
        ("Bryn", Area.ADJOINING, ("area",)),
    ]
    assert [row.weekly_pounds for row in rows] == [None, 985]
    near, far = rows
    with pytest.raises(RuleBroken) as refusal:
        choosing.choose(asked, key=near.key, why="", reasons={}, by=priya)
    assert "Zephyrine: wishes and feelings not recorded yet" in why(refusal)
    assert "parents’ views not recorded yet" in why(refusal)
    assert "One child there was not asked about yet" in why(refusal)
    (child,) = asked.children
    for whose in Whose:
        choosing.record_heard(
            asked,
            child,
            whose=whose,
            how=HowHeard.SAID,
            heard_on=today(),
            words="Near her school.",
            by=priya,
        )
    choosing.record_effect(
        asked,
        doyles,
        there,
        asked_on=today(),
        asked_of="Ann’s worker",
        words="She would like an older girl there.",
        by=priya,
    )
    with pytest.raises(RuleBroken) as refusal:
        choosing.choose(asked, key=far.key, why="They know teenagers.", reasons={}, by=priya)
    assert "Not within our area. Say why this home is still right" in why(refusal)
    made = choosing.choose(asked, key=near.key, why="Near her school.", reasons={}, by=priya)
    assert [each["name"] for each in made.compared] == ["The Doyles", "Bryn"]
    told = told_before(asked, doyles)
    assert told["why_this_home"] == "Near her school."
    assert told["effect_on_others"].startswith("Ann: She would like an older girl there.")
    assert told["wishes"].startswith("Zephyrine: Near her school.")


def childrens_home(asked, provider, by, **more):
    """An offered children's home, chosen by whoever asked for it and entered as a setting."""
    ((sending, _),) = sent(asked, provider, by=by)
    offer = offered(sending, called="Arrow Lodge", **more)
    for child in asked.children:
        for whose in Whose:
            choosing.record_heard(
                asked,
                child,
                whose=whose,
                how=HowHeard.SAID,
                heard_on=today(),
                words="Near her school.",
                by=by,
            )
    rows = comparing.compared(referrals.whole(asked, today()), by, today())
    (row,) = [each for each in rows if each.offer is not None and each.offer.id == offer.id]
    reasons = dict.fromkeys(row.short_of, "No home nearer would have her.")
    told = {"key": row.key, "why": "They know teenagers.", "effect": "Two boys; both were asked."}
    choosing.choose(asked, **told, reasons=reasons, by=by)
    with pytest.raises(RuleBroken, match="Enter it as a setting first"):
        placing.place_in_setting(offer, starts_on=today(), by=by)
    registered = {"urn": "SC900108", "registered_on": today() - 400 * DAY}
    offers.enter_setting(offer, regulator=Regulator.OFSTED, **registered, by=by)
    return offer


def test_a_childrens_home_that_is_on_record_under_its_number_is_not_entered_twice(priya):
    homes = agency("Arrow Homes", service=Service.HOMES)
    first, again = going_out(priya), going_out(priya)
    entered = []
    for asked in (first, again):
        released(asked, priya)
        entered.append(childrens_home(asked, homes, priya).setting_id)
    assert len(set(entered)) == 1
    assert [each.name for each in settings_listed()] == ["Arrow Lodge"]


def test_over_the_border_an_offered_childrens_home_waits_for_whom_regulation_11_names(
    priya, signed_in
):
    homes = agency("Arrow Homes", service=Service.HOMES)
    asked = going_out(priya)
    released(asked, priya)
    offer = childrens_home(asked, homes, priya)
    with pytest.raises(RuleBroken, match="A nominated officer approves it, before the child moves"):
        placing.place_in_setting(offer, starts_on=today(), by=priya)
    officer_ = nominated_officer()
    (line,) = placings(today())
    assert (line.only_for, line.arguments) == ("decide_failed_gate", (("ref", offer.ref),))
    page = signed_in(Role.NOMINATED_OFFICER).get("/").text
    assert "1 placement waits" in page
    assert f"/out/offers/{offer.ref}" in page
    assert offers_for(priya, today()) == []
    page = signed_in(Role.PLACEMENT_OFFICER).get(f"/out/offers/{offer.ref}/place").text
    assert "They know teenagers." in page
    assert "A nominated officer places there" in page
    with pytest.raises(RuleBroken, match="That day has passed"):
        placing.place_in_setting(offer, starts_on=today() - DAY, by=officer_)
    (placed,) = placing.place_in_setting(offer, starts_on=today() + DAY, by=officer_)
    assert (placed.place, placed.urn, placed.decided_here) == (Place.K2, "SC900108", True)
    (approval,) = session.session.scalars(
        select(PlacementApproval).where(PlacementApproval.placement_id == placed.id)
    )
    assert (approval.what, approval.decided_by_id) == (ApprovalNeeded.OUT_OF_AREA, officer_.id)
    assert asked.outcome is Outcome.PLACED
    assert placings(today()) == ()
    with pytest.raises(RuleBroken, match="This referral is closed"):
        placing.place_in_setting(offer, starts_on=today() + DAY, by=officer_)
    with clock_at(now() + 2 * DAY):
        (told,) = money.placement_rows(finance.make_file(FileKind.PLACEMENTS, by=officer_))
    assert told.paid_to == offer.called
    assert told.pence == 100 * offer.weekly_pounds, "what was agreed with the offer reaches finance"


@pytest.mark.parametrize(
    ("area", "who", "says"),
    [
        (Area.IN_AREA, "confirms", ""),
        (Area.IN_AREA, "nobody", "does not confirm"),
        (Area.ADJOINING, "confirms", "nominated officer"),
        (Area.ADJOINING, "officer", ""),
        (Area.ADJOINING, "chose", "somebody else approves"),
        (Area.ADJOINING, "director", "nominated officer"),
        (Area.AT_A_DISTANCE, "officer", "director"),
        (Area.AT_A_DISTANCE, "director", ""),
        (Area.NOT_KNOWN, "director", "not recorded"),
    ],
)
def test_who_may_place_in_an_offered_setting_goes_by_where_it_is(area, who, says):
    by = course.Placer(
        may_confirm=who != "nobody",
        may_decide=who in ("officer", "chose"),
        may_decide_at_a_distance=who == "director",
        acted_before=who == "chose",
    )
    told = {"entered": True, "chosen": True, "ages": [15], "starts_on": today(), "today": today()}
    found = course.setting_breaches(area=area, supported=False, by=by, **told)
    assert [says in each.says for each in found] == ([True] if says else [])
    young = course.setting_breaches(area=Area.IN_AREA, supported=True, by=by, **told)
    assert "16 or 17" in young[0].says


def test_need_that_was_not_met_is_counted_and_who_was_told_is_kept(priya):
    asked, offer = asking.out_with_offer(priya)
    inside = referral(builders.child(age=8), by=priya)
    offers.end_offer(offer, how=OfferEnd.WITHDRAWN, because="Placed another", by=priya)
    found = referrals.whole(asked, today())
    choosing.escalate(
        asked,
        told=Told.SERVICE_MANAGER,
        told_name="Ruth Cole",
        tried=referrals.tried(found, today()),
        said="Ask the residential providers too.",
        by=priya,
    )
    children.close_referral(asked, on=today(), outcome=Outcome.NOBODY_FOUND, by=builders.SOMEBODY)
    (row,) = unmet.unmet(today() - 365 * DAY, today())
    assert row.ref != inside.ref
    assert (row.ended, row.band, row.sent, row.offers, row.escalated) == (
        unmet.NOBODY,
        "11-15",
        1,
        1,
        1,
    )
    assert "Sent to one provider" in referrals.tried(found, today())
    for by in ("ended", "main_reason", "band", "kind"):
        assert sum(number for _, _, number in unmet.counted([row], by)) == 1


def test_its_clocks_name_a_provider_and_no_child(priya):
    asked = going_out(priya)
    released(asked, priya)
    sent(asked, agency(), by=priya)
    providers.add_provider(
        name="Never looked at",
        kind="agency",
        service="fostering_agency",
        areas=[builders.HEREFORDSHIRE],
        min_age=0,
        max_age=17,
        contact_name="-",
        email="a@example.org",
        starts_on=today(),
        by=builders.SOMEBODY,
    )
    (waiting,) = answers(today())
    assert (waiting.about, waiting.due_on) == (
        "A referral sent to Marches Fostering",
        today() + DAY,
    )
    due = {each.about: each.due_on for each in lists(today())}
    assert due["Never looked at"] == today()
    assert due["Marches Fostering"] > today() + 360 * DAY


def test_a_home_costs_the_same_compared_as_where_it_is_placed_with(priya):
    doyles = household("The Doyles", postcode="HR6 8AB", bedrooms=2)
    people.set_fee(doyles, weekly_pounds=300, starts_on=today() - DAY, by=builders.SOMEBODY)
    rates()
    asked, _ = asking.out_with_offer(priya, home_postcode="HR6 9UX", school_postcode="HR6 8AB")
    (near, _) = comparing.compared(referrals.whole(asked, today()), priya, today())
    born = [child.person.born for child in asked.children]
    cost = money.costs({doyles.id}, born, today())[doyles.id]
    assert near.weekly_pounds == cost.pence / 100 != 300


def test_the_page_of_a_referral_out_asks_as_much_of_many_as_of_few(priya, counted):
    asked = going_out(priya)
    released(asked, priya)
    ((first, _),) = sent(asked, agency(), by=priya)
    offered(first)
    with counted() as few:
        found = referrals.whole(asked, today())
        comparing.compared(found, priya, today())
    for number in range(5):
        ((sending, _),) = sent(asked, agency(f"Agency {number}"), by=priya)
        offered(sending)
        household(f"The {number}s", postcode="HR6 8AB", bedrooms=2)
    with counted() as many:
        found = referrals.whole(asked, today())
        comparing.compared(found, priya, today())
    says = "the search reads its homes anew, and what they cost to it; nothing else grows"
    assert many.number <= few.number + 14, says


def test_no_role_but_those_who_find_homes_sends_anything(signed_in, priya):
    asked = going_out(priya)
    for role in (Role.NOMINATED_OFFICER, Role.INSPECTOR):
        browser = signed_in(role)
        assert browser.get(f"/out/{asked.ref}").status_code == 200
        assert browser.get(f"/out/{asked.ref}/send").status_code == 403
