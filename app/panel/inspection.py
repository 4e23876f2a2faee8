"""What an inspector asks of the panel, in one file: the central list's details, and the last three
sets of approved minutes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.present import long_day, short_day
from app.core.today import today
from app.core.words import words
from app.documents.letters import pdf
from app.documents.letters.composed import Draft, Part, word_file
from app.panel.kinds import StepKind
from app.panel.models import ListStep
from app.panel.papers import Paper, prepare
from app.panel.queries.agenda import Agenda, agendas
from app.panel.queries.listing import OnList, answers_of, central_list
from app.panel.queries.minutes import approved_last
from app.panel.rules.listing import TEST

SETS = 3
"""How many sets of minutes are asked for."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What goes into the file."""

    day: date
    listed: tuple[OnList, ...]
    minuted: tuple[Agenda, ...]
    """The meetings whose minutes are approved, the last first."""

    @property
    def people(self) -> set[str]:
        """Whose details are in it."""
        return {f"person:{each.listing.person_id}" for each in self.listed}

    @property
    def households(self) -> set[str]:
        """Of whom the minutes speak."""
        items = (line.item for each in self.minuted for line in each.lines)
        return {f"household:{each.household_id}" for each in items if each.household_id}


def inspected() -> Inspected:
    """What there is today."""
    meetings = approved_last(SETS)
    found = agendas(meetings)
    return Inspected(
        today(), tuple(central_list(today())), tuple(found[each.id] for each in meetings)
    )


def file_of(found: Inspected, *, by: str) -> bytes:
    """One zip: the list and each set of minutes, as PDF where this machine makes them, or Word."""
    as_pdf = pdf.makes_pdf()
    draft = list_of(found)
    made = word_file(draft, reader=by, by=by)
    parts = [("central-list.docx", made)]
    if as_pdf:
        parts = [("central-list.pdf", pdf.as_pdf(made, draft.title))]
    for each in found.minuted:
        content, name = prepare(each, Paper.MINUTES, None, as_pdf=as_pdf, by=by)
        parts.append((name, content))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in _named_apart(parts):
            file.writestr(name, content)
    return out.getvalue()


def _named_apart(parts: Sequence[tuple[str, bytes]]) -> Sequence[tuple[str, bytes]]:
    """Two panels may have met on one day: the second file of a name says that it is."""
    met: dict[str, int] = {}
    named = []
    for name, content in parts:
        met[name] = met.get(name, 0) + 1
        stem, dot, ending = name.rpartition(".")
        own = name if met[name] == 1 else f"{stem}-{met[name]}{dot}{ending}"
        named.append((own, content))
    return named


def list_of(found: Inspected) -> Draft:
    """The central list as a document: each person with what shows that they may sit."""
    sets = len(found.minuted)
    fewer = f"Sets of approved minutes on record: {sets}." if sets < SETS else ""
    facts = [f"On {long_day(found.day)}: {len(found.listed)} people", fewer]
    return Draft(
        "Central list of panel members",
        tuple(filter(None, facts)),
        tuple(Part(each.name, _details(each)) for each in found.listed),
    )


def _details(each: OnList) -> tuple[str, ...]:
    checks = [step for step in each.steps if step.step is StepKind.CHECK]
    return (
        f"On the list since {long_day(each.listing.starts_on)}"
        + (f", until {long_day(each.leaves_on)}" if each.leaves_on else ""),
        _independence(each),
        *(
            f"{words(one.kind)}"
            + (f", experience that counts since {long_day(one.since)}" if one.since else "")
            + (f": {one.words}" if one.words else "")
            for one in each.experience
        ),
        *([_check(checks[-1])] if checks else ["No check is on record."]),
        *(_last(each, step) for step in StepKind if step is not StepKind.CHECK),
    )


def _independence(each: OnList) -> str:
    if each.test is None:
        return "Independence: not tested"
    against = [TEST[key] for key, is_so in answers_of(each.test).items() if is_so]
    said = "; ".join(against)
    since = f"tested, as from {long_day(each.test.starts_on)}"
    return f"Not independent ({since}): {said}" if against else f"Independent ({since})"


def _check(step: ListStep) -> str:
    until = f", counts until {short_day(step.counts_until)}" if step.counts_until else ""
    return f"{words(step.step)}: {short_day(step.happened_on)}{until}" + (
        f". {step.words}" if step.words else ""
    )


def _last(each: OnList, kind: StepKind) -> str:
    done = [step.happened_on for step in each.steps if step.step is kind]
    return f"{words(kind)}: {short_day(max(done)) if done else 'not recorded'}"
