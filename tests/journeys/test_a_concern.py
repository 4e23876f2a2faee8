"""An allegation from the call to the outcome, as a manager carries it; and a worker who knows the
family, who finds nothing of it."""

from __future__ import annotations

from tests.journeys.conftest import Visit

SAID = "She says that she is locked out after school until somebody is home."


def main_of(visit: Visit) -> str:
    return visit.page.locator("main").inner_text()


def to_a_household(visit: Visit) -> str:
    """Go to a household where a child lives and that is not on hold; gives its address."""
    visit.open("/register")
    found = visit.page.locator("main a[href^='/households/']").all()
    for address in dict.fromkeys(str(each.get_attribute("href")) for each in found):
        visit.open(address)
        said = main_of(visit)
        if "Nothing keeps a place from being offered" in said and "No child is placed" not in said:
            return address
    raise AssertionError("no household has a child and no hold")


def record(visit: Visit, title: str, words: str, **more: str) -> None:
    """Take a step of the concern."""
    visit.follow(title)
    for label, value in more.items():
        visit.page.get_by_label(label.replace("_", " ")).fill(value)
    visit.page.locator("textarea[name=words]").fill(words)
    visit.press("Save")


def test_an_allegation_from_the_call_to_the_outcome(visit):
    visit.sign_in_as("Fostering team manager")
    to_a_household(visit)
    visit.follow("Take a concern")
    visit.check("concern-1-take")
    visit.expects(422)
    visit.press("Take it")
    assert "There is a problem" in visit.page.inner_text("body"), "nothing has an answer by itself"
    page = visit.page
    page.get_by_label("Allegation", exact=True).check()
    page.get_by_label("From", exact=True).select_option(label="School or nursery")
    page.get_by_label("What was said, or what happened").fill(SAID)
    page.get_by_label("Safe where they are").check()
    page.get_by_label("What was done at once").fill("The school keeps her until we have rung back.")
    page.locator("input[name=about]").first.check()
    page.locator("input[name=at]").fill("00:05")
    visit.press("Take it")
    assert SAID in main_of(visit)
    assert "It is not referred, nor decided that not." in main_of(visit)
    visit.check("concern-2-taken")

    record(visit, "Record the referral to the designated officer", "Rung at once.")
    record(visit, "Record a strategy meeting", "The police are not needed. We ask the school.")
    record(visit, "Record support offered to the carer", "Offered; she will ring them.")
    visit.follow("Put the household on hold")
    visit.press("Put on hold")
    visit.follow("Open a review of approval")
    visit.press("Open the review")
    record(visit, "Record the designated officer’s outcome", "No further action for them.")
    visit.follow("Conclude it")
    visit.page.get_by_label("Unfounded", exact=True).check()
    visit.page.locator("textarea[name=words]").fill("She was fetched each day; she had the key.")
    visit.check("concern-3-conclude")
    visit.press("Save")
    said = main_of(visit)
    assert "concluded: unfounded" in said
    assert "It stays until it is lifted by its own decision" in said
    assert "The carer has no copy of the summary yet" in said
    record(visit, "Record that the carer has the summary", "Read together, and left with her.")
    assert "Still to do" not in main_of(visit)
    visit.check("concern-4-concluded")

    visit.follow("Chronology")
    said = main_of(visit)
    for each in ("Allegation received", "Allegation: concluded: unfounded", "On hold, every place"):
        assert each in said, each
    visit.check("concern-5-chronology")
    visit.open("/concerns?which=all")
    visit.check("concern-6-list")


def test_a_worker_who_knows_the_family_finds_nothing_of_it(open_browser):
    manager, worker = open_browser(), open_browser()
    worker.sign_in_as("Fostering social worker")
    worker.open("/conflicts/declare")
    worker.check("knows-1-declare")
    worker.page.get_by_label("Whom you know").fill("They live next door to my mother")
    worker.page.get_by_label("Neighbour").check()
    worker.press("Say so")
    address = to_a_household(worker)
    name = worker.page.get_by_role("heading", level=1).inner_text().splitlines()[-1].strip()

    manager.sign_in_as("Fostering team manager")
    manager.open("/conflicts")
    assert "next door to my mother" in main_of(manager)
    manager.check("knows-2-register")
    manager.open(address)
    manager.follow("Somebody who works here knows them")
    manager.check("knows-3-record")
    manager.page.get_by_label("Who works here").select_option(label="Fran Somerby")
    manager.page.get_by_label(f"{name}, all of them").check()
    manager.page.get_by_label("Neighbour").check()
    manager.press("Shut it to them")
    assert name in main_of(manager)

    worker.expects(404)
    answer = worker.open(address)
    assert answer is not None
    assert answer.status == 404
    assert name not in worker.page.content()
    for page in ("/register", "/", "/due?whose=team", "/training", "/children", "/concerns"):
        worker.open(page)
        assert name not in worker.page.content(), page
    worker.open("/register")
    search = worker.page.get_by_role("searchbox").first
    search.fill(name)
    with worker.page.expect_navigation():
        search.press("Enter")
    assert f"Nothing is found for “{name}”" in main_of(worker)
