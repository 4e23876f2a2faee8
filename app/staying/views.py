"""Stays, staying put, a parent alongside, a bridge: the lists, and a small page for each act."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children import queries as children
from app.children.changing import change
from app.children.models import Child
from app.core.columns import Kept
from app.core.db import db
from app.core.security import requires
from app.core.web import as_at, as_file, page_of
from app.people.forms import OnForm, offered
from app.people.queries import household_by_ref
from app.staying import actions, forms, present, queries
from app.staying.kinds import StayFor

bp = Blueprint("staying", __name__)


@bp.app_context_processor
def _for_pages():
    """What the card on a child's page asks."""
    return {"staying_of": lambda child, lived: queries.of_child(child, lived, as_at())}


@bp.get("/stays")
@requires(May.SEE_REFERRALS)
def index():
    """Who stays elsewhere, turns eighteen, stays put, is to be joined, bridges."""
    day, show = as_at(), request.args.get("show", "stays")
    if show not in present.SHOWS:
        abort(400)
    lists = {each: present.lines(each, day) for each in present.SHOWS}
    found = lists[show]
    seen = {line.whose.child_id for line in found}
    seen |= {line.other.child_id for line in found if line.other is not None}
    looked({f"child:{each}" for each in seen}, Kept.CHILD, "stays")
    stem = f"stays-{show}-{day:%Y-%m-%d}"
    return as_file(stem, present.SHOWS[show], present.COLUMNS, found) or render_template(
        "staying/index.html",
        page=page_of(found),
        show=show,
        shows=present.SHOWS,
        counts={each: len(those) for each, those in lists.items()},
        empty=present.EMPTY[show],
        tones=present.TONES,
    )


# ----------------------------------------------------------------------------- about one child


def _child(ref):
    found = children.child_by_ref(ref)
    user = current_user._get_current_object()
    if found is None or not children.may_see_child(user, found):
        abort(404)
    looked([f"child:{found.id}"], Kept.CHILD, "stay")
    return found


def _page(child, form, action, *args, **shown):
    there = url_for("children.child", ref=child.ref) + "#staying"
    return change(form, action, *args, about=child.person.name, there=there, **shown)


@bp.route("/children/<ref>/stay", methods=["GET", "POST"])
@requires(May.CONFIRM_PLACEMENT)
def arrange(ref):
    """A stay with other carers: on which days, and who has room on all of them."""
    child, form = _child(ref), forms.StayForm()
    if request.method == "GET" and form.why.data is None:
        form.why.data = StayFor.RESPITE
    period = form.period()
    homes = (
        queries.homes_with_room(child, period, form.why.data) if period and form.why.data else []
    )
    form.household.choices = offered([("", "Choose"), *homes])
    page = {
        "about": child.person.name,
        "template": "staying/arrange.html",
        "homes": homes,
        "period": period,
    }
    if request.form.get("do") == "search":
        there = url_for("children.child", ref=child.ref) + "#staying"
        return render_template(
            page["template"],
            form=form,
            heading="Arrange a stay with other carers",
            there=there,
            **page,
        )

    def told():
        return form.answers() | {"household": household_by_ref(form.household.data) or abort(404)}

    del page["about"]
    return _page(
        child,
        form,
        actions.arrange_stay,
        child,
        title="Arrange a stay with other carers",
        save="Arrange it",
        done="The stay is arranged",
        answers=told,
        **page,
    )


@bp.route("/children/<ref>/staying-put/asked", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def asked(ref):
    """Both were asked, before the birthday, whether the young person stays put."""
    child = _child(ref)
    return _page(
        child,
        forms.WishesForm(),
        actions.record_wishes,
        child,
        title="Do both wish that they stay put?",
        says="Asked from seventeen and a half on, so that it is known before the birthday. Nothing "
        "is decided by it, and they may be asked again.",
    )


@bp.route("/children/<ref>/staying-put", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def stay_put(ref):
    """Somebody stays put from their eighteenth birthday."""
    child, form = _child(ref), forms.StayingPutForm()
    return _page(
        child,
        form,
        actions.begin_staying_put,
        child,
        title="Staying put at eighteen",
        says="On the eighteenth birthday the legal status and the placement end. They stay as an "
        "adult of the home, whose checks are then due, and count for no limit on children.",
        done="Staying put is recorded",
        answers=form.told,
    )


@bp.route("/staying-put/<ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def end_stay_put(ref):
    """Somebody no longer stays put."""
    row = queries.staying_put_by_ref(ref) or abort(404)
    child = _child(row.child.ref)
    return _page(
        child,
        forms.EndStayingPutForm(record=row),
        actions.end_staying_put,
        row,
        title="Staying put ended",
        record=row,
    )


def _placement(ref):
    placement = children.placement_by_ref(ref) or abort(404)
    return placement, _child(db.session.get_one(Child, placement.child_id).ref)


@bp.route("/placements/<ref>/parent", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def parent(ref):
    """A parent lives in the foster home with the child."""
    placement, child = _placement(ref)
    form = forms.ParentForm()
    return _page(
        child,
        form,
        actions.add_parent,
        placement,
        title="A parent who lives there too",
        says="A parent of 18 or over is an adult of the home: a bed is theirs, and checks are due. "
        "A parent under 18 who is looked after is placed like any child.",
        answers=form.told,
    )


@bp.route("/parents/<ref>/left", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def parent_left(ref):
    """A parent no longer lives there."""
    row = queries.parent_by_ref(ref) or abort(404)
    child = _child(db.session.get_one(Child, row.child_id).ref)
    return _page(
        child,
        OnForm(),
        actions.end_parent,
        row,
        title="The parent left",
        says=f"{row.person.name} no longer lives there from this day.",
    )


@bp.route("/placements/<ref>/bridge", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def bridge(ref):
    """A placement bridges to another home."""
    placement, child = _placement(ref)
    return _page(
        child,
        forms.BridgeForm(),
        actions.set_bridge,
        placement,
        title="A placement that bridges to another home",
        says="Under the law and in the return it stays a short-term foster placement. The day to "
        "move by is kept in view.",
    )
