"""A text as a careful eye reads it, whatever was done to its letters.

Look-alike letters of other alphabets, accents, invisible characters, entities and digits that
stand for letters are undone, so that a name written around a search is found all the same.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏքոԛԝаΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχмтвнкбАВЕКМНОРСТУХІЈЅ",
    "aeopcyxijsdhlpnqwaABEZHIKMNOPTYXabeikvoptyxmtbhkbABEKMHOPCTYXIJS",
)
"""Letters of Cyrillic, Greek and Armenian that look like ours."""

LETTERS_FOR_DIGITS = str.maketrans("0134579@$!", "oieastgasi")
WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
SPACED = re.compile(r"(?<![a-z0-9])(?:[a-z0-9][^a-z0-9]{1,3}){3,}[a-z0-9](?![a-z0-9])")
CODED = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{8,}={0,2}(?![A-Za-z0-9+/=])")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the ways in which it is searched."""

    plain: str
    """Its words as written, its letters our own."""

    low: str
    """The same in lower case, without accents."""

    words: tuple[str, ...]
    solid: frozenset[str]
    """Each word, and letters that were spaced out: inside these a name is looked for too."""

    joined: frozenset[str]
    """The same, and neighbours run together: a name may be all of one of these, never inside."""

    squeezed: str
    """Letters and digits alone."""


def read(written: str, allowed: frozenset[str] = frozenset()) -> Text:
    """Read a text, and what it hides in code. Names in `allowed` are found inside no other."""
    plain = _undone(written)
    hidden = " ".join(_decoded(plain))
    plain = f"{plain} {hidden}".rstrip()
    low = lowered(plain)
    found = tuple(match.group() for match in WORD.finditer(low))
    bare = [each.replace("'", "").replace("’", "") for each in found]
    solid = set(bare) | {each.split("'")[0].split("’")[0] for each in found}
    solid |= {re.sub(r"[^a-z0-9]", "", match.group()) for match in SPACED.finditer(low)}
    solid |= {each.translate(LETTERS_FOR_DIGITS) for each in solid if _mixed(each)}
    solid |= {each.translate(LETTERS_FOR_DIGITS) for each in re.findall(r"[a-z0-9@$!]+", low)}
    joined = solid | {one + other for one, other in pairwise(bare)}
    joined |= {"".join(three) for three in zip(bare, bare[1:], bare[2:], strict=False)}
    solid = {each for each in solid if not {each, each.removesuffix("s")} & allowed}
    rest = " ".join(each for each in re.split(r"\W+", low) if each not in allowed)
    squeezed_rest = re.sub(r"[^a-z0-9]", "", rest)
    return Text(plain, low, found, frozenset(solid), frozenset(joined), squeezed_rest)


def lowered(said: str) -> str:
    """In lower case, without accents."""
    apart = unicodedata.normalize("NFKD", said.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def squeezed(said: str) -> str:
    """Its letters and digits alone, as `Text.squeezed` has them."""
    return re.sub(r"[^a-z0-9]", "", lowered(_undone(said)))


def _undone(written: str) -> str:
    said = html.unescape(html.unescape(unquote(written)))
    said = unicodedata.normalize("NFKC", said).translate(LOOK_ALIKE)
    return "".join(each for each in said if unicodedata.category(each) != "Cf")


def _mixed(word: str) -> bool:
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def _decoded(plain: str) -> Iterator[str]:
    """What stands in the text in base 64, where it can be read."""
    for match in CODED.finditer(plain):
        coded = match.group()
        try:
            said = base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        if said.isprintable() and re.search(r"[A-Za-z0-9]{2}", said):
            yield said


def nearly(one: str, other: str) -> bool:
    """Whether two words differ by one letter: left out, put in, changed, or two exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        differ = [place for place in range(len(one)) if one[place] != other[place]]
        return len(differ) == 1 or (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and one[differ[0]] == other[differ[1]]
            and one[differ[1]] == other[differ[0]]
        )
    short, long = sorted((one, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
