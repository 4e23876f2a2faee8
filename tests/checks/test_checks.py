"""Checks: of whom each is asked, how it stands, what of it is late, what Part 1 still lacks."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.assessments import actions as assessing
from app.assessments.rules import AssessmentKind, Outcome
from app.checks import actions, queries, watch
from app.checks.kinds import Decided, Helps, LateKind, Stands
from app.checks.models import Check
from app.children import actions as children
from app.core.today import clock_at, end_of_day, now, today
from app.people import actions as people
from app.people.models import MemberRole
from app.people.queries import member_of
from app.recruitment.queries.stages import stages
from app.statute.calendar import ENGLAND
from app.statute.checks import CHECK_CHASED, LISTS, Asks, CheckKind, listed
from app.statute.local import DBS_RENEWAL, MEDICAL_RENEWAL
from app.statute.recruitment import Part1
from app.statute.sources import Standing
from app.statute.spans import Years
from tests import builders as make
from tests.builders import SOMEBODY
from tests.checks.homes import DAY, asked, carer_of, joined, late, line, seen, stands
from tests.recruitment.people import applied, in_stage, rang, refusals

CERTIFICATE, MEDICAL, RECORDS = (
    CheckKind.CERTIFICATE,
    CheckKind.MEDICAL,
    CheckKind.COUNCIL_RECORDS,
)


def test_only_what_schedule_3_asks_is_shown_as_law():
    assert {(each.kind, each.of) for each in LISTS if each.standing is Standing.LAW} == {
        (CERTIFICATE, Asks.APPLICANT),
        (CERTIFICATE, Asks.ADULT),
        (MEDICAL, Asks.APPLICANT),
    }
    young = {each.kind: each.standing for each in listed(Asks.YOUNG, today())}
    assert young == {CERTIFICATE: Standing.LOCAL}
    assert not any(each.kind is CERTIFICATE for each in listed(Asks.VISITOR, today()))


def test_each_list_names_a_check_once():
    for of in Asks:
        kinds = [each.kind for each in listed(of, today())]
        assert len(kinds) == len(set(kinds))
        assert kinds


def test_who_lives_there_is_asked_by_age_and_a_visitor_by_what_they_do(db):
    home = make.household()
    day = today() - 30 * DAY
    grown = joined(home, MemberRole.CHILD_OF_FAMILY, day, make.birthday(18))
    young = joined(home, MemberRole.CHILD_OF_FAMILY, day, make.birthday(16))
    child = joined(home, MemberRole.CHILD_OF_FAMILY, day, make.birthday(15))
    lodger = joined(home, MemberRole.LODGER, day)
    visitor = joined(home, MemberRole.VISITOR, day, make.birthday(40))
    assert stands(home, carer_of(home), MEDICAL) is Stands.MISSING
    for who in (grown, young, lodger):
        assert stands(home, who, CERTIFICATE) is Stands.MISSING
        assert line(home, who, MEDICAL) is None
    assert queries.whom(home.id, child.id, today()) is None
    unsaid = queries.whom(home.id, visitor.id, today())
    assert unsaid.needs_saying
    assert unsaid.lines == ()


def test_a_visitors_certificate_may_be_asked_for_only_in_regulated_activity(db):
    home = make.household()
    aunt = joined(home, MemberRole.VISITOR, today() - 30 * DAY, make.birthday(40))
    told = {"helps": Helps.BACK_UP, "starts_on": today() - 9 * DAY, "by": SOMEBODY}
    (says,) = refusals(actions.ask, home, aunt, kinds=[CERTIFICATE])
    assert "regulated activity" in says
    actions.say_what_they_do(home, aunt, regulated=False, **told)
    assert refusals(actions.ask, home, aunt, kinds=[CERTIFICATE])
    asked(home, aunt, CheckKind.IDENTITY)
    actions.say_what_they_do(home, aunt, regulated=True, **told | {"starts_on": today() - 5 * DAY})
    asked(home, aunt, CERTIFICATE)
    assert late(home, aunt, CERTIFICATE) == [(LateKind.ASKED, 5, False)]


def test_a_home_of_another_service_and_one_that_nobody_assesses_are_not_ours_to_check(db):
    agency = make.household("The Agencys", provider=make.agency())
    unknown = make.household("The Unknowns", approved=False)
    assert queries.checked_one(agency.id, today()) is None
    assert queries.checked_one(unknown.id, today()) is None
    assessment = assessing.begin_assessment(
        unknown, kind=AssessmentKind.INITIAL, starts_on=today(), by=SOMEBODY
    )
    assert queries.checked_one(unknown.id, today()).assessing
    assessing.finish(assessment, outcome=Outcome.WITHDREW, on=today(), by=SOMEBODY)
    assert queries.checked_one(unknown.id, today()) is None


def test_a_home_assessed_for_special_guardianship_alone_has_a_list_of_its_own(db):
    home = make.household("The Grandparents", approved=False)
    grown = joined(home, MemberRole.LODGER, today() - 30 * DAY, make.birthday(30))
    would_be = {"kind": AssessmentKind.GUARDIANSHIP, "starts_on": today() - 20 * DAY}
    assessment = assessing.begin_assessment(home, **would_be, by=SOMEBODY)
    assert not queries.checked_one(home.id, today()).fosters
    assert queries.whom(home.id, carer_of(home).id, today()).asks is Asks.GUARDIAN
    assert queries.whom(home.id, grown.id, today()).asks is Asks.WITH_GUARDIAN
    assert late(home, carer_of(home), CERTIFICATE) == [], "no rule says by when"
    asked(home, carer_of(home), MEDICAL)
    assert stands(home, carer_of(home), MEDICAL) is Stands.ASKED
    assessing.begin_assessment(
        home, kind=AssessmentKind.CONNECTED, starts_on=today() - 5 * DAY, by=SOMEBODY
    )
    assert queries.whom(home.id, carer_of(home).id, today()).asks is Asks.APPLICANT
    assert stands(home, carer_of(home), MEDICAL) is Stands.ASKED, "what was asked is asked once"
    assert assessment.ends_on is None


def test_a_check_goes_from_asked_to_seen_and_each_day_is_told_as_it_was(db):
    home, sarah = make.household(), make.worker()
    jo, start = carer_of(home), today() - 40 * DAY
    with clock_at(start):
        row = asked(home, jo, CERTIFICATE)
    with clock_at(start + 15 * DAY):
        actions.chase(row, by=sarah)
    with clock_at(start + 20 * DAY):
        actions.record_came(row, received_on=today(), by=sarah)
    with clock_at(start + 22 * DAY):
        actions.record_came(
            row,
            received_on=start + 20 * DAY,
            issued_on=start + 18 * DAY,
            reference="001234567890",
            seen_on=today(),
            decided=Decided.CONSIDERED,
            by=sarah,
        )
    with clock_at(start + 30 * DAY):
        actions.decide(row, decided=Decided.SUITABLE, by=sarah)
    told = {
        -1: Stands.MISSING,
        0: Stands.ASKED,
        14: Stands.ASKED,
        15: Stands.CHASED,
        20: Stands.RECEIVED,
        22: Stands.DONE,
        40: Stands.DONE,
    }
    for days, state in told.items():
        assert stands(home, jo, CERTIFICATE, start + days * DAY) is state
    assert line(home, jo, CERTIFICATE).standing.until == Years(3).after(start + 18 * DAY, ENGLAND)
    assert line(home, jo, CERTIFICATE).last.seen_by == sarah.name


def test_nothing_of_what_a_certificate_says_has_a_place_in_the_record():
    assert {column.name for column in Check.__table__.columns} == {
        "id",
        "ref",
        "version",
        "household_id",
        "person_id",
        "kind",
        "asked_on",
        "asked_of",
        "email",
        "received_on",
        "issued_on",
        "reference",
        "seen_on",
        "seen_by_id",
        "decided",
        "because",
        "counts_until",
        "received_recorded_at",
        "seen_recorded_at",
        "decided_recorded_at",
        "why_voided",
        "recorded_at",
        "voided_at",
    }


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"received_on": None}, "came back"),
        ({"received_on": 1}, "still to come"),
        ({"received_on": -11}, "cannot be back before"),
        ({"received_on": -3, "seen_on": -4, "decided": Decided.SUITABLE}, "before it is back"),
        ({"received_on": -3, "seen_on": -3}, "what was decided"),
        ({"received_on": -3, "decided": Decided.SUITABLE}, "when it was seen"),
        ({"received_on": -3, "seen_on": -3, "decided": Decided.NOT_NEEDED}, "Choose"),
        (
            {"received_on": -3, "seen_on": -3, "issued_on": -2, "decided": Decided.SUITABLE},
            "before it is issued",
        ),
        (
            {"received_on": -3, "seen_on": -3, "counts_until": -4, "decided": Decided.SUITABLE},
            "run out",
        ),
    ],
)
def test_what_came_is_recorded_in_the_order_in_which_it_happens(db, told, field):
    home = make.household()
    row = asked(home, carer_of(home), CERTIFICATE, today() - 10 * DAY)
    days = {
        name: today() + value * DAY if type(value) is int else value for name, value in told.items()
    }
    (says,) = refusals(actions.record_came, row, **days, by=make.worker())
    assert field in says


def test_a_check_is_asked_for_one_round_at_a_time_and_chased_only_while_it_is_waited_for(db):
    home = make.household()
    jo = carer_of(home)
    row = asked(home, jo, MEDICAL, today() - 3 * DAY)
    assert refusals(actions.ask, home, jo, kinds=[MEDICAL])
    assert refusals(actions.chase, row, on=today() - 4 * DAY)
    assert refusals(actions.chase, row, on=today() + DAY)
    actions.chase(row, by=make.worker())
    actions.record_came(row, received_on=today(), by=make.worker())
    assert refusals(actions.chase, row) == ["It has come back. There is nothing to chase."]
    assert refusals(actions.ask, home, jo, kinds=[]) == ["Tick what is asked for."]
    assert [each.chased_on for each in queries.chases_of(row.id)] == [today()]


def test_what_was_seen_stays_seen_until_it_is_taken_back(db):
    home = make.household()
    jo = carer_of(home)
    before = seen(home, jo, CERTIFICATE, today() - 9 * DAY)
    assert refusals(actions.record_came, before, received_on=today(), by=make.worker()) == [
        "It was seen already. Ask for it again for a new one."
    ]
    after = seen(home, jo, CERTIFICATE, decided=Decided.UNSUITABLE)
    assert stands(home, jo, CERTIFICATE) is Stands.UNSUITABLE
    assert refusals(actions.void_check, after, why=" ") == ["Say what was wrong."]
    actions.void_check(after, why="It was her sister’s", by=SOMEBODY)
    assert stands(home, jo, CERTIFICATE) is Stands.DONE


def test_what_is_considered_is_decided_once(db):
    home = make.household()
    row = seen(home, carer_of(home), CERTIFICATE, decided=Decided.CONSIDERED)
    assert stands(home, carer_of(home), CERTIFICATE) is Stands.CONSIDERED
    assert refusals(actions.decide, row, decided=Decided.NOT_NEEDED, by=make.worker())
    actions.decide(row, decided=Decided.UNSUITABLE, by=make.worker())
    assert refusals(actions.decide, row, decided=Decided.SUITABLE, by=make.worker())


def test_what_the_schedule_asks_for_is_never_left_out_and_other_checks_with_a_reason(db):
    home = make.household()
    told = {"decided": Decided.NOT_PRACTICABLE, "by": make.worker()}
    (says,) = refusals(
        actions.leave_out, home, carer_of(home), kind=CERTIFICATE, because="No time", **told
    )
    assert "never" in says or "not left out" in says
    assert refusals(actions.leave_out, home, carer_of(home), kind=RECORDS, because="", **told)
    asked(home, carer_of(home), RECORDS, today() - 9 * DAY)
    actions.leave_out(home, carer_of(home), kind=RECORDS, because="Born and lived here", **told)
    assert stands(home, carer_of(home), RECORDS) is Stands.SET_ASIDE
    assert len(db.session.scalars(select(Check)).unique().all()) == 1, "the round under way ended"


# ------------------------------------------------------------------------------------ what is late


def test_asked_after_somebody_moved_in_shows_as_late_and_stays_so(db):
    home = make.household()
    day = today() - 30 * DAY
    partner = joined(home, MemberRole.ADULT, day, make.birthday(30))
    assert late(home, partner, CERTIFICATE, day) == []
    assert late(home, partner, CERTIFICATE) == [(LateKind.ASKED, 30, True)]
    seen(home, partner, CERTIFICATE, today() - 2 * DAY, asked_on=today() - 10 * DAY)
    assert late(home, partner, CERTIFICATE) == [(LateKind.ASKED, 20, False)]
    assert late(home, partner, CERTIFICATE, today() - 15 * DAY) == [(LateKind.ASKED, 15, True)]


def test_whoever_was_there_from_the_start_is_not_asked_late(db):
    home = make.household()
    asked(home, carer_of(home), CERTIFICATE)
    assert late(home, carer_of(home), CERTIFICATE) == []


def test_somebody_of_the_family_is_asked_late_from_their_birthday_on(db):
    home = make.household()
    born = date(today().year - 17, today().month, 1) - 40 * DAY
    joined_on = today() - 700 * DAY
    lad = joined(home, MemberRole.CHILD_OF_FAMILY, joined_on, born)
    turned = Years(16).after(born, ENGLAND)
    assert late(home, lad, CERTIFICATE) == [(LateKind.ASKED, (today() - turned).days, True)]


def test_seen_after_a_child_came_shows_as_late(db):
    home = make.household()
    make.placed(make.child(), home, since=today() - 20 * DAY)
    row = asked(home, carer_of(home), CERTIFICATE, today() - 30 * DAY)
    assert late(home, carer_of(home), CERTIFICATE) == [(LateKind.SEEN, 20, True)]
    actions.record_came(
        row,
        received_on=today() - 5 * DAY,
        seen_on=today() - 5 * DAY,
        decided=Decided.SUITABLE,
        by=make.worker(),
    )
    assert late(home, carer_of(home), CERTIFICATE) == [(LateKind.SEEN, 15, False)]
    assert late(home, carer_of(home), CERTIFICATE, today() - 20 * DAY) == []


def test_a_child_who_left_before_somebody_came_makes_nothing_of_theirs_late(db):
    home = make.household()
    stay = make.placed(make.child(), home, since=today() - 60 * DAY)
    children.end_placement(stay, on=today() - 30 * DAY, by=SOMEBODY)
    partner = joined(home, MemberRole.ADULT, today() - 20 * DAY, make.birthday(30))
    asked(home, partner, CERTIFICATE, today() - 20 * DAY)
    assert late(home, partner, CERTIFICATE) == []


def test_a_placement_is_not_stopped_by_a_check_that_is_missing(db):
    home = make.household()
    make.placed(make.child(), home)
    assert stands(home, carer_of(home), CERTIFICATE) is Stands.MISSING


# ---------------------------------------------------------------------------------------- renewals


def test_a_certificate_runs_out_by_its_clock_and_renewing_late_is_told(db):
    home = make.household()
    jo = carer_of(home)
    first = date(2022, 2, 28)
    with clock_at(first):
        seen(home, jo, CERTIFICATE)
    last = DBS_RENEWAL.last_day(first)
    assert stands(home, jo, CERTIFICATE, last) is Stands.ENDING
    assert stands(home, jo, CERTIFICATE, last + DAY) is Stands.RAN_OUT
    with clock_at(last + 11 * DAY):
        seen(home, jo, CERTIFICATE)
    assert late(home, jo, CERTIFICATE, last + 11 * DAY) == [(LateKind.LAPSED, 11, False)]
    assert stands(home, jo, CERTIFICATE, last + 11 * DAY) is Stands.DONE


def test_what_a_paper_says_of_its_own_length_goes_before_the_clock(db):
    home = make.household()
    seen(home, carer_of(home), MEDICAL, counts_until=today() + 10 * DAY)
    assert stands(home, carer_of(home), MEDICAL) is Stands.ENDING


def test_clocks_run_on_what_is_waited_for_and_on_what_runs_out(db):
    home = make.household()
    jo, start = carer_of(home), date(2026, 12, 18)
    with clock_at(start):
        asked(home, jo, MEDICAL)
        seen(home, jo, CERTIFICATE)
        found = {(each.clock, each.due_on) for each in watch.running(today())}
    assert found == {
        (CHECK_CHASED.key, date(2027, 1, 6)),
        (DBS_RENEWAL.key, date(2029, 12, 18)),
    }
    (row,) = (each for each in db.session.scalars(select(Check)).unique() if not each.seen_on)
    with clock_at(start + 12 * DAY):
        actions.chase(row, by=make.worker())
        due = {each.clock: each.due_on for each in watch.running(today())}
    assert due[CHECK_CHASED.key] == CHECK_CHASED.last_day(start + 12 * DAY)
    assert MEDICAL_RENEWAL.key not in due, "nothing was seen that could run out"


# ---------------------------------------------------------------------------- Part 1 of Schedule 3


def test_part_1_is_in_once_the_last_certificate_and_medical_are_seen(db):
    made = applied(rang(today() - 60 * DAY), today() - 50 * DAY)
    in_stage(made)
    home = made.household
    jo = carer_of(home)
    lad = joined(home, MemberRole.CHILD_OF_FAMILY, today() - 50 * DAY, make.birthday(19))
    girl = joined(home, MemberRole.CHILD_OF_FAMILY, today() - 50 * DAY, make.birthday(16))
    assert {Part1.HEALTH, Part1.CRIMINAL_RECORDS} <= set(stages(made, today()).lacking)
    seen(home, jo, MEDICAL, today() - 9 * DAY)
    seen(home, jo, CERTIFICATE, today() - 20 * DAY)
    assert stages(made, today()).came[Part1.HEALTH] == today() - 9 * DAY
    assert Part1.CRIMINAL_RECORDS in stages(made, today()).lacking
    seen(home, lad, CERTIFICATE, today() - 4 * DAY, decided=Decided.UNSUITABLE)
    assert stages(made, today()).came[Part1.CRIMINAL_RECORDS] == today() - 4 * DAY
    assert Part1.CRIMINAL_RECORDS in stages(made, today() - 5 * DAY).lacking
    assert stands(home, girl, CERTIFICATE) is Stands.MISSING, "local policy, not Part 1"
    joined(home, MemberRole.ADULT, today(), make.birthday(50))
    assert Part1.CRIMINAL_RECORDS in stages(made, today()).lacking


def test_a_person_who_moves_brings_their_certificate_along(db):
    home, other = make.household(), make.household("The Prices")
    lodger = joined(home, MemberRole.LODGER, today() - 60 * DAY, make.birthday(40))
    seen(home, lodger, CERTIFICATE, today() - 50 * DAY)
    people.leave_household(member_of(home.id, lodger.id), on=today() - 10 * DAY, by=SOMEBODY)
    people.join_household(
        other, lodger, role=MemberRole.LODGER, starts_on=today() - 10 * DAY, by=SOMEBODY
    )
    assert stands(other, lodger, CERTIFICATE) is Stands.DONE
    assert late(other, lodger, CERTIFICATE) == []


def test_one_home_and_all_homes_are_told_the_same(db):
    homes = [make.household(f"Home {number}") for number in range(3)]
    make.placed(make.child(), homes[0], since=today() - 9 * DAY)
    aunt = joined(homes[1], MemberRole.VISITOR, today() - 9 * DAY, make.birthday(50))
    actions.say_what_they_do(
        homes[1], aunt, helps=Helps.VISITS, regulated=True, starts_on=today() - 9 * DAY, by=SOMEBODY
    )
    seen(homes[0], carer_of(homes[0]), CERTIFICATE)
    asked(homes[1], aunt, CERTIFICATE)
    asked(homes[2], None, CheckKind.HOME_SAFETY)

    def told(found):
        return [
            (whom.name, whom.asks, whom.there, line.item.kind, line.standing)
            for whom, line in found.lines
        ]

    together = {each.household_id: told(each) for each in queries.checked(today())}
    assert set(together) == {home.id for home in homes}
    for home in homes:
        assert together[home.id] == told(queries.checked_one(home.id, today()))


def test_as_it_was_known_it_is_what_the_record_said_then_whatever_came_to_be_known_later(db):
    start, sarah = today() - 90 * DAY, make.worker()
    with clock_at(end_of_day(start)):
        home = make.household(since=start - 400 * DAY)
        jo = carer_of(home)
        row = asked(home, jo, CheckKind.CERTIFICATE, start - 2 * DAY)
        records = asked(home, jo, CheckKind.COUNCIL_RECORDS)

    def steps():
        yield 12, lambda: actions.chase(row, on=start + 9 * DAY, by=sarah)
        yield 20, lambda: actions.record_came(row, received_on=start + 15 * DAY, by=sarah)
        yield (
            31,
            lambda: actions.record_came(
                row,
                received_on=start + 15 * DAY,
                issued_on=start + 14 * DAY,
                reference="0016",
                seen_on=start + 25 * DAY,
                decided=Decided.CONSIDERED,
                by=sarah,
            ),
        )
        yield 40, lambda: actions.decide(row, decided=Decided.SUITABLE, by=sarah)
        yield 44, lambda: joined(home, MemberRole.ADULT, start + 3 * DAY, make.birthday(30))
        yield (
            50,
            lambda: actions.leave_out(
                home,
                jo,
                kind=CheckKind.COUNCIL_RECORDS,
                decided=Decided.NOT_NEEDED,
                because="Never lived elsewhere.",
                on=start + 45 * DAY,
                by=sarah,
            ),
        )
        yield 60, lambda: actions.void_check(row, why="Another home\u2019s.", by=sarah)

    assert records.seen_on is None
    moments = []
    for days, step in steps():
        with clock_at(end_of_day(start + days * DAY)):
            step()
            moments.append((now(), today(), queries.checked_one(home.id, today())))
    for moment, day, said in moments:
        assert queries.checked_one(home.id, day, moment) == said
    assert len({repr(said) for _, _, said in moments}) == len(moments), "each step shows"
