"""What a system may do, how its tokens stand, and what may be added. Pure: plain values only."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from enum import StrEnum

from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Verified

ON_SYSTEMS = LOCAL_POLICY.provision("on other systems", Verified.TEXT)

OURS = "hearth"
"""What stands in an address where a record is named by our own id, not by a system's."""

KEY = re.compile(r"[a-z][a-z0-9-]{1,29}")
"""How a system is called in addresses."""

THEIR_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
"""How another system may call a record: what fits in an address as it is."""

MOST_DAYS = 366
"""How long a token may open at all: so that each is looked at once a year."""

CALLS_A_MINUTE = 300
"""Calls of one system in a minute: a whole council's children in hundreds is some ten."""

LONGEST_BODY = 262_144
"""Bytes of what is sent at once."""

CALLS_KEPT_DAYS = 400
"""How long it is kept which calls a system made: a year, and time to look back at it."""

ANSWERS_KEPT_DAYS = 90
"""How long a key of a call is known: nobody tries again after a quarter of a year."""


class Scope(StrEnum):
    """What a system may do."""

    CHILDREN_READ = "children:read"
    CHILDREN_WRITE = "children:write"
    PLACEMENTS_READ = "placements:read"
    PLACEMENTS_WRITE = "placements:write"
    REFERRALS_READ = "referrals:read"
    REFERRALS_WRITE = "referrals:write"
    OFFERS_READ = "offers:read"
    OFFERS_WRITE = "offers:write"
    AVAILABILITY_READ = "availability:read"
    AVAILABILITY_WRITE = "availability:write"

    def words(self) -> str:
        """As the page says it."""
        return _SCOPES[self]


_SCOPES = {
    Scope.CHILDREN_READ: "Read children: who they are, and their legal status",
    Scope.CHILDREN_WRITE: "Tell us of children: who they are, and their legal status",
    Scope.PLACEMENTS_READ: "Read where children live and have lived; never an address",
    Scope.PLACEMENTS_WRITE: "Tell us where children live, as it happened elsewhere",
    Scope.REFERRALS_READ: "Read referrals, with what is asked of a home",
    Scope.REFERRALS_WRITE: "Open, change and withdraw referrals",
    Scope.OFFERS_READ: "Read what was sent to providers, and what they offered",
    Scope.OFFERS_WRITE: "Record what providers answered and offered",
    Scope.AVAILABILITY_READ: "Read how many places each of our homes has",
    Scope.AVAILABILITY_WRITE: "Record places that are not available",
}


class TokenState(StrEnum):
    """How a token stands."""

    OPENS = "opens"
    RUN_OUT = "run_out"
    TAKEN_BACK = "taken_back"
    STOPPED = "system_stopped"

    def words(self) -> str:
        """As the page says it."""
        return {"opens": "Opens", "run_out": "Run out", "taken_back": "Taken back"}.get(
            self.value, "System stopped"
        )


def token_state(*, last_day: date, revoked: bool, stopped: bool, day: date) -> TokenState:
    """How a token stands on a day."""
    if revoked:
        return TokenState.TAKEN_BACK
    if stopped:
        return TokenState.STOPPED
    return TokenState.RUN_OUT if last_day < day else TokenState.OPENS


def system_breaches(
    *, name: str, key: str, scopes: Collection[Scope], names: Collection[str], keys: Collection[str]
) -> list[Breach]:
    """Why a system may not be added or changed so. `names`, `keys`: those of the others."""
    breaches = []
    if not name.strip():
        breaches.append(Breach("Say what the system is called.", ON_SYSTEMS, "name"))
    if name.strip().casefold() in {each.casefold() for each in names}:
        breaches.append(Breach("Another system is called so already.", ON_SYSTEMS, "name"))
    if not KEY.fullmatch(key) or key == OURS:
        breaches.append(
            Breach(
                "Use 2 to 30 small letters, digits and hyphens, beginning with a letter, and not "
                "“hearth”, which stands for this record.",
                ON_SYSTEMS,
                "key",
            )
        )
    if key in keys:
        breaches.append(Breach("Another system has this short name already.", ON_SYSTEMS, "key"))
    if not scopes:
        breaches.append(Breach("Choose at least one thing that it may do.", ON_SYSTEMS, "scopes"))
    return breaches


def token_breaches(*, label: str, last_day: date, today: date, stopped: bool) -> list[Breach]:
    """Why a token may not be made so."""
    breaches = []
    if stopped:
        breaches.append(Breach("This system is stopped. Let it in again first.", ON_SYSTEMS))
    if not label.strip():
        breaches.append(Breach("Say where the token will be kept.", ON_SYSTEMS, "label"))
    if not 0 <= (last_day - today).days <= MOST_DAYS:
        breaches.append(
            Breach(
                "A token opens until a day from today to a year from now.", ON_SYSTEMS, "last_day"
            )
        )
    return breaches


def end_by_the_record(asked: date | None, followed: Collection[date]) -> date | None:
    """When something ended, that a system tells as open or as going on longer, although the record
    knows when what `followed` it began."""
    following = min(followed, default=None)
    if following is None or (asked is not None and asked <= following):
        return asked
    return following
