"""The minutes: item by item, what the panel said, and their approval."""

from __future__ import annotations

from flask import abort, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.security import requires
from app.core.web import file_answer
from app.core.words import words
from app.documents.letters.pdf import makes_pdf
from app.panel import forms
from app.panel.actions import minutes as actions
from app.panel.kinds import MinutesStep
from app.panel.papers import Paper, prepare
from app.panel.queries import agenda
from app.panel.queries import minutes as queries
from app.panel.queries.listing import listing_by_ref
from app.panel.rules.minutes import REVIEWS, outcomes_of
from app.panel.views.opening import bp, heard_item, meeting_or_404, of_item, of_meeting
from app.people.forms import offered

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/panel/meetings/<ref>/document/<paper>")
@requires(May.KEEP_PANEL)
def document(ref, paper):
    """The agenda or the minutes as a file, for one reader: less what they have a conflict in."""
    meeting = meeting_or_404(ref)
    if paper not in set(Paper):
        abort(404)
    found = agenda.agenda(meeting)
    form = forms.DocumentForm(request.args, meta={"csrf": False})
    members = {each.invited.listing.ref: each.invited.listing for each in found.company.guests}
    form.reader.choices = offered(
        [("", "The service’s own copy"), *((ref, one.person.name) for ref, one in members.items())]
    )
    if "kind" in request.args and form.validate():
        return _file(found, Paper(paper), members.get(form.reader.data), form.kind.data == "pdf")
    form.kind.data = form.kind.data or "docx"
    return render_template(
        "panel/document.html", form=form, meeting=meeting, paper=Paper(paper), pdf=makes_pdf()
    )


def _file(found, paper, reader, as_pdf):
    """The file, once it is recorded who looked."""
    shown = agenda.agenda_for(found, reader.id if reader is not None else None)
    homes = {each.item.household_id for each in shown if each.item is not None}
    looked({f"household:{each}" for each in homes if each}, Kept.NARRATIVE, "panel document")
    if as_pdf and not makes_pdf():
        abort(503)
    made, name = prepare(found, paper, reader, as_pdf=as_pdf, by=current_user.name)
    return file_answer(made, name, PDF if as_pdf else WORD)


@bp.route("/panel/items/<ref>/minutes", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def minute_item(ref):
    """What was said of an item; what is typed is saved while it is typed."""
    item = heard_item(ref, "panel minutes")
    written = queries.minutes_of(item.id)
    heard_by = [each.name for each in agenda.agenda(item.meeting).hearing(item)]
    form = forms.MinutesForm(record=written, names=heard_by)
    if request.method == "GET" and not form.draft:
        form.begin(written)
    return of_item(item, form, actions.minute_item, title="Minutes of this item", record=written)


@bp.route("/panel/items/<ref>/recommendation", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def recommendation(ref):
    """What the panel said: refused unless the item was quorate. Written wrongly, it is put right
    until the minutes are approved."""
    item = heard_item(ref, "panel minutes")
    said = queries.recommendations([item.id]).get(item.id)
    form = forms.RecommendForm()
    if request.method == "GET" and said is not None:
        form.begin(said)
    righting = said is not None and form.version.data == str(said.id)
    form.outcome.choices = offered([(each.value, words(each)) for each in outcomes_of(item.kind)])
    if item.kind not in REVIEWS:
        del form.suitable, form.terms_right
    return of_item(
        item,
        form,
        actions.put_right if righting else actions.recommend,
        title="Put right what the panel said" if righting else "What the panel said",
        says="It recommends and never decides. Its reasons go into the minutes.",
        warning=righting,
    )


@bp.route("/panel/meetings/<ref>/minutes/open", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def reopen_minutes(ref):
    """Approved minutes say what is wrong: they are put right and approved again."""
    meeting = meeting_or_404(ref)
    return of_meeting(
        meeting,
        forms.TakeBackForm(record=meeting),
        actions.reopen_minutes,
        title="Open the minutes again",
        says="They say what is wrong. What they say is then put right, and whoever took the chair "
        "approves them again: the days to decide begin with that.",
        save="Open them",
        warning=True,
        record=meeting,
    )


@bp.route("/panel/meetings/<ref>/minutes", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def minutes_step(ref):
    """The minutes were drafted, sent to members, or approved by whoever took the chair."""
    meeting = meeting_or_404(ref)
    form = forms.MinutesStepForm()
    leading = [each for each in agenda.agenda(meeting).there if each.seat is not None]
    form.who.choices = offered(
        [("", "Choose"), *((each.invited.listing.ref, each.name) for each in leading)]
    )
    had = [each.step for each in queries.steps_of(meeting.id)]
    if request.method == "GET":
        form.step.data = next((each for each in MinutesStep if each not in had), None)
        if leading:
            form.who.data = leading[0].invited.listing.ref

    def answers():
        given = form.answers()
        who = given.pop("who")
        return given | {"who": listing_by_ref(who) if who else None}

    return of_meeting(
        meeting,
        form,
        actions.record_minutes,
        title="The minutes",
        says="Once approved they are final, and with the decision maker: seven working days run.",
        answers=answers,
    )
