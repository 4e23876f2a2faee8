"""Quorum against a slow reading of the regulation, over everybody who could be there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations_with_replacement, product

import pytest

from app.panel.kinds import SeatKind
from app.panel.rules import quorum as rules
from app.panel.rules.quorum import Attendee, if_one_is_lost, quorum
from tests.oracles.quorum import is_quorate

MOST = 9
SORTS = ("", "s", "i", "si")
"""What somebody can be, apart from their seat."""


def companies() -> Iterator[tuple[str, ...]]:
    """Everybody who could be there, up to nine: at most one chair and two vice chairs.

    Who is called what does not matter, so that each is there once for all of its orders.
    """
    for chairs, vices in product(range(2), range(3)):
        for chair in combinations_with_replacement(["c" + each for each in SORTS], chairs):
            for vice in combinations_with_replacement(["v" + each for each in SORTS], vices):
                for number in range(MOST + 1 - chairs - vices):
                    for rest in combinations_with_replacement(SORTS, number):
                        yield (*chair, *vice, *rest)


@cache
def by_the_words(those: tuple[str, ...], joint: bool) -> bool:
    return is_quorate(those, joint=joint)


SEATS = {"c": SeatKind.CHAIR, "v": SeatKind.VICE_CHAIR}


def told(those: tuple[str, ...]) -> list[Attendee]:
    return [
        Attendee(
            key=number,
            seat=next((seat for letter, seat in SEATS.items() if letter in each), None),
            social_worker="s" in each,
            independent="i" in each,
        )
        for number, each in enumerate(those)
    ]


def without(those: tuple[str, ...], place: int) -> tuple[str, ...]:
    return those[:place] + those[place + 1 :]


def differences(judge=quorum, *, most: int = MOST) -> Iterator[tuple[str, ...]]:
    """Where the rule and the slow reading differ, whole and with each one taken away."""
    for those in companies():
        if len(those) > most:
            continue
        there = told(those)
        for joint in (False, True):
            if (not judge(there, joint=joint)) != by_the_words(those, joint):
                yield those
            seen = set()
            for place, each in enumerate(those):
                if each in seen:  # two who are alike in everything are lost alike
                    continue
                seen.add(each)
                left = without(those, place)
                if (not judge(there, {place}, joint=joint)) != by_the_words(left, joint):
                    yield left


def test_quorum_is_as_the_regulation_reads_for_everybody_who_could_be_there():
    assert list(differences()) == []


def test_who_must_not_drop_out_is_as_the_regulation_reads():
    for those in companies():
        if len(those) > 7 or not by_the_words(those, False):
            continue
        needed = [
            place for place in range(len(those)) if not by_the_words(without(those, place), False)
        ]
        assert [each.key for each in if_one_is_lost(told(those))] == needed


def planted(**wrong):
    """The rule with one thing wrong in it."""

    def judge(attendees, conflicts=(), *, joint=False):
        attendees = [each for each in attendees if wrong.get("deaf") or each.key not in conflicts]
        if wrong.get("nobody_chairs"):
            attendees = [*attendees, Attendee(99, SeatKind.CHAIR)]
        if "as" in wrong:
            attendees = [wrong["as"](each) for each in attendees]
        found = quorum(attendees, joint=joint and not wrong.get("never_joint"))
        left_out = wrong.get("forgets", "\0")
        return [each for each in found if left_out not in each.says]

    return judge


def with_(each, **more):
    told = {name: getattr(each, name) for name in ("key", "seat", "social_worker", "independent")}
    return Attendee(**told | more)


FAULTS = {
    "conflicts count for nothing": planted(deaf=True),
    "a joint panel needs five": planted(never_joint=True),
    "the number is forgotten": planted(forgets="needed."),
    "nobody need take the chair": planted(forgets="Neither the chair"),
    "no social worker is needed": planted(forgets="No social worker"),
    "one person fills two places": planted(forgets="leads it"),
    "independence is forgotten": planted(forgets="independent"),
    "somebody more is counted": planted(nobody_chairs=True),
    "everybody is independent": planted(**{"as": lambda each: with_(each, independent=True)}),
    "everybody is a social worker": planted(**{"as": lambda each: with_(each, social_worker=True)}),
    "a vice chair is a chair": planted(
        **{"as": lambda each: with_(each, seat=each.seat and SeatKind.CHAIR)}
    ),
    "vice chairs do not lead": planted(
        **{
            "as": lambda each: with_(
                each, seat=SeatKind.CHAIR if each.seat is SeatKind.CHAIR else None
            )
        }
    ),
    "whoever leads is no social worker": planted(
        **{"as": lambda each: with_(each, social_worker=each.social_worker and not each.seat)}
    ),
    "whoever leads is never independent": planted(
        **{"as": lambda each: with_(each, independent=each.independent and not each.seat)}
    ),
    "only social workers are independent": planted(
        **{"as": lambda each: with_(each, independent=each.independent and each.social_worker)}
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_comparison_catches(fault):
    assert any(differences(FAULTS[fault], most=6))


@pytest.mark.parametrize(("number", "wrong"), [("SINGLE", 4), ("SINGLE", 6), ("JOINT", 5)])
def test_the_comparison_catches_another_number(monkeypatch, number, wrong):
    monkeypatch.setattr(rules, number, wrong)
    assert any(differences(most=6))


def test_nobody_counts_twice():
    there = told(("ci", "s", "", "", ""))
    assert not quorum(there)
    assert quorum([*there[:4], there[3]])


def test_every_reason_is_said_at_once_with_its_regulation():
    found = quorum(told(("v",)))
    assert len(found) == 3
    assert all("FSR 2011 reg 24" in each.cite.short for each in found)
    assert "1 member is there for it; 5 are needed." in found[0].says
