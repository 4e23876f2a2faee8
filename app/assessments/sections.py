"""The page on which a section of a report is written in place, for each room that has a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template

from app.assessments.actions import Told
from app.assessments.evidence import Found
from app.assessments.forms import section_form
from app.assessments.report import Section
from app.audit.carried_out import carried_out


def section_page(
    all_sections: Sequence[Section],
    key: str,
    *,
    act: Callable[..., Any],
    of: Any,
    page_of: Callable[[Section], str],
    whole: str,
    **shown: Any,
) -> Any:
    """One section: written, saved while it is typed, and on to the next; 404 without such a one.

    `act` takes what the section is `of` and what was told; `page_of` is a section's page, `whole`
    that of the checklist, to which the last section leads.
    """
    found = next((one for one in all_sections if one.key == key), None)
    if found is None:
        abort(404)
    place = all_sections.index(found) + 1
    there = page_of(all_sections[place]) if place < len(all_sections) else whole
    form: Any = section_form(found)  # type: ignore[no-untyped-call]
    if form.validate_on_submit():
        told = _told(form)
        if not told:
            form.sent()
            return redirect(there, 303)
        carried = carried_out(form, act, of, told, leads_to=lambda _: there)
        if carried is not None:
            flash(f"{found.title}: saved.", "success")
            return carried.redirect
    page = render_template(
        "assessments/section.html",
        form=form,
        section=found,
        place=place,
        all_sections=all_sections,
        whole=whole,
        **shown,
    )
    return page, form.http_status


def _told(form: Any) -> list[Told]:
    return [
        Told(
            line.item,
            line.about,
            found=how,
            words=said if how is Found.ESTABLISHED else "",
            because="" if how is Found.ESTABLISHED else said,
            field=f"words_{line.key}",
        )
        for line, how, said in form.told()
    ]
