"""How checks stand against the slow model, over invented histories; and faults planted one by one
in the rules, each of which the model tells from the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.checks import rules
from app.checks.kinds import Decided, LateKind, Stands
from app.checks.rules import Late, Round
from tests.checks.histories import both, differences, histories

DAY = timedelta(days=1)
standing, lasts_until, late_of, after = (
    rules.standing,
    rules.lasts_until,
    rules._late,
    rules._after,
)
stands_of, waiting = rules._stands, rules._waiting


@pytest.mark.parametrize("tenth", range(10))
def test_the_rules_and_the_slow_model_say_the_same(tenth):
    found = list(differences(range(tenth * 150, (tenth + 1) * 150)))
    assert found == []


def test_every_state_and_every_kind_of_late_is_among_the_histories():
    states, late = set(), set()
    for each in histories(range(1500)):
        (state, _, those, _), _ = both(*each)
        states.add(Stands(state))
        late |= {(LateKind(kind), still) for kind, _, still in those}
    assert states == set(Stands)
    assert {kind for kind, _ in late} == set(LateKind)
    assert {still for _, still in late} == {True, False}


def changed(**days: Any) -> Callable[..., Any]:
    """A standing of which something is said otherwise."""
    return lambda *told: replace(standing(*told), **days)


def one_round(change: Callable[[Round], Round]) -> Callable[..., Any]:
    """Each round is read otherwise than it was recorded."""
    return lambda of, there, those, day: standing(of, there, [change(r) for r in those], day)


PLANTED: dict[str, tuple[str, Any]] = {
    "soon is a day more": ("NEAR", rules.NEAR + DAY),
    "soon is a day less": ("NEAR", rules.NEAR - DAY),
    "nothing runs out": ("lasts_until", lambda of, one: None),
    "what the paper says itself is forgotten": (
        "lasts_until",
        lambda of, one: lasts_until(of, replace(one, counts_until=None)),
    ),
    "counted from when it was seen": (
        "lasts_until",
        lambda of, one: lasts_until(of, replace(one, issued_on=None)),
    ),
    "what was left out runs out": (
        "lasts_until",
        lambda of, one: lasts_until(of, replace(one, decided=Decided.SUITABLE)),
    ),
    "it counts a day longer": (
        "lasts_until",
        lambda of, one: (until := lasts_until(of, one)) and until + DAY,
    ),
    "nothing is late": ("_late", lambda *told: ()),
    "what is made good is not late": (
        "_late",
        lambda *told: tuple(each for each in late_of(*told) if each.still),
    ),
    "only what is made good is late": (
        "_late",
        lambda *told: tuple(each for each in late_of(*told) if not each.still),
    ),
    "a lapse is forgotten": (
        "_late",
        lambda *told: tuple(e for e in late_of(*told) if e.kind is not LateKind.LAPSED),
    ),
    "late is a day more": (
        "_after",
        lambda *told: [replace(each, days=each.days + 1) for each in after(*told)],
    ),
    "late on the very day": (
        "_after",
        lambda kind, needed, done, day: after(kind, needed - DAY, done, day),
    ),
    "made good is said to be still late": (
        "_after",
        lambda *told: [Late(each.kind, each.days, True) for each in after(*told)],
    ),
    "whoever was there from the start is late too": (
        "standing",
        lambda of, there, *told: standing(of, replace(there, from_the_start=False), *told),
    ),
    "nobody is late who came later": (
        "standing",
        lambda of, there, *told: standing(of, replace(there, from_the_start=True), *told),
    ),
    "no child ever came": (
        "standing",
        lambda of, there, *told: standing(of, replace(there, child_on=None), *told),
    ),
    "what belongs before nothing is late": (
        "standing",
        lambda of, *told: standing(replace(of, before=True), *told),
    ),
    "what is to come is known": (
        "standing",
        lambda of, there, those, day: standing(of, there, those, day + DAY),
    ),
    "the first round stands": (
        "standing",
        lambda of, there, those, day: standing(of, there, those[:1], day),
    ),
    "the last round alone is looked at": (
        "standing",
        lambda of, there, those, day: standing(of, there, those[-1:], day),
    ),
    "nobody chases": ("standing", one_round(lambda one: replace(one, chased=()))),
    "nothing comes back unseen": (
        "standing",
        one_round(lambda one: one if one.seen_on else replace(one, received_on=None)),
    ),
    "what is considered is settled": (
        "_stands",
        lambda last, *told: stands_of(
            replace(last, decided=Decided.SUITABLE)
            if last and last.decided is Decided.CONSIDERED
            else last,
            *told,
        ),
    ),
    "what stands in the way runs out": (
        "_stands",
        lambda last, *told: stands_of(
            replace(last, decided=Decided.CONSIDERED)
            if last and last.decided is Decided.UNSUITABLE
            else last,
            *told,
        ),
    ),
    "a new round hides what was seen": (
        "_stands",
        lambda last, under_way, *told: (
            waiting(under_way) if under_way else stands_of(last, under_way, *told)
        ),
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault, monkeypatch):
    name, wrong = PLANTED[fault]
    monkeypatch.setattr(rules, name, wrong)
    assert next(iter(differences(range(1500))), None) is not None


def test_there_are_at_least_twenty_faults():
    assert len(PLANTED) >= 20
