"""The small pages of what a household can offer: holds, availability, agreements, reviews."""

from __future__ import annotations

from flask import abort
from flask_login import current_user

from app.accounts.permissions import May
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.people.changing import change
from app.people.forms import WhichForm, offered
from app.register import actions, queries
from app.register.forms import (
    AgreementForm,
    ReviewForm,
    SharingForm,
    UnavailableForm,
)
from app.register.views.opening import (
    bp,
    children_by_ref,
    names_to_choose,
    to_edit,
    to_keep_available,
)


@bp.route("/households/<ref>/unavailable", methods=["GET", "POST"])
@requires(May.KEEP_AVAILABILITY)
def unavailable(ref):
    household = to_keep_available(ref)
    return change(
        household,
        UnavailableForm(),
        actions.make_unavailable,
        household,
        title="Record places that are not available",
        says="The number of places left is worked out; nobody types it.",
        part="availability",
    )


@bp.route("/households/<ref>/available", methods=["GET", "POST"])
@requires(May.KEEP_AVAILABILITY)
def available(ref):
    household = to_keep_available(ref)
    gone = [
        each
        for each in queries.standing_of(household.id).unavailable
        if each.ends_on is None or each.ends_on > today()
    ]
    if not gone:
        abort(404)
    form = WhichForm(rows=[(each, _gone_in_words(each)) for each in gone])
    return change(
        household,
        form,
        actions.make_available,
        form.chosen(),
        title="Record places as available again",
        part="availability",
        answers=lambda: {"on": form.on.data},
    )


def _gone_in_words(gone):
    number = f"{gone.places} of the places" if gone.places else "Every place"
    why = gone.why(sees_reasons=current_user.may(May.SEE_HOLD_REASON))
    return f"{number} from {long_day(gone.starts_on)}: {why}"


@bp.route("/households/<ref>/agreement", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def agreement(ref):
    household = to_edit(ref)
    return change(
        household,
        AgreementForm(),
        actions.sign_agreement,
        household,
        title="Record the signed foster care agreement",
        says="No child is placed before it is signed (regulation 22). Under Documents it is made "
        "as a letter, with the terms filled in, for both sides to sign.",
        part="approval",
    )


@bp.route("/households/<ref>/sharing", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def sharing(ref):
    household = to_edit(ref)
    found = children_by_ref(household)
    form = SharingForm()
    form.child.choices = offered([("", "Choose a child"), *names_to_choose(found)])
    form.with_child.choices = form.child.choices
    return change(
        household,
        form,
        actions.agree_sharing,
        household,
        title="Record an agreement to share a bedroom",
        says="From the third birthday each child has a bedroom of their own, unless each one’s "
        "responsible authority agrees (national minimum standard 10.6).",
        part="home",
        answers=lambda: {
            **form.answers(),
            "child": found[form.child.data],
            "with_child": found[form.with_child.data],
        },
    )


@bp.route("/households/<ref>/review", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def review(ref):
    household = to_edit(ref)
    return change(
        household,
        ReviewForm(),
        actions.record_review,
        household,
        title="Record a review of approval",
        says="Reviews are held within a year of approval, and then within a year of the last "
        "(regulation 28).",
        part="clocks",
    )
