"""The room's blueprint, who may open which case, and how its small pages are carried out."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask_login import current_user

from app.audit.looks import looked_at
from app.audit.small_page import small_page as one_page
from app.core.columns import Kept
from app.guardianship.queries import cases as queries

bp = Blueprint("guardianship", __name__)


def user():
    """Whoever is signed in."""
    return current_user._get_current_object()


def case_or_404(ref, *, to_change=False):
    """The case with everything recorded of it, for somebody who may read or keep it."""
    found = queries.case_by_ref(ref)
    if found is None or not queries.may_read(user(), found):
        abort(404)
    if to_change and not queries.may_keep(user(), found):
        abort(404)
    return queries.whole_of(found)


def look(each, page, *kept):
    """Record that the case of this household, and of these children, is looked at: what was written
    unless said."""
    children = [f"child:{one.child_id}" for one in each.children]
    home = [f"household:{each.case.household_id}"]
    looked_at(page, dict.fromkeys(kept or (Kept.NARRATIVE,), home) | {Kept.CHILD: children})


def there(each, part=""):
    """Where a case's page, or a part of it, is."""
    return url_for("guardianship.case", ref=each.case.ref) + (f"#{part}" if part else "")


def small_page(each, form, action, *args, part="", **shown):
    """A small page of a case: one form, one act, and back to the case, or to a part of it."""
    household = each.case.household
    return one_page(
        form,
        action,
        *args,
        template="guardianship/step.html",
        there=there(each, part),
        about=f"Special guardianship: {household.name}",
        back_to="The case",
        household=household,
        case=each.case,
        **shown,
    )
