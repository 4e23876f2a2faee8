"""Decisions in the demonstration: some of each kind made over the years, a few still waiting.

All by the same acts as anybody's, on their days. Nothing here moves a child or a place: new terms
are only wider in ages, and a household that is ended or exempted is one that could be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from app.accounts.models import User
from app.accounts.roles import Role
from app.core.db import db
from app.core.succession import open_row
from app.core.today import today
from app.demo import staff
from app.demo.chance import Chance, years
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.register import actions as register
from app.register.actions import deciding
from app.register.actions import resignation as leaving
from app.register.deciding import KINDS, DecisionKind, ExitReason, ExitStepKind, Outcome, StepKind
from app.register.models import ApprovalEnd, Decision, Hold, HoldReason, RecordsRequest
from app.register.queries import deciding as queries
from app.register.queries import resignation as leaving_queries
from app.register.queries.deciding import About

DAY = timedelta(days=1)
K = DecisionKind

DECIDERS = {
    K.CHANGE_OF_TERMS: Role.DECISION_MAKER,
    K.TERMINATION: Role.DECISION_MAKER,
    K.EXEMPTION: Role.NOMINATED_OFFICER,
    K.HOLD_LIFTED: Role.SERVICE_MANAGER,
}

ANSWERS = {
    "why": "They have cared well for children of these ages on short breaks, and asked for it.",
    "support": "One more visit a month for the first quarter; the course on teenagers in spring.",
    "changed": "They are well again and have had their rest; the doctor agrees.",
    "plan": "Everything that was planned has been done. A visit in the first week.",
    "number": "They have fostered four before, a group of brothers, and managed it well.",
    "arrangements": "Each has a bedroom. A neighbour helps with the two school runs.",
    "relationship": "They know all of the children and are known to them.",
    "period": "Until the end of the school year; looked at again at each review.",
    "welfare": "All of the children were asked. None minds; the carers’ son moved out in May.",
    "children": "No child is placed here.",
}
ENDING = {
    "why": "Twice in a year a child was left with somebody who had not been checked.",
    "children": "No child is placed here. Those who lived here have been told by their workers.",
}
CONTESTED = {
    "why": "At the last two reviews they said that small children are more than they can give.",
    "support": "None is needed for fewer; their worker goes on visiting every month.",
}
AGREED = "The carers’ agreement and the support are recorded, and the terms fit their experience."

WORDS = (
    "We loved it. It is the right time to stop, while we still can travel.",
    "The children were never the hard part. Not knowing who would ring back was.",
    "The allowance has not kept up with what a teenager eats.",
    "We would foster again if there were someone to call on a Sunday night.",
)


def plan_decisions(told: Told) -> None:
    """Everything of this kind, up to today."""
    chance = Chance.of(told.county.seed, "decisions")
    ours = [home for home in told.county.homes if home.whose is Whose.OURS and not home.reserved]
    free = [home for home in ours if home.is_open and not home.holds and not home.unavailable]
    chance.shuffle(free)
    settled = iter([each for each in free if each.approved < told.today - years(3) and each.there])
    nobody = [each for each in ours if each.is_open and not each.there]
    empty = iter(sorted(nobody, key=lambda each: bool(each.holds)))
    _terms_changed(told, chance, settled)
    _terms_waiting(told, settled)
    _endings_waiting(told, empty)
    _holds(told, chance, settled, ours)
    _exemption_waiting(told)
    _leavers(told, chance, ours)
    _leaving_now(told, settled, empty)
    _records(told, chance, ours, settled)


# -------------------------------------------------------------------------------------- telling


def _user(told: Told, role: Role) -> User:
    """Who holds a role, with the roles as they are on the day that is told."""
    name = next(each.name for each in staff.ONE_FOR_EACH_ROLE if each.role is role)
    user = told.users[name]
    db.session.refresh(user, ["roles"])
    return user


def _about(told: Told, home: PlannedHome, kind: DecisionKind) -> About:
    household = told.households[home]
    approvals = told.approvals.get(home, [])
    return About(
        household,
        approvals[0] if kind is K.TERMINATION and approvals else None,
        open_row(Hold, household_id=household.id) if kind is K.HOLD_LIFTED else None,
    )


def _proposal(
    told: Told, home: PlannedHome, kind: DecisionKind, *, contested: bool
) -> dict[str, Any]:
    """Terms of any age, or of school age, for as many as before; the children who live there."""
    if kind is K.CHANGE_OF_TERMS:
        number, youngest = home.overall(today()), 5 if contested else 0
        line = {"up_to": number, "min_age": youngest, "max_age": 17}
        return {"overall": number, "criteria": [line]}
    if kind is K.EXEMPTION:
        there = queries.fostered_there(told.households[home].id, today())
        return {"children": sorted(there), "conditions": "No other child while it lasts."}
    return {}


def _needed(kind: DecisionKind) -> date | None:
    """An exemption is asked for weeks after the fourth child came; the rest in good time."""
    if kind is K.TERMINATION:
        return None
    return today() - 19 * DAY if kind is K.EXEMPTION else today() + 5 * DAY


class _Course:
    """One decision being told, day after day."""

    def __init__(
        self,
        told: Told,
        home: PlannedHome,
        kind: DecisionKind,
        began: date,
        *,
        contested: bool = False,
    ) -> None:
        self.told, self.home, self.kind, self.contested = told, home, kind, contested
        self.decisions: list[Decision] = []
        self.on(began, self._propose)

    def on(self, day: date, tell: Callable[..., object], *args: Any) -> _Course:
        self.told.on(day, Rank.AFTERWARDS, self._tell, tell, args)
        return self

    def _tell(self, tell: Callable[..., object], args: tuple[Any, ...]) -> None:
        if tell == self._propose or self.decisions:
            tell(*args)

    @property
    def made(self) -> Decision:
        """The decision, once it is proposed."""
        return self.decisions[0]

    def _propose(self) -> None:
        kind = self.kind
        asked = KINDS[kind].questions
        said = ANSWERS | (ENDING if kind is K.TERMINATION else {})
        said |= CONTESTED if self.contested else {}
        made = deciding.propose(
            _about(self.told, self.home, kind),
            kind,
            answers={each.key: said[each.key] for each in asked},
            proposal=_proposal(self.told, self.home, kind, contested=self.contested),
            needed_on=_needed(kind),
            by=_user(self.told, Role.TEAM_MANAGER),
        )
        self.decisions.append(made)

    def step(self, day: date, kind: StepKind, note: str = "") -> _Course:
        return self.on(day, self._step, kind, note)

    def _step(self, kind: StepKind, note: str) -> None:
        deciding.record_step(
            self.made,
            step=kind,
            happened_on=today(),
            note=note,
            by=_user(self.told, Role.TEAM_MANAGER),
        )

    def consent(self, day: date) -> _Course:
        return self.on(day, self._consent)

    def _consent(self) -> None:
        household = self.told.households[self.home]
        for carer in queries.carers_now(household.id, today()):
            deciding.record_step(
                self.made,
                step=StepKind.CONSENT,
                happened_on=today(),
                carer=carer,
                by=_user(self.told, Role.TEAM_MANAGER),
            )

    def determine(self, day: date, why: str) -> _Course:
        return self.on(day, self._determine, why)

    def _determine(self, why: str) -> None:
        by = _user(self.told, DECIDERS[self.kind])
        deciding.determine(self.made, reasons=why, own_case_of=(), by=by)

    def decide(self, day: date, outcome: Outcome, why: str) -> _Course:
        return self.on(day, self._decide, outcome, why)

    def _decide(self, outcome: Outcome, why: str) -> None:
        deciding.decide(
            self.made,
            outcome=outcome,
            reasons=why,
            effective_on=today(),
            own_case_of=(),
            by=_user(self.told, DECIDERS[self.kind]),
        )

    def told_of(self, day: date) -> _Course:
        return self.step(day, StepKind.TOLD).step(day + 2 * DAY, StepKind.WRITTEN)


# ------------------------------------------------------------------------------- terms, endings


def _terms_changed(told: Told, chance: Chance, homes: Iterator[PlannedHome]) -> None:
    """Over the years: most by agreement within days, some refused, some later than was needed."""
    for number, home in zip(range(9), homes, strict=False):
        last_terms = max(each.starts for each in home.terms)
        began = chance.day(max(last_terms, told.today - years(4)) + 40 * DAY, told.today - 60 * DAY)
        days = chance.weighted({3: 5, 6: 3, 11: 1})
        course = _Course(told, home, K.CHANGE_OF_TERMS, began).consent(began + 2 * DAY)
        if number % 5 == 4:
            why = "Not before the course on younger children: ask again in the summer."
            course.decide(began + days * DAY, Outcome.REFUSED, why)
        else:
            course.decide(began + days * DAY, Outcome.AGREED, AGREED)
        course.told_of(began + (days + 1) * DAY)


def _terms_waiting(told: Told, homes: Iterator[PlannedHome]) -> None:
    """One waits for the decision maker, one for the carers' answer, one for the panel."""
    waits, silent, heard = (next(homes) for _ in range(3))
    _Course(told, waits, K.CHANGE_OF_TERMS, told.today - 4 * DAY).consent(told.today - 2 * DAY)
    why = "Both reviews are plain, and they do not say otherwise; they are asked what they think."
    noticed = told.today - 12 * DAY
    (
        _Course(told, silent, K.CHANGE_OF_TERMS, noticed - 6 * DAY, contested=True)
        .determine(noticed - DAY, why)
        .step(noticed, StepKind.NOTICE)
    )
    noticed = told.today - 33 * DAY
    (
        _Course(told, heard, K.CHANGE_OF_TERMS, noticed - 6 * DAY, contested=True)
        .determine(noticed - DAY, why)
        .step(noticed, StepKind.NOTICE)
        .step(noticed + 20 * DAY, StepKind.REPRESENTATIONS, "They ask for more support instead.")
    )


