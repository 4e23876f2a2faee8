"""What stands in a chronology: its kinds, and one line of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry is about, in the order in which a filter offers them."""

    CONCERN = "concern"
    HOLD = "hold"
    CHILDREN = "children"
    APPROVAL = "approval"
    REVIEW = "review"
    VISIT = "visit"
    PEOPLE = "people"
    WORKER = "worker"
    TRAINING = "training"
    ASSESSMENT = "assessment"

    def words(self) -> str:
        """As the page says it."""
        return _SAID[self]


_SAID: Mapping[EntryKind, str] = {
    EntryKind.CONCERN: "Concerns",
    EntryKind.HOLD: "Holds and availability",
    EntryKind.CHILDREN: "Children placed",
    EntryKind.APPROVAL: "Approval, terms and panel",
    EntryKind.REVIEW: "Reviews",
    EntryKind.VISIT: "Visits",
    EntryKind.PEOPLE: "People and home",
    EntryKind.WORKER: "Supervising social worker",
    EntryKind.TRAINING: "Training",
    EntryKind.ASSESSMENT: "Assessments",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened on a day, in one line."""

    on: date
    kind: EntryKind
    says: str
    page: str = ""
    """The endpoint of its own page, which has one `ref`; for those who may open it."""

    ref: str = ""
