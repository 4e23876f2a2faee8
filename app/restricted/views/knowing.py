"""Pages about who knows whom: what one says oneself, the register of it, and each entry."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.audit.small_page import small_page
from app.children import queries as children
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.people import queries as people
from app.people.changing import household_or_404
from app.restricted import actions, forms, queries, rules
from app.supervision import queries as supervision

bp = Blueprint("restricted", __name__)


def user_here():
    return current_user._get_current_object()


def form_page(form, action, *args, title, there="", about="Who knows whom", **kw):
    there = there or url_for("restricted.index")
    return small_page(form, action, *args, there=there, about=about, title=title, **kw)


@bp.get("/conflicts")
@requires(May.KEEP_CONFLICTS)
def index():
    """Every entry in force, those to look at again first; and what was said and waits."""
    found = queries.conflicts(today())
    looked_at("who knows whom", {Kept.RESTRICTED: [f"conflict:{each.id}" for each in found]})
    return render_template(
        "restricted/index.html",
        conflicts=found,
        waiting=queries.declarations_waiting(),
        again=rules.look_again_on,
        day=today(),
    )


@bp.route("/conflicts/declare", methods=["GET", "POST"])
@requires(May.SEE_TODAY)
def declare():
    """Whoever works here says whom they know, and sees what they said before."""
    return form_page(
        forms.DeclareForm(),
        actions.declare,
        title="Say whom you know",
        says="Anybody who fosters, has applied to, lives with them, or is in care. A manager "
        "finds whether they are on record. If they are, that record is shut to you.",
        there=url_for("front.today"),
        about="Today",
        template="restricted/declare.html",
        before=queries.declared_by(user_here()),
        save="Say so",
    )


@bp.route("/conflicts/declarations/<ref>/settle", methods=["GET", "POST"])
@requires(May.KEEP_CONFLICTS)
def settle(ref):
    """What somebody said is recorded where it belongs, or comes to nothing."""
    said = queries.declaration_by_ref(ref)
    if said is None:
        abort(404)
    looked_at("who knows whom", {Kept.RESTRICTED: [f"conflict_declaration:{said.id}"]})
    return form_page(
        forms.SettleForm(),
        actions.settle,
        said,
        title=f"Settle what {said.user.name} said",
        says=f"{said.knows.words()}: {said.whom}",
        save="Settle it",
    )


def records_of_household(home):
    """What can be chosen of a household: all of it, or one who belongs to it."""
    members = [each.person for each in people.members_of(home.id, today())]
    return {
        "household": (f"{home.name}, all of them", home),
        **{f"person-{each.ref}": (each.name, each) for each in members},
    }


def child_or_404(ref):
    child, own = children.child_by_ref(ref), supervision.own_households(user_here(), today())
    if child is None or not children.may_see_child(user_here(), child, households=own):
        abort(404)
    return child


@bp.route("/households/<ref>/conflict", methods=["GET", "POST"])
@requires(May.KEEP_CONFLICTS)
def of_household(ref):
    """Somebody who works here knows this household, or one who belongs to it."""
    home = household_or_404(ref)
    records = records_of_household(home)
    form = forms.ConflictForm()
    form.offer(queries.staff(today()), records)
    return form_page(
        form,
        actions.record_conflict,
        title="Somebody who works here knows them",
        says="From now on they see nothing of this household: no page, no line, no number.",
        there=url_for("register.household", ref=home.ref),
        about=home.name,
        leads_to=lambda _: url_for("restricted.index"),
        save="Shut it to them",
    )


@bp.route("/children/<ref>/conflict", methods=["GET", "POST"])
@requires(May.KEEP_CONFLICTS)
def of_child(ref):
    """Somebody who works here knows this child."""
    child = child_or_404(ref)
    looked_at("who knows whom", {Kept.CHILD: [f"child:{child.id}"]})
    form = forms.ConflictForm()
    form.offer(queries.staff(today()), {"child": (child.person.name, child)})
    return form_page(
        form,
        actions.record_conflict,
        title="Somebody who works here knows this child",
        says="From now on they see nothing of the child, nor of the home while the child lives "
        "there.",
        there=url_for("children.child", ref=child.ref),
        about=child.person.name,
        leads_to=lambda _: url_for("restricted.index"),
        save="Shut it to them",
    )


def _conflict_or_404(ref):
    found = queries.by_ref(ref)
    if found is None:
        abort(404)
    looked_at("who knows whom", {Kept.RESTRICTED: [f"conflict:{found.id}"]})
    return found


@bp.route("/conflicts/<ref>/look-again", methods=["GET", "POST"])
@requires(May.KEEP_CONFLICTS)
def look_again(ref):
    """It is so still."""
    found = _conflict_or_404(ref)
    return form_page(
        HearthForm(record=found),
        actions.look_again,
        found,
        title=f"Look again: {found.user.name}",
        says="Ask them whether it is so still. It stays shut either way until it is ended.",
        record=found,
        save="It is so still",
    )


@bp.route("/conflicts/<ref>/end", methods=["GET", "POST"])
@requires(May.KEEP_CONFLICTS)
def end(ref):
    """It is so no longer."""
    found = _conflict_or_404(ref)
    return form_page(
        forms.EndForm(),
        actions.end_conflict,
        found,
        title=f"End it: {found.user.name}",
        says="From that day they may see it again, as their role allows.",
        save="End it",
        warning=True,
    )
