"""What a placement starts, planned moves, and what its end asks: on one list, each with its law."""
