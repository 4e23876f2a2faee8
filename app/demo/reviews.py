"""Ten years of reviews of approval, and those of the last months as they were really done.

Of most the record holds the day and the panel's, as registers do. Of the last months it holds the
whole: who was asked, what they said, the report, the decision, the notice. What is still to come of
them is left to come, so that some wait for views, some for a decision. A few are late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.audit.act import Actor
from app.core.succession import open_row
from app.core.today import today
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.demo.lives import TAKEN_OVER
from app.links import actions as links
from app.links.queries import last_links_about_items
from app.register import actions as register
from app.register.actions import reviews
from app.register.models import ReviewCase, ReviewView
from app.register.present_reviews import holder_of as addressed
from app.register.queries import reviews as queries
from app.register.reviewing import GivenHow, ReviewTrigger, Safe, ViewOf
from app.supervision.models import Allocation

EVERY = timedelta(days=345)
"""Reviews of approval are held some days before a year is over."""

WHOLE_SINCE = timedelta(days=100)
"""Reviews held since are told as they were done."""

OPENED = timedelta(days=42)
ASKED = timedelta(days=40)
FIRST_ANSWERS = timedelta(days=24)
OTHER_ANSWERS = timedelta(days=9)
PANEL = timedelta(days=8)
DECIDED = timedelta(days=13)
TOLD = timedelta(days=16)
"""How long before, or after, the day it is held each thing happens."""

WAITING_LATE = 3
"""Of the households whose review is late, those where it was opened and waits for views."""

UNSCHEDULED = 2

CARERS_SAY = (
    {
        "well": "He walks to school by himself now and tells us about his day.",
        "hard": "The calls at night in the spring. We were very tired.",
        "support": "Fran always rings back. Out of hours is hit and miss.",
        "terms": "Two is right for us.",
    },
    {
        "well": "The girls are settled and doing well at school.",
        "hard": "Family time being changed at a day’s notice.",
        "support": "Good. The support group helps more than any course.",
        "changes": "My mother has moved in next door, which is a help.",
        "terms": "We would like to be asked about older children too.",
    },
    {
        "well": "Bedtimes. It took two years, and now everybody sleeps.",
        "hard": "Forms, and waiting for answers about delegated authority.",
        "support": "We would like a break in the summer.",
    },
)
CHILDREN_SAY = (
    {"like": "The dog. And my room.", "safe": Safe.YES},
    {"like": "We play football.", "different": "Later bedtime on Fridays.", "safe": Safe.YES},
    {"like": "Dinner is nice.", "different": "See my sister more.", "safe": Safe.MOSTLY},
    {"like": "They listen.", "safe": Safe.YES, "more": "I want to stay here."},
)
A_WORRY = {"like": "My room.", "safe": Safe.TALK, "more": "Can somebody come and see me."}
WORKERS_SAY = (
    {
        "needs": "Very well. They know what unsettles him and plan for it.",
        "together": "They come to every meeting and say what they think.",
        "concerns": "None.",
        "again": "Yes: for children of primary age.",
    },
    {
        "needs": "Well. Health appointments have sometimes been late.",
        "together": "Good with the school; family time is harder for them.",
        "concerns": "Recording could be fuller.",
        "again": "Yes, with support around family time.",
    },
)
AUTHORITY_SAYS = (
    {"care": "Good, and they kept us told.", "concerns": "None.", "again": "Yes."},
    {"care": "We had no cause for concern.", "again": "Yes."},
)
SUPERVISORS_SAY = (
    {
        "strengths": "Patient, and honest about what they find hard.",
        "work": "Recording, and asking for help earlier.",
        "concerns": "None.",
    },
    {
        "strengths": "Their home is calm and children are at the centre of it.",
        "work": "The training on therapeutic parenting is booked.",
    },
)
SAID = {
    ViewOf.CARER: CARERS_SAY,
    ViewOf.CHILD: CHILDREN_SAY,
    ViewOf.CHILDS_WORKER: WORKERS_SAY,
    ViewOf.AUTHORITY: AUTHORITY_SAYS,
    ViewOf.SUPERVISING_WORKER: SUPERVISORS_SAY,
}
NO_VIEW = (
    "Asked twice, by link and by telephone; no answer.",
    "Too young to ask: seen with the carers, settled and looking to them for comfort.",
)
REPORTS = (
    {
        "care": "Children here are safe, known and enjoyed. Their own words say so.",
        "household": "Nothing has changed. The home was seen, and is as it was.",
        "learning": "Two courses this year; the next is on the brain and early harm.",
        "why": "Everybody who was asked would place with them again.",
    },
    {
        "care": "Care is warm and steady. Family time asks much of them, and they have kept at it.",
        "household": "The home is suitable. Health checks are up to date in the case file.",
        "concerns": "None was raised.",
        "why": "They know what they can offer, and the terms fit that.",
    },
)
REASONS = (
    "I have read the report and every view. I agree with the recommendation.",
    "The children’s words carry most weight with me here. Approval goes on as it is.",
)
HAPPENED = (
    (ReviewTrigger.COMPLAINT, "A neighbour complained of noise at night; see the complaint."),
    (ReviewTrigger.HOUSEHOLD, "Their adult son has come back to live with them."),
)


@dataclass
class Review:
    """One review as it is to be told, and the case that it becomes."""

    told: Told
    home: PlannedHome
    held: date
    chance: Chance
    trigger: ReviewTrigger = ReviewTrigger.ANNUAL
    why: str = ""
    case: ReviewCase | None = None

    @property
    def by(self) -> Actor:
        """Who supervises the household, or else the manager."""
        household = self.told.households[self.home]
        allocation = open_row(Allocation, household_id=household.id)
        return allocation.worker if allocation is not None else self.told.manager

    def views(self, *, missing: bool = True) -> list[ReviewView]:
        """Views of the case, those that are missing."""
        if self.case is None:
            return []
        return [view for view in self.case.views if view.is_missing or not missing]


def plan_reviews(told: Told) -> None:
    """Every review of every home: by its day, or whole; those begun, those late, two unforeseen."""
    chance = Chance.of(told.county.seed, "reviews")
    late: list[PlannedHome] = []
    quiet: list[PlannedHome] = []
    for home in told.county.homes:
        if home.ends is None or home.approved < home.ends:
            _plan_home(told, home, chance, late, quiet)
    for home in late[:WAITING_LATE]:
        _plan_waiting(Review(told, home, told.today + timedelta(days=14), chance))
    for home, (trigger, why) in zip(chance.some(quiet, UNSCHEDULED), HAPPENED, strict=False):
        held = told.today + timedelta(days=12)
        _plan_waiting(Review(told, home, held, chance, trigger, why))
    told.on(told.today, Rank.AFTERWARDS, _worry, told)


def _plan_home(
    told: Told,
    home: PlannedHome,
    chance: Chance,
    late: list[PlannedHome],
    quiet: list[PlannedHome],
) -> None:
    """One home's reviews; notes whether its next is `late`, or far enough to come (`quiet`)."""
    ours = home.whose in (Whose.OURS, Whose.KIN)
    days = _days(told, home)
    for held in days:
        if ours and held > told.today - WHOLE_SINCE:
            _plan_whole(Review(told, home, held, chance))
        else:
            told.on(held, Rank.AFTERWARDS, _record, told, home, held)
    if not ours or home.ends is not None:
        return
    last = days[-1] if days else home.approved
    if home.reviews_stop is not None:
        late.append(home)
    elif last + EVERY - OPENED <= told.today:
        _plan_whole(Review(told, home, last + EVERY, chance))
    elif told.today - timedelta(days=250) < last < told.today - WHOLE_SINCE:
        quiet.append(home)


