"""The director decides about a child who lives where it is not lawful, or is not free."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.audit.act import act
from app.children.models import Child
from app.children.queries import main_placement
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.today import today
from app.oversight.kinds import Applied, Plan
from app.oversight.models import OversightDecision
from app.oversight.rules.deciding import decision_breaches
from app.oversight.standing import basis


@act("Decided about a child who lives where it is not lawful")
def decide(
    child: Child,
    *,
    needs: str,
    progress: str,
    last_seen_on: date,
    applied: Applied,
    plan: Plan,
    steps: str,
    look_again_on: date,
    by: User,
) -> OversightDecision:
    """The director has looked at this child today, says what is to be done, and when next to look.

    It speaks of where the child lives today. Nothing is made lawful by it.
    """
    day = today()
    answer = basis(child.id, day).answer
    breaches = decision_breaches(
        answer.watched,
        today=day,
        last_seen_on=last_seen_on,
        plan=plan,
        look_again_on=look_again_on,
    )
    if breaches or answer.watched is None:
        raise RuleBroken(*breaches)
    placement = main_placement(child.id, day)
    decision = OversightDecision(
        child_id=child.id,
        placement_id=placement.id if placement is not None else None,
        concern=answer.watched.concern,
        basis=answer.kind,
        decided_on=day,
        decided_by_id=by.id,
        needs=needs.strip(),
        progress=progress.strip(),
        last_seen_on=last_seen_on,
        applied=applied,
        plan=plan,
        steps=steps.strip(),
        look_again_on=look_again_on,
    )
    db.session.add(decision)
    db.session.flush()
    return decision
