"""Roads loaded from a file: all or nothing, once, and then what minutes are reckoned on."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.errors import RuleBroken
from app.travel import actions, loading, queries
from app.travel.models import RoadContent, RoadNetwork
from sufficiency.travel import SPEEDS, Kind, Road
from sufficiency.types import Point
from tests import builders
from tests.travel.loaded import EVERYWHERE, roads_file, use


@pytest.fixture
def file(run_folder):
    return roads_file(run_folder)


@pytest.fixture(autouse=True)
def nothing_unpacked():
    """Each test's process begins without roads at hand."""
    queries._KEPT.clear()


def in_the_record(db):
    return [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (RoadNetwork, RoadContent)
    ]


def test_without_roads_minutes_come_from_a_general_factor_and_say_so(db):
    by_road = queries.by_road()
    assert by_road.main is Kind.FACTOR
    assert "general factor" in by_road.says
    (time,) = by_road.times(Point(349_500, 259_000), [Point(349_500, 269_000)])
    assert (time.about, time.kind) == (15, Kind.FACTOR)


def test_roads_are_loaded_once_and_the_same_file_changes_nothing(db, file):
    network = use(file)
    assert in_the_record(db) == [1, 1]
    assert loading.check(file, EVERYWHERE) is None
    assert queries.in_use().code == network.code
    exactly, roughly = queries.by_road(), queries.by_road(exactly=False)
    assert (exactly.main, roughly.main) == (Kind.ROADS, Kind.LANDMARKS)
    here, there, *_ = [Point(east, north) for east, north, _ in builders.PLACES.values()]
    exact, about, far = (
        exactly.times(here, [there])[0],
        roughly.times(here, [there])[0],
        exactly.times(here, [Point(600_000, 100_000)])[0],
    )
    assert about.minutes == pytest.approx(exact.minutes, rel=0.3)
    assert far.kind is Kind.FACTOR


def test_other_roads_take_the_place_of_those_before_and_keep_the_speeds(db, file, run_folder):
    first = use(file)
    slower = {**SPEEDS, Road.A_ROAD: 20.0}
    roads = queries.loaded_roads(first.code)
    actions.set_speeds(
        ready=loading.at_other_speeds(roads, slower),
        prepared_from=first.code,
        by=builders.SOMEBODY,
    )
    assert loading.check(file, EVERYWHERE) is None  # the same file; its speeds were set since
    second = use(roads_file(run_folder, seed=9))
    assert loading.speeds_of(second)[Road.A_ROAD] == 20.0
    assert in_the_record(db) == [3, 1]
    assert [row.id for row in queries.networks_before()] == [first.id + 1, first.id]
    with pytest.raises(RuleBroken, match="meanwhile"):
        actions.set_speeds(
            ready=loading.at_other_speeds(roads, SPEEDS),
            prepared_from=first.code,
            by=builders.SOMEBODY,
        )


def test_cut_off_while_it_is_written_the_roads_before_stay_in_use(
    db, file, run_folder, monkeypatch
):
    first = use(file)
    checked = loading.check(roads_file(run_folder, seed=9), EVERYWHERE)

    def cut_off(*_args, **_kw):
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "RoadContent", cut_off)
    with pytest.raises(KeyboardInterrupt):
        loading.carry_out(checked, by=builders.SOMEBODY)
    monkeypatch.undo()
    db.session.rollback()
    queries._KEPT.clear()
    assert in_the_record(db) == [1, 1]
    assert queries.by_road().main is Kind.ROADS
    assert queries.network().code == first.code


def test_a_file_that_cannot_be_used_leaves_everything_as_it_was(db, file, tmp_path):
    use(file)
    cut = tmp_path / "cut.gpkg"
    cut.write_bytes(file.read_bytes()[:-5_000])
    with pytest.raises(RuleBroken, match="cut off"):
        loading.check(cut, EVERYWHERE)
    assert in_the_record(db) == [1, 1]


def test_the_area_is_the_councils_postcodes_with_a_margin(db):
    with pytest.raises(RuleBroken, match="Load postcodes first"):
        loading.area_around("E06000019")
    builders.postcodes()
    ours = [(e, n) for e, n, area in builders.PLACES.values() if area == "E06000019"]
    area = loading.area_around("E06000019", 10)
    assert area.west == min(e for e, _ in ours) - 10_000
    assert area.north == max(n for _, n in ours) + 10_001
    with pytest.raises(RuleBroken, match="0 to 200"):
        loading.area_around("E06000019", 900)


def test_which_roads_are_in_use_is_asked_once_for_each_state_of_the_record(db, file, counted):
    use(file)
    queries.by_road()
    with counted() as count:
        for _ in range(5):
            queries.by_road()
    assert count.number <= 10  # twice each: what the record is at the moment
