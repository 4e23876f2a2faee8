"""Where every child is, as page, sheet and print show it: counts that add up to their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.present import Shown
from app.oversight.days import Stretch
from app.oversight.decided import Group, Taken
from app.oversight.models import OversightDecision
from app.oversight.rules import BasisKind, Concern, FaultCode, Verdict
from app.oversight.standing import Standing

NOT_SHOWN = "A child"
"""Stands where a name is not for whoever asks."""


@dataclass(frozen=True, slots=True)
class Line:
    """A standing with the name that may be shown to whoever asks."""

    standing: Standing
    seen: bool

    @property
    def name(self) -> str:
        """The child's name, or that it is not shown."""
        return self.standing.name if self.seen else NOT_SHOWN


@dataclass(frozen=True, slots=True)
class Count:
    """How many children an answer holds, and the question in the address that opens to them."""

    words: str
    number: int
    asks: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the rows are asked for: by basis, verdict, reason or fault, ours or others'."""

    basis: BasisKind | None = None
    verdict: Verdict | None = None
    fault: FaultCode | None = None
    reason: str = ""
    others: bool = False
    ended: bool = False

    @classmethod
    def read(cls, given: Any) -> Asked:
        """From the questions of an address; what it does not know, it leaves out."""

        def one(codes: Any, name: str) -> Any:
            said = given.get(name, "")
            return codes(said) if said in list(codes) else None

        reasons = [*BasisKind, *FaultCode]
        reason = given.get("reason", "")
        return cls(
            basis=one(BasisKind, "basis"),
            verdict=one(Verdict, "verdict"),
            fault=one(FaultCode, "fault"),
            reason=reason if reason in reasons else "",
            others=given.get("whose") == "others",
            ended=given.get("whose") == "ended",
        )

    @property
    def any(self) -> bool:
        """Whether anything narrower than everyone is asked for."""
        return self != Asked()

    @property
    def words(self) -> str:
        """What is asked for, as a heading says it."""
        if self.others:
            return "Other authorities’ children living in our area or with our carers"
        if self.ended:
            return "No longer looked after, with something still open"
        said = []
        if self.verdict is not None:
            said.append(self.verdict.words())
        if self.basis is not None:
            said.append(self.basis.words())
        if self.reason:
            code: Any = reason_of(self.reason)
            said.append(code.words())
        if self.fault is not None:
            said.append(self.fault.words())
        text = ": ".join(said) or "Every child looked after"
        return text[:1].upper() + text[1:]

    def of(self, standings: Iterable[Standing]) -> list[Standing]:
        """Those of them that are asked for."""
        return [each for each in standings if self._asks_for(each)]

    def _asks_for(self, one: Standing) -> bool:
        if self.others:
            return is_others(one)
        if self.ended:
            return has_ended(one)
        return (
            one.is_looked_after
            and (self.basis is None or one.kind is self.basis)
            and (self.verdict is None or one.verdict is self.verdict)
            and (self.fault is None or self.fault in one.answer.codes)
            and (not self.reason or str(one.answer.reason) == self.reason)
        )


def reason_of(said: str) -> BasisKind | FaultCode:
    """A basis or a fault by its code."""
    return BasisKind(said) if said in list(BasisKind) else FaultCode(said)


def is_others(one: Standing) -> bool:
    """Another authority's child who lives in our area or with our carers."""
    return not one.ours and one.verdict is not Verdict.NOT_LOOKED_AFTER


def has_ended(one: Standing) -> bool:
    """No longer looked after, and the record has not been told everything."""
    return one.verdict is Verdict.NOT_LOOKED_AFTER and bool(one.breaches)


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of a day. Verdicts add up to the total, reasons to their verdict, and so on."""

    total: int
    verdicts: Sequence[Count]
    not_lawful: Sequence[Count]
    not_proven: Sequence[Count]
    duties: Sequence[Count]
    bases: Sequence[Count]
    others: int
    ended: int

    def of(self, verdict: str) -> int:
        """How many children stand under a verdict."""
        asks = {"verdict": Verdict(verdict).value}
        return sum(each.number for each in self.verdicts if each.asks == asks)


def totals(standings: Sequence[Standing]) -> Totals:
    """Count a day's children: each looked-after child once in every set of counts."""
    ours = [each for each in standings if each.is_looked_after]
    verdicts = Counter(each.verdict for each in ours)
    bases = Counter(each.kind for each in ours)
    duties = Counter(
        each.code for one in ours for each in one.breaches if each.verdict is Verdict.DUTY_OPEN
    )
    return Totals(
        total=len(ours),
        verdicts=[
            Count(each.words(), verdicts[each], {"verdict": each.value})
            for each in Verdict
            if each is not Verdict.NOT_LOOKED_AFTER
        ],
        not_lawful=_reasons(ours, Verdict.NOT_LAWFUL),
        not_proven=_reasons(ours, Verdict.NOT_PROVEN),
        duties=[
            Count(code.words(), number, {"fault": code.value})
            for code, number in duties.most_common()
        ],
        bases=[
            Count(kind.words(), bases[kind], {"basis": kind.value})
            for kind in BasisKind
            if bases[kind]
        ],
        others=sum(is_others(each) for each in standings),
        ended=sum(has_ended(each) for each in standings),
    )


