"""An assessor's report: a check asked for, chased, seen; what is known stands in the report; a
section is written and saves itself; it is handed in, checked by a manager, and made as Word.
"""

from __future__ import annotations

from tests.journeys.conftest import Visit
from tests.journeys.test_from_an_enquiry import applied, taken_down, visited


def certificate(visit: Visit):
    """The row of the applicant's certificate."""
    return visit.page.locator("tr").filter(has_text="Enhanced certificate").first


def pressed(visit: Visit, name: str) -> None:
    """A button, or link, of the certificate's row."""
    with visit.page.expect_navigation():
        certificate(visit).get_by_text(name).first.click()
    visit.settled()


def checked(visit: Visit, household: str) -> None:
    """Asked for and chased with one press each; then it comes, and is seen."""
    visit.open(household)
    visit.check("report-1-checks")
    pressed(visit, "Asked for today")
    assert "Asked" in certificate(visit).inner_text()
    pressed(visit, "I rang or wrote")
    assert "Chased" in certificate(visit).inner_text()
    visit.check("report-2-chased")
    pressed(visit, "It came")
    visit.page.get_by_label("I saw it on").fill("today")
    visit.page.get_by_label("Reference", exact=True).fill("001600461777")
    visit.page.get_by_label("Nothing stands in the way").check()
    visit.check("report-3-came")
    visit.press("Save")
    assert "Seen" in certificate(visit).inner_text()


def written(visit: Visit, report: str) -> None:
    """What was seen stands in the report; a section is begun, left, and found again as it was."""
    visit.open(report)
    visit.check("report-4-items")
    assert "enhanced certificate with the children’s barred list, seen" in visit.page.content()
    visit.follow("Write about Household, home, referees, checks")
    home = visit.page.get_by_label("Accommodation", exact=True)
    home.fill("A cottage with two spare rooms.")
    visit.page.locator("[data-draft-says]").filter(has_text="Saved").wait_for()
    where = visit.where
    visit.open(report)
    visit.open(where)
    assert home.input_value() == "A cottage with two spare rooms."
    visit.check("report-5-section")
    visit.press("Save and go on")
    visit.page.get_by_label("Whether they are suitable to foster, and why", exact=True).fill(
        "They are."
    )
    visit.press("Save and go on")
    visit.check("report-6-written")


def late_ones(manager: Visit) -> None:
    """The list of what is late leads to a household that has one."""
    manager.open("/checks")
    manager.check("report-7-to-chase")
    manager.open("/checks?show=late")
    manager.check("report-8-late")
    with manager.page.expect_navigation():
        manager.page.locator("tbody th a").first.click()
    manager.settled()
    manager.check("report-9-late-there")


def judged(manager: Visit, report: str) -> None:
    """The manager grades it and returns it with what it needs."""
    manager.open(report)
    manager.follow("Check it")
    for grade in manager.page.get_by_label("Good enough", exact=True).all():
        grade.check()
    manager.page.get_by_label("Returned", exact=True).check()
    manager.page.get_by_label("What it needs before it can pass").fill("The other sections.")
    manager.check("report-10-grades")
    manager.press("Send it to its author")
    assert "Returned to its author" in manager.page.inner_text("main")
    manager.open("/reports")
    manager.check("report-11-list")


def test_from_a_check_to_a_report_in_word(visit, open_browser):
    visit.sign_in_as("Fostering social worker")
    taken_down(visit)
    visited(visit)
    application = applied(visit)
    reference = application.rpartition("/")[2]
    visit.open(f"/assessments/{reference}")
    visit.follow("Checks")
    household, report = visit.where, f"/reports/{reference}"
    checked(visit, household)
    written(visit, report)
    visit.follow("Sign it and hand it in")
    visit.page.get_by_label("Suitable to foster", exact=True).check()
    visit.press("Sign it and hand it in")
    assert "With its checker" in visit.page.inner_text("main")

    manager = open_browser()
    manager.sign_in_as("Fostering team manager")
    late_ones(manager)
    judged(manager, report)

    visit.open(report)
    assert "The other sections." in visit.page.inner_text("main")
    visit.follow("Make it a Word document and PDF")
    visit.check("report-12-document")
    visit.press("Make the document")
    assert "Assessment report, for The fostering panel" in visit.page.inner_text("main")
