"""Questions about loads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from app.accounts.models import User
from app.accounts.permissions import May
from app.children.models import Child, LegalStatus, Placement
from app.core.db import db
from app.core.today import london_day
from app.exchange.comparing import Before, Told
from app.exchange.matching_up import SSDA903
from app.exchange.models import (
    ColumnMapping,
    Load,
    LoadFile,
    LoadKind,
    LoadRow,
    Reconciliation,
    ReconciliationLine,
    Verdict,
)
from app.people.models import ExternalKey, Person
from app.statute.local import LOADED_FILES_KEPT

ODD = "odd"


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """A file or sheet of a load, and how many of its rows were rejected."""

    number: int
    name: str
    rows: int


def visible_to(user: User) -> ColumnElement[bool]:
    """The loads that this person may see: their own; all, with leave to see any address and child.

    A load holds what its files hold, addresses and children's numbers among it.
    """
    if user.may(May.SEE_ANY_ADDRESS) and user.may(May.SEE_EVERY_CHILD):
        return true()
    return Load.by_id == user.id


def load_by_ref(ref: str, user: User) -> Load | None:
    """The load with this public id, if this person may see it."""
    return db.session.scalar(select(Load).where(Load.ref == ref, Load.stands(), visible_to(user)))


def recent_loads(user: User, most: int = 50) -> Sequence[tuple[Load, str]]:
    """The latest loads that this person may see, newest first, with who brought each in."""
    rows = db.session.execute(
        select(Load, func.coalesce(User.name, "Installation"))
        .outerjoin(User, User.id == Load.by_id)
        .where(Load.stands(), visible_to(user))
        .order_by(Load.recorded_at.desc(), Load.id.desc())
        .limit(most)
    )
    return [(load, name) for load, name in rows]


def file_names(load: Load) -> Sequence[str]:
    """What the files of a load are called."""
    return db.session.scalars(
        select(LoadFile.name).where(LoadFile.load_id == load.id).order_by(LoadFile.id)
    ).all()


def keeps_files(load: Load) -> bool:
    """Whether every file of a load is kept here, so that it can be checked and carried out."""
    kept = select(func.count(LoadFile.id)).where(LoadFile.load_id == load.id)
    return not db.session.scalar(kept.where(LoadFile.content.is_(None)))


def rows_of(load: Load, which: str | None) -> Select[LoadRow]:
    """The rows of a load in their order: all, those of one verdict, or the odd ones.

    Unsaid, those that somebody should look at come first: rejected, then odd.
    """
    rows = select(LoadRow).where(LoadRow.load_id == load.id)
    if which == ODD:
        rows = rows.where(LoadRow.odd.is_(True))
    elif which:
        rows = rows.where(LoadRow.verdict == Verdict(which))
    else:
        return rows.order_by(
            (LoadRow.verdict == Verdict.REJECTED).desc(), LoadRow.odd.desc(), LoadRow.id
        )
    return rows.order_by(LoadRow.id)


def has_several_tables(load: Load) -> bool:
    """Whether the rows of a load stand in more than one file or sheet."""
    counted = select(func.count(LoadRow.file.distinct())).where(LoadRow.load_id == load.id)
    return (db.session.scalar(counted) or 0) > 1


def rejected_files(load: Load) -> list[RejectedFile]:
    """The files and sheets of a load that have rejected rows."""
    rows = db.session.execute(
        select(LoadRow.file, func.count(LoadRow.id))
        .where(LoadRow.load_id == load.id, LoadRow.verdict == Verdict.REJECTED)
        .group_by(LoadRow.file)
        .order_by(LoadRow.file)
    )
    return [RejectedFile(number, name, count) for number, (name, count) in enumerate(rows, 1)]


def rejected_rows(load: Load, file: str) -> Sequence[LoadRow]:
    """The rejected rows of one file, in their order."""
    return db.session.scalars(
        select(LoadRow)
        .where(
            LoadRow.load_id == load.id,
            LoadRow.verdict == Verdict.REJECTED,
            LoadRow.file == file,
        )
        .order_by(LoadRow.row, LoadRow.id)
    ).all()


def kept_long_enough(day: date) -> list[Load]:
    """Loads of which rows or files are still kept, and were to be kept until before this day."""
    return [
        load
        for load in that_keep_anything()
        if not LOADED_FILES_KEPT.in_time(london_day(load.finished_at or load.recorded_at), day)
    ]


def that_keep_anything() -> list[Load]:
    """Loads of which rows or files are still kept."""
    rows = select(LoadRow.load_id).where(LoadRow.load_id == Load.id).exists()
    files = select(LoadFile.id).where(LoadFile.load_id == Load.id, LoadFile.content.is_not(None))
    keeping = select(Load).where(or_(rows, files.exists())).order_by(Load.id)
    return list(db.session.scalars(keeping))


def mapped_columns(kind: LoadKind) -> dict[str, str]:
    """The headings (as words) that somebody has mapped, and the field of each ("": left out)."""
    rows = db.session.execute(
        select(ColumnMapping.heading, ColumnMapping.field).where(
            ColumnMapping.kind == kind, ColumnMapping.stands()
        )
    )
    return {heading: field for heading, field in rows}  # noqa: C416 - a Result is no mapping


def is_waiting(load: Load) -> bool:
    """Whether some heading of a load waits for somebody to say what it is."""
    headings = load.summary.get("headings", {})
    return any(read["field"] is None for read in headings.values())


# ----------------------------------------------------------------------------------- comparisons


def reconciliations() -> Sequence[tuple[Reconciliation, int, int]]:
    """Every comparison, the latest first: with how many lines, and how many are still open."""
    line = ReconciliationLine
    rows = db.session.execute(
        select(
            Reconciliation, func.count(line.id), func.count(line.id) - func.count(line.closed_on)
        )
        .outerjoin(line, line.reconciliation_id == Reconciliation.id)
        .where(Reconciliation.stands())
        .group_by(Reconciliation.id)
        .order_by(Reconciliation.id.desc())
    ).unique()
    return [(made, lines, left) for made, lines, left in rows]


def reconciliation_by_ref(ref: str) -> Reconciliation | None:
    """The comparison with this public id."""
    return db.session.scalar(
        select(Reconciliation).where(Reconciliation.ref == ref, Reconciliation.stands())
    )


def lines_of(made: Reconciliation) -> Sequence[ReconciliationLine]:
    """The lines of a comparison, the open ones first."""
    return db.session.scalars(
        select(ReconciliationLine)
        .where(ReconciliationLine.reconciliation_id == made.id, ReconciliationLine.stands())
        .order_by(
            ReconciliationLine.closed_on.is_not(None),
            ReconciliationLine.kind,
            ReconciliationLine.id,
        )
    ).all()


def lines_before(made: Reconciliation) -> list[Before]:
    """What earlier comparisons with the same kind of list said, and how it was closed; in order.

    The files of the return and a list from the case system are two kinds: who is rightly missing
    from one need not be missing from the other.
    """
    line = ReconciliationLine
    rows = db.session.execute(
        select(
            line.id,
            line.kind,
            line.child_id,
            line.key,
            line.name,
            line.differences,
            line.closed_how,
            Reconciliation.headings,
        )
        .join(Reconciliation, Reconciliation.id == line.reconciliation_id)
        .where(line.stands(), Reconciliation.stands(), Reconciliation.id != made.id)
        .order_by(line.id)
    )
    return [
        Before(
            row.id, row.kind, row.child_id, row.key, row.name, row.differences or {}, row.closed_how
        )
        for row in rows
        if bool(row.headings) == bool(made.headings)
    ]


def line_by_ref(ref: str) -> ReconciliationLine | None:
    """The line with this public id."""
    return db.session.scalar(
        select(ReconciliationLine).where(ReconciliationLine.ref == ref, ReconciliationLine.stands())
    )


def last_headings() -> dict[str, str]:
    """Under which headings the last sheet had what is compared."""
    found = db.session.scalar(
        select(Reconciliation.headings)
        .where(Reconciliation.stands())
        .order_by(Reconciliation.id.desc())
        .limit(1)
    )
    return dict(found or {})


def children_told(child_ids: Collection[int], as_at: date) -> list[Told]:
    """These children as this record tells of them on a day, to be compared."""
    ids = list(child_ids)
    keys = dict(
        db.session.execute(
            select(ExternalKey.record_id, ExternalKey.key).where(
                ExternalKey.system == SSDA903, ExternalKey.kind == "child", ExternalKey.stands()
            )
        ).all()
    )
    statuses = {
        row.child_id: row.status
        for row in db.session.execute(
            select(LegalStatus.child_id, LegalStatus.status)
            .where(LegalStatus.in_force(as_at), LegalStatus.child_id.in_(ids))
            .order_by(LegalStatus.starts_on, LegalStatus.id)
        )
    }
    placed = {
        row.child_id: row
        for row in db.session.execute(
            select(Placement.child_id, Placement.place, Placement.starts_on, Placement.urn)
            .where(
                Placement.in_force(as_at),
                Placement.temporary.is_(False),
                Placement.child_id.in_(ids),
            )
            .order_by(Placement.starts_on, Placement.id)
        )
    }
    people = db.session.execute(
        select(Child.id, Child.upn, Person.given_name, Person.family_name, Person.born)
        .join(Person, Person.id == Child.person_id)
        .where(Child.id.in_(ids))
        .order_by(Child.id)
    )
    found = []
    for row in people:
        place = placed.get(row.id)
        status = statuses.get(row.id)
        found.append(
            Told(
                key=keys.get(row.id, ""),
                upn=row.upn or "",
                name=f"{row.given_name} {row.family_name}".strip(),
                born=row.born,
                status=status.value if status else "",
                place=place.place.value if place else "",
                since=place.starts_on if place else None,
                urn=(place.urn or "") if place else "",
                child_id=row.id,
            )
        )
    return found
