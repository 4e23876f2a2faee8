"""What in a text gives a child away.

What it does: it looks for everything the record knows that could name the child (names, schools,
places, postcodes, birth dates, numbers, workers, carers), in plain writing and in disguise; for
what looks like such a thing although the record does not know it; and it asks about words that few
children share. What it does not do: it cannot know a nickname, a story that the neighbours tell, or
a newspaper's. So a person reads and releases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from app.commissioning.rules.reading import Text, lowered, nearly, read, squeezed
from app.commissioning.rules.vocabulary import (
    ALSO_WORDS,
    BEGINNINGS,
    GENERIC,
    MAY_STAND,
    MONTHS,
    ORDINALS,
    UNCOMMON,
)


class Tells(StrEnum):
    """What kind of thing gives somebody away."""

    NAME = "name"
    WORKER = "name_of_a_worker"
    CARER = "name_of_a_carer"
    SCHOOL = "school"
    PLACE = "place"
    POSTCODE = "postcode"
    BIRTH = "date_of_birth"
    DAY = "a_day"
    CONTACT = "telephone_or_address_to_write_to"
    NUMBER = "number_that_belongs_to_somebody"
    MAY_BE_NAME = "may_be_a_name"
    UNCOMMON = "few_children_are_so"
    RARE = "few_children_are_all_of_this"

    def words(self) -> str:
        """As the page says it."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Known:
    """Something of the record that a profile may not say, and what it is."""

    tells: Tells
    says: str
    whose: str = ""
    whole: bool = False
    """Only as a whole: its parts are everybody's words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a text. `must`: it stops the release; otherwise a person says it may."""

    tells: Tells
    found: str
    because: str
    must: bool
    section: str = ""


FULL_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?[ .\-]{0,2}\d[A-Za-z]{2}\b")
PART_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?: \d)?\b")
EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.|\s?dot\s?)[\w.-]+", re.I)
PHONE = re.compile(r"(?:\+44|\b0)[\d ()\-.]{8,14}\d")
WEB = re.compile(r"(?:https?://|www\.)\S+", re.I)
HANDLE = re.compile(r"(?<![\w.])@\w{3,}")
PLATE = re.compile(r"\b[A-Za-z]{2}\d{2} ?[A-Za-z]{3}\b")
DIGITS = re.compile(r"(?:\d[ \-]?){6,}\d")
NUMERIC_DAY = re.compile(r"\b(\d{1,4})\s?[./\- ]\s?(\d{1,2})\s?[./\- ]\s?(\d{2,4})\b")
SPOKEN_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(MONTHS)})\b[ ,]*(\d{{4}})?", re.I
)
MONTH_FIRST = re.compile(
    rf"\b({'|'.join(MONTHS)})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b[ ,]*(\d{{4}})?", re.I
)
MONTH_AND_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\.? (\d{{4}})\b", re.I)
BORN_IN = re.compile(r"\b(?:born|birth|dob)\b[^.]{0,20}?\b((?:19|20)\d{2})\b")
STREET = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[A-Z]\w+ ){1,3}"
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent|Terrace|Court|Gardens|"
    r"Place|Row|Hill|Green|Mews)\b"
)
CAPITAL = re.compile(r"(?<![\w'’])([A-Z][\w'’\-]+|[A-Z]\.?[A-Z]\.?)(?![\w])")
SENTENCE = re.compile(r"(?:^|[.!?:;•\n]\s*|[“\"(]\s*)$")


