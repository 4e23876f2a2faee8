"""Who is named to decide after the panel, who is away or has a conflict, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.core.db import db
from app.core.today import today
from app.panel.kinds import MakerRank
from app.panel.models import DecisionMaker, Listing, MakerAway
from app.panel.queries.minutes import who_sat
from app.panel.rules.listing import three_years
from app.panel.rules.makers import Named, named_breaches


def makers(as_at: date) -> Sequence[DecisionMaker]:
    """Those named to decide on a day, the first one first."""
    return db.session.scalars(
        select(DecisionMaker).where(DecisionMaker.in_force(as_at)).order_by(DecisionMaker.rank)
    ).all()


def maker_by_ref(ref: str) -> DecisionMaker | None:
    """The appointment with this public id."""
    return db.session.scalar(
        select(DecisionMaker).where(DecisionMaker.ref == ref, DecisionMaker.stands())
    )


def away_by_ref(ref: str) -> MakerAway | None:
    """The absence or conflict with this public id."""
    return db.session.scalar(select(MakerAway).where(MakerAway.ref == ref, MakerAway.stands()))


def aways(as_at: date) -> Sequence[MakerAway]:
    """Absences and conflicts that last on a day or begin later, the latest first."""
    return db.session.scalars(
        select(MakerAway)
        .where(MakerAway.stands(), or_(MakerAway.ends_on.is_(None), MakerAway.ends_on > as_at))
        .order_by(MakerAway.starts_on.desc(), MakerAway.id.desc())
    ).all()


def is_away(maker_id: int, day: date, household_id: int) -> bool:
    """Whether a decision maker is away on a day, or has a conflict in what concerns this home."""
    found = select(MakerAway.id).where(
        MakerAway.maker_id == maker_id,
        MakerAway.in_force(day),
        or_(MakerAway.household_id.is_(None), MakerAway.household_id == household_id),
    )
    return db.session.scalar(found.limit(1)) is not None


def is_on_list(user_id: int, day: date) -> bool:
    """Whether somebody is on the central list, as far as their account is known."""
    found = select(Listing.id).where(Listing.user_id == user_id, Listing.in_force(day))
    return db.session.scalar(found.limit(1)) is not None


def named(user: User, day: date, household_id: int, kept_out: Collection[int] = ()) -> Named:
    """How somebody stands, as decision makers are named, in what concerns a household.

    `kept_out`: the users who have a conflict that the record itself knows of: they sat on it, they
    assessed or supervise these people.
    """
    found = makers(day)
    own = next((each for each in found if each.user_id == user.id), None)
    first = next((each for each in found if each.rank is MakerRank.FIRST), None)
    return Named(
        bool(found),
        own.rank if own is not None else None,
        qualified=own is None or is_qualified(own, day),
        away=own is not None and is_away(own.id, day, household_id),
        first_free=first.user.name
        if first is not None and _is_free(first, day, household_id, kept_out)
        else "",
    )


def is_qualified(maker: DecisionMaker, day: date) -> bool:
    """Whether somebody is on that day what a decision maker must be."""
    return maker.social_worker and maker.senior and three_years(maker.experienced_since, day)


def _is_free(first: DecisionMaker, day: date, household_id: int, kept_out: Collection[int]) -> bool:
    left = first.user.left_on is not None and first.user.left_on <= day
    return not (
        left
        or Role.DECISION_MAKER not in first.user.roles_now()
        or first.user_id in kept_out
        or is_on_list(first.user_id, day)
        or is_away(first.id, day, household_id)
    )


def not_their_turn(
    user: User, household_id: int, matter: str, since: date = date.min, own: Collection[int] = ()
) -> str:
    """Why somebody does not decide what the register decides, as decision makers are named.

    Blank: they may. `own`: whose own case it is; whoever sat on the matter is known here.
    """
    if Role.DECISION_MAKER not in user.roles_now():
        return ""
    kept_out = who_sat(matter, since) | frozenset(own)
    found = named_breaches(named(user, today(), household_id, kept_out))
    return found[0].says if found else ""
