"""The panel's pages: the central list."""

from app.panel.views import listing
from app.panel.views.opening import bp

__all__ = ["bp", "listing"]
