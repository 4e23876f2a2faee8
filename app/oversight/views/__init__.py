"""Where every child is, one child's days, the director's decisions, and what was decided."""

from app.oversight.views import decided, director, ledger
from app.oversight.views.opening import bp

__all__ = ["bp", "decided", "director", "ledger"]
