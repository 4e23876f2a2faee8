"""Pages of the trail: what was changed, who looked, and whether the trail itself is sound."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_login import current_user

from app.accounts import queries as accounts
from app.accounts.permissions import May
from app.audit import queries, seals
from app.audit.history import page_of_history
from app.audit.looks import looked
from app.audit.models import Look
from app.children import queries as children
from app.core.columns import Kept
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, page_of
from app.people import queries as people
from app.register import queries as register
from app.supervision import queries as supervision

bp = Blueprint("audit", __name__)

SEEN = {
    Kept.LOCATION.value: "Address, telephone or place",
    Kept.CHECKS.value: "Checks, health or finances",
    Kept.CHILD.value: "Names, ages and needs",
    Kept.NARRATIVE.value: "Notes and reasons",
    Kept.RESTRICTED.value: "Restricted record",
}

LOOKS: list[Shown[Look]] = [
    Shown("When", lambda look: look.at),
    Shown("Who", lambda look: look.by_name),
    Shown("What they saw", lambda look: SEEN.get(look.kept, look.kept)),
    Shown("On which page", lambda look: look.page),
]


@bp.route("/history/household/<ref>", defaults={"kind": "household"})
@requires(May.SEE_TRAIL)
def history(kind, ref):
    """Every act that changed something in a household's record, the newest first."""
    household = people.household_by_ref(ref)
    own = supervision.own_households(current_user, today())
    if household is None or not (current_user.may(May.SEE_EVERY_CHILD) or household.id in own):
        abort(404)
    subject = f"{kind}:{household.id}"
    may_see = _classes_seen(household.id, own)
    for kept in sorted(may_see, key=lambda kept: kept.value):
        looked([subject], kept, "household's history")
    page = page_of_history(subject, may_see=may_see)
    return render_template("audit/history.html", household=household, page=page)


def _classes_seen(household_id, own):
    """The classes of a household's values that this person may be shown."""
    home = people.home_of(household_id, today())
    protected = home.address is not None and home.address.protected
    may_see = {Kept.OPENLY}
    if register.may_see_address(current_user, household_id, protected=protected, own=own):
        may_see.add(Kept.LOCATION)
    if current_user.may(May.SEE_HOLD_REASON):
        may_see.add(Kept.NARRATIVE)
    return may_see


@bp.route("/looks/household/<ref>")
@requires(May.SEE_LOOKS)
def looks_at_household(ref):
    """Who saw what is kept closely about a household."""
    household = people.household_by_ref(ref)
    if household is None:
        abort(404)
    return _looks(f"Who looked: {household.name}", queries.looks_at(f"household:{household.id}"))


@bp.route("/looks/child/<ref>")
@requires(May.SEE_LOOKS)
def looks_at_child(ref):
    """Who saw what is kept closely about a child."""
    child = children.child_by_ref(ref)
    if child is None or not children.may_see_child(current_user, child):
        abort(404)
    looked([f"child:{child.id}"], Kept.CHILD, "who looked at a child's record")
    subjects = (f"child:{child.id}", f"person:{child.person_id}")
    return _looks(f"Who looked: {child.person.name}", queries.looks_at(*subjects))


@bp.route("/looks/user/<ref>")
@requires(May.SEE_LOOKS)
def looks_by_user(ref):
    """Whose records one person opened."""
    user = accounts.user_by_ref(ref)
    if user is None:
        abort(404)
    looks = queries.looks_by(user.id)
    names = queries.open_names({look.subject for look in looks})
    whose: Shown[Look] = Shown("Whose record", lambda look: names[look.subject])
    return _looks(f"What {user.name} looked at", looks, [LOOKS[0], whose, *LOOKS[2:]])


def _looks(title, looks, columns=LOOKS):
    return as_file(f"looks-{today():%Y-%m-%d}", "Looks", columns, looks) or render_template(
        "audit/looks.html", title=title, columns=columns, page=page_of(looks)
    )


@bp.route("/trail")
@requires(May.SEE_TRAIL, May.MANAGE_USERS)
def health():
    """Whether the trail is sealed, anchored and was found whole when it was last checked."""
    return render_template("audit/health.html", trail=seals.health())
