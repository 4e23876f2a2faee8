"""Pages of who knows whom (`knowing`) and of restricted records (`restricting`)."""

from app.restricted.views import restricting as _restricting  # noqa: F401  its pages are opened
from app.restricted.views.knowing import bp

__all__ = ["bp"]
