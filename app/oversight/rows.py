"""Rows as the database gives them, read once and put together by a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select

from app.core.db import db


def read(asked: Select[*tuple[Any, ...]]) -> Sequence[Row[Any]]:
    """The rows of a select of columns."""
    return db.session.execute(asked).all()


def grouped(rows: Iterable[Row[Any]], by: str) -> dict[Any, list[Row[Any]]]:
    """Rows that come in the order of a column, by its values."""
    return {value: list(some) for value, some in groupby(rows, key=lambda row: getattr(row, by))}
