"""Finding a home when things do not go straight: typing, typing wrong, two tabs on one placement.

Each on its own copy of the demonstration county.
"""

from __future__ import annotations

import re

LEO, MASON = "Leo Garnett", "Mason Garnett"


def number_in(visit, pattern):
    """A number that the page says."""
    found = re.search(pattern, visit.page.inner_text("main"))
    assert found, f"{visit.where} does not say {pattern!r}"
    return int(found[1])


def search_for_the_brothers(visit):
    """From signing in to the ranked homes."""
    visit.sign_in_as("Placement officer")
    visit.open("/find/")
    visit.follow("New referral")
    visit.page.get_by_label(LEO).check()
    visit.page.get_by_label(MASON).check()
    visit.press("Find them a home")
    assert number_in(visit, r"(\d+) homes can take them") >= 4
    return visit.page.url


def cards(visit):
    return visit.page.locator(".hearth-home")


def name_on(card):
    return card.locator("h3 a").inner_text()


def answer_what_placing_asks(visit):
    said = {
        "Why this home": "Near their school, and they stay together.",
        "What the children wish and feel": "Leo asked to stay at his school; Mason to be with Leo.",
        "What their parents think": "Their mother agrees.",
        "What it means for each child": "Their worker was asked and agrees.",
        "Who agreed that they share": "Both are ours: the duty manager.",
        "Where each child will sleep": "Each has a room, seen by the carer's worker.",
        "School would change": "It does not.",
    }
    for label, words in said.items():
        field = visit.page.get_by_label(label)
        if field.count():
            field.first.fill(words)


def test_the_answer_changes_as_the_need_is_typed_and_nothing_is_saved(visit):
    address = search_for_the_brothers(visit)
    before = number_in(visit, r"(\d+) homes? can take them")
    visit.page.get_by_label("No further from home than (miles)").fill("5")
    visit.page.get_by_text("As typed; not saved yet.").wait_for()
    assert number_in(visit, r"(\d+) homes? can take them") < before
    visit.page.goto(address)
    assert number_in(visit, r"(\d+) homes? can take them") == before


def test_a_place_nobody_knows_is_said_and_what_was_typed_is_kept(visit):
    search_for_the_brothers(visit)
    visit.expects(422)
    visit.page.get_by_label("Places to avoid").fill("Nowhere-on-Sea")
    visit.press("Save and search")
    assert "could not be placed on the map" in visit.page.inner_text("main")
    assert visit.page.get_by_label("Places to avoid").input_value() == "Nowhere-on-Sea"


def test_two_tabs_cannot_place_the_same_children_twice(visit):
    address = search_for_the_brothers(visit)
    visit.follow(f"Place with {name_on(cards(visit).nth(0))}")
    other = visit.context.new_page()
    other.goto(visit.page.url)
    answer_what_placing_asks(visit)
    visit.press("Confirm the placement")
    assert "placed with" in visit.page.inner_text("h1"), visit.page.inner_text("main")[:800]
    other.get_by_label("Why this home").fill("The same again.")
    with other.expect_navigation():
        other.get_by_role("button", name="Confirm the placement").click()
    assert "closed" in other.inner_text("main")
    visit.page.goto(address)
    assert "Placed" in visit.page.inner_text("main")
