"""One row of a carers' workbook as a household, or the reasons why it cannot be loaded.

What cannot be read is never guessed: a row without a name or a date of approval is rejected,
anything else is left out and said to be odd.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from app.core.forms import tidy_postcode
from app.exchange import cells
from app.exchange.carers import CarerRead, HouseholdRead, NotAvailableRead, RowRead
from app.exchange.cells import Misread, is_nothing, text_of
from app.exchange.fields import BY_NAME
from app.exchange.rows import Row
from app.exchange.sheets import Sheet
from app.exchange.terms import (
    OLDEST,
    TermsRead,
    ages_of,
    kinds_of,
    read_terms,
    sex_of_children,
)
from app.people.models import PetKind
from app.register.models import ApprovalEnd, HoldReason, NotAvailable
from sufficiency.types import Sex

Value = TypeVar("Value")

YOUNGEST_CARER = 18

LONGEST_NAME, LONGEST_LINE = 80, 200


class _Reader:
    """The cells of one row, each read by its kind; what cannot be is noted beside its heading."""

    def __init__(self, said: Mapping[str, Any], read: RowRead, as_at: date) -> None:
        self.said, self.read, self.as_at = said, read, as_at

    def text(self, name: str, longest: int = LONGEST_LINE) -> str:
        cell = self.said.get(name)
        said = "" if is_nothing(cell) else text_of(cell)
        if cells.looks_like_formula(cell) and name not in ("phone", "pets"):
            self.odd(name, f"“{said[:40]}” begins like a formula; it is kept as text")
        if len(said) > longest:
            self.refuse(name, f"is longer than {longest} characters. Shorten it")
            return ""
        return said

    def day(self, name: str, *, latest: date | None = None, needed: bool = False) -> date | None:
        """The day in a column. `needed`: a row without a readable one is rejected."""
        last = latest or self.as_at
        try:
            day = cells.day_of(self.said.get(name), last + timedelta(days=3653 * (not latest)))
        except Misread as trouble:
            (self.refuse if needed else self.odd)(name, str(trouble))
            return None
        return day

    def part(self, name: str, how: Callable[[Any], Value], otherwise: Value) -> Value:
        """A cell read `how`; what cannot be read is odd, and `otherwise` stands for it."""
        try:
            return how(self.said.get(name))
        except Misread as trouble:
            self.odd(name, str(trouble))
            return otherwise

    def odd(self, name: str, says: str) -> None:
        self.read.odd.append(f"{BY_NAME[name].label}: {says.rstrip('.')}.")

    def refuse(self, name: str, says: str) -> None:
        self.read.rejected.append(f"{BY_NAME[name].label}: {says.rstrip('.')}.")


# -------------------------------------------------------------------------------------- one row


def read_row(sheet: Sheet, row: Row, as_at: date) -> RowRead:
    """What a row says: a household, or the reasons why it cannot be loaded."""
    read = RowRead(sheet, row)
    reader = _Reader(sheet.said(row), read, as_at)
    if sum(1 for cell in row.cells if text_of(cell)) == 1:
        read.rejected.append("Only one cell of this row is filled: it was taken for a heading.")
        return read
    if "status" in reader.said and _not_yet_approved(reader.text("status")):
        read.rejected.append("They are not approved yet. Only approved carers are loaded.")
        return read
    carers = _carers(reader)
    if read.rejected or not carers:
        return read
    read.household = HouseholdRead(
        carers=carers,
        ref=reader.text("household_ref", LONGEST_NAME),
        name=reader.text("household_name", 120),
        **_address(reader),
        family_and_friends=_is_family_and_friends(reader),
        **_terms(reader),
        agreement_on=reader.day("agreement_on"),
        worker=reader.text("worker", 120),
        worker_from=reader.day("worker_from"),
        **_availability(reader),
        reviewed_on=_reviewed(reader),
        pets=_pets(reader),
        smoker=reader.part("smoker", _smoker, None),
        drives=reader.part("drives", cells.yes_or_no, None),
        bedrooms=reader.part("bedrooms", lambda cell: cells.number_of(cell, 12), None),
        fee=reader.part("fee", cells.pounds_of, None),
        provider=reader.text("provider", 120),
        provider_urn=reader.text("provider_urn", 20).upper(),
    )
    if read.rejected:
        read.household = None
    return read


def _not_yet_approved(status: str) -> bool:
    return bool(
        re.search(r"assess|applicant|enquir|pending approval|stage (1|2|one|two)", status.lower())
    )


def _carers(reader: _Reader) -> tuple[CarerRead, ...]:
    named = _names(reader)
    if not named:
        reader.refuse("name", "there is no name. Write the carer's name")
        return ()
    approved_on = reader.day("approved_on", needed=True)
    if approved_on is None and not reader.read.rejected:
        reader.refuse("approved_on", "there is no date. Write the day of approval, like 23/11/2026")
    ended_on = reader.day("approval_ended_on", needed=True)
    _check_dates(reader, approved_on, ended_on)
    if approved_on is None or reader.read.rejected:
        return ()
    first = CarerRead(
        *named[0][:2],
        approved_on,
        ref=reader.text("carer_ref", LONGEST_NAME),
        born=_born(reader, "born"),
        sex=_sex(reader, "sex", named[0][2]),
        phone=reader.text("phone", 40),
        email=reader.text("email", 254),
        ended_on=ended_on,
        ended_how=_how_ended(reader.text("end_reason")),
    )
    if len(named) == 1:
        return (first,)
    second = replace(
        first,
        given_name=named[1][0],
        family_name=named[1][1],
        approved_on=reader.day("approved_on2") or approved_on,
        ref=reader.text("carer2_ref", LONGEST_NAME),
        born=_born(reader, "born2"),
        sex=_sex(reader, "sex2", named[1][2]),
        phone="",
        email="",
    )
    return first, second


def _names(reader: _Reader) -> list[tuple[str, str, Sex]]:
    """One or two names, from columns of parts or of whole names."""
    family = reader.text("family_name", LONGEST_NAME)
    named = []
    if family:
        named.append((*_parts(reader.text("given_name", LONGEST_NAME), family),))
    whole = reader.text("name", LONGEST_NAME * 2)
    if whole and not family:
        one, two = cells.two_names(whole)
        named += [cells.name_of(each) for each in (one, two) if each]
    family2 = reader.text("family_name2", LONGEST_NAME)
    given2 = reader.text("given_name2", LONGEST_NAME)
    whole2 = reader.text("name2", LONGEST_NAME)
    if family2 or given2:
        named.append(_parts(given2, family2 or (named[0][1] if named else "")))
    elif whole2:
        given, last, sex = cells.name_of(whole2)
        named.append((given, last, sex) if given or not named else (last, named[0][1], sex))
    if named and not named[0][0]:
        reader.read.odd.append(f"Only one name is given for {named[0][1]}.")
    if any(len(part) > LONGEST_NAME for person in named for part in person[:2]):
        reader.refuse("name", f"is longer than {LONGEST_NAME} characters. Shorten it")
    if len(named) > 2:
        reader.read.odd.append("More than two carers are named; the first two were read.")
    return named[:2]


def _parts(given: str, family: str) -> tuple[str, str, Sex]:
    """A name from its two columns; a title in either tells the sex."""
    name, _, sex = cells.name_of(f"{given} X") if given else ("", "", Sex.UNKNOWN)
    return cells.cased(name), cells.cased(family), sex


def _check_dates(reader: _Reader, approved_on: date | None, ended_on: date | None) -> None:
    if approved_on is not None and approved_on > reader.as_at:
        reader.refuse("approved_on", f"{approved_on:%d/%m/%Y} is still to come. Check the year")
    if approved_on is not None and ended_on is not None and ended_on < approved_on:
        reader.refuse(
            "approval_ended_on",
            f"{ended_on:%d/%m/%Y} is before the approval, on {approved_on:%d/%m/%Y}",
        )


def _born(reader: _Reader, name: str) -> date | None:
    """A carer's date of birth: refused when it is still to come or makes a child of the carer."""
    born = reader.day(name, latest=reader.as_at, needed=True)
    if born is None:
        return None
    if born > reader.as_at:
        reader.refuse(name, f"{born:%d/%m/%Y} is still to come. Check the year")
        return None
    if born > reader.as_at - timedelta(days=round(YOUNGEST_CARER * 365.25)):
        reader.refuse(name, f"{born:%d/%m/%Y} makes the carer younger than {YOUNGEST_CARER}")
        return None
    return born