def _endings_waiting(told: Told, homes: Iterator[PlannedHome]) -> None:
    """One in its 28 days, one before the independent review whose papers are to be sent."""
    found = [next(homes, None), next(homes, None)]
    why = "The decision maker has read the panel’s minutes and the report of both visits."
    for home, given in zip(found, (9, 27), strict=True):
        if home is None:
            continue
        noticed = told.today - given * DAY
        course = (
            _Course(told, home, K.TERMINATION, noticed - 14 * DAY)
            .step(noticed - 8 * DAY, StepKind.MINUTES, "By a majority.")
            .determine(noticed - 3 * DAY, why)
            .step(noticed, StepKind.NOTICE)
        )
        if given > 20:
            course.step(noticed + 15 * DAY, StepKind.REVIEW_APPLIED)
            course.step(noticed + 19 * DAY, StepKind.REVIEW_NOTIFIED)


# --------------------------------------------------------------------------- holds, exemptions


def _holds(
    told: Told, chance: Chance, homes: Iterator[PlannedHome], ours: list[PlannedHome]
) -> None:
    """Some held and lifted since, one partly held, one asked to be lifted; all looked at again."""
    for home, _ in zip(homes, range(4), strict=False):
        began = chance.day(told.today - years(2), told.today - 120 * DAY)
        _looked_at(told, home, began, began + 50 * DAY)
        told.on(began, Rank.AFTERWARDS, _hold, told, home, HoldReason.ILLNESS, None)
        _Course(told, home, K.HOLD_LIFTED, began + 45 * DAY).decide(
            began + 48 * DAY, Outcome.AGREED, "Seen at home on Tuesday: rested, and wanting to."
        )
    home = next(homes)
    told.on(told.today - 9 * DAY, Rank.AFTERWARDS, _hold, told, home, HoldReason.CARERS_CHOICE, 1)
    held = [each for each in ours if each.holds and each.holds[-1][2] is None]
    for home in held:
        _looked_at(told, home, home.holds[-1][1], told.today)
    rested = [each for each in held if each.holds[-1][0] is HoldReason.CARERS_CHOICE]
    for home in rested[:1]:
        _Course(told, home, K.HOLD_LIFTED, told.today - DAY)


