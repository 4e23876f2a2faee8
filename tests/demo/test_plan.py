"""The county as it is planned: nothing is written, so that it can be made again and again."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.today import clock_at
from app.demo import SEED, invent, names
from app.demo.chronicle import Chronicle
from app.demo.ground import Ground
from app.demo.homes import Whose
from app.demo.lives import Life
from app.demo.story import BROTHERS

TODAY = date(2026, 11, 23)
LAST_PUBLISHED = date(2025, 3, 31)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground()


def planned(ground: Ground, seed: int = SEED, today: date = TODAY) -> Chronicle:
    with clock_at(today):
        return invent(ground, seed)


@pytest.fixture(scope="module")
def county(ground: Ground) -> Chronicle:
    return planned(ground)


def who_and_where(told: Chronicle, until: date = date.max) -> list[tuple[object, ...]]:
    """Everyone who had come by a day, and where each lived by then."""
    return [
        (
            life.given,
            life.family,
            life.born,
            life.starts,
            *(
                (stay.starts, stay.place, stay.where and stay.where.postcode)
                for stay in told.county.stays[life]
                if stay.starts <= until and not stay.temporary
            ),
        )
        for life in told.county.lives
        if life.starts <= until
    ]


def test_the_same_seed_makes_the_same_county(ground, county):
    assert who_and_where(planned(ground)) == who_and_where(county)


def test_another_seed_makes_another(ground, county):
    assert who_and_where(planned(ground, seed=7)) != who_and_where(county)


def test_the_past_does_not_depend_on_what_day_it_is(ground, county):
    later = planned(ground, today=date(2028, 2, 29))
    assert who_and_where(later, LAST_PUBLISHED) == who_and_where(county, LAST_PUBLISHED)


def test_nobody_is_looked_after_before_birth_or_once_grown_up(county):
    for life in county.county.lives:
        assert life.born <= life.starts, life
        if life.ends is not None:
            assert life.starts <= life.ends <= life.eighteen(), life


def test_every_child_lives_in_one_place_after_another_without_a_gap(county):
    for life in county.county.lives:
        if life.of_the_story:
            continue
        day = first_of(county, life)
        mains = [stay for stay in county.county.stays[life] if not stay.temporary]
        for stay in mains:
            assert stay.starts == day, life
            day = stay.ends or TODAY
        assert day == (life.ends or TODAY), life


def first_of(told: Chronicle, life: Life) -> date:
    """Where somebody lived before the record began is not in it."""
    began = date(2016, 4, 1)
    return life.starts if life.starts >= began else told.county.stays[life][0].starts


def test_names_are_drawn_from_our_own_lists(county):
    given = {*names.GIRLS, *names.BOYS, *names.FAR_BOYS, *names.FAR_GIRLS, *BROTHERS}
    family = {*names.FAMILIES, *names.FAR_FAMILIES, *names.KEPT_APART}
    for life in county.county.lives:
        assert life.given in given, life.given
        assert life.family in family, life.family


def test_carers_of_ours_live_in_the_county_or_next_door(county):
    ours = [home for home in county.county.homes if home.whose is Whose.OURS]
    inside = [home for home in ours if home.point.authority_code == "E06000019"]
    assert len(inside) > 0.9 * len(ours)
