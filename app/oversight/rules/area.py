"""Out of the area, at a distance: was it approved by the person whom regulation 11 names?

Not asked of a connected person, of a carer approved by the responsible authority (regulation
11(4)), of a parent's home, of a home for adoption, of a hospital or of custody.
"""

from __future__ import annotations

from app.children.codes import is_with_relative_or_friend
from app.children.kinds import ApprovalNeeded, Basis
from app.core.present import short_day
from app.oversight.rules.facts import ChildDay, Stay
from app.oversight.rules.kinds import Answer, BasisKind, Fault, FaultCode, fault
from app.statute.care_planning.placing import AT_A_DISTANCE_APPROVAL, OUT_OF_AREA_APPROVAL
from sufficiency.types import ProviderKind

NOT_ASKED = frozenset(
    {
        BasisKind.WITH_PARENT_APPROVED,
        BasisKind.WITH_PARENT_AT_ONCE,
        BasisKind.WITH_PARENT_NOT_APPROVED,
        BasisKind.PROSPECTIVE_ADOPTER,
        BasisKind.PLACED_FOR_ADOPTION,
        BasisKind.HOSPITAL,
        BasisKind.CUSTODY,
        BasisKind.NOT_LOOKED_AFTER,
    }
)

ENGLAND_AND_WALES = ("E", "W")
"""How the ONS codes of areas in England and in Wales begin."""


def with_area(facts: ChildDay, stay: Stay, answer: Answer) -> Answer:
    """The answer, with what regulation 11 asks of us for a place outside our area."""
    if not facts.ours or answer.kind in NOT_ASKED or is_excepted(stay):
        return answer
    if stay.area is None:
        says = "Record the postcode of the placement, so that its area is known."
        return answer.with_faults(fault(FaultCode.AREA_NOT_RECORDED, says))
    if stay.area == facts.authority or not OUT_OF_AREA_APPROVAL.in_force(stay.starts_on):
        return answer
    if not stay.area.startswith(ENGLAND_AND_WALES):
        says = "Outside England and Wales: the court's approval, or the consents, must be kept."
        answer = answer.with_faults(fault(FaultCode.OUTSIDE_ENGLAND_AND_WALES, says))
    found = _approval(facts, stay)
    return answer.with_faults(found) if found else answer


def is_excepted(stay: Stay) -> bool:
    """With a connected person, or a carer approved by the authority itself (regulation 11(4))."""
    own = stay.family is not None and stay.family.provider is ProviderKind.OWN
    return own or is_with_relative_or_friend(stay.place) or stay.basis is Basis.CONNECTED


def is_at_a_distance(facts: ChildDay, stay: Stay) -> bool:
    """Outside the area, and not in an adjoining authority's either."""
    return (
        AT_A_DISTANCE_APPROVAL.in_force(stay.starts_on)
        and facts.adjoining is not None
        and stay.area not in facts.adjoining
    )


def _approval(facts: ChildDay, stay: Stay) -> Fault | None:
    """What is wrong with the decision that this place needed, if anything is."""
    distance = is_at_a_distance(facts, stay)
    enough = {ApprovalNeeded.AT_A_DISTANCE}
    if not distance:
        enough.add(ApprovalNeeded.OUT_OF_AREA)
    decided = [
        each.decided_on
        for each in stay.decisions
        if each.what in enough and each.decided_on <= facts.day
    ]
    if not decided and distance:
        says = (
            "At a distance: neither in our area nor in an adjoining one. Record the approval of "
            "the director of children's services, or ask for it today."
        )
        return fault(FaultCode.AT_A_DISTANCE, says)
    if not decided:
        says = "Outside the area. Record the nominated officer's approval, or ask for it today."
        return fault(FaultCode.OUT_OF_AREA, says)
    first = min(decided)
    if first > stay.starts_on:
        says = (
            f"Approved for its area on {short_day(first)}, after the child moved on "
            f"{short_day(stay.starts_on)}."
        )
        return fault(FaultCode.AREA_APPROVED_LATE, says)
    return None
