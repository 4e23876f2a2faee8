"""Which items a placement's list owes on a day, how its end is seen, and what an act refuses.

Plain values in, plain values out. An item's clock is the law's or the council's; when it starts,
what stops it and to whom it belongs stands here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.children.codes import PlaceChange, Rec
from app.people.rules import record_breach
from app.permanence.rules import MATCHES
from app.placements.kinds import CARDS, Ending, Item, Scope, State
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.care_planning.begun import (
    EDUCATION_UNDISTURBED,
    EXCEPTIONS,
    KEY_STAGE_4_APPROVAL,
    RECIPIENTS,
    EndsWithout,
    Recipient,
)
from app.statute.care_planning.placing import (
    PLACEMENT_NOTIFICATION,
    PLACEMENT_PLAN_DUE,
    TERMINATION_REVIEW_FIRST,
)
from app.statute.care_planning.reviews import (
    LAC_REVIEW_FIRST,
    LAC_REVIEW_SECOND,
    LAC_REVIEW_SUBSEQUENT,
)
from app.statute.care_planning.visits import (
    VISIT_AFTER_YEAR1_OTHER,
    VISIT_AFTER_YEAR1_TO_18,
    VISIT_FIRST,
    VISIT_REG19_AFTER_REVIEW,
    VISIT_REG19_BEFORE_REVIEW,
    VISIT_REG24_AFTER_REVIEW,
    VISIT_REG24_BEFORE_REVIEW,
    VISIT_YEAR1,
)
from app.statute.clock import Clock
from app.statute.sources import Cite
from app.statute.spans import Years
from sufficiency.types import age_on

STARTS_OF_SCHOOL, END_OF_SCHOOL, GROWN_UP = 4, 16, 18
"""Ages at which somebody goes to school each day, and at which nobody is looked after any more."""

NURSERY = 3
"""From this age a personal education plan is made."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was said of an item: done on a day, or not needed (no day)."""

    item: Item
    on: date | None
    to: Recipient | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a placement in plain values."""

    on: date
    because: PlaceChange | None = None
    left: bool = False
    """The child stopped being looked after on that day."""

    left_because: Rec | None = None
    same_home: bool = False
    """What followed at once is a placement in the same home."""

    expected: date | None = None
    reviewed_on: date | None = None
    """The review at which ending it was agreed."""

    without: EndsWithout | None = None
    met_on: date | None = None
    """The disruption meeting was held."""

    not_met: bool = False
    """It was said why none is held."""

    proposed: bool = False
    """It is to end on that day, and has not."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list is made of: one placement, its child and what was recorded of them."""

    starts_on: date
    since: date | None
    """Looked after without a break since; None: not looked after any more, or not known."""

    born: date | None = None
    kept_from: date = date.min
    """The first day from which this council keeps such lists."""

    newest: bool = True
    """The child lives there, or lived nowhere since."""

    first: bool = True
    """The first home since coming into care: nobody of ours cared for the child before."""

    out_of_area: bool = False
    emergency: bool = False
    """Outside terms, under regulation 23."""

    reg19: bool = False
    reg24: bool = False
    to_18: bool = False
    """Intended to last until the child is grown up."""

    schooling: bool = False
    school_kept: bool = False
    """The school of the day before is the child's school still, some weeks after the move."""

    fostered: bool = False
    """With foster carers under regulation 22 or 23, who sign an agreement first."""

    agreed_on: date | None = None
    """The day from which the carers' agreement has stood, of one that stood in this placement."""

    parent_at_once: bool = False
    """With a parent at once, before the assessment (regulation 19)."""

    parent_assessed: date | None = None
    parent_decided: date | None = None
    officer_on: date | None = None
    visits: tuple[date, ...] = ()
    """Days on which the child's own worker saw the child."""

    reviews: tuple[date, ...] = ()
    steps: tuple[Step, ...] = ()
    child_steps: tuple[Step, ...] = ()
    """What was said of the child's own items under another placement of the same time in care."""

    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """An item of a list as it stands on a day."""

    item: Item
    clock: Clock
    since: date
    due_on: date
    state: State
    to: Recipient | None = None
    done_on: date | None = None
    cite: Cite | None = field(default=None, compare=False)
    """Where it is written, if that is not the clock's own place."""

    @property
    def where(self) -> Cite:
        """The provision that a line names."""
        return self.cite or self.clock.cite


