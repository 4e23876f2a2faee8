"""Whom we may ask, and four referrals that went to them: one where nobody was found, one that was
placed in the end, a boy for whom a home over the border waits to be decided, and a girl of fourteen
today, with answers come and answers waiting.

The children are found as they are on the day: nobody is moved for it. All by anybody's acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.children import actions as children
from app.children.kinds import Regulator
from app.children.models import Child, LegalStatus, Outcome, Placement, Referral, ReferralChild
from app.commissioning.actions import choosing, offers, out, providers
from app.commissioning.kinds import (
    CameBy,
    Check22,
    HowHeard,
    NoOffer,
    OfferEnd,
    Reply,
    Section,
    Service,
    Standing,
    Step,
    Whose,
)
from app.commissioning.kinds import Told as ToldWhom
from app.commissioning.models import Sending
from app.commissioning.queries import comparing, referrals
from app.commissioning.queries.providers import listed
from app.core.db import db
from app.core.today import now, today
from app.demo import carers, ground
from app.demo.chronicle.told import Rank, Told
from app.links import actions as links
from app.matching.queries import known_about
from app.people import queries as people
from app.people.models import Person, Provider, ProviderKind
from app.people.places import point_of
from sufficiency.types import Kind, Sex

DAY = timedelta(days=1)
YEAR = 365 * DAY

ALSO: tuple[tuple[str, str, Service, tuple[int, int]], ...] = (
    ("Black Mountains Fostering (demonstration)", "SC900106", Service.AGENCY, (0, 17)),
    ("Clee Hill Carers (demonstration)", "SC900107", Service.AGENCY, (8, 17)),
    ("Arrow Lodge (demonstration)", "SC900108", Service.HOMES, (10, 17)),
    ("Lugg House (demonstration)", "SC900109", Service.HOMES, (8, 16)),
    ("Frome Bridge Living (demonstration)", "SC900110", Service.SUPPORTED, (16, 17)),
    ("Golden Valley Care (demonstration)", "SC900111", Service.HOMES, (11, 17)),
)
"""Providers beside the agencies whose homes we know; all are invented."""

TIERS = {0: 1, 1: 1, 2: 1, 3: 2, 5: 2, 6: 2}
"""Which of those who are on the framework are asked first: by their place in the list."""

FRAMEWORK = "Marches and Severn framework (demonstration)"

ABOUT = (
    "Likes drawing, football and cooking. Settles with calm adults who keep to routines, and needs "
    "time to trust. School goes well."
)

NO_ROOM = "No own carer has room at this age; each near miss would need a change of terms."
WIDER = "Whoever is on the framework has no vacancy for this age before the weekend."


def plan_referrals_out(told: Told) -> None:
    """All of it, up to today."""
    told.on(told.today - 2 * YEAR, Rank.AFTERWARDS, _providers, told)
    _over_some_days(told, told.today - 74 * DAY, _nobody_offers(told), days=5)
    _over_some_days(told, told.today - 30 * DAY, _placed_in_the_end(told), days=2)
    _over_some_days(told, told.today - 3 * DAY, _over_the_border(told), days=2)
    told.on(told.today, Rank.AFTERWARDS, _lists, told)
    told.on(told.today, Rank.AFTERWARDS, _four_in_the_afternoon, told)


# ----------------------------------------------------------------------------------- providers


def _providers(told: Told) -> None:
    manager, since = told.manager, today()
    areas = [ground.HEREFORDSHIRE, ground.SHROPSHIRE]
    framework = providers.add_framework(name=FRAMEWORK, starts_on=since, by=manager)
    known = [told.providers[name] for name, _ in carers.AGENCIES]
    known.append(told.providers[carers.COUNCIL_NEXT_DOOR])
    for number, each in enumerate(known):
        neighbour = each.kind is ProviderKind.OTHER_AUTHORITY
        providers.set_entry(
            each,
            service=Service.COUNCIL if neighbour else Service.AGENCY,
            areas=areas,
            min_age=0,
            max_age=17,
            contact_name="Placements desk",
            email=f"placements{number}@example.org",
            starts_on=since,
            by=manager,
        )
    for number, (name, urn, service, (low, high)) in enumerate(ALSO, start=len(known)):
        known.append(
            providers.add_provider(
                name=name,
                kind=ProviderKind.AGENCY,
                urn=urn,
                service=service,
                areas=areas if number % 3 else areas[:1],
                min_age=low,
                max_age=high,
                contact_name="Referrals",
                email=f"placements{number}@example.org",
                starts_on=since,
                by=manager,
            )
        )
    for place, tier in TIERS.items():
        providers.join_framework(known[place], framework, tier=tier, starts_on=since, by=manager)
    for each in known:
        _looked_at(told, each, Standing.REGISTERED, since, "Good at the last inspection.")


def _looked_at(told: Told, provider: Provider, says: Standing, on: date, words: str) -> None:
    providers.check_provider(provider, standing=says, checked_on=on, words=words, by=told.manager)


def _lists(told: Told) -> None:
    """Most were looked at again; of one the list says that it is suspended."""
    those = [each for each in people.providers() if each.kind is not ProviderKind.OWN]
    for number, each in enumerate(those):
        suspended = each.name.startswith("Golden Valley")
        if number % 5 == 4 and not suspended:
            continue
        says = Standing.SUSPENDED if suspended else Standing.REGISTERED
        words = "No child may be admitted." if suspended else "Good at the last inspection."
        _looked_at(told, each, says, today() - (11 + 17 * number) * DAY, words)


# ------------------------------------------------------------------------------------- referrals


def _officer(told: Told) -> User:
    return db.session.get_one(User, told.officer.id)


def _child(sex: Sex, age: int) -> Child:
    """A child of this sex and age whom we look after, with no referral open; the first there is."""
    day = today()
    born = Person.born
    oldest = day.replace(year=day.year - age - 1, day=min(day.day, 28))
    youngest = day.replace(year=day.year - age, day=min(day.day, 28))
    referred = select(ReferralChild.child_id)
    found = db.session.scalars(
        select(Child)
        .join(Person, Person.id == Child.person_id)
        .join(LegalStatus, LegalStatus.child_id == Child.id)
        .join(Placement, Placement.child_id == Child.id)
        .where(
            Person.sex == sex,
            born > oldest,
            born <= youngest,
            LegalStatus.in_force(day),
            Placement.in_force(day),
            Placement.household_id.is_not(None),
            Child.id.not_in(referred),
        )
        .order_by(Child.id)
        .limit(1)
    ).first()
    if found is None:
        raise RuntimeError(f"nobody of {age} is looked after")
    return found


def _referral(told: Told, child: Child, **more: Any) -> Referral:
    made: Referral = children.open_referral(
        [child],
        needed_on=today(),
        kind=Kind.SHORT_TERM,
        by=told.officer,
        **{**known_about([child.id]), **more},
    )
    return made


def _out(told: Told, referral: Referral, steps: Sequence[tuple[Step, str]]) -> None:
    """Widened step by step, and the profile released as the program drafts it."""
    officer = _officer(told)
    for step, why in steps:
        out.widen(referral, step=step, why=why, by=officer)
    profile = out.draft_profile(referral, by=officer)
    words = {**profile.words, Section.ABOUT.value: ABOUT}
    out.write_profile(profile, words=words, by=officer)
    out.release_profile(
        profile,
        names_checked=True,
        why_it_stands="What the home must have is needed; the rest is said as wide as can be.",
        by=officer,
    )


def _sent(
    told: Told, referral: Referral, how_many: int, days: int, *, to_homes: bool = False
) -> list[tuple[Sending, Any]]:
    """To so many fostering services, or to children's homes."""
    may = [
        each.provider
        for each in listed(today())
        if each.entry is not None
        and (each.entry.service is Service.HOMES if to_homes else each.entry.service.fosters)
        and (each.standing is None or each.standing.may_be_asked)
    ][:how_many]
    made = out.send(referral, to=may, answer_by=today() + days * DAY, by=_officer(told))
    return [(referrals.sending_of_link(link.item), link) for link, _ in made]


