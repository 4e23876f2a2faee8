"""The pages of finding a home, as people in each role see and use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.audit.models import Look
from app.children.models import Outcome, Placement, Referral
from app.core.today import now, today
from app.matching import actions, queries
from app.matching.models import Answer, Call, PlacementDecision, Refusal
from app.register.models import RoomClaim
from tests import builders
from tests.builders import child, household
from tests.conftest import hidden_fields
from tests.matching.asking import ANSWERED, ASKED, nominated_officer, officer, referral

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know."""
    builders.postcodes()


@pytest.fixture
def doyles(places):
    """A home in Leominster with room for two."""
    return household("The Doyles", postcode="HR6 8AB", bedrooms=2)


@pytest.fixture
def leo(places):
    """Leo needs a home tonight, near his school in Leominster."""
    return referral(child("Leo"), home_postcode="HR6 9UX", school_postcode="HR6 8AB")


@pytest.fixture
def browser(signed_in):
    """The placement officer's browser."""
    return signed_in(officer())


def typed(day):
    return day.strftime("%d/%m/%Y")


def main(page):
    return page.text.split("<main")[1]


def need(asked, **changed):
    """The referral's own form, filled."""
    return {
        "needed_on": typed(asked.needed_on),
        "until": "",
        "kind": "short_term",
        "home_postcode": asked.home_postcode or "",
        "school_postcode": asked.school_postcode or "",
        "max_miles": "",
        "avoid": "",
        "livingCompanions": "No preference",
        "pets": "Not Known",
        "specificCommunicationRequirements": "None",
        "culturalNeeds": "Not Known",
        "additionalSupport": "NA",
        "educationContinuity": "Not known",
        "fosterCareSuitability": "Not specified",
        "residentialCareSuitability": "Not specified",
        "supportedAccommodationSuitability": "Not specified",
        **changed,
    }


# ---------------------------------------------------------------------------- opening a referral


def test_children_with_nowhere_to_live_are_offered_first(browser):
    placed, waiting = child("Zac"), child("Leo")
    builders.placed(placed, household())
    page = browser.get("/find/new").text
    assert f'value="{waiting.ref}"' in page
    assert f'value="{placed.ref}"' not in page


def test_a_referral_is_opened_with_what_is_known_of_the_child(browser, db):
    from app.children import actions as children

    boy = child("Leo", age=3)
    for set_, more in (
        (children.set_family_home, {"postcode": "HR6 9UX"}),
        (children.set_school, {"school": "Leominster Primary", "postcode": "HR6 8AB"}),
    ):
        set_(boy, starts_on=today(), by=builders.SOMEBODY, **more)
    answer = browser.post_form("/find/new", children=[boy.ref], do="open")
    assert answer.status_code == 303
    made = db.session.query(Referral).one()
    assert (made.home_postcode, made.school_postcode) == ("HR6 9UX", "HR6 8AB")
    assert made.answers == {"smokeFree": True}


def test_choosing_nobody_is_told_beside_the_children(browser):
    child("Leo")
    page = browser.post_form("/find/new", do="open")
    assert page.status_code == 422
    assert "Choose at least one child" in page.text


def test_the_list_of_referrals_is_of_open_ones_unless_asked(browser, leo):
    closed = referral(child("Zac"))
    _close(closed)
    those = {
        path: browser.get(path).text.split("<table")[1] for path in ("/find/", "/find/?closed=yes")
    }
    assert "Leo" in those["/find/"]
    assert "Zac" not in those["/find/"]
    assert "Zac" in those["/find/?closed=yes"]
    assert "Find a home for Zac" in main(browser.get("/find/")), "nobody looks for it any more"


def _close(asked, outcome=Outcome.WITHDRAWN):
    from app.children import actions as children

    children.close_referral(asked, on=today(), outcome=outcome, by=builders.SOMEBODY)


# -------------------------------------------------------------------------------- the search


