"""What the placements of these weeks started, worked off with honest variety; how some ended, and
two meetings about placements that ended without being planned.

Lists are kept since six weeks ago. How diligent anybody was about an item is drawn for each list:
most is done in time, some of it late, a little not at all, and three lists nobody looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

from app.accounts.models import User
from app.children import actions as children
from app.children.models import Child, Placement
from app.core.db import db
from app.core.today import today
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.placements import papers, queries
from app.placements.actions import endings, lists, moves
from app.placements.kinds import How, Item, PlanPart, Theme, Visit
from app.placements.models import DisruptionMeeting
from app.placements.queries import Listed
from app.placements.rules import Owed
from app.register.models import ClaimKind
from app.statute.care_planning.begun import USUALLY, EndsWithout, Recipient

DAY = timedelta(days=1)
KEPT = 42 * DAY
TURNS = (41, 34, 27, 20, 13, 7, 3, 1)
"""Days ago on which lists were worked on."""

OVERLOOKED = (34, 20, 7)
"""Days ago on which a list that had just been begun was overlooked, and has been since."""

LATE, NEVER = 0.15, 0.1
EMERGENCY = "They came in an emergency, on the day."

EVIDENCE = {
    Item.CONSENTS: "Signed by mother at the meeting; on the child’s record.",
    Item.DOCTOR: "Registered at the carers’ practice.",
    Item.TRANSPORT: "Taxi agreed with the school, from Monday.",
    Item.KEY_STAGE: "Approved by the nominated officer; the designated teacher was asked.",
    Item.SCHOOLING: "The same school, by taxi; the education plan says so.",
    Item.CARE_PLAN: "Care plan on the child’s record.",
    Item.HEALTH: "Seen by the community paediatrician; report asked for.",
    Item.EDUCATION: "Begun with the designated teacher and the virtual school.",
    Item.TERMS: "Terms changed at the same week’s decision.",
}

BELONGS = {
    PlanPart.DAILY: "Breakfast together, a story at night, the landing light left on.",
    PlanPart.HISTORY: "Grew up in the county; the family is of no faith and celebrates Christmas.",
    PlanPart.CONTACT: "Mother on Saturdays at the family centre; grandmother by telephone.",
    PlanPart.HEALTH: "The same doctor and dentist; mother consents to treatment.",
    PlanPart.SCHOOL: "The same school; a taxi from Monday.",
    PlanPart.WISHES: "Wishes to be near the dog and to go on with football.",
    PlanPart.SUPPORT: "Weekly call of the carers’ worker; allowance as published.",
    PlanPart.VISITS: "The child’s worker within the week, then every six weeks.",
    PlanPart.LASTS: "Until the court decides; looked at in each review.",
    PlanPart.NEEDS: "Quiet, routine, and somebody at home after school.",
}


def plan_placements(told: Told) -> None:
    """Everything of this kind, up to today."""
    told.on(told.today - KEPT, Rank.AFTERWARDS, _keep, told)
    overlooked: set[int] = set()
    for days in TURNS:
        told.on(told.today - days * DAY, Rank.AFTERWARDS, _work, told, overlooked)
    told.on(told.today - 24 * DAY, Rank.AFTERWARDS, _met, told, 0)
    told.on(told.today - 6 * DAY, Rank.AFTERWARDS, _met, told, 1)
    told.on(told.today, Rank.AFTERWARDS, _introduced, told)


def _keep(told: Told) -> None:
    lists.keep_lists_from(day=told.today - KEPT, by=told.by["service.manager"])


def _work(told: Told, overlooked: set[int]) -> None:
    """Whoever has something to do sees to it, as they are; of what is new, one is overlooked."""
    day = today()
    officer = db.session.get_one(User, told.users["Ivo Rennick"].id)
    found = queries.lists(day)
    if (told.today - day).days in OVERLOOKED:
        new = (each.id for each in found.values() if _is_new(each, overlooked))
        overlooked.update(islice(new, 1))
    for listed in found.values():
        if listed.id in overlooked:
            continue
        placement = db.session.get_one(Placement, listed.id)
        if listed.ended is not None:
            _ended(told, listed, placement)
        does = [each for each in listed.to_do if _does(told, listed, each, day)]
        for each in does:
            _do(told, listed, placement, each, day, officer)
        for item in NOTICES:
            _tell(told, listed, placement, item, [each for each in does if each.item is item])


def _is_new(listed: Listed, overlooked: set[int]) -> bool:
    """Of a child who lives with foster carers; only the carers’ agreement is settled."""
    lives_there = listed.facts.fostered and listed.facts.newest and listed.ended is None
    return lives_there and listed.settled == 1 and listed.id not in overlooked


def _chance(told: Told, listed: Listed, what: str) -> Chance:
    return Chance.of(told.county.seed, f"list {listed.id} {what}")


def _does(told: Told, listed: Listed, each: Owed, day: date) -> bool:
    drawn = _chance(told, listed, f"{each.item} {each.to}").random()
    if drawn < NEVER:
        return False
    if drawn < NEVER + LATE:
        return each.due_on + 2 * DAY < day
    near = each.item in (Item.VISIT, Item.REVIEW, Item.HEALTH)
    return not near or each.due_on - 5 * DAY <= day


def _do(
    told: Told, listed: Listed, placement: Placement, each: Owed, day: date, officer: User
) -> None:
    child = db.session.get_one(Child, listed.child_id)
    late = EMERGENCY if day > listed.facts.starts_on else ""
    by = told.officer
    match each.item:
        case Item.VISIT:
            children.record_social_worker_visit(
                child,
                visited_on=day,
                seen=True,
                alone=True,
                words="Settling. Asked when the next visit home is.",
                by=by,
            )
        case Item.REVIEW | Item.REVIEW_AFTER:
            children.record_care_review(child, held_on=day, by=by)
        case Item.OFFICER:
            lists.name_officer(child, user=officer, starts_on=day, by=by)
        case Item.PLAN:
            written = papers.known(placement, child)
            lists.write_plan(
                placement,
                answers={part: written[part] or BELONGS[part] for part in PlanPart},
                by=by,
            )
            lists.agree_plan(placement, on=day, signed_by=listed.where, why_not_before=late, by=by)
        case Item.DELEGATED:
            lists.delegate(
                placement,
                decided={matter: (who, "") for matter, who in USUALLY.items()},
                on=day,
                why_not_before=late,
                by=by,
            )
        case Item.NOTICE | Item.AREA | Item.NOTICE_OF_END:
            if each.to is Recipient.CONTACT:
                lists.set_not_needed(
                    placement,
                    item=each.item,
                    recipient=each.to,
                    because="No order gives anybody contact.",
                    by=by,
                )
        case Item.DISRUPTION | Item.REVIEW_BEFORE:
            pass
        case _:
            if each.item in EVIDENCE:
                lists.tick_off(
                    placement,
                    item=each.item,
                    on=day,
                    words=EVIDENCE[each.item],
                    why_not_before=late,
                    by=by,
                )


NOTICES = (Item.NOTICE, Item.AREA, Item.NOTICE_OF_END)


def _tell(
    told: Told, listed: Listed, placement: Placement, item: Item, owed: Sequence[Owed]
) -> None:
    """The child in person, everybody else by e-mail."""
    late = today() > listed.facts.starts_on and item is not Item.NOTICE_OF_END
    to = [each.to for each in owed if each.to not in (None, Recipient.CONTACT)]
    for how in (How.IN_PERSON, How.EMAIL):
        whom = [each for each in to if each and (each is Recipient.CHILD) is (how is How.IN_PERSON)]
        if whom:
            lists.tell(
                placement,
                item=item,
                tellings=[lists.Telling(each, each.words()) for each in whom],
                on=today(),
                how=how,
                why_not_before=EMERGENCY if late else "",
                by=told.officer,
            )


def _ended(told: Told, listed: Listed, placement: Placement) -> None:
    """How it ended is said, of most; one had to end at once."""
    if queries.ending_of(placement.id) is not None or placement.ended_because is None:
        return
    drawn = _chance(told, listed, "ending").random()
    if drawn < 0.2:
        return
    ended = placement.ends_on or today()
    reviewed = ended - 4 * DAY if drawn > 0.5 and ended - 4 * DAY >= placement.starts_on else None
    endings.say_ending(
        placement,
        because=placement.ended_because,
        why="The carers could not go on, and said so in time for a move to be prepared."
        if reviewed
        else "It could not go on from one day to the next.",
        without=EndsWithout.IMMEDIATE_RISK if reviewed is None and drawn < 0.35 else None,
        reviewed_on=reviewed,
        officer_told_on=ended,
        goes_to="To other carers, found the same week.",
        by=told.officer,
    )


LEARNED: Sequence[Sequence[tuple[Theme, str]]] = (
    (
        (
            Theme.INFORMATION,
            "The carers were not told that he wakes at night: what the last carers knew was not "
            "asked for.",
        ),
        (Theme.SUPPORT, "A respite weekend was asked for twice and nobody answered."),
    ),
    (
        (
            Theme.WARNINGS,
            "School wrote in September that mornings were hard; nobody called a meeting.",
        ),
        (Theme.SUPPORT, "The carers’ worker changed in the month before, without a handover."),
        (Theme.VOICE, "She had said that she wished to be nearer her sister."),
    ),
)


def _met(told: Told, turn: int) -> None:
    """A meeting about a placement that ended without being planned, with what was learned."""
    day = today()
    waiting = [
        each
        for each in queries.ended_in(day - 300 * DAY, day)
        if each.kind.value == "unplanned"
        and each.met_on is None
        and each.listed.household_id is not None
    ]
    if not waiting:
        return
    placement = db.session.get_one(Placement, waiting[0].listed.id)
    first, *more = LEARNED[turn]
    meeting = endings.hold_meeting(
        placement,
        held_on=day,
        came="The carers and their worker, the child’s worker, the reviewing officer, school. "
        "Mother was asked and sent a letter; the child spoke with an advocate before.",
        found="A good beginning. Nights were hard from the second month, and each asked for help "
        "in another place.",
        theme=first[0],
        learned=first[1],
        by=told.officer,
    )
    for theme, words in more:
        endings.add_lesson(meeting, theme=theme, words=words, by=told.officer)
    _agreed(told, meeting, turn)


def _agreed(told: Told, meeting: DisruptionMeeting, turn: int) -> None:
    day = today()
    manager, placing = (told.users[name] for name in ("Tessa Marlow", "Polly Ashdown"))
    done = endings.add_action(
        meeting,
        what="Ask the carers before for what helps at night, in each referral.",
        owner=placing,
        due_on=day + 10 * DAY,
        by=told.officer,
    )
    endings.add_action(
        meeting,
        what="Answer each request for respite within a week, by name.",
        owner=manager,
        due_on=day + (14 if turn == 0 else 28) * DAY,
        by=told.officer,
    )
    if turn == 0:
        endings.do_action(done, on=day, words="Asked for on the form from today.", by=told.officer)


def _introduced(told: Told) -> None:
    """The move that is planned has its steps, up to the move."""
    for move in queries.moves():
        claim, day = move.claim, today()
        if claim.claim is not ClaimKind.PLANNED or claim.starts_on < day + 3 * DAY:
            continue
        for before, what in (
            (claim.starts_on - day, Visit.CARERS_COME),
            (5 * DAY, Visit.TEA),
            (2 * DAY, Visit.OVERNIGHT),
            (0 * DAY, Visit.MOVE),
        ):
            step = moves.add_introduction(
                claim, what=what, on=claim.starts_on - before, who="Both carers", by=told.officer
            )
            if what is Visit.CARERS_COME:
                moves.record_introduction(
                    step,
                    held=True,
                    words="At school, for an hour. They talked about football.",
                    by=told.officer,
                )
