"""People recorded twice, as they are everywhere: some found and merged, some still to be looked at;
and the views of the register that a team keeps."""

from __future__ import annotations

from datetime import date, timedelta

from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.people import actions as people
from app.people.merging import actions as merging
from app.people.models import MemberRole, Person
from app.register.actions import saved

FOUND_DAYS_AGO = 60
MERGED = 2
STILL_TWICE = 3

VIEWS = (
    ("Something to do", {"to_do": "yes", "sort": "review"}),
    ("Places tonight", {"with_places": "yes", "sort": "places"}),
)


def plan_twice(told: Told) -> None:
    """Carers who were written down again as visitors of another household, and what came of it."""
    day = told.today - timedelta(days=FOUND_DAYS_AGO)
    homes = [
        home
        for home in told.county.homes
        if home.whose is Whose.OURS and home.is_open and home.approved < day and not home.protected
    ]
    step = max(1, len(homes) // (MERGED + STILL_TWICE + 1))
    for number in range(min(MERGED + STILL_TWICE, len(homes) - 1)):
        home, visited = homes[number * step], homes[number * step + 1]
        is_merged = number < MERGED
        told.on(day, Rank.AFTERWARDS, _again, told, home, visited, day, is_merged)
    told.on(day, Rank.AFTERWARDS, _views, told)


def _again(told: Told, home: PlannedHome, visited: PlannedHome, day: date, merged: bool) -> None:
    carer: Person = told.carers[home][0]
    again = people.add_person(
        given_name=carer.given_name[:4] if len(carer.given_name) > 4 else carer.given_name,
        family_name=carer.family_name,
        born=carer.born,
        sex=carer.sex,
        by=told.manager,
    )
    people.join_household(
        told.households[visited], again, role=MemberRole.VISITOR, starts_on=day, by=told.manager
    )
    if merged:
        merging.merge_people(
            carer, again, why="She told us herself: one person, two forms.", by=told.manager
        )


def _views(told: Told) -> None:
    manager = told.users["Tessa Marlow"]
    for name, asked in VIEWS:
        saved.save_view(name=name, for_team=True, asked=asked, by=manager)
