"""Reviews of approval: when each is due, how far each has come, and whose views it needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.children.models import Child, Placement
from app.core.db import db
from app.core.holding import is_recorded
from app.core.today import today
from app.people.models import Household, Provider, ProviderKind
from app.register.models import Approval, Review, ReviewCase, ReviewView
from app.register.reviewing import ReviewTrigger
from app.register.rules.reviews import (
    Course,
    Decider,
    Placed,
    Wanted,
    is_first,
    review_due,
    review_since,
    views_wanted,
    without_panel,
)

PRECEDING_YEAR = timedelta(days=366)
"""A placement that was there on any day of the year before counts; a leap year's day is in it."""


def case_by_ref(ref: str) -> ReviewCase | None:
    """The review with this public id."""
    return db.session.scalar(
        select(ReviewCase)
        .options(joinedload(ReviewCase.household), joinedload(ReviewCase.views))
        .where(ReviewCase.ref == ref, ReviewCase.stands())
    )


def reviews_held(
    household_id: int, as_at: date, known_at: datetime | None = None
) -> Sequence[Review]:
    """The reviews held by a day, as known at a moment, the latest first."""
    return db.session.scalars(
        select(Review)
        .where(
            Review.household_id == household_id, Review.stands(known_at), Review.held_on <= as_at
        )
        .order_by(Review.held_on.desc(), Review.id.desc())
    ).all()


def reports_of(household_id: int) -> dict[int, str]:
    """Where the report of each review is, by the review's number: the case's public id."""
    if not is_recorded(ReviewCase, household_id):
        return {}
    rows = db.session.execute(
        select(ReviewCase.review_id, ReviewCase.ref).where(
            ReviewCase.household_id == household_id,
            ReviewCase.review_id.is_not(None),
            ReviewCase.stands(),
        )
    )
    return {row.review_id: row.ref for row in rows}


def open_case(household_id: int) -> ReviewCase | None:
    """The review of this household that is not decided or closed."""
    return db.session.scalar(
        select(ReviewCase).where(
            ReviewCase.household_id == household_id,
            ReviewCase.stands(),
            ReviewCase.decided_on.is_(None),
            ReviewCase.stopped_on.is_(None),
        )
    )


def view_of_link(item: str) -> ReviewView:
    """The view that a link asks for, by what the link is about ("review_view:7")."""
    return db.session.get_one(ReviewView, int(item.removeprefix("review_view:")))


def item_of(view: ReviewView) -> str:
    """What a link that asks for this view is about."""
    return f"review_view:{view.id}"


