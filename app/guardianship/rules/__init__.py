"""What may be done in a case of special guardianship, and how far it has come: plain functions."""
