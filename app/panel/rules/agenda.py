"""The agenda: times that follow from the order, and what may be taken on it, moved, declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.panel.kinds import ItemKind
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.fostering.assessment import APPLICANT_OBSERVATIONS
from app.statute.fostering.panel import NMS_PANEL_PAPERS
from app.statute.sources import FSR, Cite, Verified

USUAL_MINUTES = 40
MINUTES = {
    ItemKind.INITIAL_APPROVAL: 50,
    ItemKind.REPRESENTATIONS: 60,
    ItemKind.TERMINATION: 60,
    ItemKind.EXTENSION_VIEWS: 25,
    ItemKind.RESIGNATION: 5,
}
"""How long an item of a kind usually takes; whoever builds the agenda says otherwise."""

LONGEST = 240
CONFLICT: Cite = FSR.reg("24", Verified.MEMORY, "Interests are declared before each item.")


def minutes_for(kind: ItemKind) -> int:
    """How long an item of this kind usually takes."""
    return MINUTES.get(kind, USUAL_MINUTES)


def timings(starts_at: str, minutes: Sequence[int]) -> list[str]:
    """When each item begins, and when the last one ends: one more than there are items."""
    hours, _, rest = starts_at.partition(":")
    clock = int(hours) * 60 + int(rest)
    found = [clock]
    for each in minutes:
        found.append(found[-1] + each)
    return [f"{each // 60 % 24:02}:{each % 60:02}" for each in found]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as the rules on its agenda look at it."""

    meets_on: date
    called_off: bool
    papers_due: date
    today: date
    approved: bool = False
    """Whether its minutes are final."""

    called_on: date = date.min

    @property
    def over(self) -> bool:
        """Whether its day has passed."""
        return self.meets_on < self.today


def taking_breaches(
    sitting: Sitting,
    *,
    taken_to: date | None,
    waits: bool,
    consent: bool,
    not_before: date | None = None,
) -> list[Breach]:
    """May a matter be taken on this agenda? Papers late by then need the chair's consent.

    `taken_to`: the meeting that it is on the agenda of already; `waits`: it still has to come;
    `not_before`: the first day on which the panel may have it.
    """
    breaches = open_breaches(sitting)
    if taken_to is not None:
        says = f"It is on the agenda of {taken_to:%d/%m/%Y} already."
        breaches.append(record_breach(says, "keys"))
    elif not waits:
        breaches.append(record_breach("It no longer has to come to a panel.", "keys"))
    if not_before is not None and not_before > _sent_by(sitting, consent):
        says = (
            "The applicants have ten working days for their views: papers may go to the panel from "
            f"{not_before:%d/%m/%Y}, or once they have answered. Take a later meeting."
        )
        breaches.append(APPLICANT_OBSERVATIONS.breach(says, "keys"))
    if sitting.today > sitting.papers_due and not consent:
        says = (
            f"Papers were to reach members by {sitting.papers_due:%d/%m/%Y}. The chair consents to "
            "late ones, or it goes to another meeting."
        )
        breaches.append(NMS_PANEL_PAPERS.breach(says, "late_agreed"))
    return breaches


def _sent_by(sitting: Sitting, consent: bool) -> date:
    """When its papers are sent at the latest: with the chair's consent, on the day itself."""
    return sitting.meets_on if consent else sitting.papers_due


def open_breaches(sitting: Sitting) -> list[Breach]:
    """May its agenda still be changed?"""
    if sitting.called_off:
        return [record_breach("This meeting is called off.")]
    if sitting.over:
        return [record_breach("The day of this meeting is over: its agenda stays as it was.")]
    return approved_breaches(sitting)


def approved_breaches(sitting: Sitting) -> list[Breach]:
    """What final minutes tell of is changed no more: who was there, what was heard."""
    if sitting.approved:
        return [record_breach("The minutes of this meeting are approved: it stays as it was.")]
    return []


