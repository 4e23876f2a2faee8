"""Bringing files in, and comparing the record with another system's list."""

from app.exchange.views import comparisons, loads
from app.exchange.views.opening import bp

__all__ = ["bp", "comparisons", "loads"]
