"""Which roles may not be held together, who may grant them, and for how long.

Pure: plain values in, breaches out. The rules are S11, S12 and S15 of the access policy.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.accounts.roles import Role
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Cite, Verified

DECIDE = frozenset({Role.DECISION_MAKER, Role.NOMINATED_OFFICER, Role.DIRECTOR})
"""Roles that decide what others have assessed."""

ALONE = frozenset({Role.ADMINISTRATOR, Role.INSPECTOR})
"""Roles held with no other: an administrator sees no case, an inspector changes none."""


def _access(rule: str) -> Cite:
    return LOCAL_POLICY.provision(f"on access, {rule}", Verified.TEXT)


def grant_breaches(
    *,
    role: Role,
    held: Collection[Role],
    starts_on: date,
    ends_on: date,
    to_user_id: int,
    by_user_id: int | None,
) -> list[Breach]:
    """Why a role may not be granted. `held`: roles held on any day of the grant."""
    breaches = []
    if by_user_id == to_user_id:
        breaches.append(
            Breach(
                "Ask somebody else to grant it: nobody grants a role to themselves.", _access("S11")
            )
        )
    if role in held:
        breaches.append(
            Breach(
                "This role is already held in that time. End that grant first.",
                _access("S11"),
                "role",
            )
        )
    others = frozenset(held) - {role}
    if others and (role in ALONE or others & ALONE):
        breaches.append(
            Breach(
                "An administrator or inspector holds no other role: add a second account for it.",
                _access("S12"),
                "role",
            )
        )
    if _decides_own_work({role, *others}) and not _decides_own_work(others):
        breaches.append(
            Breach(
                "Somebody who decides may not also be a fostering social worker.",
                _access("S11"),
                "role",
            )
        )
    breaches.extend(_period_breaches(starts_on, ends_on))
    return breaches


def _decides_own_work(roles: Collection[Role]) -> bool:
    return Role.SOCIAL_WORKER in roles and bool(DECIDE & frozenset(roles))


def _period_breaches(starts_on: date, ends_on: date) -> list[Breach]:
    if ends_on <= starts_on:
        return [Breach("The last day must be after the first.", _access("S11"), "ends_on")]
    if ends_on > a_year_after(starts_on):
        return [
            Breach(
                "Give an end within twelve months; the role can be granted again then.",
                _access("S11"),
                "ends_on",
            )
        ]
    return []


def a_year_after(day: date) -> date:
    """The same day a year on; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def suspension_breaches(*, user_id: int, by_user_id: int | None) -> list[Breach]:
    """Why somebody may not be suspended: nobody shuts themselves out by mistake."""
    if user_id == by_user_id:
        return [Breach("Ask somebody else: you cannot suspend yourself.", _access("S11"))]
    return []
