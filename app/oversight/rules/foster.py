"""A child placed with a household: is somebody there approved, for this child, within limits?

The most fundamental answer wins: no approval before over the limit, over the limit before terms.
What the answer leaves unsaid stands among the faults.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.children.codes import PlaceProvider, is_with_relative_or_friend
from app.children.kinds import Basis
from app.core.present import short_day
from app.oversight.rules.facts import ChildDay, Family, Stay, Temporary
from app.oversight.rules.kinds import Answer, BasisKind, Fault, FaultCode, fault
from app.statute.care_planning.placing import EMERGENCY_OUTSIDE_TERMS
from app.statute.clock import DayN
from app.statute.fostering.approval import RESIGNATION_EFFECT
from sufficiency.living import since
from sufficiency.room import Shortfall, ShortfallCode, approved_on, terms_on
from sufficiency.types import ProviderKind

UNKNOWN_URN = "XXXXXXX"
"""What the return takes for a registration number that is not known."""


def number_given(urn: str | None) -> bool:
    """Whether a registration number was given."""
    return bool(urn) and urn != UNKNOWN_URN


def in_household(facts: ChildDay, stay: Stay, family: Family) -> Answer:
    """The basis of a child fostered in a household that the record knows."""
    if approved_on(family.room, facts.day):
        answer = _approved(facts, stay, family)
    elif stay.basis is Basis.ADOPTER:
        answer = _adopter(stay)
    else:
        answer = _without_full_approval(facts, stay, family)
    return _with_limit(facts, stay, family, answer)


def elsewhere(stay: Stay) -> Answer:
    """The basis of a fostered child whose household the record does not name."""
    if stay.basis is Basis.ADOPTER:
        return _adopter(stay)
    provider = stay.provider
    if provider is PlaceProvider.PR2:
        return Answer(
            BasisKind.OTHER_PROVIDERS_CARER, stay.starts_on, facts=("Another authority's carer.",)
        )
    if provider in (PlaceProvider.PR3, PlaceProvider.PR4, PlaceProvider.PR5):
        return _agency(stay, stay.urn)
    return Answer(
        BasisKind.UNKNOWN, stay.starts_on, record="Record with which household the child lives."
    )


def _adopter(stay: Stay) -> Answer:
    says = "Placed under regulation 25A; approval as an adopter is kept by the adoption agency."
    return Answer(BasisKind.PROSPECTIVE_ADOPTER, stay.starts_on, facts=(says,))


def _agency(stay: Stay, urn: str | None) -> Answer:
    """An agency's carer: the agency must be registered."""
    if number_given(urn):
        facts: tuple[str, ...] = (f"Agency registered as {urn}.",)
        faults: tuple[Fault, ...] = ()
    else:
        facts = ("An agency's carer.",)
        says = "The agency's registration number is not recorded. Record it from the regulator."
        faults = (fault(FaultCode.REGISTRATION_UNPROVEN, says),)
    return Answer(BasisKind.OTHER_PROVIDERS_CARER, stay.starts_on, faults, facts)


# ------------------------------------------------------------------------------- with full approval


def _approved(facts: ChildDay, stay: Stay, family: Family) -> Answer:
    day, room = facts.day, family.room
    if family.provider is not ProviderKind.OWN:
        answer = _of_other_provider(stay, family)
    elif terms_on(room, day) is None:
        answer = Answer(BasisKind.TERMS_NOT_RECORDED, stay.starts_on)
    else:
        answer = Answer(BasisKind.APPROVED_CARER, stay.starts_on)
    reasons = family.outside_on(day).get(facts.child, ())
    if reasons:
        answer = _outside_terms(facts, stay, family, reasons, answer)
    if family.provider is ProviderKind.OWN and not family.agreed_on(day):
        says = "No signed foster care agreement is recorded. Record it, or have it signed."
        answer = answer.with_faults(fault(FaultCode.NO_AGREEMENT, says))
    ends = _last_approval_ends(family, day)
    soon = RESIGNATION_EFFECT.last_day(day) if RESIGNATION_EFFECT.runs_for(day) else day
    if ends is not None and ends <= soon:
        says = f"The last carer's approval ends on {short_day(ends)}. Find another home by then."
        answer = answer.with_faults(fault(FaultCode.APPROVAL_ENDING, says))
    return answer