def _sex(reader: _Reader, name: str, by_title: Sex) -> Sex:
    said = reader.part(name, cells.sex_of, Sex.UNKNOWN)
    return said if said is not Sex.UNKNOWN else by_title


ENDINGS: Sequence[tuple[str, ApprovalEnd]] = (
    (r"resign|retir|own request|carer.?s? (choice|request)|stopped", ApprovalEnd.RESIGNED),
    (r"terminat|withdrawn|removed|deregister", ApprovalEnd.TERMINATED),
    (r"transfer|moved to|ifa|agency|another (la|service|council)", ApprovalEnd.TRANSFERRED),
    (r"die|death|deceased", ApprovalEnd.DIED),
    (r"sgo|special guardian|adopt|\border\b", ApprovalEnd.ORDER_MADE),
)


def _how_ended(said: str) -> ApprovalEnd:
    return _first_match(ENDINGS, said, ApprovalEnd.NOT_RECORDED)


def _first_match(patterns: Iterable[tuple[str, Value]], said: str, otherwise: Value) -> Value:
    for pattern, value in patterns:
        if re.search(pattern, said.lower()):
            return value
    return otherwise


def _address(reader: _Reader) -> dict[str, Any]:
    lines = [reader.text(name) for name in ("address", "address2", "address3", "address4")]
    line = ", ".join(part.strip(" ,") for part in lines if part)
    typed = reader.text("postcode", 40)
    postcode = tidy_postcode(typed) if typed else None
    if typed and postcode is None:
        reader.odd("postcode", f"“{typed}” is not a full postcode; no distance can be measured")
    elif not typed:
        found = re.search(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", line.upper())
        postcode = tidy_postcode(found[1]) if found else None
        if postcode is None:
            reader.odd("postcode", "there is none; no distance can be measured")
    return {
        "line": line[:LONGEST_LINE],
        "postcode": postcode or "",
        "protected": reader.part("protected", cells.yes_or_no, None),
    }


def _is_family_and_friends(reader: _Reader) -> bool:
    return bool(
        re.search(
            r"kin|famil(y|ies) (and|&|or) friend|connected|f ?& ?f|relative",
            reader.text("type").lower(),
        )
    )


# ---------------------------------------------------------------------- terms and availability


def _terms(reader: _Reader) -> dict[str, Any]:
    places = reader.part("places", lambda cell: cells.number_of(cell, 12), None)
    unsure = len(reader.read.odd)
    ages = _ages(reader)
    kinds = reader.part("kinds", kinds_of, None)
    sex = reader.part("children_sex", sex_of_children, None)
    columns = [BY_NAME[name].label for name in ("ages", "kinds", "children_sex")]
    doubtful = [says for says in reader.read.odd[unsure:] if says.startswith(tuple(columns))]
    terms = read_terms(reader.said.get("terms"), places=places, ages=ages, sex=sex, kinds=kinds)
    if doubtful:
        words = "; ".join(filter(None, (terms.words, _as_written(reader))))
        terms = TermsRead(terms.overall, (), words, "part of the terms could not be read")
    elif not terms.criteria:
        words = "; ".join(filter(None, (terms.words, _as_written(reader))))
        terms = replace(terms, words=words)
    return {"terms": terms, "terms_from": reader.day("terms_from")}


def _ages(reader: _Reader) -> tuple[int, int] | None:
    ages = reader.part("ages", ages_of, None)
    if ages is not None:
        return ages
    first = reader.part("min_age", lambda cell: cells.number_of(cell, 21), None)
    last = reader.part("max_age", lambda cell: cells.number_of(cell, 21), None)
    if first is None and last is None:
        return None
    if last is None or (first or 0) > last:
        reader.odd("max_age", "the ages do not make a range")
        return None
    return first or 0, min(last, OLDEST)


def _as_written(reader: _Reader) -> str:
    """The columns that make the terms, in the workbook's own words."""
    said = {
        name: text_of(reader.said.get(name))
        for name in ("places", "ages", "min_age", "max_age", "children_sex", "kinds")
    }
    return ", ".join(
        f"{BY_NAME[name].label.lower()}: {text}" for name, text in said.items() if text
    )


HOLD_REASONS: Sequence[tuple[str, HoldReason]] = (
    (r"allegation|lado|investigat|section 47|s47", HoldReason.ALLEGATION),
    (r"ill|health|operation|surgery|cancer|medical", HoldReason.ILLNESS),
    (r"bereave|death|died", HoldReason.BEREAVEMENT),
    (r"standard", HoldReason.STANDARD_OF_CARE),
    (r"choice|request|break|holiday|moving|extension|personal", HoldReason.CARERS_CHOICE),
)

NOT_AVAILABLE: Sequence[tuple[str, NotAvailable]] = (
    (r"break|holiday|rest|resign|retir", NotAvailable.BREAK),
    (
        r"needs? of|matching|only child|solo|child in placement|current child",
        NotAvailable.NEEDS_OF_CHILD,
    ),
    (r"sibling", NotAvailable.SIBLINGS_ONLY),
    (r"staying put|18\+|care leaver", NotAvailable.STAYING_PUT),
    (r"allegation|investigat|lado", NotAvailable.INVESTIGATION),
    (r"respite|short break", NotAvailable.SHORT_BREAKS),
    (r"pending|reserved|planned|matched|transition", NotAvailable.PENDING),
)

AVAILABLE = re.compile(
    r"^(available|active|approved|current|open|full|fostering|in use|vacan.*|yes)\b"
)
HELD = re.compile(r"\bon hold|suspend|\bhold\b")
GONE = re.compile(r"resign|deregist|terminat|closed|\bleft\b|ceased|retired|\bended\b")
AWAY = re.compile(
    r"not available|unavailable|no availability|taking a break|on a break|inactive|dormant"
)


def _availability(reader: _Reader) -> dict[str, Any]:
    status = reader.text("status").lower()
    on_hold = reader.part("on_hold", cells.yes_or_no, None)
    if HELD.search(status):
        on_hold = True
    elif GONE.search(status) and "approval_ended_on" in reader.said:
        if is_nothing(reader.said.get("approval_ended_on")):
            reader.odd("status", f"says “{status}”, but there is no day on which approval ended")
    elif status and not AWAY.search(status) and not AVAILABLE.search(status):
        reader.odd("status", f"“{status[:40]}” was not understood")
    reason = reader.text("hold_reason") or status
    return {
        "on_hold": on_hold,
        "hold_from": reader.day("hold_from"),
        "hold_reason": _first_match(HOLD_REASONS, reason, HoldReason.OTHER),
        "hold_note": reader.text("hold_reason", 500),
        "not_available": _not_available(reader, status),
    }


def _not_available(reader: _Reader, status: str) -> NotAvailableRead | None:
    cell = reader.said.get("unavailable_places")
    everything = bool(AWAY.search(status)) or text_of(cell).lower() in ("all", "yes", "y")
    places = None
    if not everything:
        places = reader.part("unavailable_places", lambda it: cells.number_of(it, 12), None)
        if not places:
            return None
    note = reader.text("unavailable_reason", 500)
    reason = _first_match(NOT_AVAILABLE, note or status, NotAvailable.OTHER)
    return NotAvailableRead(places, reason, note)


def _reviewed(reader: _Reader) -> date | None:
    held_on = reader.day("reviewed_on")
    if held_on is not None and held_on > reader.as_at:
        reader.odd(
            "reviewed_on",
            f"{held_on:%d/%m/%Y} is still to come: it looks like the next review, which is worked "
            "out here",
        )
        return None
    return held_on


PET_WORDS: Sequence[tuple[str, PetKind]] = (
    (r"\bdogs?\b|\bpupp(y|ies)\b|labrador|spaniel|terrier|collie|retriever|poodle", PetKind.DOG),
    (r"\bcats?\b|\bkittens?\b", PetKind.CAT),
)


def _pets(reader: _Reader) -> dict[PetKind, str] | None:
    """Which animals live there and how they are described ("": there is none of that kind)."""
    cell = reader.said.get("pets")
    said = text_of(cell)
    found: dict[PetKind, str] = {}
    if re.fullmatch(r"(none|no|nil|no pets|0|n)\.?", said.lower()):
        found = dict.fromkeys(PetKind, "")
    elif said and said.lower() not in cells.NOTHING and said.lower() not in ("yes", "y"):
        found = {kind: said[:120] for words, kind in PET_WORDS if re.search(words, said.lower())}
        if not found:
            found = {PetKind.OTHER: said[:120]}
    elif said.lower() in ("yes", "y"):
        reader.odd("pets", "“Yes” does not say which animals")
    for name, kind in (("dog", PetKind.DOG), ("cat", PetKind.CAT)):
        lives_there = reader.part(name, cells.yes_or_no, None)
        if lives_there is not None and not found.get(kind):
            found[kind] = name if lives_there else ""
    return found or None


def _smoker(cell: Any) -> bool | None:
    said = text_of(cell).lower()
    if re.match(r"non[ -]?smok|ex[ -]?smok|never|no\b|does not|don'?t", said):
        return False
    if re.match(r"smok|vap|e-?cig|yes|outside", said):
        return True
    return cells.yes_or_no(cell)
