"""Reports of fostering assessments: handed in, checked, signed as they then stood."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.assessments.grading import Theme
from app.assessments.handed_in import Graded, HandedIn
from app.assessments.models import Assessment
from app.core.columns import Kept, column
from app.core.db import Model
from app.reports.kinds import Advises


class Report(HandedIn, Model):
    """A round of a report: its author's signature, its check, and the manager's signature.

    What it says is in no round until it is signed: until then it is read from what was found out.
    """

    __tablename__ = "assessment_report"

    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    recommends: Mapped[Advises] = column("Recommends", Kept.NARRATIVE, code=Advises)
    signed_on: Mapped[date | None] = column("Signed by a manager on", Kept.OPENLY)
    signed_by_id: Mapped[int | None] = column(
        "Signed by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    content: Mapped[dict[str, Any] | None] = column("What was signed", Kept.CHECKS, JSON)
    assessment: Mapped[Assessment] = relationship(viewonly=True)
    signed_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="Report.signed_by_id", lazy="joined"
    )
    grades: Mapped[list[ReportGrade]] = relationship(
        order_by="ReportGrade.id", lazy="selectin", viewonly=True
    )


class ReportGrade(Graded, Model):
    """How well a report answers one of the questions on which every report is read."""

    __tablename__ = "assessment_report_grade"

    report_id: Mapped[int] = column(
        "Report", Kept.OPENLY, ForeignKey("assessment_report.id"), index=True
    )
    theme: Mapped[Theme] = column("Theme", Kept.OPENLY, code=Theme)
