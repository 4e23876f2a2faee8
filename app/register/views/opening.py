"""What the register's pages share: whose household it is, and which children may be named."""

from __future__ import annotations

from flask import Blueprint, abort, current_app
from flask_login import current_user

from app.audit.looks import looked
from app.children import queries as children
from app.core.columns import Kept
from app.core.today import today
from app.people.changing import household_to_change
from app.register import queries
from app.register.present import area_name
from app.register.queries.resignation import authorities_to_copy
from app.supervision import queries as supervision

bp = Blueprint("register", __name__)


def copies_go_to(household, day):
    """To whom copies of the notice go, by name: this council sends itself none."""
    own = current_app.config["SETTINGS"].authority_code
    codes = authorities_to_copy(household.id, day)
    return ", ".join(area_name(code) for code in codes if code != own)


NOT_LISTED = (
    "A child who is not in the list is neither living here nor waiting for a home: record their "
    "placement or open their referral first."
)


def to_edit(ref):
    """The household, for somebody who keeps its record."""
    return household_to_change(ref, supervision.may_edit)


def to_keep_available(ref):
    """The household, for somebody who says what it can offer."""
    return household_to_change(ref, supervision.may_keep_availability)


def children_by_ref(household):
    """The children whom this person may name here, by reference; offering them is a look."""
    own = supervision.own_households(current_user, today())
    visible = children.children_visible_to(current_user, households=own)
    named = queries.children_to_name(household.id, visible, today())
    looked([f"child:{child.id}" for child in named], Kept.CHILD, "children to choose")
    return {child.ref: child for child in named}


def names_to_choose(found):
    """Children to choose from, each by reference with the name."""
    return [(ref, child.person.name) for ref, child in found.items()]


def of(household, fact):
    """The fact, if it is this household's; otherwise there is no such page."""
    if fact is None or fact.household_id != household.id:
        abort(404)
    return fact
