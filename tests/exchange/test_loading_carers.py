"""Carers come into the record: checked, carried out, and a second time nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.audit.act import INSTALLER
from app.audit.models import ActRecord
from app.core.errors import RuleBroken
from app.core.succession import open_row
from app.core.today import today
from app.exchange import actions, loading, queries, telling
from app.exchange.models import LoadFile, LoadKind, LoadState, Verdict
from app.exchange.opening import Incoming
from app.people.models import (
    Address,
    HomeFact,
    Household,
    Member,
    Person,
    Pet,
    Provider,
    ProviderKind,
)
from app.register.models import (
    Approval,
    ApprovalEnd,
    FosterCareAgreement,
    Hold,
    Review,
    Terms,
    Unavailability,
)
from app.register.queries import places_left
from app.supervision.models import Allocation
from sufficiency.types import Fact, Sex
from tests.exchange.conftest import CARERS, a_csv, a_file, check, counts, load, rows_of

HEAD = (
    "Household ID,Carer ID,Carer,Date of birth,Address,Postcode,Date approved,End date,Places,Ages,"
    "SSW,Agreement signed,Last review,Pets,Smoker,On hold,Not available"
)
ROW = {
    "Household ID": "H1",
    "Carer ID": "C1",
    "Carer": "Jo Doyle",
    "Date of birth": "22/05/1978",
    "Address": "1 Mill Road",
    "Postcode": "HR6 8NZ",
    "Date approved": "12/03/2019",
    "End date": "",
    "Places": "2",
    "Ages": "0 to 10",
    "SSW": "Sarah Webb",
    "Agreement signed": "20/03/2019",
    "Last review": "10/02/2026",
    "Pets": "1 dog",
    "Smoker": "No",
    "On hold": "No",
    "Not available": "",
}


def a_list(*changes: dict[str, str]) -> Incoming:
    """A workbook of households, each the plain one with some cells changed."""
    rows = [",".join((ROW | changed).values()) for changed in changes or ({},)]
    return a_csv(HEAD, *rows)


def the_household(db: Any) -> Household:
    (household,) = db.session.scalars(select(Household))
    return household


def test_a_row_becomes_a_household_with_everything_that_it_says(
    db: Any, points: None, workers: list[User]
) -> None:
    done = load(LoadKind.CARERS, a_list())
    assert done.state is LoadState.DONE
    assert counts(done) == {"added": 1}
    household = the_household(db)
    assert household.name == "Doyle"
    assert household.provider.kind is ProviderKind.OWN
    assert household.provider.name == "Herefordshire fostering service"
    person = db.session.scalars(select(Person)).one()
    assert (person.name, person.born) == ("Jo Doyle", date(1978, 5, 22))
    approval = db.session.scalars(select(Approval)).one()
    assert (approval.starts_on, approval.ends_on) == (date(2019, 3, 12), None)
    address = db.session.scalars(select(Address)).one()
    assert (address.postcode, address.starts_on) == ("HR6 8NZ", date(2019, 3, 12))
    assert address.easting is not None
    terms = db.session.scalars(select(Terms)).one()
    assert (terms.overall, terms.starts_on) == (2, date(2019, 3, 12))
    (line,) = terms.criteria
    assert (line.up_to, line.min_age, line.max_age) == (2, 0, 10)
    assert db.session.scalars(select(FosterCareAgreement)).one().starts_on == date(2019, 3, 20)
    assert db.session.scalars(select(Review)).one().held_on == date(2026, 2, 10)
    assert db.session.scalars(select(Allocation)).one().worker.name == "Sarah Webb"
    assert db.session.scalars(select(Pet)).one().description == "1 dog"
    facts = {fact.fact: fact.so for fact in db.session.scalars(select(HomeFact))}
    assert facts == {Fact.DOG: True, Fact.SMOKER: False}
    assert places_left(household.id, today()) == 2


def test_checking_changes_nothing_in_the_record(db: Any, points: None, workers: list[User]) -> None:
    checked = check(LoadKind.CARERS, a_list())
    assert checked.state is LoadState.CHECKED
    assert counts(checked) == {"added": 1}
    for table in (Household, Person, Approval, Address, Provider):
        assert db.session.scalars(select(table)).first() is None


@pytest.mark.parametrize("name", CARERS)
def test_the_same_file_twice_changes_nothing(
    db: Any, points: None, workers: list[User], name: str
) -> None:
    first = load(LoadKind.CARERS, a_file(name))
    assert first.summary["added"] >= 6
    again = check(LoadKind.CARERS, a_file(name))
    assert not telling.changes_anything(again)
    assert again.summary["same"] == first.summary["rows"] - first.summary["rejected"]
    before = loading.loaded_before(again)
    assert before is not None
    assert before.id == first.id
    acts = db.session.scalars(select(ActRecord.says)).all()
    assert acts.count("Loaded a carers' workbook") == 1


def test_what_changed_becomes_a_new_dated_fact_from_the_day_the_list_speaks_of(
    db: Any, points: None, workers: list[User]
) -> None:
    load(LoadKind.CARERS, a_list(), as_at=date(2026, 10, 1))
    changed = {
        "Address": "9 Church Street",
        "Places": "3",
        "SSW": "Tom Hale",
        "Pets": "None",
        "Smoker": "Yes",
        "On hold": "Yes",
        "Not available": "1",
    }
    done = load(LoadKind.CARERS, a_list(changed), as_at=date(2026, 11, 1))
    assert counts(done) == {"changed": 1}
    from_day = date(2026, 11, 1)
    household = the_household(db)
    for table in (Address, Terms, Allocation):
        now = open_row(table, household_id=household.id)
        assert now is not None
        assert now.starts_on == from_day
        (before,) = db.session.scalars(select(table).where(table.ends_on.is_not(None)))
        assert before.ends_on == from_day
    assert db.session.scalars(select(Pet)).one().ends_on == from_day
    assert db.session.scalars(select(Hold)).one().starts_on == from_day
    assert db.session.scalars(select(Unavailability)).one().places == 1
    smoker = open_row(HomeFact, household_id=household.id, fact=Fact.SMOKER)
    assert smoker is not None
    assert smoker.so is True
    assert places_left(household.id, from_day) == 0


def test_an_end_date_closes_the_approval(db: Any, points: None, workers: list[User]) -> None:
    load(LoadKind.CARERS, a_list())
    done = load(LoadKind.CARERS, a_list({"End date": "01/11/2026"}))
    assert counts(done) == {"closed": 1}
    approval = db.session.scalars(select(Approval)).one()
    assert approval.ends_on == date(2026, 11, 1)
    assert approval.ended_how is ApprovalEnd.NOT_RECORDED
    again = check(LoadKind.CARERS, a_list({"End date": "01/11/2026"}))
    assert counts(again) == {"same": 1}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            {"Date approved": "12/03/2018"},
            "was approved on 12/03/2018 by this row and on 12/03/2019",
        ),
        ({"Date of birth": "22/05/1979"}, "was born on 22/05/1979 by this row and on 22/05/1978"),
        ({"SSW": "Nobody Known"}, "Nobody who works here is called “Nobody Known”"),
        ({"Postcode": "ZZ9 9ZZ"}, "ZZ9 9ZZ is not in the postcode table"),
    ],
)
def test_what_differs_from_a_dated_fact_is_odd_and_never_overwritten(
    db: Any, points: None, workers: list[User], changed: dict[str, str], says: str
) -> None:
    load(LoadKind.CARERS, a_list())
    checked = check(LoadKind.CARERS, a_list(changed))
    (row,) = rows_of(checked)
    assert row.odd
    assert says in row.reason


def test_a_hold_is_never_lifted_by_a_load(db: Any, points: None, workers: list[User]) -> None:
    load(LoadKind.CARERS, a_list({"On hold": "Yes"}))
    checked = check(LoadKind.CARERS, a_list({"On hold": "No"}))
    (row,) = rows_of(checked)
    assert "A hold is never lifted by a load" in row.reason
    assert row.verdict is Verdict.SAME


def test_a_blank_cell_leaves_what_is_recorded(db: Any, points: None, workers: list[User]) -> None:
    load(LoadKind.CARERS, a_list())
    blank = {name: "" for name in ROW if name not in ("Household ID", "Carer", "Date approved")}
    checked = check(LoadKind.CARERS, a_list(blank))
    assert checked.summary["same"] == 1


def test_a_carer_is_known_again_by_reference_by_birth_or_by_approval(
    db: Any, points: None, workers: list[User]
) -> None:
    load(LoadKind.CARERS, a_list())
    for changed in (
        {"Carer": "Jo Doyle-Price"},
        {"Carer ID": "", "Household ID": ""},
        {"Carer ID": "", "Household ID": "", "Date of birth": ""},
        {"Carer ID": "", "Household ID": "", "Date of birth": "", "Date approved": "01/01/2019"},
    ):
        assert check(LoadKind.CARERS, a_list(changed)).summary["added"] == 0, changed
    stranger = {"Carer ID": "C2", "Household ID": "H2", "Date of birth": "01/01/1970"}
    assert check(LoadKind.CARERS, a_list(stranger)).summary["added"] == 1


def test_a_new_name_for_a_known_reference_is_put_right(
    db: Any, points: None, workers: list[User]
) -> None:
    load(LoadKind.CARERS, a_list())
    done = load(LoadKind.CARERS, a_list({"Carer": "Mrs Jo Doyle-Price"}))
    assert counts(done) == {"changed": 1}
    person = db.session.scalars(select(Person)).one()
    assert (person.name, person.sex) == ("Jo Doyle-Price", Sex.FEMALE)


def test_a_second_carer_joins_the_household_that_is_there(
    db: Any, points: None, workers: list[User]
) -> None:
    load(LoadKind.CARERS, a_list())
    partner = {
        "Carer ID": "C2",
        "Carer": "Mark Price",
        "Date of birth": "01/01/1980",
        "Date approved": "01/05/2024",
    }
    done = load(LoadKind.CARERS, a_list({}, partner))
    assert done.summary["rejected"] == 0
    household = the_household(db)
    members = db.session.scalars(select(Member).where(Member.household_id == household.id)).all()
    assert len(members) == 2
    assert {approval.starts_on for approval in db.session.scalars(select(Approval))} == {
        date(2019, 3, 12),
        date(2024, 5, 1),
    }


def test_terms_that_are_not_certain_admit_nobody_until_somebody_reads_them(
    db: Any, points: None, workers: list[User]
) -> None:
    said = ("Carer,Date approved,Terms", "Jo Doyle,12/03/2019,Sibling group of 3 ideally younger")
    done = load(LoadKind.CARERS, a_csv(*said))
    (row,) = rows_of(done)
    assert row.odd
    assert "could not be read with certainty" in row.reason
    terms = db.session.scalars(select(Terms)).one()
    assert terms.criteria == []
    assert "Sibling group of 3" in terms.note
    assert places_left(the_household(db).id, today()) == 0
    assert check(LoadKind.CARERS, a_csv(*said)).summary["same"] == 1


def test_homes_of_agencies_come_under_their_service(db: Any, points: None) -> None:
    done = load(LoadKind.CARERS, a_file("carers_of_agencies.xlsx"))
    services = db.session.scalars(select(Provider).order_by(Provider.name)).all()
    assert [(each.name, each.kind, each.urn) for each in services] == [
        ("Brightwater Fostering", ProviderKind.AGENCY, "SC480001"),
        ("Marches Foster Care", ProviderKind.AGENCY, "SC480002"),
    ]
    assert "These columns were left out: How many can they take" in done.summary["notes"][0]


def test_rejected_rows_come_back_as_a_file_and_load_when_put_right(
    db: Any, points: None, workers: list[User]
) -> None:
    done = load(
        LoadKind.CARERS,
        a_list(
            {},
            {
                "Household ID": "H2",
                "Carer ID": "C2",
                "Carer": "=Ann Price",
                "Date of birth": "01/01/1980",
                "Date approved": "31/02/2019",
            },
        ),
    )
    assert counts(done) == {"added": 1, "rejected": 1}
    (file,) = queries.rejected_files(done)
    given_back = telling.rejected_csv(queries.rejected_rows(done, file.name)).decode("utf-8-sig")
    assert telling.WHY in given_back
    assert "“31/02/2019” is not a date" in given_back
    assert "'=Ann Price" in given_back, "a formula must not run where it is opened"
    put_right = Incoming(
        "again.csv", content=given_back.replace("31/02/2019", "28/02/2019").encode()
    )
    second = load(LoadKind.CARERS, put_right)
    assert counts(second)["added"] == 1
    assert second.summary["notes"] == []
    names = {person.family_name for person in db.session.scalars(select(Person))}
    assert names == {"Doyle", "=Ann Price"}


def test_every_row_has_a_verdict_and_none_is_lost(
    db: Any, points: None, workers: list[User]
) -> None:
    checked = check(LoadKind.CARERS, a_file("carers_odd_rows.xlsx"))
    rows = rows_of(checked)
    assert [row.row for row in sorted(rows, key=lambda row: row.row)] == [
        *range(2, 14),
        *range(15, 20),
    ]
    assert counts(checked) == {"added": 8, "rejected": 9, "odd": 6}
    for row in rows:
        assert row.reason
        assert row.values


@pytest.mark.on_each
def test_all_or_nothing_when_the_record_changed_since_the_check(
    db: Any, points: None, workers: list[User]
) -> None:
    """Two rows are checked; meanwhile one's carer is approved elsewhere. Neither is loaded."""
    files = a_list(
        {},
        {
            "Household ID": "H2",
            "Carer ID": "C2",
            "Carer": "Ann Price",
            "Date of birth": "01/01/1980",
        },
    )
    checked = check(LoadKind.CARERS, files)
    load(
        LoadKind.CARERS,
        a_list(
            {
                "Household ID": "H3",
                "Carer ID": "C2",
                "Carer": "Ann Price",
                "Date of birth": "01/01/1980",
            }
        ),
    )
    load(
        LoadKind.CARERS,
        a_list(
            {
                "Household ID": "H2",
                "Carer ID": "C9",
                "Carer": "Bob Price",
                "Date of birth": "01/01/1981",
            }
        ),
    )
    before = {household.name for household in db.session.scalars(select(Household))}
    with pytest.raises(RuleBroken, match="Nothing was loaded"):
        loading.carry_out(checked, by=INSTALLER)
    assert {household.name for household in db.session.scalars(select(Household))} == before
    assert checked.state is LoadState.CHECKED
    assert counts(checked) == {"added": 1, "rejected": 1}
    done = loading.carry_out(checked, by=INSTALLER)
    assert counts(done) == {"added": 1, "rejected": 1}


