"""What a test asks the record for, in the words of the work.

Everything is written through the product's own acts, by `SOMEBODY`, and committed. Whatever is not
said has a plain answer: people have names, a household is approved since `LONG_AGO` for two
children of any age, its agreement is signed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import wraps
from itertools import count
from typing import Any, TypeVar

from app.accounts import actions as accounts
from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.children import actions as children
from app.children.codes import Ls, Place
from app.children.kinds import SiblingKind, Sureness
from app.children.models import Child, Placement
from app.core.db import transaction
from app.core.today import today
from app.people import actions as people
from app.people import queries as who
from app.people.models import Household, MemberRole, Person, Provider, ProviderKind
from app.people.places import load_postcodes
from app.register import actions as register
from app.supervision import actions as supervision
from sufficiency.types import Sex

SOMEBODY = INSTALLER
HEREFORDSHIRE = "E06000019"
SHROPSHIRE = "E06000051"
LONG_AGO = date(2019, 3, 12)

PLACES = {
    "HR6 8AB": (349_600, 259_000, HEREFORDSHIRE),  # Leominster
    "HR6 9UX": (342_800, 261_600, HEREFORDSHIRE),  # Kingsland
    "HR7 4AA": (365_400, 254_600, HEREFORDSHIRE),  # Bromyard
    "SY8 1AA": (351_200, 274_600, SHROPSHIRE),  # Ludlow
}
"""Some real places: easting and northing in metres, and the authority."""

Builder = TypeVar("Builder", bound=Callable[..., Any])


def in_one_go(builder: Builder) -> Builder:
    """What a builder does by several acts is written as one: half the time of one by one."""

    @wraps(builder)
    def build(*args: Any, **kw: Any) -> Any:
        with transaction():
            return builder(*args, **kw)

    return build  # type: ignore[return-value]


_numbers = count(1)
FAMILIES = ("Abberline", "Brockmoor", "Cattermole", "Dunnaway", "Eyebright", "Fothersby", "Gudgeon")
GIVEN = ("Aldith", "Berengar", "Cunedda", "Dorothea", "Emrys", "Finola", "Griselda", "Hesper")
"""Names of whoever a test does not name. No test names anybody so (`test_builders`)."""


def postcodes() -> None:
    """The postcodes of `PLACES`."""
    load_postcodes(
        {"postcode": code, "easting": east, "northing": north, "authority_code": area}
        for code, (east, north, area) in PLACES.items()
    )


def own_service() -> Provider:
    """Our own fostering service, added the first time it is asked for."""
    return who.own_provider() or people.add_provider(
        name="Herefordshire Fostering", kind=ProviderKind.OWN, by=SOMEBODY
    )


def agency(name: str = "Marches Fostering") -> Provider:
    """An agency's fostering service."""
    return people.add_provider(name=name, kind=ProviderKind.AGENCY, by=SOMEBODY)


def user(*roles: Role, name: str = "Sarah Webb", left_on: date | None = None) -> User:
    """Somebody who works here; in these roles since long ago."""
    with transaction():
        made: User = accounts.add_user(
            name=name, email=f"{secrets.token_hex(6)}@example.org", by=SOMEBODY
        )
        for role in roles:
            accounts.grant_role(made, role=role, by=SOMEBODY)
        if left_on is not None:
            accounts.record_leaving(made, on=left_on, by=SOMEBODY)
    return made


def worker(name: str = "Sarah Webb", left_on: date | None = None) -> User:
    """A supervising social worker."""
    return user(Role.SOCIAL_WORKER, name=name, left_on=left_on)


def person(
    given_name: str | None = None,
    family_name: str | None = None,
    *,
    born: date | None = None,
    sex: Sex = Sex.FEMALE,
) -> Person:
    """A person."""
    number = next(_numbers)
    made: Person = people.add_person(
        given_name=given_name or GIVEN[number % len(GIVEN)],
        family_name=family_name or FAMILIES[number % len(FAMILIES)],
        born=born,
        sex=sex,
        by=SOMEBODY,
    )
    return made


