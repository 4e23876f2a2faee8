"""How a link stands, and what may be sent. Pure: plain values in, breaches out."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Verified

MOST_DAYS = 60
"""How long a link may open at all: an address in somebody's messages is not kept safe for ever."""

LONGEST_ANSWER = 60_000
"""Characters of an answer, all its fields together."""

MOST_SAVES = 200
"""How often an answer may be saved: each save is kept, and whoever has the address may save."""

ON_LINKS = LOCAL_POLICY.provision("on one-time links", Verified.TEXT)


class State(StrEnum):
    """How a link stands."""

    SENT = "sent"
    OPENED = "opened"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REVOKED = "revoked"

    def words(self) -> str:
        """As staff read it."""
        return {"sent": "Sent, not opened", "revoked": "Taken back"}.get(
            self.value, self.value.capitalize()
        )

    @property
    def is_open(self) -> bool:
        """Whether its page still takes an answer."""
        return self in (State.SENT, State.OPENED)


def state(*, opened: bool, answered: bool, revoked: bool, last_day: date, day: date) -> State:
    """How a link stands on a day. What was answered stays so, whatever came after."""
    if answered:
        return State.ANSWERED
    if revoked:
        return State.REVOKED
    if last_day < day:
        return State.EXPIRED
    return State.OPENED if opened else State.SENT


def sending_breaches(*, holder: str, days: int) -> list[Breach]:
    """Why a link may not be sent so."""
    breaches = []
    if not holder.strip():
        breaches.append(Breach("Say who the link is for.", ON_LINKS, "holder"))
    if not 1 <= days <= MOST_DAYS:
        breaches.append(Breach(f"A link opens for 1 to {MOST_DAYS} days.", ON_LINKS, "days"))
    return breaches


def answering_breaches(*, state: State, characters: int, saves: int) -> list[Breach]:
    """Why an answer is not taken."""
    if not state.is_open:
        return [Breach("This link takes no more answers.", ON_LINKS)]
    if characters > LONGEST_ANSWER:
        return [Breach("That is too long to keep. Shorten it, or ring us.", ON_LINKS)]
    if saves >= MOST_SAVES:
        return [Breach("This was saved very often. Ring us, and we will help.", ON_LINKS)]
    return []


def again_breaches(*, state: State) -> list[Breach]:
    """Why a link may not be sent again: what was answered is not asked twice."""
    if state is State.ANSWERED:
        return [Breach("This link was answered. What came is in the record.", ON_LINKS)]
    return []


def revoking_breaches(*, state: State) -> list[Breach]:
    """Why a link may not be taken back."""
    if not state.is_open:
        return [Breach("This link opens nothing any more.", ON_LINKS)]
    return []
