"""The pages of referrals out: the referral, offers, comparing, providers, unmet need, and links."""

from app.commissioning.views import by_link, comparing, offers, providers, referral, sending, unmet
from app.commissioning.views.opening import bp

__all__ = ["bp", "by_link", "comparing", "offers", "providers", "referral", "sending", "unmet"]
