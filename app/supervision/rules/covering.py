"""Days on which a household ought to have had somebody and had nobody: plain spans of days.

A span is its first day and the first day after it (None: it goes on).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

Days = tuple[date, date | None]


def joined(spans: Iterable[Days]) -> list[Days]:
    """The same days as few spans as can be, in order; spans without a day are left out."""
    found: list[Days] = []
    for starts, ends in sorted(spans, key=lambda span: span[0]):
        if ends is not None and ends <= starts:
            continue
        if found and (found[-1][1] is None or starts <= found[-1][1]):
            found[-1] = (found[-1][0], _later(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found


def uncovered(wanted: Iterable[Days], covered: Iterable[Days]) -> list[Days]:
    """The days of `wanted` that no span of `covered` has, in order."""
    found: list[Days] = []
    cover = joined(covered)
    for starts, ends in joined(wanted):
        left: date | None = starts
        for begins, stops in cover:
            if left is None or (ends is not None and begins >= ends):
                break
            if stops is not None and stops <= left:
                continue
            if begins > left:
                found.append((left, begins))
            left = stops
        if left is not None and (ends is None or left < ends):
            found.append((left, ends))
    return found


def days_within(span: Days, first: date, until: date) -> int:
    """How many days of a span are on or after `first` and before `until`."""
    starts, ends = span
    last = until if ends is None else min(ends, until)
    return max(0, (last - max(starts, first)).days)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
