"""From a telephone call to Stage 2: an enquiry taken down, a visit, the application, the
applicant's own part on a telephone, a difference settled, Part 1 in, Stage 1 ended, Stage 2 begun.

A worker at a desk, an applicant on a telephone, a manager at the board.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.journeys.conftest import NARROW, Visit


def taken_down(visit: Visit) -> None:
    """The call: five boxes, and what is next stands on the page."""
    visit.open("/recruitment")
    visit.check("recruit-1-board")
    visit.follow("Take down an enquiry")
    visit.page.get_by_label("Given name").fill("Philippa")
    visit.page.get_by_label("Family name").fill("Underhay")
    visit.page.get_by_label("Telephone").fill("01432 900461")
    visit.page.get_by_label("Where they heard of us").select_option(label="Word of mouth")
    visit.page.get_by_label("Where they live").fill("Leominster")
    visit.check("recruit-2-take")
    visit.press("Save the enquiry")
    visit.check("recruit-3-enquiry")


def visited(visit: Visit) -> None:
    visit.follow("Ask for a visit")
    visit.check("recruit-4-visit")
    visit.press("Save")
    visit.follow("Record the visit")
    visit.page.get_by_label("Invited to apply").check()
    visit.page.get_by_label("What was seen and said").fill("Two spare rooms; warm and funny.")
    visit.check("recruit-5-held")
    visit.press("Save")


def applied(visit: Visit) -> str:
    """The application opens the household; gives the application's path."""
    visit.follow("Application received")
    visit.page.get_by_label("Stage 1 begins on").fill("today")
    visit.page.get_by_label("Address", exact=True).fill("3 Cider Mill Close")
    visit.page.get_by_label("Postcode", exact=True).fill("HR6 8AB")
    visit.check("recruit-6-application")
    visit.press("Save")
    visit.check("recruit-7-stage-1")
    return visit.where


def asked_by_link(visit: Visit) -> str:
    """The path of the link to the applicant."""
    visit.follow("What the applicants told by link", exact=False)
    visit.follow("Ask an applicant by link")
    visit.page.get_by_label("Philippa Underhay").check()
    visit.page.get_by_label("Ask about the household too", exact=False).check()
    visit.check("recruit-8-ask")
    visit.press("Make the link")
    return urlsplit(visit.page.locator("input[id^=address-]").first.input_value()).path


def tells(phone: Visit, link: str) -> None:
    """On a telephone, in two goes."""
    phone.open(link)
    phone.press("Start")
    phone.check("recruit-9-link")
    phone.page.get_by_label("Your given name").fill("Pippa")
    phone.press("Save and come back later")
    phone.page.get_by_text("Saved.").wait_for()
    assert phone.page.get_by_label("Your given name").input_value() == "Pippa"
    phone.page.get_by_label("Your family name").fill("Underhay")
    phone.page.get_by_label("Your date of birth").fill("17/5/1984")
    phone.page.get_by_label("Your telephone").fill("01432 900 461")
    now = phone.page.get_by_role("group", name="Where you live now")
    now.get_by_label("Address").fill("3 Cider Mill Close")
    now.get_by_label("From").fill("1 June 2012")
    for yes in phone.page.get_by_label("Yes", exact=True).all():
        yes.check()
    phone.press("Send")
    assert "Thank you" in phone.page.locator("h1").inner_text()


def settled(visit: Visit) -> None:
    """The given name differs: the record stays as it is. The telephone is the same."""
    visit.page.get_by_text("to settle").first.wait_for()
    row = visit.page.locator("tr").filter(has_text="Given name")
    with visit.page.expect_navigation():
        row.get_by_role("link").first.click()
    visit.settled()
    visit.page.get_by_label("Leave the record as it is").check()
    visit.check("recruit-11-settle")
    visit.press("Save")
    assert "The same" in visit.page.locator("tr").filter(has_text="Telephone").inner_text()
    visit.check("recruit-12-told")


def to_stage_2(visit: Visit, application: str) -> None:
    visit.open(application)
    visit.follow("Information has come")
    for box in visit.page.get_by_role("checkbox").all():
        box.check()
    visit.check("recruit-13-part-1")
    visit.press("Save")
    visit.follow("End Stage 1")
    visit.press("End Stage 1")
    visit.follow("Begin Stage 2")
    visit.press("Begin it")
    assert "Stage 2, day 0" in visit.page.inner_text("main")
    visit.check("recruit-14-stage-2")


def test_from_a_telephone_call_to_stage_2(visit, open_browser):
    visit.sign_in_as("Fostering social worker")
    taken_down(visit)
    visited(visit)
    application = applied(visit)
    link = asked_by_link(visit)
    phone = open_browser(NARROW)
    tells(phone, link)
    phone.check("recruit-10-thanks")
    visit.open(f"{application}/told")
    settled(visit)
    to_stage_2(visit, application)

    manager = open_browser()
    manager.sign_in_as("Fostering team manager")
    manager.open("/recruitment/enquiries?step=stage_2")
    assert "The Underhays" in manager.page.inner_text("main")
    manager.check("recruit-15-list")
    manager.open("/recruitment/figures")
    manager.check("recruit-16-figures")
    manager.open("/recruitment/sources")
    manager.check("recruit-17-sources")
