"""Pages about what placements start, planned moves, endings, what was learned, and stability."""

from app.placements.views import endings, listing, moving, plans, stability
from app.placements.views.opening import bp

__all__ = ["bp", "endings", "listing", "moving", "plans", "stability"]
