"""How a holder's form is shown, saved to come back to, and sent: the same for every purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit.act import Actor
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.db import transaction
from app.core.errors import RuleBroken
from app.links import actions
from app.links.forms import LinkForm
from app.links.models import OneTimeLink
from app.links.purposes import purpose_of

SAVE, SEND = "save", "send"
CHANGED = (
    "This was saved in another window since. Look through your answers here, then press again: "
    "what stands here now will be kept."
)


def ask(
    link: OneTimeLink,
    form: LinkForm,
    template: str,
    *,
    finish: Callable[..., object],
    **shown: Any,
) -> ResponseReturnValue:
    """Show a holder's form, filled with what was saved; save it, or send it.

    `finish(**answers, by=holder)` writes what the record is to hold, in the transaction in which
    the link is answered. Saving asks nothing; sending asks whatever the form asks.
    """
    if request.method == "POST":
        led_on = _taken(link, form, finish)
        if led_on is not None:
            return led_on
    page = render_template(
        template, link=link, form=form, purpose=purpose_of(link), saved=_was_saved(link), **shown
    )
    return page, form.http_status


def _taken(
    link: OneTimeLink, form: LinkForm, finish: Callable[..., object]
) -> ResponseReturnValue | None:
    """Save or send; None with the reasons on the form if that cannot be."""
    if form.version.data != str(link.version):
        form.form_errors.append(CHANGED)
        form.version.data = str(link.version)
        return None
    try:
        if SAVE in request.form:
            actions.answer(link, form.typed(), finished=False)
            return redirect(f"{request.path}?saved=yes", 303)
        if SEND in request.form and form.validate():
            with transaction():
                actions.answer(link, form.typed(), finished=True)
                finish(**form.answers(), by=actions.holder_of(link))
            return redirect(request.path, 303)
    except RuleBroken as refused:
        form.refused(refused.breaches)
    return None


def _was_saved(link: OneTimeLink) -> bool:
    return request.method == "GET" and request.args.get("saved") == "yes" and bool(link.saved_at)


def looked_by_link(link: OneTimeLink, subjects: Iterable[str], kept: Kept, page: str) -> None:
    """The holder is shown values of this class about these subjects: a look, by the link."""
    by: Actor = actions.holder_of(link)
    looked(subjects, kept, page, by=by)


def shown_once(
    sent: Sequence[tuple[OneTimeLink, str]], *, back: str, back_says: str
) -> ResponseReturnValue:
    """The addresses of links just sent, to pass on. They are shown here and never again."""
    return render_template(
        "links/sent.html",
        sent=[(link, url_for("links.hold", token=token, _external=True)) for link, token in sent],
        back=back,
        back_says=back_says,
        purpose_of=purpose_of,
    )
