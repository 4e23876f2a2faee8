"""PostGIS with the same gates: a flat table, a GiST index, ANALYZE, and one query a need.

It is given every advantage: the same small numbers that the engine packs, worked out beforehand
and kept as columns, so that the query has only to compare them. It gives no reasons. Two ways are
timed, by nearest neighbour (`<->`) and by radius (`ST_DWithin`), and the faster is the one that
counts.

The server is started for the measurement, on a socket in a temporary folder, from Debian's
packages, and stopped at the end.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter
from typing import Any

import psycopg

from sufficiency.arrays import LINES, Packed, Window
from sufficiency.room import OWN_BEDROOM_AGE, USUAL_LIMIT, all_siblings
from sufficiency.types import Fact, Kind, Need, Sex, age_on

MILE = 1609.3
GRID = 27700
PACKAGES = "postgresql-15 postgresql-15-postgis-3"
BIT = {fact: 1 << n for n, fact in enumerate(Fact)}


class NotInstalled(Exception):
    """PostGIS is not on this machine."""


@dataclass(frozen=True)
class Timed:
    """The homes for each need, and the median milliseconds of one way."""

    nearest: list[tuple[str, ...]]
    milliseconds: list[float]


@contextmanager
def a_server() -> Iterator[str]:
    """A server of its own for the measurement; gives what to connect with."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    with_postgis = [each for each in programs if _has_postgis(each)]
    if not with_postgis:
        raise NotInstalled(f"To compare with PostGIS: apt-get install {PACKAGES}")
    folder = Path(mkdtemp(prefix="bench-postgis-"))
    try:
        yield from _served(with_postgis[0], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_postgis(programs: Path) -> bool:
    share = Path("/usr/share/postgresql") / programs.parent.name / "extension"
    return (share / "postgis.control").exists()


def _served(programs: Path, folder: Path) -> Iterator[str]:
    where = folder / "data"
    _as_server(folder, [programs / "initdb", "-D", where, "-A", "trust", "-U", "bench", "-N"])
    settings = (
        f"-c listen_addresses= -c unix_socket_directories={folder} -c shared_buffers=512MB "
        "-c work_mem=64MB -c jit=off -c fsync=off -c max_wal_size=4GB"
    )
    control = [programs / "pg_ctl", "-D", where, "-w", "-l", folder / "log"]
    _as_server(folder, [*control, "-o", settings, "start"])
    try:
        yield f"host={folder} user=bench dbname=postgres"
    finally:
        _as_server(folder, [*control, "-m", "immediate", "stop"])


def _as_server(folder: Path, command: list[Any]) -> None:
    """Run as the user whom the packages made, since the server will not run as root."""
    prefix: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    words = [*prefix, *(str(word) for word in command)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


# ------------------------------------------------------------------------------------ filling it


def fill(connection: psycopg.Connection[Any], window: Window) -> None:
    """The packed register as one table."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    connection.execute("DROP TABLE IF EXISTS home")
    connection.execute(
        f"""CREATE TABLE home (
            id text PRIMARY KEY, place geometry(Point, {GRID}) NOT NULL, stands boolean NOT NULL,
            free_in_terms smallint, fostered smallint,
            offered_to_siblings smallint, offered_to_others smallint,
            {", ".join(f"room{n} smallint" for n in range(3))},
            youngest_other smallint, oldest_other smallint,
            others_from smallint, others_to smallint,
            {
            ", ".join(
                f"low{n} smallint, high{n} smallint, sexes{n} int, kinds{n} int"
                for n in range(LINES)
            )
        },
            rank smallint[], facts_so bigint, facts_not_so bigint)"""
    )
    with connection.cursor().copy("COPY home FROM STDIN") as copy:
        for row in _rows(window):
            copy.write_row(row)
    connection.execute("CREATE INDEX ON home USING gist (place)")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE home")


def _rows(window: Window) -> Iterable[list[Any]]:
    for home, packed in zip(window.register.homes, window.packed, strict=True):
        assert home.where is not None
        yield [
            home.id,
            f"SRID={GRID};POINT({home.where.easting_m} {home.where.northing_m})",
            _stands(packed),
            packed.free_in_terms,
            packed.fostered,
            packed.offered_to_siblings,
            packed.offered_to_others,
            *packed.rooms[:3],
            packed.youngest_other,
            packed.oldest_other,
            packed.others_from,
            packed.others_to,
            *packed.lines,
            "{" + ",".join(map(str, packed.rank)) + "}",
            *(
                sum(BIT[fact] for fact, known in home.facts.items() if known is answer)
                for answer in (True, False)
            ),
        ]


def _stands(packed: Packed) -> bool:
    """Nothing stands in the way of any child at all."""
    return not (
        packed.not_approved
        or packed.approval_ends
        or packed.no_agreement
        or packed.on_hold
        or packed.shut
        or packed.no_terms
        or packed.terms_named
        or packed.terms_resident
        or packed.resident_alone
        or packed.bedrooms_not_recorded
    )


# ---------------------------------------------------------------------------------- searching it


def search_all(
    connection: psycopg.Connection[Any], needs: list[Need], repeats: int, limit: int = 20
) -> Timed:
    """Each need by the faster of the two ways; a statement is prepared once and used again."""
    ways = [_timed(connection, needs, repeats, limit, way) for way in (_by_neighbour, _by_radius)]
    return min(ways, key=lambda way: sorted(way.milliseconds)[len(way.milliseconds) // 2])


def _timed(
    connection: psycopg.Connection[Any], needs: list[Need], repeats: int, limit: int, way: Any
) -> Timed:
    queries = [way(need, limit) for need in needs]
    nearest = []
    for query in queries:
        nearest.append(tuple(row[0] for row in connection.execute(query, prepare=True)))
    taken = []
    for _ in range(repeats):
        for query in queries:
            started = perf_counter()
            connection.execute(query, prepare=True).fetchall()
            taken.append((perf_counter() - started) * 1000)
    return Timed(nearest, taken)


def _by_neighbour(need: Need, limit: int) -> str:
    return (
        f"SELECT id FROM home WHERE {' AND '.join(_gates(need))} "
        f"ORDER BY place <-> {_point(need.home)} LIMIT {limit}"
    )


def _by_radius(need: Need, limit: int) -> str:
    return (
        f"SELECT id FROM home WHERE {' AND '.join(_gates(need))} "
        f"ORDER BY ST_Distance(place, {_point(need.home)}) LIMIT {limit}"
    )


def _point(point: Any) -> str:
    return f"ST_SetSRID(ST_MakePoint({point.easting_m}, {point.northing_m}), {GRID})"


def _gates(need: Need) -> Iterator[str]:
    """Every gate of the engine, as conditions on the columns."""
    assert need.max_miles is not None
    number = len(need.children)
    ages = [age_on(child.born, need.period.starts) for child in need.children]
    wanting = sum(age >= OWN_BEDROOM_AGE for age in ages)
    yield f"ST_DWithin(place, {_point(need.home)}, {need.max_miles * MILE})"
    for each in need.avoid:
        yield f"NOT ST_DWithin(place, {_point(each.point)}, {each.miles * MILE})"
    yield "stands"
    yield f"free_in_terms >= {number}"
    if all_siblings(frozenset(child.id for child in need.children), need.siblings):
        yield f"(fostered = 0 OR fostered <= {USUAL_LIMIT - number})"
        yield f"offered_to_siblings >= {number}"
    else:
        yield f"fostered <= {USUAL_LIMIT - number}"
        yield f"offered_to_others >= {number}"
    if wanting:
        yield f"room{wanting - 1} >= 1"
    yield from _term_gates(need, ages)
    if need.required:
        yield f"facts_not_so & {sum(BIT[fact] for fact in need.required)} = 0"
    if need.forbidden:
        yield f"facts_so & {sum(BIT[fact] for fact in need.forbidden)} = 0"
    if need.youngest_other is not None:
        yield f"youngest_other >= {need.youngest_other}"
    if need.oldest_other is not None:
        yield f"oldest_other <= {need.oldest_other}"
    yield f"others_from <= {min(ages)} AND others_to >= {max(ages)}"


def _term_gates(need: Need, ages: list[int]) -> Iterator[str]:
    """One child needs an open line with room; two need room for each and for both together."""
    kind = 1 << list(Kind).index(need.kind)
    lines = []
    for age, child in zip(ages, need.children, strict=True):
        sex = 1 << list(Sex).index(child.sex)
        lines.append(
            [
                f"(low{n} <= {age} AND high{n} >= {age} AND sexes{n} & {sex} <> 0 "
                f"AND kinds{n} & {kind} <> 0)"
                for n in range(LINES)
            ]
        )
    if len(lines) == 1:
        yield (
            "("
            + " OR ".join(f"{x} AND rank[{2**n + 1}] >= 1" for n, x in enumerate(lines[0]))
            + ")"
        )
        return
    one, other = (
        "(" + " | ".join(f"CASE WHEN {x} THEN {2**n} ELSE 0 END" for n, x in enumerate(each)) + ")"
        for each in lines
    )
    yield f"rank[{one} + 1] >= 1 AND rank[{other} + 1] >= 1"
    yield f"rank[({one} | {other}) + 1] >= 2"
