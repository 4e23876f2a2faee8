"""A meeting to come with papers, and packs of it, as tests need them."""

from __future__ import annotations

from typing import Any

from app.core.today import today
from app.documents.kinds import FileState, FileType
from app.documents.opened import Opened
from app.documents.scanning import Verdict
from app.panel import packing
from app.panel.actions import papers
from app.panel.actions.papers import Given
from app.panel.checklist import Checked, checked, checked_item
from app.panel.kinds import PaperKind
from app.panel.models import Item, ItemPaper, Meeting, Pack
from app.panel.queries.agenda import agenda
from app.panel.queries.papers import PersonOf
from app.panel.rules.papers import OF_ADVISERS
from tests import builders as make
from tests.panel.pack_papers import outside

CLEAN = Verdict(FileState.CLEAN, "nothing found")


def given(kind: PaperKind = PaperKind.OTHER, one: PersonOf | None = None, **more: Any) -> Given:
    """What a paper is; of advice, whose it is and when it was given."""
    if kind in OF_ADVISERS:
        more = {"given_by": "Dr Ruth Amey", "given_on": today()} | more
    return Given(kind, one or PersonOf(), more.pop("title", "A paper"), **more)


def brought(
    item: Item, kind: PaperKind = PaperKind.OTHER, *, says: str = "Brought", **more: Any
) -> ItemPaper:
    """A PDF from outside, added to an item."""
    file = (Opened(FileType.PDF, "paper.pdf", more.pop("content", outside(says))), CLEAN)
    late = more.pop("late_agreed", False)
    made: ItemPaper = papers.add_paper(
        item, given(kind, title=says, **more), files=[file], late_agreed=late, by=make.SOMEBODY
    )
    return made


def of(item: Item) -> Checked:
    """An item with its papers."""
    found = checked_item(agenda(item.meeting), item, today())
    assert found is not None
    return found


def wanted(item: Item) -> dict[str, bool]:
    """What an item needs, and whether it is there."""
    return {each.says: each.is_here for each in of(item).wanted}


def packed(meeting: Meeting, by: Any = None) -> Pack:
    """A pack of a meeting, made."""
    faulty = sum(len(each.faults) for each in checked(agenda(meeting), today()))
    pack: Pack = papers.ask_for_pack(meeting, faulty=faulty, by=by or make.SOMEBODY)
    packing.make(pack, by=by or make.SOMEBODY)
    return pack
