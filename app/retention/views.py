"""Pages of retention: what has reached its end, one record, proposals, certificates, holds."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.accounts.views.proving import needs_proof, proved
from app.audit.carried_out import carried_out
from app.audit.keys import KeyDestroyed
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, page_of
from app.retention import actions, forms, queries, sweeping
from app.retention.kinds import Case, State
from app.retention.rules import changed_breaches
from app.statute import book

bp = Blueprint("retention", __name__)

COLUMNS: tuple[Shown[Case], ...] = (
    Shown("Record", lambda case: case.called),
    Shown("Kind", lambda case: case.kind),
    Shown("Why it was kept", lambda case: book.clock(case.governs.clock).says),
    Shown("Provision", lambda case: case.governs.cite.short),
    Shown("Counted from", lambda case: case.governs.since),
    Shown("Kept until", lambda case: case.keep_until),
)


def _user():
    return current_user._get_current_object()


@bp.app_errorhandler(KeyDestroyed)
def destroyed_meanwhile(_error):
    """Somebody wrote about a record that was destroyed: nothing was saved."""
    title = "This record was destroyed"
    says = "Its time was over, and two people destroyed it. Nothing more is recorded about it."
    return render_template("retention/gone.html", title=title, says=says), 409


@bp.app_template_global()
def certificate_of_household(household):
    """For a household's page: the certificate, where its record was destroyed."""
    return queries.certificate_of(f"household:{household.id}")


# ------------------------------------------------------------------------------------- the list


@bp.get("/retention")
@requires(May.SEE_RETENTION)
def index():
    """What has reached its end, what waits, what is held, and what was decided."""
    day = today()
    kind = request.args.get("kind", "")
    clock = request.args.get("clock", "")
    cases = queries.reached(day)
    found = [
        case for case in cases if kind in ("", case.kind) and clock in ("", case.governs.clock)
    ]
    born = [case.about for case in found if case.tells_a_birth]
    looked(born, Kept.CHILD, "retention")  # its days say when they were born
    if answer := as_file(f"retention-{today():%Y-%m-%d}", "Retention", COLUMNS, found):
        return answer
    waiting, held = queries.waiting(), queries.held(day)
    return render_template(
        "retention/index.html",
        page=page_of(found),
        number=len(cases),
        waiting=waiting,
        called=queries.names_for([each.about for each in waiting]),
        held=held,
        proposed={each.about: each for each in waiting},
        kept_back={each.hold.about for each in held},
        clocks=sorted(
            {(book.clock(case.governs.clock).says, case.governs.clock) for case in cases}
        ),
        kind=kind,
        clock=clock,
        day=day,
        button=forms.ButtonForm(formdata=None),
        unswept=len(queries.unswept()),
    )


@bp.get("/retention/certificates")
@requires(May.SEE_RETENTION)
def certificates():
    """Everything that was decided: records destroyed, and records kept."""
    found = queries.decided()
    return render_template("retention/certificates.html", page=page_of(found), clock=book.clock)


@bp.post("/retention/sweep")
@requires(May.DESTROY_RECORDS)
def sweep():
    """Sweep the free space of the database's file, where that was interrupted."""
    if forms.ButtonForm().validate_on_submit():
        _sweep()
    return redirect(url_for("retention.index"), 303)


def _sweep():
    if sweeping.sweep(by=_user()) or not queries.unswept():
        return
    flash("The free space of the file is in use and not swept yet. Press “Sweep now” later.")


# ----------------------------------------------------------------------------------- one record


@bp.get("/retention/<kind>/<ref>")
@requires(May.SEE_RETENTION)
def record(kind, ref):
    """One record: until when it is kept and why, what its end would reach, what stops it."""
    about = _about_or_404(kind, ref)
    gone = queries.certificate_of(about)
    if gone is not None:
        return redirect(url_for("retention.disposal", ref=gone.ref), 303)
    form = forms.ProposeForm() if current_user.may(May.PROPOSE_DESTRUCTION) else None
    return _record(about, kind, ref, form)


@bp.post("/retention/<kind>/<ref>/propose")
@requires(May.PROPOSE_DESTRUCTION)
def propose(kind, ref):
    """Propose that it be destroyed."""
    about = _about_or_404(kind, ref)
    form = forms.ProposeForm()
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.propose,
            about,
            reason=form.reason.data,
            leads_to=lambda made: url_for("retention.disposal", ref=made.ref),
        )
        if done is not None:
            flash("Proposed. Somebody else decides.", "success")
            return done.redirect
    return _record(about, kind, ref, form)


def _record(about, kind, ref, form):
    judged = _judged(about)
    waits = queries.waiting_about(about)
    return render_template(
        "retention/record.html",
        judged=judged,
        name=_name(about, kind),
        kind=kind,
        ref=ref,
        form=form if not (judged.stops or waits) else None,
        waits=waits,
        holds=queries.holds_on(judged.reach.subjects, today()),
        clock=book.clock,
        day=today(),
    ), form.http_status if form else 200


def _about_or_404(kind, ref):
    found = queries.record_of(kind, ref) if kind in queries.RECORDS else None
    if found is None:
        abort(404)
    return f"{kind}:{found.id}"


def _judged(about):
    found = queries.case(about, today())
    if found is None:
        abort(404)
    judged = queries.judged(found, today())
    subjects = [each for each in judged.reach.subjects if each.startswith(("child:", "person:"))]
    looked(subjects, Kept.CHILD, "retention")
    return judged


def _name(about, kind):
    """What the page calls it. A look was recorded before a child is named."""
    return queries.full_name(about) if kind == "child" else queries.names_for([about])[about][0]


