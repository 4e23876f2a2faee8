"""Tables of the house itself: the mark of a demonstration, and forms sent once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from app.core.columns import Kept, Moment, column
from app.core.db import Model
from app.core.today import now


class MarkedAs(StrEnum):
    """What a database may be marked as; a live one carries no mark."""

    DEMONSTRATION = "demonstration"
    TEST = "test"


class DatabaseMark(Model):
    """Says that this database holds invented people. Written once; triggers refuse its removal."""

    __tablename__ = "database_mark"
    TRAIL = False

    marked_as: Mapped[MarkedAs] = column("Marked as", Kept.OPENLY, code=MarkedAs, primary_key=True)
    marked_at: Mapped[datetime] = column("Marked at", Kept.OPENLY, Moment, default=now)


class FormSent(Model):
    """A form that was carried out, by the key it was drawn with: sent twice, done once."""

    __tablename__ = "form_sent"
    TRAIL = False

    once: Mapped[str] = column("Key", Kept.OPENLY, String(40), primary_key=True)
    user_id: Mapped[int | None] = column("User", Kept.OPENLY)
    led_to: Mapped[str] = column("Led to", Kept.OPENLY, String(200), default="")
    sent_at: Mapped[datetime] = column("Sent", Kept.OPENLY, Moment, default=now)
