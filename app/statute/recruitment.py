"""Recruiting: what Stage 1 must bring in, and how long each part may take here.

The regulations give Stage 1 a tail of ten working days and the standards eight months overall
(`fostering.assessment`). Neither gives a stage a length of its own: two and four months are the
adoption timetable's, taken over by councils as their own aim, and are shown as local policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.statute.clock import ALWAYS, Clock, Counting, Limit, Months, Severity, WorkingDays, Years
from app.statute.sources import FSR, LOCAL_POLICY, Cite, Verified

SINCE_TWO_STAGES: Cite = FSR.reg("26(1A)-(1C)", Verified.MEMORY_PLUS)


class Part1(StrEnum):
    """An item of Schedule 3 Part 1: what Stage 1 must have about the applicants."""

    PARTICULARS = "name_address_birth"
    HEALTH = "health"
    ADULTS = "other_adults"
    CHILDREN = "children"
    HOME = "accommodation"
    EARLIER = "earlier_applications"
    OTHER_SERVICE = "other_fostering_service"
    REFEREES = "referees"
    CRIMINAL_RECORDS = "criminal_records"
    RELATIONSHIPS = "relationships"

    def words(self) -> str:
        """What it asks for."""
        return _PART_1[self]

    @property
    def number(self) -> int:
        """The paragraph of the Schedule."""
        return tuple(Part1).index(self) + 1

    @property
    def cite(self) -> Cite:
        """Where it stands: recalled, and compared with the Welsh Schedule copied from it."""
        return FSR.schedule("3", str(self.number), Verified.MEMORY_PLUS)


_PART_1: Mapping[Part1, str] = {
    Part1.PARTICULARS: "Full name, address and date of birth",
    Part1.HEALTH: "Health, supported by a medical report",
    Part1.ADULTS: "Particulars of the other adults of the household",
    Part1.CHILDREN: "Particulars of their children, at home or not, and other children there",
    Part1.HOME: "Accommodation",
    Part1.EARLIER: "Earlier requests to foster, adopt or care for young children, and the answers",
    Part1.OTHER_SERVICE: "A fostering service that approved them in the twelve months before",
    Part1.REFEREES: "Names and addresses of two referees, and what they said",
    Part1.CRIMINAL_RECORDS: "Enhanced certificates with the children’s barred list, of every adult",
    Part1.RELATIONSHIPS: "Present and past marriages, civil partnerships and the like",
}

LEAST_REFEREES = 2
"""Regulation 26(1A)(c): at least two persons whom they name are interviewed."""

ENQUIRY_ANSWERED = Clock(
    key="enquiry_answered",
    says="A first answer to an enquiry",
    runs_from="the day of the enquiry",
    stops="an initial visit is asked for, an application comes, or it ends",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(5), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; people ring another service",
    severity=Severity.LOW,
    decides="recruitment worker",
)

INITIAL_VISIT_HELD = Clock(
    key="initial_visit_held",
    says="Initial visit to people who enquired",
    runs_from="the day the visit was asked for",
    stops="the visit, or the end of the enquiry",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; people ring another service",
    severity=Severity.LOW,
    decides="recruitment worker",
)

APPLICATION_AWAITED = Clock(
    key="application_awaited",
    says="Asking again whether they apply",
    runs_from="the day of the initial visit",
    stops="the application, or the end of the enquiry",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Months(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="recruitment worker",
)

STAGE_1_LENGTH = Clock(
    key="stage_1_length",
    says="Stage 1 of an assessment",
    runs_from="the day on which Stage 1 begins",
    stops="the end of Stage 1",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Months(2), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; the reason is recorded",
    severity=Severity.LOW,
    decides="assessor",
    records=("reason of the delay",),
    note="No regulation or standard gives Stage 1 a length; two months are as in adoption.",
)

STAGE_2_LENGTH = Clock(
    key="stage_2_length",
    says="Stage 2 of an assessment",
    runs_from="the day on which Stage 2 begins",
    stops="the report is complete",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Months(4), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; the reason is recorded",
    severity=Severity.LOW,
    decides="assessor",
    records=("reason of the delay",),
    note="No regulation or standard gives Stage 2 a length; four months are as in adoption.",
)

RETENTION_ENQUIRY = Clock(
    key="retention_enquiry",
    says="Keep an enquiry that came to nothing",
    runs_from="the day on which it ended, or else the day of the enquiry",
    stops="it is destroyed",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(2), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Kept longer than anybody needs it",
    severity=Severity.LOW,
    decides="service manager",
    note="The three years of regulation 32(3) are for those who applied.",
)

CLOCKS = (
    ENQUIRY_ANSWERED,
    INITIAL_VISIT_HELD,
    APPLICATION_AWAITED,
    STAGE_1_LENGTH,
    STAGE_2_LENGTH,
    RETENTION_ENQUIRY,
)

YEARS_OF_ADDRESSES = Years(5)
"""How far back an applicant is asked where they lived: what a criminal record check asks for,
recalled. Councils where they lived before are asked about what the assessor finds out."""
