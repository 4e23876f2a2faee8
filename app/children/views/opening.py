"""What the pages about children share: the blueprint, who may see whom, one form about a child."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children import queries
from app.children.changing import change
from app.core.columns import Kept
from app.core.present import short_day
from app.core.web import as_at
from app.data import authorities
from app.supervision import queries as supervision

bp = Blueprint("children", __name__)


def user_now():
    return current_user._get_current_object()


def own_households():
    """The households that this person supervises; nobody asks where every child may be seen."""
    user = user_now()
    return () if user.may(May.SEE_EVERY_CHILD) else supervision.households_of(user.id, as_at())


def own_authority():
    return str(current_app.config["SETTINGS"].authority_code)


def authority_name(code):
    """An authority by its name."""
    found = authorities().get(code) if code else None
    return found.name if found else (code or "")


def child_or_404(ref):
    """The child, for somebody who may see this one; otherwise there is nothing here."""
    child = queries.child_by_ref(ref)
    if child is None or not queries.may_see_child(user_now(), child, households=own_households()):
        abort(404)
    looked([f"child:{child.id}"], Kept.CHILD, "child")
    return child


def change_child(ref, form, action, *args, title, part="", **kw):
    """One form about a child."""
    child = child_or_404(ref)
    there = url_for("children.child", ref=child.ref) + (f"#{part}" if part else "")
    return change(
        form, action, *(args or (child,)), about=child.person.name, there=there, title=title, **kw
    )


def placement_or_404(ref):
    """The placement and its child, for somebody who may see the child."""
    placement = queries.placement_by_ref(ref)
    if placement is None:
        abort(404)
    return placement, child_or_404(placement.child.ref)


def named(placement):
    """Which placement a small page is about: where, and since when."""
    where = where_of(placement, queries.households_named({placement.household_id} - {None}))
    ended = f" to {short_day(placement.ends_on)}" if placement.ends_on else ""
    return f"{where}, from {short_day(placement.starts_on)}{ended}"


def where_of(placement, households):
    """Where a placement is, in words; `households` as `queries.households_named` gives them."""
    if placement.household_id is not None:
        return households[placement.household_id][1]
    return queries.where_else(placement)
