"""One small page or one button, one act: how it is carried out and answered, in every room.

They stand beside `carried_out`, whose pages they are; a room's own wrapper says about whom, with
which template, and where it leads back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template

from app.audit.carried_out import carried_out
from app.core.errors import RuleBroken
from app.core.forms import HearthForm

TEMPLATE = "small_page.html"


def small_page(
    form: HearthForm,
    action: Callable[..., Any],
    *args: Any,
    there: str,
    about: str,
    template: str = TEMPLATE,
    title: str,
    says: str = "",
    save: str = "Save",
    warning: bool = False,
    done: str = "",
    record: Any = None,
    answers: Callable[[], dict[str, Any]] | None = None,
    leads_to: Callable[[Any], str] | None = None,
    **shown: Any,
) -> Any:
    """Show a form; once sent, carry out the act, say so, and go back.

    `about` is whom or what it is about, `there` the page to go back to; `leads_to`, if given,
    works out another from what the act gave. `record` is what a stale form would overwrite.
    `answers` turns what was typed into the action's arguments; what it makes of it may be refused
    (RuleBroken: a letter that would tell an address), as the act may. `done` says what was done,
    where the action's own words do not.
    """
    if form.validate_on_submit():
        to = leads_to or (lambda _: there)
        try:
            told = answers() if answers is not None else form.answers()
        except RuleBroken as refused:
            form.refused(refused.breaches)
        else:
            carried = carried_out(form, action, *args, leads_to=to, record=record, **told)
            if carried is not None:
                flash(f"{done or action.says}.", "success")  # type: ignore[attr-defined]
                return carried.redirect
    page = render_template(
        template,
        form=form,
        there=there,
        about=about,
        heading=title,
        says=says,
        save=save,
        warning=warning,
        **shown,
    )
    return page, form.http_status


def pressed(action: Callable[..., Any], *args: Any, there: str, done: str = "", **told: Any) -> Any:
    """One button was pressed: carry out the act with what is `told` it, and say on the page it
    leads to what was done, or why not.

    `done` says what was done, where the action's own words do not.
    """
    button = HearthForm()
    if not button.validate_on_submit():
        abort(400)
    carried = carried_out(button, action, *args, leads_to=lambda _: there, **told)
    if carried is not None:
        flash(f"{done or action.says}.", "success")  # type: ignore[attr-defined]
        return carried.redirect
    for why in button.form_errors:
        flash(why, "notice")
    return redirect(there, 303)
