"""The placement plan and the table of who decides: written, agreed, and as a document."""

from __future__ import annotations

from flask import request, url_for

from app.accounts.permissions import May
from app.core.security import requires
from app.core.today import today
from app.placements import forms, papers, queries
from app.placements.actions import lists as actions
from app.placements.kinds import PlanPart
from app.placements.views.opening import bp, change, placement_or_404, user_now
from app.statute.care_planning.begun import MATTERS, Matter
from app.statute.care_planning.placing import PLACEMENT_PLAN_DUE


@bp.route("/placements/<ref>/plan", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def plan(ref):
    """The plan, filled from what the record knows; saved while it is typed."""
    found, child = placement_or_404(ref)
    written = queries.plan_of(found.id)
    said = dict(written.answers if written is not None else papers.known(found, child))
    form = forms.PlanForm(
        record=written, data={part.value: str(said.get(part) or "") for part in PlanPart}
    )
    return change(
        found,
        child,
        form,
        actions.write_plan,
        title="Placement plan",
        says="What the record knows is filled in. The plan is agreed with the carers and signed by "
        f"them ({PLACEMENT_PLAN_DUE.cite.short})."
        + (" Changed, it has to be agreed again." if written and written.agreed_on else ""),
        save="Save the plan",
        record=written,
        answers=lambda: {"answers": forms.parts_of(form)},
    )


@bp.route("/placements/<ref>/plan/agreed", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def agreed(ref):
    """The plan was agreed and signed."""
    found, child = placement_or_404(ref)
    return change(
        found,
        child,
        forms.AgreedForm(),
        actions.agree_plan,
        title="The plan was agreed and signed",
        says="By the carers; in a children’s home, by the person registered for it "
        "(CPPCR 2010 reg 9(3)).",
    )


@bp.route("/placements/<ref>/delegated", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def delegated(ref):
    """Who decides what: what stands is filled in, or else what is usual."""
    found, child = placement_or_404(ref)
    form = forms.DelegatedForm()
    if request.method == "GET":
        for matter, row in queries.delegated_of(found.id, today()).items():
            form[f"who_{matter.value}"].data = row.decides
            form[f"say_{matter.value}"].data = row.conditions
    return change(
        found,
        child,
        form,
        actions.delegate,
        title="Who decides what",
        template="placements/delegated.html",
        says="Day-to-day decisions are the carers’ own unless there is a reason against it, which "
        f"is written down ({MATTERS.short}).",
        save="Agree it",
        matters=list(Matter),
        answers=lambda: {
            "decided": forms.decided_in(form),
            "on": form.on.data,
            "why_not_before": form.why_not_before.data or "",
        },
    )


@bp.route("/placements/<ref>/plan/document", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def document(ref):
    """The plan with its table as Word and PDF, for one reader."""
    found, child = placement_or_404(ref)
    form = forms.DocumentForm(data={"recipient": papers.where_of(found)})

    def answers():
        recipient = (form.recipient.data or "").strip()
        files = papers.plan_files(found, child, recipient=recipient, by=user_now())
        return {"files": files, "recipient": recipient}

    return change(
        found,
        child,
        form,
        actions.keep_plan,
        answers=answers,
        leads_to=lambda made: url_for("documents.document", ref=made.ref),
        title="Make the placement plan as a document",
        says="Word, and PDF. It names the home and does not say where it is. What is not written "
        "yet is said in it.",
        save="Make it",
        done="The plan: made and kept with the child’s documents",
    )
