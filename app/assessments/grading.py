"""A report is checked by somebody who wrote none of it: themes, grades, what is refused. Plain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from app.people.rules import record_breach
from app.statute.breach import Breach

Question = TypeVar("Question", bound=StrEnum)


class Checked(StrEnum):
    """What came of a quality check."""

    PASSED = "passed"
    RETURNED = "returned"


class Grade(StrEnum):
    """How well a theme is answered."""

    GOOD = "good"
    ENOUGH = "good_enough"
    NOT_YET = "not_yet"


class Theme(StrEnum):
    """What is looked at in any report: by whoever checks it, and by a panel (NMS 14.2)."""

    ANALYSIS = "weighing_up"
    CHILD = "the_childs_voice"
    CARERS = "the_carers_voice"
    EVIDENCE = "evidence_and_checks"
    CLEAR = "clear_and_complete"

    def words(self) -> str:
        """As the page says it."""
        return _THEMES[self]


_THEMES = {
    Theme.ANALYSIS: "Weighing up",
    Theme.CHILD: "The child’s voice",
    Theme.CARERS: "The carers’ voices",
    Theme.EVIDENCE: "Evidence and checks",
    Theme.CLEAR: "Clear and complete",
}


def grading_breaches(
    themes: type[Question],
    *,
    handed_in: bool,
    checker_id: int,
    wrote: Collection[int],
    outcome: Checked | None,
    grades: Mapping[Question, Grade | None],
    words: str,
) -> list[Breach]:
    """Checked by somebody who wrote none of it, on every question that matters.

    `wrote`: the author, and whoever assesses. Passed only where every question is answered well
    enough; returned only with what it still needs.
    """
    breaches = []
    if not handed_in:
        breaches.append(record_breach("It was not handed in to be checked."))
    if checker_id in wrote:
        breaches.append(record_breach("You wrote it. Somebody else checks it."))
    lacking = [theme for theme in themes if grades.get(theme) is None]
    breaches += [record_breach("Choose a grade.", theme.value) for theme in lacking]
    if outcome is None:
        breaches.append(record_breach("Choose: passed, or returned.", "outcome"))
    if outcome is Checked.PASSED and Grade.NOT_YET in grades.values():
        says = "A question is graded “not yet”. Return the report, or grade it again."
        breaches.append(record_breach(says, "outcome"))
    if outcome is Checked.RETURNED and not words.strip():
        breaches.append(record_breach("Say what it needs before it can pass.", "words"))
    return breaches
