"""What the law and good practice say of a case, written again from their words alone: an
independent model beside which the acts are tried. It shares nothing with the product."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Model:
    """One case of children, seen from outside."""

    entry: str = "put_forward"
    children: int = 1
    closed: bool = False
    iva: str = "none"  # none asked yes no challenged upheld
    begun: bool = False
    written: bool = False
    referees: int = 0
    report: str = "none"  # none handed returned passed filed
    plan: str = "none"  # none assessed proposed answered agreed
    in_force: bool = False
    reminded: bool = False
    paid: bool = False
    decided: dict[int, str] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)

    @property
    def waiting(self) -> bool:
        """The court has still to decide for somebody."""
        return len(self.decided) < self.children

    @property
    def living(self) -> set[int]:
        """Children with an order under which support goes on."""
        return {n for n, what in self.decided.items() if what == "made"} - self.ended

    @property
    def owed(self) -> bool:
        """The law asks for a report whatever was first thought: section 14A(8), (9)."""
        return self.entry in ("notice", "direction")

    def may(self, what: str, child: int = 0, own: bool = False) -> bool:
        """Is this lawful now?"""
        if self.closed:
            return False
        return bool(getattr(self, f"_{what}")(child, own))

    def _enter(self, _child: int, _own: bool) -> bool:
        return True

    def _ask(self, _child: int, _own: bool) -> bool:
        return self.waiting and not self.begun and self.iva in ("none", "no", "upheld")

    def _yes(self, _child: int, _own: bool) -> bool:
        return self.iva == "asked"

    _no = _yes

    def _challenge(self, _child: int, _own: bool) -> bool:
        return self.iva == "no"

    def _change(self, _child: int, _own: bool) -> bool:
        return self.iva == "challenged"

    _uphold = _change

    def _begin(self, _child: int, _own: bool) -> bool:
        return self.waiting and not self.begun and (self.owed or self.iva == "yes")

    def _write(self, _child: int, _own: bool) -> bool:
        return True

    _interview = _write
    _hear = _write

    def _hand_in(self, _child: int, _own: bool) -> bool:
        return self.waiting and self.begun and self.report in ("none", "returned")

    def _pass(self, _child: int, own: bool) -> bool:
        return self.report == "handed" and not own

    _return = _pass

    def _file(self, _child: int, _own: bool) -> bool:
        return self.report == "passed" and self.written and self.referees >= 3

    def _make(self, child: int, _own: bool) -> bool:
        return child not in self.decided

    _refuse = _make

    def _assess(self, _child: int, _own: bool) -> bool:
        ready = self.begun or "made" in self.decided.values()
        return ready and self.plan in ("none", "agreed")

    def _propose(self, _child: int, _own: bool) -> bool:
        return self.plan == "assessed"

    def _answer(self, _child: int, _own: bool) -> bool:
        return self.plan == "proposed"

    def _agree(self, _child: int, _own: bool) -> bool:
        return self.plan == "answered"

    def _review(self, _child: int, _own: bool) -> bool:
        return self.in_force

    def _pay(self, _child: int, _own: bool) -> bool:
        return True

    def _review_money(self, _child: int, _own: bool) -> bool:
        return self.paid

    _remind = _review_money

    def _suspend(self, _child: int, _own: bool) -> bool:
        return False  # nobody was reminded 28 days ago

    def _end(self, child: int, _own: bool) -> bool:
        return child in self.living

    def _close(self, _child: int, _own: bool) -> bool:
        return not self.living

    def done(self, what: str, child: int = 0) -> None:
        """It was done."""
        for name, value in AFTER.get(what, {}).items():
            setattr(self, name, value)
        if what == "interview":
            self.referees += 1
        if what in ("make", "refuse"):
            self.decided[child] = "made" if what == "make" else "refused"
        if what == "end":
            self.ended.add(child)
            if not self.living and not self.waiting:
                self.plan, self.in_force, self.paid = "none", False, False

    @property
    def stage(self) -> str:
        """The case in a word."""
        if self.closed:
            return "closed"
        if not self.waiting:
            return "order_made" if "made" in self.decided.values() else "order_refused"
        if self.report in ("filed", "passed", "handed"):
            return {"filed": "filed", "passed": "to_be_filed", "handed": "quality_check"}[
                self.report
            ]
        if self.begun:
            return "full_assessment"
        return {
            "none": "put_forward",
            "asked": "viability",
            "yes": "viability",
            "no": "viability_negative",
            "upheld": "viability_negative",
            "challenged": "viability_challenged",
        }[self.iva]


AFTER: dict[str, dict[str, object]] = {
    "enter": {"entry": "direction"},
    "ask": {"iva": "asked"},
    "yes": {"iva": "yes"},
    "no": {"iva": "no"},
    "challenge": {"iva": "challenged"},
    "change": {"iva": "yes"},
    "uphold": {"iva": "upheld"},
    "begin": {"begun": True},
    "write": {"written": True},
    "hand_in": {"report": "handed"},
    "pass": {"report": "passed"},
    "return": {"report": "returned"},
    "file": {"report": "filed"},
    "assess": {"plan": "assessed"},
    "propose": {"plan": "proposed"},
    "answer": {"plan": "answered"},
    "agree": {"plan": "agreed", "in_force": True},
    "pay": {"paid": True},
    "close": {"closed": True},
}
"""What is so after each."""

ACTS = (
    "enter", "ask", "yes", "no", "challenge", "change", "uphold", "begin", "write", "interview",
    "hear", "hand_in", "pass", "return", "file", "make", "refuse", "assess", "propose", "answer",
    "agree", "review", "pay", "review_money", "remind", "suspend", "end", "close",
)  # fmt: skip
"""Everything that can be tried."""

TO_THE_ORDER = (
    "enter", "begin", "write", "interview", "interview", "interview", "hand_in", "pass", "file",
    "assess", "propose", "answer", "agree", "pay",
)  # fmt: skip
"""A whole case, up to the order."""

WAYS = {
    "put forward": (),
    "viability asked": ("ask",),
    "viability negative": ("ask", "no"),
    "challenged": ("ask", "no", "challenge"),
    "upheld": ("ask", "no", "challenge", "uphold"),
    "changed": ("ask", "no", "challenge", "change"),
    "being written": ("enter", "begin", "write"),
    "handed in": ("enter", "begin", "hand_in"),
    "returned": ("enter", "begin", "hand_in", "return"),
    "passed": TO_THE_ORDER[:8],
    "filed": TO_THE_ORDER[:9],
    "support assessed": TO_THE_ORDER[:10],
    "support proposed": TO_THE_ORDER[:11],
    "support answered": TO_THE_ORDER[:12],
    "support agreed": TO_THE_ORDER,
    "order made": (*TO_THE_ORDER, "make"),
    "order made without a report": ("make",),
    "order refused": ("refuse",),
    "support ended": (*TO_THE_ORDER, "make", "end"),
    "closed": ("close",),
}
"""A way to each situation."""
