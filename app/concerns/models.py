"""Concerns: what was said of whom, what was done, who was told, and who may read of it.

A concern is filed under its own key, and not under its household's: the household's history, which
more people may read, then tells nothing of it. It goes with the household when that is destroyed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child
from app.concerns.kinds import ConcernKind, How, Outcome, Part, Safety, Source, StepKind
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Person
from app.statute.fostering.concerns import NotifiableEvent, Recipient


class Concern(Public, Versioned, Recorded, Model):
    """Something said, or something that happened, that may mean harm in a household."""

    __tablename__ = "concern"

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    kind: Mapped[ConcernKind] = column("Kind", Kept.NARRATIVE, code=ConcernKind)
    event: Mapped[NotifiableEvent | None] = column(
        "Event to be notified", Kept.NARRATIVE, code=NotifiableEvent
    )
    received_at: Mapped[datetime] = column("Received", Kept.OPENLY, Moment)
    source: Mapped[Source] = column("From", Kept.NARRATIVE, code=Source)
    source_name: Mapped[str] = column("Who that is", Kept.NARRATIVE, String(200), default="")
    says: Mapped[str] = column("What was said or happened", Kept.NARRATIVE, Text)
    safety: Mapped[Safety] = column("The children", Kept.NARRATIVE, code=Safety)
    safety_words: Mapped[str] = column("What was done at once", Kept.NARRATIVE, Text)
    hold_id: Mapped[int | None] = column("Hold", Kept.OPENLY, ForeignKey("hold.id"))
    review_case_id: Mapped[int | None] = column("Review", Kept.OPENLY, ForeignKey("review_case.id"))
    taken_by_id: Mapped[int | None] = column("Taken by", Kept.OPENLY, ForeignKey("user_account.id"))
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")


class ConcernAbout(Recorded, Model):
    """Somebody whom a concern is about: a carer, or another of the household."""

    __tablename__ = "concern_about"
    SUBJECT = ("concern", "concern_id")

    concern_id: Mapped[int] = column("Concern", Kept.OPENLY, ForeignKey("concern.id"), index=True)
    person_id: Mapped[int] = column("About", Kept.OPENLY, ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class ConcernChild(Recorded, Model):
    """A child whom a concern touches."""

    __tablename__ = "concern_child"
    SUBJECT = ("concern", "concern_id")

    concern_id: Mapped[int] = column("Concern", Kept.OPENLY, ForeignKey("concern.id"), index=True)
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")


class ConcernStep(Recorded, Model):
    """Something done about a concern on a day. Only a conclusion has an outcome."""

    __tablename__ = "concern_step"
    SUBJECT = ("concern", "concern_id")

    concern_id: Mapped[int] = column("Concern", Kept.OPENLY, ForeignKey("concern.id"), index=True)
    kind: Mapped[StepKind] = column("Step", Kept.NARRATIVE, code=StepKind)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    words: Mapped[str] = column("What was said or done", Kept.NARRATIVE, Text)
    who: Mapped[str] = column("Who", Kept.NARRATIVE, String(300), default="")
    outcome: Mapped[Outcome | None] = column("Outcome", Kept.NARRATIVE, code=Outcome)
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class ConcernNotice(Recorded, Model):
    """Somebody outside was told of an event: when, how, and by whom."""

    __tablename__ = "concern_notice"
    SUBJECT = ("concern", "concern_id")

    concern_id: Mapped[int] = column("Concern", Kept.OPENLY, ForeignKey("concern.id"), index=True)
    recipient: Mapped[Recipient] = column("Told", Kept.NARRATIVE, code=Recipient)
    sent_at: Mapped[datetime] = column("Sent", Kept.OPENLY, Moment)
    how: Mapped[How] = column("How", Kept.NARRATIVE, code=How)
    words: Mapped[str] = column("Reference, and whom", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("Sent by", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class ConcernReader(Dated, Model):
    """Somebody who may read of a concern from a day on, and why."""

    __tablename__ = "concern_reader"
    ONE_OPEN_PER = ("concern_id", "user_id")
    SUBJECT = ("concern", "concern_id")

    concern_id: Mapped[int] = column("Concern", Kept.OPENLY, ForeignKey("concern.id"), index=True)
    user_id: Mapped[int] = column(
        "Who may read it", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    part: Mapped[Part] = column("Why", Kept.NARRATIVE, code=Part)
    user: Mapped[User] = relationship(viewonly=True, lazy="joined")


class NoticeRule(Dated, Model):
    """The council's own word, from a day on, on whether somebody is told of a kind of event."""

    __tablename__ = "concern_notice_rule"
    ONE_OPEN_PER = ("event", "recipient")

    event: Mapped[NotifiableEvent] = column("Event", Kept.OPENLY, code=NotifiableEvent)
    recipient: Mapped[Recipient] = column("Who", Kept.OPENLY, code=Recipient)
    told: Mapped[bool] = column("Is told", Kept.OPENLY)
    why: Mapped[str] = column("Where that is written", Kept.OPENLY, String(300))
