"""Plans, matches, contact and stability meetings: what is refused, and when a meeting is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.people.rules import record_breach
from app.permanence.kinds import LENGTHS, Because, HowOften, PolicyNumber, Whom
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.local import STABILITY_MEETING
from app.statute.sources import LOCAL_POLICY, Verified

MATCHES = LOCAL_POLICY.provision("matches", Verified.MEMORY)


def _not_to_come(what: str, day: date, today: date, field: str) -> list[Breach]:
    if day <= today:
        return []
    return [record_breach(f"{what} is recorded once it has happened.", field)]


# ------------------------------------------------------------------------------------------- plans


def planning_breaches(
    *, starts_on: date, achieve_by: date, why: str, before: date | None, today: date
) -> list[Breach]:
    """A plan is agreed by today, after the one before it, with its reason and a day to come."""
    breaches = _not_to_come("A plan that was agreed", starts_on, today, "starts_on")
    if before is not None and starts_on < before:
        says = f"The plan before it was agreed on {before:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "starts_on"))
    if achieve_by <= starts_on:
        breaches.append(record_breach("Give a day after the one it was agreed on.", "achieve_by"))
    if not why.strip():
        breaches.append(record_breach("Say why this is the plan for this child.", "why"))
    return breaches


def achieving_breaches(*, achieved: bool, on: date, agreed_on: date, today: date) -> list[Breach]:
    """A plan is achieved once, between the day it was agreed and today."""
    if achieved:
        return [record_breach("This plan is recorded as achieved already.")]
    breaches = _not_to_come("What was achieved", on, today, "on")
    if on < agreed_on:
        says = f"The plan was agreed on {agreed_on:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "on"))
    return breaches


# ----------------------------------------------------------------------------------------- matches


def matching_breaches(
    *, open_since: date | None, decided_on: date, panel_on: date | None, why: str, today: date
) -> list[Breach]:
    """A child is matched with one home at a time; the panel comes before the decision."""
    breaches = _not_to_come("A match", decided_on, today, "decided_on")
    if open_since is not None:
        says = f"A match stands since {open_since:%d/%m/%Y}. End or change that one first."
        breaches.append(record_breach(says))
    if panel_on is not None and panel_on > decided_on:
        breaches.append(record_breach("The panel comes before the decision.", "panel_on"))
    if not why.strip():
        breaches.append(record_breach("Say why these carers for this child.", "why"))
    return breaches


def heard_breaches(*, ended: bool, since: date, on: date, today: date) -> list[Breach]:
    """A panel's recommendation is of a match that stands, put forward before it met."""
    breaches = _not_to_come("A recommendation", on, today, "panel_on")
    if ended:
        breaches.append(record_breach("This match has ended."))
    if on < since:
        breaches.append(record_breach("The match was put forward later.", "panel_on"))
    return breaches


def is_fixed(told: Collection[Whom]) -> bool:
    """Once anybody has been told, or introductions have begun, a match is fixed."""
    return bool(told)


def still_to_tell(told: Collection[Whom]) -> tuple[Whom, ...]:
    """Who has not been told of a match: the child, the carers, both or neither."""
    return tuple(whom for whom in (Whom.CHILD, Whom.CARERS) if whom not in told)


def telling_breaches(
    *, whom: Whom, told: Collection[Whom], on: date, decided_on: date, today: date
) -> list[Breach]:
    """Each is told once, after the match was decided."""
    breaches = _not_to_come("Telling somebody", on, today, "on")
    if whom in told:
        breaches.append(record_breach("This is recorded already.", "whom"))
    if on < decided_on:
        says = f"The match was decided on {decided_on:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "on"))
    return breaches


def ending_match_breaches(
    *, fixed: bool, named: bool, decided_by: str, reason: str, on: date, since: date, today: date
) -> list[Breach]:
    """A match that nobody was told of ends with a reason; a fixed one by a decision with a name.

    `named`: this is that decision. Its maker's name and its reason are kept for good.
    """
    breaches = _not_to_come("The end of a match", on, today, "on")
    if fixed and not named:
        says = (
            "Somebody has been told of this match, or introductions have begun: it is fixed. A "
            "manager’s decision, with its reason, changes it."
        )
        breaches.append(Breach(says, MATCHES))
    if named and not fixed:
        breaches.append(record_breach("Nobody has been told of this match: end it instead."))
    if named and not decided_by.strip():
        breaches.append(Breach("Say who decided.", MATCHES, "decided_by"))
    if not reason.strip():
        breaches.append(record_breach("Say why.", "reason"))
    if on < since:
        says = f"The match was decided on {since:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "on"))
    return breaches


