"""Plain homes and needs in the words of the work, for tests that are sentences."""

from datetime import date, timedelta

from sufficiency.period import Period
from sufficiency.types import (
    Bedroom,
    Child,
    Claim,
    ClaimKind,
    Criterion,
    Home,
    Kind,
    Need,
    Point,
    Room,
    Sex,
    Sleeper,
    Terms,
)

DAY = date(2026, 11, 23)
LONG = Period(date(2020, 1, 1))
LEOMINSTER = Point(349_500, 259_000)


def days(number: int) -> date:
    """So many days after the first day."""
    return DAY + timedelta(days=number)


def child(child_id: str, age: int, sex: Sex = Sex.MALE) -> Child:
    """A child of this age on the first day, whose birthday is some months off."""
    return Child(child_id, date(DAY.year - age, 5, 1), sex)


def placed(*children: Child, period: Period = LONG, claim: ClaimKind = ClaimKind.PLACED):
    """These children live there (or will, or a bed is held)."""
    return tuple(Claim(each, period, claim, Kind.SHORT_TERM) for each in children)


def terms(overall: int = 3, *lines: Criterion, period: Period = LONG) -> Terms:
    """Terms of approval; without lines, for so many of any age."""
    return Terms(overall, lines or (Criterion(overall),), period)


def room(**changed) -> Room:
    """A household approved for three of any age, with four bedrooms, and nobody there."""
    facts = {
        "approved": (LONG,),
        "terms": (terms(3),),
        "bedrooms": tuple(Bedroom(f"bed-{n}", 2) for n in range(4)),
        "sleepers": (Sleeper("carer", "bed-0", LONG),),
        "agreement_signed": LONG,
    }
    return Room(**{**facts, **changed})


def home(home_id: str = "H1", miles: float = 2.0, **changed) -> Home:
    """A home so many miles north of Leominster; facts of its room may be given as well."""
    of_room = {key: changed.pop(key) for key in list(changed) if key in Room.__slots__}
    where = Point(LEOMINSTER.easting_m, LEOMINSTER.northing_m + round(miles * 1609.3))
    return Home(**{"id": home_id, "where": where, "room": room(**of_room), **changed})


def need(*children: Child, **changed) -> Need:
    """These children need a home near Leominster from the first day, for as long as it takes."""
    facts = {
        "id": "N1",
        "children": children or (child("Ash", 7),),
        "home": LEOMINSTER,
        "school": None,
        "period": Period(DAY),
        "kind": Kind.SHORT_TERM,
    }
    return Need(**{**facts, **changed})
