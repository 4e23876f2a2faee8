"""The code lists of who knows whom, of restrictions, and of opening what is restricted."""

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


class RestrictedFor(StrEnum):
    """Why a record is restricted to those who are named."""

    PROTECTED_ADDRESS = "protected_address"
    MEDIA = "attention_of_the_media"
    SERIOUS_INCIDENT = "serious_incident"
    OTHER = "other"

    def words(self) -> str:
        """As the page says it."""
        return _BECAUSE[self]


_BECAUSE: Mapping[RestrictedFor, str] = {
    RestrictedFor.PROTECTED_ADDRESS: "Where they live must not be found out",
    RestrictedFor.MEDIA: "The press or others look for them",
    RestrictedFor.SERIOUS_INCIDENT: "A serious incident is looked into",
    RestrictedFor.OTHER: "Something else",
}


class OpenedFor(StrEnum):
    """Why somebody who is not named opens a restricted record for an hour."""

    CHILD_AT_RISK = "child_may_be_at_risk"
    HOME_TONIGHT = "child_needs_a_home_tonight"
    NOBODY_NAMED = "nobody_named_can_be_reached"
    LAWFUL_REQUEST = "court_police_or_inspection_asks"

    def words(self) -> str:
        """As the page says it."""
        return _OPENED_FOR[self]


_OPENED_FOR: Mapping[OpenedFor, str] = {
    OpenedFor.CHILD_AT_RISK: "A child may be at risk now",
    OpenedFor.HOME_TONIGHT: "A child needs a home tonight",
    OpenedFor.NOBODY_NAMED: "Something cannot wait and nobody who is named can be reached",
    OpenedFor.LAWFUL_REQUEST: "A court, the police or an inspector asks now",
}
