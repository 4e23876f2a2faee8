"""What the panel's pages share: which panel, meeting or item, and a small form about it."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask_login import current_user

from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.present import short_day
from app.core.shown import has_page
from app.panel.queries.agenda import item_by_ref
from app.panel.queries.meetings import meeting_by_ref
from app.supervision import queries as supervision

bp = Blueprint("panel", __name__)


def named(meeting):
    """Which panel meets, and when."""
    return f"{meeting.panel.name}, {short_day(meeting.meets_on)}"


def meeting_or_404(ref):
    """The meeting with this public id, or the page that says there is nothing here."""
    return meeting_by_ref(ref) or abort(404)


def item_or_404(ref):
    """The item of an agenda with this public id, a break or one that is heard."""
    return item_by_ref(ref) or abort(404)


def heard_item(ref, where):
    """An item that is heard, not a break; that somebody looked at it here is recorded."""
    item = item_or_404(ref)
    if item.kind is None:
        abort(404)
    looked([f"household:{item.household_id}"], Kept.NARRATIVE, where)
    return item


@bp.app_template_global()
def matter_page(matter):
    """Where a matter is worked on, for whoever asks; nothing if no page of it is open to them."""
    page, arguments = matter.page, dict(matter.arguments)
    if page == "register.review_case" and not supervision.may_read_reviews(
        current_user._get_current_object(), matter.household_id
    ):
        page, arguments = "register.household", {"ref": matter.household_ref}
    return url_for(page, **arguments) if has_page(page) else ""


def of_meeting(meeting, form, action, *args, **kw):
    """A small form about a meeting; once carried out, back to its agenda."""
    there = url_for("panel.meeting", ref=meeting.ref)
    return small_page(form, action, *(args or (meeting,)), there=there, about=named(meeting), **kw)


def of_item(item, form, action, *args, **kw):
    """A small form about an item; once carried out, back to it."""
    return small_page(
        form,
        action,
        *(args or (item,)),
        **{"there": url_for("panel.item", ref=item.ref)} | kw,
        about=f"{item.title}, {short_day(item.meeting.meets_on)}",
    )


def asks_only(form, found, *, departs):
    """A decision’s form asks why before the final minutes only where they are waited for, and why
    not as recommended only where it may depart from something."""
    if found.minutes_on is not None or found.said is None:
        del form.without_minutes
    if not departs:
        del form.departs
