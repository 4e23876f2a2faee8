"""How far a report is, and what is refused: handed in, checked by another, signed when whole."""

from __future__ import annotations

from app.assessments.grading import Checked
from app.assessments.rules import AssessmentKind
from app.people.rules import record_breach
from app.reports.kinds import Advises, State
from app.statute.breach import Breach
from app.statute.sources import FSR, Cite, Verified

REPORT: Cite = FSR.reg("26(2)(c)", Verified.MEMORY)

KINDS = (AssessmentKind.INITIAL, AssessmentKind.CONNECTED)
"""What is assessed to be approved as foster carers, and so reported to the panel."""


def state_of(*, handed_in: bool, outcome: Checked | None, signed: bool) -> State:
    """How far the last round of a report is."""
    if not handed_in:
        return State.WRITING
    if signed:
        return State.SIGNED
    if outcome is None:
        return State.CHECKING
    return State.PASSED if outcome is Checked.PASSED else State.RETURNED


def writing_breaches(*, ended: bool, state: State) -> list[Breach]:
    """May it be written on? While the assessment goes on, and not under its checker's eyes."""
    if ended:
        return [record_breach("This assessment has ended.")]
    if state in (State.CHECKING, State.PASSED):
        return [
            record_breach("It is handed in. Have it returned first, or wait until it is signed.")
        ]
    return []


def handing_in_breaches(
    *, ended: bool, state: State, changed: bool, advises: Advises | None
) -> list[Breach]:
    """May it be handed in to be checked? Its author signs it so. A signed one, once written on."""
    breaches = writing_breaches(ended=ended, state=state)
    if state is State.SIGNED and not changed:
        breaches.append(record_breach("It is signed, and nothing was written since."))
    if advises is None:
        breaches.append(Breach("Say whether they are suitable.", REPORT, "recommends"))
    return breaches


def sending_back_breaches(*, ended: bool, state: State, words: str) -> list[Breach]:
    """May it be sent back instead of signed? It has passed; and its author is told why."""
    breaches = []
    if ended:
        breaches.append(record_breach("This assessment has ended."))
    if state is not State.PASSED:
        breaches.append(record_breach("Only what waits to be signed is sent back."))
    if not words.strip():
        breaches.append(record_breach("Say what it needs before it is signed.", "words"))
    return breaches


def signing_breaches(
    *, state: State, ended: bool, missing: int, author_id: int | None, signer_id: int
) -> list[Breach]:
    """May a manager sign it? Once it has passed, with nothing missing; never its own author."""
    breaches = []
    if ended:
        breaches.append(record_breach("This assessment has ended."))
    if state is State.SIGNED:
        breaches.append(record_breach("It is signed already."))
    elif state is not State.PASSED:
        says = "Somebody other than its author checks it first, and passes it."
        breaches.append(record_breach(says))
    if signer_id == author_id:
        breaches.append(record_breach("You wrote it. A manager signs beside you."))
    if missing:
        says = f"{missing} {'item is' if missing == 1 else 'items are'} neither answered nor "
        breaches.append(Breach(says + "explained.", REPORT))
    return breaches
