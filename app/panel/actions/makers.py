"""Decision makers named, ended, away, or with a conflict in what concerns a household."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.act import Actor, act
from app.core.db import take
from app.core.succession import begin, open_row
from app.core.today import today
from app.panel.kinds import MakerRank
from app.panel.models import DecisionMaker, MakerAway
from app.panel.queries import makers as queries
from app.panel.rules import makers as rules
from app.people.actions import refuse_if
from app.people.rules import ending_breaches


@act("Named a decision maker")
def name_maker(
    user: User,
    *,
    rank: MakerRank,
    social_worker: bool,
    senior: bool,
    experienced_since: date,
    starts_on: date,
    by: User,
) -> DecisionMaker:
    """This person decides after the panel from this day, first or in the first one's place.

    Whoever was named so before is that no more. Raises RuleBroken with every reason.
    """
    before = open_row(DecisionMaker, rank=rank)
    other = MakerRank.SECOND if rank is MakerRank.FIRST else MakerRank.FIRST
    others = open_row(DecisionMaker, rank=other)
    refuse_if(
        rules.naming_breaches(
            rank,
            holds_role=Role.DECISION_MAKER in user.roles_now(),
            social_worker=social_worker,
            senior=senior,
            experienced_since=experienced_since,
            on_list=queries.is_on_list(user.id, starts_on),
            oneself=user.id == by.id,
            other_rank=others is not None and others.user_id == user.id,
            first_named=rank is MakerRank.FIRST or others is not None,
            since=before.starts_on if before is not None else None,
            starts_on=starts_on,
        )
    )
    return begin(
        DecisionMaker(
            user_id=user.id,
            rank=rank,
            social_worker=social_worker,
            senior=senior,
            experienced_since=experienced_since,
            starts_on=starts_on,
        ),
        instead_of=before,
    )


@act("Ended the appointment of a decision maker")
def end_maker(maker: DecisionMaker, *, on: date, by: Actor) -> DecisionMaker:
    """They decide no more from this day."""
    take(maker)
    refuse_if(ending_breaches("This appointment", maker.starts_on, maker.ends_on, on))
    maker.end(on)
    return maker


@act("Recorded that a decision maker is away")
def go_away(
    maker: DecisionMaker, *, starts_on: date, back_on: date | None = None, why: str, by: Actor
) -> MakerAway:
    """Away from a day; `back_on` is the first day on which they decide again."""
    refuse_if(rules.away_breaches(starts_on=starts_on, back_on=back_on, why=why))
    away = begin(MakerAway(maker_id=maker.id, why=why.strip(), starts_on=starts_on))
    if back_on is not None:
        away.end(back_on)
    return away


@act("Declared a decision maker’s conflict")
def declare_conflict(maker: DecisionMaker, *, household_id: int, why: str, by: Actor) -> MakerAway:
    """They decide nothing that concerns this household from today; the other one does."""
    refuse_if(rules.away_breaches(starts_on=today(), back_on=None, why=why))
    return begin(
        MakerAway(maker_id=maker.id, household_id=household_id, why=why.strip(), starts_on=today())
    )


@act("Recorded that a decision maker decides again")
def come_back(away: MakerAway, *, on: date, by: Actor) -> MakerAway:
    """The absence or the conflict is over from this day."""
    refuse_if(ending_breaches("This", away.starts_on, away.ends_on, on))
    away.end(on)
    return away
