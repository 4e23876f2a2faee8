"""Concerns: who is told of which event, and the clocks of an allegation.

Schedule 7 is given as it was recalled or seen quoted, row by row with its mark: the council may
change from a day on whom it tells (the regulation's own words address an agency's registered
person; councils follow them through the standards and their own procedure).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.statute.clock import Clock, Counting, Limit, Severity, WorkingDays
from app.statute.fostering.supervision import NOTIFIABLE_EVENT_24H, SERIOUS_INCIDENT_PANEL
from app.statute.sources import FSR, NMS, WORKING_TOGETHER, Cite, Verified

DESIGNATED_OFFICER_REFERRAL = Clock(
    key="designated_officer_referral",
    says="Referral to the designated officer",
    runs_from="the day the allegation is received",
    stops="the referral, or a manager's decision with reasons that it is none",
    counting=Counting.AFTER,
    limits=(Limit(date(2018, 7, 4), WorkingDays(1), WORKING_TOGETHER.whole(Verified.MEMORY_PLUS)),),
    on_lapse="The designated officer was not told within one working day",
    severity=Severity.HIGH,
    decides="fostering team manager",
    records=("when", "by whom", "what the designated officer decided"),
    also=(NMS.standard("22", Verified.TEXT),),
)

INDEPENDENT_SUPPORT = NMS.standard(
    "22.12", Verified.MEMORY, "Support independent of the service, while an allegation is open."
)
SUMMARY_OF_ALLEGATION = NMS.standard("22.7", Verified.MEMORY)


class NotifiableEvent(StrEnum):
    """The events of Schedule 7, in its order."""

    DEATH = "death_of_a_child_placed"
    BARRING = "referral_to_the_barring_service"
    ILLNESS = "serious_illness_or_accident"
    OUTBREAK = "outbreak_of_serious_infectious_disease"
    OFFENCE = "child_alleged_to_have_committed_a_serious_offence"
    EXPLOITATION = "sexual_exploitation_or_suspicion_of_it"
    POLICE = "serious_incident_police_called_to_the_home"
    ABSCONDING = "child_absconded"
    COMPLAINT = "serious_complaint_about_a_foster_carer"
    ENQUIRY = "child_protection_enquiry_begun_or_concluded"


class Recipient(StrEnum):
    """Who may have to be told."""

    OFSTED = "ofsted"
    PLACING = "placing_authority"
    SECRETARY = "secretary_of_state"
    AREA = "area_authority"
    POLICE = "police"
    HEALTH = "integrated_care_board"
    PANEL = "child_safeguarding_practice_review_panel"

    def words(self) -> str:
        """As a page says it."""
        return _RECIPIENTS[self]


_RECIPIENTS: Mapping[Recipient, str] = {
    Recipient.OFSTED: "Ofsted (His Majesty’s Chief Inspector)",
    Recipient.PLACING: "The authority that placed the child",
    Recipient.SECRETARY: "The Secretary of State",
    Recipient.AREA: "The authority of the area",
    Recipient.POLICE: "The police",
    Recipient.HEALTH: "The integrated care board",
    Recipient.PANEL: "The Child Safeguarding Practice Review Panel",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the Schedule: whom it names, and where that is written."""

    to: frozenset[Recipient]
    cite: Cite


def _row(paragraph: str, verified: Verified, *to: Recipient) -> Row:
    return Row(frozenset(to), FSR.schedule("7", paragraph, verified))


_O, _P, _S, _A = Recipient.OFSTED, Recipient.PLACING, Recipient.SECRETARY, Recipient.AREA
_QUOTED, _MEMORY = Verified.QUOTED, Verified.MEMORY

SCHEDULE_7: Mapping[NotifiableEvent, Row] = {
    NotifiableEvent.DEATH: _row("1", _QUOTED, _O, _P, _S, _A, Recipient.HEALTH, Recipient.PANEL),
    NotifiableEvent.BARRING: _row("2", _QUOTED, _O, _P),
    NotifiableEvent.ILLNESS: _row("3", _QUOTED, _O, _P),
    NotifiableEvent.OUTBREAK: _row("4", _QUOTED, _O, _P, Recipient.HEALTH),
    NotifiableEvent.OFFENCE: _row("5", _MEMORY, _P, Recipient.POLICE),
    NotifiableEvent.EXPLOITATION: _row("6", _MEMORY, _O, _P, _A, Recipient.POLICE),
    NotifiableEvent.POLICE: _row("7", _MEMORY, _O, _P),
    NotifiableEvent.ABSCONDING: _row("8", _MEMORY, _P),
    NotifiableEvent.COMPLAINT: _row("9", _MEMORY, _O, _P),
    NotifiableEvent.ENQUIRY: _row("10", _MEMORY, _O, _P, _A),
}


def clock_for(recipient: Recipient) -> Clock:
    """Within which time this one is told: twenty-four hours, or the national panel's own days."""
    if recipient is Recipient.PANEL:
        return SERIOUS_INCIDENT_PANEL
    return NOTIFIABLE_EVENT_24H


CLOCKS = (DESIGNATED_OFFICER_REFERRAL,)
