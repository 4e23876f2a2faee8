"""Reviews as people in each role meet them, and as those do who are asked by link."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from app.accounts.roles import Role
from app.audit.models import Look
from app.core.today import today
from app.register import actions as register
from app.register.actions import reviews
from app.register.queries import reviews as queries
from app.register.reviewing import GivenHow, ReviewTrigger, ViewOf
from tests import builders
from tests.builders import SOMEBODY
from tests.register import reviewed as make

DAY = timedelta(days=1)


@pytest.fixture
def sarah(db):
    return builders.worker("Sarah Webb")


@pytest.fixture
def home(sarah):
    """One carer and a child of nine, reviewed 300 days ago."""
    home = builders.household("The Doyles", supervised_by=sarah)
    register.record_review(home, held_on=today() - 300 * DAY, panel_on=today(), by=SOMEBODY)
    worker = builders.user(Role.CHILD_SOCIAL_WORKER, name="Cat Moss")
    builders.placed(builders.child("Zacharias", age=9, social_worker=worker), home)
    return home


def token_on(page):
    """The tokens of the links that a page shows."""
    return re.findall(r"value=\"[^\"]*/link/([\w-]{43})\"", page.text)


def links_sent(browser, case):
    """Ask everybody by link, as the page offers; the tokens by whose view it is."""
    asked = browser.get(f"/reviews/{case.ref}/ask")
    refs = re.findall(r'name="which" type="checkbox" value="(\w+)"', asked.text)
    page = browser.post_form(f"/reviews/{case.ref}/ask", which=refs)
    return dict(zip([of_ref(case, ref) for ref in refs], token_on(page), strict=True))


def of_ref(case, ref):
    return next(view.of for view in case.views if view.ref == ref)


def view_of(case, of):
    return make.views_of(queries.case_by_ref(case.ref), of)[0]


# ---------------------------------------------------------------------------------------- the list


def test_the_list_says_what_is_late_and_opens_to_its_rows(home, signed_in):
    late = builders.household("The Lates", since=today() - 400 * DAY)
    page = signed_in(Role.TEAM_MANAGER).get("/reviews?show=late").text
    assert "The Lates" in page
    assert "The Doyles" not in page
    assert "First review: to panel" in page
    assert f"/households/{late.ref}" in page


def test_the_list_is_there_to_take_away(home, signed_in):
    browser = signed_in(Role.SERVICE_MANAGER)
    csv = browser.get("/reviews?show=all&format=csv").text
    assert "The Doyles" in csv
    book = openpyxl.load_workbook(
        BytesIO(browser.get("/reviews?show=all&format=xlsx").data), read_only=True
    )
    assert [row[0].value for row in book.active] == ["Household", "The Doyles"]


def test_an_unscheduled_review_is_not_shown_to_the_placement_team(home, signed_in):
    make.opened(home, trigger=ReviewTrigger.ALLEGATION, why="Said by a neighbour.")
    page = signed_in(Role.PLACEMENT_OFFICER).get("/reviews?show=all").text
    assert "Not opened" in page
    assert "/reviews/" not in page


def test_the_list_asks_as_often_for_many_households_as_for_one(home, signed_in, counted):
    make.opened(home)
    browser = signed_in(Role.TEAM_MANAGER)
    browser.get("/reviews?show=all")

    def asked():
        with counted() as count:
            browser.get("/reviews?show=all")
        return count.number

    few = asked()
    for number in range(5):
        make.opened(builders.household(f"The {number}s"))
    browser.get("/reviews?show=all")  # what is shut to whom is asked once after each change
    assert asked() <= few


# ------------------------------------------------------------------------------- the worker's whole


def test_a_worker_opens_the_yearly_review_with_one_press(home, sarah, signed_in):
    browser = signed_in(sarah)
    answer = browser.post_form(
        f"/households/{home.ref}/reviews/open", trigger="annual", opened_on="today"
    )
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "5 of 5 missing" in page
    assert "Ask for views" in page


def test_opening_again_leads_to_the_review_that_is_open(home, sarah, signed_in):
    case = make.opened(home)
    answer = signed_in(sarah).get(f"/households/{home.ref}/reviews/open")
    assert answer.headers["Location"].endswith(f"/reviews/{case.ref}")


def test_from_opening_to_notice_by_its_pages(home, sarah, signed_in, client, db):
    case = make.opened(home, by=sarah)
    browser = signed_in(sarah)
    tokens = links_sent(browser, case)
    assert set(tokens) == set(ViewOf) - {ViewOf.SUPERVISING_WORKER, ViewOf.OTHER}
    answers = {
        ViewOf.CARER: {"well": "Zac reads now."},
        ViewOf.CHILD: {"safe": "yes", "like": "The dog."},
        ViewOf.CHILDS_WORKER: {"needs": "Very well."},
        ViewOf.AUTHORITY: {"care": "Good."},
    }
    for of, said in answers.items():
        client.post_form(f"/link/{tokens[of]}", start="yes")
        assert client.post_form(f"/link/{tokens[of]}", send="yes", **said).status_code == 303
    own = view_of(case, ViewOf.SUPERVISING_WORKER)
    browser.post_form(
        f"/reviews/{case.ref}/views/{own.ref}",
        given_on="today",
        how="in_writing",
        strengths="Steady.",
    )
    page = browser.get(f"/reviews/{case.ref}").text
    assert "The dog." in page
    assert "Write the report" in page
    answer = browser.post_form(
        f"/reviews/{case.ref}/report",
        **make.JUDGED,
        suitable="yes",
        terms_right="yes",
        held_on="today",
        finish="yes",
    )
    assert answer.status_code == 303
    assert "Now it is for" in browser.get(f"/reviews/{case.ref}").text
    manager = signed_in(Role.TEAM_MANAGER)
    assert "Zac reads now." in manager.get(f"/reviews/{case.ref}/decide").text
    manager.post_form(
        f"/reviews/{case.ref}/decide", suitable="yes", terms_right="yes", reasons="As reported."
    )
    browser.post_form(f"/reviews/{case.ref}/notice", given_on="today")
    page = browser.get(f"/reviews/{case.ref}").text
    assert "As reported." in page
    assert "notice given" in page


def test_what_the_panel_said_of_a_first_review_is_recorded_on_its_page(db, sarah, signed_in):
    home = builders.household("The News", since=today() - 340 * DAY, supervised_by=sarah)
    case = make.reported(home)
    browser = signed_in(sarah)
    assert "Record what the panel said" in browser.get(f"/reviews/{case.ref}").text
    answer = browser.post_form(
        f"/reviews/{case.ref}/panel",
        panel_on="today",
        suitable="yes",
        terms_right="no",
        minutes_on="today",
    )
    assert answer.status_code == 303
    page = browser.get(f"/reviews/{case.ref}").text
    assert "still suitable; the terms should change" in page
    assert "Final minutes received" in page


@pytest.mark.parametrize(
    "path", ["/views/add", "/notice", "/close", "/views/{view}", "/views/{view}/none"]
)
def test_each_small_page_of_a_review_opens(home, sarah, signed_in, path):
    case = make.opened(home)
    there = path.format(view=case.views[0].ref)
    assert signed_in(sarah).get(f"/reviews/{case.ref}{there}").status_code == 200


def test_the_report_says_what_is_missing_beside_what_was_typed(home, sarah, signed_in):
    case = make.opened(home)
    page = signed_in(sarah).post_form(
        f"/reviews/{case.ref}/report", care="Typed with care", finish="yes"
    )
    assert page.status_code == 422
    assert "5 views are missing" in page.text
    assert "Typed with care" in page.text


def test_the_report_is_saved_and_comes_back_as_it_was(home, sarah, signed_in):
    case = make.opened(home)
    browser = signed_in(sarah)
    browser.post_form(f"/reviews/{case.ref}/report", care="Half a", suitable="yes", save="yes")
    page = browser.get(f"/reviews/{case.ref}/report").text
    assert "Half a" in page
    assert re.search(r'name="suitable"[^>]*value="yes" checked', page)


def test_a_childs_worry_stands_at_the_top_until_somebody_says_what_they_did(home, sarah, signed_in):
    case = make.opened(home)
    child = view_of(case, ViewOf.CHILD)
    reviews.give_view(child, said={"safe": "no"}, how=GivenHow.LINK, by=SOMEBODY)
    browser = signed_in(sarah)
    assert "read this now" in browser.get(f"/reviews/{case.ref}").text
    assert "A child worries" in browser.get("/reviews").text
    browser.post_form(f"/reviews/{case.ref}/views/{child.ref}/heard", done="Saw her today.")
    page = browser.get(f"/reviews/{case.ref}").text
    assert "read this now" not in page
    assert "Saw her today." in page


def test_another_workers_review_is_as_if_absent(home, signed_in):
    case = make.opened(home)
    browser = signed_in(builders.worker("Somebody Else"))
    for path in ("", "/ask", "/report", "/notice"):
        assert browser.get(f"/reviews/{case.ref}{path}").status_code == 404


def test_looking_at_a_review_is_a_look(home, sarah, signed_in, db):
    case = make.opened(home)
    signed_in(sarah).get(f"/reviews/{case.ref}")
    kept = {(look.subject.partition(":")[0], look.kept) for look in db.session.query(Look)}
    assert {("household", "F5"), ("child", "F4")} <= kept


def test_the_household_page_says_when_it_is_due_and_how_far_it_is(home, sarah, signed_in):
    case = make.opened(home)
    page = signed_in(sarah).get(f"/households/{home.ref}").text
    assert f"/reviews/{case.ref}" in page
    assert "Views being sought" in page


def test_a_first_review_without_its_panel_stands_there_as_incomplete(db, signed_in):
    home = builders.household("The News", since=today() - 340 * DAY)
    register.record_review(home, held_on=today() - 5 * DAY, by=SOMEBODY)
    page = signed_in(Role.TEAM_MANAGER).get(f"/households/{home.ref}").text
    assert "is incomplete: its report must go to the panel" in page


# --------------------------------------------------------------------- those who are asked by link


@pytest.mark.parametrize("of", [ViewOf.CARER, ViewOf.CHILD, ViewOf.CHILDS_WORKER, ViewOf.AUTHORITY])
def test_no_link_shows_a_name_or_an_address(home, sarah, signed_in, client, of):
    case = make.opened(home, by=sarah)
    token = links_sent(signed_in(sarah), case)[of]
    client.post_form(f"/link/{token}", start="yes")
    page = client.get(f"/link/{token}").text
    assert "Zacharias" not in page
    assert "Doyle" not in page


def test_a_worker_is_told_which_child_by_initials_and_it_is_a_look(
    home, sarah, signed_in, client, db
):
    case = make.opened(home, by=sarah)
    token = links_sent(signed_in(sarah), case)[ViewOf.CHILDS_WORKER]
    client.post_form(f"/link/{token}", start="yes")
    assert "Z." in client.get(f"/link/{token}").text
    look = db.session.query(Look).filter(Look.page == "review view by link").one()
    assert look.by_name.startswith("Holder of link ")


def test_a_child_is_told_whom_to_ring(home, sarah, signed_in, client):
    case = make.opened(home, by=sarah)
    token = links_sent(signed_in(sarah), case)[ViewOf.CHILD]
    client.post_form(f"/link/{token}", start="yes")
    assert "0800 1111" in client.get(f"/link/{token}").text


def test_a_link_answered_after_the_report_is_finished_says_so_and_loses_nothing(
    home, sarah, signed_in, client
):
    case = make.opened(home, by=sarah)
    token = links_sent(signed_in(sarah), case)[ViewOf.CARER]
    client.post_form(f"/link/{token}", start="yes")
    reviews.stop_review(case, because="Approval ended.", by=sarah)
    assert client.get(f"/link/{token}").status_code == 410
