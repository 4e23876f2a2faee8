"""Decisions: one page to propose, one to follow, one to decide, and the list of all of them."""

from __future__ import annotations

from flask import abort, flash, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, page_of
from app.panel.queries import not_their_turn, on_panels, who_sat
from app.people.forms import offered
from app.register import present_deciding as present
from app.register import queries as register
from app.register.actions import deciding as actions
from app.register.deciding import KINDS, DecisionKind, Outcome, StepKind, differences
from app.register.forms import (
    MOST_LINES,
    DecideForm,
    ReasonsForm,
    SecondPersonForm,
    StepForm,
    TermsForm,
    propose_form,
)
from app.register.queries import deciding as queries
from app.register.queries.deciding import About
from app.register.queries.resignation import records_asked
from app.register.rules import deciding_kinds as rules
from app.register.rules.deciding_kinds import who_decides
from app.register.rules.deciding_steps import Stage, final_breaches, stage_of
from app.register.views.opening import (
    NOT_LISTED,
    bp,
    children_by_ref,
    copies_go_to,
    names_to_choose,
    to_edit,
)
from app.statute.fostering.records import RECORDS_ACCESS_OTHER_PROVIDER
from app.supervision import queries as supervision

# -------------------------------------------------------------------------------------- proposing


@bp.route("/households/<ref>/propose/<kind>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def propose(ref, kind):
    """Ask for a decision: what is proposed, beside what the record says, and the judgement."""
    household = to_edit(ref)
    kind = _kind_or_404(kind)
    page = _Proposing(household, kind)
    if page.adds_a_line():
        return page.shown()
    form = page.form
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.propose,
            page.about(),
            kind,
            answers={each.key: form[each.key].data or "" for each in KINDS[kind].questions},
            proposal=page.proposal(),
            needed_on=form.needed_on.data if "needed_on" in form else None,
            leads_to=lambda made: url_for("register.decision", ref=made.ref),
        )
        if carried is not None:
            flash(f"Proposed. Now {who_decides(KINDS[kind])} decides.", "success")
            return carried.redirect
    return page.shown()


def _kind_or_404(kind):
    if kind not in list(DecisionKind):
        abort(404)
    return DecisionKind(kind)


class _Proposing:
    """One proposal being put together: its form, what it is about, what the record says."""

    def __init__(self, household, kind):
        self.household, self.kind, self.day = household, kind, today()
        self.found = (
            children_by_ref(household)
            if kind in (DecisionKind.EXEMPTION, DecisionKind.CHANGE_OF_TERMS)
            else {}
        )
        self.standing = register.standing_of(household.id)
        self.form = propose_form(kind)(data=self._known())
        self._offer()

    def _known(self):
        """What is filled in already: the terms in force, the children who live there."""
        if request.method != "GET":
            return None
        if self.kind is DecisionKind.CHANGE_OF_TERMS:
            refs = {child.id: ref for ref, child in self.found.items()}
            return TermsForm.answers_from(register.open_terms(self.household.id), refs)
        if self.kind is DecisionKind.EXEMPTION:
            return {"children": sorted(self._living_here())}
        choices = self._choices()
        return {"which": choices[0][0]} if len(choices) == 1 else None

    def _living_here(self):
        here = register.children_here(self.household.id)
        return {each.child_ref for each in here if each.lives_here(self.day)} & set(self.found)

    def _choices(self):
        """The approvals or exemptions in force, by reference."""
        if self.kind is DecisionKind.TERMINATION:
            return [
                (each.ref, f"{each.person.name}’s approval")
                for each in self.standing.approvals
                if each.held_on(self.day)
            ]
        if self.kind in (DecisionKind.EXEMPTION_VARIED, DecisionKind.EXEMPTION_CANCELLED):
            return [
                (each.ref, f"For {len(each.named)} children, since {each.starts_on:%d/%m/%Y}")
                for each in self.standing.exemptions
                if each.held_on(self.day)
            ]
        return []

    def _offer(self):
        form, names = self.form, names_to_choose(self.found)
        if self.kind is DecisionKind.CHANGE_OF_TERMS:
            form.name_children(names)
        elif self.kind is DecisionKind.EXEMPTION:
            here = self._living_here()
            form.children.choices = offered(each for each in names if each[0] in here)
            form.another.choices = offered([("", "Nobody else"), *names])
        elif "which" in form:
            form.which.choices = offered(self._choices())

    def adds_a_line(self):
        """Was another line of terms asked for? Then the form has it, if there may be one more."""
        if request.method != "POST" or not request.form.get("add") or "lines" not in self.form:
            return False
        if len(self.form.lines) < MOST_LINES:
            choices = self.form.lines[0].form.child.choices
            self.form.lines.append_entry().form.child.choices = choices
        return True

    def about(self):
        """What it is about, as the act takes it."""
        chosen = self.form.which.data if "which" in self.form else None
        holds = [each for each in self.standing.holds if each.held_on(self.day)]
        lifted = self.kind is DecisionKind.HOLD_LIFTED
        return About(
            self.household,
            next((each for each in self.standing.approvals if each.ref == chosen), None),
            holds[0] if lifted and holds else None,
            next((each for each in self.standing.exemptions if each.ref == chosen), None),
        )

    def proposal(self):
        """What is proposed, in plain values."""
        form = self.form
        if self.kind is DecisionKind.CHANGE_OF_TERMS:
            lines = [
                {**line, "child": line["child"].id if line["child"] else None}
                for line in form.criteria(self.found)
            ]
            return {"overall": form.overall.data, "criteria": lines, "note": form.note.data or ""}
        if self.kind is DecisionKind.EXEMPTION:
            ids = [self.found[each].id for each in form.refs()]
            return {"children": ids, "conditions": form.conditions.data or ""}
        if self.kind is DecisionKind.EXEMPTION_VARIED:
            return {"conditions": form.conditions.data or ""}
        return {}

    def shown(self):
        """The page."""
        card = KINDS[self.kind]
        page = render_template(
            "register/propose.html",
            form=self.form,
            household=self.household,
            heading=f"Propose: {card.says[:1].lower()}{card.says[1:]}",
            card=card,
            decides=who_decides(card),
            facts=queries.facts_of(self.kind, self.about(), {}, self.day),
            not_listed=NOT_LISTED if self.found else "",
            there=url_for("register.household", ref=self.household.ref) + "#deciding",
        )
        return page, (422 if self.form.errors or self.form.form_errors else 200)


