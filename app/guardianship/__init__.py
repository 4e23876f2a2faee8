"""Special guardianship: who would be a child's guardian, the report to the court, and support."""
