"""A long-term match after the panel: who decides, on what, and what must be there first."""

from __future__ import annotations

from app.panel.coming import POLICY
from app.panel.kinds import Outcome
from app.panel.rules.deciding import Decider, Heard, decider_breaches, minutes_breaches
from app.people.rules import record_breach
from app.statute.breach import Breach


def match_breaches(
    decider: Decider,
    heard: Heard,
    *,
    decided: bool,
    stands: bool,
    agrees: bool,
    reasons: str,
    departs: str,
    without_minutes: str,
) -> list[Breach]:
    """May this match be decided so, now, by this person? Every reason why not, at once.

    `stands`: nobody has ended it; `agrees`: it is to be; `departs`: why not as recommended.
    """
    if decided:
        return [record_breach("This has been decided already.")]
    breaches = decider_breaches(decider)
    if not stands:
        breaches.append(record_breach("This match has ended."))
    if not reasons.strip():
        breaches.append(Breach("Say why.", POLICY, "reasons"))
    if heard.outcome is None or heard.outcome is Outcome.DEFERRED:
        if heard.must_be:
            says = "No panel has recommended on it: it comes to one first."
            breaches.append(Breach(says, POLICY))
        return breaches
    if (heard.outcome is Outcome.RECOMMENDED) is not agrees and not departs.strip():
        says = "That is not what the panel recommended. Say why you decide otherwise."
        breaches.append(Breach(says, POLICY, "departs"))
    return breaches + minutes_breaches(heard, without_minutes)
