"""Questions put together once: each day, each moment and each kind of fact has its own."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.dated import put_together_once
from app.core.today import end_of_day, now, today
from app.people import actions as acts
from app.people import queries as people
from app.people.models import PetKind
from app.register import queries as register
from app.register.models import Hold, Unavailability
from tests import builders as make

DAY = timedelta(days=1)


def test_a_condition_is_put_together_once_for_a_kind_a_day_and_a_moment():
    day, moment = date(2026, 3, 1), end_of_day(date(2026, 3, 1))
    assert Hold.in_force(day) is Hold.in_force(day)
    assert Hold.in_force(day, moment) is Hold.in_force(day, moment)
    different = [
        Hold.in_force(day),
        Hold.in_force(day + DAY),
        Hold.in_force(day, moment),
        Hold.in_force(day, moment + DAY),
        Unavailability.in_force(day),
    ]
    said = {str(each.compile(compile_kwargs={"literal_binds": True})) for each in different}
    assert len(said) == len(different)


def kept_by(household):
    """A dog that has lived there for nine days."""
    return acts.add_pet(
        household,
        kind=PetKind.DOG,
        description="",
        starts_on=today() - 9 * DAY,
        by=make.SOMEBODY,
    )


def test_a_question_put_together_once_is_asked_of_whoever_is_meant(db):
    ours, theirs = make.household("Ours"), make.household("Theirs")
    kept_by(ours)
    for _ in range(2):
        assert [len(people.home_of(each.id, today()).pets) for each in (ours, theirs)] == [1, 0]
    assert register.entry(ours.id, today()).name == "Ours"
    assert register.entry(theirs.id, today()).name == "Theirs"


def test_a_fact_ended_since_it_was_asked_for_is_ended_when_it_is_asked_for_again(db):
    home = make.household("The Doyles")
    pet = kept_by(home)
    assert len(people.home_of(home.id, today()).pets) == 1
    before = now()
    acts.end_pet(pet, on=today(), by=make.SOMEBODY)
    assert people.home_of(home.id, today()).pets == []
    assert len(people.home_of(home.id, today(), before).pets) == 1


def test_what_is_kept_is_bounded():
    built = []

    @put_together_once
    def question(day):
        built.append(day)
        return day

    for number in range(400):
        question(number)
        question(number)
    assert len(built) == 400
    question(0)
    assert built[-1] == 0
