"""The pages of visits."""

from app.supervision.visits.views import of_household, own, planning, recording, settings, signing
from app.supervision.visits.views.opening import bp

__all__ = ["bp", "of_household", "own", "planning", "recording", "settings", "signing"]
