"""Supervising social workers and the households they are allocated to."""
