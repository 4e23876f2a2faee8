"""What applicants and referees tell by link, beside the record. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.people.rules import record_breach
from app.recruitment.kinds import RefereeKind, Settled
from app.recruitment.rules.enquiries import digits
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.recruitment import LEAST_REFEREES, YEARS_OF_ADDRESSES
from app.statute.sources import FSR, Cite, Verified

PARTICULARS: Mapping[str, str] = {
    "given_name": "Given name",
    "family_name": "Family name",
    "born": "Date of birth",
    "phone": "Telephone",
    "email": "Email address",
}
"""What each applicant is asked about themselves, as the record calls it."""

TWO_REFEREES: Cite = FSR.reg("26(1A)(c)", Verified.TEXT)


def is_same(field: str, told: str | None, recorded: str | None) -> bool:
    """Does what was told say the same as the record, however it is typed?"""
    one, other = (told or "").strip(), (recorded or "").strip()
    if field == "phone":
        return digits(one) == digits(other)
    return one.casefold() == other.casefold()


def asking_breaches(*, ended: bool, is_applicant: bool, waits: bool) -> list[Breach]:
    """May an applicant be asked by link? While the assessment goes on, and once at a time."""
    breaches = []
    if ended:
        breaches.append(record_breach("This assessment has ended."))
    if not is_applicant:
        breaches.append(record_breach("Choose one of the applicants.", "person"))
    if waits:
        says = "They were asked, and have not sent it in. Send that link again."
        breaches.append(record_breach(says, "person"))
    return breaches


def sending_in_breaches(
    *, sent_in: bool, lived: Sequence[Mapping[str, Any]], today: date
) -> list[Breach]:
    """May it be sent in? Once; with every address of the years that checks ask about."""
    breaches = []
    if sent_in:
        breaches.append(record_breach("This was sent in already."))
    since = five_years_before(today)
    first = min((each["since"] for each in lived), default=None)
    if first is None or first > since:
        says = f"Tell us everywhere you have lived since {since:%d/%m/%Y}."
        breaches.append(record_breach(says, "lived_1_line"))
    return breaches


def five_years_before(today: date) -> date:
    """From when on addresses are asked for."""
    return YEARS_OF_ADDRESSES.before(today, ENGLAND)


def settling_breaches(*, settled: bool, sent_in: bool, ended: bool) -> list[Breach]:
    """May what they told be taken over, or left? Once, while the assessment goes on."""
    if settled:
        return [record_breach("This was settled already.")]
    if not sent_in:
        return [record_breach("It was not sent in yet.")]
    return [record_breach("This assessment has ended.")] if ended else []


def value_breaches(how: Settled, value: Mapping[str, Any]) -> list[Breach]:
    """What is put right says something."""
    if how is Settled.CORRECTED and not any(value.values()):
        return [record_breach("Say what is right.", next(iter(value), None))]
    return []


def naming_breaches(*, ended: bool, already: bool) -> list[Breach]:
    """May a referee be named? While the assessment goes on, each once."""
    breaches = []
    if ended:
        breaches.append(record_breach("This assessment has ended."))
    if already:
        breaches.append(record_breach("This referee is named already.", "name"))
    return breaches


def interview_breaches(*, on: date, since: date, words: str, today: date) -> list[Breach]:
    """A referee was interviewed between the application and today, and what they said is kept."""
    breaches = []
    if not since <= on <= today:
        breaches.append(record_breach(f"Give a day between {since:%d/%m/%Y} and today.", "on"))
    if not words.strip():
        says = "Say what they said: a written report of each is asked for."
        breaches.append(Breach(says, TWO_REFEREES, "words"))
    return breaches


Spoke = tuple[RefereeKind, date | None, date | None]
"""A referee: who, when their reference came, when they were interviewed."""


def references_in_on(referees: Sequence[Spoke]) -> date | None:
    """Since when the references that Stage 1 asks for are in; None while they are not.

    Two whom they named were interviewed; or an earlier service's written reference came, which
    takes their place (regulation 26(1A)(b), (c)). This council does not count a relative as one of
    the two.
    """
    earlier = [came for kind, came, _ in referees if kind is RefereeKind.EARLIER_SERVICE and came]
    seen = sorted(on for kind, _, on in referees if kind is RefereeKind.FRIEND and on is not None)
    found = [min(earlier)] if earlier else []
    if len(seen) >= LEAST_REFEREES:
        found.append(seen[LEAST_REFEREES - 1])
    return min(found, default=None)


def referees_missing(referees: Sequence[Spoke]) -> list[Breach]:
    """What is missing of the references: how many are named and interviewed of the two at least."""
    if references_in_on(referees) is not None:
        return []
    named = [seen for kind, _, seen in referees if kind is RefereeKind.FRIEND]
    interviewed = sum(seen is not None for seen in named)
    says = (
        f"At least {LEAST_REFEREES} referees whom they name, who are not relatives, are "
        f"interviewed: {len(named)} named, {interviewed} interviewed so far."
    )
    if any(kind is RefereeKind.EARLIER_SERVICE for kind, _, _ in referees):
        says += " The earlier service’s written reference takes their place once it comes."
    return [Breach(says, TWO_REFEREES)]
