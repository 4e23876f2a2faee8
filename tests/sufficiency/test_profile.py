"""Local need counted as the published figures count it."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from app.data import rows
from sufficiency import profile
from sufficiency.forecast import CarerSpell, Living
from sufficiency.period import Period
from sufficiency.profile import Stay, Table
from tests.oracles import forecast as oracle

DAY = timedelta(days=1)
YEAR = Period(date(2025, 4, 1), date(2026, 4, 1))
LAST = date(2026, 3, 31)
LIVINGS = (Living.RELATIVES, Living.FOSTERED, Living.RESIDENTIAL)


def a_stay(child="A", born=date(2014, 6, 1), starts=date(2025, 6, 1), ends=None, **told):
    return Stay(child, born, starts, ends, told.pop("living", Living.FOSTERED), **told)


def some_stays(seed):
    """Children with stays one after another, with and without days between them."""
    random, found = Random(seed), []
    for number in range(60):
        born = date(2005, 1, 1) + random.randrange(7000) * DAY
        day = max(born, date(2022, 1, 1)) + random.randrange(900) * DAY
        for _ in range(random.randrange(1, 6)):
            ends = day + random.randrange(5, 500) * DAY
            eighteen = date(born.year + 18, born.month, min(born.day, 28))
            if day >= min(eighteen, LAST):
                break
            ends = min(ends, eighteen)
            found.append(
                Stay(
                    f"C{number}", born, day, None if ends > LAST else ends, random.choice(LIVINGS),
                    random.choice(("own", "agency", None)), random.choice((True, False, None)),
                    random.choice((3.0, 20.0, 20.1, None)),
                )
            )  # fmt: skip
            day = ends + random.choice((0, 0, 0, 40)) * DAY
    return found


@pytest.mark.parametrize("seed", range(6))
def test_tables_of_a_day_and_flows_of_a_year_are_those_of_children_followed_day_by_day(seed):
    stays = some_stays(seed)
    told = [(each.child, each.born, each.starts, each.ends, each.living) for each in stays]
    days = oracle.days_of(date(2025, 3, 31), LAST)
    seen = [{child: (band, kinds) for (child, band), kinds in oracle.whereabouts(told, day).items()}
            for day in days]  # fmt: skip
    here = seen[-1]
    assert profile.by_age(stays, LAST).counts == {
        **dict.fromkeys(profile.BANDS, 0), **Counter(band for band, _ in here.values())
    }  # fmt: skip
    kinds = Counter(next(iter(kinds)) for _, kinds in here.values())
    assert profile.by_kind(stays, LAST).counts == {living: kinds[living] for living in Living}
    by_both = profile.by_age_and_kind(stays, LAST)
    assert sum(table.total for table in by_both.values()) == len(here)
    for table in (profile.by_provider, profile.by_place, profile.by_distance):
        assert table(stays, LAST).total == len(here)
    first, last = {}, {}
    for before, now, day in zip(seen[:-1], seen[1:], days[1:], strict=True):
        for child in now.keys() - before.keys():
            first.setdefault(child, now[child][0])
        for child in before.keys() - now.keys():
            born = next(each.born for each in stays if each.child == child)
            last[child] = oracle.band(born, day) or "18"
    assert Counter(first.values()) == +Counter(profile.started(stays, YEAR).counts)
    assert Counter(last.values()) == +Counter(profile.ceased(stays, YEAR).counts)
    moved = sum(table.total for table in profile.moves_between(stays, YEAR).values())
    assert moved == profile.why_homes_ended(stays, YEAR).total


def test_twenty_miles_is_near_and_what_is_not_recorded_is_a_row():
    stays = [
        a_stay(str(n), miles=miles, in_area=miles is not None and miles < 21)
        for n, miles in enumerate((0.0, 20.0, 20.1, 50.0, None))
    ]
    assert profile.by_distance(stays, LAST).counts == {
        "20 miles or less": 2, "more than 20 miles": 2, "not recorded": 1,
    }  # fmt: skip
    assert profile.by_place(stays, LAST).counts["in the area"] == 3


def test_three_placements_in_the_year_are_counted_as_published():
    moves = [date(2025, 3, 31), date(2025, 4, 10), date(2026, 3, 31)]
    stays = [
        a_stay(starts=start, ends=end) for start, end in zip(moves, [*moves[1:], None], strict=True)
    ]
    assert profile.many_placements(stays, LAST).counts == {
        "three or more placements": 1, "one or two": 0,
    }  # fmt: skip
    early = [a_stay(starts=moves[0], ends=date(2025, 4, 1)), a_stay(starts=date(2025, 4, 1))]
    assert profile.many_placements(early, LAST).counts["one or two"] == 1


@pytest.mark.parametrize(
    ("cared_for", "moved", "counted"),
    [
        (date(2023, 9, 30), date(2024, 3, 31), "same home for two years"),
        (date(2023, 9, 30), date(2024, 4, 1), "less than two years"),
        (date(2023, 10, 1), date(2024, 3, 31), None),
    ],
)
def test_long_term_homes_are_counted_to_the_day(cared_for, moved, counted):
    stays = [a_stay(starts=cared_for, ends=moved), a_stay(starts=moved)]
    table = profile.long_term_homes(stays, LAST)
    assert {name for name, number in table.counts.items() if number} == ({counted} - {None})
    apart = [a_stay(starts=cared_for, ends=moved), a_stay(starts=moved + DAY)]
    assert profile.long_term_homes(apart, LAST).total == 0


def test_brothers_and_sisters_together_in_part_or_apart():
    homes = {"one": ("H1", "H1"), "two": ("H1", "H2"), "three": ("H1", "H1", "H3"),
             "four": ("H4", None), "five": ("H5",)}  # fmt: skip
    stays = [
        a_stay(f"{group}{n}", siblings=group, home=home)
        for group, own in homes.items()
        for n, home in enumerate(own)
    ]
    assert profile.siblings_together(stays, LAST).counts == {
        "all together": 1, "some together": 1, "all apart": 1, "not recorded": 1,
    }  # fmt: skip
    sizes = profile.sizes_of_groups([*stays, a_stay("alone")], LAST)
    assert sizes.counts == {"1": 2, "2": 3, "3": 1, "4 or more": 0}


def test_why_homes_and_care_ended():
    stays = [
        a_stay(ends=date(2025, 9, 1), ended="Carer asked"),
        a_stay(starts=date(2025, 9, 1), ends=date(2025, 12, 1), left="Returned home"),
        a_stay("B", starts=date(2025, 5, 1), ends=date(2025, 6, 1)),
    ]
    assert profile.why_homes_ended(stays, YEAR).counts == {"Carer asked": 1}
    assert profile.why_ceased(stays, YEAR).counts == {"Returned home": 1, "not recorded": 1}


def test_carers_who_joined_and_left_and_their_ages():
    spells = [
        CarerSpell("H1", date(2025, 4, 1), None, 2),
        CarerSpell("H2", date(2022, 4, 2), date(2025, 4, 1), 2),
        CarerSpell("H3", date(2010, 4, 2), date(2026, 3, 31), 2),
        CarerSpell("H4", date(2010, 4, 2), date(2026, 4, 1), 2),
    ]
    assert profile.carers_joined(spells, YEAR) == 1
    left = {name: number for name, number in profile.carers_left(spells, YEAR).counts.items()
            if number}  # fmt: skip
    assert left == {"1 to 3 years": 1, "10 years and more": 1}
    ages = profile.carers_by_age([date(1991, 4, 1), date(1991, 3, 31), None], LAST)
    assert [ages.counts[word] for word in ("under 35", "35 to 44", "not recorded")] == [1, 1, 1]


def test_few_are_hidden_and_nobody_works_them_out_from_the_total():
    table = Table("Age", {"a": 3, "b": 7, "c": 0, "d": 40})
    assert table.suppressed() == {"a": None, "b": None, "c": 0, "d": 40}
    assert Table("Age", {"a": 3, "b": 4, "c": 90}).suppressed() == {"a": None, "b": None, "c": 90}
    assert Table("Age", {"a": 12, "b": 0}).suppressed() == {"a": 12, "b": 0}
    assert Table("Age", {"a": 0}).percent("a") is None


def test_shares_stand_beside_those_published_for_england():
    words = {"Placed 20 miles or less from home": "20 miles or less",
             "Placed more than 20 miles from home": "more than 20 miles"}  # fmt: skip
    england = {
        words[row["item"]]: float(row["percentage"])
        for row in rows("stats_children_looked_after.csv")
        if row["area_name"] == "England" and row["year_ending_31_march"] == "2025"
        and row["table"] == "on_31_march" and row["item"] in words
    }  # fmt: skip
    stays = [a_stay(str(n), miles=10.0 if n < 9 else 40.0) for n in range(10)]
    near, far = profile.beside(profile.by_distance(stays, LAST), england)
    assert (near.heading, near.here) == ("20 miles or less", 90.0)
    assert near.apart == 90.0 - england["20 miles or less"]
    assert 0 < far.there < near.there < 100
