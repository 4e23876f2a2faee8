"""A referral out, whole: how wide the search is, what was released, whom it went to, what came."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.children.models import Referral
from app.commissioning.kinds import Check22, HowHeard, SentState, Step, Whose
from app.commissioning.models import (
    Choice,
    EffectAsked,
    Escalation,
    Heard,
    Offer,
    OfferCheck,
    Profile,
    SearchStep,
    Sending,
    SendingReminder,
)
from app.commissioning.queries import known
from app.commissioning.rules import course, drafting, rarity
from app.commissioning.rules.identity import Finding, found_in
from app.core.db import db
from app.links.models import OneTimeLink
from app.links.queries import last_links_about_items
from app.matching import queries as matching
from app.matching import standard
from app.register.queries import children_here
from sufficiency.types import FACT_WORDS, age_on


@dataclass(frozen=True, slots=True)
class Sent:
    """A profile sent to one provider, as it stands on a day."""

    sending: Sending
    link: OneTimeLink | None
    reminders: int
    state: SentState


@dataclass(frozen=True, slots=True)
class Whole:
    """A referral out."""

    referral: Referral
    steps: Sequence[SearchStep]
    profiles: Sequence[Profile]
    sent: Sequence[Sent]
    offers: Sequence[Offer]
    checks: Mapping[int, Mapping[Check22, OfferCheck]]
    heard: Sequence[Heard]
    effects: Sequence[EffectAsked]
    choices: Sequence[Choice]
    escalations: Sequence[Escalation]

    @property
    def step(self) -> Step | None:
        """How wide the search is; None: it was not recorded yet."""
        return self.steps[-1].step if self.steps else None

    @property
    def next_step(self) -> Step | None:
        """The next wider one."""
        wider = list(Step)[self.step.number if self.step else 0 :]
        return wider[0] if wider else None

    @property
    def released(self) -> Profile | None:
        """The profile that goes out now."""
        return next((each for each in reversed(self.profiles) if each.released_at), None)

    @property
    def draft(self) -> Profile | None:
        """A profile that is not released yet."""
        last = self.profiles[-1] if self.profiles else None
        return last if last is not None and last.released_at is None else None

    @property
    def waiting(self) -> list[Sent]:
        """Those who may still answer."""
        return [each for each in self.sent if each.state.is_open]

    @property
    def standing(self) -> list[Offer]:
        """Offers that stand."""
        return [each for each in self.offers if each.ended_on is None]

    def counted(self) -> Mapping[SentState, int]:
        """How many providers stand how."""
        return Counter(each.state for each in self.sent)

    def missing(self) -> list[str]:
        """Whose wishes or views are not recorded yet."""
        told = {(each.child_id, each.whose) for each in self.heard}
        return [
            f"{child.person.given_name}: {whose.words().lower()}"
            for child in self.referral.children
            for whose in Whose
            if (child.id, whose) not in told
        ]


def whole(referral: Referral, day: date) -> Whole:
    """Everything of one referral out; the number of questions is fixed."""
    id_ = referral.id
    sendings = db.session.scalars(
        select(Sending)
        .where(Sending.referral_id == id_, Sending.stands())
        .order_by(Sending.recorded_at, Sending.id)
    ).all()
    links = last_links_about_items([item_of(each) for each in sendings])
    reminded = Counter(
        db.session.scalars(
            select(SendingReminder.sending_id).where(
                SendingReminder.referral_id == id_, SendingReminder.stands()
            )
        )
    )
    checks: dict[int, dict[Check22, OfferCheck]] = defaultdict(dict)
    for check in _rows(OfferCheck, id_):
        checks[check.offer_id][check.what] = check
    return Whole(
        referral=referral,
        steps=_rows(SearchStep, id_),
        profiles=_rows(Profile, id_),
        sent=[
            Sent(each, links.get(item_of(each)), reminded[each.id], state_of(each, day))
            for each in sendings
        ],
        offers=_rows(Offer, id_),
        checks=checks,
        heard=_rows(Heard, id_),
        effects=_rows(EffectAsked, id_),
        choices=_rows(Choice, id_),
        escalations=_rows(Escalation, id_),
    )


def _rows(kind, referral_id: int):  # type: ignore[no-untyped-def]
    return db.session.scalars(
        select(kind).where(kind.referral_id == referral_id, kind.stands()).order_by(kind.id)
    ).all()


def steps_of(referral_id: int) -> list[Step]:
    """How the search was widened, in order."""
    return [each.step for each in _rows(SearchStep, referral_id)]


def state_of(sending: Sending, day: date) -> SentState:
    """How a referral out stands with one provider on a day."""
    return course.sent_state(
        reply=sending.reply,
        taken_back=sending.taken_back_at is not None,
        answer_by=sending.answer_by,
        day=day,
    )


def item_of(sending: Sending) -> str:
    """What its link is about."""
    return f"referral_sending:{sending.id}"


def sending_of_link(item: str) -> Sending:
    """The sending that a link asks about."""
    return db.session.get_one(Sending, int(item.partition(":")[2]))


def sending_by_ref(ref: str) -> Sending | None:
    """The sending of that reference."""
    return db.session.scalar(select(Sending).where(Sending.ref == ref, Sending.stands()))


def offer_by_ref(ref: str) -> Offer | None:
    """The offer of that reference."""
    return db.session.scalar(select(Offer).where(Offer.ref == ref, Offer.stands()))


def profile_by_id(id_: int) -> Profile:
    """The profile of that id."""
    return db.session.get_one(Profile, id_)


def referral_of(row: Sending | Offer) -> Referral | None:
    """The referral of a sending or an offer; None where it is not the reader's to see."""
    return db.session.scalar(select(Referral).where(Referral.id == row.referral_id))


