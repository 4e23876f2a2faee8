"""Questions about cases of special guardianship: one of them, its Schedule, lists of many."""
