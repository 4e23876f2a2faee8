"""Concerns about a household: taken, referred, looked into, concluded; and who may read of them."""
