"""What those who are asked for a view by link see: few questions, and nothing of the record that
they do not know already."""

from __future__ import annotations

from app.core.columns import Kept
from app.core.today import today
from app.links.answering import ask, looked_by_link
from app.links.purposes import purpose
from app.register.actions import reviews as actions
from app.register.present import area_name
from app.register.present_reviews import initials
from app.register.queries import reviews as queries
from app.register.review_forms import LINK_FORMS
from app.register.reviewing import GivenHow, ViewOf

SAID = {
    ViewOf.CARER: (
        "What you think, before your review",
        (
            "Your approval as a foster carer is reviewed every year. Before it we ask you what "
            "went well and what you need.",
            "Your answers are part of the review’s report. If there are two of you, each has a "
            "link of their own.",
        ),
    ),
    ViewOf.CHILD: (
        "We would like to know what you think",
        (
            "Once a year we look at how things are where you live. What you think matters.",
            "You do not have to answer everything. Somebody can help you. The grown-ups you live "
            "with may be told what you say, but not if you ask us to keep it to ourselves.",
        ),
    ),
    ViewOf.CHILDS_WORKER: (
        "Your view of a child’s foster carers",
        (
            "The approval of the carers of a child you work with is under review. The law asks "
            "for your view (regulation 28).",
            "Write as you would want the carers to read it: the report is shared with them.",
        ),
    ),
    ViewOf.AUTHORITY: (
        "Your view of foster carers whom you placed with",
        (
            "You placed a child with our carers within the last year. Before their approval is "
            "reviewed the law asks for your view (regulation 28).",
        ),
    ),
    ViewOf.OTHER: (
        "What you think",
        ("We review how fostering goes in a home that you know, and would like your view.",),
    ),
}
"""Each first page: its heading, and what is asked, why, and what becomes of the answer."""


def _asks(of):
    title, why = SAID[of]

    @purpose(actions.PURPOSES[of], title=title, why=why)
    def handler(link):
        view = queries.view_of_link(link.item)
        about = _about(view)
        if about:
            children = [f"child:{child.id}" for child, _ in about]
            looked_by_link(link, children, Kept.CHILD, "review view by link")
        return ask(
            link,
            LINK_FORMS[of](link),
            "register/review_link.html",
            finish=lambda by, **said: actions.give_view(view, said=said, how=GivenHow.LINK, by=by),
            view=view,
            about=[(initials(child.person), since) for child, since in about],
            authority=area_name(view.authority) if view.authority else "",
            of=of,
            ViewOf=ViewOf,
        )

    handler.__qualname__ = f"asks_{of}"
    return handler


for _of in SAID:
    _asks(_of)


def _about(view):
    """The children whom a worker or an authority is asked about, each with the first day here.

    They know them; nobody else would by initials alone. Carers and children are shown nobody.
    """
    if view.of not in (ViewOf.CHILDS_WORKER, ViewOf.AUTHORITY):
        return []
    since = today() - queries.PRECEDING_YEAR
    children = {}
    for stay in queries.stays_with_children(view.household_id, since):
        theirs = (
            stay.child_id == view.child_id
            if view.of is ViewOf.CHILDS_WORKER
            else stay.child.responsible_authority == view.authority
        )
        if theirs and stay.child_id not in children:
            children[stay.child_id] = (stay.child, stay.starts_on)
    return list(children.values())