def line(
    up_to: int = 2,
    ages: tuple[int, int] = (0, 17),
    *,
    sex: Sex | None = None,
    kinds: Sequence[Any] | None = None,
    child: Child | None = None,
) -> dict[str, Any]:
    """One line of terms."""
    return {
        "up_to": up_to,
        "min_age": ages[0],
        "max_age": ages[1],
        "sex": sex,
        "kinds": kinds,
        "child": child,
    }


def household(
    name: str = "The Doyles",
    *,
    carers: int = 1,
    provider: Provider | None = None,
    since: date = LONG_AGO,
    approved: bool = True,
    places: int = 2,
    terms: Iterable[dict[str, Any]] | None = None,
    agreement: bool = True,
    postcode: str | None = None,
    bedrooms: int = 0,
    supervised_by: User | None = None,
) -> Household:
    """A household: its carers, approved, with terms for `places` children of any age."""
    with transaction():
        home: Household = people.add_household(
            name=name, provider=provider or own_service(), by=SOMEBODY
        )
        if postcode is not None:
            people.move_household(
                home, line="1 The Street", postcode=postcode, starts_on=since, by=SOMEBODY
            )
        for number in range(carers):
            carer = person(
                family_name=name.removeprefix("The ").removesuffix("s"),
                born=date(1980 + number, 2, 3),
            )
            people.join_household(home, carer, role=MemberRole.CARER, starts_on=since, by=SOMEBODY)
            if approved:
                register.approve(home, carer, starts_on=since, by=SOMEBODY)
        if approved:
            register.set_terms(
                home,
                overall=places,
                criteria=list(terms) if terms is not None else [line(places)],
                starts_on=since,
                by=SOMEBODY,
            )
        if approved and agreement:
            register.sign_agreement(home, starts_on=since, by=SOMEBODY)
        for number in range(bedrooms):
            people.add_bedroom(
                home, name=f"Bedroom {number + 1}", sleeps=1, starts_on=since, by=SOMEBODY
            )
        if supervised_by is not None:
            supervision.allocate(home, supervised_by, starts_on=since, by=SOMEBODY)
    return home


def couple(name: str = "The Prices", **more: Any) -> Household:
    """Two carers, one household's terms."""
    return household(name, carers=2, **more)


def child(
    given_name: str | None = None,
    *,
    age: int = 8,
    born: date | None = None,
    sex: Sex = Sex.MALE,
    status: Ls | None = Ls.C2,
    social_worker: User | None = None,
    family_name: str | None = None,
) -> Child:
    """A child looked after by us, so many years old today."""
    with transaction():
        made: Child = children.add_child(
            person=person(given_name, family_name, born=born or birthday(age), sex=sex),
            responsible_authority=HEREFORDSHIRE,
            worker=social_worker,
            by=SOMEBODY,
        )
        if status is not None:
            children.begin_legal_status(
                made,
                status=status,
                need="N1",
                starts_on=max(made.person.born, today() - timedelta(days=400)),
                by=SOMEBODY,
            )
    return made


def birthday(age: int, on: date | None = None) -> date:
    """A date of birth of somebody who is this old (today, unless said), and not newly so."""
    day = on or today()
    return date(day.year - age, day.month, 1) - timedelta(days=100)


def siblings(*those: Child, kind: SiblingKind = SiblingKind.FULL) -> None:
    """All of these are brothers or sisters of each other, and it is certain."""
    with transaction():
        for number, one in enumerate(those):
            for other in those[number + 1 :]:
                children.link_siblings(
                    one, other, kind=kind, sureness=Sureness.CONFIRMED, by=SOMEBODY
                )


def placed(
    who_: Child,
    home: Household,
    *,
    since: date | None = None,
    until: date | None = None,
    place: Place = Place.U6,
    **more: Any,
) -> Placement:
    """A child lives with a household."""
    made: Placement = children.record_placement(
        who_,
        place=place,
        starts_on=since or today() - timedelta(days=30),
        ends_on=until,
        household=home,
        by=SOMEBODY,
        **more,
    )
    return made
