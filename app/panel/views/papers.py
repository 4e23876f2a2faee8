"""Papers of an item: what it needs and has, brought, taken from the record, written, late."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.core.columns import Kept
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.security import requires
from app.core.today import today
from app.core.web import file_answer
from app.core.words import words
from app.documents import store
from app.documents.actions import checked as sound
from app.documents.forms import read_whole
from app.documents.kinds import FileState, FileType
from app.documents.queries import document_by_ref
from app.documents.scanning import scan
from app.panel import forms
from app.panel.actions import papers as actions
from app.panel.actions.papers import Given
from app.panel.checklist import checked_item, said_of
from app.panel.kinds import PaperKind
from app.panel.needs import OfWhom
from app.panel.outside import files_for
from app.panel.packing import CLOSELY
from app.panel.queries import papers as queries
from app.panel.queries.advisers import who_advises
from app.panel.queries.agenda import agenda, sitting
from app.panel.rules.papers import OF_ADVISERS
from app.panel.views.opening import bp, heard_item, of_item
from app.people.forms import offered

ANYHOW = (PaperKind.MEDICAL, PaperKind.LEGAL, PaperKind.OTHER)
"""What any item may have, whether its kind needs it or not."""


class Choices:
    """What a paper of one item may be: those that it needs first, then any other."""

    def __init__(self, item):
        self.item = item
        self.found = checked_item(agenda(item.meeting), item, today()) or abort(404)
        looked_at("panel papers", {Kept.CHILD: self.found.children})
        self.those = {}
        for each in sorted(self.found.wanted, key=lambda each: each.is_here):
            self.those[each.key] = (each.need.paper, each.whom)
        whole, *people = self.found.whom
        for kind in ANYHOW:
            self.those.setdefault(f"{kind.value}|", (kind, whole))
        for one in people:
            kind = PaperKind.CARERS_WORDS if one.of is OfWhom.CARER else PaperKind.CHILDS_WORDS
            self.those.setdefault(f"{kind.value}|{one.key}", (kind, one))

    @property
    def is_late(self):
        """Whether the day for its papers is over: the chair consents to what comes now."""
        return today() > sitting(self.item.meeting).papers_due

    def put_into(self, form, *, people_first=False, always=False):
        """Offer them; the one that the address asks for is chosen. The chair's consent is asked
        for where papers are late, or always."""
        those = list(self.those.items())
        if people_first:
            those.sort(key=lambda each: each[1][1].of is OfWhom.ITEM)
        form.which.choices = offered(
            [("", "Choose"), *((key, said_of(kind, one)) for key, (kind, one) in those)]
        )
        if request.method == "GET" and request.args.get("which") in self.those:
            form.which.data = request.args["which"]
            kind, _ = self.those[form.which.data]
            if "given_by" in form and kind in OF_ADVISERS:
                form.given_by.data = who_advises(kind, today()) or queries.last_adviser(kind)
        if "late_agreed" in form and (self.item.late_agreed or (not always and not self.is_late)):
            del form.late_agreed

    def given(self, form):
        """What was answered, as the acts take it."""
        kind, one = self.those[form.which.data]
        title = form.title.data.strip() if "title" in form and form.title.data else ""
        return Given(
            kind,
            one,
            title or said_of(kind, one),
            form.given_by.data or "" if "given_by" in form else "",
            form.given_on.data,
        )


def _small(choices, form, action, *, title, says, **kw):
    """A small form about a paper of an item; back to its papers."""
    item = choices.item
    told = kw.pop("answers", dict)
    return of_item(
        item,
        form,
        action,
        item,
        there=url_for("panel.item", ref=item.ref, _anchor="papers"),
        title=title,
        says=says,
        answers=lambda: form.answers() | {"given": choices.given(form)} | told(),
        **kw,
    )


@bp.route("/panel/items/<ref>/papers/add", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def add_paper(ref):
    """A paper from outside: looked at, asked about, made into a PDF where it is a Word file."""
    item = heard_item(ref, "panel papers")
    choices = Choices(item)
    form = forms.AddPaperForm()
    choices.put_into(form)
    there = url_for("panel.item", ref=item.ref, _anchor="papers")
    if form.validate_on_submit():
        given = choices.given(form)
        files = _files(form, given.title)
        done = files and carried_out(
            form,
            actions.add_paper,
            item,
            given,
            files=files,
            **form.answers(),
            leads_to=lambda _: there,
        )
        if done:
            flash("Added a paper to an item of a panel.", "success")
            return done.redirect
    page = render_template(
        "small_page.html",
        form=form,
        files=True,
        there=there,
        about=item.title,
        heading="Add a paper",
        says="It is scanned, and kept with the record’s documents. It goes into the pack as it is.",
        save="Add it",
        warning=False,
    )
    return page, form.http_status


def _files(form, title):
    """The files to keep, before any transaction; what is wrong with them is on the form."""
    name, content = read_whole(form.file.data)
    db.session.rollback()
    try:
        opened = sound(name, content)
        return files_for(opened, scan(opened.content), title)
    except RuleBroken as refused:
        form.refused(refused.breaches)
        return None


@bp.route("/panel/items/<ref>/papers/use", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def use_paper(ref):
    """A document that the record has already becomes a paper."""
    choices = Choices(heard_item(ref, "panel papers"))
    form = forms.UsePaperForm()
    choices.put_into(form)
    those = choices.found.kept
    form.document.choices = offered(
        [("", "Choose"), *((each.ref, f"{each.name} ({words(each.kind)})") for each in those)]
    )
    looked_at("panel papers", {Kept.CHECKS: {each.about for each in those}})
    if request.method == "GET" and len(those) == 1:
        form.document.data = those[0].ref
    return _small(
        choices,
        form,
        actions.use_document,
        title="Put in a document of the record",
        says="Its newest version goes into the pack when that is made."
        if those
        else "The record has none that could be put in, or they are restricted: add a paper.",
        save="Put it in",
        answers=lambda: {"document": document_by_ref(form.document.data)},
    )


@bp.route("/panel/items/<ref>/papers/write", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def write_paper(ref):
    """What a carer or a child says, what was seen of a child, or why there is nothing."""
    choices = Choices(heard_item(ref, "panel papers"))
    form = forms.WritePaperForm()
    choices.put_into(form, people_first=True)
    return _small(
        choices,
        form,
        actions.write_paper,
        title="Write a paper",
        says="In a child’s or a carer’s own words, or as somebody observed; or why there is none.",
    )


@bp.route("/panel/items/<ref>/papers/late", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def late_paper(ref):
    """A paper that is needed comes late, with the chair's consent."""
    choices = Choices(heard_item(ref, "panel papers"))
    form = forms.LatePaperForm()
    choices.put_into(form, always=True)
    return _small(
        choices,
        form,
        actions.await_paper,
        title="A paper comes late",
        says="The pack says that it is missing, and by when it comes.",
    )


