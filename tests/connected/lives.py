"""Children with connected carers driven through random steps beside a model that shares no code.

The model keeps plain days and counts them one by one. Before each step it says whether the step is
lawful; after it, how it stands and which day is the last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from app.children import actions as children
from app.children.codes import Ls
from app.connected import actions
from app.connected.rules import EndedHow, Kind, Outcome
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.people import queries as who
from app.people.rules import record_breach
from app.register import actions as register
from tests import builders as make
from tests.connected.family import Family

BEGAN = date(2025, 2, 17)
DAY = timedelta(days=1)
APPOINTED_FOR = timedelta(days=300)
"""Every grant of a role ends within a year; a life may be longer."""


def walked(first: date, days: int) -> date:
    """The day reached after so many days, one step at a time."""
    day = first
    for _ in range(days):
        day += DAY
    return day


@dataclass
class Model:
    """What has happened, as somebody would keep it on paper."""

    looked_after: bool = True
    there: bool = False
    complete: bool = False
    waiting: str = ""
    refused: bool = False
    given: date | None = None
    last: date | None = None
    extended: bool = False
    review: str = ""
    approved: bool = False
    ended: bool = False

    def over(self, day: date) -> bool:
        """Has it run out?"""
        return self.given is not None and self.review != "pending" and day > self.last

    def open_to_decide(self) -> bool:
        """May anything temporary still be decided for this child?"""
        return not self.ended and self.looked_after and not self.approved

    def may_be_agreed(self, kind: str, day: date) -> bool:
        """Is what is asked lawful on this day?"""
        if not self.open_to_decide():
            return False
        if kind == "give":
            return self.given is None and self.complete
        if self.given is None or self.over(day) or self.review:
            return False
        return kind == "await" or not self.extended

    def stands(self, day: date) -> str:
        """How it stands on a day."""
        if self.ended:
            return "ended"
        if not self.looked_after:
            return "not_looked_after"
        if self.approved:
            return "fully_approved"
        if self.given is None:
            if self.waiting:
                return "waiting_for_a_decision"
            return "refused" if self.refused else "checks_before_the_child_moves"
        if self.over(day):
            return "ran_out"
        if self.waiting:
            return "extension_asked_for"
        if self.review == "pending":
            return "independent_review_pending"
        return "extended" if self.extended else "temporary_approval"


KINDS = {"give": Kind.GIVE, "extend": Kind.EXTEND, "await": Kind.AWAIT}


@dataclass
class Life:
    """One child of one household: the record on one side, the model on the other."""

    random: Random
    family: Family
    child: Any
    row: Any
    model: Model = field(default_factory=Model)
    asked: Any = None
    kind: str = ""
    refused: int = 0
    done: set[str] = field(default_factory=set)

    # --------------------------------------------------------------------------------- the steps

    def step(self) -> None:
        """One step: lawful or not, as the model says, and then it stands as the model says."""
        steps: dict[str, Callable[[], tuple[bool, Callable[[], Any], Callable[[], None]]]] = {
            "check": self.check,
            "joins": self.joins,
            "give": lambda: self.ask("give"),
            "extend": lambda: self.ask("extend"),
            "await": lambda: self.ask("await"),
            "agree": self.agree,
            "refuse": self.refuse,
            "withdraw": self.withdraw,
            "moved": self.moved,
            "review known": self.review_known,
            "arrange": self.arrange,
            "approve": self.approve,
            "stop": self.stop,
            "again": self.again,
            **{
                f"end {how.value}": (lambda how=how: self.end(how))  # type: ignore[misc]
                for how in EndedHow
            },
        }
        names = list(steps)
        ends = [name for name in names if name.startswith("end") or name in ("stop", "approve")]
        often = [name for name in names if name not in ends]
        chance = self.random.random()
        some = ends if chance < 0.08 else often
        if chance > 0.4:  # on its way: something lawful that moves it on
            forward = [name for name in often if name not in ("joins", "refuse", "withdraw")]
            some = [name for name in forward if steps[name]()[0]] or often
        name = self.random.choice(some)
        lawful, act, after = steps[name]()
        said = self._tried(act)
        assert (not said) is lawful, f"{name}: {said} {self.model}"
        if said:
            self.refused += 1
        else:
            after()
            self.done.add(name)
        self.agrees(name)

    @staticmethod
    def _tried(act: Callable[[], Any]) -> str:
        """Do it; why it is refused, or nothing."""
        try:
            act()
        except RuleBroken as refused:
            return f"refused: {refused}"
        return ""

    def agrees(self, name: str) -> None:
        """The record stands as the model does."""
        found = self.family.of(self.row)
        assert found.stage.value == self.model.stands(today()), f"{name}: {self.model}"
        if self.model.given is not None and not self.model.ended:
            last = None if self.model.review == "pending" else self.model.last
            given = found.course.given
            assert given is not None
            assert given.last_day == last, f"{name}: {self.model}"

    def check(self):
        def after():
            self.model.complete = True

        return True, self.family.check, after

    def joins(self):
        def after():
            self.model.complete = False

        name = f"Uncle {self.random.randrange(10**9)}"
        return True, lambda: self.family.joins(name), after

    def ask(self, kind):
        def act():
            self.asked = self.family.ask(
                self.row, KINDS[kind], **({"last_day": self.longest()} if kind == "extend" else {})
            )

        def after():
            self.model.waiting = kind

        return not self.model.waiting and self.model.may_be_agreed(kind, today()), act, after

    def longest(self):
        return walked(self.model.given, 111 + 56) if self.model.given else today()

    def agree(self):
        kind, day = self.model.waiting, today()

        def after():
            self.model.waiting = ""
            if kind == "give":
                self.model.given, self.model.last = day, walked(day, 111)
            elif kind == "extend":
                self.model.extended, self.model.last = True, walked(self.model.given, 167)
            else:
                self.model.review = "pending"

        return bool(kind) and self.model.may_be_agreed(kind, day), self._decide, after

    def _decide(self, outcome=Outcome.AGREED):
        if self.asked is None:
            raise RuleBroken(record_breach("There is nothing to do it to."))
        self.family.decide(self.asked, outcome)

    def refuse(self):
        kind = self.model.waiting

        def after():
            self.model.waiting = ""
            self.model.refused = self.model.refused or kind == "give"

        return bool(kind), lambda: self._decide(Outcome.REFUSED), after

    def withdraw(self):
        def act():
            if self.asked is None:
                raise RuleBroken(record_breach("There is nothing to do it to."))
            actions.withdraw(self.asked, reasons="Not now.", by=self.family.worker)

        def after():
            self.model.waiting = ""

        return bool(self.model.waiting), act, after

    def moved(self):
        def after():
            self.model.there = True

        lawful = not self.model.ended and not self.model.there
        return lawful, lambda: self.family.move(self.row), after

    def review_known(self):
        day = today()

        def after():
            self.model.review, self.model.last = "known", max(self.model.last, day)

        lawful = self.model.review == "pending" and not self.model.ended
        act = lambda: actions.review_known(self.row, on=day, by=self.family.worker)  # noqa: E731
        return lawful, act, after

    def arrange(self):
        lawful = self.model.over(today()) and not self.model.approved and not self.model.ended

        def act():
            actions.arrange(self.row, words="With an aunt.", on=today(), by=self.family.worker)

        return lawful, act, lambda: None

    def approve(self):
        carer = self.family.stands().people[0].person_id

        def act():
            register.approve(
                self.family.home,
                who.member_of(self.family.home.id, carer).person,
                starts_on=today(),
                by=make.SOMEBODY,
            )

        def after():
            self.model.approved = True

        return not self.model.approved, act, after

    def stop(self):
        def act():
            if not self.model.looked_after:
                raise RuleBroken(record_breach("There is nothing to do it to."))
            children.stop_looking_after(self.child, on=today(), by=make.SOMEBODY)

        def after():
            self.model.looked_after = self.model.there = False

        return self.model.looked_after, act, after

    def again(self):
        def act():
            if self.model.looked_after:
                raise RuleBroken(record_breach("There is nothing to do it to."))
            children.begin_legal_status(
                self.child, status=Ls.V2, starts_on=today(), by=make.SOMEBODY
            )

        def after():
            self.model.looked_after = True

        return not self.model.looked_after, act, after

    def end(self, how):
        model = self.model
        lawful = (
            not model.ended
            and {
                EndedHow.APPROVED: model.approved,
                EndedHow.ORDER: not model.looked_after,
                EndedHow.NOT_LOOKED_AFTER: not model.looked_after,
                EndedHow.MOVED: True,
                EndedHow.NOT_GONE_ON_WITH: not model.there and model.given is None,
            }[how]
        )

        def after():
            model.ended, model.waiting = True, ""
            if model.review == "pending":
                model.review = "known"
            if how is EndedHow.MOVED:
                model.there = False

        return lawful, lambda: self.family.end(self.row, how), after


def live(*, seed: int, lives: int, steps: int) -> list[Life]:
    """So many lives of so many steps each, some days apart."""
    random = Random(seed)
    lived = []
    for _ in range(lives):
        day = BEGAN
        with clock_at(day):
            family = Family()
            child = make.child()
            (row,) = family.open(child)
            life = Life(random, family, child, row)
        appointed = day
        for _ in range(steps):
            day += timedelta(days=random.choice((0, 0, 0, 0, 1, 3, 9, 27, 56)))
            with clock_at(day):
                if day > appointed + APPOINTED_FOR:
                    family.appoint()
                    appointed = day
                life.step()
        lived.append(life)
    return lived
