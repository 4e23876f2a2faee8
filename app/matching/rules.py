"""May these children be placed here, by this person, now: every reason why not, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.statute import provisions as law
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Cite
from sufficiency.criteria import Code
from sufficiency.room import ShortfallCode
from sufficiency.types import Finding, Weighs

OUTSIDE_TERMS = frozenset(
    {
        ShortfallCode.TERMS_AGE,
        ShortfallCode.TERMS_SEX,
        ShortfallCode.TERMS_KIND,
        ShortfallCode.TERMS_FULL,
        ShortfallCode.TERMS_MIX,
        ShortfallCode.TERMS_NAMED,
    }
)
"""What regulation 23 allows in an emergency: an approved carer whose terms do not fit."""

NEVER_HERE = frozenset(
    {
        ShortfallCode.NOT_APPROVED,
        ShortfallCode.APPROVAL_ENDS,
        ShortfallCode.NO_AGREEMENT,
        ShortfallCode.NO_TERMS,
        ShortfallCode.USUAL_LIMIT,
        ShortfallCode.ON_HOLD,
        ShortfallCode.NOT_AVAILABLE,
        Code.NOT_THIS_HOME,
        Code.APART_FROM,
    }
)
"""What no officer can confirm past: the record itself has to change first, by its own act."""

ASK = "Ask a nominated officer to decide it, with the reason."

CITES: Mapping[str, Cite] = {
    ShortfallCode.NOT_APPROVED: law.APPROVED_FOR_PLACEMENT,
    ShortfallCode.APPROVAL_ENDS: law.APPROVED_FOR_PLACEMENT,
    ShortfallCode.TEMPORARY_APPROVAL_ENDS: law.TEMPORARY_APPROVAL,
    ShortfallCode.NO_AGREEMENT: law.AGREEMENT_SIGNED,
    ShortfallCode.NO_TERMS: law.TERMS_CONSISTENT,
    ShortfallCode.TERMS_RESIDENT: law.TERMS_CONSISTENT,
    ShortfallCode.USUAL_LIMIT: law.USUAL_FOSTERING_LIMIT,
    ShortfallCode.NO_BEDROOM: law.BEDROOM,
    ShortfallCode.SHARING_NOT_AGREED: law.BEDROOM,
    ShortfallCode.BEDROOMS_NOT_RECORDED: law.BEDROOM,
    **dict.fromkeys(OUTSIDE_TERMS, law.TERMS_CONSISTENT),
}
"""Where a gate comes from; one that is not here is what the referral itself asked."""

NEED_ITSELF = law.MOST_APPROPRIATE_PLACEMENT
HOUSE_RULE = LOCAL_POLICY.provision("placements policy", law.BEDROOM.verified)

REMEDY: Mapping[str, str] = {
    ShortfallCode.NO_AGREEMENT: "Have the foster care agreement signed and record it.",
    ShortfallCode.NO_TERMS: "Record the household's terms of approval.",
    ShortfallCode.USUAL_LIMIT: "An exemption naming every child has to be recorded first.",
    ShortfallCode.ON_HOLD: "The household is taking no placements.",
    ShortfallCode.NOT_AVAILABLE: "Ask the supervising social worker what the carers can offer.",
    ShortfallCode.NOT_APPROVED: "There is no approval that covers this.",
    ShortfallCode.APPROVAL_ENDS: "The approval ends before the placement would.",
}


class Area(StrEnum):
    """Where a home is, seen from the responsible authority (CPPCR 2010 reg 11)."""

    IN_AREA = "in_area"
    ADJOINING = "adjoining"
    AT_A_DISTANCE = "at_a_distance"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Decider:
    """The person confirming, and what they may decide."""

    may_confirm: bool
    may_decide_failed_gate: bool
    may_decide_at_a_distance: bool
    acted_before: bool
    """Whether they proposed this placement or opened the referral."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What placing asks, as answered. Blank means not answered: nothing has a default."""

    wishes: str = ""
    wishes_not_known_because: str = ""
    parents_views: str = ""
    effect_on_others: str = ""
    why_this_home: str = ""
    emergency_because: str = ""
    gate_because: str = ""
    sharing_agreed_by: str = ""
    bedrooms_confirmed: str = ""
    reasons_22c: Mapping[str, str] = field(default_factory=dict)
    moves_in_on: date | None = None
    """The day of moving in; none: the day on which the home is needed, or today if it has passed"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A placement about to be decided: plain facts."""

    findings: tuple[Finding, ...]
    area: Area
    approved_by_us: bool
    connected: bool
    others_live_there: bool
    referral_open: bool
    referral_opened_on: date
    moves_in_on: date
    moved_already: bool
    """The day of moving in has passed: what is confirmed has happened."""
    children_placed_here_already: bool
    falls_short_of: tuple[str, ...]
    """Which of section 22C(8) and (9) the home does not meet: keys of `TWENTY_TWO_C`."""
    asked: Asked
    decider: Decider
    is_a_stay: bool = False
    """A short break of a child who lives with carers: their placement is to go on."""


