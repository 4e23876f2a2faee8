"""How many children share what a profile says of one: fewer than five, and it says who it is.

Counted among the children whom we look after today, and beside that in the published figures for
the area, where there is one. Each alone, and with each other: a girl of fourteen is one of many, a
girl of fourteen who signs may be the only one. It counts what the record knows in codes; whatever
else the words tell is asked about by `identity`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.commissioning.rules.identity import Finding, Tells
from app.commissioning.rules.reading import read

FEW = 5
"""Fewer children than this are too few: the published figures leave out one to five."""

ADULT = 18


@dataclass(frozen=True, slots=True)
class Traits:
    """What is told of one child, or is so of one whom we look after."""

    sex: str
    age: int
    group: int = 1
    """With how many brothers and sisters a child is looked after, the child counted."""

    ethnicity: str = ""
    """The first letter of the return's code: W, M, A, B, O; empty if not known."""

    has: frozenset[str] = frozenset()
    """Traits by their names in `MENTIONS`."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Those among whom a child is looked for: ours of today, and the published figures."""

    ours: Sequence[Traits]
    published: Mapping[str, int | None]
    """By the trait's name, how many; None: left out as too few."""

    area: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a profile tells: between which ages, of which sex, how many, and what else."""

    youngest: int
    oldest: int
    sexes: frozenset[str]
    group: int
    has: frozenset[str]

    def fits(self, child: Traits, has: Collection[str]) -> bool:
        """Whether a child is all of this, and has these traits of it."""
        return (
            self.youngest <= child.age <= self.oldest
            and (not self.sexes or child.sex in self.sexes)
            and child.group >= self.group
            and child.has >= set(has)
        )


MENTIONS: Mapping[str, tuple[re.Pattern[str], str]] = {
    name: (re.compile(pattern), words)
    for name, pattern, words in (
        ("signs_bsl", r"\bbsl\b|\bsign language\b|\bsigns\b", "signs"),
        ("makaton", r"\bmakaton\b", "uses Makaton"),
        (
            "supports_english_learner",
            r"\besol\b|\binterpreter\b|\blearning english\b|\bfirst language\b",
            "is learning English",
        ),
        ("step_free", r"\bstep[- ]free\b|\bwheelchair\b|\bhoist\b", "needs a step-free home"),
        (
            "unaccompanied",
            r"\bunaccompanied\b|\basylum\b|\brefugee\b",
            "came without parents to seek asylum",
        ),
        ("liberty", r"\bdeprivation of liberty\b|\bdols\b", "has a deprivation of liberty order"),
        ("remanded", r"\bremand\w*\b", "is remanded"),
        ("white", r"\bwhite\b", "is White"),
        (
            "mixed",
            r"\bmixed (?:heritage|race|ethnic\w*)\b|\bdual heritage\b",
            "is of Mixed ethnicity",
        ),
        ("asian", r"\basian\b|\bpakistani\b|\bbangladeshi\b|\bindian\b", "is Asian"),
        (
            "black",
            r"\bblack (?:african|caribbean|british|girl|boy|child)\b|\bcaribbean\b",
            "is Black",
        ),
        ("other_ethnic", r"\barab\b|\bchinese\b|\bother ethnic\b", "is of another ethnic group"),
    )
}
"""What the words of a profile tell that the record counts: how it is said, and how we say it."""

AGE = re.compile(
    r"\b(?:aged?|from|between|is|of|,)?\s*(\d{1,2})(?:\s?(?:-|–|to|and|or)\s?(\d{1,2}))?"
    r"(?:[- ]?years?[- ]?olds?|\s?yrs?|\s?yo)?\b"
)
GIRLS = re.compile(r"\b(?:girls?|sisters?|she|her|daughter|female|young wom[ae]n)\b")
BOYS = re.compile(r"\b(?:boys?|brothers?|he|him|his|son|male|young m[ae]n)\b")


def told_by(sections: Mapping[str, str], base: Told) -> Told:
    """What a profile tells, from its words; ages and sexes as `base` has them, and narrower where
    the words say one age of one child."""
    low = read("\n".join(sections.values())).low
    has = {name for name, (pattern, _) in MENTIONS.items() if pattern.search(low)}
    youngest, oldest = _ages(sections.get("who", ""), base)
    girls, boys = bool(GIRLS.search(low)), bool(BOYS.search(low))
    sexes = base.sexes
    if base.group == 1 and girls != boys:
        sexes = frozenset({"female" if girls else "male"})
    elif girls == boys:
        sexes = frozenset()
    return Told(youngest, oldest, sexes, base.group, frozenset(has))


def _ages(who: str, base: Told) -> tuple[int, int]:
    said = [
        int(number)
        for match in AGE.finditer(read(who).low)
        for number in match.groups()
        if number and int(number) < ADULT
    ]
    return (min(said), max(said)) if said else (base.youngest, base.oldest)


def rare(told: Told, crowd: Crowd) -> tuple[Finding, ...]:
    """Every smallest combination of what is told that fewer than five children share."""
    return tuple(_rare(told, crowd))


def _rare(told: Told, crowd: Crowd) -> Iterator[Finding]:
    among = f"of {len(crowd.ours)} children whom we look after"
    base = count(told, crowd, ())
    if base < FEW:
        says = f"{base} {among} are {base_in_words(told)}: say a wider range of ages"
        yield Finding(Tells.RARE, base_in_words(told), says, must=False, section="who")
        return
    found: list[frozenset[str]] = []
    for size in (1, 2, 3):
        for some in combinations(sorted(told.has), size):
            if any(already <= set(some) for already in found):
                continue
            number = count(told, crowd, some)
            if number < FEW:
                found.append(frozenset(some))
                words = f"{base_in_words(told)}, who {in_words(some)}"
                says = f"{number} {among} are all of this: leave some of it out, or say it wider"
                yield Finding(Tells.RARE, words, says, must=False)
    for name in sorted(told.has):
        if name in crowd.published and not any(name in each for each in found):
            number_there = crowd.published[name]
            if number_there is None or number_there < FEW:
                says = f"The published figures for {crowd.area} leave out so small a number"
                yield Finding(Tells.RARE, in_words([name]), says, must=False)


def count(told: Told, crowd: Crowd, has: Collection[str]) -> int:
    """How many of ours are all of this."""
    return sum(told.fits(child, has) for child in crowd.ours)


def in_words(traits: Iterable[str]) -> str:
    """Traits, said of somebody."""
    return " and ".join(MENTIONS[name][1] for name in traits)


def base_in_words(told: Told) -> str:
    """Age and sex, as a finding says them."""
    ages = f"{told.youngest}" if told.youngest == told.oldest else _between(told)
    kind = {frozenset({"female"}): "a girl", frozenset({"male"}): "a boy"}.get(
        told.sexes, "a child"
    )
    group = f", one of {told.group} brothers and sisters" if told.group > 1 else ""
    return f"{kind} of {ages}{group}"


def _between(told: Told) -> str:
    return f"{told.youngest} to {told.oldest}"


WIDTHS = (1, 2, 3, 5, 8, ADULT)
"""Years that a range of ages spans, the narrowest first."""


def ages_to_say(ages: Sequence[int], sexes: frozenset[str], group: int, crowd: Crowd) -> Told:
    """The narrowest range of ages, with these sexes, that at least five children share.

    If there is none, all ages.
    """
    low, high = min(ages), max(ages)
    for width in WIDTHS:
        spare = max(0, width - (high - low + 1))
        youngest = max(0, low - spare // 2)
        oldest = min(ADULT - 1, youngest + max(width, high - low + 1) - 1)
        told = Told(min(youngest, low), max(oldest, high), sexes, group, frozenset())
        if count(told, crowd, ()) >= FEW:
            return told
    return Told(0, ADULT - 1, frozenset(), group, frozenset())
