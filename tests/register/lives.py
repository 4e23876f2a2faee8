"""Households driven through random steps beside a small model that shares no code with them.

The model keeps what happened as plain lists and says beforehand whether each step is lawful. At the
end the register is replayed: on every day, as known on that day and as known now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from app.core.errors import RuleBroken
from app.core.today import clock_at
from app.register import actions
from app.register.models import ApprovalEnd, HoldReason
from app.register.queries import Status, register_list
from tests.builders import SOMEBODY, household, line

BEGAN = datetime(2023, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Known:
    """Something that held from a day, and when each end of it was told."""

    what: str
    who: int
    starts: date
    told: datetime
    value: Any = None
    ends: date | None = None
    end_told: datetime | None = None
    row: Any = None

    def held(self, day: date, moment: datetime) -> bool:
        ended = (
            self.ends is not None
            and self.ends <= day
            and self.end_told is not None
            and self.end_told <= moment
        )
        return self.told <= moment and self.starts <= day and not ended

    @property
    def is_open(self) -> bool:
        return self.ends is None


@dataclass
class Life:
    """One household's years: the record on one side, the model on the other."""

    random: Random
    home: Any = None
    people: list[Any] = field(default_factory=list)
    facts: list[Known] = field(default_factory=list)
    reviews: list[tuple[date, datetime]] = field(default_factory=list)
    notices: list[tuple[Known, date, datetime]] = field(default_factory=list)
    moment: datetime = BEGAN
    steps: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def day(self) -> date:
        return self.moment.date()

    def begin(self, name: str) -> None:
        with clock_at(self.moment):
            self.home = household(name, carers=2, approved=False, since=self.day)
            self.people = [member.person for member in self.home.members]

    def go_on(self) -> None:
        """One random step, a few seconds or a few weeks after the last."""
        self.moment += timedelta(
            days=self.random.choice([0, 0, 1, 5, 27, 28, 29, 90]),
            seconds=self.random.randint(1, 50),
        )
        steps = [self.approve, self.approve, self.terms, self.hold, self.lift, self.resign]
        self.random.choice([*steps, self.terminate, self.review])()

    # ------------------------------------------------------------------------------ the steps

    def approve(self) -> None:
        who = self.random.randrange(2)
        starts = self.some_day()
        lawful = not any(
            each.ends is None or each.ends > starts for each in self.of("approval", who)
        ) and not any(each.starts > starts for each in self.of("approval", who))
        row = self.try_it(
            lawful,
            f"approve {who} from {starts}",
            lambda: actions.approve(self.home, self.people[who], starts_on=starts, by=SOMEBODY),
        )
        if row:
            self.facts.append(Known("approval", who, starts, self.moment, row=row))

    def terms(self) -> None:
        starts, number = self.some_day(), self.random.randint(1, 4)
        before = self.open("terms")
        row = self.try_it(
            before is None or before.starts <= starts,
            f"terms for {number} from {starts}",
            lambda: actions.set_terms(
                self.home, overall=number, criteria=[line(number)], starts_on=starts, by=SOMEBODY
            ),
        )
        if row:
            if before is not None:
                before.ends, before.end_told = starts, self.moment
            self.facts.append(Known("terms", 0, starts, self.moment, number, row=row))

    def hold(self) -> None:
        starts = self.day
        row = self.try_it(
            self.open("hold") is None,
            f"hold from {starts}",
            lambda: actions.put_on_hold(
                self.home, reason=HoldReason.ILLNESS, starts_on=starts, by=SOMEBODY
            ),
        )
        if row:
            self.facts.append(Known("hold", 0, starts, self.moment, row=row))

    def lift(self) -> None:
        held = self.open("hold")
        if held is None:
            return
        self.try_it(True, "lift", lambda: actions.lift_hold(held.row, on=self.day, by=SOMEBODY))
        held.ends, held.end_told = self.day, self.moment

    def resign(self) -> None:
        approval = self.some_approval()
        if approval is None:
            return
        received = self.some_day()
        lawful = received >= approval.starts and (approval.ends is None or approval.ends > received)
        row = self.try_it(
            lawful,
            f"resign {approval.who} received {received}",
            lambda: actions.receive_resignation(approval.row, received_on=received, by=SOMEBODY),
        )
        if row:
            self.notices.append((approval, received, self.moment))
            by_law = received + 28 * DAY
            if approval.ends is None or approval.ends > by_law:
                approval.ends, approval.end_told = by_law, self.moment

    def terminate(self) -> None:
        approval = self.some_approval()
        if approval is None:
            return
        on = self.day
        lawful = on >= approval.starts and (approval.ends is None or approval.ends > on)
        row = self.try_it(
            lawful,
            f"end {approval.who} on {on}",
            lambda: actions.end_approval(
                approval.row, on=on, how=ApprovalEnd.TERMINATED, by=SOMEBODY
            ),
        )
        if row:
            approval.ends, approval.end_told = on, self.moment

    def review(self) -> None:
        held = self.some_day()
        self.try_it(
            True,
            f"review {held}",
            lambda: actions.record_review(self.home, held_on=held, by=SOMEBODY),
        )
        self.reviews.append((held, self.moment))

    # ------------------------------------------------------------------------------ the model

    def try_it(self, lawful: bool, says: str, act: Any) -> Any:
        self.steps.append(f"{self.moment:%Y-%m-%d %H:%M:%S} {says}")
        done, refused = None, None
        try:
            with clock_at(self.moment):
                done = act()
        except RuleBroken as broken:
            refused = broken
            self.refused += 1
        assert lawful == (refused is None), f"lawful {lawful}, refused {refused}\n{self}"
        assert not refused or all(each.says and each.cite.short for each in refused.breaches)
        return done

    def of(self, what: str, who: int = 0) -> list[Known]:
        return [each for each in self.facts if (each.what, each.who) == (what, who)]

    def open(self, what: str) -> Known | None:
        return next((each for each in self.of(what) if each.is_open), None)

    def some_day(self) -> date:
        """Today, or lately: what happened is often told late."""
        return max(self.day - self.random.choice([0, 0, 0, 1, 10]) * DAY, BEGAN.date())

    def some_approval(self) -> Known | None:
        all_of_them = [each for each in self.facts if each.what == "approval"]
        return self.random.choice(all_of_them) if all_of_them else None

    def on_register(self, day: date, moment: datetime) -> list[tuple[Any, ...]]:
        """Who stands on the register on a day, as told by a moment: person, since, and so on."""
        terms = [each.value for each in self.of("terms") if each.held(day, moment)]
        held = any(each.held(day, moment) for each in self.of("hold"))
        reviews = tuple(sorted(on for on, told in self.reviews if told <= moment and on <= day))
        standing = [
            each for each in self.facts if each.what == "approval" and each.held(day, moment)
        ]
        leaving = any(
            approval in standing and received <= day and told <= moment
            for approval, received, told in self.notices
        )
        number = terms[0] if terms else None
        return sorted(
            (self.people[each.who].ref, each.starts, number, held, leaving, reviews)
            for each in standing
        )

    def __str__(self) -> str:
        return "\n  ".join(["what was done:", *self.steps[-25:]])


