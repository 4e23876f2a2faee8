"""What a placement starts is done, or is not needed; and the plan is written and agreed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children.models import Child, Placement
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import today
from app.documents.actions import add_document
from app.documents.kinds import DocumentKind, KeptAs
from app.documents.models import Document
from app.documents.opened import Opened
from app.documents.scanning import MADE_HERE
from app.people.actions import refuse_if
from app.people.rules import record_breach
from app.placements import queries, rules
from app.placements.kinds import How, Item, PlanPart
from app.placements.models import (
    DelegatedMatter,
    ListsKept,
    PlacementPlan,
    PlacementStep,
    ReviewingOfficer,
)
from app.statute.care_planning.begun import Decides, Matter, Recipient

Row = TypeVar("Row")


def given(row: Row | None, says: str, field: str | None = None) -> Row:
    """What has to be there before anything is done; RuleBroken if it is not."""
    if row is None:
        raise RuleBroken(record_breach(says, field))
    return row


@act("Said from when on lists of what placements start are kept")
def keep_lists_from(*, day: date, by: Actor) -> ListsKept:
    """Of placements that began from this day on, a list is kept here."""
    row = ListsKept(of_placements_from=day, starts_on=today())
    db.session.add(row)
    db.session.flush()
    return row


def _owed_now(placement: Placement) -> set[tuple[Item, Recipient | None]]:
    found = queries.of_placement(placement.id, today())
    return {(each.item, each.to) for each in found.to_do} if found is not None else set()


@act("Recorded what a placement started as done")
def tick_off(
    placement: Placement,
    *,
    item: Item,
    on: date,
    words: str,
    why_not_before: str = "",
    by: Actor,
) -> PlacementStep:
    """An item of the list was done on a day, with what shows it."""
    take(placement)
    return _tick(placement, _owed_now(placement), item, on, words, why_not_before, by)


def _tick(
    placement: Placement,
    owed: Collection[tuple[Item, Recipient | None]],
    item: Item,
    on: date,
    words: str,
    why_not_before: str,
    by: Actor,
) -> PlacementStep:
    _refuse_ticking(placement, owed, item, None, on, words, why_not_before)
    return _step(placement, item, on, words, by, why_not_before=why_not_before)


def _refuse_ticking(
    placement: Placement,
    owed: Collection[tuple[Item, Recipient | None]],
    item: Item,
    to: Recipient | None,
    on: date,
    words: str,
    why_not_before: str,
) -> None:
    refuse_if(
        rules.ticking_breaches(owed_now=owed, item=item, to=to)
        + rules.doing_breaches(
            item=item,
            on=on,
            starts_on=placement.starts_on,
            words=words,
            why_not_before=why_not_before,
            today=today(),
        )
    )


def _step(
    placement: Placement,
    item: Item,
    on: date | None,
    words: str,
    by: Actor,
    recipient: Recipient | None = None,
    how: How | None = None,
    why_not_before: str = "",
    document: Document | None = None,
) -> PlacementStep:
    step = PlacementStep(
        placement_id=placement.id,
        child_id=placement.child_id,
        item=item,
        recipient=recipient,
        done_on=on,
        how=how,
        words=words.strip(),
        why_not_before=why_not_before.strip(),
        document_id=document.id if document is not None else None,
        by_id=by.id,
    )
    db.session.add(step)
    db.session.flush()
    return step


@act("Recorded that something a placement started is not needed")
def set_not_needed(
    placement: Placement,
    *,
    item: Item,
    because: str,
    recipient: Recipient | None = None,
    by: Actor,
) -> PlacementStep:
    """An item of the list is not needed here, because."""
    take(placement)
    refuse_if(
        rules.ticking_breaches(owed_now=_owed_now(placement), item=item, to=recipient)
        + rules.not_needed_breaches(item=item, to=recipient, because=because)
    )
    return _step(placement, item, None, because, by, recipient)


@act("Took back what was recorded of a placement’s list")
def take_back(step: PlacementStep, *, by: Actor) -> PlacementStep:
    """It was recorded in error: the item is owed as before."""
    step.void()
    return step


@dataclass(frozen=True, slots=True)
class Telling:
    """One of those whom the law names: who that is, and the letter if it was made here."""

    recipient: Recipient
    name: str
    files: Sequence[Opened] = ()


@act("Told somebody of a placement")
def tell(
    placement: Placement,
    *,
    item: Item,
    tellings: Sequence[Telling],
    on: date,
    how: How,
    why_not_before: str = "",
    by: Actor,
) -> list[PlacementStep]:
    """One or several whom the law names were told on a day; each letter is kept with the child."""
    take(placement)
    owed = _owed_now(placement)
    refuse_if(rules.telling_breaches(len(tellings)))
    for each in tellings:
        _refuse_ticking(placement, owed, item, each.recipient, on, each.name, why_not_before)
    return [
        _step(
            placement,
            item,
            on,
            each.name,
            by,
            each.recipient,
            how,
            why_not_before,
            _letter(placement, item, each, by),
        )
        for each in tellings
    ]


def _letter(placement: Placement, item: Item, telling: Telling, by: Actor) -> Document | None:
    if not telling.files:
        return None
    made: Document = add_document(
        [(file, MADE_HERE) for file in telling.files],
        kind=DocumentKind.LETTER,
        kept_as=KeptAs.CHILD,
        about=f"child:{placement.child_id}",
        name=f"{item.words()}: {telling.recipient.words()}",
        by=by,
    )
    return made


@act("Named a child’s reviewing officer")
def name_officer(
    child: Child, *, user: User | None, starts_on: date, by: Actor
) -> ReviewingOfficer:
    """Who reviews the child's case independently from this day, instead of who did before."""
    before = open_row(ReviewingOfficer, child_id=child.id)
    chosen = given(user, "Choose who it is.", "user")
    refuse_if(
        rules.officer_breaches(
            on=starts_on,
            before=before.starts_on if before is not None else None,
            today=today(),
        )
    )
    return begin(
        ReviewingOfficer(child_id=child.id, user_id=chosen.id, starts_on=starts_on),
        instead_of=before,
    )


