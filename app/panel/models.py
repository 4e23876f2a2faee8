"""The central list and its people; panels, who leads them, their meetings and who is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.assessments.grading import Theme
from app.core.columns import Kept, column
from app.core.dated import Dated, HowFar, Public, Recorded, Versioned
from app.core.db import Model
from app.documents.models import Document
from app.panel.kinds import (
    AdviserRole,
    Answer,
    ExperienceKind,
    ItemKind,
    MakerRank,
    MinutesStep,
    NoPartBecause,
    NoticeBy,
    NoticeOf,
    Outcome,
    PaperHow,
    PaperKind,
    SeatKind,
    StepKind,
    Told,
)
from app.people.models import Household, Person
from app.register.deciding import ApplicantKind
from app.register.deciding import Outcome as Came
from app.register.deciding import StepKind as Way


class Listing(Public, Versioned, Dated, Model):
    """Somebody is on the central list: suitable to sit on a panel (FSR 2011 reg 23(1))."""

    __tablename__ = "central_listing"
    ONE_OPEN_PER = ("person_id",)
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    user_id: Mapped[int | None] = column("Signs in as", Kept.OPENLY, ForeignKey("user_account.id"))
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class IndependenceTest(Dated, Model):
    """What was answered of somebody's independence, from a day on (reg 23(10)).

    Whoever begins work for the council's fostering service stops being independent that day: the
    answers are a fact of their own, and the next ones take their place.
    """

    __tablename__ = "independence_test"
    ONE_OPEN_PER = ("listing_id",)
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    listing_id: Mapped[int] = column("On the list", Kept.OPENLY, ForeignKey("central_listing.id"))
    approved_here: Mapped[bool] = column("Approved as a foster carer here", Kept.OPENLY)
    elected: Mapped[bool] = column("Elected member of this council", Kept.OPENLY)
    employed: Mapped[bool] = column("Employed for fostering or children’s services", Kept.OPENLY)
    related: Mapped[bool] = column("Related to somebody so employed", Kept.OPENLY)


class Experience(Dated, Model):
    """What somebody knows from their life or work; of a social worker, since when it counts."""

    __tablename__ = "list_experience"
    ONE_OPEN_PER = ("listing_id", "kind")
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    listing_id: Mapped[int] = column("On the list", Kept.OPENLY, ForeignKey("central_listing.id"))
    kind: Mapped[ExperienceKind] = column("Experience", Kept.NARRATIVE, code=ExperienceKind)
    since: Mapped[date | None] = column("Relevant experience since", Kept.OPENLY)
    words: Mapped[str] = column("What it is", Kept.NARRATIVE, Text, default="")


class ListStep(Recorded, Model):
    """A check, an observation, an induction, a training day, an appraisal."""

    __tablename__ = "list_step"
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    listing_id: Mapped[int] = column(
        "On the list", Kept.OPENLY, ForeignKey("central_listing.id"), index=True
    )
    step: Mapped[StepKind] = column("What", Kept.OPENLY, code=StepKind)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    counts_until: Mapped[date | None] = column("Counts until", Kept.OPENLY)
    words: Mapped[str] = column("Reference, or what was agreed", Kept.CHECKS, Text, default="")


class ListNotice(Recorded, Model):
    """Notice that somebody leaves the list: a month, whoever gives it (reg 23(2) and (3))."""

    __tablename__ = "list_notice"
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    listing_id: Mapped[int] = column(
        "On the list", Kept.OPENLY, ForeignKey("central_listing.id"), index=True
    )
    given_by: Mapped[NoticeBy] = column("Given by", Kept.OPENLY, code=NoticeBy)
    given_on: Mapped[date] = column("Given on", Kept.OPENLY)
    reason: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class ListAway(Dated, Model):
    """Somebody on the list cannot come for a time."""

    __tablename__ = "list_away"
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    listing_id: Mapped[int] = column(
        "On the list", Kept.OPENLY, ForeignKey("central_listing.id"), index=True
    )
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class ListFee(Dated, Model):
    """What somebody is paid for a meeting, in whole pounds."""

    __tablename__ = "list_fee"
    ONE_OPEN_PER = ("listing_id",)
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    listing_id: Mapped[int] = column("On the list", Kept.OPENLY, ForeignKey("central_listing.id"))
    pounds: Mapped[int] = column("Pounds a meeting", Kept.OPENLY)


class Panel(Public, Versioned, Dated, Model):
    """A fostering panel that meets, our own or held jointly with other services (reg 23(5))."""

    __tablename__ = "panel"
    ONE_OPEN_PER = ("name",)

    name: Mapped[str] = column("Panel", Kept.OPENLY, String(120))
    joint_with: Mapped[str] = column("Held jointly with", Kept.OPENLY, String(300), default="")
    items_at_most: Mapped[int] = column("Items at a meeting, at most", Kept.OPENLY, default=5)

    @property
    def joint(self) -> bool:
        """Whether it is a joint panel, for which six make a quorum."""
        return bool(self.joint_with)


class Seat(Dated, Model):
    """Somebody is appointed to lead a panel: its chair, or a vice chair (reg 23(4))."""

    __tablename__ = "panel_seat"
    ONE_OPEN_PER = ("panel_id", "listing_id")
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    panel_id: Mapped[int] = column("Panel", Kept.OPENLY, ForeignKey("panel.id"), index=True)
    listing_id: Mapped[int] = column("Who", Kept.OPENLY, ForeignKey("central_listing.id"))
    seat: Mapped[SeatKind] = column("As", Kept.OPENLY, code=SeatKind)
    listing: Mapped[Listing] = relationship(viewonly=True, lazy="joined")


class Meeting(Public, Versioned, Recorded, Model):
    """A meeting of a panel: its day and time, in a place or by video."""

    __tablename__ = "panel_meeting"

    panel_id: Mapped[int] = column("Panel", Kept.OPENLY, ForeignKey("panel.id"), index=True)
    meets_on: Mapped[date] = column("On", Kept.OPENLY, index=True)
    starts_at: Mapped[str] = column("At", Kept.OPENLY, String(5))
    place: Mapped[str] = column("Where", Kept.OPENLY, String(160), default="")
    remote: Mapped[bool] = column("By video", Kept.OPENLY, default=False)
    extraordinary: Mapped[bool] = column("Out of turn", Kept.OPENLY, default=False)
    why: Mapped[str] = column("Why out of turn", Kept.NARRATIVE, Text, default="")
    papers_sent_on: Mapped[date | None] = column("Papers sent on", Kept.OPENLY)
    called_off_on: Mapped[date | None] = column("Called off on", Kept.OPENLY)
    called_off_because: Mapped[str] = column("Called off because", Kept.NARRATIVE, Text, default="")
    panel: Mapped[Panel] = relationship(viewonly=True, lazy="joined")


class Invited(Versioned, Recorded, Model):
    """Somebody on the central list was asked to a meeting, and what they said."""

    __tablename__ = "panel_invited"
    __table_args__ = (UniqueConstraint("meeting_id", "listing_id"),)
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    meeting_id: Mapped[int] = column(
        "Meeting", Kept.OPENLY, ForeignKey("panel_meeting.id"), index=True
    )
    listing_id: Mapped[int] = column(
        "Who", Kept.OPENLY, ForeignKey("central_listing.id"), index=True
    )
    invited_on: Mapped[date] = column("Asked on", Kept.OPENLY)
    answer: Mapped[Answer] = column("Answer", Kept.OPENLY, code=Answer, default=Answer.ASKED)
    answered_on: Mapped[date | None] = column("Answered on", Kept.OPENLY)
    came: Mapped[bool | None] = column("Came", Kept.OPENLY)
    listing: Mapped[Listing] = relationship(viewonly=True, lazy="joined")

    @property
    def may_have_papers(self) -> bool:
        """Whether they need the meeting's papers: not once they have said that they stay away."""
        return self.answer is not Answer.NOT_COMING


