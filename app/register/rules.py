"""May we approve, on what terms, and why there is no room: pure functions on plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.children.codes import Place
from app.people.rules import record_breach
from app.statute import provisions
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Cite, Verified
from sufficiency.room import Shortfall, ShortfallCode
from sufficiency.types import Kind, Sex

AVAILABILITY = LOCAL_POLICY.whole(Verified.TEXT)
"""What a carer can offer is no law: it is what they and we agreed for now."""

WITH_OWN_FAMILY = frozenset({Place.P1, Place.P2, Place.P3})
FOR_ADOPTION = frozenset({Place.A3, Place.A4, Place.A5, Place.A6})

MOST_AT_ONCE = 12
"""More children than this in one household's terms is a slip of the keyboard."""


def is_fostered(place: Place) -> bool:
    """Does a child placed so in a household count for the usual fostering limit?

    Children fostered for any authority do, on short breaks and temporary stays while there too,
    and privately fostered children (recorded as another placement, Z1). Children with their own
    family or placed for adoption do not.
    """
    return place not in WITH_OWN_FAMILY and place not in FOR_ADOPTION


def is_in_terms(place: Place) -> bool:
    """Does a child placed so count against the terms? A privately fostered child does not."""
    return is_fostered(place) and place is not Place.Z1


# ------------------------------------------------------------------------------ deciding, recording


def approval_breaches(
    *,
    carer_here: bool,
    open_here: date | None,
    approved_by: str | None,
    recommended_on: date | None,
    starts_on: date,
) -> list[Breach]:
    """May this person be approved in this household from this day (FSR 2011 regulation 27)?

    `open_here`: since when they are approved here already. `approved_by`: the service under which
    another approval of theirs is in force on that day.
    """
    breaches = []
    if not carer_here:
        breaches.append(
            record_breach("Record this person as a carer of the household first.", "person")
        )
    if open_here is not None:
        breaches.append(
            record_breach(f"Already approved here since {open_here:%d/%m/%Y}.", "person")
        )
    if approved_by is not None:
        breaches.append(
            Breach(
                f"Already approved by {approved_by}. That approval must end before this one "
                "starts.",
                provisions.ONE_PROVIDER,
                "person",
            )
        )
    if recommended_on is not None and recommended_on > starts_on:
        breaches.append(
            Breach(
                "The panel's recommendation must come before the decision. Check both dates.",
                provisions.APPROVAL,
                "recommended_on",
            )
        )
    return breaches


@dataclass(frozen=True, slots=True)
class Line:
    """One line of terms of approval, as proposed or as recorded, for rules and for words."""

    up_to: int
    min_age: int = 0
    max_age: int = 17
    sex: Sex | None = None
    kinds: tuple[Kind, ...] = ()
    child: str | None = None


def terms_breaches(overall: int, lines: Sequence[Line]) -> list[Breach]:
    """Do these terms say who may be placed? Terms with no line would admit nobody."""
    breaches = []
    if not 1 <= overall <= MOST_AT_ONCE:
        breaches.append(
            Breach(
                f"Say how many children at once: from 1 to {MOST_AT_ONCE}.",
                provisions.TERMS_NOTICE,
                "overall",
            )
        )
    if not lines:
        breaches.append(
            Breach(
                "Say which children: at least one line with a number and ages.",
                provisions.TERMS_NOTICE,
                "lines",
            )
        )
    for number, line in enumerate(lines, start=1):
        breaches.extend(_line_breaches(number, line))
    return breaches


def _line_breaches(number: int, line: Line) -> Iterable[Breach]:
    where = f"Line {number}"
    if line.up_to < 1:
        yield Breach(f"{where}: say up to how many.", provisions.TERMS_NOTICE, "lines")
    if not 0 <= line.min_age <= line.max_age <= 25:
        yield Breach(
            f"{where}: the first age must not be above the second.",
            provisions.TERMS_NOTICE,
            "lines",
        )


def exemption_breaches(number_named: int) -> list[Breach]:
    """An exemption names the children whom it covers (Children Act 1989, Schedule 7, para 4(3))."""
    if number_named:
        return []
    return [
        Breach(
            "Name every child whom the exemption covers: it covers nobody else.",
            provisions.LIMIT_EXEMPTION_NOTICE,
            "children",
        )
    ]


def unavailability_breaches(places: int | None) -> list[Breach]:
    """A number of places, or none for all of them."""
    if places is not None and not 1 <= places <= MOST_AT_ONCE:
        return [
            record_breach(
                "Say how many places are not available, or leave it blank for all of them.",
                "places",
            )
        ]
    return []


def sharing_breaches(same_child: bool) -> list[Breach]:
    """A room is shared by two children."""
    if same_child:
        return [record_breach("Choose two different children.", "with_child")]
    return []


# ----------------------------------------------------------------------------------- terms in words


def terms_in_words(overall: int, lines: Sequence[Line]) -> str:
    """Terms of approval as the notice would put them: "2 children: up to 2 aged 0 to 10"."""
    said = "; ".join(_line_in_words(line) for line in lines) or "no line, so nobody"
    return f"{overall} {'child' if overall == 1 else 'children'}: {said}"


def _line_in_words(line: Line) -> str:
    if line.child is not None:
        words = f"{line.child} only"
    else:
        words = f"up to {line.up_to} aged {line.min_age} to {line.max_age}"
    if line.sex is not None:
        words += {Sex.FEMALE: ", girls", Sex.MALE: ", boys"}.get(line.sex, "")
    if line.kinds:
        words += ", " + " or ".join(str(kind).replace("_", " ") for kind in line.kinds)
    return words


# -------------------------------------------------------------------------------------- why no room


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
