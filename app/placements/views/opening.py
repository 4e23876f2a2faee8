"""What these pages share: the blueprint, whose list somebody may see, and one form about it."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.audit.small_page import small_page
from app.children import queries as children
from app.children.models import Child
from app.core.columns import Kept
from app.core.web import as_at
from app.supervision import queries as supervision

bp = Blueprint("placements", __name__)


def user_now():
    return current_user._get_current_object()


def own_households():
    """The households that this person supervises; nobody asks where every child may be seen."""
    user = user_now()
    return () if user.may(May.SEE_EVERY_CHILD) else supervision.households_of(user.id, as_at())


def look(child, page="what a placement starts"):
    """Note that the record of a child was looked at, words included."""
    about = [f"child:{child.id}"]
    looked_at(page, {Kept.CHILD: about, Kept.NARRATIVE: about})


def child_or_404(ref):
    """The child, for somebody who may see this one; otherwise there is nothing here."""
    child = children.child_by_ref(ref)
    return _seen(child)


def _seen(child: Child | None):
    if child is None or not children.may_see_child(user_now(), child, households=own_households()):
        abort(404)
    look(child)
    return child


def placement_or_404(ref):
    """A main placement and its child, for somebody who may see the child."""
    placement = children.placement_by_ref(ref)
    if placement is None or placement.temporary:
        abort(404)
    return placement, _seen(placement.child)


def visible():
    """The ids of the children whom this person may see, as a select."""
    return children.children_visible_to(user_now(), households=own_households(), as_at=as_at())


def there_of(placement, part=""):
    """The page of a placement's list."""
    return url_for("placements.placement", ref=placement.ref) + (f"#{part}" if part else "")


def change(placement, child, form, action, *args, title, part="", **kw):
    """One form about a placement."""
    return small_page(
        form,
        action,
        *(args or (placement,)),
        there=there_of(placement, part),
        about=child.person.name,
        title=title,
        **kw,
    )
