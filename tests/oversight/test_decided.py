"""Oversight of what was decided out of the ordinary: counts open to rows, late ones are red."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children.codes import Place
from app.children.kinds import ApprovalNeeded
from app.core.today import today
from app.oversight import decided, present
from app.register import actions as register
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)
PAGE = "/where-every-child-is/decisions"


@pytest.fixture
def some(db):
    """Two exemptions of one household, one of them late; one place at a distance, in time."""
    builders.postcodes()
    home = builders.household("The Doyles", places=4)
    those = [builders.child() for _ in range(4)]
    for started, on in ((100, 100), (50, 40)):
        register.grant_exemption(
            home,
            children=those,
            starts_on=today() - started * DAY,
            decided_on=today() - on * DAY,
            decided_by="N. Fairfax",
            by=SOMEBODY,
        )
    child = builders.child()
    placement = children.record_placement(
        child, place=Place.K2, starts_on=today() - 30 * DAY, by=SOMEBODY
    )
    children.record_placement_approval(
        placement,
        what=ApprovalNeeded.AT_A_DISTANCE,
        decided_on=today() - 31 * DAY,
        decided_by="D. Croft",
        by=SOMEBODY,
    )


def last_year():
    return decided.taken(today() - 365 * DAY, today())


def test_each_group_counts_its_decisions_its_late_ones_and_its_repeats(some):
    found = {each.group: each for each in decided.counts(last_year())}
    exemptions, areas = found[decided.Group.EXEMPTION], found[decided.Group.AREA]
    assert (len(exemptions.rows), exemptions.retrospective) == (2, 1)
    assert [(about, number) for about, _, number in exemptions.repeats] == [("The Doyles", 2)]
    assert exemptions.middle_days == 5
    (area,) = areas.rows
    assert (area.days_after, area.is_retrospective) == (-1, False)


def test_every_count_opens_to_as_many_rows(some):
    rows = last_year()
    for each in decided.counts(rows):
        own = {"group": each.group.value}
        assert len(present.Sought.read(own).of(rows)) == len(each.rows)
        assert len(present.Sought.read({**own, "late": "1"}).of(rows)) == each.retrospective
        assert len(present.Sought.read({**own, "waiting": "1"}).of(rows)) == each.waiting
        for reason, number in each.by_reason:
            assert len(present.Sought.read({**own, "reason": reason}).of(rows)) == number
        for _, code, number in each.by_decider:
            assert len(present.Sought.read({**own, "by": code}).of(rows)) == number
        for _, key, number in each.repeats:
            assert len(present.Sought.read({**own, "whose": key}).of(rows)) == number


def test_the_page_shows_them_and_no_name_is_in_an_address(some, signed_in):
    browser = signed_in(Role.INSPECTOR)
    page = browser.get(PAGE).text
    assert "Exemptions from the usual limit: 2" in page
    assert "After the need" in page
    assert not re.search(r'href="[^"]*Fairfax', page)
    late = browser.get(f"{PAGE}?group=exemption&late=1").text
    assert "10 days after" in late
    assert browser.get(f"{PAGE}?format=csv").status_code == 200


def test_days_on_which_nothing_was_decided_say_what_would_fill_them(db, signed_in):
    assert "appear here by themselves" in signed_in(Role.DIRECTOR).get(PAGE).text


def test_questions_stay_as_many_however_many_decisions(some, counted):
    with counted() as found:
        last_year()
    assert found.number == 4
