"""Questions about providers, referrals out, offers, and need that was not met."""

from app.commissioning.queries.choosing import told_before
from app.commissioning.queries.prices import agreed_with_offers

__all__ = ["agreed_with_offers", "told_before"]