TWENTY_TWO_C: Mapping[str, tuple[str, Cite]] = {
    "near_home": ("Not near the child's home", law.NEAR_HOME),
    "school": ("Not without disrupting education or training", law.SCHOOL_UNDISTURBED),
    "siblings": ("Not with a brother or sister also looked after", law.WITH_SIBLINGS),
    "disabled": ("Not suitable for the child's disability", law.SUITABLE_IF_DISABLED),
    "area": ("Not within our area", law.WITHIN_THE_AREA),
    "where": ("Where the home is, is not recorded", law.WITHIN_THE_AREA),
}
"""What section 22C(8) and (9) ask of a home, as it is said of one that does not meet it."""


def placing_breaches(proposal: Proposal) -> list[Breach]:
    """Why this placement may not be confirmed by this person now; empty when it may."""
    return [
        *_state_breaches(proposal),
        *_decider_breaches(proposal),
        *_answer_breaches(proposal),
    ]


def _decider_breaches(proposal: Proposal) -> list[Breach]:
    """What keeps this person from deciding it; of a move that was made, where it is recorded."""
    found = _gate_breaches(proposal) + _area_breaches(proposal)
    if found and proposal.moved_already:
        says = "If they have moved in, record it on each child's page: what happened stands there."
        found.append(Breach(says, HOUSE_RULE))
    return found


def open_breaches(*, is_open: bool) -> list[Breach]:
    """Whether anything may still be arranged for a referral."""
    says = "This referral is closed. Open it again first."
    return [] if is_open else [Breach(says, NEED_ITSELF)]


def decided_breaches(*, confirmed: bool, declined: bool) -> list[Breach]:
    """Whether a proposal still waits to be decided: it is decided once."""
    if confirmed:
        return [Breach("This placement has been confirmed already.", HOUSE_RULE)]
    if declined:
        says = "This placement was declined. It has to be proposed again first."
        return [Breach(says, HOUSE_RULE)]
    return []


def may_be_proposed(proposal: Proposal) -> bool:
    """Whether all that is missing is somebody entitled to decide it."""
    fatal = {f.code for f in _failed(proposal)} & NEVER_HERE
    return (
        not fatal
        and not _state_breaches(proposal)
        and not _answer_breaches(proposal)
        and bool(_decider_breaches(proposal))
    )


def outside_terms(findings: tuple[Finding, ...]) -> bool:
    """Whether the placement would be outside the terms of approval (CPPCR 2010 reg 23)."""
    return any(f.code in OUTSIDE_TERMS for f in findings if f.weighs is Weighs.RULED_OUT)


def needs_reg_11(proposal: Proposal) -> bool:
    """Whether the placement needs approval under regulation 11 (its paragraph 4 excepted)."""
    outside = proposal.area is not Area.IN_AREA
    return outside and not (proposal.approved_by_us or proposal.connected)


def left_to_the_decider(proposal: Proposal) -> list[Breach]:
    """What confirming decides, besides the placement: failed checks, and the way out of area."""
    found = [
        Breach(f"{finding.because}.", CITES.get(finding.code, NEED_ITSELF))
        for finding in _failed(proposal)
    ]
    if needs_reg_11(proposal):
        far = proposal.area is Area.AT_A_DISTANCE
        found.append(
            Breach(
                "This home is at a distance: not in our area nor in an adjoining one."
                if far
                else "This home is outside our area.",
                law.AT_A_DISTANCE if far else law.OUT_OF_AREA,
            )
        )
    return found


def _failed(proposal: Proposal) -> list[Finding]:
    return [f for f in proposal.findings if f.weighs is Weighs.RULED_OUT]


def _state_breaches(proposal: Proposal) -> list[Breach]:
    found = open_breaches(is_open=proposal.referral_open)
    if proposal.children_placed_here_already:
        found.append(Breach("These children are already placed here.", NEED_ITSELF))
    if proposal.is_a_stay:
        says = (
            "The child lives with carers, whose placement would end by this. Arrange it as a stay "
            "with other carers on the child's page."
        )
        found.append(Breach(says, NEED_ITSELF))
    if proposal.moves_in_on < proposal.referral_opened_on:
        says = (
            f"The referral was opened on {proposal.referral_opened_on:%d/%m/%Y}. "
            "Record a move made before that on each child's page."
        )
        found.append(Breach(says, HOUSE_RULE, "moves_in_on"))
    return found


