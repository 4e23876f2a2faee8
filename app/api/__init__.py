"""The way in for other systems: what they may read and write, as JSON, by a token of their own."""
