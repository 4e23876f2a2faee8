"""What the pages of this room share: its blueprint, and which names may be shown."""

from __future__ import annotations

from flask import Blueprint, abort
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children import queries as children
from app.core.columns import Kept
from app.core.web import as_at
from app.data import authorities
from app.oversight import present
from app.register import queries as register
from app.supervision import queries as supervision

bp = Blueprint("oversight", __name__)

PAGE_NAME = "where every child is"


def lines_of(standings, page_name=PAGE_NAME):
    """These standings, each with the name if it may be shown; that it was is recorded."""
    seen = seen_among(standings, page_name)
    return [present.Line(each, each.child_id in seen) for each in standings]


def seen_among(standings, page_name=PAGE_NAME):
    """The children among these whose names may be shown; that they were is recorded."""
    ids = {each.child_id for each in standings}
    user = current_user._get_current_object()
    seen = register.visible_among(user, ids, households=_own(user), as_at=as_at())
    if not user.may(May.SEE_CHILDREN):
        seen = frozenset()
    looked({f"child:{each}" for each in seen}, Kept.CHILD, page_name)
    return seen


def _own(user):
    return () if user.may(May.SEE_EVERY_CHILD) else supervision.households_of(user.id, as_at())


def child_or_404(ref, page_name, kept=Kept.CHILD):
    """The child, for somebody who may see this one; the look is recorded first."""
    user = current_user._get_current_object()
    child = children.child_by_ref(ref)
    if child is None or not children.may_see_child(user, child, households=_own(user)):
        abort(404)
    looked([f"child:{child.id}"], kept, page_name)
    return child


def authority_name(code):
    """An authority by its name."""
    authority = authorities().get(code)
    return authority.name if authority else code
