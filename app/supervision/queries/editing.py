"""Whose households are whose to keep."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.db import db
from app.core.today import today
from app.register.models import Approval
from app.supervision.models import Allocation
from app.supervision.queries.cover import households_of


def own_households(user: User, as_at: date) -> frozenset[int]:
    """The households that are this person's own: those allocated to them."""
    return households_of(user.id, as_at)


def may_edit(user: User, household_id: int) -> bool:
    """May this person change a household's record?

    Whoever allocates the team's work keeps the whole team's record. Anybody else who edits
    households keeps their own, and those not yet approved that nobody has been given.
    """
    if not user.may(May.EDIT_HOUSEHOLD):
        return False
    if user.may(May.ALLOCATE_WORKER) or household_id in households_of(user.id, today()):
        return True
    return not any(_was_somebodys(household_id))


def may_read_reviews(user: User, household_id: int, own: Collection[int] | None = None) -> bool:
    """May this person read a household's reviews?

    A review tells of a home: whoever keeps it, decides on carers, or reads everything. `own` are
    their households, for whoever asks of many and has found them.
    """
    if user.may(May.EDIT_HOUSEHOLD) and not user.may(May.ALLOCATE_WORKER):
        return household_id in (own_households(user, today()) if own is None else own)
    return user.may(May.DECIDE_ON_CARERS) or user.may(May.SEE_HOLD_REASON)


def may_keep_availability(user: User, household_id: int) -> bool:
    """May this person say what a household can offer? Placement officers may for every one."""
    if not user.may(May.KEEP_AVAILABILITY):
        return False
    return not user.may(May.EDIT_HOUSEHOLD) or may_edit(user, household_id)


@remembered
def _was_somebodys(household_id: int) -> tuple[bool, bool]:
    """Was a household ever given to a worker; was it ever approved?"""
    given, approved = (
        select(kind.id).where(kind.household_id == household_id, kind.stands()).exists()
        for kind in (Allocation, Approval)
    )
    ever = db.session.execute(select(given, approved)).one()
    return ever[0], ever[1]
