"""Which roads are in use and how fast each sort is taken to be."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.small_page import small_page
from app.core.security import requires
from app.travel import actions, forms, loading, queries, rules
from sufficiency.travel import SOURCE, Road

bp = Blueprint("travel", __name__)


bp.add_app_template_filter(rules.otherwise, "otherwise_reckoned")


@bp.get("/roads")
@requires(May.SEE_REFERRALS, May.MANAGE_USERS)
def index():
    """How minutes by road are reckoned: on which roads, at which speeds, whose they are."""
    network = queries.network()
    return render_template(
        "travel/index.html",
        network=network,
        speeds=loading.speeds_of(network),
        source=SOURCE,
        factor=rules.FACTOR_SOURCE,
        licence=rules.licence(network.product, network.data_of, network.starts_on)
        if network
        else None,
        before=queries.networks_before(),
        may_set=network is not None and current_user.may(May.SET_WEIGHTS),
    )


@bp.route("/roads/speeds", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def speeds():
    """The council's own speeds: the roads in use are prepared again with them."""
    network = queries.network()
    roads = queries.loaded_roads(network.code) if network is not None else None
    if network is None or roads is None:
        flash("No roads are loaded: there is nothing that goes at these speeds.", "notice")
        return redirect(url_for("travel.index"), 303)
    now_used = loading.speeds_of(network)
    form = forms.SpeedsForm(data={road.value: round(now_used[road]) for road in Road})
    return small_page(
        form,
        actions.set_speeds,
        there=url_for("travel.index"),
        about="Minutes by road",
        title="Speeds",
        says="Mean miles an hour, with junctions, bends and villages. Every time on the roads in "
        "use is worked out again, which takes some seconds.",
        done="The speeds are set",
        answers=lambda: {
            "ready": loading.at_other_speeds(roads, form.speeds()),
            "prepared_from": network.code,
        },
    )
