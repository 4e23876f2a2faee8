"""A weekend of respite and an eighteenth birthday: the main placement is kept, the second home's
room is counted; the young person stays put, an adult of the home whose checks are due."""

from __future__ import annotations

import pytest


@pytest.fixture
def officer(visit):
    """A placement officer at a desk."""
    visit.sign_in_as("Placement officer")
    return visit


def listed(officer, show):
    """The lines of one of the lists of stays."""
    officer.open(f"/stays?show={show}")
    return officer.page.locator("tbody tr")


def test_a_respite_weekend_and_an_eighteenth_birthday(officer):
    page = officer.page
    before = listed(officer, "stays").count()
    officer.check("stays")
    officer.open("/stays?show=eighteen")
    officer.check("turning-18")
    officer.follow(page.locator("tbody th a").last.inner_text())
    lives = page.locator("#basis").inner_text()
    officer.follow("Arrange a stay with other carers")
    officer.press("Show who has room on these days")
    offered = page.locator("#household option")
    assert offered.count() > 1
    officer.check("who-has-room")
    page.select_option("#household", index=1)
    officer.press("Arrange it")
    assert "The stay is arranged." in page.content()
    assert page.locator("#basis").inner_text() == lives, "the main placement goes on"
    assert "Stays elsewhere from" in page.locator("main").inner_text()
    assert listed(officer, "stays").count() == before + 1

    turned = listed(officer, "eighteen").filter(has_text="Record staying put")
    name = turned.first.locator("th").inner_text()
    officer.follow("Record staying put", exact=False)
    officer.check("staying-put")
    officer.expects(422)
    officer.press("Save")
    assert "Say whether it takes a place" in page.locator("main").inner_text()
    page.get_by_label("Yes: one place is not available while they stay").check()
    page.get_by_label("What was agreed").fill("Both wish it, until the end of college.")
    officer.press("Save")
    assert "Stays put with" in page.locator("main").inner_text()
    assert "Not looked after" in page.locator("#basis").inner_text()
    assert listed(officer, "put").filter(has_text=name).count() == 1
    row = page.locator("tbody tr").filter(has_text=name)
    officer.follow(row.locator("td a").first.inner_text())
    officer.follow("All checks")
    checks = page.locator("section, .hearth-card").filter(has_text=name).first.inner_text()
    assert "certificate" in checks.lower(), "an adult of the home, whose checks are due"
