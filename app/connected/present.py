"""Connected carers as lists and pages show them: the board's rows, the weeks, what to press."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.assessments.evidence import Line
from app.children.models import Child
from app.connected import watch
from app.connected.queries import ChildStands, Stands
from app.connected.rules import Outlook, Stage, Step, Usual
from app.core.present import Shown
from app.statute.clock import Clock
from app.statute.running import Running
from app.statute.schedules import Paper

PARTS: Mapping[str, str] = {
    "": "All",
    "checks": "Before the move",
    "running": "In their weeks",
    "late": "Something late",
    "will_be_late": "Will not make it",
    "ran_out": "Ran out",
}
"""The parts of the board: each opens to its rows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One child of an open case on the board."""

    found: Stands
    each: ChildStands
    day: date
    late: tuple[str, ...]
    outlook: Outlook
    finish: date | None

    @property
    def day_n(self) -> str:
        """How far the weeks have run: day n of 112, or 168."""
        given = self.each.course.given
        if given is None or self.each.stage not in (*watch.IN_FORCE, Stage.RAN_OUT):
            return ""
        if given.pending:
            return f"day {(self.day - given.starts_on).days + 1}"
        return str(given.day_n(self.day))

    @property
    def last_day(self) -> date | None:
        """The last day by law."""
        given = self.each.course.given
        return given.last_day if given is not None else None


COLUMNS: tuple[Shown[Row], ...] = (
    Shown("Household", lambda row: row.found.household.name),
    Shown("Child", lambda row: row.each.child.person.name),
    Shown("Stands", lambda row: row.each.stage),
    Shown("Day", lambda row: row.day_n),
    Shown("Last day", lambda row: row.last_day),
    Shown("Next lawful step", lambda row: row.each.next.says),
    Shown("Whose", lambda row: whose(row)),
    Shown("Late", lambda row: "; ".join(row.late)),
    Shown("Likely finished", lambda row: row.finish),
    Shown("Outlook", lambda row: row.outlook),
)


def whose(row: Row) -> str:
    """Who holds the next step: the officer, or whoever holds the case."""
    said = row.each.next.whose
    return said if said == "Nominated officer" else row.found.holder


def rows_of(
    found: Iterable[Stands],
    day: date,
    usual: Usual,
    causes: Mapping[tuple[str, str], str],
) -> list[Row]:
    """Each child for whom it has not ended, what has run out first, then by the last day."""
    rows = []
    for case in found:
        lines = list(watch.of_case(case, day))
        for each in case.going_on:
            given = each.course.given
            open_ = given is not None and each.stage in watch.IN_FORCE and case.assessment
            rows.append(
                Row(
                    case,
                    each,
                    day,
                    _late(case, each, lines, day, causes),
                    usual.outlook(given, day) if open_ and given else Outlook.NOT_KNOWN,
                    usual.finish(given.starts_on) if open_ and given else None,
                )
            )
    return sorted(
        rows,
        key=lambda row: (
            row.each.stage is not Stage.RAN_OUT,
            row.last_day or date.max,
            row.found.case.id,
            row.each.row.id,
        ),
    )


def _late(
    case: Stands,
    each: ChildStands,
    lines: Sequence[Running],
    day: date,
    causes: Mapping[tuple[str, str], str],
) -> tuple[str, ...]:
    """What is late for a child, and why where somebody said so."""
    mine = (f"connected_case:{case.case.id}", f"connected_child:{each.row.id}")
    said = []
    for line in lines:
        if line.subject in mine and line.due_on < day:
            cause = causes.get((line.clock, case.household.ref))
            said.append(line.rule.says + (f" ({cause.lower()})" if cause else ""))
    if case.undone and each.stage in watch.IN_FORCE:
        who = sorted({line.about.name for line in case.undone})
        said.append(f"Schedule 4 not complete: {', '.join(who)}")
    if case.undone and each.course.there_since and each.course.given is None:
        said.append("There before Schedule 4 was complete")
    return tuple(said)


def is_in(row: Row, part: str) -> bool:
    """Does a row stand in a part of the board?"""
    match part:
        case "checks":
            return row.each.stage in (Stage.CHECKS, Stage.ASKED, Stage.REFUSED)
        case "running":
            return row.each.stage in watch.IN_FORCE
        case "late":
            return bool(row.late)
        case "will_be_late":
            return row.outlook is Outlook.LATE
        case "ran_out":
            return row.each.stage is Stage.RAN_OUT
    return True


def to_choose(child: Child, looked_after: bool, on: date) -> str:
    """A child as one to choose: the name, the age, whether looked after."""
    born = child.person.born
    age = f", {on.year - born.year - ((on.month, on.day) < (born.month, born.day))}" if born else ""
    return f"{child.person.name}{age}{'' if looked_after else ' (not looked after)'}"


@dataclass(frozen=True, slots=True)
class Week:
    """One step of the weeks: which week, what, its last day, and whether it is done."""

    week: int
    says: str
    clock: Clock
    due_on: date
    done: bool
    late: bool
    step: Step | None
    action: str


def weeks_of(found: Stands, since: date | None, day: date) -> list[Week]:
    """The steps of the weeks of a temporary approval, each with its day."""
    if since is None:
        return []
    return [
        Week(
            ((clock.last_day(since) - since).days + 1) // 7,
            clock.says,
            clock,
            clock.last_day(since),
            done,
            not done and clock.last_day(since) < day,
            step,
            action,
        )
        for clock, step, action, done in watch.steps_of(found)
    ]


def by_paper(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """A person's lines under the heading of the paper that asks for them."""
    found: dict[Paper, list[Line]] = {}
    for line in lines:
        found.setdefault(line.item.paper, []).append(line)
    return [(paper.words(), those) for paper, those in found.items()]


def deeds_of(each: ChildStands) -> list[tuple[str, str, Mapping[str, str]]]:
    """What may be done for a child as it stands: the page, its words, what the page needs."""
    if each.stage is Stage.ENDED:
        return []
    deeds: list[tuple[str, str, Mapping[str, str]]] = []
    if each.stage in (Stage.CHECKS, Stage.REFUSED) and each.next.do == "ask":
        deeds.append(("connected.ask", "Ask for temporary approval", {"kind": "approval"}))
    if each.course.there_since is None:
        deeds.append(("connected.moved", "Record the move", {}))
    if each.stage is Stage.RUNNING:
        deeds.append(("connected.ask", "Ask for an extension", {"kind": "extension"}))
    if each.stage in (Stage.RUNNING, Stage.EXTENDED):
        deeds.append(("connected.ask", "An independent review is pending", {"kind": "review"}))
    if each.stage is Stage.REVIEW:
        deeds.append(("connected.outcome", "Record the outcome of the review", {}))
    if each.stage is Stage.RAN_OUT:
        deeds.append(("connected.arrangements", "Make other arrangements", {}))
    return [*deeds, ("connected.end", "Say how it ended", {})]
