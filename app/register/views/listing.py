"""The register as a list: searched, filtered, as a sheet, and as the law asks for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.audit.small_page import pressed
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, known_at, page_of, paths_to
from app.people import queries as people
from app.register import present, queries
from app.register.actions import saved
from app.register.queries.saved import may_remove, saved_view, saved_views
from app.register.queries.statutory import recorded_later, statutory_register
from app.register.saved_form import ViewForm
from app.register.views.opening import bp
from app.supervision import queries as supervision


def _rows():
    workers = supervision.worker_of(None, as_at(), known_at())
    return [
        _row(entry, workers.get(entry.household.id))
        for entry in queries.register_list(as_at(), known_at())
    ]


def _row(entry, worker):
    return present.Row(entry, worker.name, worker.ref) if worker else present.Row(entry, None)


def _list_asked():
    """The list's address, with everything that this page was asked."""
    asked: dict[str, Any] = request.args.to_dict(flat=False)
    return url_for("register.index", **asked)


def _asked(words_typed=""):
    given = request.args
    status = given.get("status", "")
    return present.Asked(
        status=queries.Status(status) if status in list(queries.Status) else None,
        area=given.get("area", ""),
        provider=given.get("provider", ""),
        with_places=given.get("with_places") == "yes",
        no_worker=given.get("no_worker") == "yes",
        worker=given.get("worker", ""),
        to_do=given.get("to_do") == "yes",
        sort=given.get("sort", "name"),
        words=words_typed,
        columns=tuple(each for each in given.getlist("column") if each in present.CHOICES),
    )


@bp.route("/register")
@requires(May.SEE_REGISTER)
def index():
    everyone = _rows()
    asked = _asked()
    found = asked.of(everyone)
    stem = f"register-{as_at():%Y-%m-%d}"
    return as_file(stem, "Register", asked.in_sheet, found) or _list_page(
        everyone, asked, page_of(present.together(found))
    )


@bp.route("/register/search", methods=["GET", "POST"])
@requires(May.SEE_REGISTER)
def search():
    """Names are searched for in what is posted, so that none is ever in an address bar."""
    if request.method == "GET":
        return redirect(_list_asked())
    everyone = _rows()
    asked = _asked(request.form.get("words", "").strip()[:80])
    found = present.together(asked.of(everyone))
    return _list_page(everyone, asked, page_of(found, size=max(1, len(found))))


def _list_page(everyone, asked, page):
    areas = {row.entry.household.area for row in everyone if row.entry.household.area}
    services = {row.entry.household.provider_ref: row.entry.household.provider for row in everyone}
    workers = {row.worker_ref: row.worker for row in everyone if row.worker}
    households = present.together(everyone)
    return render_template(
        "register/index.html",
        page=page,
        asked=asked,
        columns=asked.on_page,
        choices=present.CHOICES,
        told_once=present.told_once,
        views=[(each, _address_of(each)) for each in saved_views(_user())],
        may_remove=lambda view: may_remove(_user(), view),
        opened=request.args.get("view", ""),
        remove_form=HearthForm(formdata=None),
        places_in_words=present.places_in_words,
        areas=sorted((present.area_name(code), code) for code in areas),
        services=sorted((name, ref) for ref, name in services.items()),
        statuses=list(queries.Status),
        workers=sorted((name, ref) for ref, name in workers.items()),
        carers=len(everyone),
        households=len(households),
        places=sum(each.household.places.left for each in households),
        nobody=sum(each.has_nobody for each in households),
    )


# ------------------------------------------------------------------------------------- saved views


def _user():
    return current_user._get_current_object()


def _address_of(view):
    """The list as a saved view asks for it: codes and columns only, and so fit for an address."""
    return url_for("register.index", view=view.ref, **view.asked)


def _view_or_404(ref):
    view = saved_view(_user(), ref)
    if view is None:
        abort(404)
    return view


@bp.get("/register/views/<ref>")
@requires(May.SEE_REGISTER)
def view(ref):
    """A saved view, as it was kept."""
    return redirect(_address_of(_view_or_404(ref)))


@bp.route("/register/views/save", methods=["GET", "POST"])
@requires(May.SEE_REGISTER)
def save_view():
    """Keep the list as it is asked for now under a name: for oneself, or for the team."""
    asked = _asked()
    form = ViewForm()
    if not current_user.may(May.ALLOCATE_WORKER):
        del form.for_team
    if form.validate_on_submit():
        done = carried_out(
            form,
            saved.save_view,
            name=form.name.data,
            for_team="for_team" in form and form.for_team.data,
            asked=asked.kept(),
            leads_to=_address_of,
        )
        if done is not None:
            return done.redirect
    page = render_template(
        "register/save_view.html",
        form=form,
        there=_list_asked(),
        columns=asked.on_page,
        asked=asked,
    )
    return page, form.http_status


@bp.post("/register/views/<ref>/remove")
@requires(May.SEE_REGISTER)
def remove_view(ref):
    view = _view_or_404(ref)
    if not may_remove(_user(), view):
        abort(403)
    return pressed(saved.remove_view, view, there=url_for("register.index"))


# ------------------------------------------------------------------------------ as the law asks it


@bp.route("/register/statutory")
@requires(May.SEE_REGISTER)
def statutory():
    """The register that the law asks of our own service (FSR 2011 regulation 31), to print."""
    day, known = as_at(), known_at()
    closed = request.args.get("closed") == "yes"
    may_see_addresses = current_user.may(May.SEE_ANY_ADDRESS)
    with_addresses = may_see_addresses and request.args.get("addresses") == "yes"
    rows = statutory_register(day, known, closed=closed)
    later = recorded_later(rows, statutory_register(day)) if known and not closed else ()
    shown = {each.household_id for each in (*rows, *(one.entry for one in later))}
    homes = [f"household:{each}" for each in shown]
    seen = {Kept.CHILD: homes} | ({Kept.LOCATION: homes} if with_addresses else {})
    looked_at("statutory register", seen)
    own = people.own_provider()
    home_of = paths_to("register.household")
    return render_template(
        "register/statutory.html",
        rows=rows,
        later=later,
        closed=closed,
        may_see_addresses=may_see_addresses,
        with_addresses=with_addresses,
        service=own.name if own else "",
        drawn=[
            present.statutory_row(each, home_of(each.household_ref), with_addresses, closed)
            for each in rows
        ],
        year_end=_year_end(today()),
    )


def _year_end(day):
    """The last 31 March: the day that returns are made as at."""
    this = date(day.year, 3, 31)
    return this if this <= day else date(day.year - 1, 3, 31)