# -------------------------------------------------------------------------------------- following


def _decision_or_404(ref):
    """The decision, for somebody who may see it: social workers see those of their own homes."""
    found = queries.decision_by_ref(ref)
    user = current_user._get_current_object()
    if found is None or not _may_see(user, found):
        abort(404)
    return found


def _may_see(user, decision):
    if decision.kind is DecisionKind.HOLD_LIFTED and not user.may(May.SEE_HOLD_REASON):
        return False
    return not _only_own(user) or decision.household_id in supervision.own_households(user, today())


def _only_own(user):
    """Whoever edits households and allocates none sees decisions about their own only."""
    return user.may(May.EDIT_HOUSEHOLD) and not user.may(May.ALLOCATE_WORKER)


def _to_keep(ref):
    """The decision, for somebody who keeps the record of its household."""
    decision = _decision_or_404(ref)
    if not supervision.may_edit(current_user._get_current_object(), decision.household_id):
        abort(403)
    return decision


def _to_decide(ref):
    """The decision, for somebody whose role decides such things."""
    decision = _decision_or_404(ref)
    if not queries.may_decide_kind(current_user, decision.kind):
        abort(403)
    return decision


def _own_case_of(decision):
    """Whose own case it is: the household's supervising worker."""
    found = supervision.worker_of([decision.household_id], today())
    return [worker.id for worker in found.values()]


def _sat_on(decision):
    """Who sat on the panel that heard it."""
    return who_sat(f"decision:{decision.id}")


def _not_their_turn(decision):
    """Why, as decision makers are named, another one decides it; blank: they may."""
    user = current_user._get_current_object()
    matter = f"decision:{decision.id}"
    return not_their_turn(user, decision.household_id, matter, own=_own_case_of(decision))


@bp.route("/decisions/<ref>")
@requires(May.SEE_DECISIONS)
def decision(ref):
    """One decision: what is proposed, on what, how far it has come, and what may be done next."""
    return render_template("register/decision.html", **_shown(_decision_or_404(ref)))


