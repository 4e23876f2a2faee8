"""Concerns beside the plans: one in each state, so that each can be seen and gone on with.

They are of our own households as they were on the day. Nobody is put on hold or reviewed for it
but where the plans had it so already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.concerns import actions
from app.concerns.kinds import ConcernKind, How, Outcome, Part, Safety, Source, StepKind
from app.concerns.models import Concern
from app.core.db import db
from app.core.today import now, today
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.people.models import Household
from app.register.models import Hold, HoldReason
from app.register.queries import standing_of
from app.statute.fostering.concerns import NotifiableEvent, Recipient

DAY = timedelta(days=1)

Step = tuple[int, StepKind, str, str, Outcome | None]
"""Days after it was taken, what was done, who, the words, and how it came out."""

UNFOUNDED: Sequence[Step] = (
    (1, StepKind.REFERRED, "The designated officer", "Told by telephone; a meeting follows.", None),
    (
        4,
        StepKind.STRATEGY,
        "Designated officer, police, child’s social worker, manager",
        "No offence is suspected. The child’s social worker speaks with her; the school is asked.",
        None,
    ),
    (5, StepKind.SUPPORT, "An independent supporter", "Offered, and taken up.", None),
    (
        19,
        StepKind.INQUIRY,
        "",
        "The mark was seen at nursery before the weekend. She told the same twice.",
        None,
    ),
    (26, StepKind.ADVISED, "The designated officer", "No further action for them.", None),
    (
        30,
        StepKind.OUTCOME,
        "",
        "Nothing that was found out bears it out, and the nursery’s record explains the mark.",
        Outcome.UNFOUNDED,
    ),
    (33, StepKind.SUMMARY, "", "Given by hand, and read through together.", None),
)

UNDER_WAY: Sequence[Step] = (
    (1, StepKind.REFERRED, "The designated officer", "Referred the same afternoon.", None),
    (
        3,
        StepKind.STRATEGY,
        "Designated officer, police, child’s social worker, manager",
        "The police speak with him first. Nobody asks the carers about it until they have.",
        None,
    ),
    (4, StepKind.SUPPORT, "An independent supporter", "Offered; they will think about it.", None),
)

UPHELD: Sequence[Step] = (
    (6, StepKind.INQUIRY, "", "Both carers say that the call was missed, and are sorry.", None),
    (
        12,
        StepKind.OUTCOME,
        "",
        "The school rang twice. A second number is agreed.",
        Outcome.UPHELD,
    ),
)


@dataclass(frozen=True)
class Planned:
    """A concern that is to be taken so many days ago, and what is done about it."""

    days_ago: int
    kind: ConcernKind
    says: str
    source: Source
    steps: Sequence[Step] = ()


PLANNED = (
    Planned(
        210,
        ConcernKind.ALLEGATION,
        "She has a bruise on her arm, and said that somebody at home held it too hard.",
        Source.SCHOOL,
        UNFOUNDED,
    ),
    Planned(
        95,
        ConcernKind.COMPLAINT,
        "Nobody answered when the school rang to have him fetched.",
        Source.SCHOOL,
        UPHELD,
    ),
    Planned(
        52,
        ConcernKind.STANDARDS,
        "Twice this month the children came without a coat or lunch.",
        Source.CHILDS_WORKER,
        ((9, StepKind.INQUIRY, "", "Seen at home: short of money since the boiler went.", None),),
    ),
    Planned(
        0,
        ConcernKind.ALLEGATION,
        "He told his teaching assistant that he is made to stay in his room for whole days.",
        Source.SCHOOL,
    ),
)


def plan_concerns(told: Told) -> None:
    """Everything of this kind, up to today."""
    homes = _homes(told)
    if len(homes) <= len(PLANNED):
        return
    *ordinary, police = homes[: len(PLANNED) + 1]
    for home, each in zip(ordinary, PLANNED, strict=True):
        take = partial(_take, told, home, each.kind, each.says, each.source)
        _plan(told, told.today - each.days_ago * DAY, take, each.steps)
    _plan(told, told.today - 6 * DAY, partial(_police_called, told, police))
    _plan(told, told.today - 12 * DAY, partial(_of_the_one_on_hold, told), UNDER_WAY)


def _homes(told: Told) -> list[PlannedHome]:
    """Households of ours, approved these two years, with children there and no hold."""
    chance = Chance.of(told.county.seed, "concerns")
    found = [
        home
        for home in told.county.homes
        if home.whose is Whose.OURS
        and home.is_open
        and home.approved < told.today - 730 * DAY
        and home.there
        and not home.holds
        and home.leaving_on is None
    ]
    return chance.some(found, len(PLANNED) + 1)


def _plan(
    told: Told, day: date, take: Callable[[], Concern | None], steps: Sequence[Step] = ()
) -> None:
    """A concern is taken on a day, if there is somebody to take it of, and gone on with."""
    made: list[Concern] = []

    def begin() -> None:
        concern = take()
        if concern is not None:
            made.append(concern)

    told.on(day, Rank.AFTERWARDS, begin)
    for after, *step in steps:
        told.on(day + after * DAY, Rank.AFTERWARDS, _go_on, told, made, step)


def _go_on(told: Told, made: Sequence[Concern], step: Sequence[Any]) -> None:
    kind, who, words, outcome = step
    for concern in made:
        actions.take_step(
            concern,
            kind=kind,
            on=today(),
            words=words,
            who=who,
            outcome=outcome,
            by=told.manager,
        )


def _take(told: Told, home: PlannedHome, kind: ConcernKind, says: str, source: Source) -> Concern:
    return _taken(told, told.households[home], kind, says, source)


def _taken(
    told: Told,
    household: Household,
    kind: ConcernKind,
    says: str,
    source: Source,
    event: NotifiableEvent | None = None,
) -> Concern:
    standing = standing_of(household.id)
    approved = [each.person for each in standing.approvals if each.held_on(today())]
    concern: Concern = actions.take_concern(
        household,
        kind=kind,
        event=event,
        received_at=now() - timedelta(hours=3),
        source=source,
        says=says,
        safety=Safety.SAFE_THERE,
        safety_words="Spoke with the child’s social worker; they are safe where they are tonight.",
        about=approved[:1],
        by=told.manager,
    )
    return concern


def _police_called(told: Told, home: PlannedHome) -> Concern:
    """An event told to Ofsted by telephone and not yet in writing, and to the authority in full."""
    concern = _taken(
        told,
        told.households[home],
        ConcernKind.NOTIFIABLE,
        "The police were called when he would not let anybody past the stairs. Nobody was hurt.",
        Source.CARER,
        NotifiableEvent.POLICE,
    )
    for recipient, how in ((Recipient.OFSTED, How.ORALLY), (Recipient.PLACING, How.IN_WRITING)):
        actions.record_notice(concern, recipient=recipient, sent_at=now(), how=how, by=told.manager)
    return concern


def _of_the_one_on_hold(told: Told) -> Concern | None:
    """A household on hold for an allegation: why stands in its concern, and who may know."""
    hold = db.session.scalar(
        select(Hold)
        .where(Hold.reason == HoldReason.ALLEGATION, Hold.in_force(today()))
        .order_by(Hold.id)
        .limit(1)
    )
    if hold is None:
        return None
    household = db.session.get_one(Household, hold.household_id)
    concern = _taken(
        told,
        household,
        ConcernKind.ALLEGATION,
        "A boy who lived there last year says that he was hit with a belt.",
        Source.POLICE,
    )
    actions.hold_for(concern, places=None, plan="", by=told.manager)
    for part, name in ((Part.REVIEWS, "Ivo Rennick"), (Part.INVESTIGATES, "Kemi Bello")):
        user = db.session.get_one(User, told.users[name].id)
        actions.name_reader(concern, user=user, part=part, by=told.manager)
    return concern
