"""What somebody could do who has the database itself in hand, but not the trail's key.

Each kind takes a connection (no trigger stands in its way) and a source of chance, and gives the
table and id that a check must name first.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from sqlalchemy import Connection, text

from app.audit import canon, seals, trail
from app.audit.act import INSTALLER, acting
from app.audit.keys import TrailKeys
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.db import db, transaction
from app.people.models import Person, Provider, ProviderKind

Tampering = Callable[[Connection, Random], tuple[str, str]]

KINDS: dict[str, Tampering] = {}


def kind(tampering: Tampering) -> Tampering:
    """A kind of tampering, known by its name."""
    KINDS[tampering.__name__] = tampering
    return tampering


class Reader:
    """Somebody who looks."""

    id = 7
    name = "A reader"


def a_trail(rounds: int = 4) -> None:
    """Some acts, looks and seals to tamper with; the last round is not sealed yet."""
    for number in range(rounds):
        for _ in range(2):
            with transaction(), acting(f"Act of round {number}", INSTALLER, reason="Because"):
                person = Person(given_name=f"Ada {number}", family_name="Byron")
                db.session.add(person)
                db.session.add(Provider(name=f"Ours {number}", kind=ProviderKind.OWN))
                db.session.flush()
                person.phone = f"01568 {number:06}"
        looked([f"person:{person.id}", "person:1"], Kept.CHILD, "a page", by=Reader())
        if number < rounds - 1:
            seals.seal(db.engine)
    db.session.rollback()


def _run(connection: Connection, statement: str, **values: Any) -> None:
    done = connection.execute(text(statement), values)
    assert done.rowcount, f"nothing was tampered with by {statement}"


def _ids(connection: Connection, asked: str) -> list[int]:
    return list(connection.scalars(text(asked)))


def _one(connection: Connection, chance: Random, asked: str) -> int:
    return chance.choice(_ids(connection, asked))


CHANGES = "SELECT id FROM change WHERE op <> 'A'"


@kind
def a_value_edited(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES)
    _run(connection, "UPDATE change SET openly = '{\"name\": 1}' WHERE id = :id", id=line)
    return "change", str(line)


@kind
def a_closed_value_edited(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES + " AND closed IS NOT NULL")
    closed = connection.scalar(text("SELECT closed FROM change WHERE id = :id"), {"id": line})
    flipped = bytearray(closed)
    flipped[chance.randrange(len(flipped))] ^= 1
    _run(connection, "UPDATE change SET closed = :to WHERE id = :id", id=line, to=bytes(flipped))
    return "change", str(line)


@kind
def a_closed_value_taken_away(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES + " AND closed IS NOT NULL")
    _run(connection, "UPDATE change SET closed = NULL WHERE id = :id", id=line)
    return "change", str(line)


@kind
def a_line_given_to_somebody_else(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES)
    _run(connection, "UPDATE change SET subject = 'person:999' WHERE id = :id", id=line)
    return "change", str(line)


@kind
def a_line_given_to_another_act(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES)
    _run(connection, "UPDATE change SET act_id = act_id + 1 WHERE id = :id", id=line)
    return "change", str(line)


@kind
def a_stamp_moved(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, "SELECT id FROM change")
    act = connection.scalar(
        text("SELECT act_id FROM change WHERE id = :id AND op = 'A'"), {"id": line}
    )
    moved = "'2026-01-01 12:00:00.000000'"
    _run(connection, f"UPDATE change SET stamped_at = {moved} WHERE id = :id", id=line)
    return ("change", str(line)) if act is None else ("act", str(act))


@kind
def an_actor_renamed(connection: Connection, chance: Random) -> tuple[str, str]:
    act = _one(connection, chance, "SELECT id FROM act")
    _run(connection, "UPDATE act SET by_name = 'Somebody else' WHERE id = :id", id=act)
    return "act", str(act)


@kind
def an_actor_given(connection: Connection, chance: Random) -> tuple[str, str]:
    act = _one(connection, chance, "SELECT id FROM act")
    _run(connection, "UPDATE act SET user_id = 4 WHERE id = :id", id=act)
    return "act", str(act)


@kind
def an_act_backdated(connection: Connection, chance: Random) -> tuple[str, str]:
    act = _one(connection, chance, "SELECT id FROM act")
    _run(connection, "UPDATE act SET at = '2020-01-01 09:00:00.000000' WHERE id = :id", id=act)
    return "act", str(act)


@kind
def a_reason_rewritten(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, "SELECT id FROM change WHERE op = 'A'")
    _run(
        connection,
        "UPDATE change SET closed = (SELECT closed FROM change WHERE op = 'A' AND id <> :id"
        " ORDER BY id LIMIT 1) WHERE id = :id",
        id=line,
    )
    act = connection.scalar(text("SELECT act_id FROM change WHERE id = :id"), {"id": line})
    return "act", str(act)


@kind
def a_line_removed(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES + " AND id < (SELECT max(id) FROM change)")
    _run(connection, "DELETE FROM change WHERE id = :id", id=line)
    return "change", str(line)


@kind
def the_last_sealed_line_removed_with_all_after(
    connection: Connection, chance: Random
) -> tuple[str, str]:
    last = connection.scalar(text("SELECT max(last_change) FROM seal"))
    _run(connection, "DELETE FROM change WHERE id >= :id", id=last)
    there = connection.scalar(text("SELECT max(id) FROM change"))
    return "change", str(there + 1)


@kind
def an_act_removed(connection: Connection, chance: Random) -> tuple[str, str]:
    act = _one(connection, chance, "SELECT id FROM act")
    _run(connection, "DELETE FROM act WHERE id = :id", id=act)
    return "act", str(act)


@kind
def an_act_forged(connection: Connection, chance: Random) -> tuple[str, str]:
    _run(
        connection,
        "INSERT INTO act (id, at, says, by_name)"
        " VALUES (5000, '2026-01-01 09:00:00.000000', 'Approved', 'The decision maker')",
    )
    return "act", "5000"


@kind
def a_line_forged(connection: Connection, chance: Random) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES)
    last = connection.scalar(text("SELECT max(id) FROM change"))
    _run(
        connection,
        "INSERT INTO change (id, act_id, table_name, row_id, op, subject, openly, closed,"
        " stamped_at, mac) SELECT :new, act_id, table_name, row_id, op, subject, openly, closed,"
        " stamped_at, mac FROM change WHERE id = :id",
        id=line,
        new=last + 1,
    )
    return "change", str(last + 1)


@kind
def two_lines_swapped(connection: Connection, chance: Random) -> tuple[str, str]:
    ids = _ids(connection, CHANGES + " ORDER BY id")
    one = chance.choice(ids[:-1])
    other = ids[ids.index(one) + 1]
    for of, to in ((one, -1), (other, one), (-1, other)):
        _run(connection, "UPDATE change SET id = :to WHERE id = :of", of=of, to=to)
    return "change", str(one)


@kind
def a_line_removed_and_the_others_moved_up(
    connection: Connection, chance: Random
) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES + " AND id < (SELECT max(id) FROM change)")
    _run(connection, "DELETE FROM change WHERE id = :id", id=line)
    for later in sorted(_ids(connection, f"SELECT id FROM change WHERE id > {line}")):
        _run(connection, "UPDATE change SET id = id - 1 WHERE id = :id", id=later)
    moved = connection.execute(
        text("SELECT op, act_id FROM change WHERE id = :id"), {"id": line}
    ).one()
    return ("act", str(moved.act_id)) if moved.op == "A" else ("change", str(line))


@kind
def a_look_given_to_somebody_else(connection: Connection, chance: Random) -> tuple[str, str]:
    look = _one(connection, chance, "SELECT id FROM look")
    _run(connection, "UPDATE look SET by_name = 'Nobody', user_id = 8 WHERE id = :id", id=look)
    return "look", str(look)


@kind
def a_look_removed(connection: Connection, chance: Random) -> tuple[str, str]:
    look = _one(connection, chance, "SELECT id FROM look WHERE id < (SELECT max(id) FROM look)")
    _run(connection, "DELETE FROM look WHERE id = :id", id=look)
    return "look", str(look)


@kind
def a_look_forged(connection: Connection, chance: Random) -> tuple[str, str]:
    last = connection.scalar(text("SELECT max(id) FROM look"))
    _run(
        connection,
        "INSERT INTO look (id, at, user_id, by_name, subject, kept, page, mac)"
        " SELECT :new, at, user_id, by_name, subject, kept, page, mac FROM look WHERE id = :last",
        new=last + 1,
        last=last,
    )
    return "look", str(last + 1)


@kind
def a_seal_removed(connection: Connection, chance: Random) -> tuple[str, str]:
    number = _one(connection, chance, "SELECT n FROM seal")
    _run(connection, "DELETE FROM seal WHERE n = :n", n=number)
    return "seal", str(number)


@kind
def a_seal_backdated(connection: Connection, chance: Random) -> tuple[str, str]:
    number = _one(connection, chance, "SELECT n FROM seal")
    _run(connection, "UPDATE seal SET at = '2020-01-01 09:00:00.000000' WHERE n = :n", n=number)
    return "seal", str(number)


@kind
def the_tail_cut_with_its_seals(connection: Connection, chance: Random) -> tuple[str, str]:
    keep = chance.choice(_ids(connection, "SELECT n FROM seal WHERE n < (SELECT max(n) FROM seal)"))
    row = connection.execute(
        text("SELECT last_change, last_look FROM seal WHERE n = :n"), {"n": keep}
    ).one()
    acts = f"(SELECT act_id FROM change WHERE id > {row.last_change})"
    for table, number in (("person", "row_id"), ("provider", "row_id")):
        gone = (
            f"(SELECT CAST({number} AS INTEGER) FROM change"
            f" WHERE table_name = '{table}' AND id > {row.last_change})"
        )
        _run(connection, f"DELETE FROM {table} WHERE id IN {gone}")
    _run(connection, f"DELETE FROM act WHERE id IN {acts}")
    _run(connection, f"DELETE FROM change WHERE id > {row.last_change}")
    _run(connection, f"DELETE FROM look WHERE id > {row.last_look}")
    _run(connection, f"DELETE FROM seal WHERE n > {keep}")
    return "seal", str(keep + 1)


@kind
def everything_coded_and_sealed_anew_with_another_key(
    connection: Connection, chance: Random
) -> tuple[str, str]:
    line = _one(connection, chance, CHANGES)
    _run(connection, "UPDATE change SET openly = '{\"name\": 1}' WHERE id = :id", id=line)
    key = TrailKeys("another key, made up for the purpose").sealing
    acts = {act["id"]: dict(act) for act in connection.execute(trail.ACT.select()).mappings()}
    for change in connection.execute(trail.CHANGE.select()).mappings().all():
        act = acts[change["act_id"]] if change["op"] == "A" else None
        _recode(connection, "change", change["id"], trail.change_code(key, dict(change), act))
    for look in connection.execute(seals.LOOK.select()).mappings().all():
        _recode(connection, "look", look["id"], trail.look_code(key, dict(look)))
    change, look, previous = 0, 0, seals.FIRST
    for seal in connection.execute(seals.SEAL.select().order_by(seals.SEAL.c.n)).mappings().all():
        again = dict(seal) | {"previous": previous}
        previous = canon.seal_code(
            key,
            seals.seal_values(again),
            seals.codes_between(connection, trail.CHANGE, change, seal["last_change"]),
            seals.codes_between(connection, seals.LOOK, look, seal["last_look"]),
        )
        change, look = seal["last_change"], seal["last_look"]
        connection.execute(
            seals.SEAL.update()
            .where(seals.SEAL.c.n == seal["n"])
            .values(previous=again["previous"], mac=previous)
        )
    return "act", "1"


def _recode(connection: Connection, table: str, number: int, code: str) -> None:
    _run(connection, f"UPDATE {table} SET mac = :code WHERE id = :id", id=number, code=code)


@kind
def a_draft_left(connection: Connection, chance: Random) -> tuple[str, str]:
    _run(
        connection,
        "INSERT INTO change_draft (id, act_id, table_name, row_id, op, subject, openly, closed,"
        " stamped_at) VALUES (1, 1, 'person', '1', 'U', 'person:1', '{}', '{}',"
        " '2026-01-01 12:00:00.000000')",
    )
    return "person", "1"


@kind
def a_row_changed_past_the_trail(connection: Connection, chance: Random) -> tuple[str, str]:
    person = _one(connection, chance, "SELECT id FROM person")
    _run(connection, "UPDATE person SET given_name = 'Eve' WHERE id = :id", id=person)
    return "person", str(person)


@kind
def a_row_removed_past_the_trail(connection: Connection, chance: Random) -> tuple[str, str]:
    provider = _one(connection, chance, "SELECT id FROM provider")
    _run(connection, "DELETE FROM provider WHERE id = :id", id=provider)
    return "provider", str(provider)


@kind
def a_row_added_past_the_trail(connection: Connection, chance: Random) -> tuple[str, str]:
    _run(
        connection,
        "INSERT INTO provider (id, ref, name, kind, recorded_at)"
        " VALUES (900, 'forged', 'Ours', 'own', '2026-01-01 12:00:00.000000')",
    )
    return "provider", "900"


@kind
def a_subjects_key_taken_away(connection: Connection, chance: Random) -> tuple[str, str]:
    person = _one(connection, chance, "SELECT id FROM person")
    _run(connection, "DELETE FROM subject_key WHERE subject = :s", s=f"person:{person}")
    return "subject_key", f"person:{person}"


@kind
def a_subjects_key_replaced(connection: Connection, chance: Random) -> tuple[str, str]:
    person = _one(connection, chance, "SELECT id FROM person")
    _run(
        connection,
        "UPDATE subject_key SET wrapped = :other WHERE subject = :s",
        s=f"person:{person}",
        other=b"x" * 60,
    )
    return "subject_key", f"person:{person}"