def _shown(found):
    day, user = today(), current_user._get_current_object()
    course = queries.full_course(found, day)
    named = queries.children_named(found.proposal)
    visible = register.visible_among(
        user,
        [child.id for child in named],
        households=supervision.own_households(user, day),
        as_at=day,
    )
    looked_at(
        "decision",
        {
            Kept.NARRATIVE: [f"household:{found.household_id}"],
            Kept.CHILD: [f"child:{each}" for each in visible],
        },
    )
    about = queries.about(found)
    then = [tuple(each) for each in found.facts]
    now = [tuple(each) for each in found.facts_decided or ()] or queries.facts_of(
        found.kind, about, found.proposal, day
    )
    mine = supervision.may_edit(user, found.household_id)
    carers = {each.id: each.person.name for each in queries.carers_now(found.household_id, day)}
    return {
        "decision": found,
        "card": KINDS[found.kind],
        "row": present.Row(found, course, day, mine=False),
        "course": course,
        "decides": who_decides(KINDS[found.kind]),
        "about": about,
        "terms": queries.proposed_terms(found.proposal) if found.proposal.get("overall") else "",
        "named": [c.person.name if c.id in visible else "A child named" for c in named],
        "facts": then,
        "changed": differences(then, now),
        "steps": [each for each in found.steps if each.voided_at is None],
        "step_words": present.STEP_WORDS,
        "carers": carers,
        "missing": [name for id_, name in carers.items() if id_ not in course.consented],
        "next_steps": present.next_steps(course, day) if mine else (),
        "stands_in_the_way": () if course.outcome else final_breaches(course, day),
        "may_decide": queries.may_decide_kind(user, found.kind) and course.outcome is None,
        "may_determine": course.by_notice and not course.all_agreed and _is_proposed(course, day),
        "may_withdraw": mine and course.outcome is None,
        "on_panels": on_panels(f"decision:{found.id}"),
    }


def _is_proposed(course, day):
    return course.outcome is None and stage_of(course, day) is Stage.PROPOSED


