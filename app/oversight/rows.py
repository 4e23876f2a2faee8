"""Rows as the database gives them, read once and put together by a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select

from app.core.db import db


def read(asked: Select[*tuple[Any, ...]]) -> Sequence[Row[Any]]:
    """The rows of a select of columns."""
    return db.session.execute(asked).all()


def grouped(rows: Iterable[Row[Any]], by: str) -> dict[Any, list[Row[Any]]]:
    """Rows by the values of a column, each group in the order in which its rows came."""
    found: dict[Any, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return found
