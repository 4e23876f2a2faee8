"""Papers of an item and packs of a meeting: what may be added, late with consent, made and sent."""

from __future__ import annotations

from datetime import date

from app.panel.kinds import PaperHow, PaperKind
from app.panel.rules.agenda import Sitting, open_breaches
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.fostering.panel import NMS_PANEL_PAPERS
from app.statute.sources import NMS, Cite, Verified

ADVISERS: Cite = NMS.standard("14.6", Verified.QUOTED, "Medical and legal advice.")
OF_ADVISERS = frozenset({PaperKind.MEDICAL, PaperKind.LEGAL})
"""Advisers are no members: what they advise is a paper, and says whose it is."""


def adding_breaches(sitting: Sitting, *, off: bool, consent: bool) -> list[Breach]:
    """May a paper be added to an item? After the day for papers the chair consents.

    `off`: the item was taken off the agenda; `consent`: the chair's, to late papers.
    """
    breaches = open_breaches(sitting)
    if off:
        breaches.append(record_breach("This item is off the agenda: nothing is added to it."))
    if sitting.today > sitting.papers_due and not consent:
        says = (
            f"Papers were to reach members by {sitting.papers_due:%d/%m/%Y}. The chair consents to "
            "late ones, or it goes to another meeting."
        )
        breaches.append(NMS_PANEL_PAPERS.breach(says, "late_agreed"))
    return breaches


def advice_breaches(
    kind: PaperKind, how: PaperHow, *, given_by: str, given_on: date | None, today: date
) -> list[Breach]:
    """An adviser's written advice says whose it is and when it was given."""
    if kind not in OF_ADVISERS or how in (PaperHow.WHY_NOT, PaperHow.LATE):
        return []
    breaches = []
    if not given_by.strip():
        breaches.append(Breach("Give the name of the adviser.", ADVISERS, "given_by"))
    if given_on is None:
        breaches.append(Breach("Give the day of the advice.", ADVISERS, "given_on"))
    elif given_on > today:
        breaches.append(record_breach("That day is still to come.", "given_on"))
    return breaches


def words_breaches(how: PaperHow, words: str) -> list[Breach]:
    """What was said or seen stands in words, and so does why there is nothing."""
    if words.strip():
        return []
    asked = "Say why not." if how in (PaperHow.WHY_NOT, PaperHow.LATE) else "Write what it is."
    return [record_breach(asked, "words")]


def late_breaches(sitting: Sitting, *, consent: bool, comes_by: date | None) -> list[Breach]:
    """May a paper be marked late? Only with the chair's consent, and while it may still come."""
    breaches = open_breaches(sitting)
    if comes_by is None or not sitting.today <= comes_by <= sitting.meets_on:
        says = f"Give a day from today on, by the meeting of {sitting.meets_on:%d/%m/%Y}."
        breaches.append(record_breach(says, "given_on"))
    if not consent:
        says = "The chair consents to late papers, or the item goes to another meeting."
        breaches.append(NMS_PANEL_PAPERS.breach(says, "late_agreed"))
    return breaches


def making_breaches(sitting: Sitting, *, items: int, faulty: int) -> list[Breach]:
    """May a pack be made? `faulty`: papers that cannot be put in. What is missing may be."""
    breaches = open_breaches(sitting)
    if not items:
        breaches.append(record_breach("Nothing is on the agenda: there is nothing to put in it."))
    if faulty:
        number = "One paper" if faulty == 1 else f"{faulty} papers"
        breaches.append(
            record_breach(f"{number} cannot be put in as things are: see what to do beside each.")
        )
    return breaches


def sending_breaches(sitting: Sitting, *, made: bool, sent: bool, guests: int) -> list[Breach]:
    """May a pack be sent? Once, when it is made, to those who are asked."""
    breaches = open_breaches(sitting)
    if not made:
        breaches.append(record_breach("This pack is not made."))
    if sent:
        breaches.append(record_breach("This pack is sent already. Make another to send again."))
    if not guests:
        breaches.append(record_breach("Nobody is asked to this meeting yet: ask members first."))
    return breaches