def workers_of_children(child_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The name and email address of each child's own social worker, where one is recorded."""
    rows = db.session.execute(
        select(Child.id, User.name, User.email)
        .join(User, User.id == Child.worker_id)
        .where(Child.id.in_(sorted(child_ids)), or_(User.left_on.is_(None), User.left_on > today()))
    )
    return {row.id: (row.name, row.email) for row in rows}


def approved_since(household_id: int, on: date) -> list[date]:
    """Since when each carer who is approved here on a day is."""
    return list(
        db.session.scalars(
            select(Approval.starts_on)
            .where(Approval.household_id == household_id, Approval.in_force(on))
            .order_by(Approval.starts_on)
        )
    )


def carers_on(household_id: int, on: date) -> list[int]:
    """Who is approved here on a day."""
    return list(
        db.session.scalars(
            select(Approval.person_id).where(
                Approval.household_id == household_id, Approval.in_force(on)
            )
        )
    )


def placed_in_the_year_before(household_id: int, on: date) -> list[Placed]:
    """The children placed here on any day of the year before, or there now."""
    here_now = db.session.scalars(
        select(Placement.child_id).where(
            Placement.household_id == household_id, Placement.in_force(on)
        )
    )
    now = frozenset(here_now)
    rows = db.session.execute(
        select(Child.id, Child.responsible_authority)
        .join(Placement, Placement.child_id == Child.id)
        .where(
            Placement.household_id == household_id,
            Placement.in_force_during(on - PRECEDING_YEAR, on + timedelta(days=1)),
        )
        .distinct()
    )
    return [Placed(row.id, row.responsible_authority, row.id in now) for row in rows]


def stays_with_children(household_id: int, since: date) -> Sequence[Placement]:
    """Placements here that lasted to that day or began later, with their children."""
    return db.session.scalars(
        select(Placement)
        .options(joinedload(Placement.child).joinedload(Child.person))
        .where(
            Placement.household_id == household_id,
            Placement.in_force_during(since, today() + timedelta(days=1)),
        )
        .order_by(Placement.starts_on, Placement.id)
    ).all()


def wanted_on(household_id: int, on: date) -> list[Wanted]:
    """Whose views a review opened that day needs."""
    return views_wanted(carers_on(household_id, on), placed_in_the_year_before(household_id, on))


def still_wanted(case: ReviewCase) -> list[Wanted]:
    """Whose views are needed and not in the review yet: somebody came after it was opened."""
    there = {(each.of, each.person_id, each.child_id, each.authority) for each in case.views}
    return [
        each
        for each in wanted_on(case.household_id, today())
        if (each.of, each.person_id, each.child_id, each.authority) not in there
    ]


def course_of(case: ReviewCase) -> Course:
    """How far one review has come."""
    others = [
        row.held_on
        for row in db.session.execute(
            select(Review.id, Review.held_on).where(
                Review.household_id == case.household_id, Review.stands()
            )
        )
        if row.id != case.review_id
    ]
    return _course(
        case,
        missing=sum(view.is_missing for view in case.views),
        first=is_first(approved_since(case.household_id, case.opened_on), others),
    )


def _course(case: ReviewCase, *, missing: int, first: bool, as_at: date | None = None) -> Course:
    def by(day: date | None) -> date | None:
        return day if day is not None and (as_at is None or day <= as_at) else None

    return Course(
        opened_on=case.opened_on,
        missing=missing,
        first=first,
        reported_on=by(case.reported_on),
        suitable=case.suitable,
        terms_right=case.terms_right,
        to_panel=case.to_panel,
        panel_on=by(case.panel_on),
        decided_on=by(case.decided_on),
        notice_on=by(case.notice_on),
        stopped_on=by(case.stopped_on),
    )


def decider(
    user: User,
    case: ReviewCase,
    own_case_of: Collection[int],
    sat: Collection[int] = (),
    not_their_turn: str = "",
) -> Decider:
    """Somebody as the rules on deciding look at them. `own_case_of`: who supervises this home;
    `sat`: who sat on the panel that read the report; `not_their_turn`: why another decides."""
    return Decider(
        roles=user.roles_now(),
        wrote_report=case.author_id == user.id,
        own_case=user.id in own_case_of,
        sat=user.id in sat,
        not_their_turn=not_their_turn,
    )


# ------------------------------------------------------------------------------- every household


@dataclass(frozen=True, slots=True)
class Under:
    """A review under way, as a list shows it."""

    ref: str
    trigger: ReviewTrigger
    course: Course
    sought: int
    asked: int
    worry_since: date | None
    minutes_on: date | None


@dataclass(frozen=True, slots=True)
class Programmed:
    """An approved household of ours and its next review."""

    household_id: int
    ref: str
    name: str
    since: date
    due_on: date
    last_held: date | None
    first: bool
    incomplete: tuple[date, ...]
    """First reviews held without a panel on record."""
    under: Under | None


@dataclass
class _Facts:
    """What is read of every household, each list in order."""

    approved: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    held: dict[int, list[tuple[date, date | None, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    cases: dict[int, ReviewCase] = field(default_factory=dict)
    views: dict[int, list[ReviewView]] = field(default_factory=lambda: defaultdict(list))


def programme(as_at: date, household_id: int | None = None) -> list[Programmed]:
    """Our approved households with their next review, the soonest due first.

    Five queries, however many households. Another service's carers are reviewed by that service.
    """
    households = _households(household_id)
    facts = _facts(as_at, household_id)
    found = (_programmed(row.id, row.ref, row.name, facts, as_at) for row in households)
    approved = [each for each in found if each is not None]
    return sorted(approved, key=lambda each: (each.due_on, each.name))


def _households(household_id: int | None) -> Iterable[Household]:
    return db.session.execute(
        select(Household.id, Household.ref, Household.name)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Household.stands(),
            Provider.kind == ProviderKind.OWN,
            true() if household_id is None else Household.id == household_id,
        )
    ).all()  # type: ignore[return-value]


def _facts(as_at: date, household_id: int | None) -> _Facts:
    facts = _Facts()
    one = household_id is not None
    approvals = select(Approval.household_id, Approval.starts_on).where(Approval.in_force(as_at))
    for row in db.session.execute(
        approvals.where(Approval.household_id == household_id) if one else approvals
    ):
        facts.approved[row.household_id].append(row.starts_on)
    reviews = select(Review.household_id, Review.held_on, Review.panel_on, Review.id).where(
        Review.stands(), Review.held_on <= as_at
    )
    for review in db.session.execute(
        reviews.where(Review.household_id == household_id) if one else reviews
    ):
        facts.held[review.household_id].append((review.held_on, review.panel_on, review.id))
    cases = select(ReviewCase).where(
        ReviewCase.stands(),
        ReviewCase.opened_on <= as_at,
        or_(ReviewCase.stopped_on.is_(None), ReviewCase.stopped_on > as_at),
        or_(ReviewCase.notice_on.is_(None), ReviewCase.notice_on > as_at),
    )
    if not is_recorded(ReviewCase, household_id):
        return facts
    for case in db.session.scalars(
        cases.where(ReviewCase.household_id == household_id) if one else cases
    ):
        before = facts.cases.get(case.household_id)
        if before is None or before.opened_on <= case.opened_on:
            facts.cases[case.household_id] = case
    for view in _views_of([case.id for case in facts.cases.values()]):
        facts.views[view.case_id].append(view)
    return facts


def _views_of(case_ids: Sequence[int]) -> Iterable[ReviewView]:
    if not case_ids:
        return ()
    return db.session.scalars(
        select(ReviewView)
        .options(joinedload(ReviewView.person), joinedload(ReviewView.child))
        .where(ReviewView.case_id.in_(sorted(case_ids)), ReviewView.stands())
        .order_by(ReviewView.id)
    )


def _programmed(
    household_id: int, ref: str, name: str, facts: _Facts, as_at: date
) -> Programmed | None:
    approved = facts.approved.get(household_id, [])
    held = facts.held.get(household_id, [])
    days = [day for day, _, _ in held]
    since, due = review_since(approved, days), review_due(approved, days)
    if since is None or due is None:
        return None
    return Programmed(
        household_id=household_id,
        ref=ref,
        name=name,
        since=since,
        due_on=due,
        last_held=max(days, default=None),
        first=is_first(approved, days),
        incomplete=tuple(without_panel(approved, [(day, panel) for day, panel, _ in held])),
        under=_under(facts, household_id, as_at),
    )


def _under(facts: _Facts, household_id: int, as_at: date) -> Under | None:
    case = facts.cases.get(household_id)
    if case is None:
        return None
    views = facts.views.get(case.id, [])
    others = [
        day for day, _, number in facts.held.get(household_id, []) if number != case.review_id
    ]
    missing = [
        each
        for each in views
        if not each.not_given_because and (each.given_on is None or each.given_on > as_at)
    ]
    return Under(
        ref=case.ref,
        trigger=case.trigger,
        course=_course(
            case,
            missing=len(missing),
            first=is_first(facts.approved[household_id], others),
            as_at=as_at,
        ),
        sought=len(views),
        asked=sum(each.asked_on is not None for each in missing),
        worry_since=min(
            (each.given_on for each in views if each.worries and each.given_on), default=None
        ),
        minutes_on=case.minutes_on,
    )


def counted_reviews(household_id: int, since: date, until: date) -> Mapping[ReviewTrigger, int]:
    """How many reviews each trigger brought in this time: counted, not told."""
    rows = db.session.execute(
        select(ReviewCase.trigger, func.count())
        .where(
            ReviewCase.household_id == household_id,
            ReviewCase.stands(),
            ReviewCase.opened_on >= since,
            ReviewCase.opened_on <= until,
        )
        .group_by(ReviewCase.trigger)
    )
    return {row[0]: row[1] for row in rows}