def _age(born: date | None, day: date) -> int | None:
    return None if born is None else age_on(born, day)


def listed(facts: Facts) -> bool:
    """Is there a list of this placement at all?"""
    return facts.starts_on >= facts.kept_from


def owed(facts: Facts, as_at: date) -> list[Owed]:
    """Every item of the list on a day: what is done stays on it, with its day."""
    found: list[Owed] = []
    if listed(facts) and facts.starts_on <= as_at:
        found += _of_placement(facts, as_at)
        found += _of_child(facts, as_at)
    ended = facts.ended
    if ended is not None and ended.on >= facts.kept_from:
        found += _of_ending(facts, ended, as_at)
    return found


# ---------------------------------------------------------------------------- of the placement


def told_of_start(facts: Facts) -> tuple[Recipient, ...]:
    """Whom regulation 13(2) names, of this child: nobody of ours cared before the first home."""
    return tuple(
        each
        for each, card in RECIPIENTS.items()
        if card.of_start is not None
        and each is not Recipient.AREA
        and (each is not Recipient.BEFORE or not facts.first)
        and (each is not Recipient.SCHOOL or facts.schooling)
    )


def _of_placement(facts: Facts, as_at: date) -> Iterator[Owed]:
    items = [Item.PLAN, Item.DELEGATED, Item.CONSENTS]
    if facts.emergency:
        items.append(Item.TERMS)
    items.append(Item.DOCTOR)
    age = _age(facts.born, facts.starts_on)
    if facts.schooling or (age is not None and STARTS_OF_SCHOOL <= age < END_OF_SCHOOL):
        items.append(Item.TRANSPORT)
    for item in items:
        yield _stepped(facts, item, facts.starts_on, as_at)
    if facts.fostered:
        first = facts.starts_on
        yield _seen_in_the_record(facts, Item.AGREEMENT, first, facts.agreed_on, as_at, due=first)
    education = of_education(facts)
    if education is not None:
        yield _stepped(facts, education, facts.starts_on, as_at, due=facts.starts_on)
    for each in told_of_start(facts):
        yield _stepped(facts, Item.NOTICE, facts.starts_on, as_at, to=each)
    if facts.out_of_area:
        yield _stepped(facts, Item.AREA, facts.starts_on, as_at, to=Recipient.AREA)
    yield _visit(facts, as_at)
    if facts.parent_at_once:
        yield from _of_parent(facts, as_at)


KEY_STAGE_4 = (14, 15)
"""How old somebody was on the last day of August, in the two school years of this stage."""

SCHOOL_YEAR_BEGINS = 9


def of_education(facts: Facts) -> Item | None:
    """What regulation 10 asks of a move: for whoever is of school age and was placed before, and
    does not keep their school. The first home is no change of placement."""
    age = _age(facts.born, facts.starts_on)
    at_school = facts.schooling or (age is not None and STARTS_OF_SCHOOL <= age < END_OF_SCHOOL)
    if facts.first or facts.school_kept or not at_school:
        return None
    day = facts.starts_on
    august = date(day.year - (day.month < SCHOOL_YEAR_BEGINS), 8, 31)
    return Item.KEY_STAGE if _age(facts.born, august) in KEY_STAGE_4 else Item.SCHOOLING


def _of_parent(facts: Facts, as_at: date) -> Iterator[Owed]:
    """Assessed in ten working days of moving, decided in ten of the assessment (regulation 19)."""
    assessed = facts.parent_assessed
    known = assessed is not None and assessed <= as_at
    yield _seen_in_the_record(facts, Item.PARENT, facts.starts_on, assessed, as_at)
    if known and assessed is not None:
        since = max(assessed, facts.starts_on)
        yield _seen_in_the_record(facts, Item.PARENT_DECISION, since, facts.parent_decided, as_at)


