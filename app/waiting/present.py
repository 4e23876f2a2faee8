"""The board of everyone who waits, as its page shows it: each move with its reason, what was tried,
and what is in the way of those left over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.words import in_one_line
from app.guardianship.present import pounds
from app.matching.searching import REASON_WORDS
from app.matching.snapshot import HomeCard
from app.waiting.queries import Everyone, Someone, Weekly, weekly
from sufficiency.explain import near_miss_in_words
from sufficiency.together import (
    Blocked,
    Case,
    NotPossible,
    NotThere,
    Pin,
    Placed,
    Plan,
    WhatIf,
    left_over,
)

SEPARATES = "~"
"""Between a child's reference and a home's, in an address."""

CASE_WORDS: Mapping[Case, str] = {
    Case.ONE_EMERGENCY: "One referral by itself: the best home for it is the whole answer, and "
    "placing everyone at once makes no difference.",
    Case.BACKLOG: "Several referrals wait at once. Deciding them together is worth while.",
    Case.PLANNED_MOVES: "Some moves are a week or more ahead. Their homes are only planned for, "
    "and planned anew each day until the day comes: no bed is blocked by them.",
    Case.POOLED: "Homes of several councils are searched as one.",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody asked for besides, and the address without it."""

    says: str
    kept: bool
    without: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Move:
    """A home proposed for some children, why it is this one, and what may be tried instead.

    `parted`: brothers or sisters who were to be with them are not.
    """

    children: tuple[Someone, ...]
    home: HomeCard
    miles: float | None
    to_ask: bool
    parted: bool
    planned: bool
    placed: Placed
    alone: str
    because: str
    keep: Mapping[str, list[str]]
    leave_out: Mapping[str, list[str]]
    let_wait: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Left:
    """A child with no home in the plan, and what is in the way."""

    child: Someone
    says: str
    wanted: tuple[tuple[HomeCard, str], ...]
    would_need: tuple[tuple[HomeCard, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address: refs, as they were given."""

    keep: tuple[str, ...]
    out: tuple[str, ...]
    wait: tuple[str, ...]

    def with_more(self, name: str, what: Iterable[str]) -> dict[str, list[str]]:
        """The questions of the address with one more."""
        found = self.as_questions()
        found[name] = list(dict.fromkeys([*found[name], *what]))
        return found

    def without(self, name: str, what: str) -> dict[str, list[str]]:
        """The questions of the address with one less."""
        found = self.as_questions()
        found[name] = [each for each in found[name] if each != what]
        return found

    def as_questions(self) -> dict[str, list[str]]:
        """Every question of the address."""
        return {"keep": list(self.keep), "out": list(self.out), "wait": list(self.wait)}


class Board:
    """The answer for one reader and one set of things to try."""

    def __init__(self, found: Everyone, asked: Asked) -> None:
        self.found, self.asked = found, asked
        self._children = {someone.ref: id_ for id_, someone in found.children.items()}
        self._homes = {card.ref: id_ for id_, card in found.cards.items()}
        self._together = {need.id: len(need.children) for need in found.needs}
        self.what_if = self._what_if()
        self.plan: Plan = found.waiting.plan(self.what_if, seconds=20)
        self.alone: Plan = found.waiting.one_at_a_time(self.what_if)
        self.costs, self.costs_alone = weekly(found, (self.plan, self.alone))
        self.most = found.waiting.most_placeable
        self.case = tuple(CASE_WORDS[each] for each in sorted(found.waiting.case(found.day)))
        self.no_difference = Case.ONE_EMERGENCY in found.waiting.case(found.day)
        self.moves = tuple(self._move(each) for each in self.plan.placed)
        self.left = tuple(self._left(each) for each in left_over(found.waiting, self.plan))

    # ------------------------------------------------------------------------- what is tried

    def _what_if(self) -> WhatIf:
        """What the address asks; refs that are nobody's who waits are passed over."""
        pins = []
        for said in self.asked.keep:
            child, _, home = said.partition(SEPARATES)
            if child in self._children and home in self._homes:
                pins.append(Pin(frozenset({self._children[child]}), self._homes[home]))
        return WhatIf(
            pins=tuple(pins),
            not_there=tuple(
                NotThere(self._homes[home]) for home in self.asked.out if home in self._homes
            ),
            waits=frozenset(
                self._children[child] for child in self.asked.wait if child in self._children
            ),
        )

    @property
    def tried(self) -> Sequence[Tried]:
        """Everything that is tried, with the address without it."""
        found = []
        refused = {each.pin: each for each in self.plan.not_possible}
        for said in self.asked.keep:
            child, _, home = said.partition(SEPARATES)
            if child in self._children and home in self._homes:
                pin = Pin(frozenset({self._children[child]}), self._homes[home])
                says = (
                    f"{self._child(self._children[child]).name} with {self._card(pin.home_id).name}"
                )
                if pin in refused:
                    says += f": not possible, {_why(refused[pin])}"
                found.append(Tried(says, pin not in refused, self.asked.without("keep", said)))
        for home in self.asked.out:
            if home in self._homes:
                says = f"Without {self._card(self._homes[home]).name}"
                found.append(Tried(says, True, self.asked.without("out", home)))
        for child in self.asked.wait:
            if child in self._children:
                says = f"{self._child(self._children[child]).name} waits"
                found.append(Tried(says, True, self.asked.without("wait", child)))
        return found

    # ----------------------------------------------------------------------- what is answered

    def _child(self, id_: str) -> Someone:
        return self.found.children[id_]

    def _card(self, id_: str) -> HomeCard:
        return self.found.cards[id_]

    def _move(self, placed: Placed) -> Move:
        children = tuple(self._child(each) for each in placed.children)
        card = self._card(placed.home_id)
        return Move(
            children=children,
            home=card,
            miles=placed.miles_from_home,
            to_ask=placed.to_ask,
            parted=len(children) < self._together[placed.need_id],
            planned=placed.moves_on > self.found.day,
            placed=placed,
            alone=self._alone(placed),
            because=self._because(placed),
            keep=self.asked.with_more("keep", [f"{each.ref}~{card.ref}" for each in children]),
            leave_out=self.asked.with_more("out", [card.ref]),
            let_wait=self.asked.with_more("wait", [each.ref for each in children]),
        )

    def _alone(self, placed: Placed) -> str:
        """Where these children would be, one at a time."""
        homes = {self.alone.home_of(each) for each in placed.children}
        if homes == {placed.home_id}:
            return "The same"
        if homes == {None}:
            return "No home"
        names = sorted(self._card(each).name for each in homes if each)
        return in_one_line([*names, *(["no home for the rest"] if None in homes else [])])

    def _because(self, placed: Placed) -> str:
        """Why another home than one at a time: who is there instead."""
        before = {self.alone.home_of(each) for each in placed.children}
        if before == {placed.home_id}:
            return ""
        if None in before:
            return "Somebody else goes elsewhere, which leaves room here"
        if len(before) > 1:
            return "Here they stay together"
        (home,) = before
        others = [
            self._child(child).name
            for each in self.plan.placed
            if each.home_id == home
            for child in each.children
        ]
        if not others:
            return "Chosen with the other moves"
        return f"{self._card(str(home)).name} is for {in_one_line(others)}"

    def _left(self, blocked: Blocked) -> Left:
        if blocked.able:
            number = f"{blocked.able} home{'' if blocked.able == 1 else 's'}"
            says = f"{number} could, if nobody else were waiting"
        else:
            reasons = [
                f"{REASON_WORDS.get(code, code)} {count}"
                for code, count in list(blocked.tally.items())[:4]
            ]
            says = "No home could. " + (f"Ruled out: {'; '.join(reasons)}" if reasons else "")
        return Left(
            child=self._child(blocked.child_id),
            says=says,
            wanted=tuple(
                (self._card(each.home_id), self._for_whom(each.home_id)) for each in blocked.taken
            ),
            would_need=tuple(
                (self._card(each.home_id), near_miss_in_words(each)) for each in blocked.near
            ),
        )

    def _for_whom(self, home_id: str) -> str:
        names = [
            self._child(child).name
            for each in self.plan.placed
            if each.home_id == home_id
            for child in each.children
        ]
        if not names:
            return "left out, or not for this child with the others"
        return f"for {in_one_line(names)}"


def weekly_says(cost: Weekly) -> str:
    """What a plan costs a week, and of how many children that is not known."""
    said = pounds(cost.pence) if cost.known else "Not known"
    return f"{said}; {cost.unknown} not known" if cost.known and cost.unknown else said


def _why(refused: NotPossible) -> str:
    if not refused.codes:
        return "with the rest of what is tried"
    return ", ".join(REASON_WORDS.get(code, code.replace("_", " ")) for code in refused.codes)
