"""A scenario, then the statement: homes planned in the words of recruitment and compared;
a statement begun from the published forecast, approved by somebody else, and taken away."""

from __future__ import annotations

from datetime import timedelta

from app.core.today import today
from tests.journeys.conftest import Visit

AHEAD = "table:has(caption:text-is('The years ahead, as now and with the plan')) tbody tr"


def main_of(visit: Visit) -> str:
    return visit.page.inner_text("main")


def test_a_plan_is_compared_and_a_statement_is_written_and_approved(visit):
    visit.sign_in_as("Commissioner")
    visit.open("/workbench")
    visit.follow("Years ahead")
    visit.check("years-1-ahead")
    assert "Tried on the record’s own past" in main_of(visit)

    visit.follow("Plans to recruit")
    visit.follow("Compare a plan")
    for label, value in (
        ("How many homes", "8"),
        ("Children in each", "2"),
        ("Near which town or postcode", "Leominster"),
        ("By when", f"{today() + timedelta(days=120):%d/%m/%Y}"),
    ):
        visit.page.get_by_label(label).fill(value)
    visit.page.get_by_label("Only for brothers and sisters together").check()
    visit.check("years-2-plan")
    visit.press("Compare it with today")
    visit.page.locator(AHEAD).first.wait_for()
    visit.settled()
    assert "8 homes for 2 brothers and sisters each" in main_of(visit)
    assert visit.page.locator(AHEAD).count() == 5
    visit.check("years-3-compared")

    visit.open("/years-ahead/statements")
    assert "Out of date" in main_of(visit)
    visit.follow("Begin a statement")
    visit.page.get_by_label("Owner").select_option(label="Connie Merrow")
    visit.press("Save")
    visit.follow("Write what we will do")
    visit.page.get_by_label("What we will do").fill("Find eight homes near Leominster by March.")
    visit.page.get_by_label("How we will know").fill("Children far from home: fewer.")
    visit.press("Save")
    visit.check("years-4-draft")
    address = visit.page.url.removeprefix(visit.address)

    visit.press("Sign out")
    visit.sign_in_as("Service manager")
    visit.open(address)
    visit.follow("Approve it")
    visit.press("Approve it")
    assert "Approved" in main_of(visit)
    assert "Holds" in main_of(visit)
    visit.check("years-5-approved")
    with visit.page.expect_download() as file:
        visit.page.get_by_role("link", name="Word", exact=True).click()
    assert file.value.suggested_filename.endswith(".docx")
