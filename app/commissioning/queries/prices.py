"""What was agreed for a place in an offered home that is no household."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.children.models import ReferralChild
from app.commissioning.models import Offer
from app.core.db import db
from app.core.today import london_day
from app.money.priced import Prices, priced
from sufficiency.period import Period


@priced
def agreed_with_offers(setting_ids: Collection[int]) -> Prices:
    """The price of each offer that was entered as one of these, for each child of its referral,
    from the day on which it was offered. One question."""
    rows = db.session.execute(
        select(Offer.setting_id, ReferralChild.child_id, Offer.weekly_pounds, Offer.recorded_at)
        .join(ReferralChild, ReferralChild.referral_id == Offer.referral_id)
        .where(Offer.setting_id.in_(sorted(setting_ids)), Offer.stands())
        .order_by(Offer.id)
    )
    return {
        (row.setting_id, row.child_id): (
            (Period(london_day(row.recorded_at)), 100 * row.weekly_pounds),
        )
        for row in rows
    }
