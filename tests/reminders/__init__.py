"""Digests, and servers of our own to send them to."""