def _last_approval_ends(family: Family, day: date) -> date | None:
    """The first day on which nobody approved now still is; None while somebody goes on."""
    ends = [period.ends for period in family.room.approved if period.contains(day)]
    return None if None in ends else max(end for end in ends if end is not None)


def _of_other_provider(stay: Stay, family: Family) -> Answer:
    if family.provider is ProviderKind.AGENCY:
        return _agency(stay, family.provider_urn or stay.urn)
    return Answer(
        BasisKind.OTHER_PROVIDERS_CARER, stay.starts_on, facts=("Another authority's carer.",)
    )


def _outside_terms(
    facts: ChildDay,
    stay: Stay,
    family: Family,
    reasons: tuple[Shortfall, ...],
    answer: Answer,
) -> Answer:
    """Outside terms: for six working days in an emergency, if it was so from the first day."""
    began = since(
        family.room,
        stay.starts_on,
        facts.day,
        lambda day: facts.child in family.outside_on(day),
    )
    said = tuple(_reason(reason) for reason in reasons)
    last_day = EMERGENCY_OUTSIDE_TERMS.last_day(stay.starts_on)
    if began > stay.starts_on:
        said += (f"Within terms until {short_day(began - timedelta(days=1))}.",)
        return Answer(BasisKind.OUTSIDE_TERMS, began, answer.breaches, answer.facts + said)
    if facts.day > last_day:
        said += (f"The six working days ended on {short_day(last_day)}.",)
        return Answer(BasisKind.OUTSIDE_TERMS, began, answer.breaches, answer.facts + said)
    faults = answer.breaches
    if stay.basis is not Basis.EMERGENCY:
        says = (
            "Outside terms, and not recorded as an emergency under regulation 23. Record why it "
            "was necessary."
        )
        faults += (fault(FaultCode.EMERGENCY_NOT_RECORDED, says),)
    return Answer(
        BasisKind.OUTSIDE_TERMS_EMERGENCY,
        began,
        faults,
        answer.facts + said,
        runs=EMERGENCY_OUTSIDE_TERMS.day_n(stay.starts_on, facts.day),
        last_day=last_day,
    )


_REASONS = {
    ShortfallCode.TERMS_NAMED: "The terms name other children only.",
    ShortfallCode.TERMS_SEX: "The terms are for children of another sex.",
    ShortfallCode.TERMS_KIND: "The terms are not for this kind of fostering.",
    ShortfallCode.TERMS_MIX: "The lines of the terms that admit this child are full.",
}


def _reason(shortfall: Shortfall) -> str:
    if shortfall.code is ShortfallCode.TERMS_AGE:
        return f"Aged {shortfall.wanted} on coming; the terms are for ages {shortfall.found}."
    if shortfall.code is ShortfallCode.TERMS_FULL:
        return f"Child {shortfall.wanted} where the terms are for {shortfall.found}."
    return _REASONS[shortfall.code]


# ---------------------------------------------------------------------------- without full approval


def _without_full_approval(facts: ChildDay, stay: Stay, family: Family) -> Answer:
    day = facts.day
    for_child = [
        each for each in family.temporary if each.child == facts.child and each.starts_on <= day
    ]
    latest = max(for_child, key=lambda each: each.starts_on, default=None)
    if latest is not None and _in_time(latest, day):
        return _temporary(stay, latest, day)
    gone = [each for each in family.ended if each.on <= day]
    if gone:
        last = max(gone, key=lambda each: each.on)
        how = f" ({last.how})" if last.how else ""
        said = (f"Approval ended on {short_day(last.on)}{how}.",)
        began = max(stay.starts_on, last.on)
        return Answer(BasisKind.CARER_NO_LONGER_APPROVED, began, facts=said)
    if latest is not None:
        return _ran_out(stay, latest)
    if family.provider is not ProviderKind.OWN:
        return _of_other_provider(stay, family)
    connected = is_with_relative_or_friend(stay.place) or stay.basis is Basis.CONNECTED
    kind = BasisKind.CONNECTED_NOT_APPROVED if connected else BasisKind.CARER_NOT_APPROVED
    return Answer(kind, stay.starts_on, facts=("No approval of this household is recorded.",))


