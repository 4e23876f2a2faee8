"""Referrals opened, changed and withdrawn; what was sent and answered; places; the standard."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.api import placements_standard as standard
from app.api.placements_standard import Agreed, ReferralTold, StandardIn
from app.audit.models import Change
from app.children import actions as children
from app.children.models import Child, Referral
from app.core.columns import new_ref
from app.core.today import today
from app.data import open_data
from app.register import actions as register
from app.register.models import NotAvailable, Unavailability
from tests import builders as make
from tests.api.conftest import ZOE
from tests.commissioning import asked as going_out
from tests.matching.asking import officer

DAY = timedelta(days=1)
NEED = {
    "children": [{"system": "casework", "id": "Z-1"}],
    "needed_on": f"{today() + 3 * DAY}",
    "max_miles": 20,
    "answers": {"pets": "No", "riskMissing": "Risk Present"},
    "key": "R-1",
}


ASKED = (
    *("needed_on", "kind", "until", "together", "together_why"),
    *("home_postcode", "school_postcode", "max_miles", "avoid"),
)
"""What a referral asks for besides its answers."""


@pytest.fixture
def zoe(casework):
    """The case system has told of her."""
    casework.put("/children/casework/Z-1", ZOE)
    return casework


def lines(db):
    return db.session.scalar(select(func.count()).select_from(Change))


# ---------------------------------------------------------------------------------------- referrals


def test_a_referral_is_opened_once_however_often_it_is_sent(zoe, db):
    first = zoe.post("/referrals", NEED, key="a key of this")
    assert first.status_code == 400, "a key has no spaces"
    first = zoe.post("/referrals", NEED, key="a-key-of-this")
    assert (first.status_code, first.json["outcome"]) == (201, "added")
    before = lines(db)
    again = zoe.post("/referrals", NEED, key="a-key-of-this")
    assert (again.status_code, again.data, lines(db)) == (201, first.data, before)
    other = zoe.post("/referrals", {**NEED, "max_miles": 30}, key="a-key-of-this")
    assert other.status_code == 409
    assert zoe.post("/referrals", NEED).json["errors"][0]["field"] == "key"
    assert zoe("POST", "/referrals", NEED).status_code == 400
    read = zoe.get("/referrals/casework/R-1").json
    assert (read["children"][0]["key"], read["answers"]["pets"]) == ("Z-1", "No")
    assert db.session.scalar(select(func.count()).select_from(Referral)) == 1


def test_a_referral_is_changed_and_withdrawn(zoe, db):
    zoe.post("/referrals", NEED)
    need = {name: said for name, said in NEED.items() if name not in ("children", "key")}
    assert zoe.put("/referrals/casework/R-1", need).json["outcome"] == "unchanged"
    assert zoe.put("/referrals/casework/R-1", {**need, "max_miles": 5}).json["outcome"] == "changed"
    assert zoe.post("/referrals/casework/R-1/withdraw", {}).status_code == 200
    read = zoe.get("/referrals").json["data"][0]
    assert (read["outcome"], read["max_miles"]) == ("withdrawn", 5)
    refused = zoe.put("/referrals/casework/R-1", {**need, "max_miles": 6})
    assert refused.status_code == 422
    assert "closed" in refused.json["errors"][0]["says"]


def test_what_somebody_typed_is_told_to_no_system_and_stays_when_it_is_left_out(zoe, db):
    typed = {**NEED["answers"], "riskOther": "Climbs at night"}
    zoe.post("/referrals", {**NEED, "answers": typed})
    row = db.session.scalar(select(Referral))
    children.change_referral(
        row,
        **{name: getattr(row, name) for name in ASKED},
        answers={**row.answers, "local": {"Likes": "Brigade badge"}},
        by=make.SOMEBODY,
    )
    for address in ("/referrals", "/referrals/casework/R-1", "/referrals/casework/R-1/standard"):
        read = zoe.get(address).text
        assert "Risk Present" in read
        assert "Climbs" not in read
        assert "Brigade" not in read
    need = {name: said for name, said in NEED.items() if name not in ("children", "key")}
    assert zoe.put("/referrals/casework/R-1", need).json["outcome"] == "unchanged"
    need = {**need, "answers": {"riskOther": None}}
    assert zoe.put("/referrals/casework/R-1", need).json["outcome"] == "changed"
    db.session.expire_all()
    assert row.answers == {"local": {"Likes": "Brigade badge"}}


def test_a_place_that_is_on_no_map_is_refused_and_nobody_is_placed_by_a_system(zoe):
    wrong = {**NEED, "avoid": "Nowhere at all", "home_postcode": "ZZ1 1ZZ"}
    answer = zoe.post("/referrals", wrong)
    assert [each["field"] for each in answer.json["errors"]] == ["home_postcode", "avoid"]
    zoe.post("/referrals", NEED)
    answer = zoe.post("/referrals/casework/R-1/withdraw", {"outcome": "placed"})
    assert answer.status_code == 422


# ------------------------------------------------------------------------------------------- offers


def test_what_was_sent_is_read_and_answered_and_the_offer_ended(casework, db):
    who = officer()
    asked = going_out.going_out(who)
    going_out.released(asked, who)
    ((sending, _),) = going_out.sent(asked, going_out.agency(), by=who)
    (told,) = casework.get("/sent").json["data"]
    assert (told["id"], told["state"]) == (sending.ref, "waiting")
    assert "Zephyrine" not in json.dumps(told)
    offer = {
        "called": "Bryn",
        "postcode": "SY8 1AA",
        "weekly_pounds": 985,
        "from_on": f"{today()}",
        "words": "Two carers and a dog.",
    }
    answer = casework.post(f"/sent/{sending.ref}/answer", {"reply": "offer", "offer": offer})
    assert answer.status_code == 201
    (read,) = casework.get("/offers").json["data"]
    assert (read["weekly_pounds"], read["id"]) == (985, answer.json["id"])
    assert "SY8" not in json.dumps(read)
    db.session.refresh(sending)
    assert sending.came_by == "by_system"
    again = casework.post(f"/sent/{sending.ref}/answer", {"reply": "offer", "offer": offer})
    assert again.status_code == 422
    because = {"how": "withdrawn_by_the_provider", "because": "Taken by another child."}
    assert casework.post(f"/offers/{read['id']}/end", because).status_code == 200
    assert casework.get("/offers").json["data"][0]["ended_how"] == because["how"]
    assert casework.post("/offers/absent/end", because).status_code == 404


def test_an_offer_without_a_home_is_refused(casework):
    who = officer()
    asked = going_out.going_out(who)
    going_out.released(asked, who)
    ((sending, _),) = going_out.sent(asked, going_out.agency(), by=who)
    answer = casework.post(f"/sent/{sending.ref}/answer", {"reply": "offer"})
    assert {each["field"] for each in answer.json["errors"]} >= {"called", "weekly_pounds"}
    assert casework.post(f"/sent/{sending.ref}/answer", {"reply": "no_offer"}).status_code == 422


# ------------------------------------------------------------------------------------- availability


def test_places_are_read_and_only_what_is_not_available_is_told(casework, db):
    home = make.household("The Frees", places=2, postcode="HR6 8AB")
    make.household("The Others", provider=make.agency())
    (told,) = casework.get("/availability").json["data"]
    assert (told["household"]["name"], told["places_left"]) == ("The Frees", 2)
    assert "HR6" not in json.dumps(told)
    gone = {
        "household": {"system": "hearth", "id": home.ref},
        "places": 1,
        "reason": "staying_put",
        "starts_on": f"{today()}",
    }
    assert casework.put("/availability/casework/U-1", gone).json["outcome"] == "added"
    assert casework.put("/availability/casework/U-1", gone).json["outcome"] == "unchanged"
    (told,) = casework.get("/availability").json["data"]
    assert (told["places_left"], told["unavailable"][0]["key"]) == (1, "U-1")
    other = casework.put("/availability/casework/U-1", {**gone, "places": 2})
    assert other.status_code == 422
    ended = {**gone, "ends_on": f"{today()}"}
    assert casework.put("/availability/casework/U-1", ended).json["outcome"] == "changed"
    assert casework.put("/availability/casework/U-1", ended).json["outcome"] == "unchanged"
    assert db.session.scalars(select(Unavailability)).one().ends_on == today()


def test_that_carers_are_looked_into_is_told_to_no_system(casework):
    home = make.household("The Frees")
    register.make_unavailable(
        home,
        places=1,
        reason=NotAvailable.INVESTIGATION,
        starts_on=today(),
        note="Allegation",
        by=make.SOMEBODY,
    )
    (told,) = casework.get("/availability").json["data"]
    assert told["unavailable"][0]["reason"] is None
    assert "llegation" not in json.dumps(told)
    assert "investigation" not in json.dumps(told)


# ------------------------------------------------------------------------------------ the standard


def published():
    """Every field of the published standard, by its entity."""
    with open_data("placements_data_standard_v2.json") as text:
        return {each["name"]: each["fields"] for each in json.load(text)["entities"]}


def test_the_documents_are_those_that_are_published_field_by_field():
    schema = StandardIn.model_json_schema()["$defs"]
    parts = schema["Document"]["properties"]
    assert set(parts) == set(published())
    for entity, fields in published().items():
        said = parts[entity]
        ref = said.get("$ref") or next(e["$ref"] for e in said["anyOf"] if "$ref" in e)
        ours = schema[ref.rpartition("/")[2]]
        assert set(ours["properties"]) == {field["name"] for field in fields}, entity
        needed = {field["name"] for field in fields if field["cardinality"].startswith("1")}
        assert set(ours["required"]) == needed, entity
        for field in fields:
            if "options" in field:
                said = json.dumps(ours["properties"][field["name"]])
                assert all(json.dumps(option) in said for option in field["options"]), field


def a_document(**changed):
    """One child's document, as another council's system writes it."""
    risks = dict.fromkeys(standard.RISKS, "No known risk")
    whole = {
        "PlacementAvailability": {"childId": 77, "neededBy": "Today", "siblingCount": 0},
        "PlacementRequirements": {
            "communicationNeeds": "Y",
            "specificCommunicationRequirements": ["Makaton", "BSL"],
            "homeAdaptation": True,
            "culturalNeeds": "Not required",
            "livingCompanions": "Solo placement recommended",
            "pets": "No",
        },
        "PlacementRecommendation": {
            "fosterCareSuitability": "Preferred",
            "residentialCareSuitability": "Unsuitable",
            "supportedAccommodationSuitability": "Unsuitable",
        },
        "Risks": {**risks, "riskMissing": "Risk Present", "riskOther": "Climbs"},
    }
    return {name: {**part, **changed.get(name, {})} for name, part in whole.items()}


def test_any_childs_risk_is_one_of_them_all_and_what_differs_is_told():
    second = a_document(
        Risks={"riskMissing": "No known risk", "riskToOthersFire": "Risk Present"},
        PlacementRequirements={"pets": "Yes - can"},
    )
    told = StandardIn.model_validate_json(json.dumps({"documents": [a_document(), second]}))
    found = standard.understood(told, date(2026, 11, 23))
    assert found.answers.riskMissing == found.answers.riskToOthersFire == "Risk Present"
    assert (found.answers.pets, found.needed_on) == ("No", date(2026, 11, 23))
    fields = [each.field for each in found.not_kept]
    assert {"pets", "siblingCount", "specificCommunicationRequirements"} <= set(fields)


def test_a_number_of_ours_is_read_back_and_a_systems_own_is_kept():
    for _ in range(50):
        ref = new_ref()
        assert standard.ref_of_number(standard.child_number(ref, None)) == ref
    assert standard.child_number("abc", "77") == 77
    assert standard.child_number(new_ref(), "Z-1") != 77
    assert standard.ref_of_number(2**63) is None or len(standard.ref_of_number(2**63)) == 13


def test_an_agreed_placement_is_told_as_far_as_it_is_known():
    told = ReferralTold(
        opened_on=date(2026, 3, 2),
        needed_on=date(2026, 3, 5),
        near="HR6",
        answers={"educationContinuity": "Yes", "pets": "No"},
        officer="Priya",
        numbers=(1, 2),
        agreed=(Agreed(450, "Herefordshire", True, None, 1, "Nom", date(2026, 3, 4)), None),
    )
    (first, second), not_known = standard.documents_of(told)
    assert first["ActualPlacement"]["siblingsPlacedTogether"] == 1
    assert first["ActualPlacement"]["educationContinuity"] is True
    assert "ActualPlacement" not in second
    assert first["PlacementAvailability"]["neededBy"] == "in less than 5 days"
    assert {"providerURN", "riskMissing", "costDate"} <= set(not_known)


def test_a_referral_comes_in_by_the_standard_and_goes_out_by_it(casework, db):
    casework.put("/children/casework/77", ZOE)
    came = casework.post("/referrals/standard", {"documents": [a_document()], "key": "R-7"})
    assert came.status_code == 201, came.json
    assert "communicationNeeds" in {each["field"] for each in came.json["not_kept"]}
    out = casework.get("/referrals/casework/R-7/standard").json
    (document,) = out["documents"]
    assert document["PlacementAvailability"] == {
        "childId": 77,
        "neededBy": "Today",
        "siblingCount": 0,
    }
    told = {name: said for name, said in a_document()["Risks"].items() if name != "riskOther"}
    assert document["Risks"] == told, "what somebody typed of a child goes out to nobody"
    assert "riskOther" in out["not_known"]
    assert "ActualPlacement" not in document
    row = db.session.scalars(select(Referral)).one()
    assert (row.needed_on, row.answers["homeAdaptation"]) == (today(), True)
    by_us = a_document(
        PlacementAvailability={
            "childId": standard.child_number(db.session.scalars(select(Child)).one().ref, None)
        }
    )
    assert casework.post("/referrals/standard", {"documents": [by_us]}).status_code == 201
    nobody = a_document(PlacementAvailability={"childId": 5})
    assert casework.post("/referrals/standard", {"documents": [nobody]}).status_code == 422
