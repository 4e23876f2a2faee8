"""Out of hours: who is on tonight's sheet, what its link shows and until when, and the morning
after, judged like any placement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.accounts.roles import Role
from app.audit.models import Look
from app.children.codes import Ls
from app.children.kinds import Basis
from app.children.models import Placement
from app.core.db import db as session
from app.core.errors import RuleBroken
from app.core.today import LONDON, clock_at, now, today
from app.nights import actions, queries, rules
from app.oversight import standing
from app.oversight.rules import BasisKind, FaultCode, Verdict
from app.people import actions as people
from app.people.models import MemberRole
from app.register import actions as register
from app.register.models import HoldReason, NotAvailable
from app.restricted import actions as restricted
from app.restricted.kinds import RestrictedFor
from sufficiency.types import Kind, Sex
from tests import builders as make
from tests.builders import HEREFORDSHIRE, SOMEBODY

DAY = timedelta(days=1)
EVENING = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)


def home(name="The Doyles", **more):
    """A household of ours whose carers have a telephone."""
    return make.household(name, **{"postcode": "HR6 8AB", "places": 2, "bedrooms": 3, **more})


# ------------------------------------------------------------------------- rules of the night


@pytest.mark.parametrize(
    ("at", "night"),
    [
        (datetime(2026, 11, 23, 17, 30), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 1, 10), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 9, 29), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 9, 30), date(2026, 11, 24)),
    ],
)
def test_it_is_the_night_before_until_its_sheet_shuts_and_never_a_night_that_is_over(at, night):
    moment = at.replace(tzinfo=LONDON)
    assert rules.night_of(moment) == night
    assert rules.signing_breaches(holder="J. Hall", night=night, now=moment) == []


def test_those_who_said_yes_are_rung_first_then_whose_terms_name_emergencies():
    def ready(places, emergencies=False):
        return rules.Ready(places, ("any age",), (), emergencies)

    found = {1: ready(3), 2: ready(1, emergencies=True), 3: ready(1), 4: ready(2)}
    assert rules.in_order(found, {3: True, 4: False}) == [3, 2, 1]


# ------------------------------------------------------------------------------------ the sheet


def test_the_sheet_has_whoever_has_room_tonight_and_nobody_else(db):
    make.postcodes()
    free, full, held, gone = (home(f"The {name}s") for name in ("Free", "Full", "Held", "Gone"))
    agency = home("The Agencys", provider=make.agency())
    for _ in range(2):
        make.placed(make.child(age=9), full)
    make.placed(make.child(age=4), free)
    register.put_on_hold(held, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    register.make_unavailable(
        gone, places=None, reason=NotAvailable.BREAK, starts_on=today(), by=SOMEBODY
    )
    sheet = queries.tonight(today())
    assert [each.name for each in sheet.homes] == ["The Frees"]
    (only,) = sheet.homes
    assert (only.ready.places, only.ready.there, only.near) == (1, (4,), "HR6")
    assert agency.name not in [each.name for each in sheet.homes]
    actions.say_of_tonight(free, night=today(), ready=False, by=SOMEBODY)
    sheet = queries.tonight(today())
    assert (sheet.homes, [name for _, name in sheet.said_no]) == ((), ["The Frees"])


@pytest.fixture
def signed_out(db):
    """A sheet signed out at half past five, for one home with room and one that is restricted."""
    with clock_at(EVENING):
        make.postcodes()
        free, secret = home("The Frees"), home("The Secrets")
        carer = people.add_person(
            given_name="Jo", family_name="Free", phone="01432 000001", by=SOMEBODY
        )
        people.join_household(
            free, carer, role=MemberRole.CARER, starts_on=make.LONG_AGO, by=SOMEBODY
        )
        child = make.child("Bramwell", age=7)
        make.placed(child, free)
        restricted.restrict(
            because=RestrictedFor.MEDIA,
            says="A newspaper asks.",
            readers=[make.worker("Reader")],
            household=secret,
            by=SOMEBODY,
        )
        sheet, (link, token) = actions.sign_out(
            holder="J. Hall", night=rules.night_of(now()), by=SOMEBODY
        )
        return sheet, link, token, free, child


def opened(client, token):
    """The sheet as its holder sees it, having pressed Start."""
    client.get(f"/link/{token}")
    page = client.get(f"/link/{token}")
    key = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    client.post(f"/link/{token}", data={"csrf_token": key, "start": "yes"})
    return client.get(f"/link/{token}")


def test_the_link_shows_what_is_needed_tonight_and_nothing_else(client, signed_out):
    _, link, token, free, child = signed_out
    with clock_at(EVENING + timedelta(hours=5)):
        text = opened(client, token).get_data(as_text=True)
        assert "The Frees" in text
        assert "01432 000001" in text
        assert "1 placed there, aged 7" in text
        for never in ("The Secrets", "Bramwell", child.ref, "HR6 8AB", "The Street", free.ref):
            assert never not in text, never
    looks = session.session.query(Look).filter(Look.subject == f"household:{free.id}").all()
    assert link.ref in " ".join(each.by_name for each in looks)


def test_the_link_shuts_in_the_morning_and_when_it_is_taken_back(client, signed_out):
    sheet, _, token, _, _ = signed_out
    with clock_at(EVENING + timedelta(hours=1)):
        assert opened(client, token).status_code == 200
    with clock_at(rules.shuts_at(sheet.night_of)):
        answer = client.get(f"/link/{token}")
        assert answer.status_code == 410
        assert "The Frees" not in answer.get_data(as_text=True)
    with clock_at(EVENING + timedelta(hours=2)):
        actions.take_back(sheet, by=SOMEBODY)
        answer = client.get(f"/link/{token}")
        assert answer.status_code == 410
        assert "The Frees" not in answer.get_data(as_text=True)


def test_a_sheet_is_signed_out_to_somebody_by_name_and_not_for_a_night_that_is_over(db):
    with clock_at(EVENING), pytest.raises(RuleBroken) as refused:
        actions.sign_out(holder=" ", night=today(), by=SOMEBODY)
    assert [each.field for each in refused.value.breaches] == ["holder"]
    with clock_at(EVENING), pytest.raises(RuleBroken):
        actions.sign_out(holder="J. Hall", night=today() - 3 * DAY, by=SOMEBODY)


# ------------------------------------------------------------------------------- the morning after

MOVED = datetime(2026, 11, 23, 23, 40, tzinfo=LONDON)


def recorded(household, *, child=None, born=None, **more):
    """A child placed there at 23:40, recorded the next morning."""
    told = {
        "household": household,
        "happened_at": MOVED,
        "placed_by": "J. Hall",
        "why": "Brought by the police",
    } | more
    newcomer = None
    if child is None:
        newcomer = actions.Newcomer(
            "Orla", "Quillan", born or make.birthday(9), Sex.FEMALE, None, HEREFORDSHIRE
        )
    return actions.record_night(child=child, newcomer=newcomer, by=SOMEBODY, **told)


def judged(row):
    """On what basis the child stands now, under what verdict, with which faults."""
    found = standing.basis(row.child_id, today())
    return found.kind, found.verdict, {each.code for each in found.breaches}


def test_a_child_within_terms_is_judged_as_any_placement_and_what_is_missing_is_listed(db):
    with clock_at(MORNING):
        make.postcodes()
        row = recorded(home())
        placement = session.session.get_one(Placement, row.placement_id)
        assert placement.starts_on == date(2026, 11, 23)
        assert (placement.basis, placement.decided_here) == (Basis.FOSTER, False)
        assert judged(row) == (
            BasisKind.APPROVED_CARER,
            Verdict.NOT_PROVEN,
            {FaultCode.NO_LEGAL_STATUS},
        )
        said = " ".join(queries.missing_of(queries.night_by_ref(row.ref)))
        for part in ("Legal status", "social worker", "wishes"):
            assert part in said


def test_outside_the_terms_it_is_an_emergency_whose_six_working_days_run(db):
    with clock_at(MORNING):
        make.postcodes()
        little = home(terms=[make.line(2, (0, 4), kinds=[Kind.SHORT_TERM])])
        row = recorded(little, child=make.child(age=15), wishes="To stay with her friend")
        assert judged(row) == (BasisKind.OUTSIDE_TERMS_EMERGENCY, Verdict.LAWFUL, set())
    with clock_at(MORNING + 10 * DAY):
        assert judged(row)[:2] == (BasisKind.OUTSIDE_TERMS, Verdict.NOT_LAWFUL)


def test_a_fourth_child_is_recorded_all_the_same_and_the_home_is_over_the_limit(db):
    with clock_at(MORNING):
        make.postcodes()
        full = home(places=4)
        for _ in range(3):
            make.placed(make.child(), full)
        row = recorded(full, child=make.child())
        assert judged(row)[:2] == (BasisKind.OVER_LIMIT, Verdict.NOT_LAWFUL)


def test_a_child_on_record_leaves_the_home_that_broke_down_on_that_day(db):
    with clock_at(MORNING):
        make.postcodes()
        who = make.child(status=Ls.V2)
        before = make.placed(who, home("The Prices"))
        recorded(home(), child=who)
        session.session.refresh(before)
        assert before.ends_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("left_out", "field"),
    [({"placed_by": ""}, "placed_by"), ({"why": " "}, "why"), ({"household": None}, "household")],
)
def test_who_where_and_why_are_never_left_out(db, left_out, field):
    with clock_at(MORNING):
        make.postcodes()
        with pytest.raises(RuleBroken) as refused:
            recorded(**({"household": home()} | left_out))
        assert [each.field for each in refused.value.breaches] == [field]


def test_the_page_of_the_morning_after_asks_little_and_leads_to_what_is_missing(signed_in, db):
    with clock_at(MORNING):
        make.postcodes()
        household = home()
        client = signed_in(Role.PLACEMENT_OFFICER)
        answer = client.post_form(
            "/nights/record",
            given_name="Orla",
            family_name="Quillan",
            sex="female",
            day="yesterday",
            time="23:40",
            household=household.ref,
            placed_by="J. Hall",
            why="Brought by the police",
        )
        text = client.get(answer.location).get_data(as_text=True)
        assert "Orla Quillan" in text
        assert "Legal status: under what power" in text