WIDENED = (
    (Step.OWN, ""),
    (Step.NEAR_MISSES, "Whoever of ours could was asked, and cannot this week."),
    (Step.FRAMEWORK, NO_ROOM),
    (Step.AGENCIES, WIDER),
)


def _refused(told: Told, sending: Sending, why: NoOffer, words: str = "") -> None:
    out.record_reply(
        sending,
        came_by=CameBy.EMAIL,
        reply=Reply.NO_OFFER,
        no_offer=why,
        words=words,
        by=told.officer,
    )


def _over_some_days(told: Told, first: date, course: Iterator[None], *, days: int) -> None:
    """A referral's course: sent on the first day, answered on the next, closed some days on."""
    for day in (first, first + DAY, first + days * DAY):
        told.on(day, Rank.AFTERWARDS, next, course, None)


def _nobody_offers(told: Told) -> Iterator[None]:
    """Everybody was asked, and nobody was found."""
    referral = _referral(
        told, _child(Sex.MALE, 15), answers={"riskMissing": "Risk Present", "pets": "No"}
    )
    _out(told, referral, WIDENED)
    whys = (NoOffer.NO_PLACE, NoOffer.RISK, NoOffer.NO_PLACE, NoOffer.AGE, NoOffer.OTHER_CHILDREN)
    sendings = _sent(told, referral, 5, 1)
    yield
    for (sending, _), why in zip(sendings, whys, strict=True):
        _refused(told, sending, why)
    choosing.escalate(
        referral,
        told=ToldWhom.SERVICE_MANAGER,
        told_name="The service manager",
        tried=referrals.tried(referrals.whole(referral, today()), today()),
        said="Ask the children’s homes too, and tell the reviewing officer today.",
        by=told.officer,
    )
    yield
    children.close_referral(referral, on=today(), outcome=Outcome.NOBODY_FOUND, by=told.officer)