def _days(told: Told, home: PlannedHome) -> list[date]:
    """The days on which a home's reviews were held, as far back as the record goes."""
    days, held = [], home.approved + EVERY
    until = min(each for each in (home.ends, home.reviews_stop, told.today) if each)
    while held < until:
        if held >= TAKEN_OVER - timedelta(days=366):
            days.append(held)
        held += EVERY
    return days


def _record(told: Told, home: PlannedHome, held: date) -> None:
    """Of most reviews the record holds the day, and the panel's of the first."""
    first = held - home.approved < 2 * EVERY
    register.record_review(
        told.households[home], held_on=held, panel_on=held if first else None, by=told.manager
    )


def _plan_whole(review: Review) -> None:
    """From opening to notice, each thing on its day; what is to come is left to come."""
    held, on = review.held, review.told.on
    on(held - OPENED, Rank.AFTERWARDS, _open, review)
    on(held - ASKED, Rank.AFTERWARDS, _ask, review)
    on(held - FIRST_ANSWERS, Rank.AFTERWARDS, _some_answer, review)
    on(held - OTHER_ANSWERS, Rank.AFTERWARDS, _others_answer, review)
    on(held, Rank.AFTERWARDS, _report, review)
    on(held + PANEL, Rank.AFTERWARDS, _panel, review)
    on(held + DECIDED, Rank.AFTERWARDS, _decide, review)
    on(held + TOLD, Rank.AFTERWARDS, _tell_carers, review)