def test_homes_are_shown_with_distances_reasons_and_who_was_ruled_out(browser, leo, doyles):
    builders.placed(child("Zac"), household("The Prices", places=1, postcode="HR6 9UX"))
    page = main(browser.get(f"/find/{leo.ref}"))
    assert "1 home can take this child" in page
    assert "The Doyles" in page
    assert "miles</strong> to school" in page
    assert "No place, by the terms 1" in page
    assert page.index("The Doyles") < page.index("Ruled out: 1 of 2")


def test_every_home_on_the_map_is_in_the_list(browser, leo, doyles):
    page = main(browser.get(f"/find/{leo.ref}"))
    on_map = set(re.findall(r"<title>(\d+)", page))
    in_list = set(re.findall(r'hearth-home__number">(\d+)<', page))
    assert on_map == in_list == {"1"}


def test_a_look_at_each_child_is_recorded(browser, leo, db):
    browser.get(f"/find/{leo.ref}")
    looks = db.session.query(Look).filter_by(user_id=browser.user.id)
    assert {look.subject for look in looks} == {f"child:{leo.children[0].id}"}


def test_names_can_be_hidden_wherever_a_home_is_named(browser, leo, doyles):
    by = officer()
    actions.log_call(leo, doyles, answer=Answer.YES, spoke_to="Jo Doyle", by=by)
    actions.hold_bed(leo, doyles, expires_at=now() + timedelta(hours=1), by=by)
    full = household("The Prices", places=1, postcode="HR6 9UX")
    builders.placed(child(), full)
    shown = main(browser.get(f"/find/{leo.ref}"))
    hidden = main(browser.get(f"/find/{leo.ref}?names=hidden"))
    assert "The Doyles" in shown
    assert "The Prices" in shown
    for name in ("The Doyles", "Jo Doyle", "The Prices"):
        assert name not in hidden
    assert "Home 1" in hidden


def test_names_stay_hidden_while_the_answer_comes_as_it_is_typed(browser, leo, doyles):
    browser.check_pages = False  # a part of a page
    page = browser.get(f"/find/{leo.ref}?names=hidden").text
    address = re.search(r'data-answers="([^"]+)"', page)[1]
    answer = browser.post(address, data=hidden_fields(page) | need(leo))
    assert "Home 1" in answer.text
    assert "Doyles" not in answer.text


def test_the_answer_comes_as_it_is_typed_and_nothing_is_saved(browser, leo, doyles, db):
    browser.check_pages = False  # a part of a page
    address = f"/find/{leo.ref}/answer"
    page = browser.get(f"/find/{leo.ref}").text
    sent = hidden_fields(page) | need(leo, avoid="Leominster")
    answer = browser.post(address, data=sent)
    assert answer.status_code == 200
    assert answer.text.startswith('<div id="answer">')
    assert "No home can take this child" in answer.text
    db.session.expire_all()
    assert leo.avoid == ""
    assert queries.searches(leo.id) == []


def test_what_cannot_be_read_as_typed_is_said_and_not_searched(browser, leo, doyles):
    browser.check_pages = False
    page = browser.get(f"/find/{leo.ref}").text
    sent = hidden_fields(page) | need(leo, home_postcode="ZZ99 9ZZ")
    answer = browser.post(f"/find/{leo.ref}/answer", data=sent)
    assert answer.status_code == 422
    assert "not in our table" in answer.text


def test_saving_searches_and_keeps_the_search(browser, leo, doyles, db):
    answer = browser.post_form(f"/find/{leo.ref}", **need(leo, avoid="Bromyard", max_miles="20"))
    assert answer.status_code == 303
    db.session.expire_all()
    assert (leo.avoid, leo.max_miles) == ("Bromyard", 20)
    (search,) = queries.searches(leo.id)
    assert [each["household"] for each in search.ranked] == [str(doyles.id)]


