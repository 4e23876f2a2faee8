"""The panel's pages: what must come, meetings, agendas, minutes, decisions, the central list."""

from app.panel.views import (
    advisers,
    agenda,
    deciding,
    feedback,
    listing,
    makers,
    matches,
    meetings,
    minutes,
    own,
    packs,
    papers,
    yearly,
)
from app.panel.views.opening import bp

__all__ = [
    "advisers",
    "agenda",
    "bp",
    "deciding",
    "feedback",
    "listing",
    "makers",
    "matches",
    "meetings",
    "minutes",
    "own",
    "packs",
    "papers",
    "yearly",
]
