"""How a referral out stands, and what its acts refuse."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.commissioning.kinds import (
    Check22,
    HowHeard,
    NoOffer,
    Reply,
    SentState,
    Service,
    Standing,
    Step,
    Whose,
)
from app.commissioning.rules.identity import Finding
from app.matching.rules import Area
from app.people.rules import record_breach
from app.statute import provisions as law
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, UK_GDPR, Cite, Verified

ON_REFERRALS_OUT = LOCAL_POLICY.provision("on referrals to other providers", Verified.TEXT)
LEAST_DATA = UK_GDPR.provision("article 5(1)(c)", Verified.MEMORY_PLUS)
MOST_DAYS = 28
"""How long providers may be given to answer."""

SUPPORTED_FROM = 16
"""Nobody younger lives in supported accommodation."""

MOST_POUNDS = 30_000
"""Pounds a week above which a price is a slip of the hand."""


def _here(says: str, field: str | None = None) -> Breach:
    return Breach(says, ON_REFERRALS_OUT, field)


def open_breaches(*, closed: bool) -> list[Breach]:
    """Whether anything may still be arranged for a referral."""
    return [_here("This referral is closed. Open it again first.")] if closed else []


def widening_breaches(step: Step, taken: Collection[Step], why: str) -> list[Breach]:
    """Wider only, once each, and with why the narrower search does not do."""
    found = []
    if step in taken:
        found.append(_here("The search was widened so far already.", "step"))
    elif any(each.number > step.number for each in taken):
        found.append(_here("The search is wider than that already.", "step"))
    if step is not Step.OWN and not why.strip():
        says = "Say why what was looked at so far does not do, and any step left out."
        found.append(Breach(says, law.ORDER_OF_PLACEMENTS, "why"))
    return found


def release_breaches(
    findings: Iterable[Finding],
    *,
    released: bool,
    names_checked: bool,
    why_it_stands: str,
    empty: bool,
) -> list[Breach]:
    """Nothing that names the child leaves; what may stand stands because somebody says why."""
    if released:
        return [_here("It was released already. Draft another to change it.")]
    found = []
    if empty:
        found.append(_here("Say who needs a home: the first part is empty."))
    findings = tuple(findings)
    found += [
        Breach(f"“{each.found}” gives the child away. {each.because}.", LEAST_DATA)
        for each in findings
        if each.must
    ]
    if not names_checked:
        says = "Read it as a neighbour of the family would, and say that it names nobody."
        found.append(_here(says, "names_checked"))
    if any(not each.must for each in findings) and not why_it_stands.strip():
        says = "Say why each thing that the check asks about may stay."
        found.append(Breach(says, LEAST_DATA, "why_it_stands"))
    return found


def sending_breaches(
    *,
    closed: bool,
    released: bool,
    step: Step | None,
    chosen: int,
    answer_by: date,
    today: date,
) -> list[Breach]:
    """What keeps a referral from going out at all."""
    found = open_breaches(closed=closed)
    if not released:
        found.append(_here("No profile is released yet. Release one first."))
    if step is None or not step.goes_out:
        found.append(_here("Widen the search first: to the framework, or further."))
    if not chosen:
        found.append(_here("Choose at least one provider.", "providers"))
    if not today <= answer_by <= today + timedelta(days=MOST_DAYS):
        says = f"Give them until today or a day within the next {MOST_DAYS} days."
        found.append(_here(says, "answer_by"))
    return found


def recipient_breaches(
    name: str,
    *,
    asked_already: bool,
    email: str,
    standing: Standing | None,
    on_framework: bool,
    neighbour: bool,
    step: Step | None,
) -> list[Breach]:
    """What keeps a referral from going to one provider."""
    found = []
    if asked_already:
        found.append(_here(f"{name} was asked already, and may still answer.", "providers"))
    if not email:
        found.append(_here(f"No address is recorded for {name}.", "providers"))
    if standing is not None and not standing.may_be_asked:
        says = f"The regulator’s list says of {name}: {standing.words().lower()}."
        found.append(Breach(says, law.ORDER_OF_PLACEMENTS, "providers"))
    if step is Step.FRAMEWORK and not (on_framework or neighbour):
        says = f"{name} is on no framework. Widen the search to every agency first."
        found.append(_here(says, "providers"))
    return found


def sent_state(*, reply: Reply | None, taken_back: bool, answer_by: date, day: date) -> SentState:
    """How a referral out stands with one provider. An answer stays one, whatever came after."""
    if reply is not None:
        return SentState.OFFERED if reply is Reply.OFFER else SentState.NO_OFFER
    if taken_back:
        return SentState.TAKEN_BACK
    return SentState.LATE if answer_by < day else SentState.WAITING


def reply_breaches(state: SentState, *, closed: bool) -> list[Breach]:
    """An answer is taken once, while it is asked for; late ones are taken too."""
    if state in (SentState.OFFERED, SentState.NO_OFFER):
        return [_here("An answer is recorded already: somebody has been quicker.")]
    if state is SentState.TAKEN_BACK:
        return [_here("It was taken back. Send it again first.")]
    if closed:
        return [_here("The referral is closed: a home has been found, or is no longer needed.")]
    return []


def no_offer_breaches(reason: NoOffer | None) -> list[Breach]:
    """Why not, so that it can be counted."""
    return [] if reason else [record_breach("Choose why there is no offer.", "no_offer")]


def offer_breaches(
    service: Service | None,
    *,
    asked_for: Service,
    called: str,
    words: str,
    weekly_pounds: int | None,
    from_on: date | None,
    good_until: date | None,
    today: date,
) -> list[Breach]:
    """What an offer cannot do without."""
    found = []
    if service is not None and service is not asked_for:
        found.append(record_breach("Another kind of home than the provider gives.", "service"))
    if not called.strip():
        found.append(record_breach("Say what the home is called.", "called"))
    if not words.strip():
        found.append(record_breach("Say who lives there, and why it fits.", "words"))
    if weekly_pounds is None or not 0 <= weekly_pounds <= MOST_POUNDS:
        says = f"Give the price in whole pounds a week, from 0 to {MOST_POUNDS:,}."
        found.append(record_breach(says, "weekly_pounds"))
    if from_on is None or from_on < today - timedelta(days=MOST_DAYS):
        found.append(record_breach("Say from which day the home is free.", "from_on"))
    if good_until is not None and good_until < today:
        found.append(record_breach("That day has passed.", "good_until"))
    return found


def taking_back_breaches(state: SentState) -> list[Breach]:
    """Only what still waits is taken back."""
    if state.is_open:
        return []
    return [_here("Nothing waits for an answer there any more.")]


def still_stands_breaches(*, ended: bool, good_until: date | None, day: date) -> list[Breach]:
    """Whether an offer can still be worked with."""
    if ended:
        return [_here("This offer stands no longer.")]
    if good_until is not None and good_until < day:
        says = f"It stood until {good_until:%d/%m/%Y}. Ask the provider, and record another."
        return [_here(says)]
    return []


def entering_breaches(
    checks: Mapping[Check22, bool],
    *,
    asked: Collection[Check22],
    entered: bool,
    postcode: str,
) -> list[Breach]:
    """Regulation 22, before an offered foster home is entered to place there."""
    if entered:
        return [_here("The home is entered already.")]
    found = []
    if not postcode:
        found.append(record_breach("Record where the home is first.", "postcode"))
    for each in asked:
        if each not in checks:
            found.append(Breach(f"{each.words()}: not asked yet. {each.asks}", each.cite))
        elif not checks[each]:
            found.append(Breach(f"{each.words()}: answered no.", each.cite))
    return found


def choosing_breaches(
    *,
    closed: bool,
    children: Sequence[int],
    heard: Collection[tuple[int, Whose]],
    names: Mapping[int, str],
    there: Sequence[int],
    asked_of: Collection[int],
    others_there: bool,
    effect: str,
    short_of: Collection[str],
    reasons: Mapping[str, str],
    words_22c: Mapping[str, tuple[str, Cite]],
    connected_instead: bool,
    why_not_connected: str,
    why: str,
) -> list[Breach]:
    """What is asked before a home is chosen: wishes, views, each child there, section 22C."""
    found = open_breaches(closed=closed)
    for child in children:
        for whose in Whose:
            if (child, whose) not in heard:
                says = f"{names[child]}: {whose.words().lower()} not recorded yet."
                found.append(Breach(says, law.WISHES_AND_FEELINGS))
    missing = [child for child in there if child not in asked_of]
    if missing:
        number = "One child there was" if len(missing) == 1 else f"{len(missing)} children were"
        says = f"{number} not asked about yet: what it would mean for each."
        found.append(Breach(says, law.MOST_APPROPRIATE_PLACEMENT))
    if others_there and not there and not effect.strip():
        says = "Say what it means for children there, as their service tells it; or that none are."
        found.append(Breach(says, law.MOST_APPROPRIATE_PLACEMENT, "effect"))
    for key in short_of:
        if not reasons.get(key, "").strip():
            says = f"{words_22c[key][0]}. Say why this home is still right."
            found.append(Breach(says, words_22c[key][1], f"why_{key}"))
    if connected_instead and not why_not_connected.strip():
        says = "A relative, friend or connected person could. Say why it is not to be them."
        found.append(Breach(says, law.CONNECTED_CARER_PREFERRED, "why_not_connected"))
    if not why.strip():
        found.append(Breach("Say why this home.", law.MOST_APPROPRIATE_PLACEMENT, "why"))
    return found


@dataclass(frozen=True, slots=True)
class Placer:
    """Who would place in an offered setting, and what they may decide."""

    may_confirm: bool
    may_decide: bool
    may_decide_at_a_distance: bool
    acted_before: bool
    """They opened the referral, or chose the home."""


def setting_breaches(
    *,
    area: Area,
    entered: bool,
    chosen: bool,
    ages: Collection[int | None],
    supported: bool,
    starts_on: date,
    today: date,
    by: Placer,
) -> list[Breach]:
    """May these children be placed in an offered setting by this person? `supported`: it is
    supported accommodation, from sixteen on; what has happened goes on the child's page."""
    found = []
    if not entered:
        found.append(_here("Enter it as a setting first: its registration is looked at then."))
    if not chosen:
        says = "Choose it first, with why: what it was compared with is kept."
        found.append(Breach(says, law.MOST_APPROPRIATE_PLACEMENT))
    if supported and any(age is None or age < SUPPORTED_FROM for age in ages):
        says = "Supported accommodation is for those of 16 or 17."
        found.append(Breach(says, law.AGED_16_OR_17))
    if starts_on < today:
        says = "That day has passed. If they have moved in, record it on each child’s page."
        found.append(_here(says, "starts_on"))
    return found + _of_the_placer(area, by)


