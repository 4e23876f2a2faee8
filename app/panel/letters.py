"""The letters of a qualifying determination, as Word and PDF: the notice, and the final decision.

Drawn from the record, and not from a template: they hold the decision maker's own reasons and the
panel's. Whoever is approved is told by the notice of approval. No address is in either.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.core.present import long_day
from app.core.words import words
from app.documents.letters import pdf
from app.documents.letters.composed import Draft, Part, word_file
from app.panel.models import Determination, Item, Recommendation
from app.panel.queries.deciding import Application
from app.panel.queries.determining import course_of, terms_proposed
from app.people.models import Person
from app.register.deciding import ApplicantKind, StepKind
from app.statute.fostering.assessment import REPRESENTATION_PERIOD


class Letter(StrEnum):
    """What can be made."""

    NOTICE = "notice"
    DECISION = "decision"


def letters_of(found: Application) -> tuple[Letter, ...]:
    """The letters for which there is something to say."""
    course = found.course
    if course is None:
        return ()
    return (Letter.NOTICE, Letter.DECISION) if found.is_refused else (Letter.NOTICE,)


def draft_of(
    found: Application,
    determination: Determination,
    letter: Letter,
    those: Sequence[Person],
    day: date,
) -> Draft:
    """A letter to these applicants. A notice that is not given yet is dated `day`."""
    if letter is Letter.NOTICE:
        return _notice(found, determination, those, day)
    return _decision(found, determination, those)


def _to(those: Sequence[Person]) -> str:
    return f"To {' and '.join(each.name for each in those)}"


def _notice(
    found: Application, determination: Determination, those: Sequence[Person], day: date
) -> Draft:
    course = course_of(determination)
    given = course.first(StepKind.NOTICE) or day
    proposed = ["Not to approve you as foster carers."]
    if determination.kind is ApplicantKind.OTHER_TERMS:
        proposed = [
            "To approve you as foster carers on other terms than you asked for: "
            f"{terms_proposed(determination)}.",
            f"You asked for: {determination.asked_for}",
        ]
    why = [determination.reasons]
    if determination.departs:
        why.append(determination.departs)
    return Draft(
        "What we propose about your application to foster",
        (_to(those), f"Date of this letter: {long_day(given)}"),
        (
            Part("What we propose", tuple(proposed)),
            Part("Why", tuple(why)),
            *_panel("What the fostering panel recommended", found.item, found.said),
            Part(
                "What you can do", _ways(REPRESENTATION_PERIOD.last_day(given), determination.kind)
            ),
        ),
    )


def _ways(last: date, kind: ApplicantKind) -> tuple[str, ...]:
    found = [
        f"You have until {long_day(last)}, 28 days from the date of this letter, to do one of "
        "these, but not both:",
        "Write to us with your representations. They go to the fostering panel before anything is "
        "decided.",
        "Ask for an independent review: write to the Independent Review Mechanism.",
        "If we hear from neither, we may decide after that day. Nothing is decided before then.",
    ]
    if kind is ApplicantKind.OTHER_TERMS:
        found.append("If you agree to these terms, tell us so in writing: then you need not wait.")
    return tuple(found)


def _panel(heading: str, item: Item | None, said: Recommendation | None) -> tuple[Part, ...]:
    if item is None or said is None:
        return ()
    told = f"{long_day(item.meeting.meets_on)}: {words(said.outcome).lower()}."
    return (Part(heading, (told, said.reasons)),)


def _decision(found: Application, determination: Determination, those: Sequence[Person]) -> Draft:
    course = course_of(determination)
    considered = {
        StepKind.REPRESENTATIONS: "Your representations of {day}.",
        StepKind.REVIEW_RECOMMENDED: "The recommendation of the independent review, of {day}.",
    }
    told = [
        says.format(day=long_day(came))
        for step, says in considered.items()
        if (came := course.first(step)) is not None
    ]
    on, who = determination.decided_on, determination.decided_by
    decided = f"Decided on {long_day(on)}" if on else ""
    why = [determination.decided_because]
    if determination.decided_departs:
        why.append(determination.decided_departs)
    return Draft(
        "Our decision on your application to foster",
        (_to(those), decided + (f" by {who.name}" if who else "")),
        (
            Part("The decision", ("You are not approved as foster carers. This is final.",)),
            Part("Why", tuple(why)),
            *((Part("What was considered besides the assessment", tuple(told)),) if told else ()),
            *_panel("What the fostering panel recommended", found.item, found.said),
            *(
                _panel("What the panel recommended again", found.fresh.item, found.fresh.said)
                if found.fresh
                else ()
            ),
        ),
    )


def prepare(
    found: Application,
    determination: Determination,
    letter: Letter,
    those: Sequence[Person],
    *,
    day: date,
    as_pdf: bool,
    by: str,
) -> tuple[bytes, str]:
    """The file and its name, made and not kept. PdfNotMade: this machine cannot."""
    draft = draft_of(found, determination, letter, those, day)
    made = word_file(draft, reader=" and ".join(each.name for each in those), by=by)
    stem = f"{letter.value}-{day:%Y-%m-%d}"
    if as_pdf:
        return pdf.as_pdf(made, draft.title), f"{stem}.pdf"
    return made, f"{stem}.docx"
