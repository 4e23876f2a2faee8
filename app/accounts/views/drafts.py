"""Drafts: forms begun and not finished. Pages save them as they are typed."""

from __future__ import annotations

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from app.accounts import drafts
from app.accounts.signing_in import safe_next
from app.accounts.views.proving import bp
from app.core.security import open_to_signed_in
from app.core.shown import clock_time
from app.core.today import LONDON


@bp.get("/drafts")
@open_to_signed_in
def own_drafts():
    """Everything begun and not finished; a page's script asks here for a fresh token."""
    if _asks_for_data():
        return jsonify(csrf_token=generate_csrf())
    drafts.destroy_forgotten()
    return render_template("accounts/drafts.html", rows=drafts.of_user())


@bp.post("/drafts/<key>")
@open_to_signed_in
def draft(key):
    """Save a draft: quietly for a script, and back to the form for whoever pressed the button."""
    saving = _saving(key)
    try:
        kept = drafts.save(saving, over="draft_over" in request.form)
    except drafts.Newer as newer:
        return _newer(saving, newer.stands)
    if _asks_for_data():
        return jsonify(_told(kept))
    flash("Saved. You can finish it later.", "success")
    return redirect(saving.path, 303)


@bp.post("/drafts/<key>/discard")
@open_to_signed_in
def discard_draft(key):
    """Throw a draft away, and show the form as it would be without it."""
    _require_key(key)
    path = drafts.destroy_by_key(key)
    if request.form.get("back") == "list" or not path:
        return redirect(url_for("accounts.own_drafts"), 303)
    return redirect(path, 303)


def _saving(key):
    """What was sent; 404 for what is no draft's key, 400 for what is no form of ours."""
    _require_key(key)
    path = request.form.get("draft_path", "")
    if safe_next(path) is None or drafts.key_of(path) != key:
        abort(400)
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name not in drafts.NOT_KEPT and name not in {"draft_title", "draft_over"}
        for value in values
    ]
    if not fields or sum(len(value) for _, value in fields) > drafts.LARGEST:
        abort(400 if not fields else 413)
    return drafts.Saving(
        path,
        fields,
        title=request.form.get("draft_title", "")[:200],
        page=request.form.get("draft_page", "")[:40],
        step=request.form.get("draft_step", 0, type=int),
        number=request.form.get("draft_number", 0, type=int),
    )


def _newer(saving, stands):
    if _asks_for_data():
        return jsonify(_told(stands)), 409
    page = render_template("accounts/draft_newer.html", saving=saving, stands=stands)
    return page, 409


def _told(kept):
    return {
        "number": kept.number,
        "saved_at": kept.saved_at.astimezone(LONDON).strftime("%H:%M"),
        "said": clock_time(kept.saved_at),
        "finished": not kept,
    }


def _require_key(key):
    if not drafts.KEY.fullmatch(key):
        abort(404)


def _asks_for_data():
    return request.accept_mimetypes.best == "application/json"
