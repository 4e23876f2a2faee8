"""The director asks who is in unregistered homes or with unapproved carers, and decides.

Today and on 18 July; each line with its reason and its history; one child has no decision, stands
first and in red, and is decided about; the list then says so.
"""

from __future__ import annotations

import re

from tests.journeys.conftest import NARROW


def number_of(visit) -> int:
    """How many children the page says there are."""
    found = re.search(r"(\d+) child", visit.page.locator("main").inner_text())
    assert found is not None
    return int(found[1])


def test_the_directors_question_today_and_on_18_july_and_a_decision(open_browser):
    visit = open_browser(NARROW)
    visit.sign_in_as("Director of children's services")
    visit.open("/where-every-child-is")
    with visit.page.expect_navigation():
        visit.page.get_by_role("link", name=re.compile("in unregistered homes")).click()
    visit.settled()
    visit.check("director-1-question")
    asked = {"children": number_of(visit)}
    for question in ("homes", "director"):
        visit.open(f"/where-every-child-is/questions/{question}")
        asked[question] = number_of(visit)
    assert len(set(asked.values())) == 1

    visit.open("/where-every-child-is/questions/children?as_at=18/07/2026")
    visit.check("director-2-on-18-july")
    assert "This is not today" in visit.page.locator("body").inner_text()

    visit.open("/where-every-child-is/director")
    visit.check("director-3-list")
    first = visit.page.locator(".hearth-ledger tbody tr").first
    assert "No decision" in first.inner_text()
    name = first.locator("th a").first.inner_text()
    with visit.page.expect_navigation():
        first.get_by_role("link", name=re.compile("^Decide")).click()
    visit.settled()
    visit.check("director-4-decide")
    page = visit.page
    page.get_by_label("What the child needs, and how that was assessed").fill("Two adults.")
    page.get_by_label("How the child is there").fill("Well; at school.")
    page.get_by_label("Child last seen on").fill("today")
    page.get_by_label("Applied for, not decided yet").check()
    page.get_by_label("Move the child").check()
    page.get_by_label("What is to be done, by whom and by when").fill("A home by Friday.")
    visit.press("Decide")
    rows = page.locator(".hearth-ledger tbody tr").filter(has_text=name)
    assert "No decision" not in rows.first.inner_text()
    with page.expect_navigation():
        rows.first.locator("th a").first.click()
    visit.settled()
    visit.follow("Day by day")
    visit.check("director-5-days")
