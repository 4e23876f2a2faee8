"""What else happens in ten years: holds, places not available, stays away, absences, needs.

Chosen when the years have gone by, so that nobody was ever placed where a hold stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.children.codes import Place
from app.children.kinds import AwayKind, Basis, SettingKind
from app.demo import goals, sites
from app.demo.chance import Chance, years
from app.demo.county import County
from app.demo.ground import Point
from app.demo.homes import PlannedHome, Site, Stay, Whose
from app.demo.lives import TAKEN_OVER, Life
from app.people.models import ConsiderationKind
from app.register.models import ClaimKind, HoldReason, NotAvailable
from sufficiency.types import Fact, Kind


class Absence(NamedTuple):
    """A child is missing, or away without leave."""

    life: Life
    kind: AwayKind
    starts: date
    ends: date | None


class Extended(NamedTuple):
    """A temporary approval was extended."""

    home: PlannedHome
    life: Life
    decided: date
    last_day: date


class Exempted(NamedTuple):
    """An exemption from the usual fostering limit."""

    home: PlannedHome
    named: Sequence[Life]
    starts: date
    why: str


class Needs(NamedTuple):
    """What a child needs of a home."""

    life: Life
    fact: Fact
    must_be: bool | None
    why: str
    starts: date


class Considered(NamedTuple):
    """What those who live in a home need of any other child who comes."""

    home: PlannedHome
    kind: ConsiderationKind
    age: int | None
    why: str
    starts: date


class Claimed(NamedTuple):
    """A bed is planned or held, from so many days after today, at the first of these homes that has
    room for them by then."""

    homes: Sequence[PlannedHome]
    unit: list[Life]
    claim: ClaimKind
    days: int
    kind: Kind


class Referred(NamedTuple):
    """Children were referred; when it was closed, if it was."""

    unit: list[Life]
    opened: date
    needed: date
    kind: Kind
    closed: date | None


class Circumstances:
    """All of these, for the chronicle."""

    def __init__(self) -> None:
        self.absences: list[Absence] = []
        self.extensions: list[Extended] = []
        self.exemptions: list[Exempted] = []
        self.needs: list[Needs] = []
        self.considerations: list[Considered] = []
        self.claims: list[Claimed] = []
        self.referrals: list[Referred] = []


HOLDS = {
    HoldReason.ALLEGATION: "Referred to the designated officer; strategy meeting held.",
    HoldReason.ILLNESS: "In hospital for an operation; expects to foster again in the spring.",
    HoldReason.BEREAVEMENT: "Her father has died.",
    HoldReason.STANDARD_OF_CARE: "A standards-of-care review is under way.",
    HoldReason.CARERS_CHOICE: "Moving house; asked for no placements until settled.",
    HoldReason.OTHER: "Building work: two bedrooms cannot be used.",
}
"""Each reason for a hold, with words."""

KNOWN_FOR = timedelta(days=14)
"""For how long there has been a hold for an allegation: its concern is under way."""

GONE = {
    NotAvailable.BREAK: "A break agreed after a long placement ended.",
    NotAvailable.CARER_REASONS: "",
    NotAvailable.NEEDS_OF_CHILD: "The child there needs to be the only one for now.",
    NotAvailable.SIBLINGS_ONLY: "Kept for brothers and sisters.",
    NotAvailable.STAYING_PUT: "A young person stays put.",
    NotAvailable.INVESTIGATION: "",
    NotAvailable.SHORT_BREAKS: "Kept for short breaks.",
    NotAvailable.PENDING: "Kept for a child who is to come.",
    NotAvailable.OTHER: "",
}
"""Each reason why a place is not available: Ofsted's own list."""

NEEDS = (
    (Fact.DOG, False, "Afraid of dogs since being bitten."),
    (Fact.CAT, False, "Allergic to cats."),
    (Fact.SMOKER, False, "Asthma: no smoke in the home."),
    (Fact.NO_OTHER_CHILDREN, True, "Needs to be the only child for now."),
    (Fact.STEP_FREE, True, "Uses a wheelchair."),
    (Fact.MAKATON, None, "Signs with Makaton at school."),
    (Fact.EXPERIENCE_AUTISM, None, "Autistic; needs routine and warning of change."),
    (Fact.EXPERIENCE_SELF_HARM, None, "Has hurt herself; needs calm, watchful care."),
    (Fact.SAFE_STORAGE, True, "Medicines and sharps must be locked away."),
    (Fact.EXPERIENCE_MISSING, None, "Has gone missing from two homes."),
    (Fact.AT_HOME_IN_THE_DAY, None, "On a part-time timetable."),
    (Fact.RURAL, None, "Settles where it is quiet."),
)
"""Needs that children have, and why."""


def happen(county: County, around: Circumstances, today: date) -> None:
    """Everything of this kind, up to today."""
    chance = Chance.of(county.seed, "circumstances")
    _holds_and_gaps(county, chance, today)
    _stays_away(county, chance, today)
    _absences(county, around, chance, today)
    _needs(county, around, chance, today)
    _considerations(county, around, today)
    _schools(county, chance)
    _overdue(county, chance, today)
    _referrals(county, around, chance, today)
    _plans(county, around, chance, today)


