"""Special guardianship."""
