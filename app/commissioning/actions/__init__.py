"""What is recorded and decided of providers, referrals out, offers, and of which home is chosen."""
