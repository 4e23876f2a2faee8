"""One cell as a day, a number, yes or no, a sex, a name: or a sentence that says why not.

Pure functions on what a spreadsheet or a text file holds. What cannot be read with certainty is
never guessed: it raises `Misread`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import inf, isfinite

from app.exchange.rows import Cell
from sufficiency.types import Sex

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)

SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 73_051)
"""Day numbers that a spreadsheet may show as plain numbers: 1927 to 2099."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "tick", "ticked"})
NO = frozenset({"no", "n", "false", "f", "0", "none", "nil", "-", "–", "na", "n/a"})
NOTHING = frozenset(
    {"", "-", "–", "—", "n/a", "na", "none", "nil", "not known", "unknown", "not applicable", "tbc"}
)

FEMALE = frozenset({"f", "female", "woman", "girl", "girls", "females", "women", "mrs", "2"})
MALE = frozenset({"m", "male", "man", "boy", "boys", "males", "men", "mr", "1"})

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "revd", "prof", "sir", "lady"})
SEX_OF_TITLE = {"mr": Sex.MALE, "mrs": Sex.FEMALE, "ms": Sex.FEMALE, "miss": Sex.FEMALE}


QUOTED = re.compile(r"'\s*[=+@＝＋＠-]")
"""Text that was given out with a quote before it, so that no spreadsheet takes it for a formula."""


class Misread(Exception):
    """A cell does not say what its column should hold. Its words say what to do."""


def text_of(cell: Cell) -> str:
    """What is written in a cell, in one line; dates as people here write them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, datetime):
        whole_day = cell.time() == time()
        return cell.strftime("%d/%m/%Y" if whole_day else "%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    written = " ".join(str(cell).replace("\0", " ").split())
    return written[1:] if QUOTED.match(written) else written


def is_nothing(cell: Cell) -> bool:
    """Whether a cell is blank or says that there is nothing to say."""
    return text_of(cell).lower().rstrip(".") in NOTHING


# ------------------------------------------------------------------------------------------ days


def day_of(cell: Cell, latest: date) -> date | None:
    """The day in a cell; None when blank.

    Days, UK and ISO dates, months in words and a spreadsheet's day numbers are read. Two digits of
    a year are the latest such year that does not make the day later than `latest`. Any other
    number is refused.
    """
    if isinstance(cell, datetime):
        return _within(cell.date(), cell)
    if isinstance(cell, date):
        return _within(cell, cell)
    if isinstance(cell, bool | time):
        raise Misread(f"“{text_of(cell)}” is not a date. Write one like 23/11/2026.")
    if isinstance(cell, int | float):
        return _serial(float(cell) if abs(cell) < LATEST.toordinal() else inf, cell)
    if is_nothing(cell):
        return None
    return _written_day(text_of(cell), latest)


def _within(day: date, cell: Cell) -> date:
    if not EARLIEST <= day < LATEST:
        raise Misread(f"{text_of(cell)} cannot be right. Check the year.")
    return day


def _serial(number: float, cell: Cell) -> date:
    if not isfinite(number) or int(number) not in SERIALS:
        raise Misread(f"{text_of(cell)} is a number, not a date. Write a date like 23/11/2026.")
    return SERIAL_EPOCH + timedelta(days=int(number))


def _written_day(text: str, latest: date) -> date:
    said = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", "", text).strip()
    if re.fullmatch(r"\d+(\.0+)?", said):
        return _serial(float(said) if len(said) < 16 else inf, text)
    day = _iso(said) or _uk(said, latest) or _in_words(said, latest)
    if day is None:
        raise Misread(f"“{text[:40]}” is not a date. Write one like 23/11/2026.")
    return _within(day, day)


def _iso(said: str) -> date | None:
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", said)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _uk(said: str, latest: date) -> date | None:
    found = re.fullmatch(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})", said)
    return _dated(found[1], int(found[2]), found[3], latest) if found else None


def _in_words(said: str, latest: date) -> date | None:
    plain = re.sub(
        r"^(mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(day)?,?\s+", "", said, flags=re.I
    )
    found = re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th)?[-/ ]?([A-Za-z]{3,9})\.?,?[-/ ]?(\d{4}|\d{2})", plain
    )
    if found is None or found[2].lower()[:3] not in MONTHS:
        return None
    return _dated(found[1], MONTHS.index(found[2].lower()[:3]) + 1, found[3], latest)


def _dated(day: str, month: int, year: str, latest: date) -> date | None:
    if len(year) == 4:
        return _made(int(year), month, int(day))
    century = latest.year - latest.year % 100
    this = _made(century + int(year), month, int(day))
    if this is None or this > latest:
        return _made(century - 100 + int(year), month, int(day))
    return this


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ----------------------------------------------------------------------------------- other kinds


def number_of(cell: Cell, most: int = 99) -> int | None:
    """A whole number from nought to `most`; None when blank. "2 children" is 2."""
    if is_nothing(cell) and not isinstance(cell, int | float):
        return None
    found = re.fullmatch(
        r"(\d{1,6})(\.0+)?\s*(child(ren)?|places?|beds?|bedrooms?|young people)?",
        text_of(cell).lower().replace(",", "").lstrip("£"),
    )
    if found is None or isinstance(cell, datetime | date) or int(found[1]) > most:
        raise Misread(f"“{text_of(cell)[:40]}” is not a whole number from 0 to {most}.")
    return int(found[1])


def pounds_of(cell: Cell) -> int | None:
    """Whole pounds, however they were written; None when blank."""
    if is_nothing(cell):
        return None
    found = re.fullmatch(r"£?\s?(\d{1,6})(\.\d{1,2})?", text_of(cell).replace(",", ""))
    if found is None:
        raise Misread(f"“{text_of(cell)[:40]}” is not an amount in pounds.")
    return round(float(found[1] + (found[2] or "")))


def yes_or_no(cell: Cell) -> bool | None:
    """Yes or no; None when blank."""
    said = text_of(cell).lower().rstrip(".")
    if said in YES:
        return True
    if said in NO:
        return False
    if said in NOTHING:
        return None
    raise Misread(f"“{text_of(cell)[:40]}” is neither yes nor no.")


def sex_of(cell: Cell) -> Sex:
    """A person's sex; unknown when blank."""
    said = text_of(cell).lower().rstrip(".")
    if said in FEMALE:
        return Sex.FEMALE
    if said in MALE:
        return Sex.MALE
    if said in NOTHING or said in ("u", "prefer not to say", "not recorded"):
        return Sex.UNKNOWN
    raise Misread(f"“{text_of(cell)[:40]}” is neither female nor male. It is kept as unknown.")


