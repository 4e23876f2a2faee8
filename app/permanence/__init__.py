"""Permanence: where a child is to grow up, with whom, and what keeps it steady."""
