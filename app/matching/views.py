"""Find a home: referrals, the search as it is typed, calls, held beds, placing."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit import looks
from app.audit.carried_out import carried_out
from app.audit.small_page import pressed
from app.children import actions as children
from app.children.models import Child, Outcome, Referral
from app.commissioning import queries as commissioning
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.matching import actions, county_map, forms, placing, queries, rules, searching, standard
from app.matching.models import PlacementDecision
from app.money import queries as money
from app.people.models import Household
from app.people.queries import household_by_ref
from app.register import actions as register
from app.register.queries import claim_by_ref
from app.statute.book import clock
from sufficiency.criteria import Weights
from sufficiency.types import Kind, Need, age_on

bp = Blueprint("matching", __name__, url_prefix="/find")


@bp.app_template_filter("age")
def age_said(born: date) -> str:
    """A child's age today as people say it: months before the second birthday."""
    months = (today().year - born.year) * 12 + today().month - born.month
    months -= today().day < born.day
    if months < 1:
        return f"{(today() - born).days} days old"
    return f"{months} months old" if months < 24 else str(months // 12)


@bp.app_template_filter("risks_answered")
def risks_answered(data: dict[str, Any]) -> int:
    """How many of the standard's risk questions a referral has answered."""
    return sum(bool(data.get(risk)) for risk in standard.RISKS)


@bp.app_template_global()
def child_page(child: Child) -> str:
    """A child's own page."""
    return url_for("children.child", ref=child.ref)


@bp.app_template_global()
def new_once() -> str:
    """A key for a button that stands alone, so that pressing it twice does it once."""
    return secrets.token_urlsafe(24)


STARTS = (
    "placement_plan_due",
    "placement_notification",
    "visit_first",
    "lac_review_first",
)
"""Clocks that a placement starts, shown before it is confirmed."""


@bp.get("/")
@requires(May.SEE_REFERRALS)
def index() -> Any:
    """Children who need a home, most urgent first."""
    closed = request.args.get("closed") == "yes"
    rows = queries.referrals(open_only=not closed)
    return render_template(
        "matching/index.html",
        rows=rows,
        closed=closed,
        unsought=queries.nobody_looks_for() if current_user.may(May.OPEN_REFERRAL) else (),
        waiting=queries.waiting_for_decision(),
        held=queries.held_beds(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def new() -> Any:
    """Choose the children; everything known about them fills the referral."""
    form = forms.ChooseChildrenForm()
    words = request.form.get("words", "")
    chosen = request.form.getlist("children") or request.args.getlist("child")
    shown = queries.children_to_choose(words, chosen)
    form.children.choices = [(child.ref, child.name) for child in shown]
    searching_only = request.form.get("do") == "search"
    if request.method == "POST" and not searching_only and form.validate():
        picked = queries.children_by_refs(form.children.data or [])
        done = carried_out(
            form,
            children.open_referral,
            picked,
            **first_answers(picked),
            leads_to=lambda referral: url_for("matching.referral", ref=referral.ref),
        )
        if done:
            return done.redirect
    return render_template(
        "matching/new.html", form=form, shown=shown, words=words, chosen=chosen
    ), 200 if searching_only else form.http_status


def first_answers(picked: list[Any]) -> dict[str, Any]:
    """What a new referral is filled with before anybody types."""
    ages = [age_on(child.person.born, today()) for child in picked if child.person.born]
    under = bool(ages) and min(ages) < standard.SMOKE_FREE_UNDER
    return {
        "needed_on": today(),
        "kind": Kind.SHORT_TERM,
        "together": True,
        "answers": {"smokeFree": True} if under else {},
        **queries.known_about([child.id for child in picked]),
    }


@bp.route("/<ref>", methods=["GET", "POST"])
@requires(May.SEE_REFERRALS)
def referral(ref: str) -> Any:
    """The need on the left, the answer on the right."""
    found = _referral(ref)
    form = forms.ReferralForm.for_referral(found)
    may_change = current_user.may(May.OPEN_REFERRAL) and found.closed_on is None
    if request.method == "POST" and not may_change:
        abort(403)
    if form.validate_on_submit():
        done = carried_out(
            form,
            _change_and_search,
            found,
            record=found,
            typed=form,
            leads_to=lambda _: url_for("matching.referral", ref=ref) + "#answer",
        )
        if done:
            return done.redirect
    need = queries.need_of(found)
    answer = _answer(need)
    _looked(found)
    status = 409 if form.conflict is not None else 422 if form.errors else 200
    return (
        render_template(
            "matching/referral.html",
            referral=found,
            form=form,
            may_change=may_change,
            hide_names=request.args.get("names") == "hidden",
            **_right_hand_side(found, answer),
        ),
        status,
    )


def _change_and_search(found: Referral, *, typed: forms.ReferralForm, by: Any) -> Referral:
    """Save what was typed, and keep the search that it makes."""
    changed: Referral = children.change_referral(found, **_with_local_field(found, typed), by=by)
    need = queries.need_of(changed)
    answer = searching.answer(need, by)
    actions.keep_search(changed, need, answer.matches, weights=answer.weights, by=by)
    return changed


def _with_local_field(found: Referral, form: forms.ReferralForm) -> dict[str, Any]:
    answers = form.referral_answers()
    local = dict(found.answers.get("local", {}))
    if form.local_name.data:
        local[form.local_name.data] = form.local_value.data or ""
    if local:
        answers["answers"]["local"] = local
    return answers


@bp.post("/<ref>/answer")
@requires(May.SEE_REFERRALS)
def answer_as_typed(ref: str) -> Any:
    """The right-hand side for what is on the form now; nothing is saved."""
    found = _referral(ref)
    form = forms.ReferralForm.for_referral(found)
    if not form.validate():
        return render_template("matching/_not_yet.html", form=form), 422
    typed = form.referral_answers()
    draft: Any = _Draft(found, typed)
    need = queries.need_of(draft, typed["answers"])
    return render_template(
        "matching/_as_typed.html",
        referral=found,
        hide_names=request.args.get("names") == "hidden",
        as_typed=True,
        may_change=current_user.may(May.OPEN_REFERRAL) and found.closed_on is None,
        **_right_hand_side(found, _answer(need), exactly=False),
    )


class _Draft:
    """A referral as typed: the same children, the fields on the form, and no row."""

    def __init__(self, found: Referral, typed: dict[str, Any]) -> None:
        self.ref, self.children = found.ref, found.children
        self.__dict__.update(typed)


def _answer(need: Need) -> searching.Answer:
    return searching.answer(need, current_user._get_current_object())


def _right_hand_side(
    found: Referral, answer: searching.Answer, *, exactly: bool = True
) -> dict[str, Any]:
    said = queries.calls(found.id)
    return {
        "answer": answer,
        "by_road": searching.minutes_shown(answer, exactly=exactly),
        "calls": said,
        "last_call": {row.Call.household_id: row.Call for row in reversed(said)},
        "shortlist": queries.shortlist(found.id),
        "claims": queries.claims(found.id),
        "decisions": queries.decisions(found.id),
        "county": county_map.draw(answer),
        "costs": _costs(found, {home.card.household_id for home in answer.ranked}),
        "may_place": current_user.may(May.OPEN_REFERRAL) and found.closed_on is None,
        "names_of": {str(child.id): child.person.given_name for child in found.children},
    }


# -------------------------------------------------------------------------- shortlist, calls, holds


@bp.post("/<ref>/shortlist/<household_ref>")
@requires(May.OPEN_REFERRAL)
def shortlist(ref: str, household_ref: str) -> Any:
    """Put a home on the shortlist, or take it off."""
    found, household = _referral(ref), _household(household_ref)
    off = request.form.get("do") == "off"
    action = actions.take_off_shortlist if off else actions.shortlist
    return pressed(action, found, household, there=_back(ref))


@bp.route("/<ref>/call/<household_ref>", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def call(ref: str, household_ref: str) -> Any:
    """Log a call: who was asked, what they said."""
    found, household, form = _referral(ref), _household(household_ref), forms.CallForm()
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.log_call,
            found,
            household,
            **form.answers(),
            leads_to=lambda _: _back(ref, "calls"),
        )
    ):
        return done.redirect
    return render_template(
        "matching/call.html", referral=found, household=household, form=form
    ), form.http_status


@bp.route("/<ref>/hold/<household_ref>", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def hold(ref: str, household_ref: str) -> Any:
    """Hold a bed until a moment, so that nobody else is promised it."""
    found, household, form = _referral(ref), _household(household_ref), forms.HoldForm()
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.hold_bed,
            found,
            household,
            expires_at=form.expires_at(),
            leads_to=lambda _: _back(ref, "held"),
        )
    ):
        return done.redirect
    if not form.is_submitted():
        form.until.data = "2"
    return render_template(
        "matching/hold.html", referral=found, household=household, form=form
    ), form.http_status


@bp.post("/<ref>/release/<claim_ref>")
@requires(May.OPEN_REFERRAL)
def release(ref: str, claim_ref: str) -> Any:
    """Let a held bed or a planned placement go."""
    found, claim = _referral(ref), claim_by_ref(claim_ref)
    if claim is None or claim.referral_id != found.id:
        abort(404)
    because = "Released by the placement team"
    return pressed(register.release_claim, claim, there=_back(ref, "held"), because=because)


# ------------------------------------------------------------------------------------------ placing


@bp.route("/<ref>/place/<household_ref>", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def place(ref: str, household_ref: str) -> Any:
    """What is checked, what is asked, what will start; then one button."""
    found, household = _referral(ref), _household(household_ref)
    told = commissioning.told_before(found, household)
    form = forms.PlaceForm(data={"moves_in_on": queries.starts_on(found), **told})
    asked = form.asked() if form.is_submitted() else rules.Asked()
    if form.validate_on_submit():
        propose = request.form.get("do") == "propose"
        done = carried_out(
            form,
            actions.propose if propose else actions.place,
            found,
            household,
            asked=asked,
            leads_to=lambda decision: url_for("matching.decision", ref=decision.ref),
        )
        if done:
            return done.redirect
    # read now: what refused it may have happened after the page was opened
    proposal = placing.proposal(found, household, asked, current_user._get_current_object())
    return _place_page(found, household, form, proposal)


def _place_page(
    found: Referral,
    household: Household,
    form: forms.PlaceForm,
    proposal: rules.Proposal,
    decision: PlacementDecision | None = None,
) -> Any:
    _looked(found)
    blocked = rules.placing_breaches(proposal)
    answers = {breach.field for breach in blocked}
    return (
        render_template(
            "matching/place.html",
            referral=found,
            household=household,
            form=form,
            proposal=proposal,
            decision=decision,
            stopped=[breach for breach in blocked if breach.field is None],
            may_propose=_only_a_decider_is_missing(proposal),
            outside_terms=rules.outside_terms(proposal.findings),
            to_decide=rules.left_to_the_decider(proposal),
            asked_for=answers,
            cost=_costs(found, {household.id}).get(household.id),
            starts=[(clock(key), clock(key).last_day(proposal.moves_in_on)) for key in STARTS],
            alternatives=queries.shortlist(found.id),
        ),
        form.http_status,
    )


def _only_a_decider_is_missing(proposal: rules.Proposal) -> bool:
    """Whether a placement officer may put this before somebody who decides it."""
    stopped = [b for b in rules.placing_breaches(proposal) if b.field is None]
    never = {f.code for f in proposal.findings if f.weighs == "ruled_out"} & rules.NEVER_HERE
    return bool(stopped) and not never and proposal.referral_open


@bp.get("/decisions/<ref>")
@requires(May.SEE_REFERRALS)
def decision(ref: str) -> Any:
    """A placement proposed or decided: what was checked, asked, and what started."""
    found = _decision(ref)
    about = _referral_of(found)
    _looked(about)
    return render_template(
        "matching/decision.html",
        decision=found,
        referral=about,
        household=queries.household_of(found),
        placements=queries.placements_of(found),
        people=queries.people_of(found),
        others=queries.households_named(found.alternatives or []),
        may_decide=actions.may_decide(current_user._get_current_object())
        and found.confirmed_at is None
        and found.declined_at is None,
        twenty_two_c=rules.TWENTY_TWO_C,
    )


@bp.route("/decisions/<ref>/decide", methods=["GET", "POST"])
@requires(May.DECIDE_FAILED_GATE, May.DECIDE_AT_A_DISTANCE)
def decide(ref: str) -> Any:
    """A nominated officer decides a placement that somebody proposed."""
    found = _decision(ref)
    user = current_user._get_current_object()
    if not actions.may_decide(user):
        abort(403)
    about, household = _referral_of(found), queries.household_of(found)
    kept = {"moves_in_on": queries.starts_on(about), **queries.answers_of(found)}
    form = forms.PlaceForm(data=kept)
    asked = form.asked()
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.place,
            about,
            household,
            asked=asked,
            decision=found,
            leads_to=lambda made: url_for("matching.decision", ref=made.ref),
        )
    ):
        return done.redirect
    proposal = placing.proposal(about, household, asked, user, proposed_by=found.proposed_by_id)
    return _place_page(about, household, form, proposal, found)