def test_a_field_of_our_own_is_kept_with_the_referral(browser, leo, db):
    sent = need(leo, local_name="Brigade badge", local_value="Yes")
    browser.post_form(f"/find/{leo.ref}", **sent)
    db.session.expire_all()
    assert leo.answers["local"] == {"Brigade badge": "Yes"}
    assert "Brigade badge" in browser.get(f"/find/{leo.ref}").text


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(browser, leo):
    sent = need(leo, needed_on="31/02/2027", avoid="Narnia", max_miles="ten")
    page = browser.post_form(f"/find/{leo.ref}", **sent)
    assert page.status_code == 422
    assert "There is no such day. Enter a date like 23/11/2026" in page.text
    assert page.text.count("Enter a whole number") == 2, "in the summary and beside the field"
    assert "Enter miles from" not in page.text
    assert "Narnia could not be placed on the map" in page.text
    assert 'value="31/02/2027"' in page.text
    assert 'value="Narnia"' in page.text


def test_a_stale_referral_is_told_who_changed_what_and_loses_nothing(browser, leo, signed_in, db):
    page = browser.get(f"/find/{leo.ref}").text
    other = signed_in(builders.user(Role.PLACEMENT_OFFICER, name="Tess Lane"))
    other.post_form(f"/find/{leo.ref}", **need(leo, max_miles="15"))
    answer = browser.post(
        f"/find/{leo.ref}", data=hidden_fields(page) | need(leo, avoid="Bromyard")
    )
    assert answer.status_code == 409
    assert "Tess Lane" in answer.text
    assert 'value="Bromyard"' in answer.text
    db.session.expire_all()
    assert leo.avoid == ""
    assert leo.max_miles == 15


def test_a_closed_referral_is_shown_and_not_changed(browser, leo, doyles):
    _close(leo)
    page = main(browser.get(f"/find/{leo.ref}"))
    assert "Save and search" not in page
    assert "/place/" not in page
    assert browser.post_form(f"/find/{leo.ref}", **need(leo)).status_code == 403


def test_who_only_reads_referrals_is_offered_no_button(leo, doyles, signed_in):
    reader = signed_in(Role.NOMINATED_OFFICER)
    page = main(reader.get(f"/find/{leo.ref}"))
    assert "nearest 2 km square" in page
    assert "Save and search" not in page
    assert reader.post_form(f"/find/{leo.ref}", **need(leo)).status_code == 403
    assert reader.get(f"/find/{leo.ref}/place/{doyles.ref}").status_code == 403


# -------------------------------------------------------------------- shortlist, calls, held beds


def test_a_home_is_put_on_the_shortlist_and_taken_off(browser, leo, doyles):
    address = f"/find/{leo.ref}/shortlist/{doyles.ref}"
    browser.post_form(address, _of=f"/find/{leo.ref}")
    assert queries.shortlist(leo.id) == [doyles]
    browser.post_form(address, _of=f"/find/{leo.ref}", do="off")
    assert queries.shortlist(leo.id) == []


def test_a_call_is_logged_and_shown(browser, leo, doyles, db):
    browser.post_form(
        f"/find/{leo.ref}/call/{doyles.ref}",
        answer="no",
        refusal="distance_or_transport",
        spoke_to="Jo",
        note="Her car is off the road",
    )
    (call,) = db.session.query(Call)
    assert (call.answer, call.refusal) == (Answer.NO, Refusal.DISTANCE)
    page = main(browser.get(f"/find/{leo.ref}"))
    assert "Her car is off the road" in page
    assert "Calls 1" in page


def test_a_no_asks_for_its_reason_and_keeps_the_note(browser, leo, doyles, db):
    page = browser.post_form(
        f"/find/{leo.ref}/call/{doyles.ref}", answer="no", note="Her car is off the road"
    )
    assert page.status_code == 422
    assert "Choose why they said no" in page.text
    assert "Her car is off the road" in page.text
    assert db.session.query(Call).count() == 0


def test_a_bed_is_held_shown_and_released(browser, leo, doyles, db):
    address = f"/find/{leo.ref}/hold/{doyles.ref}"
    assert browser.post_form(address, until="4").status_code == 303
    (claim,) = db.session.query(RoomClaim)
    assert "Held and planned" in main(browser.get(f"/find/{leo.ref}"))
    browser.post_form(f"/find/{leo.ref}/release/{claim.ref}", _of=f"/find/{leo.ref}")
    assert queries.claims(leo.id) == []


