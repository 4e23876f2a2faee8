"""Decisions: which are waiting, how far each has come, and the facts that they stand on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.children import queries as children
from app.children.models import Child, Placement
from app.core.db import db
from app.core.present import short_day
from app.core.succession import open_row
from app.people import queries as people
from app.people.models import Household, ProviderKind
from app.register.deciding import KINDS, DecisionKind, Facts, StepKind
from app.register.models import (
    Approval,
    Decision,
    Exemption,
    FosterCareAgreement,
    Hold,
    SecondPerson,
    Terms,
)
from app.register.rules import Line, terms_in_words
from app.register.rules.deciding_kinds import Case, Decider
from app.register.rules.deciding_steps import (
    ON_THE_WAY,
    Course,
    Stage,
    Step,
    Turn,
    stage_of,
    turn_of,
)
from app.register.rules.exemptions import Crowd, spent_on
from app.register.rules.terms import SOME_CHILD
from sufficiency.period import Period
from sufficiency.room.numbers import all_siblings
from sufficiency.types import Kind, Sex


@dataclass(frozen=True, slots=True)
class About:
    """What a decision is about: the household, and the approval, hold or exemption in question."""

    household: Household
    approval: Approval | None = None
    hold: Hold | None = None
    exemption: Exemption | None = None


def decision_by_ref(ref: str) -> Decision | None:
    """The decision with this public id."""
    return db.session.scalar(_whole().where(Decision.ref == ref))


def _whole() -> Select[Decision]:
    return (
        select(Decision)
        .options(
            joinedload(Decision.household),
            joinedload(Decision.proposed_by),
            joinedload(Decision.decided_by),
        )
        .where(Decision.stands())
    )


def decisions(household_ids: Collection[int] | None = None) -> Sequence[Decision]:
    """Decisions about these households (None: all), those proposed last first."""
    asked = _whole().order_by(Decision.proposed_on.desc(), Decision.id.desc())
    if household_ids is not None:
        asked = asked.where(Decision.household_id.in_(sorted(household_ids)))
    return db.session.scalars(asked).all()


def waiting(as_at: date) -> Sequence[Decision]:
    """Decisions proposed by a day and not decided by it."""
    asked = _whole().where(
        Decision.proposed_on <= as_at,
        Decision.decided_on.is_(None) | (Decision.decided_on > as_at),
    )
    return db.session.scalars(asked.order_by(Decision.id)).all()


def same_waiting(about: About, kind: DecisionKind) -> Decision | None:
    """The same, proposed already and not decided."""
    same = {
        "approval_id": about.approval.id if about.approval else None,
        "exemption_id": about.exemption.id if about.exemption else None,
    }
    return db.session.scalar(
        select(Decision)
        .filter_by(household_id=about.household.id, kind=kind, **same)
        .where(Decision.outcome.is_(None), Decision.stands())
        .limit(1)
    )


def about(decision: Decision) -> About:
    """What a decision is about."""
    return About(
        decision.household,
        db.session.get(Approval, decision.approval_id) if decision.approval_id else None,
        db.session.get(Hold, decision.hold_id) if decision.hold_id else None,
        db.session.get(Exemption, decision.exemption_id) if decision.exemption_id else None,
    )


# --------------------------------------------------------------------------- how far it has come


def course_of(
    decision: Decision, *, carers: Iterable[int] = (), as_at: date | None = None
) -> Course:
    """A decision so far (by `as_at`, if given). `carers`: those who must agree to new terms."""
    steps = tuple(
        Step(each.step, each.happened_on, each.approval_id)
        for each in decision.steps
        if each.voided_at is None and (as_at is None or each.happened_on <= as_at)
    )
    decided = as_at is None or (decision.decided_on is not None and decision.decided_on <= as_at)
    return Course(decision.kind, steps, frozenset(carers), decision.outcome if decided else None)


def carers_now(household_id: int, day: date) -> Sequence[Approval]:
    """The approvals in force on a day: those whose agreement new terms need."""
    return db.session.scalars(
        select(Approval)
        .where(Approval.household_id == household_id, Approval.in_force(day))
        .order_by(Approval.id)
    ).all()


def full_course(decision: Decision, day: date) -> Course:
    """A decision so far, with the carers who must agree."""
    carers = carers_now(decision.household_id, day)
    return course_of(decision, carers=[each.id for each in carers])


def stage(decision: Decision, day: date) -> Stage:
    """How far a decision has come on a day."""
    return stage_of(course_of(decision), day)


# ------------------------------------------------------------------------------------ who decides


def two_people_asked(kind: DecisionKind, day: date) -> bool:
    """Whether whoever decides this kind may not have proposed it, by law or the council's wish."""
    return KINDS[kind].independent or kind in kinds_of_two_people(day)


def kinds_of_two_people(day: date) -> frozenset[DecisionKind]:
    """The kinds for which the council asks for a second person, beside those of our own rules."""
    return frozenset(
        db.session.scalars(select(SecondPerson.kind).where(SecondPerson.in_force(day)))
    )


