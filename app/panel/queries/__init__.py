"""Questions about the panel, a file for each noun; what other rooms' pages ask stands here."""

from app.panel.queries.makers import not_their_turn
from app.panel.queries.matches import match_heard
from app.panel.queries.minutes import views_on_extension, who_sat
from app.panel.queries.standing import on_panels

__all__ = ["match_heard", "not_their_turn", "on_panels", "views_on_extension", "who_sat"]
