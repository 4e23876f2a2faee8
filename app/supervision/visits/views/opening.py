"""What the pages of visits share: the blueprint, and which visits somebody may open."""

from __future__ import annotations

from flask import Blueprint, abort
from flask_login import current_user

from app.audit.looks import looked
from app.core.columns import Kept
from app.core.today import today
from app.register import queries as register
from app.supervision import queries as supervision
from app.supervision.visits import present, queries

bp = Blueprint("visits", __name__)


def user():
    """Whoever is signed in."""
    return current_user._get_current_object()


def visit_to_read(ref):
    """The visit, for somebody who may read it; for anybody else there is none."""
    visit = queries.visit_by_ref(ref)
    if visit is None or not queries.may_read(user(), visit.household_id, today()):
        abort(404)
    return visit


def visit_to_change(ref):
    """The visit, as it stands, for somebody who keeps that household's record."""
    visit = queries.visit_by_ref(ref)
    if visit is None or not supervision.may_edit(user(), visit.household_id):
        abort(404)
    if visit.voided_at is not None:
        abort(409)
    return visit


def names_shown(people_by_id, household_id, on):
    """The names of these people, by id, as far as this person may see them; looks are recorded.

    A child is named to whoever may see them today, and to whoever supervised the household while
    they lived there. To anybody else it is "a child".
    """
    children = queries.children_of(people_by_id)
    ids = [child.id for child in children.values()]
    visible = frozenset().union(
        *(
            register.visible_among(
                user(), ids, households=supervision.own_households(user(), day), as_at=day
            )
            for day in {on, today()}
        )
    )
    shown = [f"household:{household_id}", *(f"child:{each}" for each in visible)]
    looked(shown, Kept.CHILD, "visits")
    hidden = {id_ for id_, child in children.items() if child.id not in visible}
    return {
        id_: present.A_CHILD if id_ in hidden else person.given_name
        for id_, person in people_by_id.items()
    }
