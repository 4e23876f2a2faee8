"""Children placed in a children's home, or in supported accommodation, that was offered."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.act import act
from app.children import actions as children
from app.children import queries as kept
from app.children.codes import Place
from app.children.kinds import ApprovalNeeded, Basis
from app.children.models import Child, Outcome, Placement, Referral, Setting
from app.commissioning.kinds import Service
from app.commissioning.models import Choice, Offer
from app.commissioning.queries import choosing, comparing
from app.commissioning.rules import course as rules
from app.core.db import db, take
from app.core.today import today
from app.matching import placing
from app.matching import queries as matching
from app.matching.rules import Area
from app.people.actions import refuse_if
from app.register import actions as register
from sufficiency.types import age_on

PLACES = {Service.HOMES: Place.K2, Service.SUPPORTED: Place.K3}
BASES = {Service.HOMES: Basis.REGISTERED_HOME, Service.SUPPORTED: Basis.OTHER}

APPROVALS = {
    Area.ADJOINING: ApprovalNeeded.OUT_OF_AREA,
    Area.AT_A_DISTANCE: ApprovalNeeded.AT_A_DISTANCE,
}
"""What regulation 11 asks before a child is placed outside our area."""


@act("Placed in an offered children’s home or supported accommodation")
def place_in_setting(offer: Offer, *, starts_on: date, by: User) -> list[Placement]:
    """Each child of the referral lives there from this day; the referral is closed.

    In our area whoever confirms placements; over the border whoever regulation 11 names, whose
    decision is recorded with it. RuleBroken with every reason.
    """
    referral = db.session.get_one(Referral, offer.referral_id)
    take(referral)
    take(offer)
    choice = choosing.choice_of_offer(offer)
    area = placing.area_of(comparing.home_of(offer))
    refuse_if(
        rules.open_breaches(closed=referral.closed_on is not None)
        + rules.still_stands_breaches(
            ended=offer.ended_on is not None, good_until=offer.good_until, day=today()
        )
        + rules.setting_breaches(
            area=area,
            entered=offer.setting_id is not None,
            chosen=choice is not None,
            ages=[
                age_on(child.person.born, starts_on) if child.person.born else None
                for child in referral.children
            ],
            supported=offer.service is Service.SUPPORTED,
            starts_on=starts_on,
            today=today(),
            by=_placer(referral, choice, by),
        )
    )
    setting = db.session.get_one(Setting, offer.setting_id)
    placed = [
        _place_one(child, referral, offer, setting, starts_on, by) for child in referral.children
    ]
    if area in APPROVALS:
        for placement in placed:
            children.record_placement_approval(
                placement,
                what=APPROVALS[area],
                decided_on=today(),
                decided_by=by.name,
                decided_by_user=by,
                reason=choice.why if choice is not None else "",
                by=by,
            )
    for row in matching.claims(referral.id):
        register.release_claim(row.RoomClaim, because="Placed", by=by)
    children.close_referral(referral, on=today(), outcome=Outcome.PLACED, by=by)
    return placed


def _placer(referral: Referral, choice: Choice | None, by: User) -> rules.Placer:
    return rules.Placer(
        may_confirm=by.may(May.CONFIRM_PLACEMENT) or by.may(May.DECIDE_AT_A_DISTANCE),
        may_decide=by.may(May.DECIDE_FAILED_GATE),
        may_decide_at_a_distance=by.may(May.DECIDE_AT_A_DISTANCE),
        acted_before=by.id in (referral.opened_by, choice.by_id if choice is not None else None),
    )


def _place_one(
    child: Child, referral: Referral, offer: Offer, setting: Setting, starts_on: date, by: User
) -> Placement:
    registered = kept.registrations_of([setting.id]).get(setting.id, [])
    placement: Placement = children.record_placement(
        child,
        place=PLACES[offer.service],
        place_provider=children.PROVIDED_BY[offer.provider.kind],
        basis=BASES[offer.service],
        setting=setting,
        urn=registered[0].urn if registered else None,
        starts_on=starts_on,
        expected_end=referral.until,
        decided_here=True,
        by=by,
    )
    return placement