def name_of(cell: Cell) -> tuple[str, str, Sex]:
    """A whole name as given name, family name, and the sex that a title tells.

    "Mrs Jane Doyle", "DOYLE, Jane", "Doyle, Mrs Jane" and "Jane Doyle (Mrs)" are all read.
    """
    if looks_like_formula(cell):
        return "", text_of(cell), Sex.UNKNOWN
    said = re.sub(r"\(([^()]*)\)", r" \1 ", text_of(cell))
    family, comma, given = said.partition(",")
    words = (given if comma else said).split()
    sex = Sex.UNKNOWN
    kept = []
    for word in words:
        plain = word.lower().rstrip(".")
        if plain in TITLES:
            sex = SEX_OF_TITLE.get(plain, sex)
        else:
            kept.append(word)
    if comma:
        return cased(" ".join(kept)), cased(family.strip()), sex
    if not kept:
        return "", "", sex
    return cased(" ".join(kept[:-1])), cased(kept[-1]), sex


def cased(name: str) -> str:
    """A name in capitals as a name: "O'NEILL-SMITH" is O'Neill-Smith. Others stay as they are."""
    if not name.isupper() or len(name) < 3:
        return name
    cased_name = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name.lower())
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", cased_name)


def two_names(cell: Cell) -> tuple[str, str | None]:
    """Two people written in one cell: "Jane & Mark Doyle", "Mr J and Mrs K Doyle".

    Gives each one's whole name; the second is None when there is one person. A single family name
    at the end is both people's.
    """
    said = text_of(cell)
    parts = re.split(r"\s+(?:&|and|\+)\s+|\s*&\s*|\s*/\s*|\s*;\s*", said, maxsplit=1)
    if len(parts) == 1 or not parts[1]:
        return said, None
    first, second = parts[0].strip(), parts[1].strip()
    if "," in first and "," not in second and len(_plain(second)) == 1:
        return first, f"{first.partition(',')[0]}, {second}"  # DOYLE, Jane & Mark
    if "," not in first and len(_plain(first)) < max(2, len(_plain(second))) and _plain(second):
        shares = len(_plain(first)) == 0 or len(_plain(second)) > 1
        return (f"{first} {_plain(second)[-1]}" if shares else first), second
    return first, second


def _plain(name: str) -> list[str]:
    """The words of a name that are not titles."""
    return [word for word in name.split() if word.lower().rstrip(".") not in TITLES]


def looks_like_formula(cell: Cell) -> bool:
    """Whether text begins as a formula would. It is only ever kept as text."""
    return isinstance(cell, str) and cell.strip().startswith(("=", "+", "@", "＝", "＋", "＠"))
