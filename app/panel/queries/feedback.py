"""The panel's feedback on reports: of one item, and by author and theme over a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.assessments.grading import Theme
from app.assessments.models import Assessing
from app.core.db import db
from app.panel.models import Item, Meeting, ReportFeedback
from app.register.models import Decision, ReviewCase


def feedback_on(item_id: int) -> Sequence[ReportFeedback]:
    """What was said of the report of one item, theme by theme."""
    return db.session.scalars(
        select(ReportFeedback)
        .where(ReportFeedback.item_id == item_id, ReportFeedback.stands())
        .order_by(ReportFeedback.id)
    ).all()


def author_of(item: Item) -> int | None:
    """Who wrote the report that an item is about, as far as the record knows."""
    kind, _, number = item.matter.partition(":")
    if not number.isdecimal():
        return None
    match kind:
        case "review":
            asked = (
                select(ReviewCase.author_id)
                .where(ReviewCase.household_id == int(number), ReviewCase.stands())
                .order_by(ReviewCase.id.desc())
            )
        case "assessment":
            asked = (
                select(Assessing.worker_id)
                .where(Assessing.assessment_id == int(number), Assessing.stands())
                .order_by(Assessing.starts_on.desc(), Assessing.id.desc())
            )
        case "decision":
            asked = select(Decision.proposed_by_id).where(Decision.id == int(number))
        case _:
            return None
    return db.session.scalar(asked.limit(1))


@dataclass(frozen=True, slots=True)
class Written:
    """What panels said of one author's reports over a time."""

    author: User
    reports: int
    means: Mapping[Theme, float]
    words: tuple[tuple[Item, str], ...]
    """What would make each better, the latest first."""


def by_author(since: date, until: date, author_id: int | None = None) -> list[Written]:
    """Of each author, or of one, over the meetings of a time: by name."""
    asked = (
        select(ReportFeedback, Item)
        .join(Item, Item.id == ReportFeedback.item_id)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .where(ReportFeedback.stands(), Meeting.meets_on >= since, Meeting.meets_on <= until)
        .order_by(Meeting.meets_on.desc(), ReportFeedback.id)
    )
    if author_id is not None:
        asked = asked.where(ReportFeedback.author_id == author_id)
    scores: dict[int, dict[Theme, list[int]]] = defaultdict(lambda: defaultdict(list))
    items: dict[int, dict[int, tuple[Item, str]]] = defaultdict(dict)
    for row in db.session.execute(asked):
        each = row.ReportFeedback
        scores[each.author_id][each.theme].append(each.score)
        items[each.author_id].setdefault(each.item_id, (row.Item, each.words))
    users = db.session.scalars(select(User).where(User.id.in_(sorted(scores))).order_by(User.name))
    return [
        Written(
            user,
            len(items[user.id]),
            {theme: sum(those) / len(those) for theme, those in scores[user.id].items()},
            tuple(told for told in items[user.id].values() if told[1]),
        )
        for user in users
    ]


def by_theme(since: date, until: date) -> dict[Theme, Sequence[int]]:
    """Every score given at the meetings of a time, by theme."""
    found: dict[Theme, list[int]] = {theme: [] for theme in Theme}
    for row in db.session.execute(
        select(ReportFeedback.theme, ReportFeedback.score)
        .join(Item, Item.id == ReportFeedback.item_id)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .where(ReportFeedback.stands(), Meeting.meets_on >= since, Meeting.meets_on <= until)
    ):
        found[row.theme].append(row.score)
    return dict(found)