class Item(Public, Versioned, Recorded, Model):
    """An item of an agenda: a matter given a meeting, or a break (no kind).

    What it is about stays where it is kept: `matter` names that row, as "assessment:7".
    """

    __tablename__ = "panel_item"
    SUBJECT = ("household", "household_id")

    meeting_id: Mapped[int] = column(
        "Meeting", Kept.OPENLY, ForeignKey("panel_meeting.id"), index=True
    )
    kind: Mapped[ItemKind | None] = column("What", Kept.OPENLY, code=ItemKind)
    matter: Mapped[str] = column("About", Kept.OPENLY, String(60), default="", index=True)
    title: Mapped[str] = column("Title", Kept.OPENLY, String(160), names=True)
    household_id: Mapped[int | None] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    child_id: Mapped[int | None] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    began_on: Mapped[date | None] = column("Began on", Kept.OPENLY)
    by_on: Mapped[date | None] = column("To come by", Kept.OPENLY)
    place: Mapped[int] = column("Place", Kept.OPENLY)
    minutes: Mapped[int] = column("Minutes", Kept.OPENLY)
    attends: Mapped[str] = column("Who attends", Kept.NARRATIVE, Text, default="")
    late_agreed: Mapped[bool] = column("Chair consents to late papers", Kept.OPENLY, default=False)
    withdrawn_on: Mapped[date | None] = column("Taken off on", Kept.OPENLY)
    withdrawn_because: Mapped[str] = column("Taken off because", Kept.NARRATIVE, Text, default="")
    meeting: Mapped[Meeting] = relationship(viewonly=True, lazy="joined")

    @property
    def row(self) -> tuple[str, int]:
        """What kind of row it is about, and its number; of a break no kind, and 0."""
        kind, _, number = self.matter.partition(":")
        return kind, int(number or 0)


