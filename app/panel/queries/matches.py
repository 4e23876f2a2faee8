"""Long-term matches that a panel has heard: what waits for the decision maker, and each one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.core.db import db
from app.core.present import long_day
from app.core.words import words
from app.panel.coming import MustCome, rule_for
from app.panel.kinds import ItemKind, MinutesStep, Outcome
from app.panel.models import Item, MatchDecision, MeetingMinutes, Recommendation
from app.panel.queries.makers import is_on_list, named
from app.panel.queries.meetings import must_come_table
from app.panel.queries.minutes import who_sat
from app.panel.rules.deciding import Decider, Heard
from app.permanence.models import Match
from app.statute.fostering.panel import ADM_DECISION_DUE


def matter_of(match_id: int) -> str:
    """What an agenda calls a match."""
    return f"permanence_match:{match_id}"


@dataclass(frozen=True, slots=True)
class MatchHeard:
    """A match for the long term: what the panel said of it, and what was decided."""

    match: Match
    rule: MustCome | None
    """By which it must come to a panel; None: it need not."""

    item: Item | None = None
    said: Recommendation | None = None
    minutes_on: date | None = None
    decision: MatchDecision | None = None

    @property
    def heard(self) -> Heard:
        """As the rules look at it."""
        return Heard(
            self.rule is not None, self.said.outcome if self.said else None, self.minutes_on
        )

    @property
    def waits(self) -> bool:
        """Whether it is only put forward: a panel is to hear it, or has, and nothing is decided."""
        return self.decision is None and (self.rule is not None or self.said is not None)

    @property
    def says(self) -> str:
        """How it stands with the panel where none has recommended it, in a few words."""
        if self.said is not None and self.item is not None:
            return f"{words(self.said.outcome)}, {long_day(self.item.meeting.meets_on)}"
        return "Still to come to one" if self.rule is not None else "No panel was asked"

    @property
    def due_on(self) -> date | None:
        """The last day of the seven working days, once the minutes are final."""
        return ADM_DECISION_DUE.last_day(self.minutes_on) if self.minutes_on else None


def match_by_ref(ref: str) -> Match | None:
    """The long-term match with this public id."""
    return db.session.scalar(
        select(Match).where(Match.ref == ref, Match.long_term.is_(True), Match.stands())
    )


def match_heard(match: Match) -> MatchHeard:
    """One match."""
    return _heard([match])[0]


def _heard(those: Sequence[Match]) -> list[MatchHeard]:
    if not those:
        return []
    keys = {matter_of(each.id): each.id for each in those}
    said: dict[int, tuple[Item, Recommendation]] = {}
    rows = db.session.execute(
        select(Item, Recommendation)
        .join(Recommendation, Recommendation.item_id == Item.id)
        .where(Item.matter.in_(sorted(keys)), Item.stands(), Recommendation.stands())
        .order_by(Recommendation.id)
    )
    for row in rows:
        said[keys[row.Item.matter]] = (row.Item, row.Recommendation)
    final = {
        row.meeting_id: row.happened_on
        for row in db.session.execute(
            select(MeetingMinutes.meeting_id, MeetingMinutes.happened_on).where(
                MeetingMinutes.meeting_id.in_([item.meeting_id for item, _ in said.values()]),
                MeetingMinutes.step == MinutesStep.APPROVED,
                MeetingMinutes.stands(),
            )
        )
    }
    decided = {
        each.match_id: each
        for each in db.session.scalars(
            select(MatchDecision).where(
                MatchDecision.match_id.in_([each.id for each in those]), MatchDecision.stands()
            )
        )
    }
    table = must_come_table()
    return [
        MatchHeard(
            each,
            rule_for(ItemKind.LONG_TERM_MATCH, each.starts_on, table),
            said[each.id][0] if each.id in said else None,
            said[each.id][1] if each.id in said else None,
            final.get(said[each.id][0].meeting_id) if each.id in said else None,
            decided.get(each.id),
        )
        for each in those
    ]


def matches_waiting(as_at: date) -> list[MatchHeard]:
    """Those in force of which a panel here said something, and nothing is decided since."""
    matters = db.session.scalars(
        select(Item.matter)
        .join(Recommendation, Recommendation.item_id == Item.id)
        .where(
            Item.kind == ItemKind.LONG_TERM_MATCH,
            Item.stands(),
            Recommendation.stands(),
            Recommendation.outcome != Outcome.DEFERRED,
        )
    )
    ids = {int(number) for _, _, number in (each.partition(":") for each in matters) if number}
    if not ids:
        return []
    rows = db.session.scalars(
        select(Match)
        .where(
            Match.id.in_(sorted(ids)),
            Match.in_force(as_at),
            Match.id.not_in(select(MatchDecision.match_id).where(MatchDecision.stands())),
        )
        .order_by(Match.id)
    ).all()
    return sorted(_heard(rows), key=lambda each: (each.due_on or date.max, each.match.id))


def matches_decided(most: int = 20) -> list[MatchHeard]:
    """What was decided here, the latest first."""
    rows = db.session.scalars(
        select(Match)
        .join(MatchDecision, MatchDecision.match_id == Match.id)
        .where(MatchDecision.stands())
        .order_by(MatchDecision.decided_on.desc(), MatchDecision.id.desc())
        .limit(most)
    ).all()
    return _heard(rows)


def decider(user: User, match: Match, day: date) -> Decider:
    """Somebody who is to decide it."""
    sat = who_sat(matter_of(match.id))
    return Decider(
        user.roles_now(),
        sat=user.id in sat,
        on_list=is_on_list(user.id, day),
        assessed=False,
        named=named(user, day, match.household_id, sat),
    )
