"""Special guardianship: the tracker, a case, its report, its check, orders, support and money."""

from app.guardianship.views import case, lists, report, steps
from app.guardianship.views.opening import bp

__all__ = ["bp", "case", "lists", "report", "steps"]