class MeetingNotice(Recorded, Model):
    """A member without an account is to be written to: a meeting is called off, or moved."""

    __tablename__ = "panel_meeting_notice"
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    meeting_id: Mapped[int] = column("Meeting", Kept.OPENLY, ForeignKey("panel_meeting.id"))
    listing_id: Mapped[int] = column("Who", Kept.OPENLY, ForeignKey("central_listing.id"))
    what: Mapped[NoticeOf] = column("What", Kept.OPENLY, code=NoticeOf)
    told_on: Mapped[date] = column("On", Kept.OPENLY)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class Adviser(Public, Versioned, Dated, Model):
    """Somebody is appointed to advise our panels on medical or legal matters; no member of them."""

    __tablename__ = "panel_adviser"
    ONE_OPEN_PER = ("person_id", "role")
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    role: Mapped[AdviserRole] = column("Advises as", Kept.OPENLY, code=AdviserRole)
    post: Mapped[str] = column("Post, and of which service", Kept.OPENLY, String(160), default="")
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class AdviserAway(Dated, Model):
    """An adviser is not to be had for a time."""

    __tablename__ = "panel_adviser_away"
    SUBJECT = ("person", "adviser_id", "panel_adviser", "person_id")

    adviser_id: Mapped[int] = column(
        "Adviser", Kept.OPENLY, ForeignKey("panel_adviser.id"), index=True
    )
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class AdviserAttends(Recorded, Model):
    """An adviser attends for an item of an agenda."""

    __tablename__ = "panel_item_adviser"
    SUBJECT = ("person", "adviser_id", "panel_adviser", "person_id")

    item_id: Mapped[int] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"), index=True)
    adviser_id: Mapped[int] = column("Adviser", Kept.OPENLY, ForeignKey("panel_adviser.id"))
    adviser: Mapped[Adviser] = relationship(viewonly=True, lazy="joined")


class NoPart(Recorded, Model):
    """A member takes no part in an item: neither papers nor voice where there is a conflict."""

    __tablename__ = "panel_no_part"
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    item_id: Mapped[int] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"), index=True)
    listing_id: Mapped[int] = column("Who", Kept.OPENLY, ForeignKey("central_listing.id"))
    because: Mapped[NoPartBecause] = column("Because", Kept.OPENLY, code=NoPartBecause)
    declared_on: Mapped[date] = column("Said on", Kept.OPENLY)
    words: Mapped[str] = column("What it is", Kept.NARRATIVE, Text, default="")
    listing: Mapped[Listing] = relationship(viewonly=True, lazy="joined")


class ItemMinutes(Versioned, Recorded, Model):
    """What was said of an item: written while it is heard, and after, until they are approved."""

    __tablename__ = "panel_item_minutes"
    __table_args__ = (UniqueConstraint("item_id"),)
    SUBJECT = ("household", "household_id")

    item_id: Mapped[int] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"))
    household_id: Mapped[int | None] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    questions: Mapped[str] = column("What was asked and answered", Kept.NARRATIVE, Text, default="")
    strengths: Mapped[str] = column("Strengths", Kept.NARRATIVE, Text, default="")
    concerns: Mapped[str] = column("Concerns", Kept.NARRATIVE, Text, default="")
    views: Mapped[str] = column("Each member’s view", Kept.NARRATIVE, Text, default="")


