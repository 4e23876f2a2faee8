"""Children and placements told by a case system, and read again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.api import feed
from app.audit.checking import check_record
from app.audit.models import ActRecord, Change, Look
from app.children import actions as children
from app.children.models import Child, LegalStatus, Placement
from app.children.queries import placements_of
from app.core.today import today
from app.restricted import actions as restricted
from app.restricted.kinds import RestrictedFor
from tests import builders as make
from tests.api.conftest import ZOE, let_in, living

DAY = timedelta(days=1)


def lines(db):
    """How many lines the trail has: none more where nothing was changed."""
    return db.session.scalar(select(func.count()).select_from(Change))


def the_child(db):
    return db.session.scalars(select(Child)).one()


def test_a_child_is_added_then_unchanged_then_changed(casework, db):
    first = casework.put("/children/casework/Z-1", ZOE)
    assert (first.status_code, first.json["outcome"]) == (200, "added")
    before = lines(db)
    again = casework.put("/children/casework/Z-1", ZOE)
    assert (again.json["outcome"], lines(db)) == ("unchanged", before)
    other = casework.put("/children/casework/Z-1", {**ZOE, "given_name": "Zephyr"})
    assert other.json == {**first.json, "outcome": "changed"}
    read = casework.get("/children/casework/Z-1").json
    assert (read["given_name"], read["key"], read["id"]) == ("Zephyr", "Z-1", first.json["id"])
    assert read["legal_status"] == ZOE["legal_status"]
    assert casework.get(f"/children/hearth/{read['id']}").json == read
    assert [str(each) for each in check_record(db.engine, keep=False)] == []


def test_who_is_here_already_is_not_added_again_and_nobody_finds_out_by_trying(casework, db):
    make.child("Zephyrine", family_name="Quillfeather", born=date(2014, 5, 6))
    answer = casework.put("/children/casework/Z-1", ZOE)
    assert answer.json["outcome"] == "added"
    assert db.session.scalar(select(func.count()).select_from(Child)) == 1
    answer = casework.put("/children/casework/Z-2", ZOE)
    assert answer.status_code == 409
    assert "Z-1 already" in answer.json["detail"]


def test_a_legal_status_ends_goes_on_and_is_never_overwritten(casework, db):
    casework.put("/children/casework/Z-1", ZOE)
    status = {"code": "E1", "starts_on": "2025-06-01"}
    assert (
        casework.put("/children/casework/Z-1", {**ZOE, "legal_status": status}).json["notes"] == []
    )
    held = [(row.status, row.ends_on) for row in db.session.scalars(select(LegalStatus))]
    assert held == [("C2", date(2025, 6, 1)), ("E1", None)]
    clash = {"code": "V2", "starts_on": "2025-06-01"}
    answer = casework.put("/children/casework/Z-1", {**ZOE, "legal_status": clash})
    assert answer.json["outcome"] == "unchanged"
    assert "stays" in answer.json["notes"][0]
    ended = {**status, "ends_on": "2025-09-01", "ended_because": "E4A"}
    assert casework.put("/children/casework/Z-1", {**ZOE, "legal_status": ended}).json == {
        **answer.json,
        "outcome": "changed",
        "notes": [],
    }


def test_a_worker_and_a_home_are_taken_over_and_the_postcode_never_told(casework, db):
    worker = make.user(name="Own Worker")
    told = {**ZOE, "worker_email": worker.email, "home_postcode": "hr68ab"}
    casework.put("/children/casework/Z-1", told)
    assert the_child(db).worker_id == worker.id
    assert casework.put("/children/casework/Z-1", told).json["outcome"] == "unchanged"
    assert "HR6" not in casework.get("/children").text
    answer = casework.put("/children/casework/Z-1", {**told, "worker_email": "no@example.org"})
    assert "Nobody signs in" in answer.json["notes"][0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"born": "6 May 2014"}, "born"),
        ({"born": 1399334400}, "born"),
        ({"sex": "f"}, "sex"),
        ({"given_name": " "}, "given_name"),
        ({"given_name": "Zo\x00e"}, "given_name"),
        ({"shoe_size": 4}, "shoe_size"),
        ({"legal_status": {"code": "ZZ", "starts_on": "2025-01-10"}}, "legal_status.code"),
    ],
)
def test_what_cannot_be_read_is_named_field_by_field(casework, wrong, field):
    answer = casework.put("/children/casework/Z-1", {**ZOE, **wrong})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == [field]


def test_what_the_record_refuses_comes_with_its_citation(casework):
    answer = casework.put("/children/casework/Z-1", {**ZOE, "born": f"{today() + DAY}"})
    assert answer.status_code == 422
    (reason,) = answer.json["errors"]
    assert (reason["field"], reason["standing"]) == ("born", "local")
    assert reason["citation"]


def test_a_system_writes_and_reads_under_its_own_name_alone(casework, client):
    other = let_in(client, "another")
    casework.put("/children/casework/Z-1", ZOE)
    assert other.put("/children/casework/Z-1", ZOE).status_code == 404
    assert other.get("/children/casework/Z-1").status_code == 404
    read = other.get("/children").json["data"]
    assert [(each["given_name"], each["key"]) for each in read] == [("Zephyrine", None)]
    assert other.put("/children/another/8", ZOE).json["outcome"] == "added"
    assert other.get("/children/another/8").json["key"] == "8"
    assert casework.get("/children/casework/Z-1").json["key"] == "Z-1"


# --------------------------------------------------------------------------------------- placements


def test_a_placement_is_recorded_and_judged_never_refused(casework, db):
    casework.put("/children/casework/Z-1", ZOE)
    first = casework.put("/placements/casework/P-1", living())
    assert (first.status_code, first.json["outcome"]) == (200, "added")
    assert first.json["judged"]["verdict"] in ("not_lawful", "not_proven")
    before = lines(db)
    again = casework.put("/placements/casework/P-1", living())
    assert (again.json["outcome"], lines(db)) == ("unchanged", before)
    row = db.session.scalars(select(Placement)).one()
    assert (row.decided_here, row.place) == (False, "K2")
    read = casework.get("/placements/casework/P-1").json
    assert (read["child"]["key"], read["key"], read["place"]) == ("Z-1", "P-1", "K2")


def test_a_move_ends_the_placement_before_and_told_again_changes_nothing(casework, db):
    casework.put("/children/casework/Z-1", ZOE)
    casework.put("/placements/casework/P-1", living())
    moved = living(place="P1", place_provider=None, starts_on="2025-03-01")
    casework.put("/placements/casework/P-2", moved)
    for key, told in (("P-1", living()), ("P-2", moved)):
        assert casework.put(f"/placements/casework/{key}", told).json["outcome"] == "unchanged"
    why = living(ends_on="2025-03-01", ended_because="CARPL")
    assert casework.put("/placements/casework/P-1", why).json["outcome"] == "changed"
    assert casework.put("/placements/casework/P-1", why).json["outcome"] == "unchanged"
    rows = [
        (each.place, each.ends_on, each.ended_because) for each in placements_of(the_child(db).id)
    ]
    assert rows == [("P1", None, None), ("K2", date(2025, 3, 1), "CARPL")]


def test_an_older_placement_told_late_ends_where_the_next_began(casework):
    casework.put("/children/casework/Z-1", ZOE)
    casework.put("/placements/casework/P-2", living(starts_on="2025-03-01"))
    late = casework.put("/placements/casework/P-1", living(place="P1", place_provider=None))
    assert "01/03/2025" in late.json["notes"][0]
    again = casework.put("/placements/casework/P-1", living(place="P1", place_provider=None))
    assert again.json["outcome"] == "unchanged"
    assert casework.get("/placements/casework/P-1").json["ends_on"] == "2025-03-01"


def test_what_was_told_wrongly_is_set_aside_and_told_anew(casework, db):
    casework.put("/children/casework/Z-1", ZOE)
    first = casework.put("/placements/casework/P-1", living()).json["id"]
    right = casework.put("/placements/casework/P-1", living(starts_on="2025-02-10"))
    assert right.json["outcome"] == "changed"
    assert right.json["id"] != first
    assert casework.get(f"/placements/hearth/{first}").json["recorded_in_error"] is True
    assert casework.get("/placements/casework/P-1").json["starts_on"] == "2025-02-10"


def test_what_people_recorded_is_only_ended_by_a_system(casework, db):
    casework.put("/children/casework/Z-1", ZOE)
    home = make.household("The Doyles")
    ours = make.placed(the_child(db), home, since=date(2025, 1, 10))
    told = living(place="U6", place_provider="PR1", ends_on="2025-04-01", expected_end="2025-05-01")
    answer = casework.put("/placements/casework/P-1", told).json
    assert (answer["outcome"], answer["id"]) == ("added", ours.ref)
    assert any("recorded here otherwise" in each for each in answer["notes"])
    db.session.refresh(ours)
    assert (ours.ends_on, ours.expected_end, ours.household_id) == (
        date(2025, 4, 1),
        None,
        home.id,
    )
    read = casework.get("/placements/casework/P-1").json
    assert read["household"] == {"id": home.ref, "key": None, "name": "The Doyles"}


def test_a_placement_of_nobody_known_or_of_tomorrow_is_refused_with_why(casework):
    answer = casework.put("/placements/casework/P-1", living("nobody"))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "child")
    casework.put("/children/casework/Z-1", ZOE)
    answer = casework.put("/placements/casework/P-1", living(starts_on=f"{today() + DAY}"))
    assert "still to come" in answer.json["errors"][0]["says"]
    casework.put("/placements/casework/P-1", living())
    casework.put("/children/casework/Y-1", {**ZOE, "given_name": "Yorick"})
    assert casework.put("/placements/casework/P-1", living("Y-1")).status_code == 409


# ----------------------------------------------------------------------------------------- reading


def test_a_list_is_read_once_as_a_whole_and_then_by_what_changed(casework, db):
    for number in range(5):
        casework.put(f"/children/casework/{number}", {**ZOE, "family_name": f"Quill{number}"})
    seen, cursor, pages = [], "", 0
    while True:
        page = casework.get(f"/children?limit=2{cursor}").json
        seen += [each["key"] for each in page["data"]]
        cursor, pages = f"&cursor={page['cursor']}", pages + 1
        if not page["more"]:
            break
    assert (seen, pages) == (list("01234"), 3)
    assert casework.get(f"/children?limit=2{cursor}").json["data"] == []
    casework.put("/children/casework/3", {**ZOE, "family_name": "Quillother"})
    children.begin_legal_status(
        db.session.scalars(select(Child).order_by(Child.id)).first(),
        status="E1",
        starts_on=today(),
        by=make.SOMEBODY,
    )
    page = casework.get(f"/children?limit=2{cursor}").json
    assert [each["key"] for each in page["data"]] == ["3", "0"]
    assert casework.get(f"/children?cursor={page['cursor']}").json["data"] == []


def test_a_list_is_read_since_a_moment(casework, db):
    casework.put("/children/casework/1", ZOE)
    assert len(casework.get(f"/children?changed_since={today() - DAY}T00:00:00Z").json["data"]) == 1
    assert casework.get(f"/children?changed_since={today() + DAY}T00:00:00Z").json["data"] == []


@pytest.mark.parametrize(
    "said",
    [
        "cursor=x",
        "cursor=",
        "limit=0",
        "limit=many",
        "page=2",
        "limit=1&limit=2",
        "changed_since=5",
    ],
)
def test_what_is_not_asked_so_is_refused_in_words(casework, said):
    answer = casework.get(f"/children?{said}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_cursor_is_of_one_list():
    said = feed.write_cursor("children", feed.Cursor(7, 3))
    assert feed.read_cursor("children", said) == feed.Cursor(7, 3)
    with pytest.raises(Exception, match="none of this list's"):
        feed.read_cursor("placements", said)


def test_a_restricted_record_is_left_out_and_counted_and_still_told_of(casework, db):
    casework.put("/children/casework/Z-1", ZOE)
    casework.put("/placements/casework/P-1", living())
    casework.put("/children/casework/O-1", {**ZOE, "given_name": "Open"})
    child = db.session.scalars(select(Child).order_by(Child.id)).first()
    restricted.restrict(
        because=RestrictedFor.MEDIA,
        says="A newspaper asks.",
        readers=[make.worker("Reader")],
        child=child,
        by=make.SOMEBODY,
    )
    page = casework.get("/children").json
    assert [each["key"] for each in page["data"]] == ["O-1"]
    assert page["left_out"] == {"restricted": 1}
    assert casework.get("/placements").json["left_out"] == {"restricted": 1}
    for path in (
        "/children/casework/Z-1",
        f"/children/hearth/{child.ref}",
        "/placements/casework/P-1",
    ):
        assert casework.get(path).status_code == 404
    told = living(ends_on="2025-04-01")
    answer = casework.put("/placements/casework/P-1", told).json
    assert (answer["outcome"], answer["judged"]) == ("changed", None)
    other = {**living(), "child": {"system": "hearth", "id": child.ref}}
    assert casework.put("/placements/casework/P-9", other).status_code == 422


def test_who_looked_and_who_changed_is_the_system(casework, db):
    casework.put("/children/casework/Z-1", ZOE)
    casework.get("/children")
    child = the_child(db)
    looks = db.session.scalars(select(Look).where(Look.subject == f"child:{child.id}")).all()
    assert {(each.by_name, each.page) for each in looks} == {
        ("System Casework (casework)", "system: children")
    }
    assert "System Casework (casework)" in set(db.session.scalars(select(ActRecord.by_name)))


def test_a_list_asks_as_much_of_many_as_of_few(casework, counted, db):
    def asked(path):
        with counted() as count:
            assert casework.get(path).status_code == 200
        return count.number

    casework.put("/children/casework/0", ZOE)
    casework.put("/placements/casework/0", living("0"))
    few = [asked(path) for path in ("/children", "/placements")]
    for number in range(1, 6):
        casework.put(f"/children/casework/{number}", {**ZOE, "family_name": f"Quill{number}"})
        casework.put(f"/placements/casework/{number}", living(f"{number}"))
    assert [asked(path) for path in ("/children", "/placements")] == few


def test_keys_go_with_the_record_that_they_name(casework, db):
    from app.retention.queries import _external_keys

    casework.put("/children/casework/Z-1", ZOE)
    casework.put("/placements/casework/P-1", living())
    assert len(_external_keys([f"child:{the_child(db).id}"])) == 2
