"""The pages of whoever keeps the systems, and what the systems themselves ask and tell."""

from app.api.views import keeping, telling
from app.api.views.opening import bp, v1

bp.register_blueprint(v1)

__all__ = ["bp", "keeping", "telling"]
