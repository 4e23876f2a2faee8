"""People who stand in the record twice: found, merged with nothing lost, and taken apart again."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.roles import Role
from app.audit import queries as trail
from app.core.db import Base, transaction
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.succession import open_row
from app.core.today import today
from app.people import actions as people
from app.people.merging import actions as merging
from app.people.merging import queries
from app.people.merging import rules as merging_rules
from app.people.merging.rules import Known
from app.people.models import Address, Member, MemberRole, Person, SleepsIn
from app.register import actions as register
from app.register.models import Approval, Resignation
from app.register.queries import register_list, standing_of
from app.training import actions as training
from sufficiency.types import Sex
from tests import builders as make

BY = make.SOMEBODY
DAY = timedelta(days=1)
BORN = date(1980, 5, 17)


# ------------------------------------------------------------------------------------- who is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Catherine", "Katherine", True),
        ("Jon", "Jonathan", True),
        ("O'Neill", "ONeill", True),
        ("Smith-Jones", "Smith Jones", True),
        ("Anna", "Ruth", False),
        ("Jo", "Joanna", False),
        ("", "Ruth", False),
    ],
)
def test_a_name_spelt_otherwise_is_like_it(one, other, alike):
    assert merging_rules.alike(one, other) is alike
    assert merging_rules.alike(other, one) is alike


def person(number, given="Ruth", family="Hale", **more):
    return Known(number, given, family, **more)


def test_the_same_birthday_and_like_names_are_a_reason_and_a_birthday_alone_is_none():
    found = merging_rules.pairs(
        [person(1, born=BORN), person(2, "Ruthie", born=BORN), person(3, "Mark", born=BORN)]
    )
    assert [(each.one, each.other) for each in found] == [(1, 2)]


def test_a_name_in_the_others_place_is_found():
    assert merging_rules.pairs([person(1, born=BORN), person(2, "Hale", "Ruth", born=BORN)])


def test_a_telephone_that_a_household_shares_is_no_reason():
    here = frozenset({7})
    couple = [
        person(1, phone="01568 123456", households=here),
        person(2, "Mark", phone="01568-123456", households=here),
    ]
    assert merging_rules.pairs(couple) == []
    apart = [couple[0], person(3, "Marcus", "Other", phone="+44 1568 123456")]
    assert merging_rules.pairs(apart)[0].why == ("Same telephone number",)


def test_one_key_in_two_systems_is_a_reason():
    one = person(1, keys=frozenset({("Mosaic", "P77")}))
    other = person(2, "Mark", "Other", keys=frozenset({("ContrOCC", "P77")}))
    assert merging_rules.pairs([one, other])[0].why == ("Same key in another system",)


def test_two_who_are_known_to_be_two_are_not_offered_again(db):
    one, other = (make.person("Ruth", "Hale", born=BORN) for _ in range(2))
    assert len(queries.duplicates(today())) == 1
    merging.keep_apart(one, other, why="Cousins", by=BY)
    assert queries.duplicates(today()) == []


# ------------------------------------------------------------------------------------------- merged


def count_of_everything():
    left_out = {"act", "change", "change_draft", "look", "seal", "subject_key"}
    return {
        table.name: record.session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
        if table.name not in left_out
    }


def every_reference():
    """Who every row refers to, by table, column and row."""
    return {
        (each.table, each.column, row.id): getattr(row, each.column)
        for each in queries.references()
        for row in record.session.scalars(select(each.kind))
    }


@pytest.fixture
def twice(db):
    """One carer, loaded twice into one household, with different particulars."""
    home = make.household("The Hales")
    kept = standing_of(home.id).approvals[0].person
    with transaction():
        other = people.add_person(
            given_name="Ruthie",
            family_name="Hale",
            born=BORN,
            sex=Sex.FEMALE,
            phone="01568 123456",
            by=BY,
        )
        people.join_household(
            home, other, role=MemberRole.CARER, starts_on=make.LONG_AGO + 9 * DAY, by=BY
        )
        approval = register.approve(home, other, starts_on=make.LONG_AGO + 9 * DAY, by=BY)
        people.set_external_key("person", other.id, system="Mosaic", key="P1", by=BY)
    return home, kept, other, approval


def test_every_row_that_referred_to_one_refers_to_the_other_and_none_is_lost(twice, db):
    home, kept, other, _ = twice
    before, references = count_of_everything(), every_reference()
    merge = merging.merge_people(kept, other, why="One certificate", by=BY)
    after = count_of_everything()
    assert after.pop("person_merge") == before.pop("person_merge") + 1
    assert after == before
    assert every_reference() == {
        where: kept.id if whom == other.id else whom for where, whom in references.items()
    }
    assert kept.phone == "01568 123456"
    assert {each["field"] for each in merge.differed} >= {"given_name", "phone"}
    assert len(register_names(home)) == 1


def register_names(home):
    return [each.name for each in register_list(today(), household_ids=[home.id])]


def test_what_said_the_same_twice_is_set_aside_with_what_referred_to_it(twice, db):
    home, kept, other, approval = twice
    register.receive_resignation(approval, received_on=today(), by=BY)
    merging.merge_people(kept, other, why="One certificate", by=BY)
    approvals = db.session.scalars(select(Approval).where(Approval.household_id == home.id)).all()
    assert [each.stood() for each in approvals].count(True) >= 1
    resignation = db.session.scalars(select(Resignation)).one()
    assert db.session.get(Approval, resignation.approval_id).person_id == kept.id
    assert len(db.session.scalars(select(Member).where(Member.stands())).all()) == 1


def test_a_merging_is_taken_back_whole(twice):
    _, kept, other, _ = twice
    was = (kept.given_name, kept.phone, kept.born)
    references = every_reference()
    merge = merging.merge_people(
        kept, other, why="One certificate", chosen={"given_name": "other"}, by=BY
    )
    assert kept.given_name == "Ruthie"
    merging.take_back(merge, by=BY)
    assert every_reference() == references
    assert (kept.given_name, kept.phone, kept.born) == was
    assert other.stood()
    with pytest.raises(RuleBroken, match="taken back already"):
        merging.take_back(merge, by=BY)


def test_the_later_of_two_mergings_is_taken_back_first(twice):
    _, kept, other, _ = twice
    third = make.person("Ruth", "Hale", born=BORN)
    first = merging.merge_people(kept, other, why="x", by=BY)
    second = merging.merge_people(third, kept, why="x", confirmed=True, by=BY)
    with pytest.raises(RuleBroken, match="Take that back first"):
        merging.take_back(first, by=BY)
    merging.take_back(second, by=BY)
    merging.take_back(first, by=BY)
    assert kept.stood()
    assert other.stood()


@pytest.mark.parametrize("seed", range(4))
def test_rows_and_references_are_conserved_whatever_the_two_have(db, seed):
    chance = random.Random(seed)
    homes = [make.household(f"The {n}s", approved=False) for n in range(3)]
    course = training.add_course(
        name="First aid",
        required=True,
        within_months=6,
        lasts_months=36,
        starts_on=make.LONG_AGO,
        by=BY,
    )
    two = [make.person(born=chance.choice([BORN, None])) for _ in range(2)]
    with transaction():
        for who in two:
            approved = False
            for home in chance.sample(homes, chance.randint(0, 3)):
                since = make.LONG_AGO + chance.randint(0, 400) * DAY
                role = chance.choice([MemberRole.CARER, MemberRole.ADULT])
                member = people.join_household(home, who, role=role, starts_on=since, by=BY)
                if role is MemberRole.CARER and not approved and chance.random() < 0.8:
                    approved = True
                    register.approve(home, who, starts_on=since, by=BY)
                if chance.random() < 0.3:
                    people.leave_household(member, on=since + 30 * DAY, by=BY)
                if chance.random() < 0.5:
                    room = people.add_bedroom(home, name="One", sleeps=3, starts_on=since, by=BY)
                    if chance.random() < 0.8 and not _sleeps(who):
                        people.sleep_in(room, who, starts_on=since, by=BY)
            if chance.random() < 0.7:
                training.record_attended(
                    course, people=[who], on=today() - chance.randint(0, 9) * DAY, by=BY
                )
                training.record_plan(who, words="Sleep", starts_on=today(), by=BY)
    if chance.random() < 0.5:
        with transaction():
            make.children.add_child(person=two[1], responsible_authority="E06000019", by=BY)
    before, references = count_of_everything(), every_reference()
    kept, other = two
    merge = merging.merge_people(kept, other, why="x", confirmed=True, by=BY)
    after = count_of_everything()
    assert {name for name in after if after[name] != before[name]} == {"person_merge"}
    assert other.id not in every_reference().values()
    assert every_reference().keys() == references.keys()
    merging.take_back(merge, by=BY)
    assert every_reference() == references
    assert count_of_everything() == after


def _sleeps(who):
    return open_row(SleepsIn, person_id=who.id) is not None


def test_every_table_that_refers_to_people_has_a_number_of_its_own_to_be_moved_by():
    for each in queries.references():
        assert "id" in each.kind.__table__.columns, each.table
    assert {"member", "approval", "child", "attendance", "sleeps_in"} <= {
        each.table for each in queries.references()
    }


# --------------------------------------------------------------------------------- what is refused


def test_carers_of_different_households_are_asked_about_once_more(db):
    homes = [make.household(f"The {name}s") for name in ("Hale", "Hall")]
    one, other = (standing_of(home.id).approvals[0].person for home in homes)
    with pytest.raises(RuleBroken, match="different households"):
        merging.merge_people(one, other, why="x", by=BY)
    assert merging.merge_people(one, other, why="x", confirmed=True, by=BY)


def test_two_children_are_not_made_one(db):
    one, other = make.child(), make.child()
    with pytest.raises(RuleBroken, match="Both are children"):
        merging.merge_people(one.person, other.person, why="x", confirmed=True, by=BY)


@pytest.mark.parametrize("kept_is_protected", [True, False])
def test_a_protected_address_is_never_opened_by_a_merging(db, kept_is_protected):
    make.postcodes()
    guarded, open_home = (
        make.household("The Hales"),
        make.household("The Halls", postcode="HR6 9UX"),
    )
    people.move_household(
        guarded, line="2 Hidden Lane", postcode="HR6 8AB", starts_on=today(), protected=True, by=BY
    )
    pair = [standing_of(home.id).approvals[0].person for home in (guarded, open_home)]
    kept, other = pair if kept_is_protected else reversed(pair)
    with pytest.raises(RuleBroken, match="protected address"):
        merging.merge_people(kept, other, why="x", confirmed=True, by=BY)


def test_an_address_stays_as_protected_as_it_was(twice, db):
    home, kept, other, _ = twice
    people.move_household(
        home, line="2 Hidden Lane", postcode="HR6 8AB", starts_on=today(), protected=True, by=BY
    )
    merging.merge_people(kept, other, why="x", by=BY)
    assert [each.protected for each in db.session.scalars(select(Address))] == [True]


# ---------------------------------------------------------------------------------------- the pages


def test_duplicates_are_found_compared_merged_and_taken_back_on_pages(
    twice, signed_in, db, counted
):
    home, kept, other, _ = twice
    with transaction():
        people.change_person(
            kept,
            given_name="Ruth",
            family_name="Hale",
            born=BORN,
            sex=Sex.FEMALE,
            phone=None,
            email=None,
            by=BY,
        )
    browser = signed_in(Role.TEAM_MANAGER)
    assert "like names" in browser.get("/people/duplicates").text
    address = f"/people/{kept.ref}/merge/{other.ref}"
    with counted() as count:
        page = browser.get(address).text
    assert "Ruthie" in page
    assert count.number < 30, "every table that refers to people is counted in one question"
    assert trail.looks_at(f"person:{other.id}")
    answer = browser.post_form(address, given_name="other", why="One certificate")
    assert answer.status_code == 303, answer.text
    told = browser.get(answer.location).text
    assert "One certificate" in told
    assert "Ruthie" in browser.get(f"/households/{home.ref}").text
    back = browser.post_form(f"{answer.location}/take-back", _of=answer.location)
    assert back.status_code == 303
    assert db.session.get(Person, other.id).stood()
    apart = browser.post_form(f"/people/{kept.ref}/apart/{other.ref}", why="Mother, daughter")
    assert apart.status_code == 303
    assert "like names" not in browser.get("/people/duplicates").text


def test_what_is_refused_says_why_and_loses_nothing(db, signed_in):
    homes = [make.household(f"The {name}s") for name in ("Hale", "Hall")]
    one, other = (standing_of(home.id).approvals[0].person for home in homes)
    page = signed_in(Role.TEAM_MANAGER).post_form(
        f"/people/{one.ref}/merge/{other.ref}", why="Same passport"
    )
    assert page.status_code == 422
    assert "different households" in page.text
    assert "Same passport" in page.text
