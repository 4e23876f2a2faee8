"""What tests of loads start from: the county's postcodes, and those who work here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.accounts import actions as accounts
from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.core.forms import tidy_postcode
from app.data import postcodes
from app.exchange import loading
from app.exchange.cells import text_of
from app.exchange.models import Load, LoadKind, LoadRow
from app.exchange.opening import Incoming, look_at
from app.exchange.rows import read_tables
from app.people.places import load_postcodes

FIXTURES = Path(__file__).parent.parent / "fixtures"

CARERS = sorted(path.name for path in FIXTURES.glob("carers_*"))
YEARS = (2023, 2024, 2025)


@cache
def _points_of_the_files() -> list[dict[str, Any]]:
    """Every postcode that a committed file names, with its point, and one more."""
    named = {"HR6 8NZ"}
    for path in FIXTURES.glob("*.*"):
        if path.suffix in (".csv", ".txt", ".xlsx"):
            incoming = Incoming(path.name, path=path)
            for table in read_tables(incoming, look_at(incoming)):
                for row in table.rows:
                    for cell in row.cells:
                        named |= set(re.findall(r"HR\d{1,2} ?\d[A-Z]{2}", text_of(cell)))
    tidy = {tidy_postcode(postcode) for postcode in named}
    return [
        {
            "postcode": each.postcode,
            "easting": each.easting,
            "northing": each.northing,
            "authority_code": each.authority_code,
        }
        for each in postcodes()
        if each.postcode in tidy
    ]


@pytest.fixture
def points(db: Any) -> None:
    """The postcodes that the files name are in the table."""
    load_postcodes(_points_of_the_files())


@pytest.fixture
def workers(db: Any) -> list[User]:
    """The supervising social workers whom the files name."""
    found = []
    for name in ("Sarah Webb", "Tom Hale", "Priya Nair"):
        email = f"{name.lower().replace(' ', '.')}@example.org"
        user = accounts.add_user(name=name, email=email, by=INSTALLER)
        accounts.grant_role(user, role=Role.SOCIAL_WORKER, by=INSTALLER)
        found.append(user)
    return found


def a_file(name: str) -> Path:
    """One of the committed files."""
    return FIXTURES / name


def a_return(year: int | str) -> list[Path]:
    """Header and Episodes of one return."""
    return [a_file(f"ssda903_{year}_header.csv"), a_file(f"ssda903_{year}_episodes.csv")]


def a_csv(*rows: str, name: str = "carers.csv") -> Incoming:
    """A text file of these lines."""
    return Incoming(name, content="\r\n".join(rows).encode())


def check(kind: LoadKind, *files: Any, **kw: Any) -> Load:
    """Check files, as the command does."""
    return loading.check(kind, files, by=INSTALLER, **kw)


def load(kind: LoadKind, *files: Any, **kw: Any) -> Load:
    """Check files and carry them out."""
    checked = check(kind, *files, **kw)
    return loading.carry_out(checked, by=INSTALLER, files=files)


def rows_of(load: Load) -> list[LoadRow]:
    """What became of each row."""
    from app.core.db import db

    return list(db.session.query(LoadRow).filter_by(load_id=load.id).order_by(LoadRow.id))


def counts(load: Load) -> dict[str, int]:
    """The counts of a load that are not nought."""
    names = ("added", "changed", "closed", "same", "rejected", "odd")
    return {name: load.summary[name] for name in names if load.summary[name]}
