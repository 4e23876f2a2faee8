"""Who supervises whom: the pages."""

from app.supervision.views import allocating
from app.supervision.views.opening import bp

__all__ = ["allocating", "bp"]
