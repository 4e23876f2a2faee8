"""The list against the diary: which items are owed, and until when, over random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from app.placements import rules
from app.placements.kinds import CARDS, Item, State
from app.statute.calendar import bank_holidays
from tests.oracles import placements as oracle
from tests.placements.histories import WHOM, diary, facts

DAY = timedelta(days=1)
NAMES = {value: key for key, value in WHOM.items()}
BEFORE_THE_END = Item.REVIEW_BEFORE
"""It can no longer be done once the placement has ended, so that nobody is asked for it then."""


def told_by_the_rules(history, day):
    found = rules.owed(facts(history, day), day)
    return {
        (each.item.value, NAMES[each.to]): each.due_on
        for each in found
        if each.state.is_owed and each.item is not BEFORE_THE_END
    }


HOLIDAYS = frozenset(day for year in range(2023, 2033) for day in bank_holidays(year))


def differences(model, number, seed=7):
    """Random histories on which the model and the rules differ on some day."""
    chance = Random(seed)
    for _ in range(number):
        history = diary(chance)
        days = {history.began + chance.randrange(1000) * DAY for _ in range(4)}
        for day in sorted(days | {history.began, history.ended or history.began}):
            if told_by_the_rules(history, day) != model(history, day, HOLIDAYS):
                yield history, day
                break


def test_what_is_owed_is_what_the_diary_owes():
    assert list(differences(oracle.still_to_do, 200)) == []


def _one_day_late(history, day, off):
    return {key: due + DAY for key, due in oracle.still_to_do(history, day, off).items()}


def _without(item):
    return lambda history, day, off: {
        key: due for key, due in oracle.still_to_do(history, day, off).items() if key[0] != item
    }


def _planted(**changes):
    return lambda history, day, off: oracle.still_to_do(
        replace(history, **{key: change(history) for key, change in changes.items()}), day, off
    )


FAULTS = [
    _one_day_late,
    lambda history, day, off: oracle.still_to_do(history, day, frozenset()),
    lambda history, day, off: oracle.still_to_do(history, day - DAY, off),
    _planted(first=lambda told: not told.first),
    _planted(away=lambda told: not told.away),
    _planted(at_school=lambda told: not told.at_school),
    _planted(same_school=lambda told: not told.same_school),
    _planted(fostered=lambda told: not told.fostered),
    _planted(signed=lambda told: None),
    _planted(with_parent=lambda told: not told.with_parent),
    _planted(looked_into=lambda told: None),
    _planted(decided=lambda told: None),
    _planted(long=lambda told: not told.long),
    _planted(newest=lambda told: not told.newest),
    _planted(named=lambda told: None),
    _planted(seen=lambda told: ()),
    _planted(seen=lambda told: told.seen[:-1]),
    _planted(reviewed=lambda told: told.reviewed[:-1]),
    _planted(ticked=lambda told: told.ticked[1:]),
    _planted(ticked=lambda told: ()),
    _planted(agreed=lambda told: None),
    _planted(expected=lambda told: None),
    _planted(at_once=lambda told: False),
    _planted(met=lambda told: None),
    _planted(why=lambda told: "CREQB"),
    _planted(left=lambda told: False),
    _planted(kept_from=lambda told: told.began + DAY),
    *(_without(item.value) for item in Item if item not in (BEFORE_THE_END, Item.TERMS)),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault):
    assert next(differences(fault, 300, seed=11), None) is not None


def test_every_item_has_a_card_with_a_clock():
    assert set(CARDS) == set(Item)
    assert all(state.words() for state in State)