@act("Wrote a placement plan")
def write_plan(
    placement: Placement, *, answers: Mapping[PlanPart, str], by: Actor
) -> PlacementPlan:
    """The plan as it stands now, not yet agreed; what it said before stands in the history."""
    take(placement)
    plan = queries.plan_of(placement.id)
    if plan is None:
        plan = PlacementPlan(placement_id=placement.id, child_id=placement.child_id)
        db.session.add(plan)
    plan.answers = {part.value: answers.get(part, "").strip() for part in PlanPart}
    plan.written_on = today()
    plan.agreed_on, plan.signed_by = None, ""
    db.session.flush()
    return plan


@act("Recorded that a placement plan was agreed and signed")
def agree_plan(
    placement: Placement,
    *,
    on: date,
    signed_by: str,
    why_not_before: str = "",
    by: Actor,
) -> PlacementPlan:
    """It was agreed with the carers and signed by them: that item of the list is done."""
    take(placement)
    plan = given(queries.plan_of(placement.id), "Write the plan first.")
    missing = [part.words().lower() for part in PlanPart if not plan.answers.get(part.value)]
    refuse_if(
        rules.words_breaches(signed_by, "signed_by", "Say who signed it.")
        + ([record_breach(f"Still to be written: {', '.join(missing)}.")] if missing else [])
    )
    owed = _owed_now(placement)
    if (Item.PLAN, None) in owed:
        words = f"Signed by {signed_by.strip()}"
        _tick(placement, owed, Item.PLAN, on, words, why_not_before, by)
    plan.agreed_on, plan.signed_by = on, signed_by.strip()
    return plan


@act("Agreed who decides what about a child")
def delegate(
    placement: Placement,
    *,
    decided: Mapping[Matter, tuple[Decides, str]],
    on: date,
    why_not_before: str = "",
    by: Actor,
) -> list[DelegatedMatter]:
    """Who decides each matter from this day on; only what changes is written."""
    take(placement)
    holds = queries.delegated_of(placement.id, on)
    made = []
    for matter, (who, conditions) in decided.items():
        before = holds.get(matter)
        if before is not None and (before.decides, before.conditions) == (who, conditions.strip()):
            continue
        if before is not None and before.starts_on > on:
            refuse_if([record_breach("What stands was agreed later. Check the day.", "on")])
        row = DelegatedMatter(
            placement_id=placement.id,
            child_id=placement.child_id,
            matter=matter,
            decides=who,
            conditions=conditions.strip(),
            starts_on=on,
        )
        made.append(begin(row, instead_of=before))
    owed = _owed_now(placement)
    if (Item.DELEGATED, None) in owed:
        words = "Agreed matter by matter in the table"
        _tick(placement, owed, Item.DELEGATED, on, words, why_not_before, by)
    return made


@act("Made a document of a placement plan")
def keep_plan(
    placement: Placement, files: Sequence[Opened], *, recipient: str, by: Actor
) -> Document:
    """Keep it with the child's documents: one for each reader."""
    document: Document = add_document(
        [(file, MADE_HERE) for file in files],
        kind=DocumentKind.PLACEMENT_PLAN,
        about=f"child:{placement.child_id}",
        name=f"Placement plan, for {recipient}",
        by=by,
    )
    return document
