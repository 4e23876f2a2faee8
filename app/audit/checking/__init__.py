"""The whole trail, checked from end to end: what was altered, removed, added or left is named.

Four things must agree: each line with its own code; the lines with the seals; the seals with the
anchor; and the record as it stands with what the trail says became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from flask import current_app, has_app_context
from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Table,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from app.audit import canon, seals, trail, triggers
from app.audit.checking import live
from app.audit.checking.written import Finding, as_written
from app.audit.keys import TrailKeys
from app.audit.models import Op, TrailCheck
from app.audit.seals import AT_ONCE, CHANGE, FIRST, LOOK, SEAL
from app.core.db import Base, writing

ACT = Base.metadata.tables["act"]
DRAFT = Base.metadata.tables["change_draft"]
SUBJECT_KEY = Base.metadata.tables["subject_key"]
DESTRUCTION = Base.metadata.tables["destruction"]

MOST_NAMED = 1_000
"""Findings named; a trail that has more is not to be mended line by line."""

ALTERED = "was altered, or written by another hand"
MISSING = "is missing"


def check_record(engine: Engine, anchor: Path | None = None, *, keep: bool = True) -> list[Finding]:
    """Check everything and say what does not agree, the first bad line first; empty if all does.

    Reads one unchanging view of the database while others write. `anchor` is the setting's file
    unless given. The outcome is kept for the page on the trail's health, unless `keep` is False.
    """
    if anchor is None and has_app_context():
        anchor = current_app.config["SETTINGS"].anchor_path
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        check = _Check(connection, trail.keys_of(connection))
        findings = check.everything(anchor)
    if keep:
        _keep(engine, check, findings)
    return findings


def _keep(engine: Engine, check: _Check, findings: list[Finding]) -> None:
    outcome = {
        "changes": check.changes.read,
        "looks": check.looks.read,
        "findings": len(findings),
        "first": str(findings[0]) if findings else "",
    }
    try:
        with writing(), engine.begin() as connection:
            connection.execute(insert(TrailCheck), outcome)
    except SQLAlchemyError:  # a copy opened for reading only: the answer matters, not its trace
        if has_app_context():
            current_app.logger.warning("the outcome of the check could not be kept")


class _Walk:
    """Reads one numbered table in order, line by line, against its own numbers and codes."""

    def __init__(self, check: _Check, table: Table) -> None:
        self._check = check
        self._table = table
        self._last = 0
        self._rows = self._in_order()
        self._ahead: Row[Any] | None = None
        self.read = 0

    def _in_order(self) -> Iterator[Row[Any]]:
        after = -(2**62)
        while True:
            rows = self._check.connection.execute(
                as_written(self._table)
                .where(self._table.c.id > after)
                .order_by(self._table.c.id)
                .limit(AT_ONCE)
            ).all()
            self._check.prepare(self._table, rows)
            yield from rows
            if len(rows) < AT_ONCE:
                return
            after = rows[-1].id

    def until(self, last: int) -> list[str]:
        """The codes of the lines up to `last`; says which of them are missing or altered."""
        codes = []
        while (row := self._next()) is not None and row.id <= last:
            self._ahead = None
            codes.append(self._judged(row))
        if self._last < last:
            self._say_missing(last + 1)
            self._last = last
        return codes

    def rest(self) -> None:
        """The lines after the last seal."""
        while (row := self._next()) is not None:
            self._ahead = None
            self._judged(row)

    def _next(self) -> Row[Any] | None:
        if self._ahead is None:
            self._ahead = next(self._rows, None)
        return self._ahead

    def _judged(self, row: Row[Any]) -> str:
        self.read += 1
        if row.id != self._last + 1:
            self._say_missing(row.id)
        self._last = row.id
        self._check.judge(self._table, row)
        return str(row.mac)

    def _say_missing(self, before: int) -> None:
        first, last = self._last + 1, before - 1
        if first > last:
            self._check.say(self._table.name, str(before), "has a number out of order")
            return
        which = str(first) if first == last else f"{first} to {last}"
        self._check.say(self._table.name, which, MISSING)


class _Check:
    """One check of one unchanging view."""

    def __init__(self, connection: Connection, keys: TrailKeys) -> None:
        self.connection = connection
        self._keys = keys
        self._findings: list[Finding] = []
        self._acts: dict[int, Mapping[str, Any]] = {}
        self._held: set[int] = set()
        self.changes = _Walk(self, CHANGE)
        self.looks = _Walk(self, LOOK)

    def everything(self, anchor: Path | None) -> list[Finding]:
        """All that does not agree, lines first."""
        sealed = self._seals()
        self.changes.rest()
        self.looks.rest()
        self._acts_without_a_line()
        self._drafts_left()
        self._subject_keys()
        if anchor is not None:
            self._anchor(anchor, sealed)
        for finding in live.rows_that_differ(self.connection, self._keys):
            self.say(finding.table, finding.id, finding.what)
        for name, how in triggers.differences(self.connection):
            self.say("trigger", name, how)
        return self._findings

    def say(self, table: str, which: str, what: str) -> None:
        """Name something that does not agree."""
        if len(self._findings) < MOST_NAMED:
            self._findings.append(Finding(table, which, what))

    # lines

    def prepare(self, table: Table, rows: Iterable[Row[Any]]) -> None:
        """Fetch the acts whose own lines are among these rows."""
        if table is not CHANGE:
            return
        wanted = [row.act_id for row in rows if row.op == Op.ACT]
        self._acts = {}
        for first in range(0, len(wanted), 500):
            some = as_written(ACT).where(ACT.c.id.in_(wanted[first : first + 500]))
            found = self.connection.execute(some).mappings()
            self._acts.update((act["id"], dict(act)) for act in found)

    def judge(self, table: Table, row: Row[Any]) -> None:
        """Hold a line against its code; a change also against the act it was made under."""
        values = dict(row._mapping)
        if table is LOOK:
            if not canon.same(trail.look_code(self._keys.sealing, values), row.mac):
                self.say("look", str(row.id), ALTERED)
            return
        act = None
        if row.op == Op.ACT:
            act = self._acts.get(row.act_id)
            self._held.add(row.act_id)
            if act is None:
                self.say("act", str(row.act_id), MISSING)
                return
        if not canon.same(trail.change_code(self._keys.sealing, values, act), row.mac):
            where = ("change", row.id) if act is None else ("act", row.act_id)
            self.say(where[0], str(where[1]), ALTERED)
        elif row.act_id not in self._held:
            self.say("change", str(row.id), f"stands under act {row.act_id}, which has no line")

    def _acts_without_a_line(self) -> None:
        for act_id in self.connection.scalars(select(ACT.c.id).order_by(ACT.c.id)):
            if act_id not in self._held:
                self.say("act", str(act_id), "has no line in the trail")

    def _drafts_left(self) -> None:
        for draft in self.connection.execute(as_written(DRAFT).order_by(DRAFT.c.id)):
            self.say(draft.table_name, draft.row_id, "was changed past the trail: a draft is left")

    def _subject_keys(self) -> None:
        """Every subject that has closed values has its key, or had it destroyed by somebody."""
        kept = {row.subject: row for row in self.connection.execute(as_written(SUBJECT_KEY))}
        closed = self.connection.scalars(
            select(CHANGE.c.subject).where(CHANGE.c.closed.is_not(None)).distinct()
        )
        certified = set(self.connection.scalars(select(DESTRUCTION.c.subject)))
        for subject in sorted({str(subject) for subject in closed} - kept.keys()):
            self.say("subject_key", subject, MISSING)
        for subject, row in sorted(kept.items()):
            if row.wrapped is None and row.destroyed_at is None:
                self.say("subject_key", subject, "was emptied, and nobody destroyed it")
            elif row.wrapped is None and subject not in certified:
                self.say("subject_key", subject, "was destroyed without a certificate")
            elif row.wrapped is not None:
                try:
                    self._keys.unwrap(bytes(row.wrapped), subject)
                except (InvalidTag, TypeError, ValueError):
                    self.say("subject_key", subject, ALTERED)

    # seals

    def _seals(self) -> dict[int, str]:
        previous, number = FIRST, 0
        sealed = {}
        for seal in self.connection.execute(as_written(SEAL).order_by(SEAL.c.n)).mappings():
            if seal["n"] != number + 1:
                self.say("seal", str(number + 1), MISSING)
            number = seal["n"]
            changes = self.changes.until(seal["last_change"])
            looks = self.looks.until(seal["last_look"])
            self._seal(dict(seal), previous, changes, looks)
            previous = sealed[number] = seal["mac"]
        return sealed

    def _seal(
        self, seal: Mapping[str, Any], previous: str, changes: list[str], looks: list[str]
    ) -> None:
        try:
            code = canon.seal_code(self._keys.sealing, seals.seal_values(seal), changes, looks)
        except ValueError:  # a code that is no code at all; its line is named already
            code = ""
        if seal["previous"] != previous:
            self.say("seal", str(seal["n"]), "does not follow the seal before it")
        elif not canon.same(code, seal["mac"]):
            self.say("seal", str(seal["n"]), "does not hold what it sealed, or is another's")

    def _anchor(self, path: Path, sealed: Mapping[int, str]) -> None:
        anchored = seals.read_anchor(path)
        for number, code in sorted(anchored.items()):
            if number not in sealed:
                self.say("seal", str(number), "is missing: the anchor names it")
            elif sealed[number] != code:
                self.say("seal", str(number), "is not the one that the anchor names")
        unanchored = sorted(sealed.keys() - anchored.keys())
        if len(unanchored) > 1:  # one may have been made a moment ago
            self.say("anchor", "", f"does not name seal {unanchored[0]}")


__all__ = ["Finding", "check_record"]
