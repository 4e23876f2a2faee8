"""What a column is, and the small numbers that columns hold."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sufficiency.types import Kind, Sex

Bools: TypeAlias = npt.NDArray[np.bool_]
Bytes: TypeAlias = npt.NDArray[np.int8]
Sets: TypeAlias = npt.NDArray[np.uint8]
"""For each home a small set, one bit a member: of lines, or of sets of lines."""

Rows: TypeAlias = npt.NDArray[np.intp]
Floats: TypeAlias = npt.NDArray[np.floating[Any]]

LINES = 3
"""Lines of terms that the columns hold, besides those for named children."""

ROOMS = 6
"""Free bedrooms that the columns hold; a larger need is left to the plain functions."""

PLENTY = 120
"""Stands for "no limit" in a column of small numbers."""

SEX_BIT = {sex: 1 << n for n, sex in enumerate(Sex)}
KIND_BIT = {kind: 1 << n for n, kind in enumerate(Kind)}


def as_sets(members: Bools) -> Sets:
    """Rows of yes and no, as the set of rows that say yes: one bit a row."""
    places = np.arange(len(members), dtype=np.uint8)[:, None]
    sets: Sets = np.bitwise_or.reduce(members.view(np.uint8) << places, axis=0)
    return sets


def column(values: list[int]) -> Bytes:
    """Small numbers as one column."""
    numbers: Bytes = np.clip(np.array(values, int), -128, 127).astype(np.int8)
    return numbers


def columns(rows: list[tuple[int, ...]], width: int) -> Bytes:
    """Rows of so many small numbers each, as so many columns."""
    numbers = np.array(rows, int).reshape(len(rows), width)
    table: Bytes = np.ascontiguousarray(np.clip(numbers, -128, 127).astype(np.int8).T)
    return table
