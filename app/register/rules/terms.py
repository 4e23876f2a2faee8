"""Terms of approval: do they say who may be placed, and how do they read?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.statute import provisions
from app.statute.breach import Breach
from sufficiency.types import Kind, Sex

MOST_AT_ONCE = 12
"""More children than this in one household's terms is a slip of the keyboard."""


SOME_CHILD = "one named child"
"""A child named in the terms whom the reader of these words need not know."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of terms of approval, as proposed or as recorded, for rules and for words."""

    up_to: int
    min_age: int = 0
    max_age: int = 17
    sex: Sex | None = None
    kinds: tuple[Kind, ...] = ()
    child: str | None = None


def terms_breaches(overall: int, lines: Sequence[Line]) -> list[Breach]:
    """Do these terms say who may be placed? Terms with no line would admit nobody."""
    breaches = []
    if not 1 <= overall <= MOST_AT_ONCE:
        breaches.append(
            Breach(
                f"Say how many children at once: from 1 to {MOST_AT_ONCE}.",
                provisions.TERMS_NOTICE,
                "overall",
            )
        )
    if not lines:
        breaches.append(
            Breach(
                "Say which children: at least one line with a number and ages.",
                provisions.TERMS_NOTICE,
                "criteria",
            )
        )
    for number, line in enumerate(lines, start=1):
        breaches.extend(_line_breaches(number, line))
    return breaches


def _line_breaches(number: int, line: Line) -> Iterable[Breach]:
    where = f"Line {number}"
    if line.up_to < 1:
        yield Breach(f"{where}: say up to how many.", provisions.TERMS_NOTICE, "criteria")
    if not 0 <= line.min_age <= line.max_age <= 25:
        yield Breach(
            f"{where}: the first age must not be above the second.",
            provisions.TERMS_NOTICE,
            "criteria",
        )


def terms_in_words(overall: int, lines: Sequence[Line]) -> str:
    """Terms of approval as the notice would put them: "2 children: up to 2 aged 0 to 10"."""
    said = "; ".join(_lines_in_words(lines)) or "no line, so nobody"
    return f"{overall} {'child' if overall == 1 else 'children'}: {said}"


def terms_briefly(overall: int, lines: Sequence[Line]) -> str:
    """Terms for a narrow column: "2 aged 0 to 10", or a number and what each line is for."""
    said = [words.removeprefix("up to ") for words in _lines_in_words(lines)]
    if len(lines) == 1 and lines[0].child is None and lines[0].up_to >= overall:
        return f"{overall} {said[0].split(' ', 1)[1]}"
    if len(said) == 1:
        return said[0][:1].upper() + said[0][1:]
    return f"{overall}: {'; '.join(said) or 'nobody'}"


def _lines_in_words(lines: Sequence[Line]) -> list[str]:
    """Each line in words; children who are not to be named here are counted instead."""
    unnamed = sum(line.child == SOME_CHILD for line in lines)
    said = [_line_in_words(line) for line in lines if line.child != SOME_CHILD or unnamed == 1]
    return [f"{unnamed} named children only", *said] if unnamed > 1 else said


def _line_in_words(line: Line) -> str:
    if line.child is not None:
        words = f"{line.child} only"
    else:
        words = f"up to {line.up_to} aged {line.min_age} to {line.max_age}"
    if line.sex is not None:
        words += {Sex.FEMALE: ", girls", Sex.MALE: ", boys"}.get(line.sex, "")
    if line.kinds:
        words += ", " + " or ".join(str(kind).replace("_", " ") for kind in line.kinds)
    return words
