"""One small page, one act: how every form about a child is shown, carried out and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, render_template

from app.audit.carried_out import carried_out
from app.core.forms import HearthForm


def change(
    form: HearthForm,
    action: Callable[..., Any],
    *args: Any,
    about: str,
    there: str,
    title: str,
    says: str = "",
    save: str = "Save",
    warning: bool = False,
    record: Any = None,
    answers: Callable[[], dict[str, Any]] | None = None,
    leads_to: Callable[[Any], str] | None = None,
    template: str = "children/change.html",
    **shown: Any,
) -> Any:
    """Show a form; once sent, carry out the act and go back.

    `about` names what it is about and `there` is the page to go back to; `leads_to`, if given,
    works out another page from what the act gave. `record` is what a stale form would overwrite.
    """
    if form.validate_on_submit():
        told = answers() if answers is not None else form.answers()
        to = leads_to or (lambda _: there)
        carried = carried_out(form, action, *args, leads_to=to, record=record, **told)
        if carried is not None:
            flash(f"{action.says}.", "success")  # type: ignore[attr-defined]
            return carried.redirect
    page = render_template(
        template,
        form=form,
        about=about,
        there=there,
        heading=title,
        says=says,
        save=save,
        warning=warning,
        **shown,
    )
    return page, form.http_status
