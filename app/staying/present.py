"""The lists of stays and of what comes after a placement, as pages and sheets show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.children.codes import Place
from app.core.present import Shown, short_day
from app.core.words import words
from app.staying import queries, rules
from app.staying.queries import Turning, Whose
from sufficiency.types import birthday

SHOWS: Mapping[str, str] = {
    "stays": "Staying elsewhere",
    "eighteen": "Turning eighteen",
    "put": "Staying put",
    "apart": "Brothers and sisters apart",
    "parents": "Parents who live there too",
    "bridges": "Bridging to another home",
}
"""The lists, by what an address calls them."""

EMPTY: Mapping[str, str] = {
    "stays": "No child stays with other carers, or is to. Arrange a stay on a child’s own page.",
    "eighteen": "Nobody who is fostered turns 18 within six months.",
    "put": "Nobody stays put. It is recorded at the eighteenth birthday.",
    "apart": "No brothers and sisters who are looked after live apart.",
    "parents": "No parent lives in a foster home with a child who is placed there.",
    "bridges": "No placement is recorded as bridging to another home.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of any of the lists."""

    whose: Whose
    day: date | None
    until: date | None
    says: str
    tone: str = ""
    other: Whose | None = None
    ref: str = ""


COLUMNS: Sequence[Shown[Line]] = (
    Shown("Child", lambda line: line.whose.child),
    Shown("Brother or sister", lambda line: line.other.child if line.other else ""),
    Shown("Home", lambda line: line.whose.household),
    Shown("From, or on", lambda line: line.day),
    Shown("Until, or by", lambda line: line.until),
    Shown("What it says", lambda line: line.says),
)

_WHY = {
    Place.T1: "in hospital",
    Place.T2: "on holiday",
    Place.T3: "carers on holiday",
    Place.T4: "respite",
}


def lines(show: str, day: date) -> list[Line]:
    """One of the lists on a day."""
    return _LISTS[show](day)


def _stays(day: date) -> list[Line]:
    found = []
    for each in queries.stays(day):
        row, ends = each.placement, each.placement.ends_on
        why = _WHY.get(row.place) or ("one of a series of short breaks" if row.kind else "stay")
        lives = f"; lives with {each.lives_with}" if each.lives_with else ""
        says, tone = f"{why[:1].upper()}{why[1:]}{lives}", ""
        if ends is not None and ends <= day:
            tone = "Over"
        elif row.starts_on <= day:
            tone = "Now"
        found.append(Line(each.whose, row.starts_on, ends, says, tone))
    return found


def _eighteen(day: date) -> list[Line]:
    return [
        Line(
            each.whose,
            each.on,
            None,
            _of_eighteen(each, day),
            "Turned 18" if each.on <= day else "" if each.asked is not None else "Ask both",
        )
        for each in queries.turning_eighteen(day)
    ]


def _of_eighteen(each: Turning, day: date) -> str:
    if each.on <= day:
        return "Still recorded as placed: record staying put, or where they went"
    if each.asked is None:
        return "Whether both wish that they stay put is not recorded"
    asked = each.asked
    return (
        f"Asked on {short_day(asked.asked_on)}. The young person: {words(asked.young_person)}. "
        f"The carers: {words(asked.carers)}"
    )


def _put(day: date) -> list[Line]:
    found = []
    for row in queries.staying_put(day):
        born = row.child.person.born
        whose = Whose(
            row.child_id,
            row.child.ref,
            row.child.person.name,
            born,
            row.household.ref,
            row.household.name,
        )
        over = rules.is_staying_too_long(born, day)
        until = birthday(born, rules.LEAVES_STAYING_PUT_AT) if born is not None else None
        takes = "one place is not available" if row.unavailability_id else "takes no place"
        says = f"An adult of the home: {takes}"
        found.append(
            Line(whose, row.starts_on, until, says, "21 or over" if over else "", None, row.ref)
        )
    return found


def _apart(day: date) -> list[Line]:
    found = []
    for each in queries.living_apart(day):
        by = each.plan.join_by if each.plan is not None else None
        if each.plan is None:
            says, tone = "No plan is recorded", "No plan"
        elif not each.is_to_join:
            says, tone = "The plan is that they live apart", ""
        else:
            late = by is not None and by < day
            says = "To live together" if by else "To live together, by no day yet"
            tone = "Late" if late else "To be joined"
        says += f"; {each.other.child} is with {each.other.household}"
        since = each.plan.starts_on if each.plan is not None else None
        found.append(Line(each.one, since, by, says, tone, each.other))
    return found


def _parents(day: date) -> list[Line]:
    return [
        Line(
            whose,
            row.starts_on,
            None,
            f"{row.person.name}, an adult of the home",
            "",
            None,
            row.ref,
        )
        for row, whose in queries.parents_alongside(day)
    ]


def _bridges(day: date) -> list[Line]:
    return [
        Line(
            whose,
            None,
            row.move_by,
            f"Until there is: {words(row.moves_to).lower()}",
            "Late" if row.move_by < day else "",
        )
        for row, whose in queries.bridging(day)
    ]


_LISTS = {
    "stays": _stays,
    "eighteen": _eighteen,
    "put": _put,
    "apart": _apart,
    "parents": _parents,
    "bridges": _bridges,
}

TONES = {
    "Over": "grey",
    "Now": "blue",
    "Turned 18": "red",
    "Ask both": "orange",
    "21 or over": "orange",
    "Late": "red",
    "To be joined": "blue",
    "No plan": "orange",
}
