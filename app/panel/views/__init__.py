"""The panel's pages: what must come, panels, meetings and their agendas, the central list."""

from app.panel.views import agenda, listing, meetings, minutes
from app.panel.views.opening import bp

__all__ = ["agenda", "bp", "listing", "meetings", "minutes"]