def _plan_waiting(review: Review) -> None:
    """Opened, asked, and some have answered: the rest is waited for."""
    opened = review.told.today - timedelta(days=review.chance.randint(18, 26))
    on = review.told.on
    on(opened, Rank.AFTERWARDS, _open, review)
    on(opened + timedelta(days=1), Rank.AFTERWARDS, _ask, review)
    on(opened + timedelta(days=9), Rank.AFTERWARDS, _some_answer, review)


# ---------------------------------------------------------------------------------------- telling


def _open(review: Review) -> None:
    household = review.told.households[review.home]
    if queries.open_case(household.id) is None and queries.approved_since(
        household.id, max(review.held - OPENED, TAKEN_OVER)
    ):
        review.case = reviews.open_review(
            household, trigger=review.trigger, why=review.why, by=review.by
        )


def _ask(review: Review) -> None:
    """Everybody but the supervising worker is asked by link."""
    by_link = [view for view in review.views() if view.of is not ViewOf.SUPERVISING_WORKER]
    if by_link:
        names = queries.workers_of_children([view.child_id for view in by_link if view.child_id])
        asked = [
            (view, addressed(view, childs_worker=names.get(view.child_id or 0, ("", ""))[0]), None)
            for view in by_link
        ]
        reviews.ask_by_link(asked, by=review.by)


def _some_answer(review: Review) -> None:
    views = review.views()
    for view in views[: (len(views) + 1) // 2]:
        _answer(review, view)


def _others_answer(review: Review) -> None:
    """The rest answer too, or it is said why there is no view."""
    for view in review.views():
        if view.of in (ViewOf.CHILD, ViewOf.AUTHORITY) and review.chance.once_in(0.2):
            because = NO_VIEW[view.of is ViewOf.CHILD]
            reviews.no_view(view, because=because, by=review.by)
        else:
            _answer(review, view)


def _answer(review: Review, view: ReviewView) -> None:
    told = SAID[view.of][view.id % len(SAID[view.of])]  # two carers say two things
    own = view.of is ViewOf.SUPERVISING_WORKER
    how = GivenHow.WRITING if own else _how(review.chance)
    reviews.give_view(view, said=told, how=how, by=review.by)


def _how(chance: Chance) -> GivenHow:
    return chance.choice((GivenHow.IN_PERSON, GivenHow.TELEPHONE, GivenHow.WRITING))


def _report(review: Review) -> None:
    from app.register.views.review_facts import facts_of

    if review.case is None or review.views():
        return
    reviews.finish_report(
        review.case,
        held_on=review.held,
        judgement=review.chance.choice(REPORTS),
        suitable=True,
        terms_right=True,
        facts=facts_of(review.case, review.held),  # type: ignore[no-untyped-call]
        by=review.by,
    )


def _panel(review: Review) -> None:
    """The first review's report goes to panel."""
    if review.case is not None and review.case.reported_on and _needs_panel(review.case):
        day = review.held + PANEL
        reviews.record_panel(
            review.case,
            panel_on=day,
            suitable=True,
            terms_right=True,
            minutes_on=day,
            by=review.by,
        )


def _needs_panel(case: ReviewCase) -> bool:
    return queries.course_of(case).needs_panel


def _decide(review: Review) -> None:
    case = review.case
    if case is None or case.reported_on is None:
        return
    name = "Dora Makepeace" if _needs_panel(case) else "Tessa Marlow"
    if case.author_id == review.told.users[name].id:
        name = "Dora Makepeace"
    reviews.decide_review(
        case,
        suitable=True,
        terms_right=True,
        reasons=review.chance.choice(REASONS),
        by=review.told.users[name],
    )


def _tell_carers(review: Review) -> None:
    if review.case is not None and review.case.decided_on is not None:
        reviews.give_review_notice(review.case, given_on=review.held + TOLD, by=review.by)


def _worry(told: Told) -> None:
    """A child has said today, by link, that they would rather talk to somebody."""
    for home in told.households.values():
        case = queries.open_case(home.id)
        views = case.views if case is not None and case.reported_on is None else []
        for view in views:
            if view.of is ViewOf.CHILD and view.is_missing and view.asked_on is not None:
                _answer_by_link(view, told.manager)
                return


def _answer_by_link(view: ReviewView, asks: Actor) -> None:
    """Where the link they were sent has run out, they were sent it again."""
    item = queries.item_of(view)
    link = last_links_about_items([item])[item]
    if not link.state(today()).is_open:
        link, _token = links.send_again(link, by=asks)
    links.open_link(link, by=links.holder_of(link))
    links.answer(link, {key: [said] for key, said in A_WORRY.items()}, finished=True)
    reviews.give_view(view, said=A_WORRY, how=GivenHow.LINK, by=links.holder_of(link))
