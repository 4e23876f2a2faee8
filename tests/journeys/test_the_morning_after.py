"""Half past five and the morning after: tonight's sheet is signed out, read on a telephone without
signing in, and what was done overnight is recorded and judged at once."""

from __future__ import annotations

import re

import pytest


@pytest.fixture
def officer(visit):
    """A placement officer at a desk."""
    visit.sign_in_as("Placement officer")
    return visit


def test_tonights_sheet_and_the_morning_after(officer, phone):
    page = officer.page
    officer.open("/tonight")
    officer.check("tonight")
    ready = page.locator("tbody tr").filter(has_text="Ready tonight")
    assert ready.count(), "those who said that they are ready come first"
    carers = ready.first.locator("th a").inner_text()
    officer.press("Sign out to the out-of-hours team")
    page.get_by_label("Who takes it over tonight").fill("J. Hall, emergency duty team")
    officer.press("Make the link")
    address = re.search(r"http://[^\s\"<]+/link/[\w-]+", page.content())
    assert address is not None

    phone.open(address.group(0).removeprefix(phone.address))
    phone.press("Start")
    phone.check("sheet-by-link")
    shown = phone.page.locator("main").inner_text()
    assert carers in shown
    assert "Marches Fostering" in shown

    officer.open("/nights/record")
    officer.expects(422)
    officer.press("Record it")
    assert "Enter who placed them" in page.locator("main").inner_text()
    officer.check("nothing-told")
    page.get_by_label("Given name").fill("Orla")
    page.get_by_label("Family name").fill("Quillan")
    page.get_by_label("Date of birth").fill("9/5/2019")
    page.get_by_label("Female").check()
    page.get_by_label("What time").fill("23:40")
    page.get_by_label("With which household").select_option(label=carers)
    page.get_by_label("Who placed the child").fill("J. Hall, emergency duty team")
    page.get_by_label("Why it could not wait until morning").fill("Brought by the police.")
    officer.press("Record it")
    officer.check("the-morning-after")
    told = page.locator("main").inner_text()
    assert "What it is judged to be today" in told
    assert "Legal status: under what power the child is looked after" in told
    assert "What the child wishes and feels" in told
    officer.open("/nights")
    assert "Orla Quillan" in page.locator("tbody").inner_text()
