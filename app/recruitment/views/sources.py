"""The council's short list of where people hear of us."""

from __future__ import annotations

from flask import abort, render_template, url_for

from app.accounts.permissions import May
from app.core.security import requires
from app.core.web import as_at
from app.people.forms import OnForm
from app.recruitment import forms, queries
from app.recruitment.actions import enquiries as actions
from app.recruitment.queries import enquiries as asked
from app.recruitment.views.opening import bp, small_page, user


@bp.get("/recruitment/sources")
@requires(May.SEE_RECRUITMENT)
def sources():
    """The list, with how many enquiries each has brought."""
    day = as_at()
    brought: dict[str, int] = {}
    for each in queries.cases(day):
        brought[each.source_ref] = brought.get(each.source_ref, 0) + (each.enquiry_id is not None)
    return render_template(
        "recruitment/sources.html",
        sources=asked.sources(day),
        brought=brought,
        may_set=user().may(May.SET_WEIGHTS),
    )


def _small(form, action, *args, title, **shown):
    return small_page(
        form,
        action,
        *args,
        there=url_for("recruitment.sources"),
        about="Sources of enquiries",
        title=title,
        **shown,
    )


@bp.route("/recruitment/sources/add", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def add_source():
    """A source is put on the list."""
    return _small(forms.AddSourceForm(), actions.add_source, title="Put a source on the list")


@bp.route("/recruitment/sources/<ref>/withdraw", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def withdraw_source(ref):
    """A source is taken off the list."""
    source = asked.source_by_ref(ref) or abort(404)
    return _small(
        OnForm(),
        actions.withdraw_source,
        source,
        title=f"Take {source.name} off the list",
        says="Nobody chooses it from that day. Enquiries that it brought keep it.",
        save="Take it off",
    )