def decider(
    user: User,
    decision: Decision,
    own_case_of: Collection[int],
    sat: Collection[int] = (),
    not_their_turn: str = "",
) -> Decider:
    """Somebody who is to decide: `own_case_of` are those whose own case the household is, `sat`
    those who sat on the panel that heard it; `not_their_turn`: why another decision maker does."""
    return Decider(
        user.roles_now(),
        proposed=user.id == decision.proposed_by_id,
        acted=acted_in(user, decision),
        own_case=user.id in own_case_of,
        sat=user.id in sat,
        not_their_turn=not_their_turn,
    )


def acted_in(user: User, decision: Decision) -> bool:
    """Whether this person proposed it or recorded a step on its way.

    What the decision maker means to decide is their own step, and no reason against their deciding.
    """
    steps = {
        each.by_id
        for each in decision.steps
        if each.step in ON_THE_WAY and each.step is not StepKind.DETERMINED and each.stood()
    }
    return user.id in {decision.proposed_by_id, *steps}


def may_decide_kind(user: User, kind: DecisionKind) -> bool:
    """Whether this person holds a role that decides such things."""
    return bool(user.roles_now() & KINDS[kind].deciders)


def waits_for(
    user: User, decision: Decision, course: Course, day: date, *, worker: int | None, two: bool
) -> bool:
    """Is it this person's turn, and may they decide it? `worker` supervises the household."""
    return (
        may_decide_kind(user, decision.kind)
        and turn_of(course, day) is Turn.DECIDER
        and worker != user.id
        and not (two and acted_in(user, decision))
    )


def waiting_for(user: User, day: date, workers: Mapping[int, int]) -> list[Decision]:
    """The decisions that this person may decide now. `workers` supervise, by household."""
    two = kinds_of_two_people(day)
    return [
        each
        for each in waiting(day)
        if waits_for(
            user,
            each,
            course_of(each, as_at=day),
            day,
            worker=workers.get(each.household_id),
            two=KINDS[each.kind].independent or each.kind in two,
        )
    ]


# -------------------------------------------------------------------------------------- the facts


def case_of(kind: DecisionKind, about: About, proposal: Mapping[str, Any], day: date) -> Case:
    """What the rules look at, read now."""
    household = about.household
    return Case(
        ours=household.provider.kind is ProviderKind.OWN,
        approved=bool(carers_now(household.id, day)),
        of=_in_force(kind, about, day),
        crowd=_crowd(household, proposal, day) if kind is DecisionKind.EXEMPTION else None,
        overall=proposal.get("overall", 0),
        lines=tuple(_line(each) for each in proposal.get("criteria", ())),
    )


def _in_force(kind: DecisionKind, about: About, day: date) -> bool:
    match kind:
        case DecisionKind.TERMINATION:
            return about.approval is not None and about.approval.held_on(day)
        case DecisionKind.HOLD_LIFTED:
            return about.hold is not None and about.hold.held_on(day)
        case DecisionKind.EXEMPTION_VARIED | DecisionKind.EXEMPTION_CANCELLED:
            return about.exemption is not None and about.exemption.held_on(day)
        case _:
            return True


def _line(given: Mapping[str, Any]) -> Line:
    """A line of terms as a proposal keeps it, in the values that rules read."""
    return Line(
        given["up_to"],
        given.get("min_age", 0),
        given.get("max_age", 17),
        Sex(given["sex"]) if given.get("sex") else None,
        tuple(Kind(each) for each in given.get("kinds") or ()),
        SOME_CHILD if given.get("child") else None,
    )


def proposed_terms(proposal: Mapping[str, Any]) -> str:
    """The terms that are proposed, in words; children are not named."""
    return terms_in_words(
        proposal.get("overall", 0), [_line(each) for each in proposal.get("criteria", ())]
    )


