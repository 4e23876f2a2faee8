"""How a check stands, worked out the slow way: every day is lived through, one after another.

A round is a dictionary of days (asked, chased: a list, back, issued, seen, until) and what was
decided, in words. Whoever is asked has been asked since a day; they were there from the start or
not; and a child lived there with them from a day on, or never.
"""

from __future__ import annotations

from datetime import date, timedelta

ONE = timedelta(days=1)
FIRST = date(2019, 6, 1)
LEFT_OUT = ("not_practicable", "does_not_apply")
SOON = 91


def anniversary(day: date, years: int) -> date:
    """The same day of a later year; of 29 February, the 28th where there is none."""
    try:
        return date(day.year + years, day.month, day.day)
    except ValueError:
        return date(day.year + years, 2, 28)


def runs_out(one, years):
    """The last day on which a round that was seen counts; None where it counts for good."""
    if one["until"] is not None:
        return one["until"]
    if years is None or one["decided"] in LEFT_OUT:
        return None
    start = one["issued"] if one["issued"] is not None else one["seen"]
    return anniversary(start, years)


class Life:
    """What is known of a check when a day is over."""

    def __init__(self, years):
        self.years = years
        self.begun = []
        self.chased = {}
        self.back = {}
        self.seen = []
        self.touched = None
        self.gaps = []

    def day(self, today, rounds):
        """One day more, round by round in the order in which they were written down."""
        for number, one in enumerate(rounds):
            if today in (one["asked"], one["back"], one["seen"]):
                self.touched = self.touched or today
                if number not in self.begun:
                    self.begun.append(number)
            if number in self.begun and today in one["chased"]:
                self.chased[number] = today
            if today == one["back"]:
                self.back[number] = today
            if today == one["seen"]:
                if self.seen:
                    before = runs_out(rounds[self.seen[-1]], self.years)
                    if before is not None and today > before:
                        self.gaps.append((today - before).days)
                self.seen.append(number)

    def stands(self, today, rounds):
        """The state when the day is over, in words."""
        if self.seen:
            return self._once_seen(today, rounds[self.seen[-1]])
        waiting = [number for number in self.begun if number not in self.seen]
        if not waiting:
            return "not_asked_for"
        newest = max(waiting)
        if newest in self.back:
            return "back_not_seen"
        return "chased" if newest in self.chased else "asked"

    def _once_seen(self, today, last):
        if last["decided"] in LEFT_OUT:
            return "left_out"
        if last["decided"] == "stands_in_the_way":
            return "stands_in_the_way"
        until = runs_out(last, self.years)
        if until is not None and today > until:
            return "ran_out"
        if last["decided"] == "to_be_considered":
            return "being_considered"
        near = until is not None and (until - today).days <= SOON
        return "runs_out_soon" if near else "seen"


def told(rounds, *, years, since, from_the_start, child_on, before, on):
    """The state, the last day it counts, what is late (what, days, still), and since when an answer
    is waited for."""
    life, day = Life(years), FIRST
    first_seen = None
    while day <= on:
        life.day(day, rounds)
        if life.seen and first_seen is None:
            first_seen = day
        day += ONE
    late = []
    if before:
        if not from_the_start:
            late += _late("asked_after_they_came", since, life.touched, on)
        if child_on is not None:
            late += _late("seen_after_a_child_came", child_on, first_seen, on)
        late += [("renewed_after_it_ran_out", days, False) for days in life.gaps]
    until = runs_out(rounds[life.seen[-1]], years) if life.seen else None
    return life.stands(on, rounds), until, late, _waits(life, rounds)


def _late(what, needed, done, on):
    last = done if done is not None else on
    days = (last - needed).days
    return [(what, days, done is None)] if days > 0 else []


def _waits(life, rounds):
    waiting = [number for number in life.begun if number not in life.seen]
    if not waiting or max(waiting) in life.back:
        return None
    newest = max(waiting)
    return life.chased.get(newest, rounds[newest]["asked"])
