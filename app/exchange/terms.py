"""Terms of approval in words, as criteria where they are certain and as words where they are not.

"Up to 2 children of either sex aged 0 to 10, short term and respite" is certain. "2, ideally
younger" is not: it is kept as it was written, and somebody is asked to say what it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.exchange.cells import FEMALE, MALE, Misread, is_nothing, text_of
from app.exchange.rows import Cell
from sufficiency.types import Kind, Sex

OLDEST = 17
"""A child is fostered until the eighteenth birthday: "to 18" includes nobody of 18."""

NUMBERS = {
    word: number
    for number, word in enumerate(
        ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}

KINDS: Sequence[tuple[str, Kind]] = (
    (
        r"fostering (for|to) adopt(ion)?|foster to adopt|ffa|f2a|early permanence|concurrent",
        Kind.FOSTERING_FOR_ADOPTION,
    ),
    (r"parent (and|&) (child|baby)|mother (and|&) baby|p ?& ?c", Kind.PARENT_AND_CHILD),
    (r"long[- ]?term|permanen(t|ce|cy)|ltf?", Kind.LONG_TERM),
    (r"short[- ]?breaks?|respite|shared care|day ?care", Kind.SHORT_BREAK),
    (r"short[- ]?term|task[- ]?(centred|focused)|bridging|time[- ]limited|stf?", Kind.SHORT_TERM),
    (r"emergenc(y|ies)|same[- ]day|ooh|out of hours", Kind.EMERGENCY),
    (r"remand", Kind.REMAND),
)

ANY_KIND = re.compile(r"\b(all|any|general) (kinds?|types?|categor(y|ies))\b|\ball categories\b")

AGES: Sequence[tuple[str, tuple[str, str]]] = (
    (r"(\d{1,2})(?: ?y(?:ea)?rs?)? ?(?:-|to|up to|until|through) ?(\d{1,2})", ("{0}", "{1}")),
    (r"(?:from )?birth (?:-|–|to) (\d{1,2})", ("0", "{0}")),
    (
        r"(\d{1,2}) ?(?:\+|plus|and over|and above|and older|or over|or older|upwards)",
        ("{0}", "17"),
    ),
    (r"over (\d{1,2})", ("{0}", "17")),
    (r"under (\d{1,2})s?", ("0", "under {0}")),
    (r"(?:up to|to|until) (?:the )?(?:age of )?(\d{1,2})(?! ?child)", ("0", "{0}")),
    (r"(?:any|all) ages?(?: group)?s?", ("0", "17")),
    (r"teen(?:ager)?s?|adolescents?", ("13", "17")),
)

BOTH_SEXES = re.compile(
    r"(either|any|both|mixed|all)( sex(es)?| genders?)?|[mf] ?(/|&|or|and) ?[mf]|mf|m/f/?.*"
    r"|(boys?|males?) ?(/|&|or|and) ?(girls?|females?)"
    r"|(girls?|females?) ?(/|&|or|and) ?(boys?|males?)"
)

CHILDREN = r"child(?:ren)?|boys?|girls?|males?|females?|young people|yp|placements?|places?"
NUMBER = r"(\d{1,2}|" + "|".join(list(NUMBERS)[1:]) + r")"

COUNT = re.compile(
    rf"\b{NUMBER}\s*(?:x\b\s*)?(?=(?:[a-z]+ )?(?:{CHILDREN})\b)"
    rf"|^{NUMBER}\s*x\s*"
    rf"|^(?:up to |max(?:imum)? )?{NUMBER}(?= ?[,(:]| aged| age)"
)

NEXT_PIECE = re.compile(
    rf"[;\n]|,? (?:and|plus|&) (?={NUMBER} ?(?:x\b|{CHILDREN}))|,(?= ?{NUMBER} ?(?:x\b|{CHILDREN}))"
)

NOT_CERTAIN = re.compile(
    r"month|week|named|sibling|brother|sister|ideal|prefer|\bnot? |unless|except|\bif |review|"
    r"discuss|negot|poss|approx|child'?s? name|single"
)

HARMLESS = re.compile(
    r"\bage (group|range|band)s?\b|\b(approved|registered|for|to|up|of|the|a|an|and|or|with|at|any"
    r"|one|time|in|as|age|ages|aged|between|from|years?|yrs?|yo|old|either|both|sex|gender|boys?"
    r"|girls?|males?|females?|child|children|foster|fostering|placements?|care|carers?|places?"
    r"|young|people|person|yp|maximum|max|terms?|approval|inclusive|mixed|only)\b"
    r"|[.,;:()&+/x×-]"
)


@dataclass(frozen=True, slots=True)
class CriterionRead:
    """Up to so many children of these ages, of one sex or any, for these kinds or any."""

    up_to: int
    min_age: int = 0
    max_age: int = OLDEST
    sex: Sex | None = None
    kinds: tuple[Kind, ...] | None = None


@dataclass(frozen=True, slots=True)
class TermsRead:
    """Terms as far as they are certain.

    `criteria` is empty when the words are not certain, and `why` says what was not. `overall` is
    None when not even the number of children is.
    """

    overall: int | None
    criteria: tuple[CriterionRead, ...]
    words: str
    why: str = ""


def ages_of(cell: Cell) -> tuple[int, int] | None:
    """The first and last whole year of age; None when blank. Raises Misread when not certain."""
    if isinstance(cell, datetime | date):
        raise Misread(
            f"the spreadsheet has turned the ages into a date ({text_of(cell)}); format the column "
            "as text and type them again"
        )
    if is_nothing(cell):
        return None
    said = _plain(text_of(cell))
    if re.fullmatch(r"\d{1,2}", said):
        raise Misread(f"“{text_of(cell)}” is one number; write ages like 0 to 10")
    if re.search(r"month|week|\bprimary\b|\bsecondary\b", said):
        raise Misread(f"“{text_of(cell)[:60]}” is not in whole years; write ages like 0 to 10")
    found, rest = _take_ages(said)
    if found is None or HARMLESS.sub(" ", rest).strip():
        raise Misread(f"“{text_of(cell)[:60]}” is not a range of ages; write ages like 0 to 10")
    return found


def kinds_of(cell: Cell) -> tuple[Kind, ...] | None:
    """The kinds of fostering named; None when blank or any. Raises Misread for other words."""
    if is_nothing(cell):
        return None
    said = _plain(text_of(cell))
    kinds, rest = _take_kinds(said)
    left = re.sub(r"\b(mainstream|general|unrelated|standard)\b", " ", rest)
    if HARMLESS.sub(" ", left).strip():
        raise Misread(f"“{text_of(cell)[:60]}” names a kind of fostering that is not known")
    return kinds


def sex_of_children(cell: Cell) -> Sex | None:
    """One sex, or None for any. Raises Misread for other words."""
    said = text_of(cell).lower().replace("only", "").strip(" .")
    if said in FEMALE:
        return Sex.FEMALE
    if said in MALE:
        return Sex.MALE
    if is_nothing(cell) or BOTH_SEXES.fullmatch(said):
        return None
    raise Misread(f"“{text_of(cell)[:40]}” is neither one sex nor either")


def read_terms(
    words: Cell,
    *,
    places: int | None = None,
    ages: tuple[int, int] | None = None,
    sex: Sex | None = None,
    kinds: tuple[Kind, ...] | None = None,
) -> TermsRead:
    """Terms from their words and from the columns that say parts of them.

    Where columns give number and ages they are the terms, and the words are kept beside them;
    otherwise every part of the words must be understood, or none is.
    """
    said = text_of(words)
    if NOT_CERTAIN.search(_plain(said)):
        return TermsRead(places, (), said, f"the terms could not be read with certainty: “{said}”")
    if places is not None and ages is not None:
        return TermsRead(places, (CriterionRead(places, *ages, sex, kinds),), said)
    if is_nothing(words):
        missing = "how many children" if places is None else "which ages"
        return TermsRead(places, (), said, f"the terms do not say {missing}")
    criteria = _criteria(_plain(said), CriterionRead(0, *(ages or (-1, OLDEST)), sex, kinds))
    if criteria is None:
        return TermsRead(places, (), said, f"the terms could not be read with certainty: “{said}”")
    total = sum(each.up_to for each in criteria)
    if places is not None and places != total:
        if len(criteria) > 1 or criteria[0].up_to != 0:
            return TermsRead(
                places, (), said, f"the terms name {total} children and the number says {places}"
            )
        criteria = (replace(criteria[0], up_to=places),)
        total = places
    if total == 0:
        return TermsRead(None, (), said, "the terms do not say how many children")
    return TermsRead(total, criteria, said)


def _plain(said: str) -> str:
    lower = said.lower().replace("–", "-").replace("—", "-")
    return re.sub(r"(\d)(?:st|nd|rd|th) birthday", r"\1", lower)


def _criteria(said: str, known: CriterionRead) -> tuple[CriterionRead, ...] | None:
    """Every piece as a criterion; None unless all of it was understood.

    A piece that names only kinds of fostering is about all the others. Where some pieces name a
    kind or a sex and others do not, it is not certain which of them is meant.
    """
    pieces = [piece.strip() for piece in _split(said) if piece.strip(" .")]
    for_all = [piece for piece in pieces if not re.search(r"\d", piece) and _only_kinds(piece)]
    if len(for_all) == 1:
        known = replace(known, kinds=_take_kinds(for_all[0])[0])
        pieces.remove(for_all[0])
    read = [_criterion(piece, known) for piece in pieces]
    criteria = tuple(each for each in read if each is not None)
    if not criteria or len(criteria) != len(read):
        return None
    for part in (
        {each.kinds is None for each in criteria},
        {each.sex is None for each in criteria},
    ):
        if len(part) > 1:
            return None
    return criteria


def _split(said: str) -> list[str]:
    """The pieces that each begin with a number of children."""
    cuts = [0]
    for found in NEXT_PIECE.finditer(said):
        cuts += [found.start(), found.end()]
    cuts.append(len(said))
    return [said[first:last] for first, last in zip(cuts[::2], cuts[1::2], strict=True)]


def _only_kinds(piece: str) -> bool:
    kinds, rest = _take_kinds(piece)
    return kinds is not None and not HARMLESS.sub(" ", rest).strip()


def _criterion(piece: str, known: CriterionRead) -> CriterionRead | None:
    """One piece, or None unless every word of it was understood."""
    if NOT_CERTAIN.search(piece):
        return None
    kinds, rest = _take_kinds(piece)
    up_to, rest = _take_count(rest)
    ages, rest = _take_ages(rest)
    sex = _only_sex(rest)
    rest = ANY_KIND.sub(" ", rest)
    if (ages is None and known.min_age < 0) or HARMLESS.sub(" ", rest).strip():
        return None
    first, last = ages or (known.min_age, known.max_age)
    # No number: it stands in a column of its own.
    return CriterionRead(up_to or 0, first, last, sex or known.sex, kinds or known.kinds)


def _take_kinds(said: str) -> tuple[tuple[Kind, ...] | None, str]:
    found = []
    for pattern, kind in KINDS:
        said, times = re.subn(rf"\b(?:{pattern})\b", " ", said)
        if times:
            found.append(kind)
    return (tuple(sorted(found, key=list(Kind).index)) or None), said


def _take_count(said: str) -> tuple[int | None, str]:
    found = COUNT.search(said)
    if found is None:
        return None, said
    word = next(group for group in found.groups() if group)
    count = int(word) if word.isdigit() else NUMBERS[word]
    return count, said[: found.start()] + " " + said[found.end() :]


def _take_ages(said: str) -> tuple[tuple[int, int] | None, str]:
    for pattern, (low, high) in AGES:
        found = re.search(rf"\b(?:{pattern})(?!\d)", said)
        if found is None:
            continue
        groups = found.groups()
        first = int(low.format(*groups))
        last_said = high.format(*groups)
        last = int(last_said.removeprefix("under ")) - last_said.startswith("under ")
        if not 0 <= first <= last <= 21:
            return None, said
        return (first, min(last, OLDEST)), said[: found.start()] + " " + said[found.end() :]
    return None, said


def _only_sex(said: str) -> Sex | None:
    girls = re.search(r"\b(girls?|females?)\b", said) is not None
    boys = re.search(r"\b(boys?|males?)\b", said) is not None
    if girls == boys:
        return None
    return Sex.FEMALE if girls else Sex.MALE
