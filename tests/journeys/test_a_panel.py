"""A panel from an empty agenda to the register, by those whose work each part is.

The panel adviser calls a meeting that cannot wait, takes what must come, asks the members and sees
what hangs on one of them; a member says that they come, and in what they have a conflict; on the
day attendance, minutes and recommendation are recorded, and the chair approves the minutes; the
decision maker decides, and the register shows who is approved. What the adviser does on the agenda
and on the day is done by keyboard alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.journeys.conftest import NARROW, Visit

COME = ("Rosamund Thackwell", "Leonard Abbotsway", "Joyce Hallmarsh", "Oriel Castlemoor")
"""Chair, vice chair, the one social worker of three years, another: they come, as do two more."""
FAMILIAR = "Dilwyn Prosserley"
OWN = "Martin Pell"


def main_of(visit: Visit) -> str:
    return visit.page.inner_text("main")


def agenda_of(visit: Visit) -> list[str]:
    """What stands on the agenda, in its order."""
    rows = visit.page.locator("tr[id^=item-] > th")
    return [re.sub(r"^\d+ ", "", each.split("\n")[0]) for each in rows.all_inner_texts()]


def line_of(visit: Visit, name: str) -> Locator:
    """An item's line of the agenda."""
    return visit.page.locator("tr[id^=item-]").filter(has_text=name)


def two_applicants(visit: Visit) -> list[str]:
    """Two applications to foster that must come and may, as the adviser reads them."""
    visit.open("/panel?kind=approval")
    rows = visit.page.locator("tbody tr").filter(
        has_text="Eight months from the application", has_not_text="Part 1 is not all in"
    )
    names = [rows.nth(n).get_by_role("link").first.inner_text() for n in range(rows.count())]
    return names[-2:]


def call_a_meeting(visit: Visit) -> str:
    """A meeting today, out of turn. Gives its page."""
    visit.open("/panel")
    visit.follow("Fostering panel")
    visit.follow("Call a meeting out of turn")
    visit.page.get_by_label("At", exact=True).fill("10:00")
    visit.page.get_by_label("Why it cannot wait for the next one").fill("Two waited for papers.")
    visit.press("Call it")
    assert "Nothing is on the agenda yet." in main_of(visit)
    return visit.where


MOST_TABS = 150
"""Whatever is further from the top of a page than this cannot be called reachable."""


@dataclass(frozen=True)
class Keys:
    """The keyboard alone: Tab to reach something, Space, Enter and arrows to do it."""

    visit: Visit

    def reach(self, wanted: Locator) -> None:
        """Tab until something has the focus, and shows that it has."""
        one = wanted.first.element_handle()
        for _ in range(MOST_TABS):
            if self.visit.page.evaluate("(one) => one === document.activeElement", one):
                assert self.visit.page.evaluate("(one) => one.matches(':focus-visible')", one)
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to {wanted}")

    def press(self, key: str) -> None:
        """One key."""
        self.visit.page.keyboard.press(key)

    def enter(self, wanted: Locator) -> None:
        """A link or a button that leads to a page."""
        self.reach(wanted)
        with self.visit.page.expect_navigation():
            self.press("Enter")
        self.visit.settled()

    def enter_button(self, name: str) -> None:
        """The first button of this name."""
        self.enter(self.visit.page.get_by_role("button", name=name, exact=True))

    def enter_link(self, name: str) -> None:
        """The first link of this name."""
        self.enter(self.visit.page.get_by_role("link", name=name, exact=True))

    def tick(self, label: str | re.Pattern[str]) -> None:
        """A box is ticked, or no longer."""
        box = self.visit.page.get_by_label(label)
        before = box.is_checked()
        self.reach(box)
        self.press("Space")
        assert box.is_checked() is not before

    def choose(self, name: str) -> None:
        """One of several that exclude each other: Tab leads to the first, arrows from one to the
        next."""
        wanted = self.visit.page.get_by_label(name, exact=True)
        group = wanted.get_attribute("name")
        self.reach(self.visit.page.locator(f"input[name={group}]"))
        for _ in range(12):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {name}")

    def write(self, label: str, words: str) -> None:
        """Words in a field."""
        self.reach(self.visit.page.get_by_label(label, exact=True))
        self.visit.page.keyboard.type(words)


def take(visit: Visit, names: list[str]) -> None:
    """These items come to it; their papers are late, and the chair consents. By keyboard alone."""
    keys = Keys(visit)
    keys.enter_button("Take items")
    for name in names:
        keys.tick(re.compile(f"{name}: approval"))
    keys.enter_button("Take these")
    assert "the chair consents to late ones" in main_of(visit).lower()
    keys.tick("The chair consents to late papers")
    keys.enter_button("Take these")
    assert len(agenda_of(visit)) == len(names)


def ask(visit: Visit, names: tuple[str, ...]) -> None:
    """These members are asked to come."""
    visit.follow("Ask members")
    for name in names:
        visit.page.get_by_label(re.compile(name)).check()
    visit.press("Ask them")


def answers(visit: Visit, names: tuple[str, ...], answer: str) -> None:
    """Members ring the adviser, who records what each said."""
    quick = visit.without_browser()
    for name in names:
        link = visit.page.get_by_role("link", name=f"Record their answer: {name}")
        address = link.or_(
            visit.page.get_by_role("link", name=f"Record their answer : {name}")
        ).get_attribute("href")
        assert address is not None
        quick.open(address)
        assert quick.send(address, answer=answer).status == 303
    visit.open(visit.where)