def _of_the_placer(area: Area, by: Placer) -> list[Breach]:
    """Regulation 11: over the border somebody else approves it, before the child moves."""
    match area:
        case Area.NOT_KNOWN:
            says = "Which authority’s area it is in is not recorded. Record where it is first."
            return [Breach(says, law.OUT_OF_AREA)]
        case Area.AT_A_DISTANCE if not by.may_decide_at_a_distance:
            says = (
                "It is at a distance: not in our area nor in an adjoining one. The director of "
                "children’s services approves it, before the child moves."
            )
            return [Breach(says, law.AT_A_DISTANCE)]
        case Area.ADJOINING if not by.may_decide:
            says = (
                "It is outside our area. A nominated officer approves it, before the child moves."
            )
            return [Breach(says, law.OUT_OF_AREA)]
        case Area.IN_AREA if not by.may_confirm:
            return [_here("Your role does not confirm placements.")]
    if area is not Area.IN_AREA and by.acted_before:
        says = "You opened this referral, or chose this home: somebody else approves it."
        return [_here(says)]
    return []


def heard_breaches(how: HowHeard | None, words: str, on: date, today: date) -> list[Breach]:
    """Words always; a day that has come."""
    found = []
    if not words.strip():
        found.append(Breach("Write what they said, or why not.", law.WISHES_AND_FEELINGS, "words"))
    if how is None:
        found.append(Breach("Say how it came to be known.", law.WISHES_AND_FEELINGS, "how"))
    return found + passed_breaches(on, today, "heard_on")


def passed_breaches(on: date, today: date, field: str) -> list[Breach]:
    """A day that has come."""
    return [record_breach("That day is still to come.", field)] if on > today else []


def entry_breaches(min_age: int, max_age: int, areas: Sequence[str]) -> list[Breach]:
    """What a provider's entry cannot be."""
    found = []
    if not 0 <= min_age <= max_age <= 25:
        found.append(record_breach("Give ages from 0 to 25, the younger first.", "max_age"))
    if not areas:
        found.append(record_breach("Choose at least one area.", "areas"))
    return found
