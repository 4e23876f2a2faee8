"""The pack of a meeting: what is missing first, made with its progress shown, sent, downloaded."""

from __future__ import annotations

from flask import (
    abort,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask_login import current_user

from app.accounts.permissions import May
from app.audit import background
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import file_answer
from app.documents.letters.pdf import makes_pdf
from app.documents.preview import APT_LINE
from app.panel import forms, packing
from app.panel.actions import papers as actions
from app.panel.checklist import checked
from app.panel.pack import PackNotMade
from app.panel.queries import own
from app.panel.queries import packs as queries
from app.panel.queries.agenda import agenda
from app.panel.queries.listing import listing_by_ref
from app.panel.queries.meetings import invited_to
from app.panel.views.opening import bp, meeting_or_404, of_meeting

PDF = "application/pdf"


@bp.route("/panel/meetings/<ref>/pack", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def pack(ref):
    """What each item has and lacks, by name; the packs that were made; making one."""
    meeting = meeting_or_404(ref)
    packs = queries.packs_of(meeting.id)
    under_way = packing.PACK.progress_of(packs[0].id) if packs else None
    if under_way is not None:
        return render_template("panel/pack_under_way.html", meeting=meeting, progress=under_way)
    found = agenda(meeting)
    items = checked(found, today())
    homes = {each.item.household_id for each in items}
    looked_at(
        "panel pack",
        {
            Kept.NARRATIVE: {f"household:{each}" for each in homes if each},
            Kept.CHILD: {child for each in items for child in each.children},
        },
    )
    form = forms.PackForm()
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.ask_for_pack,
            meeting,
            faulty=sum(len(each.faults) for each in items),
            leads_to=lambda _: url_for("panel.pack", ref=ref),
        )
        if done is not None:
            if done.result is not None:
                background.begin(done.result, packing.make)
            return done.redirect
    page = render_template(
        "panel/pack.html",
        meeting=meeting,
        items=items,
        lacking=[each for each in items if each.missing],
        faulty=[each for each in items if each.faults],
        packs=packs,
        changed=bool(packs) and packing.has_changed(packs[0], items),
        sent_to={each.id: queries.sent_to(each) for each in packs if each.sent_on},
        guests=found.company.guests,
        form=form,
        makes_pdf=makes_pdf(),
        apt_line=APT_LINE,
        may_make=meeting.called_off_on is None and meeting.meets_on >= today(),
    )
    return page, form.http_status


@bp.get("/panel/meetings/<ref>/pack/progress")
@requires(May.KEEP_PANEL)
def pack_progress(ref):
    """How far the making of a pack has come, for the page that shows it."""
    packs = queries.packs_of(meeting_or_404(ref).id)
    under_way = packing.PACK.progress_of(packs[0].id) if packs else None
    return background.how_far(under_way)


def _pack(ref):
    """A pack that is made."""
    found = queries.pack_by_ref(ref)
    if found is None or found.pages is None:
        abort(404)
    return found


@bp.route("/panel/packs/<ref>/send", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def send_pack(ref):
    """Each who is asked finds their own file on their own page of the meeting."""
    found = _pack(ref)
    return of_meeting(
        found.meeting,
        forms.PackForm(record=found),
        actions.send_pack,
        found,
        title=f"Send pack {found.number}",
        says="Each member who is asked, and has not said that they stay away, then finds their own "
        "file on their page of this meeting: with their name across it, less the items in which "
        "they have a conflict. Files for members who do not sign in are on the pack’s page.",
        save="Send it",
        record=found,
        answers=dict,
    )


@bp.get("/panel/packs/<ref>/file")
@requires(May.KEEP_PANEL, May.DECIDE_AFTER_PANEL)
def whole_pack(ref):
    """The service's own copy, whole, with the name of whoever takes it."""
    found = _pack(ref)
    return _file(found, current_user.name, None, url_for("panel.meeting", ref=found.meeting.ref))


@bp.get("/panel/packs/<ref>/for/<listing_ref>")
@requires(May.KEEP_PANEL)
def pack_for(ref, listing_ref):
    """A member's own file, for one who does not sign in."""
    found = _pack(ref)
    listing = listing_by_ref(listing_ref)
    if listing is None or invited_to(found.meeting_id, listing.id) is None:
        abort(404)
    there = url_for("panel.pack", ref=found.meeting.ref)
    return _file(found, listing.person.name, listing, there)


@bp.get("/panel/mine/packs/<ref>")
@requires(May.SEE_OWN_PANEL)
def own_pack(ref):
    """A member's own file of a pack that was sent, for as long as they may read of the meeting."""
    found = _pack(ref)
    mine = own.own_meeting(current_user._get_current_object(), found.meeting, today())
    if mine is None or found.sent_on is None or not mine.invited.may_have_papers:
        abort(404)
    listing = mine.invited.listing
    there = url_for("panel.own_meeting", ref=found.meeting.ref)
    return _file(found, listing.person.name, listing, there)


def _file(found, name, listing, there):
    """The file, once it is recorded who looked at what."""
    if not makes_pdf():
        abort(503)
    looked_at(own.PACK_TAKEN, packing.shown_in(found, listing))
    try:
        made = packing.file_for(found, name, listing)
    except PackNotMade as gone:
        flash(str(gone), "problem")
        return redirect(there, 303)
    return file_answer(made, f"panel-papers-{found.meets_on:%Y-%m-%d}-{found.number}.pdf", PDF)
