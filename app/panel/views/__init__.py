"""The panel's pages: what must come, panels and meetings, the central list."""

from app.panel.views import listing, meetings
from app.panel.views.opening import bp

__all__ = ["bp", "listing", "meetings"]
