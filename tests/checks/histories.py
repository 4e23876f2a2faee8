"""Invented histories of a check, as plain days: told to the rules and to the slow model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from app.checks import rules
from app.checks.kinds import Decided
from app.checks.rules import Round, There
from app.statute.checks import Asks, CheckKind, Listed, listed
from tests.oracles import checks as oracle

START = date(2019, 12, 1)
DECIDED = (*[Decided.SUITABLE] * 4, *Decided)
LEAP = (date(2020, 2, 29), date(2024, 2, 29))
YEARS = 3


def item(before: bool = True, renews: bool = True) -> Listed:
    """A certificate of an applicant; not before anything, or for good, where said."""
    (found,) = (
        each for each in listed(Asks.APPLICANT, START) if each.kind is CheckKind.CERTIFICATE
    )
    return replace(found, before=before, renewal=found.renewal if renews else None)


def rounds(chance: Random) -> list[Round]:
    """Up to five rounds: some asked and nothing more, some chased, some never asked but seen."""
    made = []
    for number in range(chance.randrange(6)):
        asked = START + timedelta(days=chance.randrange(1700))
        if chance.random() < 0.1:
            asked = chance.choice(LEAP)
        far = chance.choice(("asked", "back", "seen", "seen", "seen"))
        back = asked + timedelta(days=chance.randrange(50)) if far != "asked" else None
        seen = back + timedelta(days=chance.randrange(15)) if far == "seen" and back else None
        last = back or asked + timedelta(days=60)
        chased = sorted(
            asked + timedelta(days=chance.randrange((last - asked).days + 1))
            for _ in range(chance.randrange(3))
        )
        issued = chance.choice((None, asked, back)) if back else None
        until = seen + timedelta(days=chance.randrange(900)) if seen else None
        made.append(
            Round(
                number,
                asked if chance.random() > 0.1 or far == "asked" else None,
                tuple(chased),
                back,
                issued,
                seen,
                chance.choice(DECIDED) if seen else None,
                until if chance.random() < 0.2 else None,
            )
        )
    return made


def histories(seeds: range) -> Iterator[tuple[Listed, There, list[Round], date]]:
    """What is asked, of whom, its rounds, and the day on which it is looked at."""
    for seed in seeds:
        chance = Random(seed)
        those = rounds(chance)
        since = START + timedelta(days=chance.randrange(900))
        marks = [
            day
            for one in those
            for day in (one.asked_on, one.received_on, one.seen_on, lasts(one), *one.chased)
            if day is not None
        ]
        near = chance.choice(marks) if marks and chance.random() < 0.7 else START
        day = near + timedelta(days=chance.choice((-1, 0, 1, 1, -92, -91, -90, 400)))
        child = since + timedelta(days=chance.randrange(-60, 900))
        there = There(since, chance.random() < 0.5, child if chance.random() < 0.6 else None)
        yield item(chance.random() < 0.9, chance.random() < 0.8), there, those, day


def lasts(one: Round) -> date | None:
    """A last day that may be somebody's, to look at the days about it."""
    start = one.issued_on or one.seen_on
    return oracle.anniversary(start, YEARS) if start is not None else one.counts_until


def plain(one: Round) -> dict[str, Any]:
    """A round as the slow model has it."""
    return {
        "asked": one.asked_on,
        "chased": list(one.chased),
        "back": one.received_on,
        "issued": one.issued_on,
        "seen": one.seen_on,
        "decided": one.decided.value if one.decided is not None else None,
        "until": one.counts_until,
    }


def both(of: Listed, there: There, those: list[Round], day: date) -> tuple[Any, Any]:
    """What the rules say and what the slow model says."""
    found = rules.standing(of, there, those, day)
    said = (
        found.stands.value,
        found.until,
        [(each.kind.value, each.days, each.still) for each in found.late],
        found.waits_since,
    )
    model = oracle.told(
        [plain(each) for each in those],
        years=YEARS if of.renewal is not None else None,
        since=there.since,
        from_the_start=there.from_the_start,
        child_on=there.child_on,
        before=of.before,
        on=day,
    )
    return said, model


def differences(seeds: range) -> Iterator[Any]:
    """Where the rules, as they are now, and the slow model do not say the same."""
    for each in histories(seeds):
        said, model = both(*each)
        if said != model:
            yield each, said, model
