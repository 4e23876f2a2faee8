"""What guessers try first, made by rule: no list of other people's passwords is kept here.

Lists of breached passwords hold few of twelve characters or more, and those few are common words,
keyboard walks, counting, years and repetitions, put together. So a password is taken apart into
such pieces, and what is left over must be enough to have been thought of (ASVS 5.0 V6.2.12).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

LEFT_OVER = 6
"""Characters that a password has at least besides what guessers know."""

SHORTEST_PIECE = 4
"""Letters that a word has, or keys that a walk has, before it counts as a piece."""

WORDS = frozenset(
    """
    admin administrator amber andrew angel animal anthony apple april arsenal ashley august
    autumn baby bailey banana baseball basketball batman battery beautiful blessed bristol
    buster butter butterfly cardiff carer carers changeme charlie cheese chelsea chicken child
    children chocolate christmas computer cookie correct council coventry daniel december
    default diamond doctor dolphin dragon easter england eternal everton family february
    flower football forever foster fostering freedom friday friends gateway george ginger
    gloucester guest hannah happy harley harry hearth heaven hello hereford herefordshire
    hockey holiday horse hunter iloveyou internet jackson january jasmine jennifer jessica
    jesus jordan joseph joshua july june justin killer kitten laptop leominster letmein
    liverpool login london louise lovely lucky madrid maggie manager manchester march market
    martin master matrix matthew maverick michael michelle mickey monday money monkey mother
    mustang naruto nature newcastle nicole nintendo november october office officer oliver
    orange parker pass passcode passphrase password patrick peanut pepper phoenix placement
    pokemon princess purple rainbow rangers register robert saturday secret security september
    service shadow shropshire snoopy soccer social spring staple starwars summer sunday
    sunshine superman support system taylor teacher temp temporary test testing thomas thunder
    thursday tigger trustno tuesday united user victoria wales water wednesday welcome
    whatever william winter wizard worcester work worker
    """.split()
)
"""Words that people choose: seasons, months, days, names, teams, beasts, towns about, this work."""

WALKS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
"""Rows of the keyboard, its columns, counting and the alphabet: each forwards and backwards."""

YEARS = re.compile(r"(?:19|20)\d\d")
REPEATED = re.compile(r"(.)\1{2,}")
WHOLLY_REPEATED = re.compile(r"(.{1,8}?)\1+")

_LETTERS_FOR = str.maketrans("0134578@$!", "oieastbasi")


def guessable(password: str, own_words: Collection[str] = ()) -> bool:
    """Whether little is left of a password once what guessers try first is taken away.

    `own_words`: of whoever chooses it, as names.
    """
    low = re.sub(r"\s", "", password.lower())
    if WHOLLY_REPEATED.fullmatch(low):
        return True
    known = WORDS.union(own_words)
    undated = YEARS.sub(" ", low)  # before digits are read as letters
    return any(len(_left_over(reading, known)) < LEFT_OVER for reading in readings(undated))


def readings(low: str) -> tuple[str, ...]:
    """A password as it is typed, and with the letters that its digits and signs stand for."""
    return (low, low.translate(_LETTERS_FOR))


def _left_over(text: str, known: Iterable[str]) -> str:
    """The letters and digits that belong to no piece."""
    for piece in sorted((*known, *_steps()), key=len, reverse=True):
        if len(piece) >= SHORTEST_PIECE:
            text = text.replace(piece, " ")
    text = REPEATED.sub(" ", text)
    return re.sub(r"[^a-z0-9]", "", text)


@cache
def _steps() -> frozenset[str]:
    """Every stretch of a walk, either way."""
    return frozenset(
        walk[first:last]
        for way in WALKS
        for walk in (way, way[::-1])
        for first in range(len(walk))
        for last in range(first + SHORTEST_PIECE, len(walk) + 1)
    )
