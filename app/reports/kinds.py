"""The report of a fostering assessment in words: what it advises, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.assessments.grading import Theme
from app.statute.schedules import Matter


class Advises(StrEnum):
    """What the report says of the applicants."""

    SUITABLE = "suitable_to_foster"
    NOT_SUITABLE = "not_suitable_to_foster"


class State(StrEnum):
    """How far a report is."""

    WRITING = "being_written"
    CHECKING = "with_its_checker"
    RETURNED = "returned_to_its_author"
    PASSED = "to_be_signed"
    SIGNED = "signed"


THEMES: Mapping[Theme, frozenset[Matter]] = {
    Theme.ANALYSIS: frozenset({Matter.SUITABILITY, Matter.TERMS_PROPOSED, Matter.CARING_SKILLS}),
    Theme.CHILD: frozenset({Matter.OWN_CHILDREN, Matter.PARENTING, Matter.RELATIONSHIP}),
    Theme.CARERS: frozenset(
        {Matter.PERSONALITY, Matter.RELATIONSHIPS, Matter.RELIGION, Matter.BACKGROUND}
    ),
    Theme.EVIDENCE: frozenset(
        {
            Matter.CERTIFICATES,
            Matter.HEALTH,
            Matter.REFEREES,
            Matter.EARLIER_REQUESTS,
            Matter.OTHER_SERVICE,
            Matter.ACCOMMODATION,
        }
    ),
    Theme.CLEAR: frozenset(
        {
            Matter.IDENTITY,
            Matter.HOUSEHOLD_MEMBERS,
            Matter.WORK_AND_MONEY,
            Matter.ALSO_RELEVANT,
        }
    ),
}
"""Where the report answers each question on which it is graded."""