# ----------------------------------------------------------------------------------------- contact


def contact_due(how_often: HowOften, agreed_on: date, last: date | None) -> date | None:
    """The last day for brothers and sisters to be in touch again; None: not for now."""
    length = LENGTHS.get(how_often)
    if length is None:
        return None
    return length.after(max(agreed_on, last or agreed_on), ENGLAND)


def agreeing_contact_breaches(
    *, how_often: HowOften, why: str, starts_on: date, before: date | None, today: date
) -> list[Breach]:
    """What is agreed about contact takes over from what was; that there is none needs a reason."""
    breaches = _not_to_come("What was agreed", starts_on, today, "starts_on")
    if before is not None and starts_on < before:
        says = f"What stands was agreed on {before:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "starts_on"))
    if how_often is HowOften.NOT_NOW and not why.strip():
        breaches.append(record_breach("Say why they are not to be in touch for now.", "why"))
    return breaches


def contact_breaches(*, held_on: date, again: bool, today: date) -> list[Breach]:
    """That they were in touch is recorded once for a day, and once it has happened."""
    breaches = _not_to_come("That they were in touch", held_on, today, "held_on")
    if again:
        breaches.append(record_breach("This is recorded for that day already.", "held_on"))
    return breaches


# ------------------------------------------------------------------------------- stability meetings


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Something that calls for a stability meeting: since when, and what it is."""

    since: date
    because: Because

    @property
    def due_on(self) -> date:
        """The last day in time for the meeting."""
        return STABILITY_MEETING.last_day(self.since)


def unanswered(reasons: Iterable[Reason], held: Collection[date]) -> list[Reason]:
    """The reasons that no meeting has answered, the earliest first.

    A meeting answers whatever called for one by the day it was held.
    """
    last = max(held, default=date.min)
    return sorted(each for each in set(reasons) if each.since > last)


def calling_breaches(*, called: bool, since: date, called_on: date, today: date) -> list[Breach]:
    """One meeting is called at a time, for something that has happened."""
    breaches = _not_to_come("What calls for a meeting", since, today, "since")
    if called:
        breaches.append(record_breach("A meeting is called already: record how it went."))
    if called_on > today:
        breaches.append(record_breach("That day is still to come.", "called_on"))
    elif called_on < since:
        breaches.append(record_breach("It is called once something calls for it.", "called_on"))
    return breaches


def holding_breaches(*, held_on: date, since: date, agreed: str, today: date) -> list[Breach]:
    """A meeting is held after what called for it, and something is agreed."""
    breaches = _not_to_come("A meeting that was held", held_on, today, "held_on")
    if held_on < since:
        says = f"What calls for it happened on {since:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "held_on"))
    if not agreed.strip():
        breaches.append(record_breach("Say what was agreed.", "agreed"))
    return breaches


def closed_breaches(*, closed: bool) -> list[Breach]:
    """A meeting that was held or called off stays as it was."""
    return [record_breach("This meeting was held or called off already.")] if closed else []


def calling_off_breaches(*, because: str) -> list[Breach]:
    """A meeting that was called is called off with a reason; what called for it goes on."""
    return [] if because.strip() else [record_breach("Say why.", "because")]


LEAST, MOST = 2, 12


def setting_breaches(
    *, number: PolicyNumber, value: int, starts_on: date, before: date | None
) -> list[Breach]:
    """The council's number is from two placements to twelve, and set in order."""
    breaches = []
    if not LEAST <= value <= MOST:
        breaches.append(record_breach(f"Enter a number from {LEAST} to {MOST}.", number.value))
    if before is not None and starts_on < before:
        says = f"It was last set from {before:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "starts_on"))
    return breaches