def _seen_in_the_record(
    facts: Facts,
    item: Item,
    since: date,
    done_on: date | None,
    as_at: date,
    *,
    due: date | None = None,
) -> Owed:
    clock = CARDS[item].clock
    step = Step(item, done_on) if done_on is not None and done_on <= as_at else None
    over = _over(facts, item, as_at)
    return _stands(item, clock, since, due or clock.last_day(since), step, as_at, over=over)


def _stepped(
    facts: Facts,
    item: Item,
    since: date,
    as_at: date,
    *,
    to: Recipient | None = None,
    steps: Sequence[Step] | None = None,
    due: date | None = None,
) -> Owed:
    """An item that somebody ticks off, for one recipient where it has several; `due`: its last
    day, where its clock has no length."""
    clock = CARDS[item].clock
    due = due or clock.last_day(since)
    step = _step(facts.steps if steps is None else steps, item, to, as_at)
    over = _over(facts, item, as_at)
    cite = RECIPIENTS[to].of_start if to is not None else None
    return _stands(item, clock, since, due, step, as_at, over=over, to=to, cite=cite)


def _step(steps: Sequence[Step], item: Item, to: Recipient | None, as_at: date) -> Step | None:
    said = [
        each
        for each in steps
        if each.item is item and each.to is to and (each.on is None or each.on <= as_at)
    ]
    return said[-1] if said else None


def _over(facts: Facts, item: Item, as_at: date) -> bool:
    """Nothing more can be done of it: the placement is over, or the time in care is."""
    if CARDS[item].scope is Scope.CHILD:
        return facts.since is None
    return facts.ended is not None and not facts.ended.proposed and facts.ended.on <= as_at


def _stands(
    item: Item,
    clock: Clock,
    since: date,
    due: date,
    step: Step | None,
    as_at: date,
    *,
    over: bool = False,
    to: Recipient | None = None,
    cite: Cite | None = None,
) -> Owed:
    if step is not None and step.on is None:
        state, done = State.NOT_NEEDED, None
    elif step is not None:
        done = step.on
        state = State.DONE if done is not None and done <= due else State.DONE_LATE
    else:
        done = None
        state = State.LEFT if over else State.LATE if due < as_at else State.OPEN
    return Owed(item, clock, since, due, state, to, done, cite)


def visit_clock(facts: Facts, as_at: date) -> tuple[Clock, date]:
    """Which clock of regulation 28 runs for the next visit, and since when.

    An interval that began in the first year is the first year's, six weeks, also where it ends in
    the second: the regulation does not say, and this is the earlier day.
    """
    seen = [day for day in facts.visits if facts.starts_on <= day <= as_at]
    last = max(seen, default=None)
    held = [day for day in facts.reviews if facts.starts_on <= day <= as_at]
    for under, before, after in (
        (facts.reg24, VISIT_REG24_BEFORE_REVIEW, VISIT_REG24_AFTER_REVIEW),
        (facts.reg19, VISIT_REG19_BEFORE_REVIEW, VISIT_REG19_AFTER_REVIEW),
    ):
        if under and not held:
            return before, last or facts.starts_on
        if under:
            return after, max(min(held), last or facts.starts_on)
    if last is None:
        return VISIT_FIRST, facts.starts_on
    if last < Years(1).after(facts.starts_on, ENGLAND):
        return VISIT_YEAR1, last
    return (VISIT_AFTER_YEAR1_TO_18 if facts.to_18 else VISIT_AFTER_YEAR1_OTHER), last


def _visit(facts: Facts, as_at: date) -> Owed:
    over = _over(facts, Item.VISIT, as_at)
    clock, since = visit_clock(facts, as_at)
    due = clock.last_day(since)
    if over and facts.ended is not None and due >= facts.ended.on and since > facts.starts_on:
        return Owed(Item.VISIT, clock, since, due, State.DONE, done_on=since)
    return _stands(Item.VISIT, clock, since, due, None, as_at, over=over)


# ---------------------------------------------------------------------------- of the child


