"""Whether Part 1 of Schedule 3 is in: what was ticked by hand, and what other rooms know.

    supply(certificates_seen)

A supplier is asked about some assessments on a day, and gives the items that its room knows to be
whole, each with the day since when. What is supplied stands beside what was ticked; the earlier
day of the two counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from app.statute.recruitment import Part1

Supplier = Callable[[Collection[int], date], Mapping[int, Mapping[Part1, date]]]
"""`supplier(assessment_ids, as_at)`: what has come of each, and since when."""

_SUPPLIERS: list[Supplier] = []


def supply(supplier: Supplier) -> Supplier:
    """A room above this one knows of items of Part 1. Said once, when it is imported."""
    if supplier not in _SUPPLIERS:
        _SUPPLIERS.append(supplier)
    return supplier


def together(
    ticked: Mapping[int, Mapping[Part1, date]], assessment_ids: Collection[int], as_at: date
) -> dict[int, dict[Part1, date]]:
    """What is in of each assessment on a day, from whoever knows it first."""
    found = {each: dict(ticked.get(each, {})) for each in assessment_ids}
    for supplier in _SUPPLIERS:
        for number, items in supplier(assessment_ids, as_at).items():
            for item, day in items.items():
                if day <= as_at:
                    found[number][item] = min(day, found[number].get(item, day))
    return found