class Recommendation(Recorded, Model):
    """What the panel said of an item, by a quorum: it recommends and never decides (reg 25)."""

    __tablename__ = "panel_recommendation"
    SUBJECT = ("household", "household_id")

    item_id: Mapped[int] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"), index=True)
    household_id: Mapped[int | None] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    outcome: Mapped[Outcome] = column("What it said", Kept.NARRATIVE, code=Outcome)
    suitable: Mapped[bool | None] = column("Still suitable", Kept.NARRATIVE)
    terms_right: Mapped[bool | None] = column("Terms are right", Kept.NARRATIVE)
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text)
    heard_by: Mapped[list[Any]] = column("Heard by", Kept.OPENLY, JSON)
    """The entries of the central list that were counted."""


class ReportFeedback(Recorded, Model):
    """What the panel said of a report's quality: a score for one theme (NMS 14.2)."""

    __tablename__ = "panel_feedback"
    SUBJECT = ("household", "household_id")

    item_id: Mapped[int] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"), index=True)
    household_id: Mapped[int | None] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    author_id: Mapped[int] = column("Written by", Kept.OPENLY, ForeignKey("user_account.id"))
    theme: Mapped[Theme] = column("What", Kept.OPENLY, code=Theme)
    score: Mapped[int] = column("Score", Kept.OPENLY)
    words: Mapped[str] = column("What would make it better", Kept.NARRATIVE, Text, default="")


class MeetingMinutes(Recorded, Model):
    """The minutes of a meeting were drafted, sent to members, approved by whoever chaired it."""

    __tablename__ = "panel_minutes"

    meeting_id: Mapped[int] = column(
        "Meeting", Kept.OPENLY, ForeignKey("panel_meeting.id"), index=True
    )
    step: Mapped[MinutesStep] = column("What", Kept.OPENLY, code=MinutesStep)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    listing_id: Mapped[int | None] = column(
        "By whoever took the chair", Kept.OPENLY, ForeignKey("central_listing.id")
    )


class ApprovalDecision(Recorded, Model):
    """The decision maker decided, after the panel, that these applicants are approved (reg 27).

    Approvals and terms are the register's, begun by this; here stands why, and on what.
    """

    __tablename__ = "panel_decision"
    SUBJECT = ("household", "household_id")

    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    item_id: Mapped[int | None] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"))
    decided_on: Mapped[date] = column("Decided on", Kept.OPENLY)
    decided_by_id: Mapped[int] = column("Decided by", Kept.OPENLY, ForeignKey("user_account.id"))
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text)
    departs: Mapped[str] = column("Why not as recommended", Kept.NARRATIVE, Text, default="")
    without_minutes: Mapped[str] = column(
        "Why before the final minutes", Kept.NARRATIVE, Text, default=""
    )
    decided_by: Mapped[User] = relationship(viewonly=True, lazy="joined")


