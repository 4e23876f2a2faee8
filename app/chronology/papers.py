"""A chronology as a Word file for one reader: a table for each year, a line for each entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from app.chronology.kinds import Entry
from app.core.errors import RuleBroken
from app.core.present import long_day, short_day
from app.core.words import words
from app.documents.actions import ON_FILES
from app.documents.letters import addresses, word
from app.documents.letters.composed import Draft, Part, word_file
from app.people.models import Household
from app.statute.breach import Breach

HEADINGS = ("Day", "What", "About")


def as_word(household: Household, entries: Sequence[Entry], *, as_at: date, reader: str) -> bytes:
    """The entries in the order given, for one reader, who is named at the foot of each page.

    Raises RuleBroken where a line would tell an address: none is in a chronology.
    """
    draft = Draft(
        f"Chronology: {household.name}",
        (f"Up to {long_day(as_at)}", f"{len(entries)} entries, as {reader} may read them"),
        tuple(
            Part(str(year), table=(HEADINGS, *map(_row, some)))
            for year, some in groupby(entries, key=lambda each: each.on.year)
        ),
    )
    made = word_file(draft, reader=reader, by=reader)
    told = addresses.named_in(word.words_in(made), f"household:{household.id}", reader, None)
    if told:
        says = "A line would tell an address, and a chronology tells none: " + ", ".join(told)
        raise RuleBroken(Breach(f"{says}.", ON_FILES))
    return made


def _row(entry: Entry) -> tuple[str, str, str]:
    return short_day(entry.on), entry.says, words(entry.kind)
