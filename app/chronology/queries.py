"""Everything dated that the record has of one household, told to one reader.

Each kind of fact is a `Source`: a table, which of its days count, and how a line says it. What the
reader may not see is no line, and no number counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import May
from app.assessments.models import Assessment
from app.chronology.kinds import Entry, EntryKind
from app.concerns import queries as concerns
from app.connected.models import ConnectedCase
from app.core.db import db
from app.core.holding import is_recorded
from app.core.words import words
from app.guardianship.models import GuardianshipCase
from app.panel.models import Item
from app.people.models import Address, Household, Member
from app.register import present
from app.register import queries as register
from app.register.models import (
    Approval,
    Exemption,
    FosterCareAgreement,
    Hold,
    Resignation,
    Review,
    ReviewCase,
    TemporaryApproval,
    Terms,
    Unavailability,
)
from app.supervision import queries as supervision
from app.supervision.models import Allocation
from app.supervision.visits.models import Visit
from app.training.models import Attendance


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a chronology, and whom of the children they may be told by name."""

    user: User
    names: Mapping[int, str]
    sees_reasons: bool

    def child(self, number: int) -> str:
        """The child's name, or that it is a child."""
        return self.names.get(number, "A child")

    def why(self, words: str) -> str:
        """A reason, for those who may know it."""
        return f": {words}" if self.sees_reasons and words else ""


Told = tuple[date | None, str]
"""A day, and what happened on it; without a day there is no line."""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of fact about a household, and the lines that one row of it gives."""

    kind: EntryKind
    table: type[Any]
    says: Callable[[Any, Reader, datetime | None], Iterable[Told]]
    needs: May | None = None
    page: str = ""
    of: Callable[[int], Any] | None = None
    """Which rows are this household's, where the table does not name it."""


def may_read(user: User, household_id: int, as_at: date) -> bool:
    """May this person read a household's chronology: those who see every child, and those who
    supervise it."""
    if user.may(May.SEE_EVERY_CHILD):
        return True
    return household_id in supervision.own_households(user, as_at)


def chronology_of(
    household: Household, user: User, as_at: date, known_at: datetime | None = None
) -> list[Entry]:
    """Every entry up to a day, the newest first, as this person may read it. How many questions it
    asks depends on how many kinds of fact there are, not on how many facts."""
    reader = _reader(household.id, user, as_at, known_at)
    found = [
        entry
        for source in SOURCES
        if source.needs is None or user.may(source.needs)
        for entry in _of(source, household.id, reader, known_at)
    ]
    found += _children(household.id, reader, known_at)
    found += _concerns(household.id, user)
    up_to = [each for each in found if each.on <= as_at]
    in_order = sorted(enumerate(up_to), key=lambda each: (each[1].on, each[0]), reverse=True)
    return [each for _, each in in_order]


def _reader(household_id: int, user: User, as_at: date, known_at: datetime | None) -> Reader:
    here = register.children_here(household_id, known_at)
    own = supervision.own_households(user, as_at)
    seen = register.visible_among(
        user, [each.child_id for each in here], households=own, as_at=as_at
    )
    names = {each.child_id: each.person.name for each in here if each.child_id in seen}
    return Reader(user, names, user.may(May.SEE_HOLD_REASON))


def _of(
    source: Source, household_id: int, reader: Reader, known_at: datetime | None
) -> Iterator[Entry]:
    if source.of is None and not is_recorded(source.table, household_id):
        return
    asked = select(source.table).where(source.table.stands(known_at)).order_by(source.table.id)
    if source.of is None:
        asked = asked.where(source.table.household_id == household_id)
    else:
        asked = asked.where(source.of(household_id))
    for row in db.session.scalars(asked).unique():
        for day, says in source.says(row, reader, known_at):
            if day is not None:
                ref = getattr(row, "ref", "") if source.page else ""
                yield Entry(day, source.kind, says, source.page, ref)


# --------------------------------------------------------------------------- how a line says it