@pytest.mark.on_each
def test_a_load_is_carried_out_once(db: Any, points: None) -> None:
    done = load(LoadKind.CARERS, a_list())
    with pytest.raises(RuleBroken, match="carried out already"):
        loading.carry_out(done, by=INSTALLER, files=[a_list()])
    with pytest.raises(RuleBroken, match="cannot be discarded"):
        loading.discard(done, by=INSTALLER)


def test_other_files_than_those_checked_are_not_carried_out(db: Any, points: None) -> None:
    checked = check(LoadKind.CARERS, a_list())
    with pytest.raises(RuleBroken, match="not the files that were checked"):
        loading.carry_out(checked, by=INSTALLER, files=[a_list({"Places": "3"})])


def test_files_and_rows_are_not_kept_once_a_load_is_over(db: Any, points: None) -> None:
    done = load(LoadKind.CARERS, a_file("carers_odd_rows.xlsx"))
    discarded = loading.discard(check(LoadKind.CARERS, a_list()), by=INSTALLER)
    assert discarded.state is LoadState.DISCARDED
    assert {file.content for file in db.session.scalars(select(LoadFile))} == {None}
    for row in rows_of(done):
        assert bool(row.values) == (row.verdict is Verdict.REJECTED)
    assert rows_of(discarded) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("carers.xlsx", b"", "is empty"),
        ("carers.csv", b"Colour,Size\r\nred,2\r\n", "No list of carers was found"),
        ("carers.csv", b"Carer,Date approved\r\n", "no rows below them"),
        ("carers.xlsx", b"%PDF-1.7", "a PDF document"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_loaded(
    db: Any, name: str, content: bytes, says: str
) -> None:
    refused = check(LoadKind.CARERS, Incoming(name, content=content))
    assert refused.state is LoadState.REFUSED
    assert says in refused.summary["refused"][0]
    with pytest.raises(RuleBroken, match="Check this load first"):
        loading.carry_out(refused, by=INSTALLER)


def test_a_heading_mapped_once_is_known_the_next_time(db: Any, points: None) -> None:
    files = [a_csv("Carer,Date approved,How many,Which ages", "Jo Doyle,12/03/2019,2,0 to 4")]
    waiting = loading.bring_in(LoadKind.CARERS, files, by=INSTALLER)
    loading.run_check(waiting, by=INSTALLER)
    assert waiting.state is LoadState.WAITING
    assert queries.is_waiting(waiting)
    actions.map_columns(waiting, fields={"how many": "places", "which ages": "ages"}, by=INSTALLER)
    loading.run_check(waiting, by=INSTALLER)
    assert waiting.state is LoadState.CHECKED
    next_time = loading.bring_in(LoadKind.CARERS, files, by=INSTALLER)
    loading.run_check(next_time, by=INSTALLER)
    assert next_time.state is LoadState.CHECKED
    loading.carry_out(next_time, by=INSTALLER)
    assert db.session.scalars(select(Terms)).one().overall == 2


def test_a_postcode_that_came_later_gives_the_address_its_point(db: Any) -> None:
    from app.people.places import load_postcodes

    load(LoadKind.CARERS, a_list(), as_at=today() - timedelta(days=30))
    assert db.session.scalars(select(Address)).one().easting is None
    load_postcodes(
        [{"postcode": "HR6 8NZ", "easting": 349600, "northing": 259000, "authority_code": None}]
    )
    assert counts(load(LoadKind.CARERS, a_list()))["changed"] == 1
    now = open_row(Address, household_id=the_household(db).id)
    assert now is not None
    assert now.easting == 349600
