"""An application: its two stages, what Part 1 has and lacks, and each small step."""

from __future__ import annotations

from flask import abort, render_template

from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.models import Assessment
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.people.forms import OnForm
from app.recruitment import forms, queries
from app.recruitment.actions import enquiries as enquiring
from app.recruitment.actions import stages as actions
from app.recruitment.kinds import StageKind
from app.recruitment.queries import enquiries as asked
from app.recruitment.queries import stages as staged
from app.recruitment.rules.stages import KINDS
from app.recruitment.views.opening import (
    application_or_404,
    bp,
    page_of_application,
    small_page,
    user,
)
from app.recruitment.views.steps import Deed
from app.statute.fostering.assessment import NMS_ASSESSMENT_8_MONTHS, STAGE1_DECISION
from app.statute.recruitment import STAGE_1_LENGTH, STAGE_2_LENGTH, Part1

LENGTHS = {StageKind.ONE: STAGE_1_LENGTH, StageKind.TWO: STAGE_2_LENGTH}


@bp.app_template_global()
def recruitment_of(assessment: Assessment):
    """For an assessment's own page: whether it is an application with stages."""
    return assessment.kind in KINDS


def _reads(found):
    """May this person read reasons, and what was seen for Part 1?"""
    return user().may(May.SEE_HOLD_REASON) or assessments.may_keep(user(), found)


@bp.get("/recruitment/applications/<ref>")
@requires(May.SEE_RECRUITMENT)
def application(ref):
    """One application: stages with their days, Part 1 item by item, how they came, what is next."""
    found = application_or_404(ref)
    day, sees = today(), _reads(found)
    if sees:
        looked([f"household:{found.household_id}"], Kept.CHECKS, "application")
    stages = staged.stages(found, day)
    enquiry = asked.enquiry_of(found.id)
    ticked = {row.item: row for row in staged.received([found.id])}
    return render_template(
        "recruitment/application.html",
        assessment=found,
        row=assessments.listed(found, day),
        case=queries.case_of(day, assessment_id=found.id),
        enquiry=enquiry,
        stages=stages,
        lengths={each: _length(stages.of(each), LENGTHS[each], day) for each in StageKind},
        items=list(Part1),
        ticked=ticked,
        eight_months=NMS_ASSESSMENT_8_MONTHS,
        decision=STAGE1_DECISION,
        StageKind=StageKind,
        sees=sees,
        may_keep=assessments.may_keep(user(), found),
        may_end=user().may(May.KEEP_RECRUITMENT),
        referees=staged.referees_missing(found, day),
        stops=staged.stops_panel([found.id], day).get(found.id, ()),
    )


def _length(stage, clock, day):
    """How far a stage has run: its clock, its last day in time, and whether it was or is late."""
    if stage is None:
        return None
    last = clock.last_day(stage.starts_on)
    return clock, last, (stage.ends_on or day) > last


def _part_1_form(found):
    return forms.Part1Form().offer(staged.stages(found, today()).lacking)


def _begin_form(found):
    stages = staged.stages(found, today())
    left = [each for each in StageKind if stages.of(each) is None]
    form = forms.StageForm(data={"stage": left[0] if left else None, "starts_on": today()})
    return form


def _origin_form(found):
    home = found.household
    return forms.OriginForm(data={"family_name": home.name.removeprefix("The ")}).offer(
        asked.sources(today())
    )


def _refuse_says(found):
    last = staged.stages(found, today()).refuse_until
    within = (
        f"Part 1 is all in: the written notice must go by {long_day(last)}."
        if last
        else "The written notice goes no later than ten working days after the last of Part 1."
    )
    return (
        f"{within} There is no panel and no independent review: they may complain to the service. "
        "The assessment ends."
    )


DEEDS: dict[str, Deed] = {
    "begin": Deed(
        _begin_form, actions.begin_stage, "Begin a stage", "The two stages may overlap.",
        save="Begin it",
    ),
    "part-1": Deed(
        _part_1_form, actions.receive_part_1, "Information of Stage 1 has come",
        "An item is in once all of it is: of each applicant, and of each adult where it asks that.",
    ),
    "end-1": Deed(
        lambda each: OnForm(), actions.end_stage_1, "End Stage 1: they go on",
        "All of Part 1 must be in.", save="End Stage 1",
    ),
    "refuse": Deed(
        lambda each: forms.RefuseForm(), actions.refuse_at_stage_1,
        "Not suitable at Stage 1", save="They do not go on", warning=True,
    ),
    "end-2": Deed(
        lambda each: OnForm(), actions.end_stage_2, "End Stage 2: the report is complete",
        save="End Stage 2",
    ),
    "origin": Deed(
        _origin_form, enquiring.record_origin, "How they came to us",
        "No enquiry was taken down. When they first asked, and where they heard of us.",
    ),
}  # fmt: skip
"""Every small step of an application, by its name in the address."""


@bp.route("/recruitment/applications/<ref>/do/<step>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def application_step(ref, step):
    """One step of an application."""
    found = application_or_404(ref, to_change=True)
    deed = DEEDS.get(step) or abort(404)
    return small_page(
        deed.form(found),
        deed.act,
        found,
        there=page_of_application(found),
        about=found.household.name,
        template="recruitment/step.html",
        title=deed.title,
        says=_refuse_says(found) if step == "refuse" else deed.says,
        save=deed.save,
        warning=deed.warning,
    )


@bp.route("/recruitment/part-1/<ref>/take-back", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def take_back_part_1(ref):
    """An item was ticked and is not whole."""
    row = staged.received_by_ref(ref) or abort(404)
    found = asked.assessment_by_id(row.assessment_id)
    if not assessments.may_keep(user(), found):
        abort(403)
    return small_page(
        forms.NoneForm(),
        actions.take_back_part_1,
        row,
        there=page_of_application(found),
        about=found.household.name,
        title="Not in after all",
        says=f"{row.item.words()}. What was recorded stays in the trail.",
        save="Take it back",
        warning=True,
    )