def _placed_in_the_end(told: Told) -> Iterator[None]:
    """Two offers came; one was withdrawn, and the other became the child's home."""
    referral = _referral(told, _child(Sex.FEMALE, 11), answers={"pets": "Yes - can"})
    _out(told, referral, WIDENED[:3])
    (one, _), (two, _), (three, _) = _sent(told, referral, 3, 2)
    yield
    first = _offered(told, one, "The Brook", "SY8 1AA", 940)
    _offered(told, two, "Tump Farm", "HR7 4AA", 1010)
    _refused(told, three, NoOffer.NO_PLACE)
    yield
    offers.end_offer(
        first, how=OfferEnd.WITHDRAWN, because="Another child came first.", by=told.officer
    )
    children.close_referral(referral, on=today(), outcome=Outcome.PLACED, by=told.officer)


SMALL_HOME = "A small home for three; two boys of fourteen live there, and one room is free."


def _over_the_border(told: Told) -> Iterator[None]:
    """A children's home in the next county was chosen and entered: a nominated officer decides."""
    boy = _child(Sex.MALE, 13)
    referral = _referral(told, boy, answers={"riskMissing": "Risk Present", "pets": "No"})
    _out(told, referral, (*WIDENED, (Step.FURTHER, "No carer anywhere would have him now.")))
    (one, _), (two, _) = _sent(told, referral, 2, 2, to_homes=True)
    yield
    offer = _offered(told, one, "Corve House", "SY8 1AA", 4850, SMALL_HOME)
    _refused(told, two, NoOffer.OTHER_CHILDREN)
    yield
    for whose, words in (
        (Whose.CHILD, "Does not want another family now. Would like his own room and his bike."),
        (Whose.PARENTS, "His mother thinks a small home may suit him better for a time."),
    ):
        choosing.record_heard(
            referral,
            boy,
            whose=whose,
            how=HowHeard.SAID,
            heard_on=today(),
            words=words,
            by=told.officer,
        )
    officer = _officer(told)
    rows = comparing.compared(referrals.whole(referral, today()), officer, today())
    row = next(each for each in rows if each.offer is not None and each.offer.id == offer.id)
    choosing.choose(
        referral,
        key=row.key,
        why="Two young people live there, with four staff who know boys who go missing.",
        effect="Both were asked by their workers; one knows him from school.",
        reasons=dict.fromkeys(row.short_of, "No home nearer has room for him."),
        why_not_connected="His aunt was asked, and cannot."
        if comparing.connected_instead(rows, row)
        else "",
        by=officer,
    )
    offers.enter_setting(
        offer,
        regulator=Regulator.OFSTED,
        urn="SC900112",
        registered_on=today() - 900 * DAY,
        by=told.officer,
    )


