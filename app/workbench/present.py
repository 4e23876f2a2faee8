"""The workbench as its pages show it: pictures, lists behind numbers, what each change says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core.present import Shown, long_day
from app.core.words import words
from app.matching.queries import authority_code
from app.matching.searching import REASON_WORDS
from app.matching.snapshot import HomeCard
from app.pictures import Picture, Place, county, flows, over_time, pyramid
from app.waiting.queries import Someone
from app.workbench.queries.board import Both
from app.workbench.queries.gap import Gap
from app.workbench.rules import comparing
from app.workbench.rules.comparing import By, Line, Needing, Offering, thinned
from app.workbench.rules.profiles import says
from sufficiency.gap import ChangePlan, band_of, without_thin
from sufficiency.types import FACT_WORDS, Kind

TITLES: Mapping[By, tuple[str, str]] = {
    By.AGE: ("By age", "Age"),
    By.AREA: ("By area", "Area"),
    By.GROUP: ("By brothers and sisters together", "Together"),
    By.KIND: ("By kind of fostering", "Kind"),
}

NOTES: Mapping[By, str] = {
    By.AGE: "A home is counted under each age of which its terms take in half.",
    By.AREA: "Children by the family’s home, homes by where they are.",
    By.GROUP: "Homes that are approved for so many, and those with so many places free at once.",
    By.KIND: "A home is counted under each kind that its terms allow.",
}

CAME = "Children who came to a foster home in the last year"
PLACES = "Places approved with our own carers"


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison: its heading, its lines, and what to know of it."""

    by: By
    title: str
    first: str
    note: str
    lines: tuple[Line, ...]


def comparisons(found: Both, *, for_publishing: bool) -> list[Compared]:
    """Need against homes by age, area, group and kind."""
    made = []
    for by, (title, first) in TITLES.items():
        names = [area.name for area in found.areas]
        headings = comparing.headings_of(by, names, found.waiting, found.came, homes=found.homes)
        lines = comparing.compare(by, headings, found.waiting, found.came, found.homes)
        shown = comparing.published(lines) if for_publishing else lines
        made.append(Compared(by, title, first, NOTES[by], tuple(shown)))
    return made


def heading_words(by: By, heading: str) -> str:
    """A heading of a comparison in words."""
    if by is By.KIND:
        return words(Kind(heading)) if heading else "Not recorded"
    return heading[:1].upper() + heading[1:]


# -------------------------------------------------------------------------------------- pictures


def pictures(
    found: Both, weeks: Sequence[tuple[Any, int]], *, for_publishing: bool
) -> list[Picture]:
    """Need against homes on the map and by age, and how many waited."""
    return [
        _map(found, for_publishing),
        _ages(found, for_publishing),
        *([] if for_publishing else [_waiting(weeks)]),
    ]


def _map(found: Both, for_publishing: bool) -> Picture:
    names = [area.name for area in found.areas]
    lines = comparing.compare(By.AREA, names, found.waiting, found.came, found.homes)
    if for_publishing:
        lines = comparing.published(lines)
    places = [
        Place(area.name, area.easting, area.northing, line.came, line.places)
        for area, line in zip(found.areas, lines, strict=True)
    ]
    return county(
        "need-by-area",
        "Where need comes from, and where homes are",
        _most_short(lines) or "Each circle is as large as its number.",
        authority_code=authority_code(),
        places=places,
        sides=(CAME, PLACES),
        source=f"From the record on {long_day(found.day)}.",
    )


def _most_short(lines: Sequence[Line]) -> str:
    """Which area has most children for its places, in a sentence."""
    told = [(each, (each.came or 0) - (each.places or 0)) for each in lines if each.came]
    short, by = max(told, key=lambda one: one[1], default=(None, 0))
    if short is None or by <= 0 or short.places is None:
        return ""
    return (
        f"{short.heading} is shortest: {short.came} came from there in a year, and "
        f"{short.places} places are approved there."
    )


def _ages(found: Both, for_publishing: bool) -> Picture:
    if for_publishing:
        lines = comparing.published(
            comparing.compare(By.AGE, comparing.BANDS, (), found.came, found.homes)
        )
        rows: list[tuple[str, int | None, int | None]] = [
            (line.heading, line.came, line.places) for line in lines
        ]
    else:
        rows = [
            (
                str(age),
                sum(child.age == age for child in found.came),
                sum(home.approved for home in found.homes if home.ages[0] <= age <= home.ages[1]),
            )
            for age in range(17, -1, -1)
        ]
    return pyramid(
        "need-by-age",
        "Need and terms, by age",
        "A place stands at every age that its terms take in, so places do not add up.",
        rows=rows,
        sides=("Children who came", "Places that take them"),
        source=f"Children who came to a foster home in the year to {long_day(found.day)}.",
    )


def _waiting(weeks: Sequence[tuple[Any, int]]) -> Picture:
    most = max(weeks, key=lambda week: week[1])
    return over_time(
        "waiting",
        "Children waiting, week by week",
        f"{weeks[-1][1]} wait today; most waited in the week of {long_day(most[0])}, {most[1]}.",
        lines={"Children waiting": list(weeks)},
        source="From referrals, from the day each is opened until it is closed.",
    )


