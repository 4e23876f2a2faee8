"""What the council asks of visits. None of it is law, and the page says so."""

from __future__ import annotations

from flask import flash, render_template, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.core.security import requires
from app.core.today import today
from app.supervision.visits import actions, queries
from app.supervision.visits.forms import SettingsForm
from app.supervision.visits.models import Setting
from app.supervision.visits.rules import weeks_in_the_book
from app.supervision.visits.views.opening import bp


@bp.route("/visits/settings", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def settings():
    """How often, whether carers sign, what is talked about: from a day on."""
    now = _in_force()
    form = SettingsForm(topics="\n".join(queries.topics(today())), **now)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.set_everything,
            {
                Setting(name): int(form[name].data)
                for name in now
                if int(form[name].data) != int(now[name])
            },
            topics=(form.topics.data or "").splitlines(),
            starts_on=form.starts_on.data,
            leads_to=lambda _: url_for("supervision.visits.settings"),
        )
        if carried is not None:
            flash("Set.", "success")
            return carried.redirect
    page = render_template(
        "supervision/visits/settings.html", form=form, history=queries.settings_through_time()
    )
    return page, form.http_status


def _in_force():
    """Every setting as it stands today: the council's own, or the book's."""
    found = {
        setting.value: weeks_in_the_book(kind) for setting, kind in queries.KIND_SET_BY.items()
    }
    found[Setting.SIGNATURE.value] = False
    for each in queries.settings_through_time():
        if each.held_on(today()):
            found[each.setting.value] = each.value
    return found