def found_in(
    sections: Mapping[str, str], known: Iterable[Known], allowed: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """Everything that gives somebody away in each section, the surest first, each once.

    `allowed`: words in lower case that name nobody although they have a capital: our own name.
    """
    known = tuple(known)
    findings: dict[tuple[Tells, str, str], Finding] = {}
    for name, written in sections.items():
        text = read(written, allowed)
        for each in _in_text(text, known, allowed):
            key = (each.tells, lowered(each.found), name)
            findings.setdefault(key, Finding(each.tells, each.found, each.because, each.must, name))
    whole = read("\n".join(sections.values()), allowed)
    for each in _known_in(whole, known):  # written across two sections
        if not any(key[0] is each.tells and key[1] == lowered(each.found) for key in findings):
            findings[each.tells, lowered(each.found), ""] = each
    return tuple(sorted(findings.values(), key=lambda each: not each.must))


def _in_text(text: Text, known: tuple[Known, ...], allowed: frozenset[str]) -> Iterator[Finding]:
    named = list(_known_in(text, known))
    yield from named
    yield from _patterns(text)
    yield from _days(text, [each for each in known if each.tells is Tells.BIRTH])
    said = {lowered(part) for each in named for part in re.findall(r"\w+", each.found)}
    said |= allowed
    yield from _may_be_names(text, said)
    yield from _uncommon(text)


# ------------------------------------------------------------------------ what the record knows


def _known_in(text: Text, known: Iterable[Known]) -> Iterator[Finding]:
    for each in known:
        if each.tells is Tells.BIRTH:
            continue
        match each.tells:
            case Tells.NAME | Tells.WORKER | Tells.CARER:
                yield from _named(text, each)
            case _:
                yield from _phrase(text, each)


def _named(text: Text, known: Known) -> Iterator[Finding]:
    """A name, whole or each part of it, also disguised; one letter off is asked about."""
    because = f"The name of {known.whose}" if known.whose else "A name that the record knows"
    for part in _parts(known.says):
        if part in ALSO_WORDS or len(part) == 2:
            yield from _as_a_name(text, part, known.tells, because)
        elif _stands(part, text):
            yield Finding(known.tells, part.capitalize(), because, must=True)
        elif len(part) >= 5:
            for word in text.words:
                if len(word) >= 4 and word not in BEGINNINGS and nearly(word, part):
                    yield Finding(known.tells, word, f"{because}, but for a letter", must=False)


def _stands(part: str, text: Text) -> bool:
    """As a word, or inside one where it is long enough to be no accident.

    Never across words: “likes there” has an Esther in it, and “asking to” a Kington.
    """
    return part in text.joined or (len(part) >= 6 and any(part in word for word in text.solid))


def _as_a_name(text: Text, part: str, tells: Tells, because: str) -> Iterator[Finding]:
    """A name that is a word too, such as Hope: with a capital inside a sentence it is the name."""
    for match in re.finditer(rf"\b{part.capitalize()}\b", text.plain):
        inside = not SENTENCE.search(text.plain[: match.start()])
        yield Finding(tells, match.group(), because, must=inside)
        if inside:
            return


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name that are searched for: one letter alone is nobody's."""
    whole = [lowered(each) for each in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", name)]
    bare = [each.replace("'", "").replace("’", "") for each in whole]
    return tuple(each for each in dict.fromkeys(bare) if len(each) > 1 and each not in GENERIC)


def _phrase(text: Text, known: Known) -> Iterator[Finding]:
    """A school, a place, a postcode or a number: written anyhow."""
    because = known.whose or "It stands in the record"
    whole = squeezed(known.says)
    one_word = whole.isalpha() and " " not in known.says.strip()
    if one_word and len(whole) >= 4 and whole not in ALSO_WORDS and _stands(whole, text):
        yield Finding(known.tells, known.says, because, must=True)
        return
    if not one_word and len(whole) >= 5 and whole in text.squeezed:
        yield Finding(known.tells, known.says, because, must=True)
        return
    if known.whole or known.tells not in (Tells.SCHOOL, Tells.PLACE):
        return
    for part in _parts(known.says):
        if part in ALSO_WORDS:
            yield from _as_a_name(text, part, known.tells, because)
        elif len(part) >= 4 and _stands(part, text):
            yield Finding(known.tells, part.capitalize(), because, must=True)


# --------------------------------------------------------------- what looks like such a thing


def _patterns(text: Text) -> Iterator[Finding]:
    asked = (
        (FULL_POSTCODE, Tells.POSTCODE, "A postcode", True),
        (EMAIL, Tells.CONTACT, "An e-mail address", True),
        (WEB, Tells.CONTACT, "A web address", True),
        (HANDLE, Tells.CONTACT, "A name on a network", True),
        (PHONE, Tells.CONTACT, "A telephone number", True),
        (STREET, Tells.PLACE, "An address", True),
        (PLATE, Tells.NUMBER, "A car’s number", True),
        (DIGITS, Tells.NUMBER, "A number long enough to be somebody’s", True),
        (PART_POSTCODE, Tells.POSTCODE, "Part of a postcode", False),
    )
    spans: list[tuple[int, int]] = []
    for pattern, tells, because, must in asked:
        for match in pattern.finditer(text.plain):
            if any(match.start() < end and start < match.end() for start, end in spans):
                continue
            spans.append(match.span())
            yield Finding(tells, match.group().strip(), because, must)


def _days(text: Text, births: Iterable[Known]) -> Iterator[Finding]:
    born = {date.fromisoformat(each.says): each.whose for each in births}
    for birth, name in born.items():
        for form in ("%d%m%Y", "%Y%m%d", "%m%d%Y", "%d%m%y", "%y%m%d"):
            if birth.strftime(form) in text.squeezed:
                yield Finding(Tells.BIRTH, birth.strftime(form), f"{name} was born then", must=True)
    low = _with_numbers(text.low)
    for words, day, month, year in _said_days(low):
        whose = next(
            (
                name
                for birth, name in born.items()
                if (birth.day, birth.month) == (day, month) and year in (None, birth.year)
            ),
            None,
        )
        if whose is not None:
            yield Finding(Tells.BIRTH, words, f"{whose} was born then", must=True)
        else:
            yield Finding(Tells.DAY, words, "A day that somebody may remember", must=False)
    for match in MONTH_AND_YEAR.finditer(low):
        month, year = MONTHS[match[1]], int(match[2])
        if any((birth.month, birth.year) == (month, year) for birth in born):
            yield Finding(Tells.BIRTH, match.group(), "The month of a birth", must=True)
    for match in BORN_IN.finditer(low):
        yield Finding(Tells.BIRTH, match.group(), "The year of a birth", must=True)


def _with_numbers(low: str) -> str:
    """“the fourteenth of March” as “the 14 of march”."""
    return re.sub(
        rf"\b({'|'.join(sorted(ORDINALS, key=len, reverse=True))})\b",
        lambda match: str(ORDINALS[match[1]]),
        low,
    )


def _said_days(low: str) -> Iterator[tuple[str, int, int, int | None]]:
    for match in NUMERIC_DAY.finditer(low):
        one, two, three = (int(match[number]) for number in (1, 2, 3))
        if one > 31:
            yield match.group(), three, two, one
        else:
            yield match.group(), one, two, three if three > 99 else 2000 + three
    for match in SPOKEN_DAY.finditer(low):
        yield match.group(), int(match[1]), MONTHS[match[2]], int(match[3]) if match[3] else None
    for match in MONTH_FIRST.finditer(low):
        yield match.group(), int(match[2]), MONTHS[match[1]], int(match[3]) if match[3] else None


def _may_be_names(text: Text, said: set[str]) -> Iterator[Finding]:
    """Words with a capital that no list here knows: the record cannot know every name."""
    lower = set(re.findall(r"\b[a-z]+\b", text.plain))
    for match in CAPITAL.finditer(text.plain):
        word = match.group(1)
        low = lowered(word).replace("’", "'").removesuffix("'s")
        if low in said or low in MAY_STAND:
            continue
        begins = SENTENCE.search(text.plain[: match.start()]) is not None
        if begins and (low in BEGINNINGS or low in lower):
            continue
        yield Finding(Tells.MAY_BE_NAME, word, "It may be a name or a place", must=False)


def _uncommon(text: Text) -> Iterator[Finding]:
    for pattern, because in UNCOMMON:
        match = pattern.search(text.low)
        if match:
            yield Finding(Tells.UNCOMMON, match.group(), because, must=False)