class DecisionTold(Recorded, Model):
    """The applicants were told of a decision: two working days, five in writing (NMS 14.10)."""

    __tablename__ = "panel_decision_told"
    SUBJECT = ("household", "household_id")

    decision_id: Mapped[int] = column(
        "Decision", Kept.OPENLY, ForeignKey("panel_decision.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    how: Mapped[Told] = column("How", Kept.OPENLY, code=Told)
    told_on: Mapped[date] = column("On", Kept.OPENLY)


class Determination(Public, Versioned, Recorded, Model):
    """The decision maker means not to approve applicants, or on other terms than they asked for.

    A qualifying determination (reg 27(6)): notice and 28 days, then the final decision. Its course
    is the one of every such decision, in the register's rules.
    """

    __tablename__ = "panel_determination"
    SUBJECT = ("household", "household_id")

    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    item_id: Mapped[int | None] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"))
    kind: Mapped[ApplicantKind] = column("What is proposed", Kept.OPENLY, code=ApplicantKind)
    proposal: Mapped[dict[str, Any]] = column("Terms proposed", Kept.CHILD, JSON)
    asked_for: Mapped[str] = column("What they asked for", Kept.NARRATIVE, Text, default="")
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text)
    departs: Mapped[str] = column("Why not as recommended", Kept.NARRATIVE, Text, default="")
    without_minutes: Mapped[str] = column(
        "Why before the final minutes", Kept.NARRATIVE, Text, default=""
    )
    determined_on: Mapped[date] = column("Proposed to them on", Kept.OPENLY)
    determined_by_id: Mapped[int] = column(
        "Proposed by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    outcome: Mapped[Came | None] = column("Outcome", Kept.OPENLY, code=Came)
    decided_on: Mapped[date | None] = column("Decided on", Kept.OPENLY)
    decided_by_id: Mapped[int | None] = column(
        "Decided by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    decided_because: Mapped[str] = column("Reasons in the end", Kept.NARRATIVE, Text, default="")
    decided_departs: Mapped[str] = column(
        "Why not as recommended in the end", Kept.NARRATIVE, Text, default=""
    )
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")
    determined_by: Mapped[User] = relationship(
        viewonly=True, foreign_keys="Determination.determined_by_id", lazy="joined"
    )
    decided_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="Determination.decided_by_id", lazy="joined"
    )
    steps: Mapped[list[DeterminationStep]] = relationship(
        order_by="DeterminationStep.id", cascade="save-update", lazy="selectin"
    )


class DeterminationStep(Recorded, Model):
    """Something that happened on the way to the final decision, or in telling it."""

    __tablename__ = "panel_determination_step"
    SUBJECT = ("household", "household_id")

    determination_id: Mapped[int] = column(
        "Determination", Kept.OPENLY, ForeignKey("panel_determination.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    step: Mapped[Way] = column("What", Kept.OPENLY, code=Way)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class MatchDecision(Recorded, Model):
    """The decision maker decided on a match for the long term, after the panel.

    The match is permanence's, and its own acts change it; here stands why, and on what.
    """

    __tablename__ = "panel_match_decision"
    SUBJECT = ("child", "child_id")

    match_id: Mapped[int] = column(
        "Match", Kept.OPENLY, ForeignKey("permanence_match.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    item_id: Mapped[int | None] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"))
    agrees: Mapped[bool] = column("It is to be", Kept.CHILD)
    decided_on: Mapped[date] = column("Decided on", Kept.OPENLY)
    decided_by_id: Mapped[int] = column("Decided by", Kept.OPENLY, ForeignKey("user_account.id"))
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text)
    departs: Mapped[str] = column("Why not as recommended", Kept.NARRATIVE, Text, default="")
    without_minutes: Mapped[str] = column(
        "Why before the final minutes", Kept.NARRATIVE, Text, default=""
    )
    decided_by: Mapped[User] = relationship(viewonly=True, lazy="joined")


class DecisionMaker(Public, Versioned, Dated, Model):
    """Somebody is named to decide after the panel, first or in the first one's place (NMS 23.12).

    An appointment from a day on, and no delegation: the second is qualified as the first is.
    """

    __tablename__ = "decision_maker"
    ONE_OPEN_PER = ("rank",)

    user_id: Mapped[int] = column("Who", Kept.OPENLY, ForeignKey("user_account.id"), index=True)
    rank: Mapped[MakerRank] = column("Named as", Kept.OPENLY, code=MakerRank)
    social_worker: Mapped[bool] = column("Social worker", Kept.OPENLY)
    senior: Mapped[bool] = column("Senior in the service", Kept.OPENLY)
    experienced_since: Mapped[date] = column(
        "Childcare experience since qualifying, since", Kept.OPENLY
    )
    user: Mapped[User] = relationship(viewonly=True, lazy="joined")


class MakerAway(Public, Dated, Model):
    """A decision maker is away, or has a conflict in what concerns one household, for a time."""

    __tablename__ = "decision_maker_away"

    maker_id: Mapped[int] = column("Who", Kept.OPENLY, ForeignKey("decision_maker.id"), index=True)
    household_id: Mapped[int | None] = column(
        "Conflict in", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")
    maker: Mapped[DecisionMaker] = relationship(viewonly=True, lazy="joined")


class PanelPolicy(Dated, Model):
    """This council sends a kind of item to panel, or does not, from a day on."""

    __tablename__ = "panel_policy"
    ONE_OPEN_PER = ("kind",)

    kind: Mapped[ItemKind] = column("What", Kept.OPENLY, code=ItemKind)
    comes: Mapped[bool] = column("Comes to panel", Kept.OPENLY)


class ItemPaper(Public, Versioned, Recorded, Model):
    """A paper of an item: a file, words written here, why there is none, or that it comes late."""

    __tablename__ = "panel_item_paper"
    SUBJECT = (None, "about")

    item_id: Mapped[int] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"), index=True)
    about: Mapped[str] = column("About", Kept.OPENLY, String(63))
    kind: Mapped[PaperKind] = column("What", Kept.OPENLY, code=PaperKind)
    person_id: Mapped[int | None] = column("Of which carer", Kept.OPENLY, ForeignKey("person.id"))
    child_id: Mapped[int | None] = column("Of which child", Kept.OPENLY, ForeignKey("child.id"))
    how: Mapped[PaperHow] = column("How it came", Kept.OPENLY, code=PaperHow)
    title: Mapped[str] = column("Title", Kept.NARRATIVE, String(200))
    given_by: Mapped[str] = column("Given by", Kept.NARRATIVE, String(120), default="")
    adviser_id: Mapped[int | None] = column(
        "Adviser who gave it", Kept.OPENLY, ForeignKey("panel_adviser.id")
    )
    given_on: Mapped[date | None] = column("Given on, or comes by", Kept.OPENLY)
    words: Mapped[str] = column("What it says", Kept.NARRATIVE, Text, default="")
    document_id: Mapped[int | None] = column("Document", Kept.OPENLY, ForeignKey("document.id"))
    place: Mapped[int] = column("Place", Kept.OPENLY)
    late: Mapped[bool] = column("Late", Kept.OPENLY, default=False)
    document: Mapped[Document | None] = relationship(viewonly=True, lazy="joined")

    @property
    def is_here(self) -> bool:
        """Whether there is something to read; otherwise it is only said that it comes."""
        return self.how is not PaperHow.LATE


class Pack(Public, Versioned, Recorded, Model):
    """A pack of a meeting: asked for, made (it has pages), sent; or stopped by a paper, and why.

    No member's file is kept. What is kept is every paper as it was when the pack was made
    (`PackPaper`), and a member's file is made of those each time that it is asked for: the same
    bytes while the same may be read, and less from the moment on which less may be. A file of
    several households could not be destroyed with one of them; each paper goes with its own.
    """

    __tablename__ = "panel_pack"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[int] = column("Meeting", Kept.OPENLY, ForeignKey("panel_meeting.id"))
    number: Mapped[int] = column("Which", Kept.OPENLY)
    title: Mapped[str] = column("Panel", Kept.OPENLY, String(160))
    meets_on: Mapped[date] = column("Meets on", Kept.OPENLY)
    pages: Mapped[int | None] = column("Pages", Kept.OPENLY)
    sent_on: Mapped[date | None] = column("Sent on", Kept.OPENLY)
    stopped_by_id: Mapped[int | None] = column(
        "Stopped by a paper", Kept.OPENLY, ForeignKey("panel_item_paper.id")
    )
    stopped_because: Mapped[str] = column("Stopped because", Kept.OPENLY, String(500), default="")
    """Which item, what is wrong and what to do: never a title, which may name somebody."""

    meeting: Mapped[Meeting] = relationship(viewonly=True, lazy="joined")


class PackPaper(Recorded, Model):
    """A paper as it stands in a pack: the contents that were in it, whatever comes after."""

    __tablename__ = "panel_pack_paper"
    SUBJECT = (None, "about")

    pack_id: Mapped[int] = column("Pack", Kept.OPENLY, ForeignKey("panel_pack.id"), index=True)
    item_id: Mapped[int] = column("Item", Kept.OPENLY, ForeignKey("panel_item.id"))
    about: Mapped[str] = column("About", Kept.OPENLY, String(63))
    number: Mapped[int] = column("Item’s number", Kept.OPENLY)
    item_title: Mapped[str] = column("Item’s title", Kept.OPENLY, String(160), names=True)
    place: Mapped[int] = column("Place", Kept.OPENLY)
    kind: Mapped[PaperKind] = column("What", Kept.OPENLY, code=PaperKind)
    title: Mapped[str] = column("Title", Kept.NARRATIVE, String(200))
    content_id: Mapped[int] = column("Contents", Kept.OPENLY)
    code: Mapped[str] = column("Code of the contents", Kept.OPENLY, String(64))


class PackSent(Recorded, Model):
    """A pack was sent to somebody, less the items in which they then had a conflict."""

    __tablename__ = "panel_pack_sent"
    SUBJECT = ("person", "listing_id", "central_listing", "person_id")

    pack_id: Mapped[int] = column("Pack", Kept.OPENLY, ForeignKey("panel_pack.id"), index=True)
    listing_id: Mapped[int] = column("To", Kept.OPENLY, ForeignKey("central_listing.id"))
    withheld: Mapped[list[Any]] = column("Items withheld", Kept.OPENLY, JSON)


class PackProgress(HowFar, Model):
    """How far the making of a pack has come."""

    __tablename__ = "pack_progress"

    pack_id: Mapped[int] = column(
        "Pack", Kept.OPENLY, ForeignKey("panel_pack.id"), primary_key=True
    )