def _reasons(ours: Iterable[Standing], verdict: Verdict) -> list[Count]:
    """How many children stand under a verdict for each reason; every child for one reason."""
    found = Counter(each.answer.reason for each in ours if each.verdict is verdict)
    return [
        Count(reason.words(), number, {"verdict": verdict.value, "reason": reason.value})
        for reason, number in found.most_common()
    ]


def said_of(one: Standing) -> str:
    """The facts of a basis, in one cell."""
    return " ".join([*one.answer.facts, *(f"{mark}." for mark in one.answer.marks)])


def wrong_with(one: Standing) -> str:
    """What is wrong besides the basis, each with its provision, in one cell."""
    return " ".join(f"{each.says} ({each.cite.short})" for each in one.breaches)


COLUMNS: Sequence[Shown[Line]] = (
    Shown("Child", lambda line: line.name),
    Shown("Lives", lambda line: line.standing.where),
    Shown("Verdict", lambda line: line.standing.verdict),
    Shown("Basis", lambda line: line.standing.kind),
    Shown("Since", lambda line: line.standing.since),
    Shown("Day", lambda line: str(line.standing.answer.runs or "")),
    Shown("Last day", lambda line: line.standing.answer.last_day),
    Shown("Provision", lambda line: line.standing.answer.cite.short),
    Shown("Facts", lambda line: said_of(line.standing)),
    Shown("What is wrong", lambda line: wrong_with(line.standing)),
    Shown("What to do", lambda line: line.standing.answer.do),
    Shown("Looked after by", lambda line: line.standing.authority),
)

DAYS: Sequence[Shown[Stretch]] = (
    Shown("From", lambda each: each.first),
    Shown("To", lambda each: each.last),
    Shown("Days", lambda each: each.days, numeric=True),
    Shown("Lived", lambda each: each.where),
    Shown("Verdict", lambda each: each.answer.verdict),
    Shown("Basis", lambda each: each.answer.kind),
    Shown("Provision", lambda each: each.answer.cite.short),
    Shown("Facts", lambda each: " ".join(each.answer.facts)),
    Shown("What was wrong", lambda each: " ".join(one.says for one in each.answer.breaches)),
)


@dataclass(frozen=True, slots=True)
class Overseen:
    """A line of the director's work list."""

    line: Line
    last: OversightDecision | None
    hours: int

    @property
    def standing(self) -> Standing:
        """Where the child is."""
        return self.line.standing

    @property
    def waits(self) -> bool:
        """Whether there is no decision yet."""
        held = self.standing.answer.watched
        return held is None or held.decided_on is None

    def is_late(self, day: date) -> bool:
        """Whether the day of the next look has passed."""
        held = self.standing.answer.watched
        return held is not None and held.look_again_on is not None and held.look_again_on < day

    @property
    def how_long(self) -> str:
        """How long it has been so, in hours and, from two days on, in days of the calendar.

        When the clocks change a day has 23 or 25 hours: days are not hours by twenty-four.
        """
        held = self.standing.answer.watched
        if self.hours < 48 or held is None or held.since is None:
            return f"{self.hours} hours"
        return f"{self.hours} hours ({(self.standing.as_at - held.since).days} days)"


def _concern(row: Overseen) -> str:
    held = row.standing.answer.watched
    return held.concern.words() if held is not None else ""


OVERSEEN: Sequence[Shown[Overseen]] = (
    Shown("Child", lambda row: row.line.name),
    Shown("Why", _concern),
    Shown("Lives", lambda row: row.standing.where),
    Shown("Basis", lambda row: row.standing.kind),
    Shown("Since", lambda row: row.standing.answer.watched.since),  # type: ignore[union-attr]
    Shown("Hours without a decision", lambda row: row.hours if row.waits else None),
    Shown("Decided on", lambda row: row.standing.answer.watched.decided_on),  # type: ignore[union-attr]
    Shown("Looked at again by", lambda row: row.standing.answer.watched.look_again_on),  # type: ignore[union-attr]
)


