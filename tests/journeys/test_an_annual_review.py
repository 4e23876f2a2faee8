"""An annual review: the worker asks by one-time link, a carer answers on a telephone in two goes,
the child and the child's worker answer, the report is written, a manager decides.

Four people with a browser each, scripts on.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tests.journeys.conftest import NARROW, Visit

SAFE = "Yes"


def path_of(href: str) -> str:
    """The path of an address of ours."""
    return urlsplit(href).path


def not_opened(visit: Visit) -> list[str]:
    """The worker's own households whose review is neither open nor the first."""
    me = visit.page.locator(".hearth-who__name").inner_text()
    visit.open("/reviews")
    visit.page.get_by_label("Which").select_option(label="All")
    visit.page.get_by_label("Worker").select_option(label=me)
    visit.press("Apply")
    visit.check("review-1-list")
    rows = visit.page.locator("tbody tr").filter(has_text="Not opened")
    rows = rows.filter(has_not_text="First review")
    return [
        path_of(row.get_by_role("link").first.get_attribute("href") or "") for row in rows.all()
    ]


def opened_with_a_child(visit: Visit) -> str:
    """Open the review of a household of hers where a child is placed; gives its path."""
    for household in not_opened(visit):
        visit.open(f"{household}/reviews/open")
        visit.check("review-2-open")
        visit.press("Open the review")
        if visit.page.get_by_text("Child placed").count():
            return visit.where
        visit.follow("Close without a decision")
        visit.page.get_by_label("Why").fill("Opened in error.")
        visit.press("Close it")
    raise AssertionError("no household of hers has a child placed and no review open")


def links_made(visit: Visit) -> dict[str, str]:
    """Ask everybody by link; the path of each link by whom it is for."""
    visit.follow("Ask for views")
    visit.check("review-3-ask")
    visit.press("Make the links")
    visit.check("review-4-links")
    found = {}
    for field in visit.page.locator("input[id^=address-]").all():
        whose = visit.page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
        found[whose.removeprefix("Link for ")] = path_of(field.input_value())
    visit.follow("Back to the review")
    return found


def for_whom(links: dict[str, str], words: str) -> str:
    """The link of the first person whose line says this."""
    return next(path for whose, path in links.items() if words in whose)


def started(visit: Visit, link: str, name: str) -> None:
    visit.open(link)
    visit.check(f"{name}-start")
    visit.press("Start")


def sent(visit: Visit) -> None:
    visit.press("Send")
    assert "Thank you" in visit.page.locator("h1").inner_text()
    visit.check("review-6-thanks")


def record_by_hand(visit: Visit) -> None:
    """Whoever has not answered by link: one told it by telephone, of the others it is said why."""
    own = visit.page.locator(".hearth-views__one").filter(has_text="Supervising social worker")
    with visit.page.expect_navigation():
        own.get_by_role("link", name="Write down what they said").click()
    visit.settled()
    visit.page.get_by_label("What do these carers do well?").fill("They listen.")
    visit.page.get_by_label("In writing").check()
    visit.check("review-7-by-hand")
    visit.press("Save")
    while visit.page.get_by_role("link", name="No view, because").count():
        visit.follow("No view, because")
        visit.page.get_by_label("Why there is no view").fill("Asked twice; no answer.")
        visit.press("Save")


def write_report(visit: Visit) -> None:
    visit.follow("Write the report")
    visit.page.get_by_label("The care that children have had here").fill("Warm and steady.")
    visit.page.get_by_label("The household: health, home, changes").fill("As it was.")
    visit.page.get_by_label("Why you recommend this").fill("Everybody would place here again.")
    visit.page.get_by_role("group", name="still suitable").get_by_label("Yes").check()
    visit.page.get_by_role("group", name="still right").get_by_label("Yes").check()
    visit.check("review-8-report")
    visit.press("Finish the report")


def decide(visit: Visit, review: str) -> None:
    visit.sign_in_as("Fostering team manager")
    visit.open(review)
    visit.follow("Decide")
    visit.page.get_by_role("group", name="suitable to foster").get_by_label("Yes").check()
    visit.page.get_by_role("group", name="terms of approval right").get_by_label("Yes").check()
    visit.page.get_by_label("Reasons").fill("I have read every view, and agree.")
    visit.check("review-9-decide")
    visit.press("Decide")


def test_an_annual_review_from_asking_to_notice(visit, open_browser):
    visit.sign_in_as("Fostering social worker")
    review = opened_with_a_child(visit)
    visit.check("review-2-opened")
    links = links_made(visit)

    carer_link = next(
        path for whose, path in links.items() if "child placed" not in whose and "for " not in whose
    )
    carer = open_browser(NARROW)
    started(carer, carer_link, "review-5-carer")
    carer.page.get_by_label("What has gone well this year?").fill("He reads to us now.")
    carer.check("review-5-carer")
    carer.press("Save and come back later")
    carer.page.get_by_text("Saved.").wait_for()
    carer.check("review-5-carer-saved")

    later = open_browser(NARROW)  # the same link, another day, another telephone
    later.open(carer_link)
    field = later.page.get_by_label("What has gone well this year?")
    assert field.input_value() == "He reads to us now."
    later.page.get_by_label("What has been hard?").fill("The nights in spring.")
    sent(later)

    child = open_browser(NARROW)
    started(child, for_whom(links, "child placed"), "review-5-child")
    child.page.get_by_label("What do you like about living here?").fill("The dog.")
    child.page.get_by_label(SAFE, exact=True).check()
    child.check("review-5-child")
    sent(child)

    social_worker = open_browser()
    started(social_worker, for_whom(links, ", for "), "review-5-worker")
    social_worker.page.get_by_label("How well do the carers").fill("Very well.")
    social_worker.check("review-5-worker")
    sent(social_worker)

    visit.open(review)
    assert "by link" in visit.page.locator("#views").locator("..").inner_text()
    record_by_hand(visit)
    write_report(visit)
    assert "not for" in visit.page.inner_text("main"), "whoever wrote it does not decide it"
    visit.check("review-8-reported")

    decide(open_browser(), review)

    visit.open(review)
    visit.follow("Record the notice", exact=False)
    visit.press("Save")
    assert re.search(r"Notice given", visit.page.inner_text("main"))
    visit.check("review-9-done")
    narrow = open_browser(NARROW)
    narrow.sign_in_as("Fostering social worker")
    narrow.open(review)
    narrow.check("review-9-done")
