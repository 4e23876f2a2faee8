"""The register, a household's page, and the small pages that record what was decided about it."""

from app.register.views import (
    deciding,
    deciding_pages,
    holding,
    household,
    listing,
    offering,
    resignation,
    review_links,
    reviews,
)
from app.register.views.opening import bp

__all__ = [
    "bp",
    "deciding",
    "deciding_pages",
    "holding",
    "household",
    "listing",
    "offering",
    "resignation",
    "review_links",
    "reviews",
]
