"""The decision on a long-term match after the panel: it is to be, or it ends."""

from __future__ import annotations

from app.accounts.models import User
from app.audit.act import act
from app.core.db import db, take
from app.core.today import today
from app.panel.models import MatchDecision
from app.panel.queries import matches as queries
from app.panel.rules import matches as rules
from app.people.actions import refuse_if
from app.permanence import actions as permanence
from app.permanence.models import Match


@act("Decided on a long-term match")
def decide_match(
    match: Match,
    *,
    agrees: bool,
    reasons: str,
    departs: str = "",
    without_minutes: str = "",
    by: User,
) -> MatchDecision:
    """It is to be, by this person's decision; or it ends, even where somebody was told of it.

    `departs`: why not as the panel recommended; `without_minutes`: why before they are final.
    Raises RuleBroken with every reason; then nothing is changed.
    """
    take(match)
    day, found = today(), queries.match_heard(match)
    refuse_if(
        rules.match_breaches(
            queries.decider(by, match, day),
            found.heard,
            decided=found.decision is not None,
            stands=match.held_on(day),
            agrees=agrees,
            reasons=reasons,
            departs=departs,
            without_minutes=without_minutes,
        )
    )
    decision = MatchDecision(
        match_id=match.id,
        child_id=match.child_id,
        item_id=found.item.id if found.item else None,
        agrees=agrees,
        decided_on=day,
        decided_by_id=by.id,
        reasons=reasons.strip(),
        departs=departs.strip(),
        without_minutes=without_minutes.strip(),
    )
    db.session.add(decision)
    permanence.decide_match(match, agrees=agrees, decided_by=by.name, reason=reasons, by=by)
    db.session.flush()
    return decision
