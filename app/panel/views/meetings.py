"""What must come, the meetings ahead, panels and who leads them, and who comes to a meeting."""

from __future__ import annotations

from flask import abort, current_app, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, file_wanted
from app.core.words import words
from app.panel import forms, present
from app.panel.actions import meetings as actions
from app.panel.checklist import checked
from app.panel.coming import USUALLY, rule_for
from app.panel.kinds import ItemKind
from app.panel.needs import NEEDS
from app.panel.queries import agenda as agendas
from app.panel.queries import listing as people
from app.panel.queries import matters, minutes
from app.panel.queries import meetings as queries
from app.panel.queries.followed import gone_by
from app.panel.queries.packs import sent_ever
from app.panel.queries.taken_back import taken_back
from app.panel.rules.meetings import dates_ahead
from app.panel.views.opening import bp, meeting_or_404, of_meeting
from app.people.forms import offered

LATE = "none_in_time"
"""What has no meeting in time, as the address asks for it."""


@bp.get("/panel")
@requires(May.SEE_PANEL)
def index():
    """What must come to panel, most urgent first, and what the next meetings would hold."""
    found = matters.forecast_on(as_at())
    kind, which = request.args.get("kind", ""), request.args.get("which", "")
    if kind not in {"", *ItemKind} or which not in {"", LATE}:
        abort(400)
    placed = [
        each
        for each in found.placed
        if kind in ("", each.matter.kind) and not (which and each.in_time)
    ]
    looked({f"household:{each.matter.household_id}" for each in placed}, Kept.NARRATIVE, "panel")
    if file_wanted():
        return as_file(f"panel-{as_at():%Y-%m-%d}", "Must come", present.MATTERS, placed)
    return render_template(
        "panel/index.html",
        found=found,
        placed=placed,
        kind=kind,
        which=which,
        late=sum(not each.in_time for each in found.placed),
        counts={each: sum(one.matter.kind is each for one in found.placed) for each in ItemKind},
        companies=queries.companies(each.meeting for each in found.meetings),
        panels=queries.panels(as_at()),
        before=queries.before(as_at(), 3),
    )


# ----------------------------------------------------------------------------------------- panels


def _panel(ref):
    panel = queries.panel_by_ref(ref)
    if panel is None:
        abort(404)
    return panel


