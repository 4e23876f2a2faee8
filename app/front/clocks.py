"""The rule book as a page shows it: each clock and gate with its law and how far it was checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.statute.book import ALL_CLOCKS, ALL_GATES
from app.statute.clock import ALWAYS, Clock, Counting
from app.statute.gate import Gate
from app.statute.sources import Cite, Standing, Verified
from app.statute.spans import AtOnce, DateDirected, Hours, Length, Span, Unit, UntilEvent

CHECKED = {
    Verified.TEXT: "Checked against the text",
    Verified.QUOTED: "Seen quoted",
    Verified.MEMORY_PLUS: "Not yet checked against the text; a source agrees",
    Verified.MEMORY: "Not yet checked against the text",
}

STANDS_AS = {
    Standing.LAW: "Law",
    Standing.STANDARD: "National standard",
    Standing.GUIDANCE: "Guidance",
    Standing.LOCAL: "This council’s own policy",
}

COUNTED = {
    Counting.AFTER: "The day it starts is not counted; in time on the last day",
    Counting.BEGINNING_WITH: "The day it starts is day 1",
    Counting.BEGINNING_WITH_NEXT_DAY: "The day after it starts is day 1",
    Counting.BEFORE: "Counted back: done at least this long before",
    Counting.LOOKBACK: "Counted back: what happened within it still counts",
    Counting.MINIMUM: "At least this long",
    Counting.MAXIMUM: "Over within this time",
}

UNITS = {
    Unit.HOUR: "hour",
    Unit.CALENDAR_DAY: "day",
    Unit.WORKING_DAY: "working day",
    Unit.WEEK: "week",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A clock or a gate, in words for a list."""

    key: str
    says: str
    kind: str
    length: str
    cite: Cite
    standing: str
    checked: str
    verified: bool


def length_in_words(length: Length | None) -> str:
    """Six weeks, one month, at once; or that the rule was repealed."""
    match length:
        case None:
            return "Repealed"
        case Span() | Hours():
            unit = UNITS[length.unit]
            return f"{length.amount} {unit}{'' if length.amount == 1 else 's'}"
        case DateDirected():
            return "A date that somebody sets"
        case UntilEvent():
            return "Until it happens"
        case AtOnce():
            return "At once"


def since_in_words(day: date) -> str:
    """From when a limit holds."""
    return "Always" if day == ALWAYS else f"From {day.day} {day:%B %Y}"


def rule_lines(
    *, words: str = "", standing: Standing | None = None, verified: bool | None = None
) -> list[RuleLine]:
    """The rules that answer a question, in the order of the book; clocks before gates."""
    asked = words.lower().split()
    return [
        _line(rule)
        for rule in _rules()
        if (standing is None or rule.standing is standing)
        and (verified is None or bool(rule.verified) is verified)
        and all(word in _all_words(rule) for word in asked)
    ]


def unverified_first(lines: Sequence[RuleLine]) -> list[RuleLine]:
    """What still has to be read against the text comes first: an administrator's work list."""
    return sorted(lines, key=lambda line: line.verified)


def rule_of(key: str) -> Clock | Gate | None:
    """The clock or gate of that key."""
    return next((rule for rule in _rules() if rule.key == key), None)


def _rules() -> Iterable[Clock | Gate]:
    yield from ALL_CLOCKS
    yield from ALL_GATES


def _all_words(rule: Clock | Gate) -> str:
    own = (rule.key, rule.says, rule.citation, str(rule.cite), rule.on_lapse, rule.decides)
    return " ".join(own).lower()


def _line(rule: Clock | Gate) -> RuleLine:
    return RuleLine(
        key=rule.key,
        says=rule.says,
        kind="Clock" if isinstance(rule, Clock) else "Gate",
        length=length_in_words(rule.length) if isinstance(rule, Clock) else f"Before {rule.before}",
        cite=rule.cite,
        standing=STANDS_AS[rule.standing],
        checked=CHECKED[rule.verified],
        verified=bool(rule.verified),
    )
