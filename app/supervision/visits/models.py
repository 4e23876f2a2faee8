"""Visits to households, what was agreed at them, visits planned, and the council's own settings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Person


class Notice(StrEnum):
    """Whether the household knew that somebody was coming."""

    ANNOUNCED = "announced"
    UNANNOUNCED = "unannounced"


class BedroomsSeen(StrEnum):
    """Which bedrooms the visitor went into."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class ActionEnd(StrEnum):
    """How something agreed at a visit was closed."""

    DONE = "done"
    NOT_NEEDED = "no_longer_needed"


class Setting(StrEnum):
    """What the council sets about visits for itself. None of it is law."""

    WEEKS_FIRST_YEAR = "weeks_first_year"
    WEEKS_CONNECTED = "weeks_connected"
    WEEKS_OTHERWISE = "weeks_otherwise"
    SIGNATURE = "signature"

    def words(self) -> str:
        """The setting as the page asks for it."""
        return _SETTING_SAID[self]


_SETTING_SAID = {
    Setting.WEEKS_FIRST_YEAR: "Weeks between visits in the first year of approval",
    Setting.WEEKS_CONNECTED: "Weeks between visits to a connected person",
    Setting.WEEKS_OTHERWISE: "Weeks between visits to everybody else",
    Setting.SIGNATURE: "Carers are asked to sign what was recorded",
}


class Visit(Public, Versioned, Recorded, Model):
    """A worker visited a household. Corrected by another that stands in its place, never edited."""

    __tablename__ = "visit"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    worker_id: Mapped[int] = column(
        "Who visited", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    visited_on: Mapped[date] = column("Visited on", Kept.OPENLY, index=True)
    began_at: Mapped[str] = column("Time", Kept.OPENLY, String(5), default="")
    notice: Mapped[Notice] = column("Announced or not", Kept.OPENLY, code=Notice)
    bedrooms: Mapped[BedroomsSeen | None] = column("Bedrooms seen", Kept.OPENLY, code=BedroomsSeen)
    home_inspected: Mapped[bool] = column("The home was inspected", Kept.OPENLY, default=False)
    topics: Mapped[list[str]] = column("Talked about", Kept.NARRATIVE, JSON, default=list)
    words: Mapped[str] = column("What was talked about", Kept.NARRATIVE, Text, default="")
    carer_words: Mapped[str] = column("In the carers’ words", Kept.NARRATIVE, Text, default="")
    miles: Mapped[int | None] = column("Miles travelled", Kept.OPENLY)
    corrects_id: Mapped[int | None] = column(
        "Stands in the place of", Kept.OPENLY, ForeignKey("visit.id"), unique=True
    )
    why_changed: Mapped[str] = column(
        "Why it was corrected or set aside", Kept.NARRATIVE, Text, default=""
    )
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")
    worker: Mapped[User] = relationship(viewonly=True, lazy="joined")
    people: Mapped[list[VisitSeen]] = relationship(
        lazy="selectin", viewonly=True, order_by="VisitSeen.id"
    )

    signatures: Mapped[list[VisitSignature]] = relationship(
        lazy="select", viewonly=True, order_by="VisitSignature.id"
    )


class VisitSeen(Recorded, Model):
    """Somebody who lived there was seen at a visit, or was not, and why not."""

    __tablename__ = "visit_seen"
    SUBJECT = ("household", "visit_id", "visit", "household_id")

    visit_id: Mapped[int] = column("Visit", Kept.OPENLY, ForeignKey("visit.id"), index=True)
    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    placed: Mapped[bool] = column("A child placed there", Kept.OPENLY, default=False)
    seen: Mapped[bool] = column("Was seen", Kept.OPENLY)
    why_not: Mapped[str] = column("Why not", Kept.NARRATIVE, Text, default="")
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class VisitAction(Public, Versioned, Recorded, Model):
    """Something agreed at a visit: open until it is done or no longer needed."""

    __tablename__ = "visit_action"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    visit_id: Mapped[int] = column("Visit", Kept.OPENLY, ForeignKey("visit.id"), index=True)
    what: Mapped[str] = column("What is to be done", Kept.NARRATIVE, Text)
    who: Mapped[str] = column("By whom", Kept.NARRATIVE, String(120))
    owner_id: Mapped[int | None] = column(
        "By which worker", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    by_when: Mapped[date] = column("By when", Kept.OPENLY)
    closed_on: Mapped[date | None] = column("Closed on", Kept.OPENLY)
    closed_as: Mapped[ActionEnd | None] = column("How it was closed", Kept.OPENLY, code=ActionEnd)
    visit: Mapped[Visit] = relationship(viewonly=True, lazy="select")

    def is_open(self, as_at: date) -> bool:
        """Is it still to be done on this day?"""
        return self.voided_at is None and (self.closed_on is None or self.closed_on > as_at)


class VisitSignature(Recorded, Model):
    """A carer read what was recorded of a visit and signed it, with a word of their own."""

    __tablename__ = "visit_signature"
    SUBJECT = ("household", "visit_id", "visit", "household_id")

    visit_id: Mapped[int] = column("Visit", Kept.OPENLY, ForeignKey("visit.id"), index=True)
    name: Mapped[str] = column("Signed by", Kept.NARRATIVE, String(120))
    words: Mapped[str] = column("In their own words", Kept.NARRATIVE, Text, default="")


class PlannedVisit(Public, Versioned, Recorded, Model):
    """A visit to come: kept by a visit made, moved, or called off."""

    __tablename__ = "planned_visit"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    worker_id: Mapped[int] = column(
        "Who is to visit", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    planned_on: Mapped[date] = column("Planned for", Kept.OPENLY, index=True)
    begins_at: Mapped[str] = column("Time", Kept.OPENLY, String(5), default="")
    notice: Mapped[Notice] = column(
        "Announced or not", Kept.OPENLY, code=Notice, default=Notice.ANNOUNCED
    )
    visit_id: Mapped[int | None] = column("Kept by", Kept.OPENLY, ForeignKey("visit.id"))
    called_off_on: Mapped[date | None] = column("Called off on", Kept.OPENLY)
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")
    worker: Mapped[User] = relationship(viewonly=True, lazy="joined")

    @property
    def is_to_come(self) -> bool:
        """Neither kept nor called off."""
        return self.voided_at is None and self.visit_id is None and self.called_off_on is None


class VisitSetting(Dated, Model):
    """What the council has set about visits, from a day on."""

    __tablename__ = "visit_setting"
    ONE_OPEN_PER = ("setting",)

    setting: Mapped[Setting] = column("Setting", Kept.OPENLY, code=Setting)
    value: Mapped[int] = column("Value", Kept.OPENLY)


class VisitTopic(Dated, Model):
    """Something the council wants talked about at visits, from a day on."""

    __tablename__ = "visit_topic"
    ONE_OPEN_PER = ("says",)

    says: Mapped[str] = column("Topic", Kept.OPENLY, String(80))


class VisitCalendar(Recorded, Model):
    """A worker's secret address for their planned visits. Only its hash is kept."""

    __tablename__ = "visit_calendar"
    SUBJECT = ("user_account", "worker_id")

    worker_id: Mapped[int] = column(
        "Worker", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    token_hash: Mapped[str] = column("Secret", Kept.RESTRICTED, String(64), unique=True)
    revoked_at: Mapped[datetime | None] = column("Withdrawn", Kept.OPENLY, Moment)
