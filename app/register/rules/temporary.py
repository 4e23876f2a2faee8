"""Until when a temporary approval is in force by law (CPPCR 2010 regulations 24 and 25): pure."""

from __future__ import annotations

from datetime import date


def last_day_by_law(
    first_last_day: date,
    *,
    extended_to: date | None = None,
    extension_decided_on: date | None = None,
    review_since: date | None = None,
    review_until: date | None = None,
) -> date | None:
    """The last day in force; None while it runs until an independent review is decided.

    Nothing decided after the last day makes it run again, and nothing that lengthens it can
    shorten it: a review decided early leaves the weeks that were given. `extension_decided_on` is
    None where only extensions in time are told; `review_until` is the day the outcome was known.
    """
    last = first_last_day
    if extended_to is not None and (extension_decided_on or last) <= first_last_day:
        last = max(last, extended_to)
    if review_since is None or review_since > last:
        return last
    return None if review_until is None else max(last, review_until)