def review_clock(since: date, reviews: Sequence[date]) -> tuple[Clock, date]:
    """Which clock of regulation 33 runs for the next review, and since when."""
    held = sorted(day for day in reviews if day >= since)
    if not held:
        return LAC_REVIEW_FIRST, since
    return (LAC_REVIEW_SECOND if len(held) == 1 else LAC_REVIEW_SUBSEQUENT), held[-1]


def _of_child(facts: Facts, as_at: date) -> Iterator[Owed]:
    """What coming into care started: on the list of the home where the child lives."""
    since = facts.since
    if since is None or not facts.newest:
        return
    if since < facts.kept_from:
        if any(since <= day <= as_at for day in facts.reviews):
            yield _review(facts, since, as_at)
        return
    steps = (*facts.child_steps, *facts.steps)
    yield _stepped(facts, Item.CARE_PLAN, since, as_at, steps=steps)
    named = facts.officer_on
    yield _stands(
        Item.OFFICER,
        CARDS[Item.OFFICER].clock,
        since,
        CARDS[Item.OFFICER].clock.last_day(since),
        Step(Item.OFFICER, named) if named is not None and named <= as_at else None,
        as_at,
    )
    yield _review(facts, since, as_at)
    yield _stepped(facts, Item.HEALTH, since, as_at, steps=steps)
    age = _age(facts.born, since)
    if age is None or NURSERY <= age < GROWN_UP:
        yield _stepped(facts, Item.EDUCATION, since, as_at, steps=steps)


def _review(facts: Facts, since: date, as_at: date) -> Owed:
    clock, start = review_clock(since, [day for day in facts.reviews if day <= as_at])
    return _stands(Item.REVIEW, clock, start, clock.last_day(start), None, as_at)


# ---------------------------------------------------------------------------- of the end

UNPLANNED_LEAVING = frozenset({Rec.E4B})
"""Codes of leaving care that themselves say that it was not planned."""


def kind_of_ending(ended: Ended) -> Ending:
    """What the end of a placement was, from what the record says of it.

    Ofsted's own measure: not in the plan in itself, or not in its timing. So an ending is planned
    if the child's plan is the reason, a review agreed to it first, or its expected day had come.
    """
    if ended.same_home or ended.because is PlaceChange.PLACE:
        return Ending.GOES_ON
    if ended.left:
        return Ending.UNPLANNED if ended.left_because in UNPLANNED_LEAVING else Ending.LEFT_CARE
    if ended.because is PlaceChange.CARPL:
        return Ending.PLANNED
    if ended.reviewed_on is not None and ended.reviewed_on <= ended.on:
        return Ending.PLANNED
    if ended.expected is not None and ended.on >= ended.expected:
        return Ending.PLANNED
    return Ending.NOT_SAID if ended.because is None else Ending.UNPLANNED


def told_of_end(facts: Facts) -> tuple[Recipient, ...]:
    """Whom regulation 14(2)(c) names: all who were told of the placement, the carers, the area.

    Where this record does not know who was told of it, all whom regulation 13 names."""
    told = {each.to for each in facts.steps if each.item is Item.NOTICE and each.on is not None}
    named = told_of_start(facts)
    among = [each for each in named if each in told] if told else list(named)
    return (
        *among,
        *((Recipient.AREA,) if facts.out_of_area else ()),
        Recipient.CARERS,
    )


def _of_ending(facts: Facts, ended: Ended, as_at: date) -> Iterator[Owed]:
    kind = kind_of_ending(ended)
    if kind is Ending.GOES_ON or (ended.on > as_at and not ended.proposed):
        return
    if not ended.left and (ended.without is None or ended.without is EndsWithout.IMMEDIATE_RISK):
        yield _ending_review(facts, ended, as_at)
        for each in told_of_end(facts):
            yield _notice_of_end(facts, ended, each, as_at)
    if kind is Ending.UNPLANNED and not ended.proposed:
        clock = CARDS[Item.DISRUPTION].clock
        met = ended.met_on if ended.met_on is not None and ended.met_on <= as_at else None
        step = Step(Item.DISRUPTION, met) if met is not None or ended.not_met else None
        yield _stands(Item.DISRUPTION, clock, ended.on, clock.last_day(ended.on), step, as_at)


