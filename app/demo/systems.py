"""Other systems in the demonstration: a case system, a commissioning portal, and one that was
stopped; what the first told lately, and what they asked. All of it invented; no token opens."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from app.accounts.queries import users_in_role
from app.accounts.roles import Role
from app.api import actions
from app.api.admitting import actor_of
from app.api.models import OtherSystem, SystemCall
from app.api.queries import systems, tokens_of
from app.api.rules import Scope
from app.audit.act import Actor
from app.children.models import Child, LegalStatus, Placement
from app.core.db import db
from app.core.today import LONDON
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.people.actions import set_external_key

DAY = timedelta(days=1)

CASEWORK = (
    Scope.CHILDREN_READ,
    Scope.CHILDREN_WRITE,
    Scope.PLACEMENTS_READ,
    Scope.PLACEMENTS_WRITE,
    Scope.REFERRALS_WRITE,
)
PORTAL = (Scope.REFERRALS_READ, Scope.OFFERS_READ, Scope.OFFERS_WRITE)
NIGHTLY = (
    ("GET", "/api/v1/children", None),
    ("GET", "/api/v1/placements", None),
    ("PUT", "/api/v1/children/<system>/<key>", None),
    ("PUT", "/api/v1/children/<system>/<key>", 422),
    ("PUT", "/api/v1/placements/<system>/<key>", None),
)
HOURLY = (("GET", "/api/v1/sent", None), ("GET", "/api/v1/offers", None))


def plan_systems(told: Told) -> None:
    """All of it, in the last year."""
    told.on(told.today - 300 * DAY, Rank.AFTERWARDS, _let_in, told)
    told.on(told.today - 280 * DAY, Rank.AFTERWARDS, _known_there, told)
    told.on(told.today - 40 * DAY, Rank.AFTERWARDS, _stopped, told)
    told.on(told.today, Rank.AFTERWARDS, _called, told)


def _let_in(told: Told) -> None:
    administrator = _administrator(told)
    for name, key, scopes, where in (
        ("Case system", "casework", CASEWORK, "The case system’s own server"),
        ("Commissioning portal", "portal", PORTAL, "The supplier’s hosting"),
        ("Old reporting tool", "old-reports", (Scope.PLACEMENTS_READ,), "A desk in finance"),
    ):
        system = actions.add_system(
            name=name,
            key=key,
            scopes=scopes,
            contact="ICT service desk, 01632 960050",
            by=administrator,
        )
        actions.make_token(system, label=where, last_day=told.today + 60 * DAY, by=administrator)


def _administrator(told: Told) -> Actor:
    found = users_in_role(Role.ADMINISTRATOR)
    return found[0] if found else told.manager


def _known_there(told: Told) -> None:
    """What the case system calls the children who are looked after, and where they live."""
    by = actor_of("Case system", "casework")
    for child_id in db.session.scalars(
        select(LegalStatus.child_id)
        .where(LegalStatus.in_force(told.today - 280 * DAY))
        .order_by(LegalStatus.child_id)
        .limit(60)
    ):
        set_external_key("child", child_id, system="casework", key=f"CW-{child_id:05}", by=by)
    for number, placement_id in enumerate(
        db.session.scalars(
            select(Placement.id)
            .join(Child, Child.id == Placement.child_id)
            .where(Placement.in_force(told.today - 280 * DAY))
            .order_by(Placement.id)
            .limit(30)
        )
    ):
        set_external_key("placement", placement_id, system="casework", key=f"PL-{number:05}", by=by)


def _stopped(told: Told) -> None:
    found = db.session.scalar(select(OtherSystem).where(OtherSystem.key == "old-reports"))
    if found is not None:
        actions.stop_system(found, by=_administrator(told))


def _called(told: Told) -> None:
    """Four weeks of calls: each night the case system's, several times a day the portal's."""
    chance = Chance.of(told.county.seed, "systems")
    for system in systems():
        if system.stopped_at is not None:
            continue
        (token,) = tokens_of(system)
        for ago in range(27, 0, -1):
            hours, asked = ((2,), NIGHTLY) if system.key == "casework" else ((8, 12, 17), HOURLY)
            for hour in hours:
                for method, rule, refused in asked:
                    if refused is None or chance.once_in(0.3):
                        at = datetime.combine(told.today - ago * DAY, time(hour, 5), LONDON)
                        db.session.add(
                            SystemCall(
                                at=at,
                                system_id=system.id,
                                token_id=token.id,
                                method=method,
                                rule=rule,
                                refused=refused,
                            )
                        )