def criteria_of(proposal: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines of proposed terms as `set_terms` takes them."""
    ids = [each["child"] for each in proposal.get("criteria", ()) if each.get("child")]
    named = children.children_by_id(ids) if ids else {}
    return [
        {
            **each,
            "sex": Sex(each["sex"]) if each.get("sex") else None,
            "kinds": [Kind(kind) for kind in each.get("kinds") or ()] or None,
            "child": named.get(each.get("child")),
        }
        for each in proposal.get("criteria", ())
    ]


def children_named(proposal: Mapping[str, Any]) -> list[Child]:
    """The children whom a proposal names, in its order."""
    ids = [int(each) for each in proposal.get("children", ())]
    found = children.children_by_id(ids) if ids else {}
    return [found[each] for each in ids if each in found]


def fostered_there(household_id: int, day: date) -> frozenset[int]:
    """The children placed with a household on a day, temporary stays elsewhere left out."""
    return frozenset(
        db.session.scalars(
            select(Placement.child_id).where(
                Placement.household_id == household_id, Placement.in_force(day)
            )
        )
    )


def _crowd(household: Household, proposal: Mapping[str, Any], day: date) -> Crowd:
    there = fostered_there(household.id, day)
    named = {int(each) for each in proposal.get("children", ())}
    return Crowd(
        there=frozenset(map(str, there)),
        named=frozenset(map(str, named)),
        siblings=children.siblings_among(there | named),
        in_our_area=_in_our_area(household, day),
    )


def _in_our_area(household: Household, day: date) -> bool | None:
    address = people.address_of(household.id, day)
    if address is None or address.authority_code is None:
        return None
    return bool(address.authority_code == current_app.config["SETTINGS"].authority_code)


def facts_of(kind: DecisionKind, about: About, proposal: Mapping[str, Any], day: date) -> Facts:
    """What the record says of the household on this day, for whoever decides. Names no child."""
    household = about.household
    home = people.home_of(household.id, day)
    there = fostered_there(household.id, day)
    carers = carers_now(household.id, day)
    facts = [
        ("Approved carers", ", ".join(_approved(each) for each in carers) or "nobody"),
        ("Terms", _terms_said(household.id)),
        ("Children fostered here", str(len(there))),
        ("On hold", _hold_said(household.id, day)),
        ("Foster care agreement", _signed(household.id, day)),
    ]
    if kind is DecisionKind.EXEMPTION:
        crowd = _crowd(household, proposal, day)
        facts += [
            ("Fostered here with those named", str(len(crowd.together))),
            ("All brothers and sisters of each other", _siblings_said(crowd)),
            ("Lives in our area", _yes(crowd.in_our_area)),
            ("Terms for so many (a separate test)", _terms_allow(household.id, crowd)),
        ]
    if kind in (DecisionKind.EXEMPTION, DecisionKind.CHANGE_OF_TERMS):
        facts.append(("Bedrooms recorded", str(len(home.bedrooms)) if home.bedrooms else "none"))
        facts.append(("Others in the home", str(len(home.members) - len(home.carers))))
    return facts


def _approved(approval: Approval) -> str:
    ends = f", ends {short_day(approval.ends_on)}" if approval.ends_on else ""
    return f"{approval.person.name} since {short_day(approval.starts_on)}{ends}"


def _terms_said(household_id: int) -> str:
    terms = open_row(Terms, household_id=household_id)
    if terms is None:
        return "not recorded"
    lines = [
        Line(
            line.up_to,
            line.min_age,
            line.max_age,
            line.sex,
            tuple(Kind(kind) for kind in line.kinds or ()),
            SOME_CHILD if line.child_id else None,
        )
        for line in terms.criteria
    ]
    return f"{terms_in_words(terms.overall, lines)}, since {short_day(terms.starts_on)}"


def _terms_allow(household_id: int, crowd: Crowd) -> str:
    terms = open_row(Terms, household_id=household_id)
    wanted = len(crowd.together)
    if terms is None:
        return "no terms recorded"
    if terms.overall >= wanted:
        return f"yes: {terms.overall}"
    return f"no: {terms.overall}, and {wanted} would be there. Change the terms as well"


def _hold_said(household_id: int, day: date) -> str:
    hold = open_row(Hold, household_id=household_id)
    if hold is None or hold.starts_on > day:
        return "no"
    return f"{'partly' if hold.places else 'wholly'}, since {short_day(hold.starts_on)}"


def _signed(household_id: int, day: date) -> str:
    signed = db.session.scalar(
        select(FosterCareAgreement.starts_on)
        .filter_by(household_id=household_id)
        .where(FosterCareAgreement.in_force(day))
        .limit(1)
    )
    return f"signed {short_day(signed)}" if signed else "not recorded"


def _siblings_said(crowd: Crowd) -> str:
    return _yes(all_siblings(crowd.together, crowd.siblings))


def _yes(so: bool | None) -> str:
    return "not recorded" if so is None else ("yes" if so else "no")


# ----------------------------------------------------------------------------------- exemptions


def exemptions_spent(exemptions: Collection[Exemption], day: date) -> dict[int, date]:
    """Of these exemptions, those spent by a day, as children named in them left for good."""
    if not exemptions:
        return {}
    homes = {each.household_id for each in exemptions}
    stays: dict[tuple[int, int], list[Period]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Placement.household_id, Placement.child_id, Placement.starts_on, Placement.ends_on
        ).where(
            Placement.household_id.in_(sorted(homes)),
            Placement.stands(),
            Placement.temporary.is_(False),
        )
    )
    for row in rows:
        if row.ends_on is None or row.ends_on > row.starts_on:
            stays[row.household_id, row.child_id].append(Period(row.starts_on, row.ends_on))
    found = {}
    for each in exemptions:
        named = [one.child_id for one in each.named]
        there = {child: stays[each.household_id, child] for child in named}
        lasts = each.period()
        spent = spent_on(lasts, named, there) if lasts is not None else None
        if spent is not None and spent <= day:
            found[each.id] = spent
    return found