@bp.route("/panel/panels/new", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def new_panel():
    """A panel is set up."""
    return small_page(
        forms.PanelForm(),
        actions.set_up_panel,
        there=url_for("panel.index"),
        leads_to=lambda made: url_for("panel.panel", ref=made.ref),
        about="Panel",
        title="Set up a panel",
        says="Who leads it, and its dates, follow on its page.",
    )


@bp.get("/panel/panels/<ref>")
@requires(May.SEE_PANEL)
def panel(ref):
    """One panel: who leads it, what it lacks, and its meetings."""
    panel = _panel(ref)
    return render_template(
        "panel/panel.html",
        found=queries.constituted(panel, as_at()),
        listed={each.listing.id: each for each in people.central_list(as_at())},
        ever=queries.seats_ever(panel.id),
        meetings=queries.of_panel(panel.id, as_at()),
        may_keep=current_user.may(May.KEEP_PANEL) and as_at() == today(),
    )


def _change_panel(panel, form, action, *, title, **kw):
    return small_page(
        form,
        action,
        *kw.pop("args", (panel,)),
        there=url_for("panel.panel", ref=panel.ref),
        about=panel.name,
        title=title,
        **kw,
    )


@bp.route("/panel/panels/<ref>/lead", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def lead(ref):
    """Somebody is appointed chair or vice chair."""
    panel = _panel(ref)
    form = forms.SeatForm()
    listed = people.central_list(today())
    form.who.choices = offered(
        [("", "Choose")]
        + [
            (
                each.listing.ref,
                each.name
                + {True: ", independent", False: ", not independent", None: ", not tested"}[
                    each.independent
                ],
            )
            for each in listed
        ]
    )

    def answers():
        given = form.answers()
        return given | {"listing": people.listing_by_ref(given.pop("who"))}

    return _change_panel(
        panel,
        form,
        actions.appoint,
        title="Appoint who leads it",
        says="A chair, who must be independent, and one or two vice chairs. A new chair takes over "
        "from the one before.",
        answers=answers,
    )


@bp.route("/panel/panels/<ref>/lead/end", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def end_lead(ref):
    """Somebody no longer leads it."""
    panel = _panel(ref)
    seats = {str(each.id): each for each in queries.constituted(panel, today()).seats}
    form = forms.EndSeatForm()
    form.who.choices = offered(
        [("", "Choose")]
        + [(key, f"{each.listing.person.name}, {words(each.seat)}") for key, each in seats.items()]
    )
    return _change_panel(
        panel,
        form,
        actions.end_seat,
        args=(seats.get(form.who.data),),
        title="End an appointment",
        save="End it",
        answers=lambda: {"on": form.on.data},
        warning=True,
    )


@bp.route("/panel/panels/<ref>/change", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def change_panel(ref):
    """Its name, or how many items it hears at most, changes from a day on."""
    panel = _panel(ref)
    return _change_panel(
        panel,
        forms.ChangePanelForm(
            record=panel, data={"name": panel.name, "items_at_most": panel.items_at_most}
        ),
        actions.change_panel,
        title="Change this panel",
        says="Meetings before that day stay as they were; those from then on go with it, and so do "
        "its chair and vice chairs.",
        save="Change it",
        record=panel,
        leads_to=lambda made: url_for("panel.panel", ref=made.ref),
    )


@bp.route("/panel/panels/<ref>/end", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def end_panel(ref):
    """It no longer meets; its later meetings are dealt with first, and the page says which."""
    panel = _panel(ref)
    return _change_panel(
        panel,
        forms.EndPanelForm(record=panel),
        actions.end_panel,
        template="panel/end_panel.html",
        title="End this panel",
        says="It no longer meets from that day on, and nobody leads it. What it heard stays.",
        save="End it",
        warning=True,
        record=panel,
        still=queries.still_to_meet(panel.id, today()),
    )


@bp.route("/panel/panels/<ref>/dates", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def dates(ref):
    """A year of meetings, around bank holidays."""
    panel = _panel(ref)
    form = forms.DatesForm()

    def answers():
        given = form.answers()
        days = dates_ahead(
            given.pop("first"),
            given.pop("months"),
            int(given.pop("weekday")),
            [int(each) for each in given.pop("which")],
        )
        return given | {"days": [each.day for each in days]}

    return _change_panel(
        panel,
        form,
        actions.call_meetings,
        title="Dates a year ahead",
        says="What falls on a bank holiday is the next working day instead.",
        save="Call these meetings",
        answers=answers,
    )


@bp.route("/panel/panels/<ref>/out-of-turn", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def extraordinary(ref):
    """A meeting that cannot wait."""
    panel = _panel(ref)
    return _change_panel(
        panel,
        forms.ExtraordinaryForm(),
        actions.call_extraordinary,
        title="A meeting out of turn",
        save="Call it",
        leads_to=lambda made: url_for("panel.meeting", ref=made.ref),
    )


# --------------------------------------------------------------------------------------- meetings


@bp.get("/panel/meetings/<ref>")
@requires(May.SEE_PANEL)
def meeting(ref):
    """One meeting: its agenda with quorum item by item, when papers are due, and who comes."""
    meeting = meeting_or_404(ref)
    found = agendas.agenda(meeting)
    keeps = current_user.may(May.KEEP_PANEL) and meeting.called_off_on is None
    still = matters.still_for(meeting, today()) if keeps else []
    homes = {each.item.household_id for each in found.lines if each.item.household_id}
    homes |= {each.household_id for each in still}
    looked({f"household:{each}" for each in homes}, Kept.NARRATIVE, "panel agenda")
    attended = agendas.attendance_taken(found.company)
    has_papers = sent_ever(meeting.id) if keeps else frozenset()
    said = minutes.recommendations([each.item.id for each in found.lines])
    final = minutes.are_approved(meeting.id)
    return render_template(
        "panel/meeting.html",
        meeting=meeting,
        agenda=found,
        papers={each.item.id: each for each in checked(found, today())} if keeps else {},
        quorate=present.quorate(found),
        still=still,
        lacks=present.lacks_said(found.lacks),
        found=found.company,
        attended=attended,
        said=said,
        steps=minutes.steps_of(meeting.id),
        final=final,
        move=forms.MoveForm(seen=agendas.order_of(each.item for each in found.lines)),
        may_keep=keeps and meeting.meets_on >= today(),
        may_unsend=keeps and not (has_papers or attended),
        may_reopen=keeps and final and not gone_by((each.item for each in found.lines), said),
        has_papers=has_papers,
        taken_back=taken_back(meeting) if keeps else (),
        may_minute=keeps,
        may_attend=keeps and meeting.meets_on <= today() and found.company.guests,
    )


@bp.route("/panel/meetings/<ref>/invite", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def invite(ref):
    """Members are asked to come: several at one press."""
    meeting = meeting_or_404(ref)
    form = forms.InviteForm()
    others = queries.company(meeting).others
    form.who.choices = offered(
        [(each.listing.ref, f"{each.name}{present.brings(each)}") for each in others]
    )
    return of_meeting(
        meeting,
        form,
        actions.invite,
        title="Ask members to come",
        says="From the central list; whoever is away that day is left out.",
        save="Ask them",
        answers=lambda: {"listings": queries.listings_by_refs(form.who.data or [])},
    )


@bp.route("/panel/meetings/<ref>/members/<listing_ref>", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def answer(ref, listing_ref):
    """One member comes, or does not."""
    meeting = meeting_or_404(ref)
    listing = people.listing_by_ref(listing_ref)
    invited = queries.invited_to(meeting.id, listing.id) if listing is not None else None
    if invited is None:
        abort(404)
    form = forms.AnswerForm(record=invited)
    if request.method == "GET":
        form.answer.data = invited.answer
    return of_meeting(
        meeting,
        form,
        actions.record_answer,
        invited,
        title="Do they come?",
        says=invited.listing.person.name,
        record=invited,
    )


@bp.route("/panel/meetings/<ref>/members/<listing_ref>/take-back", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def take_back_invitation(ref, listing_ref):
    """A member was asked by mistake."""
    meeting = meeting_or_404(ref)
    listing = people.listing_by_ref(listing_ref)
    invited = queries.invited_to(meeting.id, listing.id) if listing is not None else None
    if invited is None:
        abort(404)
    return of_meeting(
        meeting,
        forms.TakeBackForm(record=invited),
        actions.take_back_invitation,
        invited,
        title="They were asked by mistake",
        says=f"{invited.listing.person.name} is then not asked to this meeting. Somebody who was "
        "rightly asked and cannot come is recorded as not coming.",
        save="Take it back",
        warning=True,
        record=invited,
    )


def _told(meeting, what):
    """Who of those asked learns of it here, and whom the adviser tells."""
    company = queries.company(meeting)
    if not company.guests:
        return "Nobody is asked to it yet."
    without = [each.invited.listing for each in company.guests if not each.invited.listing.user_id]
    if not without:
        return f"Everybody who is asked signs in, and is {what} here and by the morning’s message."
    written = company.written_to if current_app.config["SETTINGS"].sending.may_chase else []
    told = [f"Members who sign in are {what} here and by the morning’s message."]
    if written:
        told.append(f"Written to by email, with the day and no more: {_names(written)}.")
    if by_hand := [each for each in without if each not in written]:
        told.append(f"Tell yourself, as they do not sign in: {_names(by_hand)}.")
    return " ".join(told)


def _names(listings):
    return ", ".join(each.person.name for each in listings)


@bp.route("/panel/meetings/<ref>/change", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def change_meeting(ref):
    """At another time, or in another place."""
    meeting = meeting_or_404(ref)
    form = forms.WhenAndWhereForm(record=meeting)
    if request.method == "GET":
        for name in ("starts_at", "place", "remote"):
            form[name].data = getattr(meeting, name)
    return of_meeting(
        meeting,
        form,
        actions.change_meeting,
        title="Time and place",
        says="For another day, call this meeting off and call another: its papers come along. "
        + _told(meeting, "asked again whether they come"),
        record=meeting,
    )


@bp.route("/panel/meetings/<ref>/call-off", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def call_off(ref):
    """A meeting is not held."""
    meeting = meeting_or_404(ref)
    return of_meeting(
        meeting,
        forms.CallOffForm(record=meeting),
        actions.call_off,
        title="Call this meeting off",
        says="What was to come to it waits for another one. " + _told(meeting, "told"),
        save="Call it off",
        warning=True,
        record=meeting,
    )


# ----------------------------------------------------------------------------------------- policy


@bp.get("/panel/what-comes")
@requires(May.SEE_PANEL)
def what_comes():
    """What comes to panel by law and by this council's policy, and from when until when."""
    return render_template("panel/what_comes.html", rows=queries.must_come_table())


@bp.get("/panel/what-comes/papers")
@requires(May.SEE_PANEL)
def what_papers():
    """What each kind of item needs as papers, from when until when, and where that is said."""
    return render_template("panel/what_papers.html", needs=NEEDS)


@bp.route("/panel/what-comes/set", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def policy():
    """A kind of item comes to panel, or no longer does, from a day on."""
    rows = queries.must_come_table()
    return small_page(
        forms.PolicyForm(coming={kind for kind in USUALLY if rule_for(kind, today(), rows)}),
        actions.set_policy,
        there=url_for("panel.what_comes"),
        about="What comes to panel",
        title="Set what comes by policy",
        says="For cases that begin on that day or later. Those that began before keep what held "
        "for them. What the law sends to panel is not set here.",
    )
