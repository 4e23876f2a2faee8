"""A guardianship case to the order made, with support reviewed: a manager takes a report that waits
for its checker, late at court, through the check, the filing, the support plan and the order; then
support is reviewed, and the support plan is made as a document."""

from __future__ import annotations

from tests.journeys.conftest import NARROW, Visit

THEMES = (
    "this_childs_needs", "harm_and_risk", "protection_and_contact", "up_to_eighteen",
    "the_guardian_themselves", "the_childs_own_wishes", "support_that_fits",
    "analysis_and_recommendation",
)  # fmt: skip


def main_of(visit: Visit) -> str:
    return visit.page.inner_text("main")


def fill(visit: Visit, label: str, words: str) -> None:
    visit.page.get_by_label(label, exact=True).fill(words)


def checked(visit: Visit) -> None:
    """The report is graded and passed."""
    visit.follow("Check the report")
    visit.check("guardianship-3-check")
    for theme in THEMES:
        visit.page.locator(f"input[name={theme}][value=good]").check()
    visit.page.locator("input[name=outcome][value=passed]").check()
    visit.press("Send it to its author")


def supported(visit: Visit) -> None:
    """Support is assessed, proposed, answered and decided, each the next step in its turn."""
    visit.follow("Assess what support they need")
    fill(visit, "What they and the child need", "Help with contact.")
    visit.check("guardianship-5-needs")
    visit.press("Save")
    visit.follow("Propose a support plan")
    fill(visit, "What is proposed", "A worker at contact each month.")
    visit.press("Save")
    visit.follow("Record what they say to the plan")
    fill(visit, "What they say", "We agree.")
    visit.press("Save")
    visit.follow("Decide the support plan")
    fill(visit, "What is decided, and why", "It fits what was found.")
    visit.check("guardianship-6-decide")
    visit.press("Decide")


def test_a_case_goes_from_its_check_to_the_order_and_support_is_reviewed(visit, open_browser):
    visit.sign_in_as("Fostering team manager")
    visit.follow("Guardianship")
    visit.check("guardianship-1-tracker")
    visit.open("/guardianship?show=late")
    visit.follow("The Beavans")
    assert "days late" in main_of(visit)
    visit.check("guardianship-2-case")
    case = visit.where
    visit.follow("Open schedule")
    visit.check("guardianship-2-schedule")
    visit.open(case)
    checked(visit)
    visit.follow("File the report")
    visit.press("It is filed")
    assert "Filed" in main_of(visit)
    supported(visit)
    visit.follow("Record what the court decided")
    visit.page.get_by_label("Special guardianship order made").check()
    visit.check("guardianship-7-order")
    visit.press("Record it")
    assert "Order made" in main_of(visit)
    assert "responsible until" in main_of(visit)
    visit.follow("Review support")
    fill(visit, "What was found", "Contact goes well.")
    visit.page.get_by_label("Goes on as it is").check()
    visit.press("Save")
    assert "Contact goes well." in main_of(visit)
    visit.check("guardianship-8-after")
    visit.follow("Support plan as a Word document")
    visit.check("guardianship-9-paper")
    visit.press("Make the document")
    assert "support plan" in main_of(visit).lower()
    visit.open("/guardianship/supported")
    assert "The Beavans" in main_of(visit)
    visit.check("guardianship-10-supported")
    visit.open("/guardianship/feedback")
    visit.check("guardianship-11-feedback")


def test_the_report_is_written_in_place_on_a_telephone_and_kept_while_it_is_typed(open_browser):
    phone = open_browser(NARROW)
    phone.sign_in_as("Fostering social worker")
    phone.open("/guardianship")
    phone.check("guardianship-1-tracker")
    phone.follow("The Gwilliams")
    phone.check("guardianship-2-case")
    phone.follow("Go on with the report")
    phone.check("guardianship-2-schedule")
    with phone.page.expect_navigation():
        phone.page.get_by_role("link", name="Write").first.click()
    phone.settled()
    phone.check("guardianship-4-section")
    box = phone.page.get_by_label("Interests, likes and dislikes", exact=True)
    box.fill("Trains, and his nan’s dog.")
    phone.page.locator("[data-draft-says]").filter(has_text="Saved").wait_for()
    phone.press("Save and go on")
    assert "saved" in phone.page.inner_text("body")