# ---------------------------------------------------------------------- proposal and certificate


@bp.get("/retention/proposals/<ref>")
@requires(May.SEE_RETENTION)
def disposal(ref):
    """A proposal that waits, or what became of it: the certificate."""
    found = _disposal_or_404(ref)
    if found.state is not State.WAITING:
        return render_template("retention/certificate.html", found=found, clock=book.clock)
    return _proposal(found, None)


@bp.route("/retention/proposals/<ref>/decide", methods=["GET", "POST"])
@requires(May.DESTROY_RECORDS)
def decide(ref):
    """Destroy it or keep it: somebody else than whoever proposed it."""
    found = _waiting_or_404(ref)
    form = forms.DecideForm(record=found)
    there = url_for("retention.disposal", ref=found.ref)
    if form.validate_on_submit() and proved(form):
        destroys = form.decision.data is forms.Decision.DESTROY
        done = carried_out(
            form,
            actions.destroy if destroys else actions.keep,
            found,
            record=found,
            reason=form.reason.data,
            leads_to=lambda _made: there,
        )
        if done is not None:
            if destroys:
                _sweep()
            flash("Destroyed. This is the certificate." if destroys else "Kept.", "success")
            return done.redirect
    return _proposal(found, form)


@bp.route("/retention/proposals/<ref>/withdraw", methods=["GET", "POST"])
@requires(May.PROPOSE_DESTRUCTION)
def withdraw(ref):
    """It is no longer proposed."""
    found = _waiting_or_404(ref)
    return _one(
        forms.WithdrawForm(record=found),
        actions.withdraw,
        found,
        "Withdraw the proposal",
        url_for("retention.disposal", ref=found.ref),
    )


def _disposal_or_404(ref):
    found = queries.disposal_by_ref(ref)
    if found is None:
        abort(404)
    return found


def _waiting_or_404(ref):
    found = _disposal_or_404(ref)
    if found.state is not State.WAITING:
        abort(404)
    return found


def _proposal(found, form):
    judged = _judged(found.about)
    return render_template(
        "retention/proposal.html",
        found=found,
        judged=judged,
        name=_name(found.about, found.kind),
        changed=changed_breaches(found.reach, judged.reach),
        form=form,
        needs_proof=form is not None and needs_proof(),
        own=found.proposed_by_id == current_user.id,
        clock=book.clock,
    ), form.http_status if form else 200


# ------------------------------------------------------------------------------------------ holds


@bp.route("/retention/<kind>/<ref>/hold", methods=["GET", "POST"])
@requires(May.HOLD_RECORDS)
def hold(kind, ref):
    """Hold a record from destruction."""
    about = _about_or_404(kind, ref)
    if queries.certificate_of(about) is not None:
        abort(404)
    form = forms.HoldForm()
    there = url_for("retention.record", kind=kind, ref=ref)
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.hold,
            about,
            why=form.why.data,
            reason=form.reason.data,
            leads_to=lambda _made: there,
        )
        if done is not None:
            flash("Held. Nothing of it is destroyed until two people lift the hold.", "success")
            return done.redirect
    name = queries.names_for([about])[about][0]
    return render_template(
        "retention/hold.html", form=form, name=name, there=there
    ), form.http_status if form else 200


@bp.get("/retention/holds/<ref>")
@requires(May.SEE_RETENTION)
def held(ref):
    """One hold: why, since when, and who asked that it be lifted."""
    found = _hold_or_404(ref)
    looked([found.about], Kept.NARRATIVE, "retention hold")
    called = queries.names_for([found.about]).get(found.about)
    return render_template(
        "retention/held.html", found=found, called=called, button=forms.ButtonForm(formdata=None)
    )


@bp.route("/retention/holds/<ref>/lift", methods=["GET", "POST"])
@requires(May.HOLD_RECORDS)
def lift(ref):
    """The first person asks that it be lifted; the second, a service manager, lifts it."""
    found = _hold_or_404(ref)
    if found.ends_on is not None:
        abort(404)
    lifts = found.asked_by_id is not None and current_user.may(May.DESTROY_RECORDS)
    return _one(
        forms.LiftForm(record=found),
        actions.lift if lifts else actions.ask_to_lift,
        found,
        "Lift the hold" if lifts else "Ask that the hold be lifted",
        url_for("retention.held", ref=found.ref),
    )


@bp.post("/retention/holds/<ref>/look")
@requires(May.HOLD_RECORDS)
def look(ref):
    """It was looked at again and is still needed."""
    found = _hold_or_404(ref)
    if found.ends_on is not None:
        abort(404)
    form = forms.ButtonForm(record=found)
    there = url_for("retention.held", ref=found.ref)
    if form.validate_on_submit():
        done = carried_out(
            form, actions.look_again, found, record=found, leads_to=lambda _made: there
        )
        if done is not None:
            flash("Noted: it is still needed.", "success")
    return redirect(there, 303)


def _hold_or_404(ref):
    found = queries.hold_by_ref(ref)
    if found is None or queries.certificate_of(found.about) is not None:
        abort(404)
    return found


def _one(form, action, found, says, there):
    """One small page that asks for a reason and carries one act out."""
    if form.validate_on_submit():
        done = carried_out(
            form, action, found, record=found, reason=form.reason.data, leads_to=lambda _made: there
        )
        if done is not None:
            flash(f"{action.says}.", "success")
            return done.redirect
    return render_template(
        "retention/reason.html", form=form, says=says, there=there
    ), form.http_status if form else 200