@bp.route("/decisions/<ref>/decline", methods=["GET", "POST"])
@requires(May.DECIDE_FAILED_GATE, May.DECIDE_AT_A_DISTANCE)
def decline(ref: str) -> Any:
    """A nominated officer declines a placement that somebody proposed, with the reason."""
    found, form = _decision(ref), forms.DeclineForm()
    if not actions.may_decide(current_user._get_current_object()):
        abort(403)
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.decline,
            found,
            because=form.because.data,
            leads_to=lambda _: url_for("matching.decision", ref=ref),
        )
    ):
        return done.redirect
    return render_template(
        "matching/decline.html", decision=found, household=queries.household_of(found), form=form
    ), form.http_status


@bp.route("/<ref>/close", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def close(ref: str) -> Any:
    """Close a referral that found nobody; its last search is kept as evidence of unmet need."""
    found, form = _referral(ref), forms.CloseForm()
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            _close_with_search,
            found,
            outcome=form.outcome.data,
            leads_to=lambda _: url_for("matching.index"),
        )
    ):
        return done.redirect
    return render_template("matching/close.html", referral=found, form=form), form.http_status


def _close_with_search(found: Referral, *, outcome: Outcome, by: Any) -> Referral:
    need = queries.need_of(found)
    answer = searching.answer(need, by)
    actions.keep_search(found, need, answer.matches, weights=answer.weights, by=by)
    for row in queries.claims(found.id):
        register.release_claim(row.RoomClaim, because="The referral was closed", by=by)
    closed: Referral = children.close_referral(found, on=today(), outcome=outcome, by=by)
    return closed


