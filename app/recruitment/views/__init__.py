"""The pages of recruitment: the board, enquiries, applications, what is told by link, sources."""

from app.recruitment import carrying
from app.recruitment.views import (
    applications,
    board,
    by_link,
    enquiries,
    lists,
    sources,
    steps,
    telling,
)
from app.recruitment.views.opening import bp

__all__ = [
    "applications",
    "board",
    "bp",
    "by_link",
    "carrying",
    "enquiries",
    "lists",
    "sources",
    "steps",
    "telling",
]
