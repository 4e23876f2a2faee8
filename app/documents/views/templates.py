"""Templates of letters: the one in use, a new version on trial, and when it is used from."""

from __future__ import annotations

from flask import Response, abort, render_template, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.core.security import requires
from app.core.today import today
from app.core.web import file_answer
from app.documents import actions, preview, queries
from app.documents.forms import TemplateForm, UseForm
from app.documents.kinds import FileType, LetterKey
from app.documents.letters import first, pdf, word
from app.documents.letters.fields import RESTS_ON, examples, fields_of
from app.documents.views.making import _key_or_404
from app.documents.views.opening import bp


@bp.get("/letters")
@requires(May.KEEP_LETTERS)
def templates():
    """Every letter, and which version of it is in use."""
    return render_template(
        "documents/templates.html",
        keys=list(LetterKey),
        in_use={key: queries.template_in_use(key, today()) for key in LetterKey},
        on_trial={
            key: [each for each in queries.templates_of(key) if each.used_from is None]
            for key in LetterKey
        },
    )


@bp.route("/letters/<key>", methods=["GET", "POST"])
@requires(May.KEEP_LETTERS)
def template(key):
    """One letter: its fields, its versions, and sending another."""
    key = _key_or_404(key)
    form = TemplateForm()
    if form.validate_on_submit():
        name, content = form.chosen_file()
        done = carried_out(
            form,
            actions.try_template,
            key,
            name=name,
            content=content,
            leads_to=lambda made: url_for("documents.trial", ref=made.ref),
        )
        if done:
            return done.redirect
    page = render_template(
        "documents/template.html",
        key=key,
        form=form,
        fields=fields_of(key),
        versions=queries.templates_of(key),
        in_use=queries.template_in_use(key, today()),
        rests_on=RESTS_ON.get(key),
    )
    return page, form.http_status


@bp.get("/letters/<key>/in-use.docx")
@requires(May.KEEP_LETTERS)
def template_file(key):
    """The Word file in use, to change and send back."""
    key = _key_or_404(key)
    used = queries.template_in_use(key, today())
    content = used.content if used is not None else first.template(key)
    return file_answer(content, f"{key.value}.docx", FileType.DOCX.media)


@bp.route("/letters/versions/<ref>", methods=["GET", "POST"])
@requires(May.KEEP_LETTERS)
def trial(ref):
    """A trial print of one version, and putting it to use."""
    version = _version_or_404(ref)
    form = UseForm(record=version)
    if version.used_from is None and form.validate_on_submit():
        done = carried_out(
            form,
            actions.use_template,
            version,
            used_from=form.used_from.data,
            record=version,
            leads_to=lambda _: url_for("documents.template", key=version.key.value),
        )
        if done:
            return done.redirect
    drawn = pdf.makes_pdf() and preview.draws_pdf()
    page = render_template(
        "documents/trial.html",
        version=version,
        form=form,
        pages=preview.pages_of(_printed(version)) if drawn else 0,
        words="" if drawn else word.words_in(_filled(version)),
        apt_line=preview.APT_LINE,
    )
    return page, form.http_status


@bp.get("/letters/versions/<ref>/file.docx")
@requires(May.KEEP_LETTERS)
def version_file(ref):
    """One version's Word file."""
    version = _version_or_404(ref)
    name = f"{version.key.value}-{version.number}.docx"
    return file_answer(version.content, name, FileType.DOCX.media)


@bp.get("/letters/versions/<ref>/page-<int:number>.png")
@requires(May.KEEP_LETTERS)
def trial_page(ref, number):
    """One page of a trial print."""
    version = _version_or_404(ref)
    if not pdf.makes_pdf():
        abort(404)
    try:
        return Response(preview.page_drawn(_printed(version), number), mimetype="image/png")
    except preview.NoPreview:
        abort(404)


def _version_or_404(ref):
    version = queries.template_by_ref(ref)
    if version is None:
        abort(404)
    return version


def _filled(version):
    """The letter with invented answers to every field."""
    key = version.key
    return word.fill(version.content, examples(key), fields_of(key), title=key.words())


def _printed(version):
    return pdf.as_pdf(_filled(version), version.key.words())
