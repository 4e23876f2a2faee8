"""A visit in a kitchen: written up on a telephone while the connection and the sign-in come and go.

Nothing typed is lost, and nothing older takes the place of anything newer.
"""

from __future__ import annotations

import re

from tests.journeys.conftest import NARROW, Visit

SAID = "We talked about school and the dentist."
WORDS = "What you talked about"


SAVED = re.compile(r"^Saved \d\d:\d\d")
A_SECOND_PRESS = 1_100
"""Milliseconds after which a second press of a button is no double click."""


def wait_until_it_says(page, words: str | re.Pattern[str]) -> None:
    page.locator("[data-draft-says]").filter(has_text=words).wait_for()


def first_to_visit(visit: Visit) -> str:
    """The address of the form for the household whose visit is due the soonest."""
    visit.open("/visits")
    link = visit.page.get_by_role("link", name=re.compile("^Record a visit to")).first
    path = link.get_attribute("href")
    assert path
    return path


def type_words(visit: Visit, words: str) -> None:
    visit.page.get_by_label(WORDS).fill(words)


def test_a_visit_survives_a_lost_connection_and_says_what_it_moved(open_browser):
    visit = open_browser(NARROW)
    visit.sign_in_as("Fostering social worker")
    path = first_to_visit(visit)
    visit.check("visit-0-mine")
    visit.check_source(visit.open(path))
    visit.check("visit-1-form")

    visit.page.get_by_label("Unannounced").check()
    type_words(visit, SAID)
    wait_until_it_says(visit.page, SAVED)

    visit.context.set_offline(True)
    type_words(visit, f"{SAID} And about respite.")
    wait_until_it_says(visit.page, "No connection")
    visit.check("visit-2-no-connection")
    visit.page.get_by_role("button", name="Finish", exact=True).click()
    wait_until_it_says(visit.page, "this was not sent")
    assert visit.where == path
    visit.page.wait_for_timeout(A_SECOND_PRESS)

    visit.context.set_offline(False)
    wait_until_it_says(visit.page, SAVED)
    visit.press("Finish")
    said = visit.page.locator("main").inner_text()
    assert "Unannounced visit for" in said
    assert "Next visit due by" in said
    assert "And about respite." in said
    visit.check("visit-3-recorded")

    visit.open(path)
    assert visit.page.get_by_label(WORDS).input_value() == ""
    visit.open(path.removesuffix("/new"))
    visit.check("visit-4-all")
    visit.open(path.removesuffix("/visits/new"))
    visit.check("visit-5-household")


def test_a_sign_in_that_ran_out_in_the_middle_loses_nothing(phone):
    phone.sign_in_as("Fostering social worker")
    path = first_to_visit(phone)
    phone.open(path)
    type_words(phone, SAID)
    wait_until_it_says(phone.page, SAVED)

    elsewhere = phone.context.new_page()
    elsewhere.goto(f"{phone.address}/about")
    elsewhere.get_by_role("button", name="Sign out").click()
    elsewhere.wait_for_load_state()
    phone.expects(400, 401)
    type_words(phone, f"{SAID} Then the sign-in ran out.")
    wait_until_it_says(phone.page, "You were signed out")
    phone.check("visit-6-signed-out")

    Visit(phone.address, phone.context, elsewhere, None).sign_in_as("Fostering social worker")
    wait_until_it_says(phone.page, SAVED)
    elsewhere.goto(phone.address + path)  # as after a closed lid: another page, the same words
    assert "Then the sign-in ran out." in elsewhere.get_by_label(WORDS).input_value()
    elsewhere.close()
    phone.press("Finish")
    assert "Then the sign-in ran out." in phone.page.locator("main").inner_text()


def test_of_two_windows_the_later_is_told_and_may_choose(visit):
    visit.sign_in_as("Fostering social worker")
    path = first_to_visit(visit)
    visit.open(path)
    other = visit.context.new_page()
    other.goto(visit.address + path)
    other.wait_for_selector("html[data-ready=yes]", state="attached")
    type_words(visit, "In the first window")
    wait_until_it_says(visit.page, SAVED)
    other.get_by_label(WORDS).fill("In the second window")
    wait_until_it_says(other, "A newer version was saved elsewhere")
    other.get_by_role("button", name="Open the newer one").click()
    other.get_by_text("What you typed is here again").wait_for()
    other.wait_for_selector("html[data-ready=yes]", state="attached")
    assert other.get_by_label(WORDS).input_value() == "In the first window"
    other.get_by_label(WORDS).fill("In the second window, after all")
    wait_until_it_says(other, SAVED)
    visit.expects(409)
    type_words(visit, "In the first window again")
    wait_until_it_says(visit.page, "A newer version was saved elsewhere")
    visit.check("visit-7-newer-elsewhere")
    visit.page.get_by_role("button", name="Keep this one").click()
    wait_until_it_says(visit.page, SAVED)
    visit.press("Finish")
    assert "In the first window again" in visit.page.locator("main").inner_text()


def test_with_scripts_off_a_visit_is_put_by_and_finished(plain):
    plain.sign_in_as("Fostering social worker")
    path = first_to_visit(plain)
    plain.open(path)
    type_words(plain, SAID)
    plain.press("Finish later")
    assert plain.where == path
    assert plain.page.get_by_label(WORDS).input_value() == SAID
    plain.screenshot("visit-8-put-by")
    plain.press("Finish")
    assert SAID in plain.page.locator("main").inner_text()
