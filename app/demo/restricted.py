"""Who knows whom in the demonstration: a worker whose cousin fosters, looked at again too long ago;
and somebody who has said whom they know, which nobody has settled yet."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.models import User
from app.core.db import db
from app.core.today import today
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.restricted import actions
from app.restricted.kinds import Knows
from app.supervision import queries as supervision

DAY = timedelta(days=1)
KNOWS, SAYS = "Stefan Novak", "Rosalind Achebe"


def plan_who_knows_whom(told: Told) -> None:
    """Everything of this kind, up to today."""
    told.on(told.today - 102 * DAY, Rank.AFTERWARDS, _knows, told)
    told.on(told.today - 2 * DAY, Rank.AFTERWARDS, _says, told)


def _knows(told: Told) -> None:
    user = db.session.get_one(User, told.users[KNOWS].id)
    own = supervision.households_of(user.id, today())
    homes = [home for home in _long_ours(told) if told.households[home].id not in own]
    (home,) = Chance.of(told.county.seed, "who knows whom").some(homes, 1)
    actions.record_conflict(
        user,
        knows=Knows.RELATIVE,
        household=told.households[home],
        says="His cousin; he told us when they were approved.",
        by=told.manager,
    )


def _long_ours(told: Told) -> list[PlannedHome]:
    """Households of ours that have fostered for some years and whom no story is about."""
    return [
        home
        for home in told.county.homes
        if home.whose is Whose.OURS
        and home.is_open
        and home.leaving_on is None
        and not home.holds
        and home.approved < told.today - 900 * DAY
    ]


def _says(told: Told) -> None:
    user = db.session.get_one(User, told.users[SAYS].id)
    actions.declare(
        knows=Knows.FRIEND,
        whom="A family in Ledbury called Amies; our boys play football together.",
        by=user,
    )