def _offered(
    told: Told, sending: Sending, called: str, postcode: str, pounds: int, words: str = ""
) -> Any:
    offer = _offer(called, postcode, pounds)
    return out.record_reply(
        sending,
        came_by=CameBy.EMAIL,
        reply=Reply.OFFER,
        offer=offer | {"words": words or offer["words"]},
        by=told.officer,
    )


def _offer(called: str, postcode: str, pounds: int, conditions: str = "") -> dict[str, Any]:
    return {
        "called": called,
        "postcode": postcode if point_of(postcode) else "",
        "weekly_pounds": pounds,
        "from_on": today(),
        "good_until": today() + 3 * DAY,
        "conditions": conditions,
        "words": "Two carers with ten years of fostering teenagers; nobody else is placed there.",
    }


def _four_in_the_afternoon(told: Told) -> None:
    """A girl of fourteen needs a home today; nobody of ours fits."""
    girl = _child(Sex.FEMALE, 14)
    referral = _referral(
        told,
        girl,
        max_miles=6,
        school_postcode="HR4 0AA",
        answers={
            "livingCompanions": "Solo placement recommended",
            "pets": "No",
            "riskMissing": "Risk Present",
            "riskSelfHarm": "No known risk",
            "educationContinuity": "Yes",
            "additionalSupport": "therapeutic support",
        },
    )
    _out(told, referral, WIDENED)
    sendings = _sent(told, referral, 7, 1)
    _by_link(*sendings[0])
    second = _offered(told, sendings[1][0], "Ridgeway 2", "SY8 1AA", 1120)
    _refused(told, sendings[2][0], NoOffer.NO_PLACE, "Ask again on Monday.")
    _refused(told, sendings[3][0], NoOffer.OTHER_CHILDREN)
    opened = sendings[4][1]
    links.open_link(opened, by=links.holder_of(opened))
    for what in (Check22.APPROVED, Check22.TERMS):
        offers.record_check(
            second,
            what=what,
            so=True,
            since_on=today() - 900 * DAY,
            told_by="Registered manager",
            words="Two children of eight to seventeen." if what is Check22.TERMS else "",
            by=told.officer,
        )
    choosing.record_heard(
        referral,
        girl,
        whose=Whose.CHILD,
        how=HowHeard.SAID,
        heard_on=today(),
        words="Wants to stay at the same school, and to see friends at the weekend.",
        by=told.officer,
    )
    choosing.escalate(
        referral,
        told=ToldWhom.TEAM_MANAGER,
        told_name="The team manager",
        told_at=now(),
        tried=referrals.tried(referrals.whole(referral, today()), today()),
        said="Go on with the agencies until six; then tell the service manager.",
        by=told.officer,
    )


def _by_link(sending: Sending, link: Any) -> None:
    """Their answer came by link."""
    by = links.holder_of(link)
    links.open_link(link, by=by)
    links.answer(link, {"reply": ["offer"]}, finished=True)
    out.record_reply(
        sending,
        came_by=CameBy.LINK,
        reply=Reply.OFFER,
        words="Please ring before six.",
        offer=_offer("Bryn", "HR7 4AA", 985, "No younger child is placed there meanwhile."),
        by=by,
    )