def _ending_review(facts: Facts, ended: Ended, as_at: date) -> Owed:
    """Before it ends; or, where it had to end at once, afterwards."""
    if ended.without is EndsWithout.IMMEDIATE_RISK:
        clock = CARDS[Item.REVIEW_AFTER].clock
        held = min((day for day in facts.reviews if ended.on <= day <= as_at), default=None)
        step = Step(Item.REVIEW_AFTER, held) if held is not None else None
        return _stands(Item.REVIEW_AFTER, clock, ended.on, clock.last_day(ended.on), step, as_at)
    step = (
        Step(Item.REVIEW_BEFORE, ended.reviewed_on)
        if ended.reviewed_on is not None and ended.reviewed_on <= as_at
        else None
    )
    clock = CARDS[Item.REVIEW_BEFORE].clock
    cite = TERMINATION_REVIEW_FIRST.cite
    over = not ended.proposed and ended.on < as_at
    return _stands(Item.REVIEW_BEFORE, clock, ended.on, ended.on, step, as_at, over=over, cite=cite)


def _notice_of_end(facts: Facts, ended: Ended, to: Recipient, as_at: date) -> Owed:
    clock = CARDS[Item.NOTICE_OF_END].clock
    return _stands(
        Item.NOTICE_OF_END,
        clock,
        ended.on,
        clock.last_day(ended.on),
        _step(facts.steps, Item.NOTICE_OF_END, to, as_at),
        as_at,
        to=to,
        cite=RECIPIENTS[to].of_end,
    )


# ---------------------------------------------------------------------------- what is refused


def _not_to_come(what: str, on: date, today: date, name: str) -> list[Breach]:
    return [record_breach(f"{what} is recorded once it has happened.", name)] if on > today else []


def words_breaches(words: str, name: str, asks: str) -> list[Breach]:
    """It needs words."""
    return [] if words.strip() else [record_breach(asks, name)]


_BEFORE: Mapping[Item, Clock] = {
    Item.NOTICE: PLACEMENT_NOTIFICATION,
    Item.AREA: PLACEMENT_NOTIFICATION,
    Item.KEY_STAGE: KEY_STAGE_4_APPROVAL,
    Item.SCHOOLING: EDUCATION_UNDISTURBED,
}
"""Where it is written that an item comes before the placement; the others belong to its plan."""


def doing_breaches(
    *, item: Item, on: date, starts_on: date, words: str, why_not_before: str, today: date
) -> list[Breach]:
    """An item is ticked off once it is done, with what shows it; and where the law wants it before
    the placement, with why it was not."""
    card = CARDS[item]
    found = _not_to_come("What was done", on, today, "on")
    if card.derived:
        says = "The record itself says when this is done: record it where it happened."
        found.append(record_breach(says))
    found += words_breaches(words, "words", "Say what shows it: a document, a date, a name.")
    if card.before and card.scope is Scope.PLACEMENT and on > starts_on:
        clause = _BEFORE.get(item, PLACEMENT_PLAN_DUE).limits[-1].cite
        if not why_not_before.strip():
            says = "It comes before the placement. Say why that was not practicable."
            found.append(Breach(says, clause, "why_not_before"))
    return found


def not_needed_breaches(*, item: Item, to: Recipient | None, because: str) -> list[Breach]:
    """What the law names is left out only with a reason, and to some only if they may be."""
    found = words_breaches(because, "because", "Say why it is not needed.")
    if CARDS[item].derived:
        found.append(record_breach("This goes on: it is not set aside."))
    if item in (Item.PLAN, Item.CARE_PLAN):
        found.append(Breach("Every placement has this.", CARDS[item].clock.cite))
    always = (Recipient.HEALTH, Recipient.OFFICER, Recipient.AREA)
    if to is not None and to in always:
        card = RECIPIENTS[to]
        cite = card.of_end if item is Item.NOTICE_OF_END else card.of_start or card.of_end
        found.append(Breach("They are always told.", cite))
    return found


