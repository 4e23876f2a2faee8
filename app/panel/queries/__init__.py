"""Questions about the panel, a file for each noun; what other rooms' pages ask stands here."""

from app.panel.queries.minutes import views_on_extension, who_sat

__all__ = ["views_on_extension", "who_sat"]
