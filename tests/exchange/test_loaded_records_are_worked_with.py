"""What was loaded is searched, placed in and answered for like anything typed here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.accounts import actions as accounts
from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.children import actions as children
from app.children.models import Child, Placement
from app.core.today import today
from app.exchange.models import LoadKind
from app.matching import queries as matching
from app.matching.searching import answer
from app.oversight.standing import ledger
from app.people.models import Household
from app.register.models import Terms
from app.register.queries import places_left
from sufficiency.types import Kind
from tests.exchange.conftest import YEARS, a_file, a_return, load


def test_the_loaded_county_answers_a_referral_and_says_where_every_child_is(
    db: Any, points: None, workers: list[User]
) -> None:
    load(LoadKind.CARERS, a_file("carers_couples_in_one_row.xlsx"))
    for year in YEARS:
        load(LoadKind.SSDA903, *a_return(year))
    officer = accounts.add_user(name="Olu Place", email="olu@example.org", by=INSTALLER)
    accounts.grant_role(officer, role=Role.PLACEMENT_OFFICER, by=INSTALLER)
    _every_place_taken_by_a_loaded_child_is_counted(db)
    young = min(db.session.scalars(select(Child)), key=lambda child: child.person.born)
    referral = children.open_referral(
        [young],
        needed_on=today(),
        kind=Kind.SHORT_TERM,
        until=today() + timedelta(days=90),
        home_postcode="HR6 8NZ",
        by=officer,
    )
    found = answer(matching.need_of(referral), officer)
    assert found.searched == 16
    assert found.able >= 1
    age = today().year - young.person.born.year
    for home in found.ranked:
        household = db.session.scalars(
            select(Household).where(Household.ref == home.card.ref)
        ).one()
        assert places_left(household.id, today()) >= 1
        terms = db.session.scalars(select(Terms).where(Terms.household_id == household.id)).one()
        assert terms.criteria[0].max_age >= age - 1
        assert home.miles_home is not None
    told = ledger(today())
    looked_after = {standing.child_id for standing in told}
    lives = db.session.scalars(select(Placement.child_id).where(Placement.in_force(today()))).all()
    assert set(lives) <= looked_after


def _every_place_taken_by_a_loaded_child_is_counted(db: Any) -> None:
    for household in db.session.scalars(select(Household)):
        here = db.session.scalars(
            select(Placement).where(
                Placement.household_id == household.id, Placement.in_force(today())
            )
        ).all()
        terms = db.session.scalars(select(Terms).where(Terms.household_id == household.id)).one()
        assert places_left(household.id, today()) == max(0, terms.overall - len(here))
