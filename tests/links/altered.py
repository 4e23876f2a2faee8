"""Real tokens, altered: by one character, by another case's, cut short, in other letters."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from string import ascii_letters, digits
from typing import Any

LETTERS = ascii_letters + digits + "-_"


def one_character(token: str, _other: str, chance: Random) -> str:
    """Another character in one place, the last one too, whose bits are not all used."""
    place = chance.choice([chance.randrange(len(token)), len(token) - 1])
    letters = LETTERS.replace(token[place], "")
    return token[:place] + chance.choice(letters) + token[place + 1 :]


def another_s(token: str, other: str, chance: Random) -> str:
    """The beginning of one case's token, and the end of another's."""
    place = chance.randrange(1, len(token))
    return token[:place] + other[place:]


def cut_short(token: str, _other: str, chance: Random) -> str:
    """Cut at either end, as a message breaks a line; or with something after it."""
    place = chance.randrange(1, len(token))
    return chance.choice([token[:place], token[place:], token + chance.choice(LETTERS), token[1:]])


def other_letters(token: str, _other: str, chance: Random) -> str:
    """Capitals for small letters in some places, or in all."""
    whole = chance.choice([token.lower(), token.upper(), token.swapcase()])
    some = "".join(each.swapcase() if chance.random() < 0.1 else each for each in token)
    return chance.choice([whole, some])


WAYS = (one_character, another_s, cut_short, other_letters)


def altered(tokens: list[str], number: int, seed: int = 1) -> Iterator[str]:
    """So many altered tokens, each way as often; none is one of the real ones, and none comes
    twice: what is tried again and again is shut off."""
    chance = Random(seed)
    known = set(tokens)
    made = 0
    while made < number:
        token, other = chance.sample(tokens, 2)
        said = WAYS[made % len(WAYS)](token, other, chance)
        if said not in known:
            known.add(said)
            made += 1
            yield said


def opens_nothing(app: Any, tokens: list[str], number: int) -> int:
    """Ask for so many altered links, each from an address of its own, for guessing from one is shut
    off. Each is answered as one that never was. Gives how many were asked for."""
    client = app.test_client()
    client.check_pages = False  # the same page each time, which other tests check
    asked = 0
    for asked, token in enumerate(altered(tokens, number), start=1):
        where = f"10.{asked >> 16 & 255}.{asked >> 8 & 255}.{asked & 255}"
        answer = client.get(f"/link/{token}", environ_base={"REMOTE_ADDR": where})
        said = answer.get_data(as_text=True)
        assert (answer.status_code, "does not open anything" in said) == (404, True), token
    return asked
