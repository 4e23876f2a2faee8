"""Changes that loads make of their own: the load itself, its columns, and terms nobody has read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.audit.act import Actor, StandingActor, act
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.succession import begin
from app.core.today import now, today
from app.exchange import queries
from app.exchange.comparing import (
    ONE_SIDED,
    Before,
    ClosedHow,
    Line,
    Told,
    compare,
    said_of,
    settled_before,
)
from app.exchange.models import (
    ColumnMapping,
    Load,
    LoadFile,
    LoadKind,
    LoadState,
    Reconciliation,
    ReconciliationLine,
)
from app.exchange.opening import Incoming
from app.people.models import Household
from app.people.rules import record_breach
from app.register.models import Terms

RETENTION = StandingActor("Retention")
"""Clears what was kept long enough; nobody asks for it."""


@act("Brought files in to be loaded")
def bring_in(
    kind: LoadKind,
    files: Sequence[Incoming],
    *,
    as_at: date,
    fingerprint: str,
    by: Actor,
) -> Load:
    """Keep files, to be checked and then carried out or discarded. The record is not changed yet.

    Files too large to keep are given again when the load is carried out.
    """
    load = Load(
        kind=kind, state=LoadState.WAITING, by_id=by.id, as_at=as_at, fingerprint=fingerprint
    )
    db.session.add(load)
    db.session.flush()
    db.session.add_all(
        LoadFile(load_id=load.id, name=file.name, content=file.content) for file in files
    )
    db.session.flush()
    return load


@act("Checked a load")
def note_checked(
    load: Load, *, state: LoadState, summary: Mapping[str, Any], done_rows: int, by: Actor
) -> Load:
    """Say what a load would do, or (refused) why its files cannot be read."""
    load.state, load.summary, load.done_rows = state, dict(summary), done_rows
    return load


def note_done(load: Load, summary: Mapping[str, Any], done_rows: int) -> Load:
    """Say that a load was carried out. Part of the act that carries it out."""
    load.state, load.summary, load.done_rows = LoadState.DONE, dict(summary), done_rows
    load.finished_at = now()
    return load


@act("Discarded a load")
def discard(load: Load, *, by: Actor) -> Load:
    """The load is not carried out; what was brought in is not kept."""
    if load.state is LoadState.DONE:
        raise RuleBroken(record_breach("This load was carried out: it cannot be discarded."))
    load.state = LoadState.DISCARDED
    return load


@act("Cleared loads that were kept long enough")
def note_cleared(loads: Sequence[Load], *, by: Actor) -> None:
    """Of a load that is cleared its counts stay, and the day. One that nobody carried out by then
    is discarded."""
    for load in loads:
        counts = {name: count for name, count in load.summary.items() if isinstance(count, int)}
        load.summary = {**counts, "cleared": today().isoformat()}
        if load.state in (LoadState.WAITING, LoadState.CHECKED):
            load.state = LoadState.DISCARDED


@act("Said what columns mean")
def map_columns(load: Load, *, fields: Mapping[str, str], by: Actor) -> Load:
    """Remember which field each heading is ("": left out), for this load and the next."""
    for heading, field in fields.items():
        known = db.session.scalar(
            select(ColumnMapping).where(
                ColumnMapping.kind == load.kind, ColumnMapping.heading == heading[:120]
            )
        )
        if known is None:
            db.session.add(ColumnMapping(kind=load.kind, heading=heading[:120], field=field))
        else:
            known.field = field
    load.mapping = {**load.mapping, **fields}
    load.state = LoadState.WAITING
    return load


@act("Compared the record with a list of children")
def reconcile(
    *,
    name: str,
    as_at: date,
    headings: Mapping[str, str],
    there: Sequence[Told],
    here: Sequence[Told],
    unread: int = 0,
    by: Actor,
) -> Reconciliation:
    """Keep every child on one side only and every difference, as work to be owned and closed."""
    made = Reconciliation(
        name=name[:400],
        as_at=as_at,
        headings=dict(headings),
        there=len(there),
        here=len(here),
        unread=unread,
        by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    earlier = queries.lines_before(made)
    db.session.add_all(_line(made, line, earlier) for line in compare(there, here))
    db.session.flush()
    return made


def _line(made: Reconciliation, line: Line, earlier: Sequence[Before]) -> ReconciliationLine:
    """A line to be looked at; already closed where somebody looked, and nothing has changed."""
    new = ReconciliationLine(
        reconciliation_id=made.id,
        kind=line.kind,
        child_id=line.child_id,
        key=line.key[:80],
        name=line.name[:160],
        differences=said_of(line),
    )
    last, settled = settled_before(line, earlier)
    if last is not None:
        before = db.session.get_one(ReconciliationLine, last.id)
        new.owner_id = before.owner_id
        new.before_id = before.id if before.closed_on else before.before_id
        if settled:
            new.closed_on, new.closed_how = before.closed_on, before.closed_how
            new.note = before.note
    return new


@act("Took on a difference between two lists")
def own_line(line: ReconciliationLine, *, owner: User, by: Actor) -> ReconciliationLine:
    """This person looks at it."""
    line.owner_id = owner.id
    return line


@act("Closed a difference between two lists")
def close_line(
    line: ReconciliationLine, *, how: ClosedHow, note: str, by: Actor
) -> ReconciliationLine:
    """Somebody looked, and says how it was settled."""
    if line.closed_on is not None:
        raise RuleBroken(
            record_breach(f"This was closed on {line.closed_on:%d/%m/%Y} already.", "how")
        )
    if line.kind in ONE_SIDED and not note.strip():
        raise RuleBroken(record_breach("Say in a few words what was found.", "note"))
    if how is ClosedHow.BOTH_RIGHT and not note.strip():
        raise RuleBroken(record_breach("Say why both are right.", "note"))
    line.closed_on, line.closed_how, line.note = today(), how, note.strip()
    line.owner_id = line.owner_id or by.id
    return line


@act("Kept terms of approval in words")
def keep_terms_as_words(
    household: Household, *, overall: int, words: str, starts_on: date, by: Actor
) -> Terms:
    """Terms that could not be read with certainty: kept as they were written, admitting nobody."""
    return begin(Terms(household_id=household.id, overall=overall, starts_on=starts_on, note=words))
