"""Documents kept, shown, downloaded, replaced."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.children import queries as children
from app.core.columns import Kept
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.core.web import file_answer
from app.documents import actions, preview, queries, store
from app.documents.actions import checked
from app.documents.forms import KeepForm, ReplaceForm
from app.documents.kinds import FileState, FileType, KeptAs
from app.documents.scanning import scan
from app.documents.views.opening import bp
from app.documents.views.seeing import Of, Sight, may_change, record_of
from app.people import queries as people
from app.people.changing import household_or_404

SEES = (May.SEE_HOUSEHOLDS, May.SEE_CHILDREN)
KEEPS = (May.EDIT_HOUSEHOLD, May.EDIT_CHILD)


def user():
    """Whoever is signed in."""
    return current_user._get_current_object()


# ------------------------------------------------------------------------------ one record's own


@bp.get("/households/<ref>/documents")
@requires(May.SEE_HOUSEHOLDS)
def of_household(ref):
    """The documents about a household and those in it."""
    household = household_or_404(ref)
    return _list(Of(household=household), _abouts(household))


@bp.get("/children/<ref>/documents")
@requires(May.SEE_CHILDREN)
def of_child(ref):
    """The documents about a child."""
    child = child_or_404(ref)
    looked([f"child:{child.id}"], Kept.CHILD, "documents")
    return _list(Of(child=child), {f"child:{child.id}": child.person.name})


def child_or_404(ref):
    """The child, for somebody who may see them."""
    from app.supervision import queries as supervision

    child = children.child_by_ref(ref)
    own = supervision.own_households(user(), today())
    if child is None or not children.may_see_child(user(), child, households=own):
        abort(404)
    return child


def _abouts(household):
    """Whom a document about a household may be about: it, or somebody who belongs to it."""
    members = people.members_of(household.id, today())
    return {f"household:{household.id}": household.name} | {
        f"person:{each.person_id}": each.person.name for each in members
    }


def _list(of, abouts):
    shown = visible(of, abouts)
    for kept in {document.kept for document in shown} - {Kept.OPENLY}:
        looked([each.about for each in shown if each.kept is kept], kept, "documents")
    return render_template(
        "documents/list.html",
        of=of,
        documents=shown,
        abouts=abouts,
        may_change=may_change(user(), of),
    )


def visible(of, abouts):
    """The documents about these that whoever is signed in may see."""
    sight = Sight(user(), of)
    return [each for each in queries.documents_about(*abouts) if sight.sees(each)]


@bp.app_template_global()
def documents_of_household(household):
    """The documents of a household's page: what each is and since when, never its name."""
    return visible(Of(household=household), _abouts(household))


@bp.app_template_global()
def documents_of_child(child):
    """The same, of a child's page."""
    return visible(Of(child=child), {f"child:{child.id}": ""})


