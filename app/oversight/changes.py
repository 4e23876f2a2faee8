"""What changed in where children are, between two days, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.present import short_day
from app.oversight.standing import Standing


@dataclass(frozen=True, slots=True)
class Difference:
    """One child whose place, basis or faults differ between two days."""

    was: Standing | None
    now: Standing | None
    why: str

    @property
    def child(self) -> Standing:
        """The child, on whichever day there is one."""
        found = self.now or self.was
        if found is None:
            raise ValueError("a difference is about somebody")
        return found

    @property
    def worse(self) -> bool:
        """Whether the verdict is a worse one."""
        if self.now is None or self.was is None:
            return self.now is not None and self.now.answer.needs_somebody
        order = list(type(self.now.verdict))
        return order.index(self.now.verdict) < order.index(self.was.verdict)


@dataclass(frozen=True, slots=True)
class Change:
    """A child who differs between two days: what happened since, what we only learned since."""

    was: Standing | None
    now: Standing | None
    happened: str
    learned: str

    @property
    def child(self) -> Standing:
        """The child, on whichever day there is one."""
        found = self.now or self.was
        if found is None:
            raise ValueError("a change is about somebody")
        return found

    @property
    def worse(self) -> bool:
        """Whether the verdict is a worse one."""
        return Difference(self.was, self.now, "").worse

    @property
    def how(self) -> str:
        """Whether something happened, or we learned something, or both."""
        if self.happened and self.learned:
            return "Both"
        return "Happened" if self.happened else "Learned"


def told_apart(
    as_shown: Iterable[Standing], as_it_was: Iterable[Standing], after: Iterable[Standing]
) -> list[Change]:
    """Each child who differs, those for whom it became worse first, then by name.

    `as_shown`: the earlier day as it was known then. `as_it_was`: the same day as known since. What
    differs between those two we learned; what differs between that day and the later one happened.
    """
    shown = {each.child_id: each for each in as_shown}
    was = {each.child_id: each for each in as_it_was}
    now = {each.child_id: each for each in after}
    found = []
    for id_ in shown.keys() | was.keys() | now.keys():
        learned = _why(shown.get(id_), was.get(id_), learned=True)
        happened = _why(was.get(id_), now.get(id_))
        if learned or happened:
            found.append(Change(shown.get(id_) or was.get(id_), now.get(id_), happened, learned))
    return sorted(found, key=lambda each: (not each.worse, each.child.name, each.child.child_id))


def differences(before: Iterable[Standing], after: Iterable[Standing]) -> list[Difference]:
    """Each child who differs, those for whom it became worse first, then by name."""
    was = {each.child_id: each for each in before}
    now = {each.child_id: each for each in after}
    found = [
        Difference(was.get(id_), now.get(id_), why)
        for id_ in was.keys() | now.keys()
        if (why := _why(was.get(id_), now.get(id_)))
    ]
    return sorted(found, key=lambda each: (not each.worse, each.child.name, each.child.child_id))


def _why(was: Standing | None, now: Standing | None, *, learned: bool = False) -> str:
    """What came about between the two days; empty where nothing did.

    `learned`: the two are one day, known at two moments.
    """
    if was is None and now is None:
        return ""
    if learned and (was is None or now is None):
        found = now or was
        if found is None or not found.is_looked_after:
            return ""
        told = "was looked after" if now is not None else "was not looked after"
        return f"Recorded later: {told} on {short_day(found.as_at)} already."
    if now is None or (was is not None and was.is_looked_after and not now.is_looked_after):
        return "No longer looked after."
    if was is None or (now.is_looked_after and not was.is_looked_after):
        return f"Became looked after{_on(now)}. Lives: {now.where}."
    reasons = []
    if was.placement_ref is None and now.placement_ref is not None:
        reasons.append(f"Placed{_on(now)}: {now.where}.")
    elif was.placement_ref != now.placement_ref:
        reasons.append(f"Moved{_on(now)}, from {_inside(was.where)} to {_inside(now.where)}.")
    reasons += [
        fact for fact in now.answer.facts if fact not in was.answer.facts and _new(was, now)
    ]
    reasons += [each.says for each in now.breaches if each.code not in was.answer.codes]
    reasons += [
        f"Put right: {each.code.words()}."
        for each in was.breaches
        if each.code not in now.answer.codes
    ]
    reasons += [f"{mark}." for mark in now.answer.marks if mark not in was.answer.marks]
    reasons += [
        f"Over: {mark[:1].lower()}{mark[1:]}."
        for mark in was.answer.marks
        if mark not in now.answer.marks
    ]
    if not reasons and was.kind is not now.kind:
        reasons.append(f"{now.kind.words()}{_on(now)}.")
    return " ".join(reasons)


def _inside(where: str) -> str:
    """Where somebody lives, within a sentence: names keep their capital."""
    return where[:1].lower() + where[1:] if where.startswith(("A ", "An ", "With ")) else where


def _new(was: Standing, now: Standing) -> bool:
    """Facts are told again only where the basis itself is another."""
    return was.kind is not now.kind


def _on(now: Standing) -> str:
    return f" on {short_day(now.since)}" if now.since else ""