def _in_time(approval: Temporary, day: date) -> bool:
    ended = approval.ended_on is not None and approval.ended_on <= day
    return not ended and day <= approval.runs_to


def _temporary(stay: Stay, approval: Temporary, day: date) -> Answer:
    pending = approval.is_pending
    runs = DayN(
        (day - approval.starts_on).days + 1, (approval.runs_to - approval.starts_on).days + 1
    )
    until = "until an independent review is decided"
    if not pending:
        until = f"last day {short_day(approval.runs_to)}"
    said = (f"Temporary approval for this child since {short_day(approval.starts_on)}, {until}.",)
    faults: tuple[Fault, ...] = ()
    days = (approval.starts_on - stay.starts_on).days
    if days > 0:
        moved = f"{days} day{'s' if days > 1 else ''}"
        says = (
            f"Temporary approval was given {moved} after the child moved. The assessment must come "
            "before the move: say why it did not."
        )
        faults = (fault(FaultCode.APPROVED_AFTER_MOVING, says),)
    return Answer(
        BasisKind.TEMPORARY_APPROVAL,
        max(stay.starts_on, approval.starts_on),
        faults,
        said,
        runs=None if pending else runs,
        last_day=None if pending else approval.runs_to,
    )


def _ran_out(stay: Stay, approval: Temporary) -> Answer:
    last_day = min(approval.runs_to, date.max - timedelta(days=1))
    if approval.ended_on is not None:
        last_day = min(last_day, approval.ended_on - timedelta(days=1))
    first_day_without = last_day + timedelta(days=1)
    said = (f"Temporary approval ended on {short_day(last_day)}.",)
    faults: tuple[Fault, ...] = ()
    decided = approval.extension_decided_on
    if decided is not None and not approval.extension_in_time:
        says = (
            f"An extension was decided on {short_day(decided)}, after the last day "
            f"{short_day(approval.last_day)}. It cannot revive what had run out."
        )
        faults = (fault(FaultCode.EXTENSION_TOO_LATE, says),)
    began = max(stay.starts_on, first_day_without)
    return Answer(BasisKind.TEMPORARY_APPROVAL_ENDED, began, faults, said)


# -------------------------------------------------------------------------------- the usual limit


_LAWFUL_BUT_FOR_THE_LIMIT = frozenset(
    {
        BasisKind.APPROVED_CARER,
        BasisKind.OUTSIDE_TERMS_EMERGENCY,
        BasisKind.OUTSIDE_TERMS,
        BasisKind.TERMS_NOT_RECORDED,
        BasisKind.TEMPORARY_APPROVAL,
        BasisKind.OTHER_PROVIDERS_CARER,
        BasisKind.PROSPECTIVE_ADOPTER,
    }
)


def _with_limit(facts: ChildDay, stay: Stay, family: Family, answer: Answer) -> Answer:
    """Over the limit, every fostered child of the home is treated as in a children's home.

    Where nobody is approved at all, that comes first, and the limit is a fault beside it.
    """
    shortfall = family.over_on(facts.day)
    if shortfall is None:
        return answer
    began = since(
        family.room,
        stay.starts_on,
        facts.day,
        lambda day: family.over_on(day) is not None,
    )
    says = (
        f"{shortfall.wanted} fostered children where {shortfall.found} is the limit, and they are "
        "not all brothers and sisters; no exemption names them all."
    )
    if answer.kind not in _LAWFUL_BUT_FOR_THE_LIMIT:
        return answer.with_faults(fault(FaultCode.OVER_LIMIT, says))
    faults = answer.breaches
    if answer.kind is BasisKind.OUTSIDE_TERMS:
        outside = "Outside the terms of approval as well: exemption and terms are two tests."
        faults += (fault(FaultCode.OUTSIDE_TERMS, outside),)
    return Answer(BasisKind.OVER_LIMIT, began, faults, (says, *answer.facts))
