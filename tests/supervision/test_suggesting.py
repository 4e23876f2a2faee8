"""Whom the service suggests, and why it says so."""

from __future__ import annotations

from datetime import date

from app.supervision.rules.suggesting import Candidate, Case, explained, suggest

FULL = 200


def worker(number, points=0, percent=100):
    """Somebody who carries so many points."""
    return Candidate(number, f"ref{number}", f"Worker {number}", points, percent)


def case(key, points=20, *, miles=None, had=None, siblings=(), workers=(1, 2, 3)):
    """Work of so many points for everybody."""
    return Case(
        key,
        dict.fromkeys(workers, points),
        miles or {},
        had or {},
        frozenset(siblings),
        household_id=hash(key),
    )


def chosen(cases, workers):
    """Who is suggested for each."""
    return {key: each.worker.id for key, each in suggest(cases, workers, FULL).items()}


def test_the_least_loaded_is_suggested():
    assert chosen([case("a")], [worker(1, 100), worker(2, 40), worker(3, 90)]) == {"a": 2}


def test_load_is_measured_against_the_hours_that_somebody_works():
    assert chosen([case("a")], [worker(1, 80, 100), worker(2, 60, 50)]) == {"a": 1}


def test_each_one_given_counts_for_the_next():
    cases = [case(key) for key in "abcd"]
    found = chosen(cases, [worker(1), worker(2)])
    assert sorted(found.values()) == [1, 1, 2, 2]


def test_a_nearer_worker_is_suggested_between_two_as_loaded():
    near = case("a", miles={1: 30.0, 2: 4.0})
    assert chosen([near], [worker(1), worker(2)]) == {"a": 2}


def test_whoever_had_them_before_is_suggested_although_a_little_more_loaded():
    known = case("a", had={2: date(2023, 3, 31)})
    assert chosen([known], [worker(1, 40), worker(2, 60)]) == {"a": 2}
    assert chosen([known], [worker(1, 40), worker(2, 160)]) == {"a": 1}


def test_whoever_supervises_a_brothers_home_is_suggested():
    assert chosen([case("a", siblings=[2])], [worker(1, 40), worker(2, 60)]) == {"a": 2}


def test_the_reasons_stand_in_words():
    it = case("a", miles={2: 6.2}, had={2: date(2023, 3, 31)}, siblings=[2])
    assert explained(it, worker(2, 60), FULL).because == (
        "40% of a full caseload with this; 6 miles away in a straight line; "
        "had them before, until March 2023; "
        "supervises a home where a brother or sister of a child there lives"
    )


def test_nobody_is_suggested_where_nobody_may_be():
    assert suggest([case("a")], [], FULL) == {}


def test_the_same_facts_always_give_the_same_answer():
    cases = [case(key) for key in "abcde"]
    workers = [worker(n) for n in (1, 2, 3)]
    assert chosen(cases, workers) == chosen(cases[::-1], workers[::-1])