def _lasts(begins: Callable[[Any, Reader], str], ends: Callable[[Any, Reader], str]) -> Any:
    """A dated fact: the day it began, and the first day on which it no longer held."""

    def said(row: Any, reader: Reader, known_at: datetime | None) -> Iterator[Told]:
        yield row.starts_on, begins(row, reader)
        yield row.end_as_known(known_at), ends(row, reader)

    return said


def _begins(says: Callable[[Any, Reader], str]) -> Any:
    """A dated fact of which only the beginning is told: the next one takes over from it."""

    def said(row: Any, reader: Reader, _known_at: datetime | None) -> Iterator[Told]:
        yield row.starts_on, says(row, reader)

    return said


def _happened(on: str, says: Callable[[Any, Reader], str]) -> Any:
    """Something that happened on a day."""

    def said(row: Any, reader: Reader, _known_at: datetime | None) -> Iterator[Told]:
        yield getattr(row, on), says(row, reader)

    return said


def _review_case(row: ReviewCase, reader: Reader, _known_at: datetime | None) -> Iterator[Told]:
    yield row.opened_on, f"Review opened{reader.why(words(row.trigger).lower())}"
    yield row.decided_on, "Review decided" + _suitable(row, reader)
    yield row.notice_on, "Notice of the review’s outcome given"
    yield row.stopped_on, "Review closed without a decision"


def _suitable(row: ReviewCase, reader: Reader) -> str:
    if row.decided_suitable is None:
        return ""
    terms = "terms are right" if row.decided_terms_right else "terms are to change"
    return reader.why(f"still suitable, {terms}" if row.decided_suitable else "no longer suitable")


def _item(row: Item, _reader: Reader, _known_at: datetime | None) -> Iterator[Told]:
    if row.withdrawn_on is None and row.meeting.called_off_on is None:
        yield row.meeting.meets_on, f"At panel: {words(row.kind).lower()}"


def _guardianship(row: GuardianshipCase, _reader: Reader, _at: datetime | None) -> Iterator[Told]:
    yield row.opened_on, "Case of special guardianship opened"
    yield row.closed_on, "Case of special guardianship closed"


def _carers_of(household_id: int) -> Any:
    approved = select(Approval.person_id).where(
        Approval.household_id == household_id, Approval.stands()
    )
    return Attendance.person_id.in_(approved)


def _places(row: Hold | Unavailability) -> str:
    if row.places is None:
        return "every place"
    return f"{row.places} place{'' if row.places == 1 else 's'}"


