"""Whether anything of a kind was ever recorded about one record, in one question."""

from __future__ import annotations

from app.core.db import db as its_db
from app.core.db import transaction
from app.core.holding import is_recorded
from app.core.today import today
from app.people import actions, queries
from app.people.models import Member, Person, Pet, PetKind
from tests import builders


def _a_dog(household):
    return actions.add_pet(
        household, kind=PetKind.DOG, description="", starts_on=today(), by=builders.SOMEBODY
    )


def test_what_is_recorded_is_told_from_what_never_was(db):
    household, other = builders.household(), builders.household()
    _a_dog(other)
    assert is_recorded(Member, household.id)
    assert not is_recorded(Pet, household.id)
    assert is_recorded(Pet, other.id)


def test_one_question_answers_for_every_kind(db, counted):
    number = builders.household().id
    with counted() as count:
        is_recorded(Member, number)
        is_recorded(Pet, number)
    assert count.number == 1


def test_what_is_written_in_the_same_transaction_is_seen_at_once(db):
    household = builders.household()
    with transaction():
        assert not is_recorded(Pet, household.id)
        _a_dog(household)
        assert is_recorded(Pet, household.id)
        assert queries.home_of(household.id, today()).pets


def test_what_somebody_else_wrote_is_seen_in_the_next_transaction(db, app):
    household = builders.household()
    assert not is_recorded(Pet, household.id)
    with app.app_context():
        _a_dog(its_db.session.get(type(household), household.id))
    its_db.session.rollback()
    assert is_recorded(Pet, household.id)


def test_what_ended_is_still_asked_for(db):
    household = builders.household()
    dog = _a_dog(household)
    with transaction():
        actions.end_pet(dog, on=today(), by=builders.SOMEBODY)
    assert is_recorded(Pet, household.id)


def test_a_kind_that_is_nobodys_and_every_record_at_once_are_never_ruled_out(db):
    assert is_recorded(Person, 1)
    assert is_recorded(Pet, None)
