"""Who supervises whom: the pages."""

from app.supervision import carrying
from app.supervision.views import allocating, caseload, continuity, leaving
from app.supervision.views.opening import bp
from app.supervision.visits import views as visits

bp.register_blueprint(visits.bp)

__all__ = ["allocating", "bp", "carrying", "caseload", "continuity", "leaving"]
