"""Children come into the record from the statutory return, year after year."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.children.codes import Ls, Place, PlaceChange, Rec
from app.children.kinds import Basis, SettingKind
from app.children.models import (
    Child,
    FamilyHome,
    LegalStatus,
    Placement,
    Registration,
    Setting,
)
from app.exchange import telling
from app.exchange.models import Load, LoadKind, LoadState, Verdict
from app.exchange.opening import Incoming
from app.people.models import ExternalKey, Household
from sufficiency.types import Kind, Sex
from tests.exchange.conftest import YEARS, a_csv, a_file, a_return, check, counts, load, rows_of

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
)
HOME, THERE = "HR6 8NZ", "HR4 9AR"


def files(*episodes: str, header: str = "1,M,22/05/2014,WBRI,UN1,,") -> list[Incoming]:
    """A Header of one child and these episodes."""
    return [
        a_csv(HEADER, header, name="header.csv"),
        a_csv(EPISODES, *episodes, name="episodes.csv"),
    ]


def bring(*episodes: str, **kw: Any) -> Load:
    return load(LoadKind.SSDA903, *files(*episodes, **kw))


def statuses(db: Any) -> list[tuple[Ls, date, date | None, Rec | None]]:
    rows = db.session.scalars(select(LegalStatus).order_by(LegalStatus.starts_on))
    return [(row.status, row.starts_on, row.ends_on, row.ended_because) for row in rows]


def placements(db: Any) -> list[tuple[Place, date, date | None, bool]]:
    rows = db.session.scalars(select(Placement).order_by(Placement.starts_on, Placement.id))
    return [(row.place, row.starts_on, row.ends_on, row.temporary) for row in rows]


def test_one_episode_becomes_a_child_a_status_a_placement_and_a_home(db: Any, points: None) -> None:
    done = bring(f"1,01/04/2023,S,V2,N1,U4,PR4,,,,{HOME},{THERE},SC480001")
    assert counts(done) == {"added": 2}
    child = db.session.scalars(select(Child)).one()
    assert (child.person.name, child.person.sex) == ("Child 1", Sex.MALE)
    assert child.responsible_authority == "E06000019"
    assert statuses(db) == [(Ls.V2, date(2023, 4, 1), None, None)]
    placement = db.session.scalars(select(Placement)).one()
    assert placement.kind is Kind.LONG_TERM
    assert placement.urn == "SC480001"
    assert placement.easting is not None
    assert db.session.scalars(select(FamilyHome)).one().postcode == HOME
    key = db.session.scalars(select(ExternalKey)).one()
    assert (key.system, key.key, key.record_id) == ("SSDA903", "1", child.id)


def test_an_order_changes_the_status_and_the_placement_goes_on(db: Any, points: None) -> None:
    bring(
        f"1,01/04/2023,S,V2,N1,U6,PR4,01/06/2023,X1,,{HOME},{THERE},SC480001",
        f"1,01/06/2023,L,C1,N1,U6,PR4,01/09/2023,X1,,{HOME},{THERE},SC480001",
        f"1,01/09/2023,L,C2,N1,U6,PR4,,,,{HOME},{THERE},SC480001",
    )
    assert statuses(db) == [
        (Ls.V2, date(2023, 4, 1), date(2023, 6, 1), Rec.X1),
        (Ls.C1, date(2023, 6, 1), date(2023, 9, 1), Rec.X1),
        (Ls.C2, date(2023, 9, 1), None, None),
    ]
    assert placements(db) == [(Place.U6, date(2023, 4, 1), None, False)]


def test_a_move_changes_the_placement_and_the_status_goes_on(db: Any, points: None) -> None:
    bring(
        f"1,01/04/2023,S,C2,N1,U6,PR4,01/06/2023,X1,CARPL,{HOME},{THERE},SC480001",
        f"1,01/06/2023,P,C2,N1,K2,PR4,01/09/2023,E4A,,{HOME},{THERE},2500123",
    )
    assert statuses(db) == [(Ls.C2, date(2023, 4, 1), date(2023, 9, 1), Rec.E4A)]
    assert placements(db) == [
        (Place.U6, date(2023, 4, 1), date(2023, 6, 1), False),
        (Place.K2, date(2023, 6, 1), date(2023, 9, 1), False),
    ]
    moved = db.session.scalars(select(Placement).where(Placement.place == Place.U6)).one()
    assert moved.ended_because is PlaceChange.CARPL
    home = db.session.scalars(select(Setting)).one()
    assert home.kind is SettingKind.CHILDRENS_HOME
    registration = db.session.scalars(select(Registration)).one()
    assert registration.urn == "2500123"
    assert registration.checked_on is None, "a number in a return is not a check of it"


def test_both_change_at_once(db: Any, points: None) -> None:
    bring(
        f"1,01/04/2023,S,V2,N1,U6,PR4,01/06/2023,X1,CARPL,{HOME},{THERE},SC480001",
        f"1,01/06/2023,B,E1,N1,A5,PR4,,,,{HOME},{THERE},XXXXXXX",
    )
    assert [row[0] for row in statuses(db)] == [Ls.V2, Ls.E1]
    assert [row[0] for row in placements(db)] == [Place.U6, Place.A5]
    adoption = db.session.scalars(select(Placement).where(Placement.place == Place.A5)).one()
    assert adoption.basis is Basis.ADOPTION
    assert adoption.urn is None


def test_a_temporary_stay_stands_beside_the_placement_which_goes_on(db: Any, points: None) -> None:
    bring(
        f"1,01/04/2023,S,C2,N1,U6,PR4,01/06/2023,X1,,{HOME},{THERE},SC480001",
        f"1,01/06/2023,P,C2,N1,T1,,10/06/2023,X1,,{HOME},{HOME},",
        f"1,10/06/2023,P,C2,N1,U6,PR4,,,,{HOME},{THERE},SC480001",
    )
    assert placements(db) == [
        (Place.U6, date(2023, 4, 1), None, False),
        (Place.T1, date(2023, 6, 1), date(2023, 6, 10), True),
    ]


def test_two_periods_of_care_are_two(db: Any, points: None) -> None:
    bring(
        f"1,01/04/2022,S,V2,N1,U6,PR4,01/06/2022,E4A,,{HOME},{THERE},SC480001",
        f"1,01/04/2023,S,V2,N1,U6,PR4,,,,{HOME},{THERE},SC480001",
    )
    assert [row[1:3] for row in statuses(db)] == [
        (date(2022, 4, 1), date(2022, 6, 1)),
        (date(2023, 4, 1), None),
    ]
    assert len(placements(db)) == 2


def test_three_years_in_three_dialects_tell_one_story(
    db: Any, points: None, workers: list[User]
) -> None:
    load(LoadKind.CARERS, a_file("carers_couples_in_one_row.xlsx"))
    for year in YEARS:
        done = load(LoadKind.SSDA903, *a_return(year))
        assert done.summary["rejected"] == 0
        again = check(LoadKind.SSDA903, *a_return(year))
        assert not telling.changes_anything(again), year
        assert again.summary["same"] == again.summary["rows"]
    assert db.session.scalar(select(func.count(Child.id))) == 24
    sexes = {child.person.sex for child in db.session.scalars(select(Child))}
    assert sexes == {Sex.FEMALE, Sex.MALE}
    _no_child_is_told_of_twice(db)
    with_us = db.session.scalar(
        select(func.count(Placement.id)).where(Placement.household_id.is_not(None))
    )
    assert with_us >= 10


def _no_child_is_told_of_twice(db: Any) -> None:
    """No two statuses and no two main placements of one child overlap."""
    for table, which in ((LegalStatus, True), (Placement, Placement.temporary.is_(False))):
        rows = db.session.scalars(
            select(table).where(which).order_by(table.child_id, table.starts_on, table.id)
        ).all()
        for before, after in pairwise(rows):
            if before.child_id == after.child_id:
                assert before.ends_on is not None
                assert before.ends_on <= after.starts_on


def test_newer_years_first_end_in_the_same_places(db: Any, points: None) -> None:
    for year in reversed(YEARS):
        load(LoadKind.SSDA903, *a_return(year))
    _no_child_is_told_of_twice(db)


def test_a_child_with_our_own_carers_is_linked_to_the_one_household_there(
    db: Any, points: None, workers: list[User]
) -> None:
    carers = ("Carer,Date approved,Postcode,Address", f"Jo Doyle,12/03/2019,{THERE},1 Mill Road")
    load(LoadKind.CARERS, a_csv(*carers))
    bring(f"1,01/04/2023,S,V2,N1,U6,PR1,,,,{HOME},{THERE},SC056304")
    household = db.session.scalars(select(Household)).one()
    assert db.session.scalars(select(Placement)).one().household_id == household.id


@pytest.mark.parametrize(
    ("carers", "says"),
    [
        ((), "No household of ours was approved at HR4 9AR on 01/04/2023"),
        (
            (
                f"Jo Doyle,12/03/2019,{THERE},1 Mill Road",
                f"Ann Price,12/03/2020,{THERE},2 Mill Road",
            ),
            "2 households of ours were approved at HR4 9AR",
        ),
        ((f"Jo Doyle,12/03/2024,{THERE},1 Mill Road",), "No household of ours was approved"),
    ],
)
def test_a_child_who_cannot_be_linked_is_recorded_and_odd(
    db: Any, points: None, carers: tuple[str, ...], says: str
) -> None:
    if carers:
        load(LoadKind.CARERS, a_csv("Carer,Date approved,Postcode,Address", *carers))
    done = bring(f"1,01/04/2023,S,V2,N1,U6,PR1,,,,{HOME},{THERE},SC056304")
    assert any(row.odd and says in row.reason for row in rows_of(done))
    assert db.session.scalars(select(Placement)).one().household_id is None


def test_every_fault_is_said_with_its_rule_and_only_that_child_is_left_out(
    db: Any, points: None
) -> None:
    done = load(LoadKind.SSDA903, *a_return("faults"))
    rows = rows_of(done)
    assert len(rows) == done.summary["rows"] == 43
    said: dict[str, str] = {}
    for row in rows:
        said[row.subject] = f"{said.get(row.subject, '')} {row.reason}"
    rejected = {
        "overlap": "501", "two_open": "142", "backwards": "356", "born_2087": "301",
        "no_birth": "102", "before_birth": "302", "future": "385", "no_such_status": "144",
        "no_such_place": "146", "rec_without_dec": "148", "number_for_a_day": "141",
        "nobody": "INT03", "right": "INT32",
    }  # fmt: skip
    odd = {
        "gap": "433", "one_day": "355", "old_code": "146", "no_urn": "218",
        "bad_postcode": "392c", "unknown_sex": "101", "bad_upn": "168",
    }  # fmt: skip
    for child, number in (rejected | odd).items():
        assert f"(SSDA903 rule {number})" in said[f"Child {child}"], child
    for row in rows:
        whole = row.subject.removeprefix("Child ") in odd
        assert (row.verdict is not Verdict.REJECTED) == whole, row.subject
    names = {child.person.family_name for child in db.session.scalars(select(Child))}
    assert names == set(odd)


def test_names_are_kept_where_a_file_has_them_and_the_number_where_not(
    db: Any, points: None
) -> None:
    episode = f"1,01/04/2023,S,V2,N1,U6,PR4,,,,{HOME},{THERE},SC480001"
    bring(episode)
    assert db.session.scalars(select(Child)).one().person.name == "Child 1"
    named = [
        a_csv("CHILD,FORENAME,SURNAME,SEX,DOB", "1,LEO,MARSH,M,22/05/2014", name="header.csv"),
        a_csv(EPISODES, episode, name="episodes.csv"),
    ]
    assert counts(load(LoadKind.SSDA903, *named))["changed"] == 1
    assert db.session.scalars(select(Child)).one().person.name == "Leo Marsh"
    bring(episode)
    assert db.session.scalars(select(Child)).one().person.name == "Leo Marsh"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([a_csv(HEADER, "1,M,22/05/2014,WBRI,UN1,,")], "There is no Episodes file"),
        ([a_csv(EPISODES, "1,01/04/2023,S,V2,N1,U6,PR4,,,,,,")], "There is no Header file"),
        ([a_csv("CHILD,SEX,DOB", "1,M,22/05/2014", name="h.csv"),
          a_csv("CHILD,DECOM,RNE,LS", "1,01/04/2023,S,V2", name="e.csv")],
         "“e.csv” lacks the column PLACE"),
        ([a_csv("a,b", "1,2"), a_csv("c,d", "3,4")], "There is no Header file"),
    ],
)  # fmt: skip
def test_wrong_or_missing_files_are_refused_in_words(
    db: Any, given: list[Incoming], says: str
) -> None:
    refused = check(LoadKind.SSDA903, *given)
    assert refused.state is LoadState.REFUSED
    assert says in refused.summary["refused"][0]


def test_what_the_record_has_otherwise_is_odd_and_stays(db: Any, points: None) -> None:
    bring(f"1,01/04/2023,S,V2,N1,U6,PR4,01/06/2023,E4A,,{HOME},{THERE},SC480001")
    other = bring(
        f"1,01/04/2023,S,C2,N1,K2,PR4,01/07/2023,E8,,{HOME},{THERE},2500123",
        header="1,M,22/05/2015,WBRI,UN1,,",
    )
    reasons = "\n".join(row.reason for row in rows_of(other))
    assert "the legal status is C2 by this row and V2 by the record" in reasons
    assert "the placement is K2 by this row and U6 by the record" in reasons
    assert "ended on 01/07/2023 by this row and on 01/06/2023 by the record" in reasons
    assert "Born on 22/05/2015 by this row and on 22/05/2014 by the record" in reasons
    assert placements(db) == [(Place.U6, date(2023, 4, 1), date(2023, 6, 1), False)]
