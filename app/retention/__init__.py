"""How long each record is kept, what stops its end, and its destruction by two people."""
