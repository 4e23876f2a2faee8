"""Endings: proposed, recorded, said why; and the meetings that look at unplanned ones."""

from __future__ import annotations

from collections import defaultdict

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.audit.small_page import small_page
from app.children import queries as children
from app.core.columns import Kept
from app.core.db import db
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.placements import forms, queries
from app.placements.actions import endings as actions
from app.placements.kinds import Theme
from app.placements.views.opening import (
    bp,
    change,
    own_households,
    placement_or_404,
    there_of,
    user_now,
    visible,
)
from app.statute.care_planning.placing import TERMINATION_REVIEW_FIRST
from app.statute.local import DISRUPTION_MEETING

REVIEW_FIRST = (
    "A placement ends after a review of the child’s case, with notice, save where the law says "
    f"otherwise ({TERMINATION_REVIEW_FIRST.citation})."
)


@bp.route("/placements/<ref>/ending", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def propose(ref):
    """A placement is to end on a day: why, where to, and the review before."""
    found, child = placement_or_404(ref)
    said = queries.ending_of(found.id)
    form = forms.ProposeForm(obj=said, record=said)
    return change(
        found,
        child,
        form,
        actions.propose_ending,
        title="Propose that this placement end",
        says=REVIEW_FIRST,
        record=said,
        part="ending",
    )


@bp.route("/placements/<ref>/ending/let-go", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def let_go(ref):
    """The placement goes on after all."""
    found, child = placement_or_404(ref)
    return change(
        found,
        child,
        HearthForm(),
        actions.let_ending_go,
        title="The placement goes on",
        says="What was proposed is let go; it stays in the history.",
        save="It goes on",
        answers=dict,
        part="ending",
    )


@bp.route("/placements/<ref>/ended", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def ended(ref):
    """It ended: on which day, why by the return's code and in words, after which review."""
    found, child = placement_or_404(ref)
    said = queries.ending_of(found.id)
    over = found.ends_on is not None
    form = (forms.HowEndedForm if over else forms.EndForm)(record=found)
    if request.method == "GET":
        _fill(form, found, said)
    return change(
        found,
        child,
        form,
        actions.say_ending if over else actions.end_placement,
        title="How this placement ended" if over else "Record the end of this placement",
        says=f"{REVIEW_FIRST} What happened is recorded all the same.",
        record=found,
        part="ending",
    )


def _fill(form, found, said):
    form.because.data = found.ended_because
    if said is not None:
        for name in ("why", "reviewed_on", "without", "goes_to", "officer_told_on"):
            form[name].data = getattr(said, name)
        if "on" in form and said.proposed_on is not None:
            form.on.data = said.proposed_on


# --------------------------------------------------------------------------- disruption meetings


@bp.route("/placements/<ref>/disruption", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def disruption(ref):
    """A disruption meeting was held about this placement's end."""
    found, child = placement_or_404(ref)
    return change(
        found,
        child,
        forms.MeetingForm(),
        actions.hold_meeting,
        title="Record the disruption meeting",
        says="It looks at what led to the end, not for whose fault it was "
        f"({DISRUPTION_MEETING.citation}).",
        leads_to=lambda made: url_for("placements.meeting", ref=made.ref),
    )


@bp.route("/placements/<ref>/disruption/none", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def no_disruption(ref):
    """No meeting is held about this placement's end, because."""
    found, child = placement_or_404(ref)
    return change(
        found,
        child,
        forms.NotNeededForm(),
        actions.hold_none,
        title="No disruption meeting",
        part="ending",
    )


@bp.get("/disruption")
@requires(May.SEE_CHILDREN)
def meetings():
    """What disruption meetings learned, by theme, and what they agreed; each opens its meeting."""
    seen = set(db.session.scalars(visible()))
    found = [each for each in queries.meetings_held() if each.meeting.child_id in seen]
    about = {f"child:{each.meeting.child_id}" for each in found}
    looked_at("disruption meetings", {Kept.CHILD: about, Kept.NARRATIVE: about})
    by_theme = defaultdict(list)
    for each in found:
        for lesson in each.lessons:
            by_theme[lesson.theme].append((lesson, each.meeting))
    return render_template(
        "placements/disruptions.html",
        found=found,
        by_theme=sorted(by_theme.items(), key=lambda pair: (-len(pair[1]), pair[0].value)),
        themes=Theme,
        households=_households(found),
        day=today(),
    )


def _households(found):
    ids = {each.meeting.household_id for each in found if each.meeting.household_id}
    return children.households_named(ids)


def _meeting_or_404(ref):
    found = queries.meeting_by_ref(ref)
    if found is None or not children.may_see_child(
        user_now(), found.child, households=own_households()
    ):
        abort(404)
    about = [f"child:{found.child_id}"]
    looked_at("disruption meeting", {Kept.CHILD: about, Kept.NARRATIVE: about})
    return found


@bp.get("/disruption/<ref>")
@requires(May.SEE_CHILDREN)
def meeting(ref):
    """One meeting: what led to it, who came, what was learned, what was agreed."""
    found = _meeting_or_404(ref)
    return render_template(
        "placements/meeting.html",
        meeting=found,
        whole=queries.looked_at([found])[0],
        placement=found.placement,
        child=found.child,
        day=today(),
        may_keep=current_user.may(May.KEEP_PLACEMENT_LISTS),
        there=there_of(found.placement),
    )


def _small(found, form, action, *args, title, **kw):
    return small_page(
        form,
        action,
        *(args or (found,)),
        there=url_for("placements.meeting", ref=found.ref),
        about=found.child.person.name,
        title=title,
        **kw,
    )


@bp.route("/disruption/<ref>/learned", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def lesson(ref):
    """Something learned, by its theme."""
    return _small(
        _meeting_or_404(ref), forms.LessonForm(), actions.add_lesson, title="What was learned"
    )


@bp.route("/disruption/<ref>/agreed", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def action(ref):
    """Something agreed: what, who, by when."""
    found, form = _meeting_or_404(ref), forms.ActionForm()
    people = forms.choose_from(form.owner, queries.people_to_choose(today()))
    return _small(
        found,
        form,
        actions.add_action,
        title="What was agreed",
        answers=lambda: form.answers() | {"owner": people.get(form.owner.data)},
    )


@bp.route("/disruption/<ref>/agreed/<action_ref>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def action_done(ref, action_ref):
    """What was agreed was done."""
    found, agreed = _meeting_or_404(ref), queries.action_by_ref(action_ref)
    if agreed is None or agreed.meeting_id != found.id:
        abort(404)
    return _small(
        found,
        forms.ActionDoneForm(),
        actions.do_action,
        agreed,
        title="It was done",
        says=agreed.what,
    )
