"""Who is named to decide after the panel, what they must be, and when the second one decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.panel.kinds import MakerRank
from app.panel.rules.listing import three_years
from app.people.rules import record_breach, takes_over_breaches
from app.statute.breach import Breach
from app.statute.fostering.panel import ADM_NOT_PANEL_MEMBER
from app.statute.sources import LOCAL_POLICY, NMS, Cite, Verified

QUALIFIED: Cite = NMS.standard("23.12", Verified.MEMORY_PLUS)
NAMED: Cite = NMS.standard("14.9", Verified.QUOTED)
OWN: Cite = LOCAL_POLICY.provision("second persons", Verified.MEMORY)


@dataclass(frozen=True, slots=True)
class Named:
    """How somebody stands who is to decide: as what they are named, and whether it is their turn.

    Until anybody is named, whoever holds the role decides.
    """

    anybody: bool = False
    rank: MakerRank | None = None
    qualified: bool = True
    away: bool = False
    """This person is recorded as away, or as having a conflict in it."""

    first_free: str = ""
    """The first decision maker's name, where they are there and have no conflict in it."""


UNNAMED = Named()
"""Nobody is named yet."""


def named_breaches(named: Named) -> list[Breach]:
    """May this person decide, as decision makers are named?"""
    if not named.anybody:
        return []
    if named.rank is None:
        return [Breach("You are not named as a decision maker on this day.", NAMED)]
    breaches = []
    if not named.qualified:
        breaches.append(Breach("You lack what a decision maker must be.", QUALIFIED))
    if named.away:
        says = "You are recorded as away, or as having a conflict in this. The other one decides."
        breaches.append(Breach(says, OWN))
    elif named.rank is MakerRank.SECOND and named.first_free:
        says = (
            f"{named.first_free} is there and has no conflict in this. The second decision maker "
            "decides only in their place."
        )
        breaches.append(Breach(says, NAMED))
    return breaches


def naming_breaches(
    rank: MakerRank,
    *,
    holds_role: bool,
    social_worker: bool,
    senior: bool,
    experienced_since: date,
    on_list: bool,
    oneself: bool,
    other_rank: bool,
    first_named: bool,
    since: date | None,
    starts_on: date,
) -> list[Breach]:
    """May somebody be named from this day? Every reason why not, at once.

    `since`: from when somebody else is named so; `other_rank`: they are the other one already.
    """
    breaches = takes_over_breaches("Somebody’s appointment", since, starts_on)
    if not holds_role:
        says = "Give them the role of agency decision maker first."
        breaches.append(record_breach(says, "who"))
    if oneself:
        breaches.append(Breach("Nobody names themselves. Somebody else does.", OWN, "who"))
    if other_rank:
        breaches.append(Breach("The first and the second are two people.", NAMED, "who"))
    if rank is MakerRank.SECOND and not first_named:
        breaches.append(record_breach("Name the first decision maker first.", "rank"))
    return breaches + being_breaches(
        social_worker=social_worker,
        senior=senior,
        experienced_since=experienced_since,
        on_list=on_list,
        day=starts_on,
    )


def being_breaches(
    *, social_worker: bool, senior: bool, experienced_since: date, on_list: bool, day: date
) -> list[Breach]:
    """Is somebody what a decision maker must be, the second as much as the first?"""
    breaches = []
    if not social_worker:
        breaches.append(Breach("A decision maker is a social worker.", QUALIFIED, "true"))
    if not senior:
        says = "A decision maker is a senior person of the service."
        breaches.append(Breach(says, QUALIFIED, "true"))
    if not three_years(experienced_since, day):
        says = "Three years of childcare experience since qualifying are asked for on that day."
        breaches.append(Breach(says, QUALIFIED, "experienced_since"))
    if on_list:
        says = "They are on the central list of panel members. Somebody else decides."
        breaches.append(ADM_NOT_PANEL_MEMBER.breach(says))
    return breaches


def away_breaches(*, starts_on: date, back_on: date | None, why: str) -> list[Breach]:
    """From a day, until a later one or until further notice, with a reason."""
    breaches = []
    if back_on is not None and back_on <= starts_on:
        breaches.append(record_breach("Give a day after the first one.", "back_on"))
    if not why.strip():
        breaches.append(record_breach("Say why.", "why"))
    return breaches
