"""A placement's list as a line of all lists, in groups on its own page, and the action of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask import url_for

from app.core.present import Shown
from app.core.shown import has_page
from app.placements.kinds import CARDS, Item, Scope, State
from app.placements.queries import Listed
from app.placements.rules import Owed

NEAR = timedelta(days=14)
"""How near the next visit or review is when it counts as something to do."""


class Which(StrEnum):
    """Which lists a page shows."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    ENDED = "ended"
    ALL = "all"

    def words(self) -> str:
        """As the page says it."""
        return {
            "open": "Something to do",
            "late": "Overdue",
            "done": "Worked off",
            "ended": "Ended",
            "all": "All",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Row:
    """A placement's list as a line of all lists."""

    listed: Listed
    day: date

    def fits(self, which: Which) -> bool:
        """Whether it belongs to this part."""
        match which:
            case Which.OPEN:
                return bool(self.now)
            case Which.LATE:
                return bool(self.listed.late)
            case Which.DONE:
                return not self.now and self.listed.ended is None
            case Which.ENDED:
                return self.listed.ended is not None
        return True

    @property
    def now(self) -> tuple[Owed, ...]:
        """What there is to do, without the visits and reviews that only go on, and are not near."""
        far = self.day + NEAR
        return tuple(
            each
            for each in self.listed.to_do
            if each.item not in (Item.VISIT, Item.REVIEW) or each.due_on <= far
        )

    @property
    def next(self) -> Owed | None:
        """What is due first."""
        return self.listed.to_do[0] if self.listed.to_do else None

    @property
    def order(self) -> tuple[date, date, int]:
        """Those whose next item is due first, first."""
        due = self.next.due_on if self.next is not None else date.max
        return due, self.listed.facts.starts_on, self.listed.id


COLUMNS: Sequence[Shown[Row]] = (
    Shown("Child", lambda row: row.listed.child_name),
    Shown("Where", lambda row: row.listed.where),
    Shown("Since", lambda row: row.listed.facts.starts_on),
    Shown("Ended", lambda row: row.listed.ended.on if row.listed.ended else None),
    Shown("Ending", lambda row: row.listed.ending),
    Shown("Items", lambda row: len(row.listed.owed), numeric=True),
    Shown("To do", lambda row: len(row.now), numeric=True),
    Shown("Overdue", lambda row: len(row.listed.late), numeric=True),
    Shown("Left undone at the end", lambda row: len(row.listed.left), numeric=True),
    Shown("Next", lambda row: row.next.item if row.next else None),
    Shown("Due by", lambda row: row.next.due_on if row.next else None),
)


WORST_FIRST = (
    State.LATE,
    State.OPEN,
    State.LEFT,
    State.DONE_LATE,
    State.DONE,
    State.NOT_NEEDED,
)

HEADINGS = {
    Scope.ENDING: "What its end asks",
    Scope.PLACEMENT: "What this placement started",
    Scope.CHILD: "What coming into care started",
}


def groups_of(listed: Listed) -> list[tuple[str, str, list[Owed]]]:
    """The list in groups, each with its caption and id, the worst first; notices stand apart, by
    recipient."""
    found = []
    worst_first = sorted(listed.owed, key=lambda each: WORST_FIRST.index(each.state))
    for scope, heading in HEADINGS.items():
        those = [
            each for each in worst_first if CARDS[each.item].scope is scope and each.to is None
        ]
        if those:
            found.append((heading, f"of-{scope.value}", those))
        told = [
            each for each in worst_first if CARDS[each.item].scope is scope and each.to is not None
        ]
        if told:
            ends = scope is Scope.ENDING
            caption = "Who is told that it ended" if ends else "Who is told of the placement"
            found.append((caption, f"told-{scope.value}", told))
    return found


def action_of(listed: Listed, each: Owed) -> str | None:
    """The page of an item's one action; None for whoever may not open it, whose it then is not."""
    ref, card = listed.ref, CARDS[each.item]
    if each.to is not None:
        return url_for("placements.told", ref=ref, item=each.item.value, recipient=each.to.value)
    if not card.page:
        return url_for("placements.done", ref=ref, item=each.item.value)
    return url_for(card.page, ref=listed.ref_of(card.about)) if has_page(card.page) else None
