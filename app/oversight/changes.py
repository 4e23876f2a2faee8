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


def _why(was: Standing | None, now: Standing | None) -> str:
    """What came about between the two days; empty where nothing did."""
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