def _ours(county: County) -> list[PlannedHome]:
    return [
        home
        for home in county.homes
        if home.whose is Whose.OURS and home.is_open and not home.reserved
    ]


def _holds_and_gaps(county: County, chance: Chance, today: date) -> None:
    """Each reason stands today on some home with room; some holds have come and gone."""
    with_room = [home for home in _ours(county) if len(home.there) < home.overall(today)]
    empty = [home for home in with_room if not home.there]
    known = today - KNOWN_FOR
    held = chance.some(empty or with_room, len(HOLDS))
    held.sort(key=lambda home: _nobody_since(home) > known)  # the first is for the allegation
    for home, (reason, note) in zip(held, HOLDS.items(), strict=False):
        since = _lately(chance, home, today)
        if reason is HoldReason.ALLEGATION:
            since = min(since, max(known, _nobody_since(home)))
        home.holds.append((reason, since, None, note))
    free = [home for home in with_room if not home.holds]
    reasons = [*GONE.items(), *chance.some(list(GONE.items()), 5)]
    for home, (why, note) in zip(chance.some(free, len(reasons)), reasons, strict=False):
        left = home.overall(today) - len(home.there)
        places = None if not home.there and chance.once_in(0.4) else chance.randint(1, left)
        ends = today + timedelta(days=chance.randint(20, 90)) if chance.once_in(0.3) else None
        home.unavailable.append((why, places, _lately(chance, home, today), ends, note))
    for home in chance.some(free, 8):
        if home.approved < today - years(1.5):
            starts = chance.day(max(home.approved, TAKEN_OVER), today - timedelta(days=200))
            ends = starts + timedelta(days=chance.randint(14, 120))
            reason = chance.choice(list(HOLDS))
            home.holds.append((reason, starts, ends, "Lifted since."))
    _holds_left_over(free, list(HOLDS.items())[len(empty or with_room) :], today)


def _holds_left_over(
    free: list[PlannedHome], left: list[tuple[HoldReason, str]], today: date
) -> None:
    """Where fewer homes are empty than there are reasons: on those that have children, and take no
    more for now."""
    since = today - timedelta(days=30)
    quiet = (
        home
        for home in free
        if home.there
        and home.unavailable
        and home.approved < since
        and all(max(stay.starts, stay.ends or stay.starts) < since for stay in home.stays)
    )
    for (reason, note), home in zip(left, quiet, strict=False):
        home.holds.append((reason, since, None, note))


def _lately(chance: Chance, home: PlannedHome, today: date) -> date:
    first = max(_nobody_since(home), today - timedelta(days=220))
    return chance.day(first, today - timedelta(days=2))


def _nobody_since(home: PlannedHome) -> date:
    """The last day on which a child came or went."""
    return max([home.approved, *(stay.ends or stay.starts for stay in home.stays)])


def _stays_away(county: County, chance: Chance, today: date) -> None:
    """Hospital, holidays, respite: each beside a main placement that goes on."""
    hospital = sites.of_kind(county.sites, SettingKind.HOSPITAL)[0]
    kinds = (Place.T0, Place.T1, Place.T2, Place.T3, Place.T4)
    longest = {Place.T1: 9, Place.T2: 14, Place.T3: 14, Place.T4: 5, Place.T0: 5}
    mains = [
        stay
        for each in county.stays.values()
        for stay in each
        if not stay.life.of_the_story and stay.place.startswith("U") and _length(stay, today) > 120
    ]
    for n, main in enumerate(chance.some(mains, 70)):
        place = kinds[n % len(kinds)]
        ends = main.ends or today
        starts = chance.day(max(main.starts + timedelta(days=40), TAKEN_OVER), ends)
        until = starts + timedelta(days=chance.randint(2, longest[place]))
        if until < ends:
            _stay_away(county, chance, main, place, starts, until, hospital_of=hospital)


def _length(stay: Stay, today: date) -> int:
    return ((stay.ends or today) - max(stay.starts, TAKEN_OVER)).days


def _stay_away(
    county: County,
    chance: Chance,
    main: Stay,
    place: Place,
    starts: date,
    until: date,
    *,
    hospital_of: Site,
) -> None:
    stay = Stay(main.life, starts, place, None, Basis.NOT_RECORDED, temporary=True, ends=until)
    if place is Place.T1:
        stay.site = hospital_of
    else:
        stay.point = county.ground.at_home(chance)
    county.stays[main.life].append(stay)


