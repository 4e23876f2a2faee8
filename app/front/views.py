"""The pages that stand before every room: today, the law's clocks, whose data this uses."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.accounts.roles import Role
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.security import open_to_anyone, requires
from app.core.today import today as this_day
from app.data import open_data
from app.front import clocks as rule_book
from app.front import searching
from app.front import today as work
from app.statute.sources import Standing
from app.travel import queries as travel
from app.work import queries as clocks_running
from app.work.views import is_mine

bp = Blueprint("front", __name__)

SHOWN = 8
"""Lines of late work, and of what is due, on the page; the rest are behind their number."""


@bp.get("/")
@requires(May.SEE_TODAY)
def today():
    user, day = current_user._get_current_object(), this_day()
    parts = work.parts_for(user, day)
    mine = is_mine(request.args.get("whose", ""))
    return render_template(
        "front/today.html",
        to_do=[part for part in parts if part.count],
        in_order=[part for part in parts if not part.count],
        running=clocks_running.for_user(user, day, mine=mine),
        mine=mine,
        done=len(clocks_running.done_by(user, day)),
        shown=SHOWN,
        day=day,
    )


@bp.route("/search", methods=["GET", "POST"])
@requires(May.SEE_HOUSEHOLDS, May.SEE_CHILDREN)
def search():
    """Names and postcodes are searched for in what is posted: none is ever in an address bar."""
    asked = request.form.get("words", "").strip()[:80]
    hits = searching.search(asked, current_user._get_current_object(), this_day())
    looked({f"child:{hit.child_id}" for hit in hits if hit.child_id}, Kept.CHILD, "search")
    looked({f"enquiry:{hit.enquiry_id}" for hit in hits if hit.enquiry_id}, Kept.CHILD, "search")
    located = {f"household:{hit.located_id}" for hit in hits if hit.located_id}
    looked(located, Kept.LOCATION, "search")
    return render_template("front/search.html", asked=asked, hits=hits, most=searching.MOST)


@bp.get("/clocks")
@requires(May.SEE_CLOCKS)
def clocks():
    standing = request.args.get("standing", "")
    checked = request.args.get("checked", "")
    if standing not in {"", *Standing} or checked not in {"", "yes", "no"}:
        abort(400)
    lines = rule_book.rule_lines(
        words=request.args.get("words", "")[:100],
        standing=Standing(standing) if standing else None,
        verified={"yes": True, "no": False}.get(checked),
    )
    if Role.ADMINISTRATOR in current_user.roles_now():
        lines = rule_book.unverified_first(lines)
    return render_template(
        "front/clocks.html",
        lines=lines,
        everything=len(rule_book.rule_lines()),
        unverified=len(rule_book.rule_lines(verified=False)),
        stands_as=rule_book.STANDS_AS,
    )


@bp.get("/clocks/<key>")
@requires(May.SEE_CLOCKS)
def clock(key):
    rule = rule_book.rule_of(key)
    if rule is None:
        abort(404)
    return render_template("front/clock.html", rule=rule, book=rule_book)


@bp.get("/about")
@open_to_anyone
def attributions():
    """Whose data and software this uses."""
    sentences = _attribution_sentences()
    roads = travel.in_use()
    if roads is not None:
        sentences.append(roads.licence)
    return render_template("front/attributions.html", sentences=sentences)


def _attribution_sentences():
    """The lines that the data's own folder says to show."""
    with open_data("ATTRIBUTION.md") as lines:
        return [line[2:].strip() for line in lines if line.startswith("- ")]
