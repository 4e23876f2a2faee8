"""The past put in order: one child counted once on any day, ages by the calendar."""

from dataclasses import astuple
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from sufficiency.forecast import Episode, Living, read_past
from sufficiency.forecast.words import (
    BANDS,
    KINDS,
    band_on,
    birthdays,
    day_of,
    month_days,
    number_of,
)
from tests.oracles import forecast as oracle
from tests.sufficiency.forecast.worlds import a_history

DAY = timedelta(days=1)


def test_ages_are_those_of_a_count_by_calendar_on_every_day_about_every_birthday():
    births = [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1), date(2007, 12, 31)]
    births += [date(1999 + number, 1 + number % 12, 1 + 3 * number % 28) for number in range(20)]
    for born in births:
        column = np.array([number_of(born)])
        for years in (1, 5, 10, 16, 18):
            birthday = day_of(birthdays(column, years)[0])
            assert oracle.age(born, birthday) == years
            assert oracle.age(born, birthday - DAY) == years - 1
            for day in (birthday - DAY, birthday, birthday + DAY):
                told = int(band_on(column, number_of(day))[0])
                assert (*BANDS, None)[told] == oracle.band(born, day)


def test_months_on_end_in_shorter_months():
    days = [day_of(day) for day in month_days(date(2027, 8, 31), 8)]
    assert days[1:3] == [date(2027, 9, 30), date(2027, 10, 31)]
    assert days[6:] == [date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


@pytest.mark.parametrize("seed", range(3))
def test_counts_on_any_day_are_those_of_children_looked_up_one_by_one(seed):
    told = a_history(seed, years=2, families=25)
    past, random = read_past(told), Random(seed)
    rows = [astuple(each) for each in told]
    for _ in range(60):
        day = past.at - random.randrange(800) * DAY
        expected = np.zeros((len(KINDS), len(BANDS)), int)
        for (_, band), kinds in oracle.whereabouts(rows, day).items():
            (kind,) = kinds
            expected[KINDS.index(kind), BANDS.index(band)] += 1
        assert (past.count_on(number_of(day)) == expected).all()


@pytest.mark.parametrize("seed", range(40))
def test_a_child_is_in_one_place_on_any_day_however_the_files_overlap(seed):
    random, told = Random(seed), []
    for number in range(12):
        born = date(2010, 1, 1) + random.randrange(4000) * DAY
        for _ in range(random.randrange(1, 7)):
            starts = date(2018, 1, 1) + random.randrange(900) * DAY
            ends = random.choice((None, starts, starts + random.randrange(1, 400) * DAY))
            told.append(Episode(f"C{number}", born, starts, ends, random.choice(list(Living)[:3])))
    random.shuffle(told)
    past = read_past([*told, *told[:5]], at=date(2021, 1, 1))
    rows = [astuple(each) for each in told]
    for child in range(int(past.child.max()) + 1):
        own = past.child == child
        stays = sorted(zip(past.starts[own], past.ends[own], strict=True))
        assert all(first[1] <= second[0] for first, second in pairwise(stays))
    for day in oracle.days_of(date(2018, 1, 1), date(2021, 1, 1))[::23]:
        seen = oracle.whereabouts(rows, day)
        here = past.here_on(number_of(day))
        assert here.sum() == len(set(past.child[here].tolist())) <= len(seen)
        assert past.count_on(number_of(day)).sum() == here.sum()


def test_what_had_to_be_put_right_is_told():
    born = date(2008, 5, 1)
    told = [
        Episode("A", born, date(2020, 1, 1), date(2020, 6, 1), Living.FOSTERED),
        Episode("A", born, date(2020, 5, 1), date(2020, 7, 1), Living.RESIDENTIAL),
        Episode("B", date(2002, 1, 1), date(2019, 1, 1), date(2020, 3, 1), Living.FOSTERED),
        Episode("B", date(2002, 1, 1), date(2020, 3, 1), None, Living.SUPPORTED),
        Episode("C", date(2020, 6, 1), date(2020, 5, 1), None, Living.FOSTERED),
    ]
    past = read_past(told, at=date(2020, 12, 31))
    assert past.notes == (
        "Episodes that go on after an eighteenth birthday, ended there: 1",
        "Episodes that go on after the child’s next one starts, ended there: 1",
        "Episodes that start at 18 or over, left out: 1",
        "Episodes that start before the child was born, left out: 1",
    )
    assert past.seen_from == date(2019, 4, 1) == date(2019, 4, 1)
    assert past.count_on(number_of(date(2019, 12, 31))).sum() == 1
    assert past.count_on(number_of(date(2020, 1, 1))).sum() == 1


def test_the_past_as_known_earlier_knows_nothing_of_what_came():
    told = a_history(5, years=4)
    day = date(2024, 6, 30)
    known = read_past(told).known_at(day)
    cut = [each for each in told if each.starts <= day]
    afresh = read_past(cut, at=day, seen_from=known.seen_from)
    assert len(known) == len(afresh)
    assert sorted(known.ends) == sorted(afresh.ends)
    assert (known.count_on(number_of(day)) == afresh.count_on(number_of(day))).all()
    assert sorted(known.then) == sorted(afresh.then)
