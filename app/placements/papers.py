"""What the record knows already of a placement plan, and the documents: the plan and the letters.

Nothing here says where the carers live: a reader who may know it is told in another way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.audit.act import Actor
from app.children import queries as children
from app.children.kinds import Basis
from app.children.models import Child, ChildNeed, Placement
from app.core.db import db
from app.core.present import long_day
from app.core.today import today
from app.documents.letters.composed import Draft, Part
from app.documents.letters.made import files_of
from app.documents.opened import Opened
from app.matching.models import PlacementDecision
from app.people import queries as people
from app.people.models import Household
from app.placements import queries
from app.placements.kinds import Item, PlanPart
from app.placements.models import DelegatedMatter, PlacementPlan
from app.statute.care_planning.begun import Matter, Recipient
from sufficiency.types import FACT_WORDS

NOT_YET = "Not written yet"


def known(placement: Placement, child: Child) -> dict[PlanPart, str]:
    """What the record says of each part already, for a form that nobody has filled yet."""
    about = children.about(child.id, today())
    answers = _decided(placement)
    found: dict[PlanPart, str] = {}
    needs = [_need(each) for each in about.needs]
    found[PlanPart.NEEDS] = "\n".join([*needs, answers.get("why_this_home", "")]).strip()
    found[PlanPart.WISHES] = "\n".join(
        each
        for each in (
            answers.get("wishes") or answers.get("wishes_not_known_because", ""),
            f"Parents: {answers['parents_views']}" if answers.get("parents_views") else "",
        )
        if each
    )
    if about.schooling is not None:
        found[PlanPart.SCHOOL] = f"{about.schooling.school}, as before."
    worker = children.worker_of(child)
    if worker is not None:
        often = "every week until the first review, then every four weeks"
        if placement.basis is not Basis.CONNECTED:
            often = "within a week of the move, then every six weeks"
        found[PlanPart.VISITS] = f"{worker} visits {often} at least."
    if placement.expected_end is not None:
        found[PlanPart.LASTS] = f"Expected to last until {long_day(placement.expected_end)}."
    found[PlanPart.CONTACT] = "\n".join(_brothers_and_sisters(child, today()))
    return {part: found.get(part, "") for part in PlanPart}


def _need(each: ChildNeed) -> str:
    said = {True: "Must be so", False: "Must not be so", None: "Better"}[each.must_be]
    return f"{said}: {FACT_WORDS[each.fact]}{f' ({each.why})' if each.why else ''}."


def _decided(placement: Placement) -> Mapping[str, str]:
    """What was asked and answered when the placement was decided here."""
    rows = db.session.scalars(
        select(PlacementDecision)
        .where(
            PlacementDecision.household_id == placement.household_id,
            PlacementDecision.confirmed_at.is_not(None),
            PlacementDecision.stands(),
        )
        .order_by(PlacementDecision.id.desc())
    )
    return next((each.answers for each in rows if placement.id in (each.placements or ())), {})


def _brothers_and_sisters(child: Child, day: date) -> Iterator[str]:
    """The plan for each, without a name: whoever writes may not be one who sees that child."""
    for plan in children.sibling_plans(child.id, day).values():
        yield f"A brother or sister: planned {plan.plan.words().lower()}."


# ----------------------------------------------------------------------------------- documents


def where_of(placement: Placement) -> str:
    """Where the child lives, by name and never by address."""
    if placement.household_id is not None:
        return db.session.get_one(Household, placement.household_id).name
    return children.where_else(placement)


def _where_for(placement: Placement, to: Recipient) -> str:
    """As `where_of`; to the family, carers whose address is protected are not named either."""
    if placement.household_id is not None and to in FAMILY:
        address = people.addresses_of([placement.household_id], today()).get(placement.household_id)
        if address is not None and address.protected:
            return "foster carers whom we have approved"
    return where_of(placement)


FAMILY = frozenset({Recipient.PARENTS, Recipient.CONTACT, Recipient.BEFORE})
"""Those for whom a name may lead to a door that is kept from them."""


def plan_draft(
    placement: Placement,
    child: Child,
    plan: PlacementPlan | None,
    decided: Mapping[Matter, DelegatedMatter],
) -> Draft:
    """The placement plan with its table of who decides."""
    answers = plan.answers if plan is not None else {}
    officer = queries.officer_of(child.id, today())
    worker = children.worker_of(child)
    table = (
        ("What is decided", "Who decides", "Conditions"),
        *(
            (
                matter.words(),
                decided[matter].decides.words() if matter in decided else "Not agreed yet",
                decided[matter].conditions if matter in decided else "",
            )
            for matter in Matter
        ),
    )
    signed = (
        (f"Agreed and signed on {long_day(plan.agreed_on)}: {plan.signed_by}",)
        if plan is not None and plan.agreed_on is not None
        else ("Signed for the carers:", "Signed for the council:")
    )
    missing = tuple(part.words() for part in PlanPart if not answers.get(part.value))
    return Draft(
        title="Placement plan",
        facts=(
            f"For {child.person.name}"
            + (f", born {long_day(child.person.born)}" if child.person.born else ""),
            f"With {where_of(placement)}, since {long_day(placement.starts_on)}",
            f"Child’s worker: {worker or 'not named'}",
            f"Independent reviewing officer: {officer.user.name if officer else 'not named'}",
        ),
        parts=(
            *(
                Part(part.words(), tuple((answers.get(part.value) or NOT_YET).split("\n")))
                for part in PlanPart
            ),
            Part("Who decides what", (), (), table),
            Part("Agreed", signed),
        ),
        missing=missing,
    )


def plan_files(
    placement: Placement, child: Child, *, recipient: str, by: Actor
) -> tuple[Opened, ...]:
    """The plan as Word, and PDF where it can be made. RuleBroken where it would tell an address."""
    draft = plan_draft(
        placement,
        child,
        queries.plan_of(placement.id),
        queries.delegated_of(placement.id, today()),
    )
    return files_of(
        draft, about=_about(placement), recipient=recipient, name="Placement plan", by=by
    )


def _about(placement: Placement) -> str:
    """Whose address must not stand in it: the household's, where the child lives in one."""
    if placement.household_id is not None:
        return f"household:{placement.household_id}"
    return f"child:{placement.child_id}"


