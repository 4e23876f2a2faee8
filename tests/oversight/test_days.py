"""Ten years answered at once are the same answers as each day asked by itself; and the oracle's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from app.oversight import days, standing
from tests.oracles import basis as oracle
from tests.oversight.histories import world
from tests.oversight.into_the_record import THEN, as_it_is, as_known, write
from tests.oversight.test_standing_against_oracle import relabelled

DAY = timedelta(days=1)
WORLDS = 8
BACK = 60


def said(answer) -> dict:
    return {
        "kind": answer.kind.value,
        "since": answer.since,
        "faults": {each.code.value for each in answer.breaches},
        "verdict": answer.verdict.value,
    }


def compare(seeds, back: int = BACK, step: int = 1) -> int:
    """Write these worlds; ask of every day before each one's own; gives the child-days compared."""
    compared = 0
    for seed in seeds:
        full, then = as_known(world(seed), seed)
        ids = write(full)
        for known_at, told in ((None, as_it_is(full)), (THEN, then)):
            compared += _compare_one(seed, relabelled(told, ids), ids, known_at, back, step)
    return compared


def _compare_one(seed, made, ids, known_at, back, step) -> int:
    last = made["day"]
    first = last - back * DAY
    found = days.stretches(first, last, known_at, set(ids.values()))
    compared = 0
    for number in ids.values():
        own = found[number]
        assert (own[0].first, own[-1].last) == (first, last)
        assert all(one.last + DAY == other.first for one, other in pairwise(own))
        for ago in range(0, back + 1, step):
            day = last - ago * DAY
            (there,) = [each for each in own if each.covers(day)]
            right = oracle.answer(made, str(number), day)
            assert said(there.answer) == right, (seed, number, known_at, day)
            compared += 1
    return compared


def test_every_child_day_of_invented_histories_is_the_oracles(db):
    assert compare(range(700, 700 + WORLDS)) > 3_000


def test_a_day_among_many_is_answered_as_by_itself_word_for_word(db):
    """All but how far a clock has run, which moves with the day."""
    full, _ = as_known(world(33), 33)
    ids = set(write(full).values())
    last = full["day"]
    found = days.stretches(last - 40 * DAY, last, None, ids)
    for ago in range(0, 41, 4):
        day = last - ago * DAY
        for each in standing.standings_of(ids, day):
            (there,) = [one for one in found[each.child_id] if one.covers(day)]
            assert replace(there.answer, runs=None) == replace(each.answer, runs=None)
            assert (there.where, there.placement_ref) == (each.where, each.placement_ref)


def test_the_questions_do_not_grow_with_the_days(db, counted):
    full, _ = as_known(world(33), 33)
    ids = set(write(full).values())
    last = full["day"]
    with counted() as few:
        days.stretches(last - 10 * DAY, last, None, ids)
    with counted() as many:
        days.stretches(last - 3650 * DAY, last, None, ids)
    assert many.number <= few.number + 1
