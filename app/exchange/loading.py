"""A load from its files to the record: brought in, checked, then all of it or nothing.

A check tries each household or child out through the very acts that a load carries out, one at a
time, and undoes each; so what it says is what will happen, and nobody else waits for long. Carrying
out is one transaction and one act: cut off at any moment, nothing of it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from app.audit.act import Actor, acting
from app.children.models import Child
from app.core.db import db, take, take_every, transaction
from app.core.errors import RuleBroken
from app.core.today import today
from app.exchange import actions, directory, queries
from app.exchange.models import Load, LoadFile, LoadKind, LoadRow, LoadState, Verdict
from app.exchange.opening import FileRefused, Incoming, tidy_name
from app.exchange.plans import Plan, bring_every, plan_of, try_out
from app.exchange.progress import Tell, progress_of, quiet, working_on
from app.exchange.report import RowReport, in_runs
from app.people.models import Household
from app.people.rules import record_breach

Given = Incoming | Path | tuple[str, bytes]

KEPT_AT_MOST = 25_000_000
"""Bytes of a file that is kept with its load; a larger one is given again to carry it out."""

SAYS = {
    LoadKind.CARERS: "Loaded a carers' workbook",
    LoadKind.SSDA903: "Loaded children from SSDA903 files",
    LoadKind.POSTCODES: "Loaded postcodes",
}


class _MoreRejected(Exception):
    """Rows that the check let pass can no longer be brought in."""


# ------------------------------------------------------------------------------------- brought in


def bring_in(
    kind: LoadKind, files: Sequence[Given], *, by: Actor, as_at: date | None = None
) -> Load:
    """Keep files to be checked. `as_at` is the day that they speak of: today unless said."""
    incoming = [_incoming(each) for each in files]
    load: Load = actions.bring_in(
        kind,
        [_kept(each) for each in incoming],
        as_at=as_at or today(),
        fingerprint=_fingerprint(kind, incoming),
        by=by,
    )
    return load


def _incoming(given: Given) -> Incoming:
    if isinstance(given, Path):
        return Incoming(tidy_name(given.name), path=given)
    if isinstance(given, tuple):
        return Incoming(tidy_name(given[0]), content=given[1])
    return given


def _kept(incoming: Incoming) -> Incoming:
    """A file with its content, if it is not too large to keep."""
    if incoming.path is None or incoming.path.stat().st_size > KEPT_AT_MOST:
        return incoming
    return Incoming(incoming.name, content=incoming.path.read_bytes())


def _fingerprint(kind: LoadKind, files: Iterable[Incoming]) -> str:
    made = hashlib.sha256(kind.value.encode())
    for each in sorted(_digest(file) for file in files):
        made.update(each)
    return made.hexdigest()


def _digest(incoming: Incoming) -> bytes:
    with incoming.open() as file:
        made = hashlib.sha256()
        while chunk := file.read(1 << 20):
            made.update(chunk)
        return made.digest()


def files_of(load: Load) -> list[Incoming]:
    """The files that were kept with a load."""
    kept = db.session.scalars(
        select(LoadFile).where(LoadFile.load_id == load.id).order_by(LoadFile.id)
    )
    return [Incoming(file.name, content=file.content) for file in kept]


def loaded_before(load: Load) -> Load | None:
    """The load that carried out these very files before."""
    return db.session.scalar(
        select(Load)
        .where(
            Load.fingerprint == load.fingerprint,
            Load.id != load.id,
            Load.state == LoadState.DONE,
        )
        .order_by(Load.finished_at.desc())
        .limit(1)
    )


# ---------------------------------------------------------------------------------------- checked


def check(
    kind: LoadKind,
    files: Sequence[Given],
    *,
    by: Actor,
    as_at: date | None = None,
    tell: Tell = quiet,
) -> Load:
    """Bring files in and check them. Headings that nobody has mapped are left out, and noted."""
    load = bring_in(kind, files, by=by, as_at=as_at)
    return run_check(load, by=by, tell=tell, files=files, ask=False)


def run_check(
    load: Load,
    *,
    by: Actor,
    tell: Tell = quiet,
    files: Sequence[Given] | None = None,
    ask: bool = True,
) -> Load:
    """Work out what a load would do, row by row. Nothing in the record changes.

    `ask`: a load with headings that nobody has mapped waits for somebody to map them.
    """
    with working_on(load.id, tell) as told:
        clear_old(but=load.id)
        told("Reading the files", 0, 0)
        given = [_incoming(each) for each in files] if files is not None else files_of(load)
        try:
            if load.kind is LoadKind.POSTCODES:
                summary, rejected = directory.check(given, told)
                return _note(load, by, LoadState.CHECKED, summary, rejected)
            plan = plan_of(load, given, by)
        except FileRefused as refused:
            return _note(load, by, LoadState.REFUSED, {"refused": [str(refused)]}, [])
        if plan.unknown and ask:
            return _note(load, by, LoadState.WAITING, {"headings": plan.headings}, [])
        try_out(plan, by, told)
        return _note(load, by, LoadState.CHECKED, plan.summary, plan.rows)


def _note(
    load: Load, by: Actor, state: LoadState, summary: Mapping[str, Any], rows: Sequence[RowReport]
) -> Load:
    with transaction():
        _keep_rows(load, rows, every_value=True)
        checked: Load = actions.note_checked(
            load, state=state, summary=summary, done_rows=len(rows), by=by
        )
    return checked


def _keep_rows(load: Load, rows: Sequence[RowReport], *, every_value: bool) -> None:
    """Keep the report on each row in place of the one before.

    Once a load is done, only rejected rows keep what came: they are given back.
    """
    db.session.execute(
        delete(LoadRow).where(LoadRow.load_id == load.id),
        execution_options={"housekeeping": True, "synchronize_session": False},
    )
    for some in in_runs(rows, 1_000):
        db.session.execute(
            insert(LoadRow),
            [
                {
                    "load_id": load.id,
                    "file": row.place[0][:200],
                    "row": row.place[1],
                    "verdict": row.verdict,
                    "odd": bool(row.odd),
                    "subject": row.subject[:200],
                    "reason": row.reason,
                    "values": row.as_it_came
                    if every_value or row.verdict is Verdict.REJECTED
                    else {},
                }
                for row in some
            ],
        )


# ------------------------------------------------------------------------------------ carried out


def carry_out(
    load: Load, *, by: Actor, tell: Tell = quiet, files: Sequence[Given] | None = None
) -> Load:
    """Bring a checked load into the record: every row that was not rejected, or nothing.

    Rows that came right in the check and no longer do stop it all: RuleBroken, nothing is loaded,
    and the load shows them as rejected.
    """
    with working_on(load.id, tell) as told:
        told("Reading the files", 0, 0)
        _require_checked(load)
        given = [_incoming(each) for each in files] if files is not None else files_of(load)
        if _fingerprint(load.kind, given) != load.fingerprint:
            raise RuleBroken(
                record_breach("These are not the files that were checked. Check these.")
            )
        if load.kind is LoadKind.POSTCODES:
            return _carry_out_postcodes(load, given, by, told)
        try:
            plan = plan_of(load, given, by)
        except FileRefused as refused:
            raise RuleBroken(record_breach(str(refused))) from refused
        return _carry_out_rows(load, plan, by, told)


def _require_checked(load: Load) -> None:
    if load.state is LoadState.DONE:
        raise RuleBroken(record_breach("This load was carried out already: nothing more is done."))
    if load.state is not LoadState.CHECKED:
        raise RuleBroken(record_breach("Check this load first, then carry it out."))


def _carry_out_rows(load: Load, plan: Plan, by: Actor, told: Tell) -> Load:
    expected = {
        (file, row)
        for file, row in db.session.execute(
            select(LoadRow.file, LoadRow.row).where(
                LoadRow.load_id == load.id, LoadRow.verdict == Verdict.REJECTED
            )
        )
    }
    try:
        with transaction(), acting(SAYS[load.kind], by):
            take(load)
            _require_checked(load)
            if load.kind is LoadKind.SSDA903:
                take_all_who_are_placed()
            bring_every(plan, told)
            rejected = {
                (row.place[0][:200], row.place[1])
                for row in plan.rows
                if row.verdict is Verdict.REJECTED
            }
            if rejected - expected:
                raise _MoreRejected
            _keep_rows(load, plan.rows, every_value=False)
            _forget_files(load)
            return actions.note_done(load, plan.summary, len(plan.rows) - len(rejected))
    except _MoreRejected:
        _note(load, by, LoadState.CHECKED, plan.summary, plan.rows)
        raise RuleBroken(
            record_breach(
                "Nothing was loaded. The record has changed since the check, and rows that were "
                "right can no longer be brought in: they are shown as rejected now. Look at them, "
                "and carry out the rest."
            )
        ) from None


def take_all_who_are_placed() -> None:
    """A load places many children in many homes: it takes all of them at once, children first as
    the pages do, or it and somebody who places could wait for each other."""
    take_every(Child)
    take_every(Household)


def _forget_files(load: Load) -> None:
    """A load that is over keeps no files."""
    for file in db.session.scalars(select(LoadFile).where(LoadFile.load_id == load.id)):
        file.content = None


def discard(load: Load, *, by: Actor) -> Load:
    """Do not carry a load out, and keep nothing of its files and rows. Refused with Busy while
    somebody works on it."""
    with working_on(load.id), transaction():
        discarded: Load = actions.discard(load, by=by)
        _forget_files(load)
        _keep_rows(load, [], every_value=False)
    return discarded


def clear_old(*, by: Actor = actions.RETENTION, but: int | None = None) -> int:
    """Clear the rows and files of loads that were kept long enough, and give their number.

    `but`: a load that is being worked on. So are those that somebody else works on left alone.
    """
    with transaction():
        due = [
            load
            for load in queries.kept_long_enough(today())
            if load.id != but and progress_of(load.id) is None
        ]
        for load in due:
            take(load)
            _forget_files(load)
            _keep_rows(load, [], every_value=False)
        if due:
            actions.note_cleared(due, by=by)
    return len(due)


def clear_everything(*, by: Actor = actions.RETENTION) -> int:
    """Clear the rows and files of every load, however new: a record is destroyed, and they may name
    whom it was about. Gives how many there were."""
    with transaction():
        kept = queries.that_keep_anything()
        for load in kept:
            take(load)
            _forget_files(load)
            _keep_rows(load, [], every_value=False)
        if kept:
            actions.note_cleared(kept, by=by)
    return len(kept)


def _carry_out_postcodes(load: Load, files: Sequence[Incoming], by: Actor, told: Tell) -> Load:
    with transaction(), acting(SAYS[load.kind], by):
        take(load)
        _require_checked(load)
        try:
            directory.carry_out(files, told)
        except FileRefused as refused:
            raise RuleBroken(record_breach(str(refused))) from refused
        _forget_files(load)
        return actions.note_done(load, load.summary, load.summary["rows"])


def note_stopped(load: Load, refused: RuleBroken, *, by: Actor) -> Load:
    """Say beside a load why the last attempt to carry it out was refused."""
    stopped = [breach.says for breach in refused.breaches]
    noted: Load = actions.note_checked(
        load,
        state=load.state,
        summary={**load.summary, "stopped": stopped},
        done_rows=load.done_rows,
        by=by,
    )
    return noted