def test_whoever_comes_second_to_a_bed_is_told_why(browser, leo):
    small = household("The Prices", places=1, postcode="HR6 9UX")
    actions.hold_bed(referral(child()), small, expires_at=now() + DAY, by=officer())
    page = browser.post_form(f"/find/{leo.ref}/hold/{small.ref}", until="2")
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert queries.claims(leo.id) == []


def test_another_referrals_bed_is_not_released_from_here(browser, leo, doyles):
    other = referral(child())
    (claim,) = actions.hold_bed(other, doyles, expires_at=now() + DAY, by=officer())
    answer = browser.post_form(f"/find/{leo.ref}/release/{claim.ref}", _of=f"/find/{leo.ref}")
    assert answer.status_code == 404


# ----------------------------------------------------------------------------------- placing


def test_the_day_of_moving_in_is_filled_in_and_may_be_typed(browser, leo, doyles, db):
    address = f"/find/{leo.ref}/place/{doyles.ref}"
    assert f'value="{typed(today())}"' in main(browser.get(address))
    later = today() + 2 * DAY
    browser.post_form(address, do="place", moves_in_on=typed(later), **ANSWERED)
    assert db.session.query(Placement).one().starts_on == later


def test_whoever_decides_finds_the_day_that_was_proposed(browser, leo, signed_in, db):
    far = household("The Fars", terms=[builders.line(2, (0, 2))], postcode="HR6 8AB", bedrooms=1)
    later = today() + 2 * DAY
    answer = browser.post_form(
        f"/find/{leo.ref}/place/{far.ref}",
        do="propose",
        moves_in_on=typed(later),
        **ANSWERED,
    )
    page = main(signed_in(Role.NOMINATED_OFFICER).get(f"{answer.location}/decide"))
    assert f'value="{typed(later)}"' in page


def test_placing_says_what_is_checked_asks_and_places(browser, leo, doyles, db):
    address = f"/find/{leo.ref}/place/{doyles.ref}"
    page = main(browser.get(address))
    assert "all met" in page
    assert "What will start" in page
    answer = browser.post_form(address, do="place", **ANSWERED)
    assert answer.status_code == 303
    decided = main(browser.get(answer.location))
    assert "Confirmed by" in decided
    assert "Every check passed" in decided
    assert db.session.query(Placement).count() == 1


def test_a_form_sent_twice_places_once(browser, leo, doyles, db):
    address = f"/find/{leo.ref}/place/{doyles.ref}"
    sent = hidden_fields(browser.get(address).text) | {"do": "place", **ANSWERED}
    first, second = browser.post(address, data=sent), browser.post(address, data=sent)
    assert first.location == second.location
    assert db.session.query(Placement).count() == 1
    assert db.session.query(PlacementDecision).count() == 1


def test_what_is_not_answered_is_asked_beside_its_field_and_the_rest_is_kept(browser, leo, doyles):
    answers = ANSWERED | {"parents_views": ""}
    page = browser.post_form(f"/find/{leo.ref}/place/{doyles.ref}", do="place", **answers)
    assert page.status_code == 422
    assert "Say what the parents think" in page.text
    assert ANSWERED["why_this_home"] in page.text


def test_a_placement_that_needs_a_nominated_officer_goes_to_one(browser, leo, signed_in, db):
    home = household("The Prices", terms=[builders.line(2, (0, 4))], postcode="HR6 8AB")
    address = f"/find/{leo.ref}/place/{home.ref}"
    assert "Send for decision" in main(browser.get(address))
    sent = browser.post_form(address, do="propose", **ANSWERED)
    assert sent.status_code == 303
    assert "Nothing has changed yet" in main(browser.get(sent.location))
    decider = signed_in(nominated_officer())
    assert "The Prices" in main(decider.get("/find/"))
    page = main(decider.get(f"{sent.location}/decide"))
    assert "all met" not in page
    assert "Confirming decides it" in page
    assert ANSWERED["why_this_home"] in page
    refused = decider.post_form(f"{sent.location}/decide", do="place", **ANSWERED)
    assert refused.status_code == 422
    assert "necessary to place in an emergency" in refused.text
    done = decider.post_form(
        f"{sent.location}/decide", do="place", emergency_because="Nobody else tonight", **ANSWERED
    )
    assert done.status_code == 303
    assert "Proposed by Priya Shah" in main(decider.get(sent.location))
    assert db.session.query(Placement).count() == 1