@bp.route("/households/<ref>/documents/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def keep_of_household(ref):
    """Keep a document about a household, or somebody in it."""
    household = household_or_404(ref)
    of = Of(household=household)
    if not may_change(user(), of):
        abort(403)
    return _keep(of, _abouts(household), url_for("documents.of_household", ref=ref))


@bp.route("/children/<ref>/documents/add", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def keep_of_child(ref):
    """Keep a document about a child."""
    child = child_or_404(ref)
    looked([f"child:{child.id}"], Kept.CHILD, "keep a document")
    abouts = {f"child:{child.id}": child.person.name}
    return _keep(Of(child=child), abouts, url_for("documents.of_child", ref=ref))


def _keep(of, abouts, there):
    form = KeepForm(abouts=abouts.items())
    if request.method == "GET":
        form.about.data = next(iter(abouts))
    if form.validate_on_submit():
        name, content = form.chosen_file()
        done = _scanned(form, name, content) and carried_out(
            form,
            actions.add_document,
            [form.scanned],
            kind=form.kind.data,
            about=form.about.data,
            note=form.note.data or "",
            kept_as=KeptAs.RESTRICTED if form.restricted.data else None,
            leads_to=_to_document,
        )
        if done:
            return done.redirect
    page = render_template(
        "documents/keep.html", form=form, of=of, there=there, one=len(abouts) == 1
    )
    return page, form.http_status


def _scanned(form, name, content):
    """Look at a file and ask the scanner, before any transaction; what is wrong is on the form."""
    db.session.rollback()
    try:
        opened = checked(name, content)
    except RuleBroken as refused:
        form.refused(refused.breaches)
        return False
    form.scanned = (opened, scan(opened.content))
    return True


def _to_document(document):
    return url_for("documents.document", ref=document.ref)


# ----------------------------------------------------------------------------------- one document


def _found(ref, *, to_change=False):
    """The document and its record; as if absent for somebody who may not see it."""
    document = queries.document_by_ref(ref)
    of = record_of(document.about) if document is not None else Of()
    if document is None or not Sight(user(), of).sees(document):
        abort(404)
    if to_change:
        _require_change(of)
    return document, of


def _require_change(of):
    if not may_change(user(), of):
        abort(403)


def _file_of(document, file_ref):
    file = next((each for each in document.files if each.ref == file_ref), None)
    if file is None:
        abort(404)
    return file


def _see(document, page):
    """Whoever opens a document has seen what it says, whatever it is kept as."""
    looked([document.about], document.kept, page)


@bp.get("/documents/<ref>")
@requires(*SEES)
def document(ref):
    """One document: its newest version as far as it can be shown, and those before."""
    found, of = _found(ref)
    _see(found, "document")
    file = _file_of(found, request.args["version"]) if "version" in request.args else found.newest
    letter = queries.letter_of(found.id)
    return render_template(
        "documents/document.html",
        document=found,
        of=of,
        file=file,
        drawn=_drawn(found, file),
        shown=_shown(_drawn(found, file)),
        letter=letter,
        may_change=may_change(user(), of),
        button=HearthForm(formdata=None),
        FileState=FileState,
        FileType=FileType,
        apt_line=preview.APT_LINE,
    )


def _drawn(document, file):
    """The file that is shown: of a letter its PDF, if it has one."""
    pair = document.version_of(file.number)
    return next((each for each in pair if each.type is FileType.PDF), file)


def _shown(file):
    """What can be shown of a file: its words, how many pictures, or why nothing can."""
    if file.state is not FileState.CLEAN:
        return {}
    try:
        content = store.read(file.content_id, file.code)
    except store.ContentsGone as gone:
        return {"gone": str(gone)}
    match file.type:
        case FileType.TEXT:
            return {"words": preview.words_of(content)}
        case FileType.JPEG | FileType.PNG:
            return {"pictures": 1, "pages": 1}
        case FileType.PDF if preview.draws_pdf():
            pages = preview.pages_of(content)
            return {"pictures": min(pages, preview.MOST_PAGES), "pages": pages}
        case FileType.PDF:
            return {"undrawn": True}
    return {}


@bp.get("/documents/<ref>/<file_ref>/file")
@requires(*SEES)
def file(ref, file_ref):
    """One file, to save: never shown in our own pages as it came."""
    found, _ = _found(ref)
    one = _file_of(found, file_ref)
    if one.state is not FileState.CLEAN:
        abort(404)
    _see(found, "document saved")
    content = _read(one)
    answer = file_answer(content, f"document.{one.type.endings[0]}", one.type.media)
    answer.headers.set("Content-Disposition", "attachment", **_as_saved(one.name))
    return answer


def _as_saved(name):
    """A file's name as browsers are told it (RFC 6266): plain letters, and all of it besides."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}


@bp.get("/documents/<ref>/<file_ref>/page-<int:number>.png")
@requires(*SEES)
def page(ref, file_ref, number):
    """One page of a document as a picture, drawn here."""
    found, _ = _found(ref)
    one = _file_of(found, file_ref)
    if one.state is not FileState.CLEAN or not preview.has_pictures(one.type):
        abort(404)
    _see(found, "document")
    try:
        return _picture(one, _read(one), number)
    except preview.NoPreview:
        abort(404)


def _picture(one, content, number):
    from flask import Response

    if one.type is FileType.PDF:
        return Response(preview.page_drawn(content, number), mimetype="image/png")
    if number != 1:
        abort(404)
    kind = "image/png" if one.type is FileType.PNG else "image/jpeg"
    return Response(preview.picture_drawn(content), mimetype=kind)


def _read(one):
    try:
        return store.read(one.content_id, one.code)
    except store.ContentsGone:
        abort(404)


# -------------------------------------------------------------------------------------- changing


@bp.route("/documents/<ref>/replace", methods=["GET", "POST"])
@requires(*KEEPS)
def replace(ref):
    """Keep a new version. Those before it stay."""
    found, of = _found(ref, to_change=True)
    _see(found, "replace a document")
    form = ReplaceForm(record=found)
    if form.validate_on_submit():
        name, content = form.chosen_file()
        done = _scanned(form, name, content) and carried_out(
            form,
            actions.add_version,
            found,
            form.scanned,
            note=form.note.data or "",
            record=found,
            leads_to=lambda _: _to_document(found),
        )
        if done:
            return done.redirect
    page = render_template("documents/replace.html", form=form, document=found, of=of)
    return page, form.http_status


@bp.post("/documents/<ref>/<file_ref>/scan")
@requires(*KEEPS)
def scan_again(ref, file_ref):
    """Ask the scanner about a file that waits."""
    found, of = _found(ref)
    one = _file_of(found, file_ref)
    _require_change(of)
    there = _to_document(found)
    if one.state is FileState.WAITING and HearthForm().validate_on_submit():
        content = _read(one)
        db.session.rollback()
        said = scan(content)
        carried_out(HearthForm(), actions.settle, one, scanned=said, leads_to=lambda _: there)
    return redirect(there, 303)


@bp.post("/documents/<ref>/set-aside")
@requires(*KEEPS)
def set_aside(ref):
    """Set aside a document that was kept in error."""
    found, of = _found(ref, to_change=True)
    done = carried_out(HearthForm(), actions.set_aside, found, leads_to=lambda _: list_of(of))
    if done is None:
        abort(400)
    flash("Set aside a document kept in error.", "success")
    return done.redirect


def list_of(of):
    """The list of documents that a record has."""
    if of.household is not None:
        return url_for("documents.of_household", ref=of.household.ref)
    return url_for("documents.of_child", ref=of.child.ref)
