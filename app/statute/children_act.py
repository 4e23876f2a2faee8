"""The Children Act 1989: the usual fostering limit, care proceedings, the local offer."""

from datetime import date

from app.statute.clock import AtOnce, Clock, Counting, Limit, Severity, Weeks
from app.statute.gate import Gate
from app.statute.sources import CA1989, Verified

PROCEEDINGS_26_WEEKS = Clock(
    key="proceedings_26_weeks",
    says="Care proceedings time limit",
    runs_from="the day proceedings are issued",
    stops="the final order",
    counting=Counting.AFTER,
    limits=(Limit(date(2014, 4, 22), Weeks(26), CA1989.section("32", Verified.QUOTED)),),
    on_lapse="Extension by court order, each of at most 8 weeks",
    severity=Severity.HIGH,
    decides="family court",
    applies_to="care proceedings only; a carer's own application has the court's dates",
    note="8 weeks each is recalled, not seen.",
)

KINSHIP_LOCAL_OFFER = Clock(
    key="kinship_local_offer",
    says="Kinship local offer published and reviewed",
    runs_from="the day the duty came into force",
    stops="the offer is published",
    counting=Counting.AFTER,
    limits=(
        Limit(
            date(2026, 6, 29),
            AtOnce(),
            CA1989.provision("(inserted by CWSA 2026 section 5)", Verified.TEXT),
        ),
    ),
    on_lapse="The duty is broken",
    severity=Severity.HIGH,
    decides="responsible authority",
)

EXEMPTION_NOTICE = Clock(
    key="exemption_notice",
    says="Written notice of an exemption",
    runs_from="the day it is decided",
    stops="written notice to the carer, naming the children and any condition",
    counting=Counting.AFTER,
    limits=(Limit(date(1991, 10, 14), AtOnce(), CA1989.schedule("7", "4(3)", Verified.TEXT)),),
    on_lapse="No notice tells the carer whom they may foster",
    severity=Severity.HIGH,
    decides="officer of the carer's own area authority",
    records=("notice date",),
    note="No period is given; a child does not move before it.",
)

USUAL_FOSTERING_LIMIT = Gate(
    key="usual_fostering_limit",
    says="No more than three children",
    before="a child is placed",
    requires=("no more than three, or all siblings of each other, or an exemption",),
    cite=CA1989.schedule("7", "2", Verified.TEXT),
    since=date(1991, 10, 14),
    on_lapse="Treated as carrying on a children's home",
    severity=Severity.CRITICAL,
    decides="officer of the carer's own area authority",
)

LIMIT_EXEMPTION_NOTICE = Gate(
    key="limit_exemption_notice",
    says="Exemption notice names the children",
    before="a child is placed",
    requires=(
        "the five considerations answered",
        "the children named",
        "any condition stated",
        "the carer lives in this authority's area",
    ),
    cite=CA1989.schedule("7", "4", Verified.TEXT),
    since=date(1991, 10, 14),
    on_lapse="Exemption does not cover the child",
    severity=Severity.CRITICAL,
    decides="officer of the carer's own area authority",
)

CLOCKS = (
    PROCEEDINGS_26_WEEKS,
    KINSHIP_LOCAL_OFFER,
    EXEMPTION_NOTICE,
)
GATES = (USUAL_FOSTERING_LIMIT, LIMIT_EXEMPTION_NOTICE)
