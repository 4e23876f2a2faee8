"""Scenarios: what would be otherwise, and from which day, in the words of recruitment and care.

A scenario is a name and dated changes. Each changes the model from a day on (`starts`), until a day
that it no longer holds (`ends`), or for good. A change that names no ages or kinds holds for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from sufficiency.forecast.words import BANDS, Living


class Way(StrEnum):
    """What children do that a scenario may make more or less frequent."""

    ENTERING = "entering"
    LEAVING = "leaving"
    MOVING = "moving"


@dataclass(frozen=True, slots=True)
class Oftener:
    """Children enter, leave or move so many times as often.

    `living`: the kinds of home entered, or left or moved from; `to`: the kinds moved to.
    """

    way: Way
    times: float
    starts: date
    ends: date | None = None
    bands: tuple[str, ...] = BANDS
    living: tuple[Living, ...] = tuple(Living)
    to: tuple[Living, ...] = tuple(Living)


@dataclass(frozen=True, slots=True)
class Arriving:
    """So many children of an age band come into care on a day, into one kind of home."""

    starts: date
    number: int
    band: str
    living: Living


@dataclass(frozen=True, slots=True)
class CarersJoining:
    """So many households approved on a day besides those who would have come, each for `places`
    children of these ages (whole years, both included)."""

    starts: date
    households: int
    places: int = 1
    youngest: int = 0
    oldest: int = 17


@dataclass(frozen=True, slots=True)
class CarersOftener:
    """Households are approved, or leave, so many times as often."""

    way: Way
    times: float
    starts: date
    ends: date | None = None


Change: TypeAlias = Oftener | Arriving | CarersJoining | CarersOftener

CHANGES: Mapping[str, type[Change]] = {
    "oftener": Oftener,
    "arriving": Arriving,
    "carers_joining": CarersJoining,
    "carers_oftener": CarersOftener,
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """Dated changes, under a name."""

    name: str
    changes: tuple[Change, ...] = ()

    def of(self, *sorts: type[Any]) -> tuple[Any, ...]:
        """The changes of these sorts."""
        return tuple(each for each in self.changes if isinstance(each, sorts))


AS_NOW = Scenario("As now")


def read_scenario(told: Mapping[str, Any]) -> Scenario:
    """A scenario from plain values, as JSON gives them: a name, and changes each with its `sort`.

    Raises ValueError saying what is wrong.
    """
    changes = [
        _change(number, dict(each)) for number, each in enumerate(told.get("changes", ()), start=1)
    ]
    return Scenario(str(told.get("name", "Scenario")), tuple(changes))


def _change(number: int, told: dict[str, Any]) -> Change:
    try:
        sort = CHANGES[told.pop("sort")]
    except KeyError:
        raise ValueError(f"Change {number}: its sort is one of {', '.join(CHANGES)}.") from None
    known = {each.name for each in fields(sort)}
    if set(told) - known:
        wrong = ", ".join(sorted(set(told) - known))
        raise ValueError(f"Change {number} has no {wrong}; it may have {', '.join(sorted(known))}.")
    try:
        change = sort(**{name: _value(name, value) for name, value in told.items()})
    except (TypeError, ValueError) as wrong_value:
        raise ValueError(f"Change {number}: {wrong_value}") from None
    return change


def _value(name: str, value: Any) -> Any:
    if name in {"starts", "ends"}:
        return None if value is None else date.fromisoformat(value)
    if name == "way":
        return Way(value)
    if name == "living" and isinstance(value, str):
        return Living(value)
    if name in {"living", "to"}:
        return tuple(Living(each) for each in value)
    if name in {"band", "bands"}:
        return _bands(value)
    if name == "times" and not 0 <= float(value) <= 100:
        raise ValueError(f"{value} times as often cannot be: between 0 and 100.")
    return value


def _bands(value: Any) -> Any:
    asked = (value,) if isinstance(value, str) else tuple(value)
    for each in asked:
        if each not in BANDS:
            raise ValueError(f"“{each}” is no age band: {', '.join(BANDS)}.")
    return value if isinstance(value, str) else asked
