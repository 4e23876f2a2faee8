"""How a case stands with the panel, on the pages where people look for it."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.roles import Role
from app.core.today import today
from app.panel.actions import meetings
from app.panel.kinds import Outcome, PaperKind
from app.panel.queries import on_panels
from app.register.actions import deciding
from app.register.deciding import DecisionKind
from app.register.queries import standing_of
from app.register.queries.deciding import About
from app.supervision.actions import allocate
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.packed import brought
from tests.panel.people import applied, final, says, taken
from tests.panel.test_minutes import reviewed_home

DAY = timedelta(days=1)


def test_a_review_says_what_the_panel_said_and_read_and_each_link_opens(met, five, signed_in):
    home, case = reviewed_home()
    item = taken(met, home.name)
    brought(item, PaperKind.LEGAL, late_agreed=True)
    page = f"/reviews/{case.ref}"
    manager = signed_in(Role.TEAM_MANAGER)
    waiting = manager.get(page).text
    assert "On the agenda of the panel of" in waiting
    assert "They listen to children." not in waiting
    says(item, suitable=True, terms_right=True)
    shown = manager.get(page).text
    assert "They listen to children." in shown
    assert "Minutes not final" in shown
    assert "legal adviser’s written advice" in shown
    assert f"/panel/items/{item.ref}" in shown
    assert manager.get(f"/panel/items/{item.ref}").status_code == 200
    final(met, five[0])
    assert "Minutes not final" not in manager.get(page).text
    own = signed_in(Role.SOCIAL_WORKER)
    allocate(home, own.user, starts_on=today(), by=SOMEBODY)
    theirs = own.get(page).text
    assert "They listen to children." in theirs
    assert f"/panel/items/{item.ref}" not in theirs


def test_a_proposal_says_what_the_panel_said_of_it(met, signed_in):
    home = make.household("The Ends")
    decision = deciding.propose(
        About(home, approval=standing_of(home.id).approvals[0]),
        DecisionKind.TERMINATION,
        answers={"why": "Not suitable.", "children": "None placed."},
        by=make.worker(),
    )
    manager = signed_in(Role.TEAM_MANAGER)
    page = f"/decisions/{decision.ref}"
    assert 'id="panel"' not in manager.get(page).text
    item = taken(met, "The Ends")
    says(item, Outcome.NOT_RECOMMENDED)
    shown = manager.get(page).text
    assert 'id="panel"' in shown
    assert "not recommended" in shown
    assert f"/panel/items/{item.ref}" in shown


def test_a_matter_put_off_and_heard_again_stands_with_both_and_not_where_it_was_called_off(
    met, five
):
    applied()
    first = taken(met, "The News")
    says(first, Outcome.DEFERRED)
    (later,) = meetings.call_meetings(
        met.panel, days=[today() + 14 * DAY], starts_at="09:30", by=SOMEBODY
    )
    second = taken(later, "The News")
    matter = first.matter
    assert [each.item.id for each in on_panels(matter)] == [second.id, first.id]
    assert [each.item.id for each in on_panels(matter, today() + DAY)] == [second.id]
    assert [each.item.id for each in on_panels(matter, until=today())] == [first.id]
    meetings.call_off(later, because="Snow.", by=SOMEBODY)
    assert [each.item.id for each in on_panels(matter)] == [first.id]