def ticking_breaches(
    *, owed_now: Collection[tuple[Item, Recipient | None]], item: Item, to: Recipient | None
) -> list[Breach]:
    """Only what the list owes is ticked off: once, and of this placement."""
    if (item, to) in owed_now:
        return []
    return [record_breach("This is not to be done on this list, or was done already.")]


def telling_breaches(number: int) -> list[Breach]:
    """Somebody was told."""
    return [] if number else [record_breach("Say of at least one of them who was told.")]


def officer_breaches(*, on: date, before: date | None, today: date) -> list[Breach]:
    """A reviewing officer is named after the one before."""
    found = _not_to_come("Who was named", on, today, "starts_on")
    if before is not None and on < before:
        says = f"The one before was named on {before:%d/%m/%Y}. Give that day or a later one."
        found.append(record_breach(says, "starts_on"))
    return found


def ending_breaches(
    *,
    starts_on: date,
    on: date,
    without: EndsWithout | None,
    why: str,
    reviewed_on: date | None,
    today: date,
    happened: bool,
) -> list[Breach]:
    """Ending a placement asks why, in words; and an exception asks its reasons in writing.

    That no review was held before is not refused: it is recorded, and the list says so.
    """
    found = words_breaches(why, "why", "Say why it ends, in words.")
    if on < starts_on:
        says = f"It began on {starts_on:%d/%m/%Y}. Give that day or a later one."
        found.append(record_breach(says, "on"))
    if happened:
        found += _not_to_come("An end", on, today, "on")
    if reviewed_on is not None:
        found += _not_to_come("A review", reviewed_on, today, "reviewed_on")
        if without is not None:
            says = "It ended after a review, or without one: not both."
            found.append(Breach(says, EXCEPTIONS[without][1], "without"))
        elif happened and reviewed_on > on:
            says = "A review before the end is held by the day of the end. Leave it empty here."
            found.append(Breach(says, TERMINATION_REVIEW_FIRST.cite, "reviewed_on"))
    return found


def not_reviewed(ended: Ended) -> Breach | None:
    """The end of a placement without the review that the law asks for first, where it does."""
    if ended.left or ended.without is not None or kind_of_ending(ended) is Ending.GOES_ON:
        return None
    if ended.reviewed_on is not None and ended.reviewed_on <= ended.on:
        return None
    return TERMINATION_REVIEW_FIRST.breach("It ended without a review of the child’s case first.")


def meeting_breaches(
    *,
    kind: Ending | None,
    held: bool,
    held_on: date,
    ended_on: date,
    came: str,
    found: str,
    today: date,
) -> list[Breach]:
    """A disruption meeting looks at an unplanned ending, once, after it."""
    breaches = _not_to_come("A meeting", held_on, today, "held_on")
    if kind is not Ending.UNPLANNED:
        breaches.append(record_breach("This placement did not end without being planned."))
    if held:
        breaches.append(record_breach("It was held, or set aside, already."))
    if held_on < ended_on:
        says = f"The placement ended on {ended_on:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "held_on"))
    breaches += words_breaches(came, "came", "Say who came.")
    breaches += words_breaches(found, "found", "Say what led to it, in a few sentences.")
    return breaches


def introduction_breaches(
    *, on: date, today: date, moves_on: date, open_: bool, words: str | None = None
) -> list[Breach]:
    """A step of introductions lies from today to the move, while the move is planned."""
    found = []
    if not open_:
        found.append(record_breach("This move is not planned any more."))
    if words is None and on < today:
        found.append(record_breach("Give today or a day to come.", "on"))
    if words is None and on > moves_on:
        says = f"The move is on {moves_on:%d/%m/%Y}. Give that day or an earlier one."
        found.append(record_breach(says, "on"))
    if words is not None:
        found += words_breaches(words, "words", "Say how it went, or why it was not held.")
    return found


def letting_go_breaches(*, told: bool, may_change: bool, because: str) -> list[Breach]:
    """A planned move is let go with a reason; once introductions have begun, by a manager."""
    found = words_breaches(because, "because", "Say why.")
    if told and not may_change:
        says = (
            "The child or the carers count on this move. A manager decides, with the reason, that "
            "it is let go."
        )
        found.append(Breach(says, MATCHES))
    return found
