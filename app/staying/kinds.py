"""Why a child stays elsewhere, what a placement bridges to, what is wished at eighteen, and how
staying put ended."""

from __future__ import annotations

from collections.abc import Mapping

from app.children.kinds import Worded


class StayFor(Worded):
    """Why a child stays with other carers while the main placement goes on."""

    CARERS_AWAY = "carers_away"
    RESPITE = "respite"
    SHORT_BREAK = "short_break"

    def words(self) -> str:
        """As the page asks it."""
        return _SAID[self]


class BridgesTo(Worded):
    """To what a short placement bridges."""

    ADOPTION = "adoption"
    LONG_TERM_HOME = "long_term_home"
    FAMILY = "family"
    INDEPENDENCE = "independence"

    def words(self) -> str:
        """As the page asks it."""
        return _SAID[self]


class Wish(Worded):
    """What somebody says of staying put at eighteen, asked before."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"

    def words(self) -> str:
        """As the page asks it."""
        return _SAID[self]


class StayedUntil(Worded):
    """How staying put ended."""

    MOVED_ON = "moved_on"
    TWENTY_ONE = "twenty_one"
    CARERS = "carers"
    OTHER = "other"

    def words(self) -> str:
        """As the page asks it."""
        return _SAID[self]


_SAID: Mapping[Worded, str] = {
    StayFor.CARERS_AWAY: "The carers are on holiday",
    StayFor.RESPITE: "Respite, or any other short stay",
    StayFor.SHORT_BREAK: "One of an agreed series of short breaks",
    BridgesTo.ADOPTION: "An adoptive home",
    BridgesTo.LONG_TERM_HOME: "A long-term foster home",
    BridgesTo.FAMILY: "Family or friends",
    BridgesTo.INDEPENDENCE: "A home of their own",
    Wish.YES: "Wishes it",
    Wish.NO: "Does not wish it",
    Wish.NOT_SURE: "Not sure yet",
    StayedUntil.MOVED_ON: "They moved on",
    StayedUntil.TWENTY_ONE: "They turned 21",
    StayedUntil.CARERS: "The carers could not go on",
    StayedUntil.OTHER: "Another reason",
}
