"""What each kind of item needs as papers: one dated table, each line with where it comes from.

Law, standard, guidance or this council's own policy is the citation's to say. A case keeps the rows
of the day it began, as it keeps the rule by which it comes (`coming`). A paper that is needed and
missing never stops a pack: whoever makes it reads first what is missing, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.panel.coming import governs
from app.panel.kinds import ItemKind, PaperKind
from app.statute.care_planning.connected import REG25_EXTENSION_CONDITIONS
from app.statute.clock import ALWAYS
from app.statute.sources import FSR, LOCAL_POLICY, NMS, VOLUME_4, Cite, Verified


class OfWhom(StrEnum):
    """Of whom a paper is needed: of the item once, or of each of these."""

    ITEM = "item"
    CARER = "each carer"
    CHILD = "each child"


@dataclass(frozen=True, slots=True)
class Need:
    """A paper that a kind of item needs, of whom, where that is said, and for which cases: those
    that began from `since` and before `until`."""

    paper: PaperKind
    cite: Cite
    of: OfWhom = OfWhom.ITEM
    since: date = ALWAYS
    until: date | None = None


def _policy(about: str) -> Cite:
    return LOCAL_POLICY.provision(f"papers of a panel: {about}", Verified.MEMORY)


REPORT = Need(PaperKind.REPORT, FSR.reg("26(2)", Verified.MEMORY_PLUS))
BRIEF_REPORT = Need(PaperKind.REPORT, FSR.reg("26(3)", Verified.QUOTED))
REVIEW_REPORT = Need(PaperKind.REPORT, FSR.reg("28(5)", Verified.QUOTED))
HEALTH = Need(
    PaperKind.MEDICAL,
    FSR.schedule("3", "2", Verified.MEMORY, "Health, supported by a medical report."),
)
CHECKS = Need(
    PaperKind.CHECKS,
    FSR.schedule("3", "8, 9", Verified.MEMORY, "Referees, and what the checks said."),
)
OBSERVATIONS = Need(
    PaperKind.CARERS_WORDS,
    FSR.reg("26(4)", Verified.MEMORY, "Ten working days for what the applicant says of it."),
    OfWhom.CARER,
)
REVIEW_CARERS = Need(
    PaperKind.CARERS_WORDS, FSR.reg("28(3)", Verified.MEMORY_PLUS, "Their views."), OfWhom.CARER
)
REVIEW_CHILDREN = Need(
    PaperKind.CHILDS_WORDS,
    FSR.reg("28(3)", Verified.MEMORY_PLUS, "As age and understanding allow."),
    OfWhom.CHILD,
)
BOTH_CARERS = Need(
    PaperKind.CARERS_WORDS,
    NMS.standard("14.5", Verified.QUOTED, "They may be heard; in writing is this council’s way."),
    OfWhom.CARER,
)
THE_CHILD = Need(PaperKind.CHILDS_WORDS, NMS.standard("1", Verified.MEMORY), OfWhom.CHILD)
LEGAL = Need(
    PaperKind.LEGAL, _policy("legal advice, which NMS 14.6 has available to a panel as required")
)
"""No provision says of which item it must be in writing: NMS 14.6 leaves that to the service."""

PROPOSAL = Need(PaperKind.PROPOSAL, _policy("what is proposed, and why"))
REVIEW = (REVIEW_REPORT, REVIEW_CARERS, REVIEW_CHILDREN)

NEEDS: Mapping[ItemKind, tuple[Need, ...]] = {
    ItemKind.INITIAL_APPROVAL: (REPORT, HEALTH, CHECKS, OBSERVATIONS, THE_CHILD),
    ItemKind.BRIEF_REPORT: (BRIEF_REPORT, OBSERVATIONS),
    ItemKind.FIRST_REVIEW: REVIEW,
    ItemKind.LATER_REVIEW: REVIEW,
    ItemKind.ALLEGATION_REVIEW: (
        *REVIEW,
        Need(PaperKind.ALLEGATION, VOLUME_4.whole(Verified.MEMORY)),
    ),
    ItemKind.CHANGE_OF_TERMS: (PROPOSAL, BOTH_CARERS, THE_CHILD),
    ItemKind.TERMINATION: (PROPOSAL, BOTH_CARERS, THE_CHILD, LEGAL),
    ItemKind.REPRESENTATIONS: (
        PROPOSAL,
        Need(PaperKind.NOTICE, FSR.regs("27(6), 28(9)", Verified.MEMORY)),
        Need(
            PaperKind.CARERS_WORDS,
            FSR.regs("27(9), 28(10)", Verified.MEMORY_PLUS, "What they represent."),
            OfWhom.CARER,
        ),
        LEGAL,
    ),
    ItemKind.EXTENSION_VIEWS: (
        Need(PaperKind.REPORT, REG25_EXTENSION_CONDITIONS.cite),
        BOTH_CARERS,
        THE_CHILD,
    ),
    ItemKind.EXEMPTION: (PROPOSAL, BOTH_CARERS, THE_CHILD),
    ItemKind.LONG_TERM_MATCH: (
        Need(PaperKind.REPORT, _policy("the matching report")),
        Need(PaperKind.CHILD_REPORT, _policy("the child’s own report")),
        Need(PaperKind.MEDICAL, _policy("the medical adviser on a match")),
        BOTH_CARERS,
        THE_CHILD,
    ),
    ItemKind.RESIGNATION: (
        Need(
            PaperKind.NOTICE,
            _policy("a resignation is told"),
        ),
    ),
}
"""What each kind needs. A new line is given its `since`, and one that is no longer asked for its
`until`: cases that began before keep what held for them."""


def needs_of(
    kind: ItemKind, began_on: date, rows: Mapping[ItemKind, tuple[Need, ...]] = NEEDS
) -> tuple[Need, ...]:
    """What an item of this kind needs, of a case that began that day."""
    return tuple(each for each in rows[kind] if governs(each.since, each.until, began_on))
