"""Where every child is, as page, sheet and print show it: counts that add up to their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.present import Shown
from app.oversight.rules import BasisKind, FaultCode, Verdict
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
