"""Monday's board: everyone who waits placed at once, two kept, a home left out, and answered again;
nobody is placed by it."""

from __future__ import annotations

import re

from tests.journeys.conftest import Visit

PROPOSED = "table:has(caption:text-is('Homes proposed')) tbody tr"


def main_of(visit: Visit) -> str:
    return visit.page.inner_text("main")


def proposed(visit: Visit) -> dict[str, str]:
    """The children of each move, and the home proposed for them."""
    return {
        row.locator("th").inner_text(): row.locator("td").first.get_by_role("link").inner_text()
        for row in visit.page.locator(PROPOSED).all()
    }


def try_out(visit: Visit, children: str, words: str) -> None:
    first = visit.page.locator("th", has_text=children.partition(",")[0])
    row = visit.page.locator(PROPOSED).filter(has=first)
    with visit.page.expect_navigation():
        row.get_by_role("link", name=re.compile(f"^{words}")).click()
    visit.settled()


def test_two_are_kept_a_home_is_left_out_and_it_answers_again(visit):
    visit.sign_in_as("Placement officer")
    visit.open("/find")
    visit.follow("Everyone waiting, placed at once")
    visit.check("monday-1-board")
    before = proposed(visit)
    assert len(before) >= 8, "a Monday has a backlog"
    assert any("," in children for children in before), "brothers and sisters together"
    assert "Planned" in main_of(visit)

    first, second, third = list(before)[:3]
    try_out(visit, first, "Keep")
    try_out(visit, second, "Keep")
    try_out(visit, third, "Leave out")
    after = proposed(visit)
    assert (after[first], after[second]) == (before[first], before[second])
    assert before[third] not in after.values(), "the home that was left out is used by nobody"
    said = main_of(visit)
    assert f"Without {before[third]}" in said
    visit.check("monday-2-tried")

    visit.follow("Take back everything")
    assert proposed(visit) == before, "nothing was changed by trying it"
