"""Why there is no room: the engine's codes as sentences, each with its place in the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.statute import provisions
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Cite, Verified
from sufficiency.room import Shortfall, ShortfallCode

AVAILABILITY = LOCAL_POLICY.whole(Verified.TEXT)
"""What a carer can offer is no law: it is what they and we agreed for now."""


def breach_of(
    shortfall: Shortfall, names: Mapping[str, str] | None = None, field: str | None = None
) -> Breach:
    """A reason why there is no room, as a sentence that says what to do, with its place in law.

    `names` gives children's names by their id; without it they are "this child" or "these
    children".
    """
    says, cite = _REASONS[shortfall.code]
    known = names or {}
    who = [known[child] for child in shortfall.children if child in known]
    values = {
        "who": _listed(who) or ("these children" if len(shortfall.children) > 1 else "this child"),
        "is": "are" if len(who or shortfall.children) > 1 else "is",
        "day": f"{shortfall.from_day.day} {shortfall.from_day:%B %Y}",
        "wanted": _said(shortfall.wanted),
        "found": _said(shortfall.found),
    }
    text = says.format(**values)
    return Breach(text[:1].upper() + text[1:], cite, field)


def _said(detail: object) -> str:
    return "not recorded" if detail is None else str(detail).replace("_", " ")


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


_REASONS: Mapping[ShortfallCode, tuple[str, Cite]] = {
    ShortfallCode.NOT_APPROVED: (
        "Nobody here is approved to foster {who} on {day}. Choose an approved carer or, if the "
        "carer is connected with the child, ask for temporary approval.",
        provisions.APPROVED_FOR_PLACEMENT,
    ),
    ShortfallCode.APPROVAL_ENDS: (
        "Approval here ends on {day}, before this stay does. Choose another carer, or end the stay "
        "by then.",
        provisions.APPROVED_FOR_PLACEMENT,
    ),
    ShortfallCode.TEMPORARY_APPROVAL_ENDS: (
        "Temporary approval runs out before {day}. Ask for full approval or an extension in time, "
        "or end the stay by then.",
        provisions.TEMPORARY_APPROVAL_EXPIRED,
    ),
    ShortfallCode.NO_AGREEMENT: (
        "No signed foster care agreement is recorded on {day}. Have it signed and record it "
        "before a child is placed.",
        provisions.AGREEMENT_SIGNED,
    ),
    ShortfallCode.NO_TERMS: (
        "No terms of approval are recorded for {day}. Record the terms in the approval notice.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.TERMS_NAMED: (
        "The terms are for named children, and {who} {is} not named. Choose another carer, or "
        "have the terms changed.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.TERMS_AGE: (
        "The terms are for ages {found}, and {who} would be {wanted}. Choose another carer, or "
        "have the terms changed.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.TERMS_SEX: (
        "The terms are for the other sex, or the sex of {who} is not recorded. Record it, choose "
        "another carer, or have the terms changed.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.TERMS_KIND: (
        "The terms do not cover {wanted} fostering. Choose another carer, or have the terms "
        "changed.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.TERMS_FULL: (
        "The terms are for {found} at once, and this would make {wanted} on {day}. Choose another "
        "carer, or have the terms changed.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.TERMS_MIX: (
        "With the children already here, the terms leave no line for {who} on {day}. Choose "
        "another carer, or have the terms changed.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.TERMS_RESIDENT: (
        "The children already here are outside the terms on {day}. Put that right before another "
        "child comes.",
        provisions.TERMS_CONSISTENT,
    ),
    ShortfallCode.USUAL_LIMIT: (
        "This would make {wanted} fostered children here on {day}; the usual limit is {found}, "
        "unless all are siblings or an exemption names each of them.",
        provisions.USUAL_FOSTERING_LIMIT,
    ),
    ShortfallCode.ON_HOLD: (
        "This household is on hold from {day}. Choose another carer.",
        AVAILABILITY,
    ),
    ShortfallCode.NOT_AVAILABLE: (
        "The carers cannot offer this on {day}: {found} places are available for {wanted}. Choose "
        "another carer, or ask them whether it has changed.",
        AVAILABILITY,
    ),
    ShortfallCode.NO_BEDROOM: (
        "There is no bedroom for {who} on {day}. Each child from the third birthday has one.",
        provisions.BEDROOM,
    ),
    ShortfallCode.SHARING_NOT_AGREED: (
        "{who} would share a bedroom. Ask each child's responsible authority to agree, and record "
        "the agreement.",
        provisions.BEDROOM,
    ),
    ShortfallCode.BEDROOMS_NOT_RECORDED: (
        "No bedrooms are recorded here. Record them before placing a child.",
        provisions.BEDROOM,
    ),
}


@dataclass(frozen=True, slots=True)
class Route:
    """What would lawfully have to change for a child to come here."""

    says: str
    cite: Cite


_CHANGE_OF_TERMS = Route(
    "Have the terms changed: at once with the carer's written agreement and a support statement, "
    "otherwise after 28 days' notice. In an emergency a child may stay up to six working days "
    "outside the terms.",
    provisions.OUTSIDE_TERMS_IN_AN_EMERGENCY,
)

ROUTES: Mapping[ShortfallCode, Route] = {
    ShortfallCode.NOT_APPROVED: Route(
        "If the carer is a relative, friend or other connected person, the nominated officer may "
        "give temporary approval for this child.",
        provisions.TEMPORARY_APPROVAL,
    ),
    ShortfallCode.TEMPORARY_APPROVAL_ENDS: Route(
        "Full approval, or one extension, before the last day.",
        provisions.TEMPORARY_APPROVAL_EXTENDED,
    ),
    ShortfallCode.NO_AGREEMENT: Route(
        "Have the foster care agreement signed, and record it.", provisions.FOSTER_CARE_AGREEMENT
    ),
    ShortfallCode.NO_TERMS: Route(
        "Record the terms in the approval notice.", provisions.TERMS_NOTICE
    ),
    ShortfallCode.TERMS_NAMED: _CHANGE_OF_TERMS,
    ShortfallCode.TERMS_AGE: _CHANGE_OF_TERMS,
    ShortfallCode.TERMS_SEX: _CHANGE_OF_TERMS,
    ShortfallCode.TERMS_KIND: _CHANGE_OF_TERMS,
    ShortfallCode.TERMS_FULL: _CHANGE_OF_TERMS,
    ShortfallCode.TERMS_MIX: _CHANGE_OF_TERMS,
    ShortfallCode.USUAL_LIMIT: Route(
        "The carer's own area authority may exempt them, in writing, naming every child, before "
        "the child moves.",
        provisions.LIMIT_EXEMPTION,
    ),
    ShortfallCode.NOT_AVAILABLE: Route(
        "Ask the carers whether they can offer more than they said.", AVAILABILITY
    ),
    ShortfallCode.SHARING_NOT_AGREED: Route(
        "Each child's responsible authority may agree to the sharing of a bedroom.",
        provisions.BEDROOM,
    ),
    ShortfallCode.BEDROOMS_NOT_RECORDED: Route(
        "Record the bedrooms and who sleeps in them.", provisions.BEDROOM
    ),
}
"""The smallest lawful change for each reason. A hold has none: lifting one is never suggested."""
