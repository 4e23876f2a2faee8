"""Reviews of approval: opened, views sought and given, reported on, decided, told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.today import today
from app.links import actions as links
from app.links.models import OneTimeLink
from app.links.queries import last_links_about_items
from app.people.actions import refuse_if
from app.people.models import Household, ProviderKind
from app.register.actions.agreements import record_review
from app.register.models import Review, ReviewCase, ReviewView
from app.register.queries import reviews as queries
from app.register.reviewing import SAFE, WORRIES, GivenHow, ReviewTrigger, ViewOf
from app.register.rules import reviews as rules
from app.register.rules.reviews import Wanted

PURPOSES: Mapping[ViewOf, str] = {
    ViewOf.CARER: "review_view_of_a_carer",
    ViewOf.CHILD: "review_view_of_a_child",
    ViewOf.CHILDS_WORKER: "review_view_of_a_worker",
    ViewOf.AUTHORITY: "review_view_of_an_authority",
    ViewOf.OTHER: "review_view_of_somebody",
}
"""What a link asks, by whose view it is. The supervising worker signs in, and writes it there."""


@act("Opened a review of approval")
def open_review(
    household: Household,
    *,
    trigger: ReviewTrigger,
    why: str = "",
    opened_on: date | None = None,
    to_panel: bool = False,
    by: Actor,
) -> ReviewCase:
    """Open a review, with everybody whose view it needs. RuleBroken: it may not be opened now.

    `to_panel`: the report goes to panel although this is not the first review.
    """
    take(household)
    day = opened_on or today()
    before = queries.open_case(household.id)
    refuse_if(
        rules.opening_breaches(
            ours=household.provider.kind is ProviderKind.OWN,
            approved=bool(queries.approved_since(household.id, day)),
            open_since=before.opened_on if before else None,
            trigger=trigger,
            why=why,
            opened_on=day,
            today=today(),
        )
    )
    case = ReviewCase(
        household_id=household.id,
        trigger=trigger,
        why=why.strip(),
        opened_on=day,
        opened_by_id=by.id,
        to_panel=to_panel,
    )
    db.session.add(case)
    db.session.flush()
    _seek(case, queries.wanted_on(household.id, day))
    return case


@act("Added whose views a review needs")
def seek_more(case: ReviewCase, *, by: Actor) -> None:
    """Whoever has come since the review was opened is asked too."""
    take(case)
    _seek(case, queries.still_wanted(case))


@act("Added somebody to ask for a review")
def add_view(case: ReviewCase, *, name: str, by: Actor) -> ReviewView:
    """Somebody else who is to be heard: a child of the family, a grandmother, a teacher."""
    take(case)
    refuse_if(rules.adding_breaches(stage=queries.course_of(case).stage, name=name))
    view = ReviewView(
        case_id=case.id, household_id=case.household_id, of=ViewOf.OTHER, name=name.strip()
    )
    db.session.add(view)
    db.session.flush()
    return view


def _seek(case: ReviewCase, wanted: Iterable[Wanted]) -> None:
    db.session.add_all(
        ReviewView(
            case_id=case.id,
            household_id=case.household_id,
            of=each.of,
            person_id=each.person_id,
            child_id=each.child_id,
            authority=each.authority,
        )
        for each in wanted
    )
    db.session.flush()
    db.session.expire(case, ["views"])


# ------------------------------------------------------------------------------------------- views


@act("Asked for views by one-time link")
def ask_by_link(
    views: Sequence[tuple[ReviewView, str, str | None]], *, by: Actor
) -> list[tuple[OneTimeLink, str]]:
    """Ask each of these by link, or ask again: (view, to whom, email). Gives links with tokens.

    A link sent before opens nothing from then on; what was saved with it goes on.
    """
    course = queries.course_of(_case_of(views[0][0])) if views else None
    refuse_if(
        rules.asking_breaches(stage=course.stage if course else rules.Stage.VIEWS, asked=len(views))
    )
    before = last_links_about_items([queries.item_of(view) for view, _, _ in views])
    return [
        _ask(view, whom, email, before.get(queries.item_of(view)), by)
        for view, whom, email in views
    ]


def _ask(
    view: ReviewView, whom: str, email: str | None, before: OneTimeLink | None, by: Actor
) -> tuple[OneTimeLink, str]:
    take(view)
    _asked(view, today())
    if before is not None and before.answered_at is None:
        return links.send_again(before, by=by)
    return links.send(
        purpose=PURPOSES[view.of],
        subject=f"household:{view.household_id}",
        item=queries.item_of(view),
        holder=whom,
        email=email,
        by=by,
    )


@act("Asked for a view by hand")
def ask_by_hand(view: ReviewView, *, on: date | None = None, by: Actor) -> None:
    """They were asked by telephone, letter or in person: the first time, or again."""
    take(view)
    refuse_if(rules.asking_breaches(stage=queries.course_of(_case_of(view)).stage, asked=1))
    _asked(view, on or today())


def _asked(view: ReviewView, on: date) -> None:
    if view.asked_on is None:
        view.asked_on = on
    else:
        view.chased_on = on


@act("Recorded a view for a review")
def give_view(
    view: ReviewView,
    *,
    said: Mapping[str, Any],
    how: GivenHow,
    given_on: date | None = None,
    by: Actor,
) -> ReviewView:
    """What somebody said, by question. A child who does not feel safe is to be read at once.

    RuleBroken: nothing was said, it is recorded already, or the report is finished.
    """
    take(view)
    answers = {key: str(each or "").strip() for key, each in said.items()}
    refuse_if(
        rules.giving_breaches(
            stage=queries.course_of(_case_of(view)).stage,
            given=view.given_on is not None,
            said=answers,
            given_on=given_on or today(),
            today=today(),
        )
    )
    view.said = answers
    view.given_on = given_on or today()
    view.given_how = how
    view.not_given_because = ""
    view.worry = view.of is ViewOf.CHILD and answers.get(SAFE, "") in WORRIES
    if how is not GivenHow.LINK:
        _take_back_link(view, by)
    return view


@act("Recorded that a view is not to be had")
def no_view(view: ReviewView, *, because: str, by: Actor) -> None:
    """It was sought and is not given: too young, no answer, refused; the report says so too."""
    take(view)
    refuse_if(
        rules.not_given_breaches(
            stage=queries.course_of(_case_of(view)).stage,
            given=view.given_on is not None,
            because=because,
        )
    )
    view.not_given_because = because.strip()
    _take_back_link(view, by)


def _take_back_link(view: ReviewView, by: Actor) -> None:
    link = last_links_about_items([queries.item_of(view)]).get(queries.item_of(view))
    if link is not None and link.state(today()).is_open:
        links.revoke(link, by=by)


@act("Read a child's worry, and said what was done")
def hear(view: ReviewView, *, done: str, by: Actor) -> None:
    """Somebody has read that a child does not feel safe, and has acted."""
    take(view)
    refuse_if(rules.hearing_breaches(worry=view.worry, heard=view.heard_on is not None, done=done))
    view.heard_on = today()
    view.heard_done = done.strip()


def _case_of(view: ReviewView) -> ReviewCase:
    return db.session.get_one(ReviewCase, view.case_id)


# ----------------------------------------------------------------------- report, panel and decision


@act("Saved the report of a review")
def save_report(
    case: ReviewCase,
    *,
    judgement: Mapping[str, str],
    suitable: bool | None = None,
    terms_right: bool | None = None,
    by: Actor,
) -> None:
    """Keep what is written so far; nothing is asked of it yet."""
    take(case)
    refuse_if(rules.saving_breaches(queries.course_of(case)))
    _write(case, judgement, suitable, terms_right, by)


@act("Finished the report of a review")
def finish_report(
    case: ReviewCase,
    *,
    held_on: date | None,
    judgement: Mapping[str, str],
    suitable: bool | None,
    terms_right: bool | None,
    facts: Sequence[tuple[str, str]] = (),
    to_panel: bool = False,
    by: Actor,
) -> Review:
    """The review was held on this day and is reported on: now the register shows it.

    `facts`: what the record said, worked out and never typed; kept as it was. RuleBroken: a view
    is missing, or the report does not say what it must.
    """
    take(case)
    refuse_if(
        rules.report_breaches(
            queries.course_of(case),
            held_on=held_on,
            judgement=judgement,
            suitable=suitable,
            terms_right=terms_right,
            today=today(),
        )
    )
    _write(case, judgement, suitable, terms_right, by)
    case.facts = [list(each) for each in facts]
    case.to_panel = case.to_panel or to_panel
    case.reported_on = today()
    case.review = record_review(case.household, held_on=held_on or today(), by=by)
    return case.review


def _write(
    case: ReviewCase,
    judgement: Mapping[str, str],
    suitable: bool | None,
    terms_right: bool | None,
    by: Actor,
) -> None:
    case.judgement = {key: (said or "").strip() for key, said in judgement.items()}
    case.suitable, case.terms_right = suitable, terms_right
    case.author_id = by.id


@act("Recorded the panel's recommendation on a review")
def record_panel(
    case: ReviewCase,
    *,
    panel_on: date,
    suitable: bool,
    terms_right: bool,
    minutes_on: date | None = None,
    by: Actor,
) -> None:
    """A panel held elsewhere considered the report. The days to decide run from its minutes."""
    take(case)
    refuse_if(
        rules.panel_breaches(
            queries.course_of(case), panel_on=panel_on, held_on=case.held_on, today=today()
        )
    )
    if case.review is not None:
        case.review.panel_on = panel_on
    case.panel_suitable, case.panel_terms_right = suitable, terms_right
    case.minutes_on = minutes_on


@act("Took back what a panel said of a review")
def take_back_panel(case: ReviewCase, *, by: Actor) -> None:
    """It was recorded in error: the panel put it off, and the review waits for a panel again."""
    take(case)
    refuse_if(rules.panel_back_breaches(queries.course_of(case)))
    if case.review is not None:
        case.review.panel_on = None
    case.panel_suitable, case.panel_terms_right, case.minutes_on = None, None, None


@act("Decided a review of approval")
def decide_review(
    case: ReviewCase,
    *,
    suitable: bool | None,
    terms_right: bool | None,
    reasons: str,
    own_case_of: Collection[int] = (),
    sat: Collection[int] = (),
    not_their_turn: str = "",
    by: User,
) -> None:
    """Still suitable, and on the right terms? Decided by somebody who did not write the report.

    Nothing changes by it: other terms, or an end of approval, are proposed and decided by their
    own acts, with notice and representations. `own_case_of`: who supervises this household;
    `sat`: who sat on the panel that read the report; `not_their_turn`: why another decision maker
    decides it.
    """
    take(case)
    refuse_if(
        rules.decision_breaches(
            queries.course_of(case),
            queries.decider(by, case, own_case_of, sat, not_their_turn),
            suitable=suitable,
            terms_right=terms_right,
            reasons=reasons,
        )
    )
    case.decided_suitable, case.decided_terms_right = suitable, terms_right
    case.reasons = reasons.strip()
    case.decided_on = today()
    case.decided_by_id = by.id


@act("Recorded the notice of a review's outcome")
def give_review_notice(case: ReviewCase, *, given_on: date, by: Actor) -> None:
    """The carers were told in writing what was decided (regulation 28(6))."""
    take(case)
    refuse_if(rules.notice_breaches(queries.course_of(case), given_on=given_on, today=today()))
    case.notice_on = given_on


@act("Closed a review without a decision")
def stop_review(case: ReviewCase, *, because: str, by: Actor) -> None:
    """The approval ended first, or it was opened in error. Links still open are taken back."""
    take(case)
    refuse_if(rules.stopping_breaches(queries.course_of(case), because=because))
    case.stopped_on, case.stopped_because = today(), because.strip()
    for view in case.views:
        _take_back_link(view, by)
