"""What the director's decision must say before it is one."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.present import short_day
from app.oversight.kinds import Plan
from app.oversight.rules.kinds import Concern, Watched
from app.statute.breach import Breach
from app.statute.local import DIRECTOR_LOOKS_AGAIN

CITE = DIRECTOR_LOOKS_AGAIN.cite
LONG_UNSEEN = timedelta(days=42)
"""Six weeks: the longest time between two visits of the child's own worker in a first year."""


def decision_breaches(
    watched: Watched | None,
    *,
    today: date,
    last_seen_on: date,
    plan: Plan,
    look_again_on: date,
) -> list[Breach]:
    """Why this is not a decision yet; all of it at once."""
    if watched is None:
        says = (
            "There is nothing here for the director to decide today: the child lives on a lawful "
            "basis, and is not deprived of liberty."
        )
        return [Breach(says, CITE)]
    breaches = []
    if last_seen_on > today:
        says = f"{short_day(last_seen_on)} is still to come. Enter the day of the last visit."
        breaches.append(Breach(says, CITE, "last_seen_on"))
    elif today - last_seen_on > LONG_UNSEEN:
        says = (
            f"Nobody has seen the child since {short_day(last_seen_on)}. Have the child seen "
            "first, then decide."
        )
        breaches.append(Breach(says, CITE, "last_seen_on"))
    longest = DIRECTOR_LOOKS_AGAIN.last_day(today)
    if not today < look_again_on <= longest:
        says = f"Look again after today, and no later than {short_day(longest)}."
        breaches.append(Breach(says, CITE, "look_again_on"))
    if plan is Plan.END_RESTRICTIONS and watched.concern is not Concern.DEPRIVED:
        says = (
            "Where the child lives is not lawful. Choose to move the child, or to make it lawful."
        )
        breaches.append(Breach(says, CITE, "plan"))
    return breaches
