"""What people decide about messages: to have no digests, and to send one again."""

from __future__ import annotations

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.succession import open_row
from app.core.today import today
from app.reminders.models import Message, MessageState, NoReminders


@act("Chose to have no reminders")
def have_none(user: User, *, by: Actor) -> None:
    """From today this person has no digests."""
    if open_row(NoReminders, user_id=user.id) is None:
        db.session.add(NoReminders(user_id=user.id, starts_on=today()))


@act("Chose to have reminders")
def have_them(user: User, *, by: Actor) -> None:
    """From today this person has digests again."""
    none = open_row(NoReminders, user_id=user.id)
    if none is not None:
        none.end(today())


@act("Sent a message again")
def send_again(message: Message, *, by: Actor) -> None:
    """One that failed waits again; the next run sends it, and says if it may have come before."""
    take(message)
    if message.state is MessageState.FAILED:
        message.state = MessageState.WAITING
        message.attempts = 0
        message.cut_off = min(message.cut_off, 1)
        message.why = ""
