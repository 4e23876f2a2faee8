"""Overlaps and gaps in a child's history are found and said; the clocks that a placement starts."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from app.children.kinds import Basis
from app.children.rules import Oddity, oddities
from app.children.watch import (
    clocks_of_looking_after,
    clocks_of_placement,
    looked_after_since,
)
from sufficiency.period import Period

FIRST = date(2026, 1, 1)
DAY = timedelta(days=1)


def days(start, end=None):
    return Period(FIRST + start * DAY, None if end is None else FIRST + end * DAY)


def found(statuses, placements):
    return [
        (odd.oddity, (odd.period.starts - FIRST).days,
         None if odd.period.ends is None else (odd.period.ends - FIRST).days)
        for odd in oddities(statuses, placements)
    ]  # fmt: skip


def test_a_history_without_a_gap_has_nothing_odd():
    assert found([days(0)], [days(0, 10), days(10)]) == []


def test_a_gap_between_placements_is_said_once_with_its_days():
    assert found([days(0, 5), days(5)], [days(0, 3), days(8)]) == [(Oddity.NOWHERE, 3, 8)]


def test_two_main_placements_at_once_are_said_with_their_days():
    assert found([days(0)], [days(0, 9), days(4)]) == [(Oddity.TWO_AT_ONCE, 4, 9)]


def test_a_placement_that_outlasts_the_status_is_said():
    assert found([days(0, 6)], [days(0)]) == [(Oddity.NOT_LOOKED_AFTER, 6, None)]


def test_a_child_never_looked_after_by_us_is_not_odd_for_being_placed():
    assert found([], [days(0)]) == []


def test_every_odd_day_is_found_and_no_other():
    """Day by day, on two thousand invented histories."""
    random = Random(7)

    def some():
        made = []
        for _ in range(random.randint(0, 4)):
            start = random.randint(0, 40)
            made.append(days(start, random.choice((None, start + random.randint(1, 15)))))
        return made

    for _ in range(2000):
        statuses, placements = some(), some()
        told = oddities(statuses, placements)
        for number in range(60):
            day = FIRST + number * DAY
            here = sum(each.contains(day) for each in placements)
            looked_after = any(each.contains(day) for each in statuses)
            right = set()
            if here > 1:
                right.add(Oddity.TWO_AT_ONCE)
            if looked_after and not here:
                right.add(Oddity.NOWHERE)
            if here and statuses and not looked_after:
                right.add(Oddity.NOT_LOOKED_AFTER)
            assert {odd.oddity for odd in told if odd.period.contains(day)} == right


def test_a_placement_starts_plan_notice_and_first_visit():
    """Placed on Wednesday 23 December 2026: the plan by 4 January, as the rule book counts it."""
    running = clocks_of_placement(
        date(2026, 12, 23), None, basis=Basis.FOSTER, out_of_area=False, as_at=date(2026, 12, 30)
    )
    due = {each.clock.key: each.last_day for each in running}
    assert due == {
        "placement_plan_due": date(2027, 1, 4),
        "placement_notification": date(2027, 1, 4),
        "visit_first": date(2026, 12, 30),
    }
    assert [each.last_day for each in running] == sorted(due.values())


def test_a_placement_out_of_the_area_in_an_emergency_starts_more():
    running = clocks_of_placement(
        date(2026, 12, 23), None, basis=Basis.EMERGENCY, out_of_area=True, as_at=date(2026, 12, 30)
    )
    assert {"area_authority_notification", "emergency_outside_terms"} <= {
        each.clock.key for each in running
    }


def test_its_end_starts_the_notice_of_ending():
    running = clocks_of_placement(
        date(2026, 11, 2),
        date(2026, 12, 1),
        basis=Basis.FOSTER,
        out_of_area=False,
        as_at=date(2026, 12, 2),
    )
    assert running[-1].clock.key == "termination_late_notice"


def test_becoming_looked_after_starts_the_first_review():
    """Looked after from Monday 23 November 2026: first review by Monday 21 December."""
    (review,) = clocks_of_looking_after(date(2026, 11, 23), date(2026, 11, 23))
    assert review.last_day == date(2026, 12, 21)


def test_being_looked_after_is_counted_through_changes_of_status():
    assert looked_after_since([days(0, 5), days(5, 20), days(20)], FIRST + 30 * DAY) == FIRST
    assert looked_after_since([days(0, 5), days(7)], FIRST + 30 * DAY) == FIRST + 7 * DAY
    assert looked_after_since([days(0, 5)], FIRST + 30 * DAY) is None
