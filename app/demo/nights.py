"""Out of hours, lately: agencies to ring, carers who said that they are ready, a sheet signed out
last night, and what was done on some nights."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.children.codes import Ls
from app.core.db import db
from app.core.today import LONDON, now
from app.demo import names
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.ground import HEREFORDSHIRE
from app.nights import actions, queries
from app.nights.rules import night_of, shuts_at
from app.people import actions as people
from app.people.models import Household, MemberRole
from app.people.queries import members_of
from sufficiency.types import Sex

DAY = timedelta(days=1)

AGENCIES = (
    (
        "Marches Fostering, duty line",
        "01632 960901",
        "All ages, until midnight",
    ),
    ("Severn Valley Families, out of hours", "01632 960902", "Teenagers and brothers and sisters"),
    (
        "The emergency duty team of Shropshire",
        "01632 960903",
        "Their own carers, if they have room",
    ),
)
"""Invented: no such number answers."""

WHY = (
    "Brought by the police at a quarter past eleven; nobody of the family could be reached.",
    "The placement broke down in the evening and the carers asked for her to go that night.",
    "Her grandmother was taken to hospital and there was nobody else at home.",
)


def plan_nights(told: Told) -> None:
    """All of it, as it stands on the last day."""
    told.on(told.today - 60 * DAY, Rank.AFTERWARDS, _numbers, told)
    told.on(told.today - 60 * DAY, Rank.AFTERWARDS, _telephones, told)
    for ago in (11, 3):
        told.on(told.today - ago * DAY, Rank.AFTERWARDS, _night, told, ago)
    told.on(told.today - DAY, Rank.AFTERWARDS, _signed_out, told)
    told.on(told.today, Rank.AFTERWARDS, _words, told)


def _numbers(told: Told) -> None:
    for agency, phone, offers in AGENCIES:
        actions.set_duty_number(
            agency=agency,
            phone=phone,
            offers=offers,
            starts_on=told.today - 60 * DAY,
            by=told.officer,
        )


def _telephones(told: Told) -> None:
    """Most carers with room have told us their number; invented ones, which nobody answers."""
    chance = Chance.of(told.county.seed, "telephones")
    for number, home in enumerate(queries.tonight(told.today).homes):
        for member in members_of(home.household_id, told.today):
            person = member.person
            if member.role is MemberRole.CARER and not person.phone and chance.once_in(0.9):
                people.change_person(
                    person,
                    given_name=person.given_name,
                    family_name=person.family_name,
                    born=person.born,
                    sex=person.sex,
                    phone=f"01632 960{(number * 7) % 1000:03}",
                    email=person.email,
                    by=told.manager,
                )


def _signed_out(told: Told) -> None:
    night = told.today - DAY
    if shuts_at(night) > now():
        actions.sign_out(holder="J. Hall, emergency duty team", night=night, by=told.officer)


def _words(told: Told) -> None:
    """Of tonight two said yes and one said no."""
    night = night_of(now())
    for home, ready in zip(queries.tonight(night).homes[:3], (True, True, False), strict=False):
        household = db.session.get_one(Household, home.household_id)
        actions.say_of_tonight(household, night=night, ready=ready, by=told.officer)


def _night(told: Told, ago: int) -> None:
    """A child whom nobody knew is placed overnight: the one within terms, the other outside."""
    chance = Chance.of(told.county.seed, f"the night {ago} days ago")
    day = told.today - ago * DAY
    homes = [each for each in queries.tonight(day - DAY).homes if each.ready.places == 1]
    if not homes:
        return
    home = db.session.get_one(Household, homes[min(ago, len(homes)) - 1].household_id)
    born = date(day.year - (7 if ago == 11 else 15), 5, 9)
    actions.record_night(
        child=None,
        newcomer=actions.Newcomer(
            names.child(chance, Sex.FEMALE),
            names.family(chance),
            born,
            Sex.FEMALE,
            Ls.V2,
            HEREFORDSHIRE,
        ),
        household=home,
        happened_at=datetime.combine(day - DAY, time(23, 40), LONDON),
        placed_by="J. Hall, emergency duty team",
        why=WHY[ago % len(WHY)],
        wishes="She wanted to stay near her school." if ago == 11 else "",
        by=told.officer,
    )
