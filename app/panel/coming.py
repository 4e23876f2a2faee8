"""What must come to a panel, as a dated table: by law, or by this council's policy.

A case keeps the rule of the day it began. When panels for initial approval end, the row of that
kind is given its `until`, and nothing else is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.panel.kinds import ItemKind
from app.statute.care_planning.connected import REG25_EXTENSION_CONDITIONS
from app.statute.clock import ALWAYS
from app.statute.fostering.approval import FIRST_REVIEW_TO_PANEL
from app.statute.fostering.panel import PANEL_BEFORE_INITIAL_APPROVAL
from app.statute.sources import FSR, LOCAL_POLICY, Cite, Standing, Verified

FSR_BEGAN = date(2011, 4, 1)


@dataclass(frozen=True, slots=True)
class MustCome:
    """A kind of item comes to panel when its case began from `since` and before `until`."""

    kind: ItemKind
    cite: Cite
    since: date
    until: date | None = None

    def governs(self, began_on: date) -> bool:
        """Whether a case that began that day is under this rule."""
        return governs(self.since, self.until, began_on)

    @property
    def by_law(self) -> bool:
        """By law, or by this council's own policy."""
        return self.cite.standing is Standing.LAW


def governs(since: date, until: date | None, began_on: date) -> bool:
    """Whether a case that began that day is under a rule for those that began from `since` and
    before `until`."""
    return since <= began_on and (until is None or began_on < until)


BY_LAW: tuple[MustCome, ...] = (
    MustCome(
        ItemKind.INITIAL_APPROVAL,
        PANEL_BEFORE_INITIAL_APPROVAL.cite,
        PANEL_BEFORE_INITIAL_APPROVAL.since,
        PANEL_BEFORE_INITIAL_APPROVAL.ends,
    ),
    MustCome(
        ItemKind.BRIEF_REPORT,
        FSR.reg("26(3)", Verified.QUOTED),
        PANEL_BEFORE_INITIAL_APPROVAL.since,
        PANEL_BEFORE_INITIAL_APPROVAL.ends,
    ),
    MustCome(ItemKind.FIRST_REVIEW, FIRST_REVIEW_TO_PANEL.cite, FSR_BEGAN),
    MustCome(ItemKind.REPRESENTATIONS, FSR.regs("27(9), 28(10)", Verified.MEMORY_PLUS), FSR_BEGAN),
    MustCome(ItemKind.EXTENSION_VIEWS, REG25_EXTENSION_CONDITIONS.cite, FSR_BEGAN),
)
"""What the law sends to panel (statute.md 1.1)."""

POLICY: Cite = LOCAL_POLICY.provision("what comes to panel", Verified.MEMORY)

USUALLY: Mapping[ItemKind, bool] = {
    ItemKind.LATER_REVIEW: False,
    ItemKind.ALLEGATION_REVIEW: True,
    ItemKind.CHANGE_OF_TERMS: True,
    ItemKind.TERMINATION: True,
    ItemKind.EXEMPTION: False,
    ItemKind.LONG_TERM_MATCH: True,
    ItemKind.RESIGNATION: False,
}
"""What a council sends to panel besides, until it says otherwise. None of it is law: resignations,
changes of terms, terminations and later reviews need not be referred."""


@dataclass(frozen=True, slots=True)
class Wish:
    """This council sends a kind to panel, or does not, for cases that begin in that time."""

    kind: ItemKind
    comes: bool
    since: date
    until: date | None = None


def table(
    wishes: Iterable[Wish] = (), by_law: tuple[MustCome, ...] = BY_LAW
) -> tuple[MustCome, ...]:
    """The whole table: the law's rows first, then this council's, as it stands."""
    set_here: dict[ItemKind, list[Wish]] = {kind: [] for kind in USUALLY}
    for each in wishes:
        if each.kind in set_here:
            set_here[each.kind].append(each)
    rows = list(by_law)
    for kind, usual in USUALLY.items():
        told = sorted(set_here[kind], key=lambda each: each.since)
        if usual:
            rows.append(MustCome(kind, POLICY, ALWAYS, told[0].since if told else None))
        rows += [MustCome(kind, POLICY, each.since, each.until) for each in told if each.comes]
    return tuple(rows)


def rule_for(
    kind: ItemKind, began_on: date, rows: tuple[MustCome, ...] | None = None
) -> MustCome | None:
    """The rule by which a case of this kind that began that day comes to panel; None: it need not.

    Law goes before policy.
    """
    those = rows if rows is not None else table()
    return next((row for row in those if row.kind is kind and row.governs(began_on)), None)
