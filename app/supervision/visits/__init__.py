"""Supervision visits to foster homes: planned, made, judged, and what was to be done after them."""