# ------------------------------------------------------------------------------------- one paper


def _paper(ref):
    """A paper and its item, once it is recorded who looked."""
    paper = queries.paper_by_ref(ref) or abort(404)
    _look(paper)
    return paper, queries.item_of(paper)


def _look(paper):
    kept = CLOSELY.get(paper.kind, Kept.NARRATIVE)
    looked_at("panel paper", {kept: {paper.about}})


@bp.post("/panel/papers/<ref>/move")
@requires(May.KEEP_PANEL)
def move_paper(ref):
    """One place earlier or later."""
    paper, item = _paper(ref)
    there = url_for("panel.item", ref=item.ref, _anchor=f"paper-{paper.ref}")
    form = forms.EarlierForm()
    earlier = request.form.get("to") == "earlier"
    if form.validate_on_submit():
        carried = carried_out(
            form, actions.move_paper, paper, earlier=earlier, leads_to=lambda _: there
        )
        if carried is not None:
            return carried.redirect
    flash("; ".join(form.form_errors) or "It could not be moved. Try again.", "problem")
    return redirect(there, 303)


@bp.route("/panel/papers/<ref>/take-out", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def take_out(ref):
    """It is no paper of its item any more."""
    paper, item = _paper(ref)
    return of_item(
        item,
        forms.TakeOutForm(record=paper),
        actions.take_out,
        paper,
        there=url_for("panel.item", ref=item.ref, _anchor="papers"),
        title=f"Take out: {paper.title}",
        says="Its document stays with the record. Packs that were sent stay as they were.",
        save="Take it out",
        warning=True,
        record=paper,
        answers=dict,
    )


@bp.get("/panel/papers/<ref>/file")
@requires(May.KEEP_PANEL, May.DECIDE_AFTER_PANEL)
def paper_file(ref):
    """The PDF of one paper, to save."""
    paper, _ = _paper(ref)
    file = queries.file_of(paper.document) if paper.document is not None else None
    if file is None or file.state is not FileState.CLEAN:
        abort(404)
    try:
        content = store.read(file.content_id, file.code)
    except store.ContentsGone:
        abort(404)
    return file_answer(content, "paper.pdf", FileType.PDF.media)
