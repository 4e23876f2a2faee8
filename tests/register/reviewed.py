"""Reviews that tests ask for: opened, answered, reported on, as far as a test needs."""

from __future__ import annotations

from app.core.today import today
from app.register.actions import reviews
from app.register.queries import reviews as queries
from app.register.reviewing import GivenHow, ReviewTrigger, ViewOf
from tests.builders import SOMEBODY

JUDGED = {"care": "Warm and steady.", "household": "As it was.", "why": "They do this well."}
"""What a report must say at least."""


def opened(home, *, by=SOMEBODY, trigger=ReviewTrigger.ANNUAL, **told):
    """A review, open since today unless said."""
    return reviews.open_review(home, trigger=trigger, by=by, **told)


def answered(case, *, by=SOMEBODY):
    """Everybody has said something."""
    for view in case.views:
        said = {"safe": "yes"} if view.of is ViewOf.CHILD else {}
        reviews.give_view(view, said={"more": "Well.", **said}, how=GivenHow.IN_PERSON, by=by)


def report(case, *, by=SOMEBODY, **told):
    """The report, finished today."""
    given = {
        "held_on": today(),
        "judgement": JUDGED,
        "suitable": True,
        "terms_right": True,
        **told,
    }
    return reviews.finish_report(case, by=by, **given)


def reported(home, *, by=SOMEBODY, **told):
    """A review with its report finished."""
    case = opened(home, by=by)
    answered(case, by=by)
    report(case, by=by, **told)
    return case


def views_of(case, of):
    """The views of this kind."""
    return [view for view in case.views if view.of is of]


def course(case):
    """How far it has come."""
    return queries.course_of(case)
