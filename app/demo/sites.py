"""Children's homes, supported accommodation and other settings, with invented names and numbers.

Every setting that must be registered is, but for those of the story's warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from app.children.kinds import Regulator, SettingKind
from app.demo.chance import Chance
from app.demo.ground import Ground, Point, is_inside, miles
from app.demo.homes import Site

HOMES_INSIDE = (
    ("Orchard Bank", "HR2"),
    ("Lugg View", "HR6"),
    ("Bringsty House", "HR7"),
    ("Golden Valley Lodge", "HR2"),
    ("Arrow Mill", "HR5"),
    ("Wormelow House", "HR2"),
    ("Frome Cottage", "HR8"),
)
HOMES_OUTSIDE = (
    "Clee View",
    "Teme House",
    "Severn Lodge",
    "Offa House",
    "Beacon Farm",
    "Long Mynd House",
    "Vale Lodge",
    "Usk House",
    "Cotswold Gate",
    "Bredon House",
)
SUPPORTED_INSIDE = (
    ("Eign Street Lodgings", "HR4"),
    ("Aylestone House", "HR1"),
    ("Belmont Rooms", "HR2"),
    ("Bargates Rooms", "HR6"),
)
SUPPORTED_OUTSIDE = ("Foregate Rooms", "Abbey Foregate House", "Barton Street Rooms")

COMPANIES = (
    "Marches Residential (demonstration)",
    "Border Care Homes (demonstration)",
    "Three Rivers Children's Services (demonstration)",
)
CHARITY = "Teme Valley Care (demonstration)"

LONG_AGO = date(2014, 6, 2)
SUPPORTED_REGISTERED = date(2023, 10, 28)
"""Supported accommodation has had to be registered from this day."""


def all_sites(chance: Chance, ground: Ground) -> list[Site]:
    """Every setting of the county and around it."""
    found = [
        _site(chance, n, name, SettingKind.CHILDRENS_HOME, ground.in_town(chance, town))
        for n, (name, town) in enumerate(HOMES_INSIDE)
    ]
    centre = ground.in_town(chance, "HR4")
    for n, name in enumerate(HOMES_OUTSIDE, start=len(found)):
        point = ground.abroad(chance, _near_or_far(centre, near=n % 3 == 0), ground.next_door)
        found.append(_site(chance, n, name, SettingKind.CHILDRENS_HOME, point))
    for n, (name, town) in enumerate(SUPPORTED_INSIDE, start=30):
        kind = SettingKind.SUPPORTED_ACCOMMODATION
        found.append(_site(chance, n, name, kind, ground.in_town(chance, town)))
    for n, name in enumerate(SUPPORTED_OUTSIDE, start=40):
        point = ground.abroad(chance, lambda point: miles(point, centre) > 22, ground.next_door)
        found.append(_site(chance, n, name, SettingKind.SUPPORTED_ACCOMMODATION, point))
    return [*found, *_others(chance, ground)]


def _near_or_far(centre: Point, *, near: bool) -> Callable[[Point], bool]:
    """Whether a place is near enough to the middle of the county, or far enough from it."""
    return lambda point: (miles(point, centre) < 19) is near


def _site(chance: Chance, n: int, name: str, kind: SettingKind, point: Point) -> Site:
    voluntary = n in (4, 30)
    welsh = point.authority_code.startswith("W")
    regulator = Regulator.CIW if welsh else Regulator.OFSTED
    since = LONG_AGO if kind is not SettingKind.SUPPORTED_ACCOMMODATION else SUPPORTED_REGISTERED
    number = f"W1{n:06d}" if welsh else f"SC80{n:04d}"
    return Site(
        name=f"{name} (demonstration)",
        kind=kind,
        point=point,
        run_by=CHARITY if voluntary else chance.choice(COMPANIES),
        voluntary=voluntary,
        registered=(regulator, number, since),
    )


def _others(chance: Chance, ground: Ground) -> list[Site]:
    """One of each other kind."""
    far = ground.abroad(chance, lambda point: not is_inside(point), ground.next_door)
    hereford = ground.in_town(chance, "HR1")
    company = COMPANIES[0]

    def site(
        name: str, kind: SettingKind, point: Point, regulator: Regulator | None, number: str
    ) -> Site:
        registered = (regulator, number, LONG_AGO) if regulator else None
        return Site(f"{name} (demonstration)", kind, point, company, registered=registered)

    return [
        site("Clent Secure Unit", SettingKind.SECURE_HOME, far, Regulator.OFSTED, "SC800090"),
        site(
            "Wye Family Centre",
            SettingKind.RESIDENTIAL_FAMILY_CENTRE,
            hereford,
            Regulator.OFSTED,
            "SC800091",
        ),
        site("Hampton Care", SettingKind.CARE_HOME, hereford, Regulator.CQC, "1-800000092"),
        site("Corvedale School", SettingKind.RESIDENTIAL_SCHOOL, far, None, ""),
        site("County Children's Ward", SettingKind.HOSPITAL, hereford, None, ""),
        site("Severn Young Offender Institution", SettingKind.CUSTODY, far, None, ""),
    ]


def of_kind(sites: Sequence[Site], kind: SettingKind) -> list[Site]:
    """The settings of a kind."""
    return [site for site in sites if site.kind is kind]
