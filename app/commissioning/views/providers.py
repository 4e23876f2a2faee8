"""Whom we may ask: providers, what they give, frameworks, and the regulator's list."""

from __future__ import annotations

from flask import abort, render_template, url_for

from app.accounts.permissions import May
from app.audit.small_page import small_page
from app.commissioning import forms
from app.commissioning.actions import providers as actions
from app.commissioning.queries import providers as queries
from app.commissioning.views.opening import bp
from app.core.security import requires
from app.core.today import today
from app.data import adjoining, authorities
from app.matching.queries import authority_code
from app.people.forms import offered
from app.people.models import ProviderKind
from app.people.queries import provider_by_ref


def _areas():
    """Our own area and those about it, by code."""
    ours = authority_code()
    codes = [ours, *sorted(adjoining(ours) or ())]
    known = authorities()
    return [(code, known[code].name if code in known else code) for code in codes]


def _provider(ref):
    found = provider_by_ref(ref)
    if found is None or found.kind is ProviderKind.OWN:
        abort(404)
    return found


def _there(provider):
    return url_for("commissioning.provider", ref=provider.ref)


@bp.get("/providers")
@requires(May.SEE_PROVIDERS)
def providers():
    """Everybody we may ask, those on a framework first."""
    day = today()
    return render_template(
        "commissioning/providers.html",
        rows=queries.listed(day),
        frameworks=queries.frameworks(day),
        areas=dict(_areas()),
        day=day,
    )


@bp.get("/providers/<ref>")
@requires(May.SEE_PROVIDERS)
def provider(ref):
    """One provider: what it gives and gave, frameworks, and what the list said."""
    found = _provider(ref)
    return render_template(
        "commissioning/provider.html",
        provider=found,
        row=queries.listed_one(found, today()),
        entries=queries.entries_of(found.id),
        checks=queries.checks_of(found.id),
        areas=dict(_areas()),
        day=today(),
    )


@bp.route("/providers/new", methods=["GET", "POST"])
@requires(May.KEEP_PROVIDERS)
def add_provider():
    """A provider that is not on record yet."""
    form = forms.ProviderForm(data={"min_age": 0, "max_age": 17}).offer(_areas())
    return small_page(
        form,
        actions.add_provider,
        there=url_for("commissioning.providers"),
        about="Providers",
        title="Put a provider on record",
        leads_to=_there,
    )


@bp.route("/providers/<ref>/entry", methods=["GET", "POST"])
@requires(May.KEEP_PROVIDERS)
def entry(ref):
    """What it gives from a day on."""
    found = _provider(ref)
    now = queries.listed_one(found, today()).entry
    known = (
        {
            name: getattr(now, name)
            for name in ("service", "areas", "min_age", "max_age", "contact_name", "email")
        }
        if now
        else {"service": queries.SERVICE_OF.get(found.kind), "min_age": 0, "max_age": 17}
    )
    return small_page(
        forms.EntryForm(data=known).offer(_areas()),
        actions.set_entry,
        found,
        there=_there(found),
        about=found.name,
        title="What they give",
        says="What held before stays on record until that day.",
    )


@bp.route("/providers/<ref>/check", methods=["GET", "POST"])
@requires(May.KEEP_PROVIDERS)
def check_provider(ref):
    """The regulator's own list was looked at."""
    found = _provider(ref)
    return small_page(
        forms.StandingForm(),
        actions.check_provider,
        found,
        there=_there(found),
        about=found.name,
        title="Record what the regulator’s list says",
        says="Whoever is suspended or not on the list is sent nothing.",
    )


@bp.route("/frameworks/new", methods=["GET", "POST"])
@requires(May.KEEP_PROVIDERS)
def add_framework():
    """An agreement under which homes are bought."""
    return small_page(
        forms.FrameworkForm(),
        actions.add_framework,
        there=url_for("commissioning.providers"),
        about="Providers",
        title="Record a framework",
    )


@bp.route("/providers/<ref>/framework", methods=["GET", "POST"])
@requires(May.KEEP_PROVIDERS)
def join_framework(ref):
    """A place on a framework."""
    found = _provider(ref)
    by_ref = {each.ref: each for each in queries.frameworks(today())}
    form = forms.JoinForm()
    form.framework.choices = offered((key, each.name) for key, each in by_ref.items())
    return small_page(
        form,
        actions.join_framework,
        found,
        there=_there(found),
        about=found.name,
        title="Put them on a framework",
        says="" if by_ref else "No framework is on record yet: record one first.",
        answers=lambda: {**form.answers(), "framework": by_ref[form.framework.data]},
    )


@bp.route("/providers/<ref>/framework/leave", methods=["GET", "POST"])
@requires(May.KEEP_PROVIDERS)
def leave_framework(ref):
    """Off a framework."""
    found = _provider(ref)
    by_ref = {each.framework.ref: each for each in queries.listed_one(found, today()).memberships}
    form = forms.LeaveForm()
    form.framework.choices = offered((key, each.framework.name) for key, each in by_ref.items())
    return small_page(
        form,
        actions.leave_framework,
        by_ref.get(form.framework.data or ""),
        there=_there(found),
        about=found.name,
        title="Take them off a framework",
        answers=lambda: {"on": form.on.data},
    )
