"""Need against homes: every number is the length of the list it opens to, and what is published
cannot be worked out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.workbench.rules import comparing, figures, local_need, profiles
from app.workbench.rules.comparing import BANDS, GROUPS, By, Needing, Offering
from sufficiency import profile
from sufficiency.forecast.words import Living
from sufficiency.gap.recruiting import Profile, WorthOf
from sufficiency.profile import Stay
from sufficiency.types import Kind, Point

DAY = date(2026, 11, 23)
AREAS = ("North", "South")

children = st.lists(
    st.builds(
        Needing,
        child_id=st.integers(1, 99),
        ref=st.just("r"),
        name=st.just("A"),
        age=st.integers(0, 17),
        kind=st.sampled_from([None, *Kind]),
        group=st.integers(1, 5),
        area=st.sampled_from([*AREAS, comparing.ELSEWHERE]),
        on=st.just(DAY),
        by_ours=st.sampled_from([True, False, None]),
    ),
    max_size=12,
)
homes = st.lists(
    st.builds(
        Offering,
        household_id=st.integers(1, 99),
        ref=st.just("h"),
        name=st.just("B"),
        area=st.sampled_from([*AREAS, comparing.ELSEWHERE]),
        ages=st.tuples(st.integers(0, 8), st.integers(9, 17)),
        kinds=st.sampled_from([None, frozenset({Kind.SHORT_TERM})]),
        approved=st.integers(1, 4),
        placed=st.integers(0, 2),
        left=st.integers(0, 3),
        shut=st.none(),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(children, children, homes, st.sampled_from(By))
def test_every_number_is_the_length_of_its_list_and_nobody_is_left_out(waiting, came, there, by):
    headings = comparing.headings_of(by, AREAS, waiting, came, homes=there)
    lines = comparing.compare(by, headings, waiting, came, there)
    for line in lines:
        assert line.waiting == len(comparing.under(by, line.heading, waiting))
        assert line.homes == len(comparing.homes_under(by, line.heading, there))
        free = comparing.free_under(by, line.heading, there)
        assert line.free_homes == len(free)
        assert line.free == sum(home.left for home in free)
    assert sum(line.waiting for line in lines) == len(waiting)
    assert sum(line.came for line in lines) == len(came)
    if by is By.AREA:
        assert sum(line.homes for line in lines) == len(there)


def test_a_home_serves_an_age_of_which_its_terms_take_in_half():
    home = Offering(1, "h", "B", "North", (5, 11), None, 2, 0, 2, None)
    assert home.bands == ("5 to 9",)
    home = Offering(1, "h", "B", "North", (0, 17), None, 2, 0, 2, None)
    assert home.bands == BANDS


def test_three_together_want_three_places_at_once():
    two = Offering(1, "h", "B", "North", (0, 17), None, 3, 1, 2, None)
    assert comparing.homes_under(By.GROUP, "3", [two]) == [two]
    assert comparing.free_under(By.GROUP, "3", [two]) == []
    assert comparing.free_under(By.GROUP, "2", [two]) == [two]
    assert [comparing.group_of(size) for size in (1, 3, 4, 9)] == ["1", "3", *GROUPS[-1:] * 2]


# ---------------------------------------------------------------------------------- publishing


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_thin_number_is_shown_or_follows_from_the_sum(size):
    """Against an oracle: every list with the same sum and the same shown numbers is tried."""
    for numbers in product(range(8), repeat=size):
        shown = comparing.thinned(list(numbers))
        hidden = [n for n, number in enumerate(shown) if number is None]
        assert all(number is None for n, number in enumerate(shown) if 0 < numbers[n] < 5)
        assert all(shown[n] in (None, numbers[n]) for n in range(size))
        if len(hidden) == size:
            continue  # nothing is shown, and the sum is not either
        rest = sum(numbers[n] for n in hidden)
        could = [
            each for each in product(range(1, rest + 1), repeat=len(hidden)) if sum(each) == rest
        ]
        for place, n in enumerate(hidden):
            if numbers[n] < 5:
                assert len({each[place] for each in could}) > 1, (numbers, shown)


def test_published_lines_hide_column_by_column():
    waiting = [Needing(n, "r", "A", 3, Kind.SHORT_TERM, 1, "North", DAY) for n in range(3)]
    waiting += [Needing(n, "r", "A", 12, Kind.SHORT_TERM, 1, "North", DAY) for n in range(9)]
    lines = comparing.published(comparing.compare(By.AGE, BANDS, waiting, [], []))
    assert [line.waiting for line in lines] == [0, None, 0, None, 0]
    assert [line.homes for line in lines] == [0] * 5


# ------------------------------------------------------------------------------------- profile


def stay(child, born, starts, ends=None, living=Living.FOSTERED, **more):
    return Stay(child, born, starts, ends, living, **more)


YEAR_AGO = DAY - timedelta(days=300)
STAYS = (
    stay("1", date(2020, 1, 1), YEAR_AGO, siblings="g", home="a", provider="own", miles=3.0),
    stay("2", date(2018, 1, 1), YEAR_AGO, siblings="g", home="b", provider="private", miles=30.0),
    stay("3", date(2010, 1, 1), date(2022, 1, 1), DAY - timedelta(days=40), ended="CREQB"),
    stay("3", date(2010, 1, 1), DAY - timedelta(days=40), living=Living.RESIDENTIAL),
    stay("4", date(2009, 6, 1), date(2024, 1, 1), DAY - timedelta(days=9), left="E4A"),
)


@pytest.mark.parametrize("kind", local_need.KINDS, ids=lambda kind: kind.key)
def test_every_number_of_the_profile_opens_to_those_it_counts(kind):
    for heading, number in kind.count(STAYS, DAY).counts.items():
        found = local_need.counted_under(kind, heading, STAYS, DAY)
        if kind.by_group:
            groups = {next(s.siblings or s.child for s in STAYS if s.child == id_) for id_ in found}
            assert len(groups) == number, heading
        else:
            assert len(found) == number, heading


def test_who_came_and_left_are_at_both_ends_of_the_flows():
    moves = local_need.movements(STAYS, DAY, for_publishing=False)
    assert {place: number for place, number in moves.items() if number} == {
        ("Came into care", "Other foster carers"): 2,
        ("Other foster carers", "Children’s home"): 1,
        ("Other foster carers", "Left care"): 1,
    }
    (moved,) = local_need.moves_by_age(STAYS, DAY)
    assert sum(moved.by_age) == 1
    assert None in local_need.movements(STAYS, DAY, for_publishing=True).values()


def test_shares_stand_beside_ours_our_neighbours_and_england_with_their_year():
    sections = local_need.sections(STAYS, DAY, "E06000019", for_publishing=False)
    place = next(each for each in sections if each.kind.key == "place")
    assert place.beside.year == 2025
    assert place.beside.ours["in the area"] == pytest.approx(100 * 246 / 344)
    assert place.beside.england["in the area"] == pytest.approx(56, abs=1)
    assert "year ending 31 March 2025" in place.beside.source
    thin = local_need.sections(STAYS, DAY, "E06000019", for_publishing=True)
    assert not any(0 < (row.number or 0) < 5 for each in thin for row in each.rows)


@pytest.mark.parametrize("name", figures.WHERE)
def test_every_heading_that_stands_beside_ours_is_one_that_was_published(name):
    where = figures.WHERE[name]
    found = figures._figures()[where.table, where.category, 2025, figures.ENGLAND]
    assert {item for items in where.items.values() for item in items} <= set(found)
    assert any(found.get(total) for total in figures.TOTALS)
    told = figures.published(name, "E06000019")
    assert set(told.england) == set(where.items)
    assert 0 < sum(told.england.values()) < 100.5


def test_the_ten_neighbours_are_held_and_others_have_none():
    assert len(figures.neighbours("E06000019")) == 10
    assert figures.neighbours("E06000051") == ()
    assert figures.published("age", "E06000019").like["10 to 15"] > 20


def test_headings_of_the_profile_are_those_that_are_published_under_them():
    ours = {
        "age": set(profile.by_age((), DAY).counts),
        "place": set(profile.by_place((), DAY).counts),
        "distance": set(profile.by_distance((), DAY).counts),
        "kind": set(profile.by_kind((), DAY).counts),
        "many": set(profile.many_placements((), DAY).counts),
        "long": set(profile.long_term_homes((), DAY).counts),
    }
    for name, headings in ours.items():
        assert set(figures.WHERE[name].items) <= headings, name


def test_a_home_to_recruit_says_its_terms():
    assert profiles.says({"youngest": 0, "oldest": 17, "places": 1}) == "any age, 1 place"
    assert profiles.says({"youngest": 8, "oldest": 17, "places": 2}) == "8 to 17 years, 2 places"


def one_more(area, ages, places, worth):
    home = Profile("", area, Point(0, 0), ages, places)
    return WorthOf(home, worth, worth, children=1, together=0, exact=True)


def test_of_homes_that_bring_about_the_same_the_one_that_asks_least_is_named_and_no_other_loses():
    """What two answers differ by may come out below nothing: both were found in a time."""
    kept = profiles.kept_worth(
        [
            one_more("North", (0, 17), 3, 52.0),
            one_more("North", (5, 11), 1, 51.0),
            one_more("North", (0, 4), 1, 48.0),
            one_more("South", (0, 10), 2, 0.0),
            one_more("West", (0, 10), 2, -0.01),
            one_more("West", (0, 4), 1, -0.01),
        ]
    )
    assert [(each["area"], each["youngest"], each["oldest"]) for each in kept] == [("North", 5, 11)]