@bp.route("/decisions/<ref>/record/<step>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def record_step(ref, step):
    """Something happened on the way."""
    found = _to_keep(ref)
    if step not in list(StepKind):
        abort(404)
    step, day = StepKind(step), today()
    copied = step is StepKind.COPIED
    form = StepForm(data={"note": copies_go_to(found.household, day)} if copied else None)
    if copied:
        form.note.label.text = "To whom"
    carers = queries.carers_now(found.household_id, day)
    if step is StepKind.CONSENT:
        agreed = queries.course_of(found).consented
        form.carer.choices = offered(
            (str(each.id), each.person.name) for each in carers if each.id not in agreed
        )
    else:
        del form.carer
    return _answered(
        found,
        form,
        actions.record_step,
        lambda: {
            "step": step,
            "happened_on": form.happened_on.data,
            "note": form.note.data or "",
            "carer": next((c for c in carers if str(c.id) == _chosen(form)), None),
        },
        heading=present.STEP_WORDS[step],
        done="Recorded",
    )


def _chosen(form):
    return form.carer.data if "carer" in form else None


def _answered(found, form, act, answers, *, heading, done, says="", save="Save", warning=False):
    """One small form about a decision: shown, carried out, and back to the decision."""
    there = url_for("register.decision", ref=found.ref)
    if form.validate_on_submit():
        carried = carried_out(form, act, found, leads_to=lambda _: there, **answers())
        if carried is not None:
            flash(f"{done}.", "success")
            return carried.redirect
    page = render_template(
        "small_page.html",
        form=form,
        about=found.household.name,
        back_to=KINDS[found.kind].says,
        heading=heading,
        says=says,
        save=save,
        warning=warning,
        there=there,
    )
    return page, form.http_status


@bp.route("/decisions/<ref>/withdraw", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def withdraw(ref):
    """It is no longer asked for."""
    form = ReasonsForm()
    return _answered(
        _to_keep(ref),
        form,
        actions.withdraw,
        lambda: {"reasons": form.reasons.data or ""},
        heading="Withdraw this proposal",
        says="It stays in the list of decisions, with why.",
        save="Withdraw it",
        done="Withdrawn",
        warning=True,
    )


# --------------------------------------------------------------------------------------- deciding


@bp.route("/decisions/<ref>/determine", methods=["GET", "POST"])
@requires(May.DECIDE_ON_CARERS)
def determine(ref):
    """The decision maker means to decide so; the carers are now given notice."""
    found, form = _to_decide(ref), ReasonsForm()
    return _answered(
        found,
        form,
        actions.determine,
        lambda: {
            "reasons": form.reasons.data or "",
            "own_case_of": _own_case_of(found),
            "sat": _sat_on(found),
            "not_their_turn": _not_their_turn(found),
        },
        heading="Propose it to the carers",
        says="A qualifying determination. The notice gives these reasons; the carers then have 28 "
        "days for representations to the panel or an independent review, not both.",
        save="Propose it to the carers",
        done="Proposed to the carers. Now give them notice",
    )


@bp.route("/decisions/<ref>/decide", methods=["GET", "POST"])
@requires(May.DECIDE_ON_CARERS)
def decide(ref):
    """Agree or refuse, with what has changed since it was proposed in front of one's eyes."""
    found, form, day = _to_decide(ref), DecideForm(), today()
    if request.method == "GET":
        form.effective_on.data = max(found.needed_on or day, day)
    own = _own_case_of(found)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.decide,
            found,
            outcome=form.outcome.data,
            reasons=form.reasons.data or "",
            effective_on=form.effective_on.data,
            own_case_of=own,
            sat=_sat_on(found),
            not_their_turn=_not_their_turn(found),
            leads_to=lambda _: url_for("register.decision", ref=found.ref),
        )
        if carried is not None:
            flash(f"{'Agreed' if found.outcome is Outcome.AGREED else 'Refused'}.", "success")
            return carried.redirect
    shown = _shown(found)
    page = render_template(
        "register/decide.html", form=form, stopped=_stopped(found, own, day), **shown
    )
    return page, form.http_status


def _stopped(found, own, day):
    """What would refuse an agreement now, whatever is answered."""
    course = queries.full_course(found, day)
    return [
        *rules.decider_breaches(
            found.kind,
            queries.decider(current_user, found, own, _sat_on(found), _not_their_turn(found)),
            two_people=queries.two_people_asked(found.kind, day),
        ),
        *rules.case_breaches(
            found.kind,
            queries.case_of(found.kind, queries.about(found), found.proposal, day),
        ),
        *final_breaches(course, day),
    ]


# --------------------------------------------------------------------------------------- the list


@bp.route("/decisions")
@requires(May.SEE_DECISIONS)
def decisions():
    """Decisions: waiting for me, waiting, and all; how long each took, the late ones in red."""
    user = current_user._get_current_object()
    asked = present.Asked.read(request.args, decides=user.may(May.DECIDE_ON_CARERS))
    everything = _rows(user, as_at())
    found = asked.of(everything)
    stem = f"decisions-{as_at():%Y-%m-%d}"
    return as_file(stem, "Decisions", present.COLUMNS, found) or render_template(
        "register/decisions.html",
        page=page_of(found),
        asked=asked,
        kinds=KINDS,
        mine=sum(row.mine for row in everything),
        waiting=sum(row.is_waiting for row in everything),
        times=present.days_of_decisions(everything),
        columns=[column for column in present.COLUMNS if column.on_page],
    )


def _rows(user, day):
    """The decisions that this person may see, as they stood on a day."""
    own = supervision.own_households(user, day)
    workers = supervision.worker_of(None, day) if user.may(May.DECIDE_ON_CARERS) else {}
    two = queries.kinds_of_two_people(day)
    rows = []
    for each in queries.decisions(own if _only_own(user) else None):
        if each.proposed_on > day or not _may_see_kind(user, each.kind):
            continue
        course = queries.course_of(each, as_at=day)
        worker = workers.get(each.household_id)
        mine = queries.waits_for(
            user,
            each,
            course,
            day,
            worker=worker.id if worker else None,
            two=KINDS[each.kind].independent or each.kind in two,
        )
        rows.append(present.Row(each, course, day, mine))
    return rows


def _may_see_kind(user, kind):
    return kind is not DecisionKind.HOLD_LIFTED or user.may(May.SEE_HOLD_REASON)


@bp.route("/decisions/second-persons", methods=["GET", "POST"])
@requires(May.SET_SECOND_PERSONS)
def second_persons():
    """Which decisions take two people, beside those of our own rules."""
    asked = queries.kinds_of_two_people(today())
    form = SecondPersonForm(data={"kinds": sorted(asked)} if request.method == "GET" else None)
    there = url_for("register.decisions")
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.ask_two_people,
            [DecisionKind(each) for each in form.kinds.data or ()],
            leads_to=lambda _: there,
        )
        if carried is not None:
            flash("Set.", "success")
            return carried.redirect
    return render_template("register/second_persons.html", form=form, there=there, kinds=KINDS)


# ------------------------------------------------------------------------ on the household's page


@bp.app_template_global()
def deciding_about(household, may_edit):
    """What stands on a household's page about decisions, for whoever is signed in."""
    user, day = current_user._get_current_object(), as_at()
    if not user.may(May.SEE_DECISIONS) or not (
        may_edit or not _only_own(user) or household.id in supervision.own_households(user, day)
    ):
        return {"rows": [], "records": []}
    rows = [
        present.Row(each, queries.course_of(each, as_at=day), day, mine=False)
        for each in queries.decisions([household.id])
        if each.proposed_on <= day and _may_see_kind(user, each.kind)
    ]
    return {
        "rows": rows,
        "records": records_asked(household.id),
        "clock": RECORDS_ACCESS_OTHER_PROVIDER,
    }


@bp.app_template_global()
def exemptions_spent(exemptions):
    """Of these exemptions, those that are spent by themselves, and since when."""
    return queries.exemptions_spent(exemptions, as_at())
