"""How a concern stands, worked out the slow way from the guidance's words on plain lists.

A concern is a kind and a list of (step, day, outcome) in the order in which they were written down.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.oracles.clocks import last_day

LONDON = ZoneInfo("Europe/London")


def since_it_was_last_opened(steps):
    """What was done after the last time it was opened again."""
    kept = []
    for step in steps:
        if step[0] == "opened_again":
            kept = []
        else:
            kept.append(step)
    return kept


def is_concluded(steps) -> bool:
    """Whether somebody concluded it and nobody opened it again."""
    return any(step[0] == "concluded" for step in since_it_was_last_opened(steps))


def referral_due(kind: str, received: date) -> date | None:
    """An allegation goes to the designated officer within one working day."""
    return last_day(received, "working_day", 1, "after") if kind == "allegation" else None


def may_be_concluded(kind: str, steps) -> bool:
    """It goes on; an allegation was referred, or somebody decided why not; and if anything was
    referred, the designated officer has answered."""
    done = [step[0] for step in steps]
    if is_concluded(steps):
        return False
    referred = "referred_to_the_designated_officer" in done
    if kind == "allegation" and not referred and "not_referred" not in done:
        return False
    return not referred or "designated_officers_outcome" in done


def referral_is_late(kind: str, received: date, steps) -> bool:
    """Whoever first referred it, or decided not to, did so after the last day for it."""
    due = referral_due(kind, received)
    if due is None:
        return False
    for step, on, _ in steps:
        if step in ("referred_to_the_designated_officer", "not_referred"):
            return on > due
    return False


def may_be_advised(kind: str, steps) -> bool:
    """What the designated officer decided is written down while it goes on, once it was referred.
    Nobody asks the officer about a complaint."""
    done = [step[0] for step in steps]
    if kind == "complaint" or is_concluded(steps):
        return False
    return "referred_to_the_designated_officer" in done


def may_be_referred(kind: str, steps) -> bool:
    """Once, while it goes on; what was not referred may be after all."""
    done = [step[0] for step in steps]
    if kind == "complaint" or is_concluded(steps):
        return False
    return "referred_to_the_designated_officer" not in done


def lacking(kind: str, steps) -> int:
    """How much guidance and standards ask for that an allegation does not have."""
    if kind != "allegation":
        return 0
    done = [step[0] for step in steps]
    number = 0
    if "referred_to_the_designated_officer" not in done and "not_referred" not in done:
        number += 1
    if "support_offered_to_the_carer" not in done:
        number += 1
    if is_concluded(steps) and "summary_given_to_the_carer" not in done:
        number += 1
    return number


def told_in_time(recipient: str, known: datetime, told: list[tuple[datetime, bool]]) -> bool:
    """Of those who were told (when, whether in writing), was the first told in time? The national
    panel within five working days; everybody else within twenty-four hours."""
    first = min(at for at, _ in told)
    if recipient == "child_safeguarding_practice_review_panel":
        day = known.astimezone(LONDON).date()
        return first.astimezone(LONDON).date() <= last_day(day, "working_day", 5, "after")
    return (first - known).total_seconds() <= 24 * 60 * 60


def confirmed(told: list[tuple[datetime, bool]]) -> bool:
    """Did anything go in writing?"""
    return any(in_writing for _, in_writing in told)
