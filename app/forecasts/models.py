"""Forecasts drawn and published, plans to recruit, and statements of sufficiency.

None of it is about a person: numbers of children and homes, and words for the public.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, column
from app.core.dated import HowFar, Public, Recorded, Versioned
from app.core.db import Model


class Forecast(Public, Versioned, Recorded, Model):
    """The years ahead as they were drawn from the record on a day; published, it is scored.

    It is asked for, and drawn in the background: until then `drawn_on` is empty. Where it could not
    be drawn, `answer` says why. `digest` tells the inputs from any others. What was drawn never
    changes.
    """

    __tablename__ = "forecast"

    at: Mapped[date] = column("As at", Kept.OPENLY)
    seed: Mapped[int] = column("Seed", Kept.OPENLY)
    futures: Mapped[int] = column("Futures", Kept.OPENLY)
    drawn_on: Mapped[date | None] = column("Drawn on", Kept.OPENLY, index=True)
    model: Mapped[str] = column("Version of the model", Kept.OPENLY, String(20), default="")
    digest: Mapped[str] = column("Inputs", Kept.OPENLY, String(64), default="")
    answer: Mapped[dict[str, Any]] = column("What may come", Kept.OPENLY, JSON, default=dict)
    published_on: Mapped[date | None] = column("Published on", Kept.OPENLY, index=True)
    published_by_id: Mapped[int | None] = column(
        "Published by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    published_for: Mapped[str] = column("Published for", Kept.OPENLY, String(200), default="")
    published_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class ForecastProgress(HowFar, Model):
    """How far drawing has come."""

    __tablename__ = "forecast_progress"

    forecast_id: Mapped[int] = column(
        "What", Kept.OPENLY, ForeignKey("forecast.id"), primary_key=True
    )


class Plan(Public, Versioned, Recorded, Model):
    """A plan to recruit in its own words, as dated changes, and what it came to when compared.

    `homes`: for each line the number of households, places in each, ages, town and day.
    `leaving` is how often carers leave under it, in per cent of now. It is compared in the
    background: until then `compared_on` is empty. Where it could not be, `answer` says why.
    """

    __tablename__ = "recruitment_plan"

    says: Mapped[str] = column("Plan", Kept.OPENLY, Text)
    homes: Mapped[list[Any]] = column("Homes to find", Kept.OPENLY, JSON, default=list)
    leaving: Mapped[int] = column("Carers leave, per cent of now", Kept.OPENLY, default=100)
    leaving_from: Mapped[date | None] = column("From", Kept.OPENLY)
    compared_on: Mapped[date | None] = column("Compared on", Kept.OPENLY)
    answer: Mapped[dict[str, Any]] = column("What it comes to", Kept.OPENLY, JSON, default=dict)
    made_by_id: Mapped[int | None] = column("Made by", Kept.OPENLY, ForeignKey("user_account.id"))
    made_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class PlanProgress(HowFar, Model):
    """How far comparing a plan has come."""

    __tablename__ = "recruitment_plan_progress"

    recruitment_plan_id: Mapped[int] = column(
        "What", Kept.OPENLY, ForeignKey("recruitment_plan.id"), primary_key=True
    )


class Statement(Public, Versioned, Recorded, Model):
    """A statement of sufficiency: written from the record as at a day, approved by somebody else.

    `content` is the whole of it as it was approved. Its owner answers for it until it is reviewed.
    """

    __tablename__ = "sufficiency_statement"

    at: Mapped[date] = column("As at", Kept.OPENLY)
    forecast_id: Mapped[int] = column("Forecast", Kept.OPENLY, ForeignKey("forecast.id"))
    owner_id: Mapped[int] = column("Owner", Kept.OPENLY, ForeignKey("user_account.id"))
    written_by_id: Mapped[int] = column("Written by", Kept.OPENLY, ForeignKey("user_account.id"))
    doing: Mapped[str] = column("What we will do", Kept.OPENLY, Text, default="")
    measures: Mapped[str] = column("How we will know", Kept.OPENLY, Text, default="")
    figures: Mapped[dict[str, Any]] = column("Figures", Kept.OPENLY, JSON)
    approved_on: Mapped[date | None] = column("Approved on", Kept.OPENLY)
    approved_by_id: Mapped[int | None] = column(
        "Approved by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    review_on: Mapped[date | None] = column("Reviewed by", Kept.OPENLY)
    content: Mapped[dict[str, Any] | None] = column("As approved", Kept.OPENLY, JSON)
    forecast: Mapped[Forecast] = relationship(viewonly=True, lazy="joined")
    owner: Mapped[User] = relationship(
        viewonly=True, foreign_keys="Statement.owner_id", lazy="joined"
    )
    written_by: Mapped[User] = relationship(
        viewonly=True, foreign_keys="Statement.written_by_id", lazy="joined"
    )
    approved_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="Statement.approved_by_id", lazy="joined"
    )
