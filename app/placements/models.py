"""What was done about what a placement starts and ends: steps, plans, who decides, endings."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child, Placement
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household
from app.placements.kinds import How, Item, Theme, Visit
from app.register.models import RoomClaim
from app.statute.care_planning.begun import Decides, EndsWithout, Matter, Recipient


class ListsKept(Dated, Model):
    """From which day on this council keeps lists of what placements start."""

    __tablename__ = "placement_lists_kept"

    of_placements_from: Mapped[date] = column("Of placements that began from", Kept.OPENLY)


class PlacementStep(Public, Recorded, Model):
    """An item of a list was done on a day, or is not needed (no day), and what shows it."""

    __tablename__ = "placement_step"
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    item: Mapped[Item] = column("Item", Kept.OPENLY, code=Item)
    recipient: Mapped[Recipient | None] = column("Who was told", Kept.OPENLY, code=Recipient)
    done_on: Mapped[date | None] = column("Done on", Kept.OPENLY)
    how: Mapped[How | None] = column("How", Kept.OPENLY, code=How)
    words: Mapped[str] = column("What shows it, or why not", Kept.NARRATIVE, Text, default="")
    why_not_before: Mapped[str] = column(
        "Why not before the placement", Kept.NARRATIVE, Text, default=""
    )
    document_id: Mapped[int | None] = column("Document", Kept.OPENLY, ForeignKey("document.id"))
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class ReviewingOfficer(Dated, Model):
    """Who reviews a child's case independently. Another takes over; it is never edited."""

    __tablename__ = "reviewing_officer"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    user_id: Mapped[int] = column(
        "Reviewing officer", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    user: Mapped[User] = relationship(viewonly=True, lazy="joined")


class PlacementPlan(Public, Versioned, Recorded, Model):
    """A placement plan as it was last written. What it said before stands in the history."""

    __tablename__ = "placement_plan"
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    answers: Mapped[dict[str, Any]] = column("What it says", Kept.NARRATIVE, JSON, default=dict)
    written_on: Mapped[date] = column("Written on", Kept.OPENLY)
    agreed_on: Mapped[date | None] = column("Agreed and signed on", Kept.OPENLY)
    signed_by: Mapped[str] = column("Signed by", Kept.NARRATIVE, String(200), default="")


class DelegatedMatter(Dated, Model):
    """Who decides one matter about a child in one placement, from a day on."""

    __tablename__ = "delegated_matter"
    ONE_OPEN_PER = ("placement_id", "matter")
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    matter: Mapped[Matter] = column("Matter", Kept.OPENLY, code=Matter)
    decides: Mapped[Decides] = column("Who decides", Kept.CHILD, code=Decides)
    conditions: Mapped[str] = column(
        "Conditions, or why not the carers", Kept.NARRATIVE, Text, default=""
    )


class PlacementEnding(Public, Versioned, Recorded, Model):
    """The end of a placement: proposed for a day, reviewed, or let happen without; and why."""

    __tablename__ = "placement_ending"
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    proposed_on: Mapped[date | None] = column("To end on", Kept.OPENLY)
    reviewed_on: Mapped[date | None] = column("Review held on", Kept.OPENLY)
    officer_told_on: Mapped[date | None] = column("Reviewing officer told on", Kept.OPENLY)
    goes_to: Mapped[str] = column("Where the child goes", Kept.NARRATIVE, Text, default="")
    without: Mapped[EndsWithout | None] = column(
        "Ended without a review because", Kept.CHILD, code=EndsWithout
    )
    why: Mapped[str] = column("Why, in words", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))


class DisruptionMeeting(Public, Versioned, Recorded, Model):
    """A placement that ended without being planned was looked at; or is not, and why."""

    __tablename__ = "disruption_meeting"
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    held_on: Mapped[date | None] = column("Held on", Kept.OPENLY)
    came: Mapped[str] = column("Who came", Kept.NARRATIVE, Text, default="")
    found: Mapped[str] = column("What led to it, or why none is held", Kept.NARRATIVE, Text)
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
    placement: Mapped[Placement] = relationship(viewonly=True)
    child: Mapped[Child] = relationship(viewonly=True)
    household: Mapped[Household | None] = relationship(viewonly=True)


class DisruptionLesson(Public, Recorded, Model):
    """Something learned at a disruption meeting, by its theme."""

    __tablename__ = "disruption_lesson"
    SUBJECT = ("child", "child_id")

    meeting_id: Mapped[int] = column(
        "Meeting", Kept.OPENLY, ForeignKey("disruption_meeting.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    theme: Mapped[Theme] = column("About", Kept.OPENLY, code=Theme)
    words: Mapped[str] = column("What was learned", Kept.NARRATIVE, Text)


class DisruptionAction(Public, Versioned, Recorded, Model):
    """Something agreed at a disruption meeting: whose, until when, and done when."""

    __tablename__ = "disruption_action"
    SUBJECT = ("child", "child_id")

    meeting_id: Mapped[int] = column(
        "Meeting", Kept.OPENLY, ForeignKey("disruption_meeting.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    what: Mapped[str] = column("What is to be done", Kept.NARRATIVE, Text)
    owner_id: Mapped[int] = column(
        "Who does it", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    due_on: Mapped[date] = column("By", Kept.OPENLY)
    done_on: Mapped[date | None] = column("Done on", Kept.OPENLY)
    came_of_it: Mapped[str] = column("What came of it", Kept.NARRATIVE, Text, default="")
    owner: Mapped[User] = relationship(viewonly=True, lazy="joined")


class Introduction(Public, Versioned, Recorded, Model):
    """A step of introductions before a planned move: on a day to come, and then how it went."""

    __tablename__ = "introduction"
    SUBJECT = ("child", "child_id")

    claim_id: Mapped[int] = column(
        "Planned placement", Kept.OPENLY, ForeignKey("room_claim.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    what: Mapped[Visit] = column("What", Kept.OPENLY, code=Visit)
    planned_on: Mapped[date] = column("On", Kept.OPENLY)
    who: Mapped[str] = column("Who is there", Kept.NARRATIVE, String(200), default="")
    held: Mapped[bool | None] = column("It was held", Kept.OPENLY)
    words: Mapped[str] = column("How it went, or why not held", Kept.NARRATIVE, Text, default="")
    claim: Mapped[RoomClaim] = relationship(viewonly=True)