def _hold(told: Told, home: PlannedHome, reason: HoldReason, places: int | None) -> None:
    household = told.households[home]
    if open_row(Hold, household_id=household.id) is None:
        register.put_on_hold(
            household,
            reason=reason,
            starts_on=today(),
            places=places,
            plan="Rest; a visit every fortnight.",
            by=told.manager,
        )


def _looked_at(told: Told, home: PlannedHome, since: date, until: date) -> None:
    day = since + 26 * DAY
    while day < until:
        told.on(day, Rank.AFTERWARDS, _look_again, told, home)
        day += 26 * DAY


def _look_again(told: Told, home: PlannedHome) -> None:
    hold = open_row(Hold, household_id=told.households[home].id)
    if hold is not None:
        register.look_again_at_hold(
            hold, plan="As before; asked again.", review_on=today() + 28 * DAY, by=told.manager
        )


def _exemption_waiting(told: Told) -> None:
    """Where four live without one: asked for at last, and waiting for the nominated officer."""
    exempt = {id(each.home) for each in told.around.exemptions}
    for home in told.county.homes:
        four = len([stay for stay in home.there if not stay.temporary]) > 3
        families = {id(stay.life.brood) for stay in home.there}
        if home.is_open and four and len(families) > 1 and id(home) not in exempt:
            _Course(told, home, K.EXEMPTION, told.today - 2 * DAY)
            return