def as_the_record_says(
    lives: list[Life], day: date, moment: datetime | None
) -> dict[int, list[tuple[Any, ...]]]:
    """The same from the register itself, by household."""
    found: dict[int, list[tuple[Any, ...]]] = {life.home.id: [] for life in lives}
    for entry in register_list(day, moment):
        home = entry.household
        in_force = [each for each in home.room.terms if each.period.contains(day)]
        found[home.id].append(
            (
                entry.person_ref,
                entry.approved_on,
                in_force[0].overall if in_force else None,
                Status.ON_HOLD in home.statuses,
                Status.RESIGNING in home.statuses,
                home.reviews,
            )
        )
    return {id_: sorted(rows) for id_, rows in found.items()}


def live(seed: int, households: int, steps: int) -> list[Life]:
    """So many households, each driven so many steps."""
    lives = []
    for number in range(households):
        life = Life(Random(f"{seed}/{number}"))
        life.begin(f"The {seed} {number}s")
        for _ in range(steps):
            life.go_on()
        lives.append(life)
    return lives


def days_of(lives: list[Life], every: int) -> Iterator[date]:
    """Every so many days from the first to the last."""
    last = max(life.moment for life in lives).date()
    for number in range(0, (last - BEGAN.date()).days + 1, every):
        yield BEGAN.date() + number * DAY


def replay(lives: list[Life], every: int) -> int:
    """Compare the register with the model on each of these days; how many answers agreed."""
    now = max(life.moment for life in lives) + DAY
    agreed = 0
    for day in days_of(lives, every):
        that_evening = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
        for moment, asked in ((now, None), (that_evening, that_evening)):
            said = as_the_record_says(lives, day, asked)
            for life in lives:
                expected = life.on_register(day, moment)
                assert said[life.home.id] == expected, f"{day}, known {asked}\n{life}"
                agreed += 1
    return agreed
