"""What the director of children's services decided, and a deprivation of liberty.

One child in a rented house has an order and the director's decision, to be looked at again about
now; those who came to such places since then wait for one, so that the list shows both.
"""

from __future__ import annotations

from datetime import timedelta

from app.children import actions as children
from app.children.kinds import LibertyKind
from app.children.models import Child
from app.children.queries import registrations_to_check
from app.core.today import today
from app.demo.chronicle.told import Rank, Told
from app.oversight import actions as oversight
from app.oversight.kinds import Applied, Plan

DIRECTOR = "Diana Croft"
DAY = timedelta(days=1)


def plan_oversight(told: Told) -> None:
    """Everything of this kind, up to today."""
    told.on(told.today - 400 * DAY, Rank.AFTERWARDS, _checked, told, 0)
    told.on(told.today - 40 * DAY, Rank.AFTERWARDS, _checked, told, 2)
    told.on(told.today - 15 * DAY, Rank.AFTERWARDS, _deprived, told)
    told.on(told.today - 14 * DAY, Rank.AFTERWARDS, _decided, told, 7)
    told.on(told.today - 6 * DAY, Rank.AFTERWARDS, _decided, told, 7)


def _checked(told: Told, but: int) -> None:
    """The placement team went through the regulators’ own lists, all but so many."""
    day = today()
    for held, _ in registrations_to_check(day)[but:]:
        if held.starts_on <= day and (held.checked_on or day) <= day:
            children.check_registration(held, on=day, by=told.officer)


def _callum(told: Told) -> Child:
    return next(
        child
        for life, child in told.children.items()
        if (life.given, life.family) == ("Callum", "Tombs")
    )


def _deprived(told: Told) -> None:
    day = today()
    children.record_liberty(
        _callum(told),
        kind=LibertyKind.HIGH_COURT,
        court="High Court, Family Division, FD26P00617",
        starts_on=day,
        last_day=day + 83 * DAY,
        first_review_on=day + 28 * DAY,
        restrictions="Two adults at all times; doors locked at night; telephone handed in.",
        by=told.officer,
    )


def _decided(told: Told, again: int) -> None:
    day = today()
    oversight.decide(
        _callum(told),
        needs="Two adults at all times and a quiet house; assessed by the clinical psychologist.",
        progress="Eats and sleeps better than before. Asks to see his brother. No school yet.",
        last_seen_on=day - DAY,
        applied=Applied.APPLIED,
        plan=Plan.MOVE,
        steps="The placement team asks the two registered homes again on Monday; tuition begins.",
        look_again_on=day + again * DAY,
        by=told.users[DIRECTOR],
    )
