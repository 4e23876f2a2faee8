"""A link sent to one person for one purpose. Its token is shown once; here stands only its hash."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, Moment, column
from app.core.dated import Public, Recorded, Versioned
from app.core.db import Model
from app.links.rules import State, state


class OneTimeLink(Public, Versioned, Recorded, Model):
    """A link to one page, for its holder alone: it opens until its last day, or until answered.

    `subject` is whose record it is about ("household:12"): its values are closed under that key.
    `item` says what of that record the purpose asks about ("review_view:7"). `answer` is what the
    holder has typed so far or has sent, closed under the subject's key here too.
    """

    __tablename__ = "one_time_link"
    SUBJECT = (None, "subject")

    subject: Mapped[str] = column("Whose record", Kept.OPENLY, String(63), index=True)
    purpose: Mapped[str] = column("For", Kept.OPENLY, String(40))
    item: Mapped[str] = column("About", Kept.OPENLY, String(63), default="", index=True)
    holder: Mapped[str] = column("Sent to", Kept.CHILD, String(120))
    email: Mapped[str | None] = column("Email address", Kept.LOCATION, String(254))
    token_hash: Mapped[str] = column("Token", Kept.RESTRICTED, String(64), unique=True)
    sent_by_id: Mapped[int | None] = column(
        "Sent by", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    last_day: Mapped[date] = column("Last day", Kept.OPENLY)
    opened_at: Mapped[datetime | None] = column("Opened", Kept.OPENLY, Moment)
    saved_at: Mapped[datetime | None] = column("Saved", Kept.OPENLY, Moment)
    answered_at: Mapped[datetime | None] = column("Answered", Kept.OPENLY, Moment)
    revoked_at: Mapped[datetime | None] = column("Taken back", Kept.OPENLY, Moment)
    answer: Mapped[bytes | None] = column("Answer", Kept.RESTRICTED, LargeBinary)
    instead_of_id: Mapped[int | None] = column(
        "Sent again instead of", Kept.OPENLY, ForeignKey("one_time_link.id")
    )
    sent_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")

    def state(self, day: date) -> State:
        """How it stands on a day."""
        return state(
            opened=self.opened_at is not None,
            answered=self.answered_at is not None,
            revoked=self.revoked_at is not None,
            last_day=self.last_day,
            day=day,
        )
