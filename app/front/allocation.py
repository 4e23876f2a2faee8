"""Days that households had nobody, and work of people who leave: for whoever allocates."""

from __future__ import annotations

from collections import Counter

from flask import url_for

from app.core.present import long_day, short_day
from app.front.work import SHOWN, Asking, Line, Part, first, household_page, word_for
from app.statute.fostering.supervision import NMS_NAMED_SSW
from app.supervision import queries as supervision


def days_with_nobody(asking: Asking) -> Part:
    """Household-days with nobody in the council's year so far: shown whatever else is."""
    year = supervision.year_of(asking.day)
    days: Counter[tuple[str, str]] = Counter()
    for gap in supervision.gaps():
        days[gap.name, gap.ref] += gap.days(year, asking.day)
    count = sum(days.values())
    return Part(
        word_for(count, "household-day", "household-days")
        + f" with no supervising social worker since {long_day(year)}",
        count,
        url_for("supervision.days_without"),
        tuple(
            Line(name, household_page(ref), f"{number} {word_for(number, 'day', 'days')}")
            for (name, ref), number in days.most_common(SHOWN)
            if number
        ),
        NMS_NAMED_SSW.citation,
        NMS_NAMED_SSW.key,
        urgent=bool(supervision.households_without_worker(asking.day)),
        clear=f"No household has been without a supervising social worker since {long_day(year)}",
    )


def leavers(asking: Asking) -> Part:
    """People who leave, or have left, with work that nobody takes over yet."""
    found = [each for each in supervision.leavers(asking.day) if each.open]
    return Part(
        word_for(len(found), "person leaves", "people leave")
        + " with work that nobody takes over yet",
        len(found),
        "",
        first(
            [
                Line(
                    each.name,
                    url_for("supervision.leaving", ref=each.ref),
                    f"{'left' if each.gone(asking.day) else 'leaves'} {short_day(each.left_on)}: "
                    f"{each.open} {word_for(each.open, 'thing', 'things')} to hand over",
                )
                for each in found
            ]
        ),
        urgent=True,
        clear="Nobody leaves with work that nobody takes over",
    )