def notice_files(
    placement: Placement, child: Child, *, item: Item, to: Recipient, name: str, by: User
) -> tuple[Opened, ...]:
    """The letter that tells one of those whom the law names. RuleBroken as `plan_files`.

    The authority of the area is told besides what the child needs and why this placement is the
    most suitable, and is sent the care plan (regulation 13(4)).
    """
    told, ask = _said(placement, child, to, ended=item is Item.NOTICE_OF_END)
    parts: list[Part] = [told, ask]
    missing: tuple[str, ...] = ()
    if item is Item.AREA:
        needs = _needs(placement, child)
        parts = [told, Part(WHY_HERE, needs or (NOT_YET,)), Part("Care plan", (CARE_PLAN,)), ask]
        missing = () if needs else (WHY_HERE,)
    draft = Draft(
        title=NOTICES.get(item, "Notice of a placement"),
        facts=(f"To {name}", f"About {child.person.name}"),
        parts=tuple(parts),
        missing=missing,
    )
    return files_of(draft, about=_about(placement), recipient=name, name=draft.title, by=by)


NOTICES = {
    Item.AREA: "Notice of a placement in your area",
    Item.NOTICE_OF_END: "Notice that a placement ended",
}
WHY_HERE = "What the child needs, and why this placement is the most suitable"
CARE_PLAN = "A copy of the child’s care plan comes with this notice, unless you have it already."


def _needs(placement: Placement, child: Child) -> tuple[str, ...]:
    """As the plan says it, or as the record knows it."""
    plan = queries.plan_of(placement.id)
    written = plan.answers.get(PlanPart.NEEDS.value) if plan is not None else ""
    said = written or known(placement, child)[PlanPart.NEEDS]
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def _said(placement: Placement, child: Child, to: Recipient, *, ended: bool) -> Iterator[Part]:
    first, where = child.person.given_name, _where_for(placement, to)
    worker = children.worker_of(child)
    lines: Sequence[str]
    if ended and placement.ends_on is not None:
        lines = (f"{first} no longer lives with {where} since {long_day(placement.ends_on)}.",)
    elif ended:
        lines = (f"We intend to end the placement of {first} with {where}.",)
    else:
        lines = (f"{first} lives with {where} from {long_day(placement.starts_on)}.",)
    yield Part("What we have to tell you", tuple(lines))
    yield Part(
        "Whom to ask",
        (f"{worker}, {first}’s social worker." if worker else f"{first}’s social work team.",),
    )
