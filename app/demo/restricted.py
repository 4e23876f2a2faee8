"""Who knows whom in the demonstration: a worker whose cousin fosters, looked at again too long ago;
and somebody who has said whom they know, which nobody has settled yet. Beside it a household that a
newspaper looks for, seen only by those who are named, and opened twice all the same; and one that
a worker proposes to restrict."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.models import User
from app.accounts.queries import users_in_role
from app.accounts.roles import Role
from app.core.db import db
from app.core.today import today
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.people.models import Household
from app.restricted import actions, queries
from app.restricted.kinds import Knows, OpenedFor, RestrictedFor
from app.supervision import queries as supervision

DAY = timedelta(days=1)
KNOWS, SAYS = "Stefan Novak", "Rosalind Achebe"
OPENS, MANAGES = "Polly Ashdown", "Selina Marchbanks"
ASKED = "The police asked at once who else lives at this address, and wrote to say why."
TONIGHT = "Their cousin needs a bed tonight and nobody who is named picked up the telephone."


def plan_who_knows_whom(told: Told) -> None:
    """Everything of this kind, up to today."""
    told.on(told.today - 102 * DAY, Rank.AFTERWARDS, _knows, told)
    told.on(told.today - 2 * DAY, Rank.AFTERWARDS, _says, told)
    told.on(told.today - 33 * DAY, Rank.AFTERWARDS, _restricts, told)
    told.on(told.today - 12 * DAY, Rank.AFTERWARDS, _opens, told, OpenedFor.LAWFUL_REQUEST, ASKED)
    told.on(told.today - 11 * DAY, Rank.AFTERWARDS, _judges, told)
    told.on(told.today - DAY, Rank.AFTERWARDS, _opens, told, OpenedFor.HOME_TONIGHT, TONIGHT)
    told.on(told.today - DAY, Rank.AFTERWARDS, _proposes, told)


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


def _one_with_a_worker(told: Told, why: str) -> tuple[Household, User]:
    """One of them that is shut to nobody, and who supervises it."""
    shut = {home for each in queries.closed(today()) for home in each.what.households}
    workers = supervision.worker_of(None, today())
    homes = [
        home
        for home in _long_ours(told)
        if told.households[home].id in workers and told.households[home].id not in shut
    ]
    (home,) = Chance.of(told.county.seed, why).some(homes, 1)
    household = told.households[home]
    return household, db.session.get_one(User, workers[household.id].id)


def _restricts(told: Told) -> None:
    """Of those who have fostered for some years, one with a worker, whom nobody here knows."""
    household, worker = _one_with_a_worker(told, "restricted")
    actions.restrict(
        because=RestrictedFor.MEDIA,
        says="A newspaper writes about the case of a child who lived there, and asks around.",
        readers=[worker, db.session.get_one(User, told.users[MANAGES].id)],
        household=household,
        by=told.manager,
    )


def _proposes(told: Told) -> None:
    """Of one more a worker says that it should be; no manager has decided."""
    household, worker = _one_with_a_worker(told, "proposed to be restricted")
    actions.propose_restriction(
        because=RestrictedFor.PROTECTED_ADDRESS,
        says="The father of the boy placed there was seen in their street twice this week.",
        household=household,
        by=worker,
    )


def _opens(told: Told, because: OpenedFor, says: str) -> None:
    (restriction,) = queries.restrictions(today())
    actions.break_glass(
        restriction,
        because=because,
        says=says,
        tell=users_in_role(Role.TEAM_MANAGER),
        by=told.users[OPENS],
    )


def _judges(told: Told) -> None:
    (opened,) = queries.to_review()
    by = told.users[MANAGES]
    actions.read_notice(opened, by=told.manager)
    review = "The request came in writing the same day. Somebody named should have been rung first."
    actions.review_opening(opened, was_right=True, review=review, by=by)


def _says(told: Told) -> None:
    user = db.session.get_one(User, told.users[SAYS].id)
    actions.declare(
        knows=Knows.FRIEND,
        whom="A family in Ledbury called Amies; our boys play football together.",
        by=user,
    )
