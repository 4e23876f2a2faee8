"""Questions about providers, referrals out, offers, and need that was not met."""

from app.commissioning.queries.choosing import told_before

__all__ = ["told_before"]