def placing_breaches(
    sitting: Sitting, *, stands: bool, changed: bool, place: int, items: int
) -> list[Breach]:
    """May an item be put at a place of the agenda, from 1?

    `stands`: it is on the agenda; `changed`: its order is no longer the one that was looked at.
    """
    breaches = open_breaches(sitting)
    if not stands:
        breaches.append(record_breach("It is off the agenda."))
    elif changed:
        says = "The agenda was changed since you opened it. This is how it is now: move it again."
        breaches.append(record_breach(says))
    elif not 1 <= place <= items:
        breaches.append(record_breach(f"Give a place from 1 to {items}."))
    return breaches


def minutes_breaches(minutes: int) -> list[Breach]:
    """An item takes some time, and not a whole day."""
    if 1 <= minutes <= LONGEST:
        return []
    return [record_breach(f"Give minutes, from 1 to {LONGEST}.", "minutes")]


def withdrawing_breaches(
    sitting: Sitting, *, withdrawn: bool, said: bool, because: str
) -> list[Breach]:
    """May an item be taken off an agenda? With the reason; then it waits for another meeting.

    `said`: it is recorded what the panel said of it.
    """
    breaches = open_breaches(sitting)
    if withdrawn:
        breaches.append(record_breach("It is off the agenda already."))
    if said:
        breaches.append(record_breach("What the panel said of it is recorded: it was heard here."))
    if not because.strip():
        breaches.append(record_breach("Say why.", "because"))
    return breaches


def no_part_breaches(*, asked: bool, already: bool) -> list[Breach]:
    """May it be recorded that a member takes no part in an item?"""
    breaches = []
    if not asked:
        breaches.append(record_breach("Choose somebody who was asked to this meeting.", "who"))
    if already:
        breaches.append(record_breach("They take no part in it already.", "who"))
    return breaches


def part_again_breaches(*, out: bool, said: bool, approved: bool) -> list[Breach]:
    """May it be put right that a member takes no part in an item? Until the panel has spoken of it.

    `out`: it is recorded that they take none; `said`: what the panel said is recorded.
    """
    breaches = []
    if not out:
        breaches.append(record_breach("Choose somebody who takes no part in it.", "who"))
    if said or approved:
        breaches.append(record_breach("The panel has spoken of it: who heard it stays."))
    return breaches


def papers_breaches(sitting: Sitting, *, sent: bool, items: int, on: date) -> list[Breach]:
    """May it be recorded that the papers were sent? Late is recorded, and stays late."""
    breaches = []
    if sitting.called_off:
        breaches.append(record_breach("This meeting is called off."))
    if sent:
        breaches.append(record_breach("This is recorded already."))
    if not items:
        breaches.append(record_breach("Nothing is on its agenda: there is nothing to send."))
    if on > min(sitting.today, sitting.meets_on):
        breaches.append(record_breach("Give a day by today, and by the meeting.", "on"))
    if on < sitting.called_on:
        says = f"This meeting was called on {sitting.called_on:%d/%m/%Y}: they went then or later."
        breaches.append(record_breach(says, "on"))
    return breaches


def unsending_breaches(
    sitting: Sitting, *, sent: bool, by_pack: bool, attended: bool, because: str
) -> list[Breach]:
    """May it be taken back that the papers were sent? While nothing hangs on it.

    `by_pack`: a pack was sent from here, so that members have it; `attended`: attendance is taken.
    """
    breaches = approved_breaches(sitting)
    if not sent:
        breaches.append(record_breach("It is not recorded that they were sent."))
    if by_pack:
        breaches.append(record_breach("A pack was sent from here: its members have it."))
    if attended:
        breaches.append(record_breach("Attendance is taken: the meeting was held with them."))
    return breaches + why_breaches(because)


def why_breaches(because: str) -> list[Breach]:
    """What is taken back says why."""
    return [] if because.strip() else [record_breach("Say why.", "because")]


def attendance_breaches(sitting: Sitting, *, others: bool) -> list[Breach]:
    """May attendance be taken? On the day or after it, of those who were asked."""
    breaches = approved_breaches(sitting)
    if sitting.called_off:
        breaches.append(record_breach("This meeting is called off."))
    if sitting.meets_on > sitting.today:
        breaches.append(record_breach("Attendance is taken on the day."))
    if others:
        breaches.append(record_breach("Choose from those who were asked to this meeting.", "who"))
    return breaches
