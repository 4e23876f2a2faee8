"""Marks that stand in the record for what nobody may learn by chance, and what finds them again.

A mark says what it is and whose: a word that stands nowhere else, or a day of birth, postcode,
telephone number, price or reference that nobody else has. Nothing here knows the application.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from urllib.parse import unquote

LETTERS = "abcdefghij"
WORD = re.compile(r"zq([a-wyz]+?)x([a-j]{3})")
AT_RANDOM = re.compile(r"[a-z0-9_.-]{60,}")
"""A token of a form or a cookie: any four letters stand in one of thousands by chance."""


def word(what: str, whose: int) -> str:
    """A mark as a word of letters alone, so that it is a name wherever one goes."""
    if re.search("[^a-wyz]", what):
        raise ValueError(f"a mark is called by small letters without x, not {what}")
    return f"Zq{what}x{''.join(LETTERS[int(each)] for each in f'{whose:03}')}"


@dataclass(frozen=True, order=True)
class Mark:
    """What is marked, and whose it is: the number of a family, or of a provider."""

    what: str
    whose: int


@dataclass
class Known:
    """Marks that are no words: what stands in the record as it is, and what that is."""

    values: dict[str, Mark] = field(default_factory=dict)
    alone: dict[str, re.Pattern[str]] = field(default_factory=dict)
    """Each as it stands by itself, and not in the middle of something else."""

    def note(self, what: str, whose: int, value: str | int | date) -> None:
        """This value is nobody else's. ValueError: it is."""
        for each in _ways_to_say(value):
            before = self.values.setdefault(each, Mark(what, whose))
            if before != Mark(what, whose):
                raise ValueError(f"{each} is {before} and {what} of {whose}")
            spaced = r"[\s,]*".join(re.escape(letter) for letter in each)
            self.alone[each] = re.compile(rf"(?<![a-z0-9.]){spaced}(?![a-z0-9])")

    def found_in(self, text: str) -> set[Mark]:
        """Every mark that stands in a text, however its letters are."""
        low = text.lower()
        found = {
            Mark(each[1], int("".join(str(LETTERS.index(letter)) for letter in each[2])))
            for each in WORD.finditer(low)
        }
        told = AT_RANDOM.sub("", low)
        bare = told.translate(SPACES)
        return found | {
            mark
            for value, mark in self.values.items()
            if value in bare and self.alone[value].search(told)
        }


SPACES = {ord(each): None for each in " ,\n\t\r\xa0"}


def _ways_to_say(value: str | int | date) -> Iterator[str]:
    if isinstance(value, date):
        for way in ("%Y-%m-%d", "%d/%m/%Y", f"{value.day}%B%Y", f"{value.day}%b%Y"):
            yield value.strftime(way).lower().translate(SPACES)
    else:
        yield str(value).lower().translate(SPACES)


# ------------------------------------------------------------------------------- what is looked at


@dataclass(frozen=True)
class Artefact:
    """Something that leaves: what it is, for whom, about which family (0: about none alone)."""

    kind: str
    audience: str
    about: int
    name: str
    """What it is called: a file's name, or the headers of a page."""

    content: bytes

    def texts(self) -> Iterator[str]:
        """Whatever a receiver could read of it: its name, its words, what is kept about it."""
        yield self.name
        yield unquote(self.name)
        if self.content.startswith(b"PK"):
            yield from _packed(self.content)
        elif self.content.startswith(b"%PDF"):
            yield from _pdf(self.content)
        else:
            said = self.content.decode("utf-8", "replace")
            yield said
            yield unquote(unescape(said))


def _packed(content: bytes) -> Iterator[str]:
    """A Word or Excel file: each part as it is and without its tags, since Word breaks words into
    pieces anywhere; each part's name and whatever is said beside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        yield packed.comment.decode("utf-8", "replace")
        for part in packed.infolist():
            yield f"{part.filename} {part.comment!r} {part.extra!r}"
            said = packed.read(part).decode("utf-8", "replace")
            if part.filename.endswith(LOOKS):
                yield " ".join(each[0] for each in WORD.finditer(said.lower()))
            else:
                yield said
                yield unescape(re.sub(r"<[^>]+>", "", re.sub(r"</\w*:?(?:p|t|si)>", "\n", said)))


LOOKS = ("styles.xml", "theme1.xml", "fontTable.xml", "numbering.xml", "stylesWithEffects.xml")
"""Parts that say how a file looks: hundreds of lines, in which only words are looked for."""


def _pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    yield " ".join(f"{name} {value}" for name, value in (reader.metadata or {}).items())
    described = reader.trailer["/Root"].get("/Metadata")
    if described is not None:
        yield described.get_object().get_data().decode("utf-8", "replace")
    for page in reader.pages:
        yield page.extract_text()
