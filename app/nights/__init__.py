"""Out of hours: who can take a child tonight, whom that was told, and what was done overnight."""