def open_with(provider_ids: Sequence[int], referral_id: int) -> set[int]:
    """Which of these providers were asked for this referral and may still answer."""
    return set(
        db.session.scalars(
            select(Sending.provider_id).where(
                Sending.referral_id == referral_id,
                Sending.provider_id.in_(provider_ids),
                Sending.stands(),
                Sending.reply.is_(None),
                Sending.taken_back_at.is_(None),
            )
        )
    )


def checks_of_offer(offer: Offer) -> dict[Check22, OfferCheck]:
    """What was answered last on each question of regulation 22."""
    return {
        each.what: each
        for each in _rows(OfferCheck, offer.referral_id)
        if each.offer_id == offer.id
    }


def children_there(household_id: int, day: date) -> list[int]:
    """Children placed with a household on a day."""
    return [each.child_id for each in children_here(household_id) if each.lives_here(day)]


# ---------------------------------------------------------------------------------- the profile


def base_told(referral: Referral, crowd: rarity.Crowd, day: date) -> rarity.Told:
    """The range of ages and the sexes that a profile of these children tells at the least."""
    ages = [age_on(child.person.born, day) for child in referral.children if child.person.born]
    sexes = frozenset(child.person.sex.value for child in referral.children)
    group = len(referral.children)
    if not ages:
        return rarity.Told(0, rarity.ADULT - 1, frozenset(), group, frozenset())
    return rarity.ages_to_say(ages, sexes if group == 1 else frozenset(), group, crowd)


def drafted(referral: Referral, day: date) -> dict[str, str]:
    """A profile drafted from the referral's codes. No word that somebody typed is in it."""
    answers, need = referral.answers, matching.need_of(referral)
    where = need.home
    point = (round(where.easting_m), round(where.northing_m)) if where else None
    council = known.council()
    asked = drafting.Asked(
        told=base_told(referral, known.crowd(day), day),
        how_many=len(referral.children),
        together=referral.together,
        kind=referral.kind.value.replace("_", " "),
        needed_on=referral.needed_on,
        until=referral.until,
        today=day,
        council=council,
        quarter=drafting.quarter_of(point, known.middle(), council),
        max_miles=referral.max_miles,
        keeps_school=str(answers.get("educationContinuity", "")),
        musts=[FACT_WORDS[each] for each in sorted(need.required)],
        must_nots=[FACT_WORDS[each] for each in sorted(need.forbidden)],
        wishes=[FACT_WORDS[each] for each in sorted(need.wanted)],
        company=str(answers.get("livingCompanions", "")).lower(),
        support=_support(answers),
        risks_present=_risks(answers, "Risk Present"),
        risks_none=_risks(answers, "No known risk"),
    )
    return drafting.draft(asked)


def _support(answers: Mapping[str, object]) -> str:
    said = str(answers.get("additionalSupport", ""))
    return "" if said in ("", "NA", "other (please specify)") else said


def _risks(answers: Mapping[str, object], said: str) -> list[str]:
    return [words.lower() for key, words in standard.RISKS.items() if answers.get(key) == said]


def findings(referral: Referral, sections: Mapping[str, str], day: date) -> tuple[Finding, ...]:
    """What in these sections gives the children away: by what the record knows, and by number."""
    crowd = known.crowd(day)
    told = rarity.told_by(sections, base_told(referral, crowd, day))
    return (
        *found_in(sections, known.known_about(referral), known.our_own_words()),
        *rarity.rare(told, crowd),
    )


def names_of(user_ids: Sequence[int | None]) -> dict[int, str]:
    """What these users are called."""
    ids = {each for each in user_ids if each is not None}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def tried(found: Whole, day: date) -> str:
    """What was tried so far, in one text: what an escalation is filled with."""
    lines = [
        f"{each.step.words()}: {each.able} of {each.searched} homes on record could, "
        f"{each.near} near misses."
        for each in found.steps
    ]
    if found.sent:
        counted = found.counted()
        said = ", ".join(
            f"{number} {state.value.replace('_', ' ')}" for state, number in counted.items()
        )
        whom = "one provider" if len(found.sent) == 1 else f"{len(found.sent)} providers"
        lines.append(f"Sent to {whom}: {said}.")
    lines += [
        f"Offer of {each.provider.name}: £{each.weekly_pounds:,} a week"
        f"{', stands no longer' if each.ended_on else ''}."
        for each in found.offers
    ]
    return "\n".join(lines) or "Nothing is recorded yet."


def latest_heard(found: Whole) -> dict[tuple[int, Whose], Heard]:
    """What was recorded last of each child's wishes and the parents' views."""
    return {(each.child_id, each.whose): each for each in found.heard}


def in_words(heard: Heard) -> str:
    """Wishes or views as the placing page takes them, with how and when."""
    how = {HowHeard.SAID: "", HowHeard.OBSERVED: "Observed. ", HowHeard.NOT_ASKED: "Not asked. "}
    said = f"{how[heard.how]}{heard.words} ({heard.heard_on:%d/%m/%Y})"
    return f"{heard.child.person.given_name}: {said}"