def _gate_breaches(proposal: Proposal) -> list[Breach]:
    found = []
    decider, asked = proposal.decider, proposal.asked
    if not decider.may_confirm:
        found.append(Breach("Your role does not confirm placements.", HOUSE_RULE))
    failed = _failed(proposal)
    for finding in failed:
        cite = CITES.get(finding.code, NEED_ITSELF)
        if finding.code in NEVER_HERE:
            remedy = REMEDY.get(finding.code, "Change the referral if this is no longer so.")
            found.append(Breach(f"{finding.because}. {remedy}", cite))
        elif not decider.may_decide_failed_gate:
            found.append(Breach(f"{finding.because}. {ASK}", cite))
        elif decider.acted_before:
            says = "You proposed this placement, so another nominated officer decides it."
            found.append(Breach(says, HOUSE_RULE))
    overridable = [f for f in failed if f.code not in NEVER_HERE]
    if decider.may_decide_failed_gate and not decider.acted_before:
        found.extend(_reasons_for_failed_gates(overridable, asked))
    return list(dict.fromkeys(found))


def _reasons_for_failed_gates(failed: list[Finding], asked: Asked) -> list[Breach]:
    found = []
    if outside_terms(tuple(failed)) and not asked.emergency_because:
        found.append(
            Breach(
                "Say why it is necessary to place in an emergency outside the terms. "
                "It can last six working days at most.",
                law.OUTSIDE_TERMS_IN_AN_EMERGENCY,
                "emergency_because",
            )
        )
    others = [f for f in failed if f.code not in OUTSIDE_TERMS]
    if others and not asked.gate_because:
        found.append(
            Breach("Say why you decide it although a check fails.", NEED_ITSELF, "gate_because")
        )
    return found


def _area_breaches(proposal: Proposal) -> list[Breach]:
    if not needs_reg_11(proposal):
        return []
    decider = proposal.decider
    if proposal.area is Area.NOT_KNOWN:
        says = "Which authority's area this home is in is not recorded. Record its address first."
        return [Breach(says, law.OUT_OF_AREA)]
    if proposal.area is Area.AT_A_DISTANCE:
        if not decider.may_decide_at_a_distance:
            says = (
                "This home is at a distance: not in our area nor in an adjoining one. "
                "The director of children's services approves it before the child moves."
            )
            return [Breach(says, law.AT_A_DISTANCE)]
        return []
    if not decider.may_decide_failed_gate:
        says = "This home is outside our area. A nominated officer approves it first."
        return [Breach(says, law.OUT_OF_AREA)]
    return []


def _answer_breaches(proposal: Proposal) -> list[Breach]:
    asked = proposal.asked
    found = []
    if not (asked.wishes or asked.wishes_not_known_because):
        found.append(
            Breach(
                "Say what the child wishes and feels, what was observed, or why it is not known.",
                law.WISHES_AND_FEELINGS,
                "wishes",
            )
        )
    if not asked.parents_views:
        found.append(
            Breach(
                "Say what the parents think, or why they were not asked.",
                law.WISHES_AND_FEELINGS,
                "parents_views",
            )
        )
    if proposal.others_live_there and not asked.effect_on_others:
        found.append(
            Breach(
                "Say what it means for each child already there, and whose worker was asked.",
                law.MOST_APPROPRIATE_PLACEMENT,
                "effect_on_others",
            )
        )
    if not asked.why_this_home:
        found.append(Breach("Say why this home.", law.MOST_APPROPRIATE_PLACEMENT, "why_this_home"))
    for key in proposal.falls_short_of:
        if not asked.reasons_22c.get(key):
            words, cite = TWENTY_TWO_C[key]
            found.append(Breach(f"{words}. Say why this home is still right.", cite, f"why_{key}"))
    found.extend(_bedroom_breaches(proposal))
    return found


def _bedroom_breaches(proposal: Proposal) -> list[Breach]:
    codes = {f.code for f in proposal.findings}
    asked = proposal.asked
    if ShortfallCode.SHARING_NOT_AGREED in codes and not asked.sharing_agreed_by:
        says = "They would share a bedroom. Say who agreed to it for each child's authority."
        return [Breach(says, law.BEDROOM, "sharing_agreed_by")]
    if ShortfallCode.BEDROOMS_NOT_RECORDED in codes and not asked.bedrooms_confirmed:
        says = "Bedrooms are not recorded. Say where each child will sleep and who confirmed it."
        return [Breach(says, law.BEDROOM, "bedrooms_confirmed")]
    return []
