"""What applicants and referees see by link: what is asked, and nothing of the record.

A referee is told whom they are asked about, and nothing else.
"""

from __future__ import annotations

from app.core.columns import Kept
from app.core.today import today
from app.links.answering import ask, looked_by_link
from app.links.purposes import purpose
from app.recruitment import link_forms
from app.recruitment.actions import telling as actions
from app.recruitment.queries import enquiries as asked
from app.recruitment.queries import telling as queries
from app.recruitment.rules.telling import five_years_before


@purpose(
    actions.FORM,
    title="Your part of the application to foster",
    why=(
        "You applied to be a foster carer. We ask each applicant about themselves, where they have "
        "lived, and what they agree that we may ask others.",
        "What you tell us is put beside what we have, and a worker goes through it with you.",
    ),
)
def applicant_form(link):
    """An applicant's own part of the application."""
    form_row = queries.form_of_link(link.item)
    form = (link_forms.WholeForm if form_row.whole else link_forms.OwnForm)(link)
    return ask(
        link,
        form,
        "recruitment/link_applicant.html",
        finish=lambda by, **told: actions.send_in(form_row, **told, by=by),
        members=list(form.members),
        addresses=list(range(1, link_forms.ADDRESSES + 1)),
        consents=[each for each in form if each.name.startswith("consent_")],
        since=five_years_before(today()),
    )


@purpose(
    actions.REFERENCE,
    title="A reference about people who want to foster",
    why=(
        "Somebody who wants to be a foster carer named you as a person who knows them. The law "
        "asks us to hear from people like you before children are placed with them.",
        "We keep what you write in confidence as far as the law lets us, and will ask to speak "
        "with you about it.",
    ),
)
def reference(link):
    """A referee's reference."""
    referee = queries.referee_of_link(link.item)
    people = queries.applicants(asked.assessment_by_id(referee.assessment_id), today())
    looked_by_link(link, [f"person:{each.id}" for each in people], Kept.CHILD, "reference by link")
    return ask(
        link,
        link_forms.ReferenceForm(link),
        "recruitment/link_referee.html",
        finish=lambda by, said: actions.give_reference(referee, said=said, by=by),
        about=" and ".join(each.name for each in people),
    )