def flows_of(moves: Mapping[tuple[str, str], int | None], day: Any) -> Picture:
    """Who came into care, moved between kinds of home, and left."""
    total = sum(number or 0 for number in moves.values())
    hidden = " that may be shown" if None in moves.values() else ""
    return flows(
        "flows",
        "Into care, between kinds of home, and out",
        f"{total} arrivals, moves and departures{hidden} in the year to {long_day(day)}. A move "
        "within a kind is another home of that kind.",
        moves=moves,
        source=f"From the record, year to {long_day(day)}.",
    )


# ------------------------------------------------------------------------------ rows of a number


def _child(ref: str) -> str:
    return url_for("children.child", ref=ref)


CHILDREN: Sequence[Shown[Needing]] = (
    Shown("Child", lambda row: row.name, link=lambda row: _child(row.ref)),
    Shown("Age", lambda row: row.age, numeric=True),
    Shown("Kind", lambda row: words(row.kind) if row.kind else "Not recorded"),
    Shown("Together", lambda row: row.group, numeric=True),
    Shown("Area", lambda row: row.area),
    Shown("On", lambda row: row.on),
)

HOMES: Sequence[Shown[Offering]] = (
    Shown(
        "Household",
        lambda row: row.name,
        link=lambda row: url_for("register.household", ref=row.ref),
    ),
    Shown("Area", lambda row: row.area),
    Shown("Ages", lambda row: f"{row.ages[0]} to {row.ages[1]}"),
    Shown("Approved for", lambda row: row.approved, numeric=True),
    Shown("Placed", lambda row: row.placed, numeric=True),
    Shown("Places left", lambda row: row.left, numeric=True),
    Shown("None to offer because", lambda row: words_of_shut(row.shut)),
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A child behind a number of the profile."""

    ref: str
    name: str


LOOKED: Sequence[Shown[Looked]] = (
    Shown("Child", lambda row: row.name, link=lambda row: _child(row.ref)),
)


def words_of_shut(shut: str | None) -> str:
    """Why a home has no place to offer."""
    return {None: "", "on_hold": "On hold", "not_available": "Not available"}.get(
        shut, (shut or "").replace("_", " ").capitalize()
    )


# ------------------------------------------------------------------------------------------- gap


@dataclass(frozen=True, slots=True)
class Without:
    """A child with no home in the best plan, and what is in the way."""

    child: Someone
    age_band: str
    says: str


def without_home(gap: Gap) -> list[Without]:
    """Everybody whom the best plan leaves over."""
    needs = {need.id: need for need in gap.found.needs}
    made = []
    for each in gap.unmet.blocked:
        need = needs[each.need_id]
        child = next(child for child in need.children if child.id == each.child_id)
        if each.able:
            number = f"{each.able} home{'' if each.able == 1 else 's'}"
            why = f"{number} could, if nobody else were waiting"
        else:
            why = "No home could. Ruled out: " + "; ".join(
                f"{reason_words(code)} {count}" for code, count in list(each.tally.items())[:3]
            )
        made.append(Without(gap.found.children[each.child_id], band_of(child, need), why))
    return made


def reason_words(code: str) -> str:
    """What ruled homes out, in words."""
    return REASON_WORDS.get(code, str(code).replace("_", " "))


def reasons(gap: Gap, *, for_publishing: bool) -> list[tuple[str, int | None]]:
    """What keeps out most homes of the children whom no home could take; then facts nobody has."""
    told = [(reason_words(code), number) for code, number in gap.unmet.reasons.items()]
    facts = [
        (f"no home near enough has: {FACT_WORDS.get(fact, fact.value.replace('_', ' '))}", number)
        for fact, number in gap.unmet.facts.items()
    ]
    if not for_publishing:
        return [*told, *facts]
    numbers = thinned([number for _, number in told])
    return [(says_, number) for (says_, _), number in zip(told, numbers, strict=True)]


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the smallest lawful change, about one home and some children."""

    home: HomeCard
    children: tuple[Someone, ...]
    says: str


def changes(gap: Gap, plan: ChangePlan) -> list[Change]:
    """The steps in words."""
    return [
        Change(
            gap.found.cards[step.home_id],
            tuple(gap.found.children[child] for child in step.children),
            step.says,
        )
        for step in plan.steps
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A home to recruit, with what it would bring."""

    area: str
    says: str
    worth: int
    children: int | None
    together: int | None
    homes: int = 1


def wanted(kept: Sequence[Mapping[str, Any]], *, for_publishing: bool) -> list[Wanted]:
    """What was kept, in words; for publishing without children."""
    return [
        Wanted(
            each["area"],
            says(each),
            each["worth"],
            None if for_publishing else each["children"],
            None if for_publishing else each["together"],
            each.get("homes", 1),
        )
        for each in kept
    ]


def places_to_recruit(
    kept: Sequence[Sequence[Any]], *, for_publishing: bool
) -> list[tuple[str, list[int | None]]]:
    """Places in homes to recruit: a line for each area, by the ages of the children who would live
    there; thin numbers left out where names are."""
    cells: Mapping[tuple[str, str], int | None] = {
        (area, band): 0 for area, _, _ in kept for band in comparing.BANDS
    } | {(area, band): number for area, band, number in kept}
    if for_publishing and cells:
        cells = without_thin({place: number or 0 for place, number in cells.items()}).cells
    return [
        (area, [cells[area, band] for band in comparing.BANDS])
        for area in dict.fromkeys(area for area, _, _ in kept)
    ]
