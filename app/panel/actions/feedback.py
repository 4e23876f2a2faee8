"""The panel's feedback on a report."""

from __future__ import annotations

from collections.abc import Mapping

from app.accounts.models import User
from app.assessments.grading import Theme
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.today import today
from app.panel.models import Item, ReportFeedback
from app.panel.queries.feedback import feedback_on
from app.panel.rules.feedback import feedback_breaches
from app.people.actions import refuse_if


@act("Recorded what the panel said of a report")
def give_feedback(
    item: Item, *, author: User | None, scores: Mapping[Theme, int], words: str = "", by: Actor
) -> list[ReportFeedback]:
    """Scores from 1 to 5 by theme, and what would make it better: once for each report."""
    take(item)
    refuse_if(
        feedback_breaches(
            scores,
            words=words,
            heard=item.meeting.meets_on <= today(),
            given=bool(feedback_on(item.id)),
            author=author is not None,
        )
    )
    made = [
        ReportFeedback(
            item_id=item.id,
            household_id=item.household_id,
            author_id=author.id if author is not None else None,
            theme=theme,
            score=score,
            words=words.strip(),
        )
        for theme, score in scores.items()
    ]
    db.session.add_all(made)
    db.session.flush()
    return made
