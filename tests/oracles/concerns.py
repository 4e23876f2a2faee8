"""How a concern stands, worked out the slow way from the guidance's words on plain lists.

A concern is a kind and a list of (step, day, outcome) in the order in which they were written down.
"""

from __future__ import annotations

from datetime import date

from tests.oracles.clocks import last_day


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