SOURCES: Sequence[Source] = (
    Source(
        EntryKind.APPROVAL,
        Approval,
        _lasts(
            lambda row, _: f"{row.person.name} approved",
            lambda row, _: (
                f"Approval of {row.person.name} ends"
                + (f": {words(row.ended_how).lower()}" if row.ended_how else "")
            ),
        ),
    ),
    Source(
        EntryKind.APPROVAL,
        TemporaryApproval,
        _lasts(
            lambda row, reader: f"Temporary approval for {reader.child(row.child_id)}",
            lambda row, reader: f"Temporary approval for {reader.child(row.child_id)} ends",
        ),
    ),
    Source(
        EntryKind.APPROVAL,
        Terms,
        _begins(lambda row, reader: f"Terms: {present.terms_said(row, reader.names)}"),
    ),
    Source(
        EntryKind.APPROVAL,
        Exemption,
        _lasts(
            lambda row, _: f"Exempt from the usual limit, decided by {row.decided_by}",
            lambda row, _: "Exemption ends",
        ),
    ),
    Source(
        EntryKind.APPROVAL,
        FosterCareAgreement,
        _begins(lambda row, _: "Foster care agreement signed"),
    ),
    Source(
        EntryKind.APPROVAL,
        Resignation,
        _happened(
            "received_on",
            lambda row, reader: (
                "Resignation received" + reader.why(words(row.reason).lower() if row.reason else "")
            ),
        ),
    ),
    Source(EntryKind.APPROVAL, Item, _item, May.SEE_PANEL, "panel.item"),
    Source(
        EntryKind.HOLD,
        Hold,
        _lasts(
            lambda row, reader: f"On hold, {_places(row)}{reader.why(words(row.reason).lower())}",
            lambda row, _: "Hold lifted",
        ),
    ),
    Source(
        EntryKind.HOLD,
        Unavailability,
        _lasts(
            lambda row, reader: (
                f"Not available, {_places(row)}: " + row.why(sees_reasons=reader.sees_reasons)
            ),
            lambda row, _: "Available again",
        ),
    ),
    Source(
        EntryKind.REVIEW,
        Review,
        _happened(
            "held_on",
            lambda row, _: (
                "Review of approval held" + (", considered by panel" if row.panel_on else "")
            ),
        ),
    ),
    Source(EntryKind.REVIEW, ReviewCase, _review_case, page="register.review_case"),
    Source(
        EntryKind.VISIT,
        Visit,
        _happened(
            "visited_on",
            lambda row, _: (
                f"{words(row.notice)} visit by {row.worker.name}"
                + ("; the home was inspected" if row.home_inspected else "")
            ),
        ),
        page="supervision.visits.visit",
    ),
    Source(
        EntryKind.PEOPLE,
        Member,
        _lasts(
            lambda row, _: f"{row.person.name} is here as {words(row.role).lower()}",
            lambda row, _: f"{row.person.name} is no longer here as {words(row.role).lower()}",
        ),
    ),
    Source(
        EntryKind.PEOPLE,
        Address,
        _begins(lambda row, _: "A home address from this day (not shown)"),
    ),
    Source(
        EntryKind.WORKER,
        Allocation,
        _lasts(
            lambda row, _: f"{row.worker.name} supervises",
            lambda row, _: f"{row.worker.name} no longer supervises",
        ),
    ),
    Source(
        EntryKind.TRAINING,
        Attendance,
        _happened("attended_on", lambda row, _: f"{row.person.given_name}: {row.course.name}"),
        of=_carers_of,
    ),
    Source(
        EntryKind.ASSESSMENT,
        Assessment,
        _lasts(
            lambda row, _: f"Assessment begins: {words(row.kind).lower()}",
            lambda row, reader: (
                "Assessment ends" + reader.why(words(row.outcome).lower() if row.outcome else "")
            ),
        ),
        page="assessments.assessment",
    ),
    Source(
        EntryKind.ASSESSMENT,
        ConnectedCase,
        _lasts(
            lambda row, _: "Put forward as connected carers",
            lambda row, _: "Case as connected carers ends",
        ),
        May.SEE_CONNECTED,
    ),
    Source(EntryKind.ASSESSMENT, GuardianshipCase, _guardianship, May.SEE_GUARDIANSHIP),
)
"""Every kind of fact that names a household; children and concerns are told with their own eyes."""


def _children(household_id: int, reader: Reader, known_at: datetime | None) -> Iterator[Entry]:
    for each in register.children_here(household_id, known_at):
        stay = " for a stay" if each.temporary else ""
        name = reader.child(each.child_id)
        page, ref = (
            ("children.child", each.child_ref) if each.child_id in reader.names else ("", "")
        )
        yield Entry(each.starts_on, EntryKind.CHILDREN, f"{name} comes{stay}", page, ref)
        if each.ends_on is not None:
            yield Entry(each.ends_on, EntryKind.CHILDREN, f"{name} leaves", page, ref)


def _concerns(household_id: int, user: User) -> Iterator[Entry]:
    for each in concerns.of_household(user, household_id):
        page, ref = "concerns.concern", each.concern.ref
        kind = words(each.concern.kind)
        event = f", {words(each.concern.event).lower()}" if each.concern.event else ""
        yield Entry(each.received_on, EntryKind.CONCERN, f"{kind} received{event}", page, ref)
        for step in each.steps:
            came = f": {words(step.outcome).lower()}" if step.outcome else ""
            says = f"{kind}: {words(step.kind).lower()}{came}"
            yield Entry(step.happened_on, EntryKind.CONCERN, says, page, ref)
