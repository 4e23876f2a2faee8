"""Acts in a case of special guardianship: opened, reported on, decided by the court, supported."""
