"""A profile drafted from a referral: from codes, ranges and the county's quarters, never from words
that somebody typed of the child."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.commissioning.kinds import Section
from app.commissioning.rules.rarity import Told

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a referral asks, in codes and words of code lists alone."""

    told: Told
    how_many: int
    together: bool
    kind: str
    needed_on: date
    until: date | None
    today: date
    council: str
    quarter: str
    max_miles: int | None
    keeps_school: str
    musts: Sequence[str]
    must_nots: Sequence[str]
    wishes: Sequence[str]
    company: str
    support: str
    risks_present: Collection[str]
    risks_none: Collection[str]


def draft(asked: Asked) -> dict[str, str]:
    """The sections of a profile, by name. The last is left to whoever knows the child."""
    return {
        Section.WHO.value: _who(asked),
        Section.WHEN.value: _when(asked),
        Section.WHERE.value: _where(asked),
        Section.NEEDS.value: _needs(asked),
        Section.RISKS.value: _risks(asked),
        Section.ABOUT.value: "",
    }


def _who(asked: Asked) -> str:
    told = asked.told
    ages = (
        f"aged {told.youngest}"
        if told.youngest == told.oldest
        else f"aged between {told.youngest} and {told.oldest}"
    )
    kind = {frozenset({"female"}): "girl", frozenset({"male"}): "boy"}.get(told.sexes, "child")
    if asked.how_many == 1:
        return f"One {kind}, {ages}."
    number = NUMBERS[asked.how_many] if asked.how_many < len(NUMBERS) else str(asked.how_many)
    together = "to live together" if asked.together else "who may live apart"
    return f"A group of {number} children of one family, {ages}, {together}."


def _when(asked: Asked) -> str:
    days = (asked.needed_on - asked.today).days
    if days <= 0:
        needed = "Needed today."
    elif days < 7:
        needed = "Needed within a week."
    else:
        needed = f"Needed in about {round(days / 7)} weeks."
    lasts = f"Kind of fostering: {asked.kind}."
    if asked.until is not None:
        months = max(1, round((asked.until - asked.needed_on).days / 30.4))
        unit = "month" if months == 1 else "months"
        lasts += f" Expected to last about {months} {unit}."
    return f"{needed} {lasts}"


def _where(asked: Asked) -> str:
    near = f"The family lives in {asked.quarter}." if asked.quarter else ""
    miles = f" No further than {asked.max_miles} miles from there." if asked.max_miles else ""
    school = {
        "Yes": " The same school is kept, so that it must be in reach.",
        "No": " School will change.",
    }.get(asked.keeps_school, "")
    return f"{near}{miles}{school}".strip() or "Anywhere in reach of our area."


def _needs(asked: Asked) -> str:
    lines = []
    if asked.musts:
        lines.append(f"Needed: {', '.join(asked.musts)}.")
    if asked.must_nots:
        lines.append(f"Ruled out if: {', '.join(asked.must_nots)}.")
    if asked.wishes:
        lines.append(f"Better: {', '.join(asked.wishes)}.")
    if asked.company:
        lines.append(f"Other children: {asked.company}.")
    if asked.support:
        lines.append(f"Support: {asked.support}.")
    return " ".join(lines) or "Nothing in particular."


def _risks(asked: Asked) -> str:
    lines = []
    if asked.risks_present:
        lines.append(f"Known: {', '.join(sorted(asked.risks_present))}.")
    if asked.risks_none:
        lines.append(f"No known risk: {', '.join(sorted(asked.risks_none))}.")
    return " ".join(lines) or "Not recorded yet: please ask us."


def quarter_of(point: tuple[int, int] | None, middle: tuple[int, int] | None, council: str) -> str:
    """Which quarter of the county a point is in: as near as a profile says where a family lives."""
    if point is None or middle is None:
        return f"{council}’s area"
    north, east = point[1] - middle[1], point[0] - middle[0]
    name = (
        ("north" if north > 0 else "south")
        if abs(north) >= abs(east)
        else ("east" if east > 0 else "west")
    )
    return f"the {name} of {council}’s area"


def as_one(sections: Mapping[str, str]) -> list[tuple[str, str]]:
    """The sections that say something, with their headings, in order."""
    return [
        (each.words(), sections.get(each.value, "").strip())
        for each in Section
        if sections.get(each.value, "").strip()
    ]
