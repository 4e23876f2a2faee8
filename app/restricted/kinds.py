"""The code lists of who knows whom."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Knows(StrEnum):
    """What somebody who works here is to a person, a household or a child."""

    SELF = "self"
    RELATIVE = "relative"
    PARTNER = "partner_or_former_partner"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    OTHER = "other"

    def words(self) -> str:
        """As the page says it."""
        return _KNOWS[self]


_KNOWS: Mapping[Knows, str] = {
    Knows.SELF: "It is they themselves",
    Knows.RELATIVE: "Relative",
    Knows.PARTNER: "Partner, or former partner",
    Knows.FRIEND: "Friend",
    Knows.NEIGHBOUR: "Neighbour",
    Knows.OTHER: "Otherwise too close",
}
