"""Finding and placing: every act of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from itertools import combinations
from typing import Any

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.act import Actor, act
from app.children import actions as children
from app.children.codes import Place
from app.children.models import ApprovalNeeded, Basis, Child, Outcome, Placement, Referral
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.matching import placing, queries, rules, searching
from app.matching.models import (
    Answer,
    Call,
    PlacementDecision,
    Refusal,
    Search,
    SearchWeights,
    Shortlisting,
)
from app.people.actions import claim_room, refuse_if
from app.people.models import Household
from app.register import actions as register
from app.register.models import ClaimKind, RoomClaim
from app.statute.breach import Breach
from sufficiency.criteria import Weights
from sufficiency.match import Matches
from sufficiency.types import FACTS_VERSION, Kind, Need


@act("Kept a search")
def keep_search(
    referral: Referral, need: Need, matches: Matches, *, weights: Weights, by: Actor
) -> Search:
    """Keep what was asked and what was answered: evidence for the choice, or of unmet need."""
    search = Search(
        referral_id=referral.id,
        by_id=by.id,
        need=_need_kept(need),
        weights=asdict(weights),
        ranked=[
            {
                "household": match.home_id,
                "score": round(match.score, 1),
                "because": [finding.because for finding in matches.findings(match.home_id)],
            }
            for match in matches.ranked
        ],
        tally={str(code): count for code, count in matches.tally().items()},
    )
    db.session.add(search)
    return search


def _need_kept(need: Need) -> dict[str, Any]:
    """A need as kept with a search: coded, without names; the vocabulary's version beside it."""
    return {
        "facts_version": FACTS_VERSION,
        "children": [child.id for child in need.children],
        "start": need.period.starts.isoformat(),
        "end": need.period.ends.isoformat() if need.period.ends else None,
        "kind": need.kind.value,
        "required": sorted(need.required),
        "forbidden": sorted(need.forbidden),
        "wanted": {fact.value: worth for fact, worth in need.wanted.items()},
        "max_miles": need.max_miles,
        "alone": need.alone,
        "youngest_other": need.youngest_other,
        "oldest_other": need.oldest_other,
        "avoid": [place.name for place in need.avoid],
    }


@act("Put a household on a shortlist")
def shortlist(referral: Referral, household: Household, *, by: Actor) -> Shortlisting:
    """Put a household on the referral's shortlist; once there it stays where it is."""
    already = queries.shortlisting(referral.id, household.id)
    if already is not None:
        return already
    row = Shortlisting(referral_id=referral.id, household_id=household.id, starts_on=today())
    db.session.add(row)
    return row


@act("Took a household off a shortlist")
def take_off_shortlist(referral: Referral, household: Household, *, by: Actor) -> None:
    """Take a household off the referral's shortlist; that it was there is kept."""
    row = queries.shortlisting(referral.id, household.id)
    if row is not None:
        row.end(today())


@act("Logged a call")
def log_call(
    referral: Referral,
    household: Household,
    *,
    answer: Answer,
    refusal: Refusal | None = None,
    spoke_to: str = "",
    note: str = "",
    called_at: datetime | None = None,
    by: Actor,
) -> Call:
    """Log that a household was asked, and what they said. Asking puts it on the shortlist."""
    if queries.shortlisting(referral.id, household.id) is None:
        shortlist(referral, household, by=by)
    call = Call(
        referral_id=referral.id,
        household_id=household.id,
        by_id=by.id,
        called_at=called_at or now(),
        spoke_to=spoke_to,
        answer=answer,
        refusal=(refusal or Refusal.NOT_SAID) if answer is Answer.NO else None,
        note=note,
    )
    db.session.add(call)
    return call


@act("Held a bed")
def hold_bed(
    referral: Referral, household: Household, *, expires_at: datetime, by: Actor
) -> list[RoomClaim]:
    """Hold room for a referral's children until a moment; refused where there is no room."""
    return _claim(referral, household, ClaimKind.HELD, expires_at, by)


@act("Planned a placement")
def plan_placement(referral: Referral, household: Household, *, by: Actor) -> list[RoomClaim]:
    """Plan that a referral's children will go to a household; takes the room from that day."""
    return _claim(referral, household, ClaimKind.PLANNED, None, by)


def _claim(
    referral: Referral,
    household: Household,
    claim: ClaimKind,
    expires_at: datetime | None,
    by: Actor,
) -> list[RoomClaim]:
    claim_room(household)
    refuse_if(rules.open_breaches(is_open=referral.closed_on is None))
    shortlist(referral, household, by=by)
    claimed: list[RoomClaim] = register.claim_beds(
        household,
        referral.children,
        claim=claim,
        starts_on=queries.starts_on(referral),
        ends_on=referral.until,
        kind=referral.kind,
        expires_at=expires_at,
        referral_id=referral.id,
        by=by,
    )
    return claimed


@act("Proposed a placement")
def propose(
    referral: Referral, household: Household, *, asked: rules.Asked, by: User
) -> PlacementDecision:
    """Put a placement that needs somebody else's decision before them, with all that was asked."""
    proposal = placing.proposal(referral, household, asked, by)
    breaches = rules.placing_breaches(proposal)
    if not rules.may_be_proposed(proposal):
        raise RuleBroken(*breaches)
    decision = PlacementDecision(
        referral_id=referral.id,
        household_id=household.id,
        placements=[],
        checks=placing.checks_kept(proposal),
        answers=placing.answers_kept(asked),
        alternatives=placing.alternatives(referral, household),
        proposed_by_id=by.id,
    )
    db.session.add(decision)
    return decision


