"""Why there is no room: one reason, with the first day on which it is so."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from sufficiency.period import Period
from sufficiency.types import Child, Detail, Kind, Siblings

Standing: TypeAlias = Literal["law", "standard", "availability"]


class ShortfallCode(StrEnum):
    """Why there is no room. The application turns each into words and a citation."""

    NOT_APPROVED = "not_approved"
    APPROVAL_ENDS = "approval_ends"
    TEMPORARY_APPROVAL_ENDS = "temporary_approval_ends"
    NO_AGREEMENT = "no_agreement"
    NO_TERMS = "no_terms"
    TERMS_NAMED = "terms_named"
    TERMS_AGE = "terms_age"
    TERMS_SEX = "terms_sex"
    TERMS_KIND = "terms_kind"
    TERMS_FULL = "terms_full"
    TERMS_MIX = "terms_mix"
    TERMS_RESIDENT = "terms_resident"
    USUAL_LIMIT = "usual_limit"
    ON_HOLD = "on_hold"
    NOT_AVAILABLE = "not_available"
    NO_BEDROOM = "no_bedroom"
    SHARING_NOT_AGREED = "sharing_not_agreed"
    BEDROOMS_NOT_RECORDED = "bedrooms_not_recorded"


_STANDING: dict[ShortfallCode, Standing] = {
    ShortfallCode.ON_HOLD: "availability",
    ShortfallCode.NOT_AVAILABLE: "availability",
    ShortfallCode.NO_BEDROOM: "standard",
    ShortfallCode.SHARING_NOT_AGREED: "standard",
    ShortfallCode.BEDROOMS_NOT_RECORDED: "standard",
}


def standing_of(code: ShortfallCode) -> Standing:
    """Is this a matter of law, of a national standard, or of what the carer can offer?"""
    return _STANDING.get(code, "law")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One reason why there is no room, and the first day on which it is so.

    `wanted` is what the children need and `found` what the household has: numbers of children or
    rooms, or ages, as the code says. `children` are those whom the reason concerns.
    """

    code: ShortfallCode
    from_day: date
    wanted: Detail = None
    found: Detail = None
    children: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """Law, standard or availability."""
        return standing_of(self.code)


@dataclass(frozen=True, slots=True)
class Stay:
    """These children, here, for this period: what `room_for` is asked about."""

    children: tuple[Child, ...]
    period: Period
    kind: Kind
    siblings: Siblings = frozenset()

    def __post_init__(self) -> None:
        if not self.children:
            raise ValueError("Room is asked for at least one child")
        if len(self.ids) != len(self.children):
            raise ValueError("A child can be asked for only once")

    @property
    def ids(self) -> frozenset[str]:
        """The children who would move in."""
        return frozenset(child.id for child in self.children)
