"""Agreements to share a bedroom, as the engine needs them: by room, not by pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sufficiency.period import Period, days_of_change
from sufficiency.types import SharingAgreed

Group = frozenset[str]


def agreed_together(pairs: Sequence[SharingAgreed]) -> tuple[SharingAgreed, ...]:
    """The agreements, and each larger group of whom every pair is agreed, while it is.

    Agreements are recorded pair by pair. Three children may share a room when each of their three
    pairs may: one pair that nobody agreed leaves them without.
    """
    periods = [pair.period for pair in pairs if pair.period]
    if len(pairs) < 3 or not periods:
        return tuple(pairs)
    days = days_of_change(Period(min(period.starts for period in periods)), periods)
    larger = [
        SharingAgreed(group, Period(day, following))
        for day, following in zip_longest(days, days[1:])
        for group in _groups({p.children for p in pairs if p.period and p.period.contains(day)})
        if len(group) > 2
    ]
    return (*pairs, *larger)


def _groups(pairs: set[Group]) -> Iterator[Group]:
    """The largest groups of whom every two are one of the pairs."""
    return _grown(frozenset(), frozenset().union(*pairs), frozenset(), pairs)


def _grown(group: Group, may_join: Group, done: Group, pairs: set[Group]) -> Iterator[Group]:
    """The largest groups that hold this one, with those who `may_join` and nobody of `done`."""
    if not may_join and not done:
        yield group
    for child in sorted(may_join):
        agreed = frozenset(other for pair in pairs if child in pair for other in pair - {child})
        yield from _grown(group | {child}, may_join & agreed, done & agreed, pairs)
        may_join, done = may_join - {child}, done | {child}
