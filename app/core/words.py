"""Code lists in words: the same words on pages, in sheets and in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


def words(code: StrEnum | str | None) -> str:
    """A code's words: its class's WORDS if it has them, else its value with spaces."""
    if code is None:
        return "Not recorded"
    said = getattr(code, "words", None)
    if callable(said):
        return str(said())
    text = str(code).replace("_", " ")
    return text[:1].upper() + text[1:]


def in_one_line(those: Sequence[str]) -> str:
    """Several as a sentence names them: "Ann, Ben and Cy"; nothing for none."""
    return " and ".join(filter(None, (", ".join(those[:-1]), *those[-1:])))