@bp.route("/weights", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def weights() -> Any:
    """The council's own weights, in miles."""
    now_used = queries.weights()
    form = forms.WeightsForm(data={name: getattr(now_used, name) for name in now_used.__slots__})
    if form.validate_on_submit():
        asked = _miles_typed(form)
        if asked is not None and (
            done := carried_out(
                form,
                actions.set_weights,
                asked,
                leads_to=lambda _: url_for("matching.weights"),
            )
        ):
            return done.redirect
    return render_template("matching/weights.html", form=form), form.http_status


def _miles_typed(form: forms.WeightsForm) -> dict[str, float] | None:
    asked = {}
    for name in Weights.__slots__:
        try:
            asked[name] = float(form[name].data)
        except (TypeError, ValueError):
            asked[name] = -1.0
        if not 0 <= asked[name] <= 1000:
            form[name].errors = ["Enter miles from 0 to 1,000"]
    return None if form.errors else asked


# ------------------------------------------------------------------------------------------- shared


def _referral(ref: str) -> Referral:
    return queries.referral_by_ref(ref) or abort(404)


def _household(ref: str) -> Household:
    return household_by_ref(ref) or abort(404)


def _decision(ref: str) -> PlacementDecision:
    return queries.decision_by_ref(ref) or abort(404)


def _referral_of(found: PlacementDecision) -> Referral:
    return queries.referral_by_id(found.referral_id) or abort(404)


def _costs(found: Referral, household_ids: set[int]) -> Any:
    """What all the children of a referral would cost a week in each of these homes."""
    born = [child.person.born for child in found.children]
    return money.costs(household_ids, born, max(found.needed_on, today()))


def _back(ref: str, part: str = "answer") -> str:
    return url_for("matching.referral", ref=ref) + f"#{part}"


def _looked(found: Referral) -> None:
    subjects = [f"child:{child.id}" for child in found.children]
    looks.looked(subjects, Kept.CHILD, request.endpoint or "")