# ----------------------------------------------------------------- one question, in three wordings


@dataclass(frozen=True, slots=True)
class Question:
    """What inspectors ask, in one wording."""

    short: str
    asks: str


QUESTIONS = {
    "children": Question(
        "By why it is so",
        "Which children live in unregistered homes, or with carers who are not approved?",
    ),
    "homes": Question(
        "By home and carer",
        "Which homes and carers look after our children without registration or approval?",
    ),
    "director": Question(
        "By the director’s decision",
        "For which of these children has the director decided, and for which not?",
    ),
}
"""The same children each time, put together by another of the facts about them."""


@dataclass(frozen=True, slots=True)
class PartOf:
    """The children of one answer to the question, under its heading."""

    heading: str
    lines: Sequence[Line]


def parts_of(question: str, lines: Sequence[Line]) -> list[PartOf]:
    """The lines under headings, each in one part and none left out."""
    under = {"children": _by_reason, "homes": _by_home, "director": _by_decision}[question]
    found: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda each: under(each.standing)):
        found.setdefault(under(line.standing)[1], []).append(line)
    return [PartOf(heading, rows) for heading, rows in found.items()]


def _by_reason(one: Standing) -> tuple[int, str]:
    held = one.answer.watched
    if held is None:
        return 0, ""
    return list(Concern).index(held.concern), held.concern.words()


def _by_home(one: Standing) -> tuple[int, str]:
    return int(one.household_ref is None), one.where


def _by_decision(one: Standing) -> tuple[int, str]:
    held = one.answer.watched
    if held is None or held.decided_on is None:
        return 0, "No decision of the director yet"
    if held.look_again_on is not None and held.look_again_on < one.as_at:
        return 1, "Decided, and the next look is late"
    return 2, "Decided, and to be looked at again"


# ------------------------------------------------------------------------------ what was decided


@dataclass(frozen=True, slots=True)
class Sought:
    """Which of the decisions are asked for: a group, a reason, a decider, a home, late, waiting."""

    group: str = ""
    reason: str = ""
    by: str = ""
    whose: str = ""
    late: bool = False
    waiting: bool = False

    @classmethod
    def read(cls, given: Any) -> Sought:
        """From the questions of an address."""
        said = {name: given.get(name, "")[:200] for name in ("group", "reason", "by", "whose")}
        return cls(**said, late=bool(given.get("late")), waiting=bool(given.get("waiting")))

    @property
    def any(self) -> bool:
        """Whether anything narrower than all of them is asked for."""
        return self != Sought()

    def of(self, rows: Iterable[Taken]) -> list[Taken]:
        """Those that are asked for."""
        return [
            each
            for each in rows
            if self.group in ("", each.group.value)
            and self.reason in ("", each.reason)
            and self.by in ("", each.decider)
            and self.whose in ("", each.key)
            and (not self.late or each.is_retrospective)
            and (not self.waiting or each.decided_on is None)
        ]

    @property
    def words(self) -> str:
        """What is asked for, as a heading says it."""
        groups = {each.value: each.words() for each in Group}
        said = [groups.get(self.group, ""), self.reason, "by one decider" if self.by else ""]
        said += ["one household or place" if self.whose else ""]
        said += ["decided after they were needed" if self.late else ""]
        said += ["not decided yet" if self.waiting else ""]
        text = ", ".join(each for each in said if each) or "All decisions"
        return text[:1].upper() + text[1:]


def timing(each: Taken) -> str:
    """How long from the need to the decision, in words."""
    days = each.days_after
    if days is None:
        return "Not decided" if each.decided_on is None else "Not known"
    if days == 0:
        return "The same day"
    many = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {many} {'after' if days > 0 else 'before'}"


DECIDED: Sequence[Shown[Taken]] = (
    Shown("What", lambda each: each.reason),
    Shown("Household or place", lambda each: each.about),
    Shown("Needed from", lambda each: each.needed_on),
    Shown("Decided on", lambda each: each.decided_on),
    Shown("Need to decision", timing),
    Shown("Decided by", lambda each: each.decided_by),
    Shown("Retrospective", lambda each: each.is_retrospective),
)