@act("Declined a proposed placement")
def decline(decision: PlacementDecision, *, because: str, by: User) -> None:
    """Decline a placement that was proposed, with the reason."""
    refuse_if(_already_decided(decision))
    decision.declined_at = now()
    decision.declined_by_id = by.id
    decision.declined_because = because


@act("Placed")
def place(
    referral: Referral,
    household: Household,
    *,
    asked: rules.Asked,
    decision: PlacementDecision | None = None,
    by: User,
) -> PlacementDecision:
    """Place a referral's children with a household: everything checked again, then all at once.

    The household is locked first, so that of two people placing into one bed exactly one
    succeeds. Raises RuleBroken with every reason; then nothing is changed.
    """
    claim_room(household)
    if decision is not None:
        refuse_if(_already_decided(decision))
    proposal = placing.proposal(
        referral, household, asked, by, proposed_by=decision.proposed_by_id if decision else None
    )
    breaches = rules.placing_breaches(proposal)
    if breaches:
        raise RuleBroken(*breaches)
    if decision is None:
        decision = PlacementDecision(
            referral_id=referral.id, household_id=household.id, proposed_by_id=by.id
        )
    brothers = placing.siblings_living_there(referral, household, proposal.moves_in_on)
    _keep_what_was_found(referral, by)
    placed = [_place_one(child, referral, household, proposal, by) for child in referral.children]
    if asked.sharing_agreed_by:
        _agree_sharing(referral, household, brothers, proposal, by)
    decision.placements = [placement.id for placement in placed]
    decision.checks = placing.checks_kept(proposal)
    decision.answers = placing.answers_kept(asked)
    decision.alternatives = placing.alternatives(referral, household)
    decision.confirmed_by_id = by.id
    decision.confirmed_at = now()
    db.session.add(decision)  # not before it is whole: placing writes as it goes
    _close(referral, by)
    return decision


def _keep_what_was_found(referral: Referral, by: User) -> None:
    """What else there was at the moment of the decision, before the place is taken."""
    need = queries.need_of(referral)
    answer = searching.answer(need, by)
    keep_search(referral, need, answer.matches, weights=answer.weights, by=by)


def _already_decided(decision: PlacementDecision) -> list[Breach]:
    db.session.refresh(decision)
    return rules.decided_breaches(
        confirmed=decision.confirmed_at is not None, declined=decision.declined_at is not None
    )


def _place_one(
    child: Child, referral: Referral, household: Household, proposal: rules.Proposal, by: User
) -> Placement:
    emergency = rules.outside_terms(proposal.findings)
    placement: Placement = children.record_placement(
        child,
        place=place_code(referral.kind, connected=proposal.connected),
        place_provider=children.PROVIDED_BY[household.provider.kind],
        basis=Basis.EMERGENCY if emergency else Basis.FOSTER,
        kind=Kind(referral.kind),
        household=household,
        starts_on=proposal.moves_in_on,
        expected_end=referral.until,
        decided_here=not proposal.moved_already,
        by=by,
    )
    if rules.needs_reg_11(proposal):
        at_a_distance = proposal.area is rules.Area.AT_A_DISTANCE
        children.record_placement_approval(
            placement,
            what=ApprovalNeeded.AT_A_DISTANCE if at_a_distance else ApprovalNeeded.OUT_OF_AREA,
            decided_on=today(),
            decided_by=by.name,
            decided_by_user=by,
            reason=proposal.asked.why_this_home,
            by=by,
        )
    return placement


def place_code(kind: Kind, *, connected: bool) -> Place:
    """The return's code for a foster placement: U1 to U3 are relatives or friends."""
    if kind is Kind.LONG_TERM:
        return Place.U1 if connected else Place.U4
    if kind is Kind.FOSTERING_FOR_ADOPTION:
        return Place.U2 if connected else Place.U5
    return Place.U3 if connected else Place.U6


def _agree_sharing(
    referral: Referral,
    household: Household,
    brothers: list[Child],
    proposal: rules.Proposal,
    by: User,
) -> None:
    """The children may share with each other, and with a brother or sister who lives there."""
    agreed = placing.sharing_agreed(household)
    for child, other in combinations([*referral.children, *brothers], 2):
        if child in brothers or frozenset((child.id, other.id)) in agreed:
            continue
        register.agree_sharing(
            household,
            child=child,
            with_child=other,
            agreed_by=proposal.asked.sharing_agreed_by,
            starts_on=proposal.moves_in_on,
            by=by,
        )


def _close(referral: Referral, by: User) -> None:
    """A placed referral is closed; whatever beds were held for it anywhere are free again."""
    for row in queries.claims(referral.id):
        register.release_claim(row.RoomClaim, because="Placed", by=by)
    children.close_referral(referral, on=today(), outcome=Outcome.PLACED, by=by)


@act("Set the search's weights")
def set_weights(weights: Mapping[str, float], *, by: Actor) -> SearchWeights:
    """The council's own weights from today, in miles. A negative weight is a ValueError."""
    checked = replace(Weights(), **weights)
    for old in db.session.query(SearchWeights).filter(SearchWeights.ends_on.is_(None)):
        old.end(today())
    row = SearchWeights(weights=asdict(checked), starts_on=today())
    db.session.add(row)
    return row


def may_decide(user: User) -> bool:
    """Whether this person decides what a placement officer may not."""
    return user.may(May.DECIDE_FAILED_GATE) or user.may(May.DECIDE_AT_A_DISTANCE)