def _absences(county: County, around: Circumstances, chance: Chance, today: date) -> None:
    """Seven in a hundred go missing within a year, most for a night."""
    since = today - years(2)
    for year in range(2):
        first = since + years(year)
        old = [
            life
            for life in county.lives
            if life.age(first) > 11.5
            and life.is_in_care(first)
            and (life.ends is None or life.ends > first + timedelta(days=120))
            and not life.of_the_story
        ]
        for life in chance.some(old, round(len(old) * 0.1)):
            day = chance.day(first, first + timedelta(days=90))
            for _ in range(chance.randint(1, 2)):
                back = day + timedelta(days=chance.weighted({1: 7, 2: 2, 4: 1}))
                kind = chance.weighted({AwayKind.MISSING: 9, AwayKind.UNAUTHORISED: 1})
                around.absences.append(Absence(life, kind, day, back))
                day = back + timedelta(days=chance.randint(3, 10))


def _needs(county: County, around: Circumstances, chance: Chance, today: date) -> None:
    """One in three of those looked after today needs something of a home."""
    for life in county.lives:
        if life.is_in_care(today) and not life.of_the_story and chance.once_in(0.35):
            for fact, must_be, why in chance.some(NEEDS, chance.weighted({1: 3, 2: 1})):
                around.needs.append(Needs(life, fact, must_be, why, life.starts))


CONSIDERATIONS = (
    (ConsiderationKind.NO_CHILD_UNDER, 5, "The child there cannot be near babies."),
    (ConsiderationKind.ONLY_CHILD, None, "The child there needs the carers to themselves."),
    (ConsiderationKind.NO_CHILD_OVER, 12, "The child there is afraid of older children."),
)
"""What a child who lives somewhere may need of others who come."""


def _considerations(county: County, around: Circumstances, today: date) -> None:
    """Where one child lives, and there is room for another, a few need something of the other."""
    chance = Chance.of(county.seed, "considerations")
    one_there = [home for home in _ours(county) if len(home.there) == 1 and home.overall(today) > 1]
    for n, home in enumerate(chance.some(one_there, 8)):
        kind, age, why = CONSIDERATIONS[n % len(CONSIDERATIONS)]
        starts = max(home.there[0].starts, home.approved)
        around.considerations.append(Considered(home, kind, age, why, starts))


SCHOOLS = ("Riverside", "St Mary's", "Castle Hill", "Orchard", "Wyeside", "Aylestone Park", "Lugg")


def _schools(county: County, chance: Chance) -> None:
    """Schools near the family home: primary to eleven, then secondary."""
    made: dict[tuple[str, str], tuple[str, Point]] = {}
    for life in county.lives:
        home = life.brood.home
        if home is None or life.school or not 4.2 < life.age(life.starts) < 16:
            continue
        town = home.postcode.split()[0]
        town = town if town in county.ground.by_town else "HR4"
        kind = "Primary" if life.age(life.starts) < 11 else "High School"
        name = chance.choice(SCHOOLS)
        if (town + name, kind) not in made:
            said = f"{name} {kind}, {town} (demonstration)"
            made[town + name, kind] = said, county.ground.in_town(chance, town)
        life.school, life.school_point = made[town + name, kind]


def _overdue(county: County, chance: Chance, today: date) -> None:
    """A few households have had no review for longer than a year."""
    old = [
        home
        for home in county.homes
        if home.whose in (Whose.OURS, Whose.KIN)
        and home.is_open
        and home.approved < today - years(3)
    ]
    for home in chance.some(old, 5):
        home.reviews_stop = today - timedelta(days=chance.randint(380, 460))


def _referrals(county: County, around: Circumstances, chance: Chance, today: date) -> None:
    """Those placed with families in the last year had a referral, which ended with a place."""
    since = today - years(1)
    seen: set[int] = set()
    for life in county.lives:
        mains = [stay for stay in county.stays[life] if not stay.temporary]
        if not mains or life.of_the_story or id(life.brood) in seen:
            continue
        first = mains[0]
        if first.starts > since and first.place.startswith("U") and life.starts == first.starts:
            seen.add(id(life.brood))
            unit = [one for one in life.brood.lives if one.starts == life.starts]
            kind = first.kind or Kind.SHORT_TERM
            around.referrals.append(Referred(unit, first.starts, first.starts, kind, first.starts))


def _plans(county: County, around: Circumstances, chance: Chance, today: date) -> None:
    """Two children are to move to our carers soon: one planned, one with a bed held."""
    waiting = [
        life
        for life in county.lives
        if life.is_in_care(today)
        and not life.of_the_story
        and county.where(life) is goals.Where.AGENCY
        and len(life.brood.lives) == 1
    ]
    chance.shuffle(waiting)
    free = [home for home in _ours(county) if not home.holds and not home.unavailable]
    for claim, days in ((ClaimKind.PLANNED, 9), (ClaimKind.HELD, 1)):
        day = today + timedelta(days=days)
        fit = {
            life: [home for home in free if home.fits([life], day, Kind.SHORT_TERM)]
            for life in waiting
        }
        life = max(fit, key=lambda life: len(fit[life]))
        around.claims.append(Claimed(fit[life], [life], claim, days, Kind.SHORT_TERM))
        waiting.remove(life)