def test_a_proposal_is_declined_with_its_reason(leo, signed_in):
    home = household("The Prices", terms=[builders.line(2, (0, 4))], postcode="HR6 8AB")
    decision = actions.propose(leo, home, asked=ASKED, by=officer())
    address = f"/find/decisions/{decision.ref}"
    decider = signed_in(nominated_officer())
    assert decider.post_form(f"{address}/decline", because="").status_code == 422
    decider.post_form(f"{address}/decline", because="His aunt can have him")
    assert "His aunt can have him" in main(decider.get(address))
    late = decider.post_form(f"{address}/decide", emergency_because="Tonight", **ANSWERED)
    assert late.status_code == 422
    assert "was declined" in late.text


def test_a_referral_that_found_nobody_keeps_its_search(browser, leo):
    household("The Prices", terms=[builders.line(2, (0, 4))], postcode="HR6 8AB")
    address = f"/find/{leo.ref}/close"
    assert browser.post_form(address).status_code == 422
    assert browser.post_form(address, outcome=Outcome.NOBODY_FOUND.value).status_code == 303
    (search,) = queries.searches(leo.id)
    assert search.ranked == []
    assert search.tally == {"terms_age": 1}
    assert queries.referral_by_ref(leo.ref).outcome is Outcome.NOBODY_FOUND


def test_the_councils_weights_are_set_in_miles(signed_in):
    manager = signed_in(Role.SERVICE_MANAGER)
    page = manager.get("/find/weights")
    given = dict(re.findall(r'name="(\w+)"[^>]*value="([\d.]+)"', page.text))
    wrong = manager.post_form("/find/weights", **given | {"home_mile": "lots"})
    assert wrong.status_code == 422
    assert 'value="lots"' in wrong.text
    assert manager.post_form("/find/weights", **given | {"home_mile": "4"}).status_code == 303
    assert queries.weights().home_mile == 4.0


@pytest.mark.parametrize("path", ["", "/place/{home}", "/call/{home}", "/hold/{home}", "/close"])
def test_an_absent_referral_or_home_is_not_found(browser, leo, doyles, path):
    assert browser.get(f"/find/nosuchrefatall{path.format(home=doyles.ref)}").status_code == 404
    if "home" in path:
        assert browser.get(f"/find/{leo.ref}{path.format(home='nosuch')}").status_code == 404


# ------------------------------------------------------------------------------- bounded queries

PAGES = {
    "/find/": 11,
    "/find/new": 7,
    "/find/{ref}": 48,
    "/find/{ref}/place/{home}": 44,
    "/find/{ref}/call/{home}": 6,
    "/find/{ref}/hold/{home}": 6,
    "/find/{ref}/close": 6,
}
"""Two of each are what is shut to whoever asks, and whether that has changed; four of the two
largest are what the homes would cost; one of the largest is which roads are loaded; one of placing,
on PostgreSQL, is the lock under which a look is written."""


@pytest.mark.parametrize("page", PAGES)
def test_each_page_asks_the_record_a_bounded_number_of_times(browser, leo, doyles, counted, page):
    address = page.format(ref=leo.ref, home=doyles.ref)
    browser.get(address)
    actions.log_call(leo, doyles, answer=Answer.NO, by=officer())  # so that nothing is remembered
    with counted() as few:
        browser.get(address)
    for number in range(6):
        more = household(f"The {number}s", postcode="HR6 9UX")
        builders.placed(child(), more)
        actions.log_call(leo, more, answer=Answer.NO, by=officer())
        referral(child())
    with counted() as many:
        browser.get(address)
    assert many.number <= few.number + 2
    assert many.number <= PAGES[page]
