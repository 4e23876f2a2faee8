"""What was recorded of a meeting by mistake and taken back: by whom, and why."""

from __future__ import annotations

from sqlalchemy import select

from app.audit.queries import ActShown, history_of
from app.core.columns import Kept
from app.core.db import db
from app.panel.models import Meeting, MeetingMinutes

PAPERS_NOT_SENT = "Took back that the papers of a panel were sent"
MINUTES_OPENED = "Opened the minutes of a panel again"


def taken_back(meeting: Meeting) -> list[ActShown]:
    """Each time that papers were not sent after all, or final minutes were opened again, the latest
    first."""
    steps = db.session.scalars(
        select(MeetingMinutes.id).where(MeetingMinutes.meeting_id == meeting.id)
    )
    found = history_of(
        f"panel_meeting:{meeting.id}",
        *(f"panel_minutes:{each}" for each in steps),
        may_see={Kept.OPENLY, Kept.NARRATIVE},
    )
    return [each for each in found if each.says in (PAPERS_NOT_SENT, MINUTES_OPENED)]
