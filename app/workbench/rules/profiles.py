"""The homes that might be recruited: the terms that are usually given, and how they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sufficiency.gap import Target, Targets, WorthOf

TERMS: Sequence[tuple[str, tuple[int, int]]] = (
    ("0 to 4", (0, 4)),
    ("0 to 10", (0, 10)),
    ("5 to 11", (5, 11)),
    ("8 to 17", (8, 17)),
    ("any age", (0, 17)),
)
"""Ages that terms are usually given for, in whole years, both included."""

PLACES = (1, 2, 3)


LEAST, ALIKE = 50, 0.9
"""Miles: what brings less is not worth a line. And the part of the most that is about the same."""

NO_TARGETS: Mapping[str, Any] = {"homes": [], "by_area_and_age": [], "left": 0}


def kept_worth(worth: Sequence[WorthOf]) -> list[dict[str, Any]]:
    """What one more home of each sort would bring, as it is kept: those that bring anything, most
    first. Of those that bring about the same in one area, the one that asks least of its carers."""
    alike: dict[tuple[str, int, int], list[WorthOf]] = {}
    for each in worth:
        if each.worth >= LEAST:
            alike.setdefault((each.profile.area, each.children, each.together), []).append(each)
    least = []
    for those in alike.values():
        about_the_most = ALIKE * max(each.worth for each in those)
        least.append(min((each for each in those if each.worth >= about_the_most), key=_asks))
    return [
        {
            **_of(each.profile.area, each.profile.ages, each.profile.places),
            "worth": round(each.worth),
            "children": each.children,
            "together": each.together,
            "exact": each.exact,
        }
        for each in sorted(least, key=lambda each: -each.worth)
    ]


def _asks(worth: WorthOf) -> tuple[int, int]:
    """How much a home of this sort asks of its carers: places, then years of age."""
    young, old = worth.profile.ages
    return worth.profile.places, old - young


def kept_targets(found: Targets) -> dict[str, Any]:
    """Homes to recruit in their order, and the places by area and age that they come to."""
    return {
        "homes": [_target(each) for each in found.targets],
        "by_area_and_age": [
            [area, band, number] for (area, band), number in found.by_area_and_age.items()
        ],
        "left": len(found.plan.left_over),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        **_of(target.profile.area, target.profile.ages, target.profile.places),
        "homes": target.homes,
        "worth": round(target.worth),
        "children": target.children,
        "together": target.together,
    }


def _of(area: str, ages: tuple[int, int], places: int) -> dict[str, Any]:
    return {"area": area, "youngest": ages[0], "oldest": ages[1], "places": places}


def says(kept: Mapping[str, Any]) -> str:
    """A home to recruit, in words: its terms."""
    young, old, places = kept["youngest"], kept["oldest"], kept["places"]
    ages = "any age" if (young, old) == (0, 17) else f"{young} to {old} years"
    return f"{ages}, {places} {'place' if places == 1 else 'places'}"