# -------------------------------------------------------------------------------------- leaving


def _leavers(told: Told, chance: Chance, ours: list[PlannedHome]) -> None:
    """Those who resigned in the last years: most came to an exit interview."""
    for home in ours:
        if home.how is not ApprovalEnd.RESIGNED or home.ends is None:
            continue
        noticed = home.ends - 28 * DAY
        if noticed < told.today - years(4):
            continue
        held = chance.once_in(0.7)
        step = ExitStepKind.HELD if held else ExitStepKind.DECLINED
        words = chance.choice(WORDS) if held else ""
        for day, what, said in (
            (noticed + 4 * DAY, ExitStepKind.OFFERED, ""),
            (noticed + 5 * DAY, ExitStepKind.COPIED, ""),
            (noticed + chance.randint(9, 25) * DAY, step, words),
        ):
            told.on(day, Rank.AFTERWARDS, _exit_step, told, home, what, said)


def _exit_step(told: Told, home: PlannedHome, step: ExitStepKind, words: str) -> None:
    for approval in told.approvals[home][:1]:
        notice = leaving_queries.resignation_of(approval.id)
        if notice is not None:
            leaving.record_exit_step(
                notice, step=step, happened_on=today(), words=words, by=told.manager
            )


def _leaving_now(told: Told, settled: Iterator[PlannedHome], empty: Iterator[PlannedHome]) -> None:
    """One gave notice with children living there; one without, who has thought better of it."""
    told.on(told.today - 6 * DAY, Rank.AFTERWARDS, _resign, told, next(settled), ExitReason.HEALTH)
    home = next(empty)
    told.on(told.today - 15 * DAY, Rank.AFTERWARDS, _resign, told, home, ExitReason.SUPPORT)
    for days, step in ((12, ExitStepKind.OFFERED), (3, ExitStepKind.WISHES_TO_STAY)):
        day = told.today - days * DAY
        told.on(day, Rank.AFTERWARDS, _exit_step, told, home, step, "")


def _resign(told: Told, home: PlannedHome, reason: ExitReason) -> None:
    approvals = [each for each in told.approvals[home] if each.held_on(today())]
    leaving.receive_notice(approvals, received_on=today(), reason=reason, by=told.manager)


OTHERS = ("Marches Fostering Trust", "Severn Vale Families", "Teme Valley Foster Care")


def _records(
    told: Told, chance: Chance, ours: list[PlannedHome], settled: Iterator[PlannedHome]
) -> None:
    """Who went to another service took their records with them; one request waits."""
    for home in ours:
        if home.how is ApprovalEnd.TRANSFERRED and home.ends is not None:
            service, asked = chance.choice(OTHERS), home.ends - 60 * DAY
            requests: list[RecordsRequest] = []
            told.on(asked, Rank.AFTERWARDS, _ask, told, home, service, requests)
            told.on(asked + 12 * DAY, Rank.AFTERWARDS, _send, told, requests)
            told.on(home.ends, Rank.AFTERWARDS, _transfer, told, home, service)
    home = next(settled)
    told.on(told.today - 16 * DAY, Rank.AFTERWARDS, _ask, told, home, OTHERS[0], [])


def _ask(told: Told, home: PlannedHome, service: str, requests: list[RecordsRequest]) -> None:
    requests.append(
        leaving.record_request(
            told.households[home],
            asked_by=service,
            received_on=today(),
            consented_on=today(),
            by=told.manager,
        )
    )


def _send(told: Told, requests: list[RecordsRequest]) -> None:
    for request in requests:
        leaving.record_sent(
            request,
            sent_on=today(),
            what="Approval, reviews and training, by secure email.",
            by=told.manager,
        )


def _transfer(told: Told, home: PlannedHome, service: str) -> None:
    for approval in told.approvals[home]:
        leaving.record_transfer(approval, to_service=service, approved_on=today(), by=told.manager)
