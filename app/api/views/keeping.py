"""The pages of whoever keeps the systems: let in, what they may do, tokens, and what they asked."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, current_app, render_template, request, url_for

from app.accounts import rules as accounts
from app.accounts.permissions import May
from app.accounts.views.proving import needs_proof, proved
from app.api import actions, forms, openapi, queries, rules
from app.api.problems import TITLES
from app.api.rules import Scope, TokenState
from app.api.views.opening import bp
from app.audit.carried_out import carried_out
from app.audit.small_page import pressed, small_page
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import now, today

LATELY = timedelta(days=28)
MOST_REFUSED = 100


def _system(ref):
    return queries.system_by_ref(ref) or abort(404)


@bp.get("/systems")
@requires(May.KEEP_SYSTEMS, May.SEE_LOOKS)
def systems():
    """Which systems may read or write here, and how often they did lately."""
    return render_template(
        "api/systems.html",
        systems=queries.systems(),
        called=queries.called_since(now() - LATELY),
    )


@bp.get("/systems/explained")
@requires(May.KEEP_SYSTEMS, May.SEE_LOOKS)
def explained():
    """What systems can ask and tell, in plain words."""
    document = openapi.document(current_app)
    asked = [
        (method.upper(), path, told["summary"], told["security"][0]["token"][0])
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    return render_template("api/explained.html", asked=asked, scopes=list(Scope), rules=rules)


@bp.route("/systems/add", methods=["GET", "POST"])
@requires(May.KEEP_SYSTEMS)
def add_system():
    """Another system is let in."""
    form = forms.NewSystemForm().with_scopes()
    return small_page(
        form,
        actions.add_system,
        answers=form.told,
        there=url_for("api.systems"),
        leads_to=lambda system: url_for("api.system", ref=system.ref),
        about="Other systems",
        title="Let another system in",
        says="It can do nothing until it has a token, which you make on the next page. Choose as "
        "little as it needs.",
        save="Let it in",
    )


@bp.get("/systems/<ref>")
@requires(May.KEEP_SYSTEMS, May.SEE_LOOKS)
def system(ref):
    """One system."""
    return _page(_system(ref))


def _page(found, token=None, restore=None):
    """One system's page, with whichever form was refused."""
    return render_template(
        "api/system.html",
        system=found,
        tokens=queries.tokens_of(found),
        used=queries.last_used(found),
        calls=queries.calls_by_page(found, now() - LATELY),
        refused_calls=queries.refused_calls(found, now() - LATELY, MOST_REFUSED),
        most=MOST_REFUSED,
        titles=TITLES,
        State=TokenState,
        token=token or forms.TokenForm(formdata=None, last_day=accounts.a_year_after(today())),
        button=HearthForm(formdata=None),
        restore=restore or forms.RestoreForm(formdata=None),
        needs_proof=needs_proof(),
    )


@bp.route("/systems/<ref>/change", methods=["GET", "POST"])
@requires(May.KEEP_SYSTEMS)
def change_system(ref):
    """What a system is called, and what it may do."""
    found = _system(ref)
    form = forms.SystemForm(
        name=found.name, contact=found.contact, scopes=found.allowed, record=found
    ).with_scopes()
    return small_page(
        form,
        actions.change_system,
        found,
        record=found,
        answers=form.told,
        there=url_for("api.system", ref=found.ref),
        about=found.name,
        title="Change what it may do",
        says="From the next call on.",
    )


@bp.post("/systems/<ref>/tokens")
@requires(May.KEEP_SYSTEMS)
def make_token(ref):
    """A token, shown once."""
    found = _system(ref)
    form = forms.TokenForm()
    if form.validate_on_submit() and proved(form):
        done = carried_out(
            form,
            actions.make_token,
            found,
            label=form.label.data,
            last_day=form.last_day.data,
            leads_to=lambda _: url_for("api.system", ref=found.ref),
        )
        if done and done.result is not None:
            made, said = done.result
            return render_template(
                "api/token.html",
                system=found,
                token=made,
                said=said,
                address=request.host_url.rstrip("/") + "/api/v1",
            )
        if done:
            return done.redirect
    return _page(found, token=form), form.http_status


@bp.post("/systems/<ref>/tokens/<token_ref>/revoke")
@requires(May.KEEP_SYSTEMS)
def revoke_token(ref, token_ref):
    """A token opens nothing from now on."""
    found = _system(ref)
    token = queries.token_by_ref(found, token_ref) or abort(404)
    return pressed(
        actions.revoke_token,
        token,
        there=url_for("api.system", ref=found.ref),
        done="The token is taken back: it opens nothing now",
    )


@bp.post("/systems/<ref>/stop")
@requires(May.KEEP_SYSTEMS)
def stop_system(ref):
    """Every token of a system opens nothing from now on."""
    found = _system(ref)
    return pressed(
        actions.stop_system,
        found,
        there=url_for("api.system", ref=found.ref),
        done="The system is stopped: nothing opens to it now",
    )


@bp.post("/systems/<ref>/restore")
@requires(May.KEEP_SYSTEMS)
def restore_system(ref):
    """A stopped system is let in again."""
    found = _system(ref)
    form = forms.RestoreForm()
    if form.validate_on_submit() and proved(form):
        there = url_for("api.system", ref=found.ref)
        done = carried_out(form, actions.restore_system, found, leads_to=lambda _: there)
        if done:
            return done.redirect
    return _page(found, restore=form), form.http_status