def the_members_part(phone: Visit, meeting: str, known: str, other: str) -> None:
    """A member says that they come, and that they know one of the families."""
    phone.sign_in_as("Panel member")
    phone.open("/panel/mine")
    phone.check("panel-3-mine")
    phone.open(meeting.replace("/panel/meetings/", "/panel/mine/"))
    phone.check("panel-3-own-meeting")
    phone.press("Say whether you come")
    phone.page.get_by_label("Comes", exact=True).check()
    phone.press("Save")
    with phone.page.expect_navigation():
        phone.page.locator("tr").filter(has_text=known).get_by_role("link").click()
    phone.settled()
    phone.page.get_by_label("What is it?").fill("We were neighbours for years.")
    phone.check("panel-3-conflict")
    phone.press("I have a conflict")
    said = main_of(phone)
    assert "You take no part in this item" in said
    assert known not in said
    assert other in said


def moved_by_hand_and_by_button(visit: Visit) -> None:
    """The last item is dragged to the first place; its buttons put it back, by keyboard; times
    follow."""
    before = agenda_of(visit)
    rows = visit.page.locator("tr[id^=item-]")
    with visit.page.expect_navigation():
        rows.last.locator(".hearth-handle").drag_to(rows.first)
    visit.settled()
    assert agenda_of(visit) == [before[-1], *before[:-1]]
    assert [each[:5] for each in rows.all_inner_texts()] == ["10:00", "10:50"]
    keys = Keys(visit)
    keys.enter(rows.first.get_by_role("button", name="Later"))
    assert agenda_of(visit) == before
    keys.enter(rows.last.get_by_role("button", name="Earlier"))
    keys.enter(rows.last.get_by_role("button", name="Earlier"))
    assert agenda_of(visit) == before, "there and back, by keyboard alone"


def on_the_day(visit: Visit, meeting: str, approved: str, deferred: str) -> None:
    """Attendance, minutes, what the panel said of each, by keyboard alone; then they are sent to
    the members."""
    keys = Keys(visit)
    keys.enter_button("Take attendance")
    visit.check("panel-5-attendance")
    for _ in ("not there", "there after all"):
        keys.tick(FAMILIAR)
    keys.enter_button("Take attendance")
    for name, outcome in ((approved, "Recommended"), (deferred, "Deferred")):
        looked_at = visit.check if name == approved else visit.screenshot
        keys.enter_link(name)
        keys.enter_link("Write the minutes of this item")
        keys.write("Strengths", "They ask for help early.")
        looked_at(f"panel-5-minutes-{outcome}")
        keys.enter_button("Save")
        keys.enter_button("Record what the panel said")
        keys.choose(outcome)
        keys.write("Reasons", "As the minutes say.")
        looked_at(f"panel-5-recommendation-{outcome}")
        keys.enter_button("Save")
        assert "They ask for help early." in main_of(visit)
        looked_at(f"panel-5-item-{outcome}")
        visit.open(meeting)
    visit.follow("Record how far the minutes are")
    visit.page.get_by_label("Sent to members").check()
    visit.check("panel-5-sent")
    visit.press("Save")
    assert "sent to members on" in main_of(visit)


def the_chairs_part(phone: Visit, meeting: str) -> None:
    """The chair reads the minutes and approves them, on a telephone."""
    phone.open("/sign-in")
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name=COME[0]).click()
    phone.settled()
    phone.open(meeting.replace("/panel/meetings/", "/panel/mine/"))
    phone.follow("The minutes")
    assert "They ask for help early." in main_of(phone)
    phone.check("panel-6-own-minutes")
    phone.press("Approve the minutes")
    phone.check("panel-6-approval")
    phone.press("I approve them")
    phone.follow("The minutes")
    assert "Approved on" in main_of(phone)


def decided(visit: Visit, name: str) -> None:
    """The decision maker reads what the panel said, and approves with reasons."""
    visit.sign_in_as("Agency decision maker")
    visit.open("/panel/decisions")
    visit.follow(name)
    assert "seven working days" in main_of(visit)
    visit.check("panel-7-decision")
    visit.press("Approve them")
    visit.page.get_by_label("Children at once").fill("1")
    visit.page.get_by_label("Reasons").fill("The report and the panel’s minutes.")
    visit.check("panel-7-decide")
    visit.press("Approve them")
    assert "Approved on" in main_of(visit)


def test_a_panel_goes_from_an_empty_agenda_to_the_register(visit, open_browser):
    visit.expects(422)
    visit.sign_in_as("Panel adviser")
    approved, known = two_applicants(visit)
    meeting = call_a_meeting(visit)
    take(visit, [approved, known])
    ask(visit, (*COME, FAMILIAR, OWN))
    answers(visit, (*COME, FAMILIAR), "comes")
    the_members_part(open_browser(NARROW), meeting, known, approved)

    visit.open(meeting)
    assert f"conflict: {OWN}" in line_of(visit, known).inner_text()
    assert "Yes" in line_of(visit, known).inner_text()
    answers(visit, (FAMILIAR,), "does_not_come")
    line = line_of(visit, known).inner_text()
    assert "4 members are there for it; 5 are needed." in line
    assert "not if any one of them cannot come" in line_of(visit, approved).inner_text()
    visit.check("panel-4-not-quorate")
    answers(visit, (FAMILIAR,), "comes")
    moved_by_hand_and_by_button(visit)

    on_the_day(visit, meeting, approved, known)
    the_chairs_part(open_browser(NARROW), meeting)
    visit.open(meeting)
    assert "approved by the chair on" in main_of(visit)
    maker = open_browser()
    decided(maker, approved)
    maker.open("/register")
    maker.page.get_by_label("Search by name").fill(approved)
    row = maker.page.locator("tbody tr").filter(has_text=approved)
    row.first.wait_for()
    assert "1 aged 0 to 17" in row.first.inner_text()
    assert row.count() == 1
