"""The pages of training."""

from app.training.views import of_household, team
from app.training.views.opening import bp

__all__ = ["bp", "of_household", "team"]
