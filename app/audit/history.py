"""A page of a record's history, however long the history is."""

from __future__ import annotations

from collections.abc import Collection

from app.audit import queries
from app.audit.queries import ActShown
from app.core.columns import Kept
from app.core.web import Page, page_of


def page_of_history(*subjects: str, may_see: Collection[Kept]) -> Page[ActShown]:
    """The page that `?page=` asks for of the acts about these subjects, newest first.

    Only what the page shows is opened and put into words: ten years of a household are hundreds.
    """
    page = page_of(queries.acts_about(*subjects))
    acts = queries.history_of(*subjects, may_see=may_see, acts=page.rows)
    return Page(acts, page.number, page.total, page.size)
