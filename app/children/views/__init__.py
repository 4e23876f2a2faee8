"""Pages about children, about where they live that is no family's home, and about their liberty."""

from app.children.views import liberty, record, settings
from app.children.views.opening import bp

__all__ = ["bp", "liberty", "record", "settings"]
