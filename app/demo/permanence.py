"""Permanence beside the plans: four matches, contact of brothers and sisters who live apart, and a
stability meeting that was called and held.

They are found among the children as they were on the day: nobody is moved for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.children.models import Child
from app.core.db import db
from app.core.today import today
from app.demo.chronicle.told import Rank, Told
from app.people.models import Household
from app.permanence import actions, queries
from app.permanence.kinds import Because, ContactHow, Goal, HowOften, Whom
from app.permanence.queries import Permanence

DAY = timedelta(days=1)
DECISION_MAKER = "Dora Makepeace"
HOUSEHOLD = "household:"

YEAR = 365 * DAY


def plan_permanence(told: Told) -> None:
    """Everything of this kind, up to today."""
    told.on(told.today - 80 * DAY, Rank.AFTERWARDS, _matched, told)
    for days in (76, 45, 16):
        told.on(told.today - days * DAY, Rank.AFTERWARDS, _in_touch, told)
    told.on(told.today - 40 * DAY, Rank.AFTERWARDS, _called, told)
    told.on(told.today - 31 * DAY, Rank.AFTERWARDS, _held, told)


def _children() -> list[Permanence]:
    return list(queries.of_children(queries.looked_after_ids(today()), today()).values())


def _settled(those: Iterable[Permanence]) -> list[Permanence]:
    """Those who have lived with one family for more than a year and are there now."""
    return [
        each
        for each in those
        if each.since is not None
        and each.homes
        and each.homes[-1].touches(today(), today())
        and each.homes[-1].starts < today() - YEAR
        and each.homes[-1].home.startswith(HOUSEHOLD)
    ]


def _apart(each: Permanence) -> bool:
    return any(one.together is False for one in each.siblings)


def _of(each: Permanence) -> Child:
    return db.session.get_one(Child, each.child_id)


def _grown_soon(each: Permanence) -> bool:
    """Whether the child is eighteen before the county is read."""
    born = _of(each).person.born
    return born is not None and born < today() - 17 * YEAR


def _matched(told: Told) -> None:
    """Four who are to be fostered until they are grown are matched with their carers; of the
    last match nobody has been told. Contact is agreed with whoever lives elsewhere."""
    fostered = [
        each
        for each in _settled(_children())
        if each.plan and each.plan.goal is Goal.FOSTERING and not _grown_soon(each)
    ]
    *known, last = sorted(fostered, key=lambda one: not _apart(one))[:4]
    for each in (*known, last):
        home = int(each.homes[-1].home.removeprefix(HOUSEHOLD))
        match = actions.record_match(
            _of(each),
            household=db.session.get_one(Household, home),
            long_term=True,
            decided_on=today(),
            decided_by=DECISION_MAKER,
            why="They have brought him up for years, and mean to.",
            by=told.manager,
        )
        if each is not last:
            for whom in (Whom.CHILD, Whom.CARERS):
                actions.tell_of_match(match, whom=whom, on=today(), by=told.manager)
            for one in each.siblings:
                if one.together is False:
                    actions.agree_contact(
                        each.child_id,
                        one.child_id,
                        how_often=HowOften.MONTHLY,
                        how=ContactHow.IN_PERSON,
                        why="A Saturday each month; the carers take turns to drive.",
                        starts_on=today(),
                        by=told.manager,
                    )


def _in_touch(told: Told) -> None:
    """Brothers and sisters with an agreement met."""
    for each in _children():
        for one in each.siblings:
            if one.contact is not None and one.together is False and each.child_id < one.child_id:
                actions.record_contact(
                    each.child_id,
                    one.child_id,
                    held_on=today(),
                    how=ContactHow.IN_PERSON,
                    note="Swimming, and chips after. Both asked when the next time is.",
                    by=told.manager,
                )


def _moved() -> list[Permanence]:
    """Children whose placements in twelve months have reached the number, the last first."""
    found = [
        each
        for each in _children()
        if each.has_moved and any(one.because is Because.MOVES for one in each.reasons)
    ]
    return sorted(found, key=lambda each: (-each.placements, -each.reasons[-1].since.toordinal()))


def _called(told: Told) -> None:
    for each in _moved()[:1]:
        actions.call_meeting(
            _of(each),
            because=Because.MOVES,
            since=each.reasons[-1].since,
            called_on=today(),
            by=told.manager,
        )


def _held(told: Told) -> None:
    for each in _children():
        if each.called is not None:
            actions.hold_meeting(
                each.called,
                held_on=today(),
                agreed="The child stays. School keeps a place for the mornings; the carers have "
                "two nights off a month; we look again at the next review.",
                by=told.manager,
            )
