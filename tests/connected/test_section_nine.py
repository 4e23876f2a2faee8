"""The first three of the ten rules that software most often gets wrong, one test each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.connected.rules import Kind, Stage
from app.core.today import LONDON, clock_at, today
from app.register.queries import standing_of
from tests import builders as make
from tests.connected.family import DAY, EXTENDED, FIRST, LAST, Family, on_day, refusals


def test_sixteen_weeks_are_112_days_counted_from_the_approval_of_each_child(db):
    with on_day(1):
        family = Family()
        (leo,) = family.open(make.child("Leo"))
        family.check()
    with on_day(3):
        family.approved(leo)
    with on_day(10):
        (ned,) = family.open(make.child("Ned"))
        family.approved(ned)
    first, last = date(2026, 11, 25), date(2027, 3, 16)
    counted = [first + n * DAY for n in range(112)]
    assert counted[-1] == last
    assert family.of(leo, last).course.given.last_day == last
    assert family.stage(leo, last) is Stage.RUNNING
    assert family.stage(leo, last + DAY) is Stage.RAN_OUT
    assert str(family.of(leo, first).course.given.day_n(first)) == "day 1 of 112"
    assert family.of(ned, last).course.given.last_day == last + 7 * DAY
    begun = family.stands(first).assessment
    assert begun is not None
    assert begun.began_on == first  # beside the clock, and not what starts it


def test_extension_is_once_in_time_and_on_four_recorded_things(db):
    with on_day(1):
        family = Family()
        (row,) = family.open(make.child("Leo"))
        family.check()
        family.approved(row)
    with on_day(98):
        for left_out, says in (
            ("considered_on", "considered again"),
            ("panel_on", "panel’s views were sought"),
            ("panel_views", "what the panel’s views were"),
            ("iro_told_on", "reviewing officer was told"),
        ):
            nothing = "" if left_out == "panel_views" else None
            assert says in refusals(family.ask, row, Kind.EXTEND, **{left_out: nothing})
        too_long = EXTENDED + DAY
        assert "eight weeks at most" in refusals(family.ask, row, Kind.EXTEND, last_day=too_long)
        asked = family.ask(row, Kind.EXTEND)
        assert "nominated officer decides" in refusals(family.decide, asked, by=family.worker)
        family.decide(asked)
        given = standing_of(family.home.id).temporary[0]
        assert given.last_day == EXTENDED == LAST + 56 * DAY
        assert (given.extension.panel_on, given.extension.iro_told_on) == (today(), today())
        assert "once only" in refusals(family.ask, row, Kind.EXTEND)
    with on_day(160):
        family.extended(row, Kind.AWAIT)
    with clock_at(EXTENDED + 200 * DAY):
        assert family.stage(row) is Stage.REVIEW


def test_checks_come_before_the_child_and_what_is_written_down_later_shows(db):
    with on_day(1):
        family = Family(carers=2)
        family.joins("Ray")
        (row,) = family.open(make.child("Leo"))
        assert "Schedule 4 is not complete" in refusals(family.ask, row)
        family.check(leaving=["Ray Bufton"])
        assert "Ray Bufton: 9" in refusals(family.ask, row)
        assert not standing_of(family.home.id).temporary
    with on_day(4):
        before = datetime.combine(FIRST + timedelta(days=1), datetime.min.time(), LONDON)
        family.check(at=before)
        rays = [line for line in family.stands().lines if line.about.name == "Ray Bufton"]
        assert all(line.known and line.known.told_later for line in rays)
        asked = family.ask(row)
        facts = dict(asked.facts)
        assert facts["Recorded later than found out"] == f"{len(rays)}"
        family.joins("Sid")  # between the asking and the deciding
        assert "Sid Bufton" in refusals(family.decide, asked)
