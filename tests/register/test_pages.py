"""The register and a household's page, as people in each role see them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.audit import queries as trail
from app.core.columns import Kept
from app.core.today import clock_at, today
from app.people import actions as people
from app.people import queries as who
from app.people.forms import ASKED
from app.people.models import MemberRole
from app.register import actions as register
from app.register import queries
from app.register.models import ApprovalEnd, HoldReason, NotAvailable
from app.supervision import queries as supervision
from sufficiency.types import Sex
from tests import builders
from tests.builders import SOMEBODY
from tests.conftest import hidden_fields

DAY = timedelta(days=1)


@pytest.fixture
def doyles(db):
    """A household with a history: two carers, a child, an absence, a review, a son at home."""
    builders.postcodes()
    home = builders.couple(
        "The Doyles",
        postcode="HR6 9UX",
        bedrooms=3,
        places=3,
        supervised_by=builders.worker("Sarah Webb"),
    )
    son = builders.person("Owen", "Doyle", born=date(2008, 4, 1), sex=Sex.MALE)
    people.join_household(
        home, son, role=MemberRole.CHILD_OF_FAMILY, starts_on=builders.LONG_AGO, by=SOMEBODY
    )
    zac = builders.child("Zac", age=9)
    builders.placed(zac, home)
    register.record_review(home, held_on=today() - 300 * DAY, by=SOMEBODY)
    return home


def test_the_register_lists_both_carers_of_a_household_with_its_terms(doyles, signed_in):
    page = signed_in(Role.PLACEMENT_OFFICER).get("/register").text
    assert page.count(f'href="/households/{doyles.ref}"') == 1
    assert "3 aged 0 to 17" in page
    assert "1\u00a0of\u00a03,\u00a02\u00a0left" in page
    assert "Sarah Webb" in page


def test_an_empty_register_says_what_would_fill_it(db, signed_in):
    assert "Load the carers’ workbook" in signed_in(Role.TEAM_MANAGER).get("/register").text


def test_the_household_page_says_who_lives_there_and_how_much_room_there_is(doyles, signed_in):
    page = signed_in(Role.TEAM_MANAGER).get(f"/households/{doyles.ref}").text
    assert "Zac " in page
    assert "2 places: terms 3, usual limit 3, 1 placed." in page
    assert "Sarah Webb supervises" in page
    assert "Review of approval" in page


@pytest.mark.only_on("sqlite")  # they only read here; what they write is tried on both
@pytest.mark.parametrize(
    "path",
    [
        "name",
        "move",
        "fee",
        "people/add",
        "bedrooms/add",
        "bedrooms/close",
        "sleeping",
        "pets/add",
        "facts",
        "considerations/add",
        "approve",
        "terms",
        "exemption",
        "temporary-approval",
        "hold",
        "unavailable",
        "agreement",
        "sharing",
        "review",
        "allocate",
        "allocation/end",
        "in-error",
    ],
)
def test_every_small_page_opens_to_the_team_manager(doyles, signed_in, path):
    assert signed_in(Role.TEAM_MANAGER).get(f"/households/{doyles.ref}/{path}").status_code == 200


# ------------------------------------------------------------------------ who sees and changes what


def test_a_social_worker_changes_their_own_household(doyles, db, signed_in):
    browser = signed_in(worker_of(doyles))
    page = browser.post_form(
        f"/households/{doyles.ref}/unavailable",
        places="1",
        reason="needs_of_a_child_placed",
        starts_on="today",
    )
    assert page.status_code == 303
    assert queries.places_left(doyles.id, today()) == 1


def worker_of(household):
    """The supervising social worker of a household."""
    return supervision.allocations_of(household.id)[-1].worker


@pytest.mark.parametrize("path", ["unavailable", "hold", "review", "facts", "people/add"])
def test_a_social_worker_sees_and_does_not_change_anothers_household(doyles, signed_in, path):
    browser = signed_in(Role.SOCIAL_WORKER)
    assert browser.get(f"/households/{doyles.ref}").status_code == 200
    assert browser.get(f"/households/{doyles.ref}/{path}").status_code == 403


def test_a_placement_officer_keeps_availability_and_nothing_else(doyles, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    assert browser.get(f"/households/{doyles.ref}/unavailable").status_code == 200
    for path in ("hold", "approve", "terms", "move", "allocate"):
        assert browser.get(f"/households/{doyles.ref}/{path}").status_code == 403


def test_an_absent_household_is_not_there(db, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    assert browser.get("/households/nothere").status_code == 404
    assert browser.get("/households/nothere/terms").status_code == 404


def test_another_households_approval_is_not_there(doyles, signed_in):
    other = builders.household("The Webbs")
    approval = queries.standing_of(other.id).approvals[0]
    path = f"/households/{doyles.ref}/approvals/{approval.ref}/end"
    assert signed_in(Role.TEAM_MANAGER).get(path).status_code == 404


def test_the_reason_for_a_hold_is_not_shown_to_the_placement_team(doyles, signed_in):
    register.put_on_hold(
        doyles, reason=HoldReason.ALLEGATION, starts_on=today(), note="Told the LADO", by=SOMEBODY
    )
    theirs = signed_in(Role.PLACEMENT_OFFICER).get(f"/households/{doyles.ref}").text
    assert "On hold" in theirs
    assert "Allegation" not in theirs
    assert "LADO" not in theirs
    assert "Allegation. Told the LADO" in (
        signed_in(Role.TEAM_MANAGER).get(f"/households/{doyles.ref}").text
    )


def test_that_carers_are_under_investigation_is_not_shown_to_the_placement_team(doyles, signed_in):
    register.make_unavailable(
        doyles, places=1, reason=NotAvailable.INVESTIGATION, starts_on=today(), by=SOMEBODY
    )
    theirs = signed_in(Role.PLACEMENT_OFFICER)
    for path in ("", "/available"):
        page = theirs.get(f"/households/{doyles.ref}{path}").text
        assert "reason not shown to you" in page
        assert "investigation" not in page
    assert "carers under investigation" in (
        signed_in(Role.TEAM_MANAGER).get(f"/households/{doyles.ref}").text
    )


def test_a_child_is_named_to_those_who_may_see_them_and_to_nobody_else(doyles, signed_in):
    address = f"/households/{doyles.ref}"
    assert "Zac" in signed_in(Role.PLACEMENT_OFFICER).get(address).text
    assert "Zac" in signed_in(worker_of(doyles)).get(address).text
    others = signed_in(Role.SOCIAL_WORKER).get(address).text
    assert "Zac" not in others
    assert "A child" in others


def test_an_address_is_shown_to_whoever_may_know_it_and_the_look_is_recorded(doyles, signed_in):
    address = f"/households/{doyles.ref}/address"
    assert signed_in(Role.SOCIAL_WORKER).get(address).status_code == 403
    assert signed_in(Role.PLACEMENT_OFFICER).get(address).status_code == 403
    browser = signed_in(Role.TEAM_MANAGER)
    assert "1 The Street" in browser.get(address).text
    (look,) = [
        each
        for each in trail.looks_at(f"household:{doyles.id}")
        if each.kept == Kept.LOCATION.value
    ]
    assert look.user_id == browser.user.id


def test_a_placement_officer_sees_the_address_of_a_home_on_a_live_search(doyles, db, signed_in):
    from app.children import actions as children
    from app.matching import actions as matching
    from sufficiency.types import Kind

    referral = children.open_referral(
        [builders.child()], needed_on=today(), kind=Kind.SHORT_TERM, by=SOMEBODY
    )
    matching.shortlist(referral, doyles, by=SOMEBODY)
    browser = signed_in(Role.PLACEMENT_OFFICER)
    assert browser.get(f"/households/{doyles.ref}/address").status_code == 200
    people.move_household(
        doyles,
        line="2 Hidden Lane",
        postcode="HR6 8AB",
        starts_on=today(),
        protected=True,
        by=SOMEBODY,
    )
    assert browser.get(f"/households/{doyles.ref}/address").status_code == 403
    assert "Hidden Lane" not in browser.get(f"/households/{doyles.ref}").text


def test_no_list_print_or_file_gives_an_address_away(doyles, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    for path in ("/register", "/register?format=csv", "/register/statutory"):
        page = browser.get(path).text
        assert "The Street" not in page
        assert "9UX" not in page


def test_the_statutory_register_gives_addresses_to_those_who_may_see_any(doyles, signed_in):
    people.move_household(
        builders.household("The Webbs", postcode="HR6 8AB"),
        line="2 Hidden Lane",
        postcode="HR6 8AB",
        starts_on=today(),
        protected=True,
        by=SOMEBODY,
    )
    path = "/register/statutory?addresses=yes"
    page = signed_in(Role.INSPECTOR).get(path).text
    assert "1 The Street, HR6 9UX" in page
    assert "Hidden Lane" not in page
    assert "The Street" not in signed_in(Role.PLACEMENT_OFFICER).get(path).text
    kept = {each.kept for each in trail.looks_at(f"household:{doyles.id}")}
    assert Kept.LOCATION.value in kept


def test_the_statutory_register_holds_our_own_services_carers_and_no_agencys(doyles, signed_in):
    builders.household("The Marches", provider=builders.agency())
    browser = signed_in(Role.TEAM_MANAGER)
    assert "The Marches" in browser.get("/register").text
    page = browser.get("/register/statutory").text
    assert "Entries: 2" in page
    assert "Marche" not in page


# --------------------------------------------------------------------------------------- the list


def test_the_register_is_searched_by_name_and_no_name_is_in_an_address(doyles, signed_in):
    builders.household("The Webbs")
    browser = signed_in(Role.TEAM_MANAGER)
    form = browser.get("/register").text.split('role="search"')[1]
    token = form.split('name="csrf_token" value="')[1].split('"')[0]
    page = browser.post("/register/search", data={"csrf_token": token, "words": "doyle"})
    assert "The Doyles" in page.text
    assert "The Webbs" not in page.text
    nobody = browser.post("/register/search", data={"csrf_token": token, "words": "zzz"})
    assert "is called “zzz”" in nobody.text


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("with_places=yes", {"The Doyles", "The Webbs"}),
        ("no_worker=yes", {"The Webbs", "The Okafors"}),
        ("status=on_hold", {"The Okafors"}),
        ("area=E06000051", {"The Webbs"}),
        ("sort=-household", {"The Doyles", "The Webbs", "The Okafors"}),
    ],
)
def test_the_register_is_filtered_by_dates_and_codes(doyles, signed_in, question, found):
    builders.household("The Webbs", postcode="SY8 1AA")
    okafors = builders.household("The Okafors")
    register.put_on_hold(okafors, reason=HoldReason.ILLNESS, starts_on=today(), by=SOMEBODY)
    page = signed_in(Role.TEAM_MANAGER).get(f"/register?{question}").text
    names = {"The Doyles", "The Webbs", "The Okafors"}
    assert {name for name in names if f">{name}</a>" in page} == found


def test_the_register_as_at_a_day_and_as_known_on_a_day(db, signed_in):
    with clock_at(today() - 10 * DAY):
        home = builders.household("The Doyles", since=today() - 30 * DAY)
    approval = queries.standing_of(home.id).approvals[0]
    register.end_approval(approval, on=today() - 20 * DAY, how=ApprovalEnd.TERMINATED, by=SOMEBODY)
    browser = signed_in(Role.INSPECTOR)
    day, known = today() - 5 * DAY, today() - 7 * DAY
    assert "The Doyles" not in browser.get("/register").text
    assert "The Doyles" in browser.get(f"/register?as_at={today() - 25 * DAY}").text
    assert "The Doyles" not in browser.get(f"/register?as_at={day}").text
    assert "The Doyles" in browser.get(f"/register?as_at={day}&known_at={known}").text


def test_the_register_comes_as_a_sheet_with_a_line_for_each_person(doyles, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    sheet = browser.get("/register?format=csv")
    assert sheet.mimetype == "text/csv"
    assert sheet.text.count("The Doyles") == 2
    assert browser.get("/register?format=xlsx").data.startswith(b"PK")


def test_a_name_that_looks_like_a_formula_is_only_a_name(db, signed_in):
    builders.household('=HYPERLINK("x")')
    assert "'=HYPERLINK" in signed_in(Role.TEAM_MANAGER).get("/register?format=csv").text


def test_the_pages_ask_a_bounded_number_of_questions(doyles, signed_in, counted):
    browser = signed_in(Role.TEAM_MANAGER)
    for number in range(5):
        home = builders.couple(f"Household {number}", postcode="HR6 8AB", bedrooms=2)
        builders.placed(builders.child(), home)
    for path, most in (
        ("/register", 5),
        ("/register/statutory?addresses=yes", 6),
        (f"/households/{doyles.ref}", 62),
        ("/supervision/unallocated", 14),
    ):
        browser.get(path)
        with counted() as count:
            browser.get(path)
        assert count.number <= most, f"{path} asked {count.number}"


# --------------------------------------------------------------------------------- the small pages


def test_a_household_is_added_with_its_carers_and_opens_at_its_own_page(db, signed_in):
    builders.postcodes()
    service = builders.own_service()
    browser = signed_in(Role.TEAM_MANAGER)
    answer = browser.post_form(
        "/households/add",
        name="The Doyles",
        provider=service.ref,
        line="1 The Street",
        postcode="hr69ux",
        starts_on="1/2/2026",
        given_name="Jo",
        family_name="Doyle",
        born="3 Feb 1984",
        sex="female",
        given_name_2="Sam",
    )
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Jo Doyle" in page
    assert "Sam Doyle" in page
    assert "HR6, Herefordshire" in page
    assert "9UX" not in page


def test_a_form_that_says_too_little_says_what_to_do_and_keeps_what_was_typed(db, signed_in):
    builders.own_service()
    page = signed_in(Role.TEAM_MANAGER).post_form(
        "/households/add", name="The Doyles", postcode="HR6", line="1 The Street"
    )
    assert page.status_code == 422
    assert "Enter a full postcode, like HR6 8AB" in page.text
    assert 'value="The Doyles"' in page.text


def test_terms_open_filled_in_and_another_line_is_added_without_scripts(doyles, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    path = f"/households/{doyles.ref}/terms"
    first = browser.get(path).text.split('id="lines-0-up_to"')[1].split(">")[0]
    assert 'value="3"' in first
    lines = {"lines-0-up_to": "2", "lines-0-min_age": "0", "lines-0-max_age": "10"}
    more = browser.post_form(path, overall="2", starts_on="today", add="1", **lines)
    assert 'name="lines-1-up_to"' in more.text
    answer = browser.post_form(
        path, overall="3", starts_on="today", **lines, **{"lines-1-up_to": "1"}
    )
    assert answer.status_code == 303
    page = browser.get(f"/households/{doyles.ref}").text
    assert "3 children: up to 2 aged 0 to 10; up to 1 aged 0 to 17" in page


def test_terms_are_refused_beside_the_form_with_their_regulation(doyles, signed_in):
    page = signed_in(Role.TEAM_MANAGER).post_form(
        f"/households/{doyles.ref}/terms", overall="2", starts_on="today"
    )
    assert page.status_code == 422
    assert "Say which children" in page.text
    assert "FSR 2011 reg 27(5)(a)" in page.text


def test_a_stale_form_is_told_who_changed_what_and_loses_nothing(doyles, signed_in):
    mine, theirs = signed_in(Role.TEAM_MANAGER), signed_in(Role.TEAM_MANAGER)
    path = f"/households/{doyles.ref}/name"
    opened = hidden_fields(mine.get(path).text)
    theirs.post_form(path, name="The Doyle family")
    page = mine.post(path, data=opened | {"name": "The Doyles of Kingsland"})
    assert page.status_code == 422
    assert "Somebody changed this while you had it open" in page.text
    assert "The Doyles → <strong>The Doyle family</strong>" in page.text
    assert "FieldChange" not in page.text
    assert 'value="The Doyles of Kingsland"' in page.text


def test_terms_that_somebody_else_set_meanwhile_are_not_overwritten(doyles, signed_in):
    mine, theirs = signed_in(Role.TEAM_MANAGER), signed_in(Role.TEAM_MANAGER)
    path = f"/households/{doyles.ref}/terms"
    told = {"overall": "2", "lines-0-up_to": "2", "starts_on": "today"}
    opened = hidden_fields(mine.get(path).text)
    theirs.post_form(path, **told | {"overall": "1"})
    page = mine.post(path, data=opened | told)
    assert page.status_code == 422
    assert queries.open_terms(doyles.id).overall == 1


def test_a_form_sent_twice_is_carried_out_once(doyles, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    path = f"/households/{doyles.ref}/bedrooms/add"
    sent = hidden_fields(browser.get(path).text) | {
        "name": "Attic",
        "sleeps": "1",
        "starts_on": "today",
    }
    for _ in range(2):
        assert browser.post(path, data=sent).status_code == 303
    assert browser.get(f"/households/{doyles.ref}").text.count("Attic") == 1


def test_what_is_recorded_about_a_home_is_shown_and_what_is_not_is_counted(doyles, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    browser.post_form(
        f"/households/{doyles.ref}/facts", drives="yes", smoker="no", starts_on="today"
    )
    page = browser.get(f"/households/{doyles.ref}").text
    assert "a carer drives" in page
    assert "somebody there smokes or vapes" in page
    assert f"{len(ASKED) - 2} of the things a search asks about" in page


def test_everyones_bedroom_is_said_at_once_and_two_may_change_places(doyles, db, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    home = who.home_of(doyles.id, today())
    one, two = home.carers
    first, second = home.bedrooms[:2]
    path = f"/households/{doyles.ref}/sleeping"
    for arrangement in ({one: first, two: second}, {one: second, two: first}):
        told = {f"sleeps_{person.ref}": str(bed.id) for person, bed in arrangement.items()}
        assert browser.post_form(path, starts_on="today", **told).status_code == 303
    found = who.home_of(doyles.id, today()).sleeping
    assert [person.id for person in found[second.id]] == [one.id]


def test_a_person_stands_in_the_record_once(doyles, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    path = f"/households/{builders.household('The Webbs').ref}/people/add"
    owen = {
        "given_name": "owen",
        "family_name": "Doyle",
        "born": "1/4/2008",
        "role": "lodger",
        "starts_on": "today",
    }
    asked = browser.post_form(path, **owen)
    assert "Say if it is the same person" in asked.text
    assert browser.post_form(path, **owen, same="yes").status_code == 303
    assert who.person_like("Owen", "Doyle", date(2008, 4, 1)).sex is Sex.MALE


def test_what_was_recorded_in_error_is_set_aside_and_stays_in_what_was_known(doyles, signed_in):
    hold = register.put_on_hold(
        doyles, reason=HoldReason.OTHER, starts_on=today() - DAY, by=SOMEBODY
    )
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.post_form(f"/households/{doyles.ref}/in-error", which=f"hold-{hold.id}")
    assert page.status_code == 303
    assert "On hold" not in browser.get(f"/households/{doyles.ref}").text.split("Availability")[1]
    assert queries.standing_of(doyles.id).holds == []
    assert "in error" in browser.get(f"/history/household/{doyles.ref}").text
