"""Pages of documents, letters and their templates."""

from app.documents.views import keeping, making, templates, whereabouts
from app.documents.views.opening import bp

__all__ = ["bp", "keeping", "making", "templates", "whereabouts"]
