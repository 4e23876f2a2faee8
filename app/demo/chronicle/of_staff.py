"""Who works here, told: coming, roles granted year by year, leaving; services and settings."""

from __future__ import annotations

from datetime import date

from app.accounts import actions as accounts
from app.accounts.queries import DEMONSTRATION_PASSWORD
from app.accounts.rules import a_year_after
from app.audit.act import DEMONSTRATION
from app.children import actions as children
from app.demo import carers, ground, staff
from app.demo.chronicle.told import Rank, Somebody, Told
from app.demo.homes import Site
from app.demo.lives import TAKEN_OVER
from app.people import actions as people
from app.people.models import ProviderKind


def plan_staff(told: Told) -> None:
    """Everybody who works here: when they came, each year of their role, when they left."""
    for worker in staff.everyone(told.today):
        told.on(worker.joined, Rank.STAFF, _joins, told, worker)
        day, stays = worker.joined, worker.left or told.today
        while day <= stays:
            told.on(day, Rank.STAFF, _granted, told, worker, day)
            day = a_year_after(day)
        if worker.left is None:
            told.on(told.today, Rank.STAFF, _granted, told, worker, day)
        else:
            told.on(worker.left, Rank.STAFF, _leaves, told, worker, worker.left)


def _joins(told: Told, worker: staff.Worker) -> None:
    password = None if worker.left else DEMONSTRATION_PASSWORD
    user = accounts.add_user(
        name=worker.name, email=worker.email, password=password, by=DEMONSTRATION
    )
    told.users[worker.name] = user
    told.by[worker.email.split("@")[0]] = Somebody(user.id, user.name)


def _granted(told: Told, worker: staff.Worker, day: date) -> None:
    user = told.users[worker.name]
    accounts.grant_role(user, role=worker.role, starts_on=day, by=DEMONSTRATION)


def _leaves(told: Told, worker: staff.Worker, day: date) -> None:
    accounts.record_leaving(told.users[worker.name], on=day, by=DEMONSTRATION)


def services(told: Told) -> None:
    """Our own service, the agencies, and the council next door."""
    add = people.add_provider
    manager = told.manager
    told.providers[""] = add(
        name="Herefordshire fostering service (demonstration)",
        kind=ProviderKind.OWN,
        urn=carers.OUR_URN,
        authority_code=ground.HEREFORDSHIRE,
        by=manager,
    )
    for name, urn in carers.AGENCIES:
        told.providers[name] = add(name=name, kind=ProviderKind.AGENCY, urn=urn, by=manager)
    told.providers[carers.COUNCIL_NEXT_DOOR] = add(
        name=carers.COUNCIL_NEXT_DOOR,
        kind=ProviderKind.OTHER_AUTHORITY,
        authority_code=ground.SHROPSHIRE,
        by=manager,
    )


def setting_of(told: Told, site: Site) -> None:
    """A setting, and its registration."""
    setting = children.add_setting(
        name=site.name,
        kind=site.kind,
        postcode=site.point.postcode,
        provider_name=site.run_by,
        by=told.officer,
    )
    told.settings[site] = setting
    if site.registered is not None:
        regulator, number, since = site.registered
        children.register_setting(
            setting,
            regulator=regulator,
            registered_as=site.kind,
            urn=number,
            starts_on=since,
            checked_on=TAKEN_OVER,
            by=told.officer,
        )
