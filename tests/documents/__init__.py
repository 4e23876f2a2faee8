"""Documents, letters, and what must not get in."""
