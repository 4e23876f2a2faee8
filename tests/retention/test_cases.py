"""What stops a destruction, what it reaches and what it leaves, in the record itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from app.audit.act import INSTALLER, acting
from app.audit.checking import check_record
from app.audit.keys import KeyDestroyed
from app.audit.models import Destruction
from app.children import actions as children
from app.children.codes import Place
from app.core.db import transaction
from app.core.errors import RuleBroken
from app.core.today import today
from app.exchange import loading
from app.exchange.models import LoadKind
from app.exchange.queries import that_keep_anything
from app.guardianship.kinds import Entry
from app.guardianship.models import GuardianshipCase
from app.people import actions as people
from app.people.merging import actions as merging
from app.people.models import MemberRole, Person
from app.register import actions as register
from app.register.models import Approval, HoldReason
from app.retention import actions, queries, watch
from app.retention.kinds import Why
from app.statute.running import State
from sufficiency.types import Kind
from tests import builders as make
from tests.retention.ended import (
    REASON,
    destroyed,
    ended_household,
    everything_kept,
    old_child,
    proposed,
    two,
    years_ago,
)


def about(home):
    return f"household:{home.id}"


def stops(subject):
    return " ".join(breach.says for breach in judged(subject).stops)


def judged(subject):
    return queries.judged(queries.case(subject, today()), today())


def reached():
    return {case.about for case in queries.reached(today())}


def test_only_records_whose_time_is_over_are_listed_and_nothing_happens_by_itself(db):
    over, running = ended_household("The Overs"), make.household("The Runnings")
    nearly = ended_household("The Nearlys", ended=years_ago(10) + timedelta(days=1))
    assert reached() == {about(over)}
    for home in (running, nearly):
        with pytest.raises(RuleBroken):
            actions.propose(about(home), reason=REASON, by=two().proposer)
    assert db.session.scalars(select(Destruction)).all() == []


def test_a_hold_placed_after_the_proposal_stops_the_destruction(db):
    home, who = ended_household(), two()
    waits = proposed(about(home), who)
    actions.hold(about(home), why=Why.INQUIRY, reason="An inquiry", by=who.proposer)
    with pytest.raises(RuleBroken, match="It is held since"):
        actions.destroy(waits, reason="Agreed.", by=who.decider)


def test_what_is_destroyed_is_what_was_proposed(db):
    home, who = ended_household(), two()
    waits = proposed(about(home), who)
    with transaction():
        people.add_bedroom(home, name="Loft", sleeps=1, starts_on=years_ago(14), by=make.SOMEBODY)
    with pytest.raises(RuleBroken, match="changed since this was proposed"):
        actions.destroy(waits, reason="Agreed.", by=who.decider)


def test_an_allegation_in_the_record_keeps_it_to_retirement_age(db):
    home = ended_household(since=years_ago(20))
    with transaction():
        held = register.put_on_hold(
            home, reason=HoldReason.ALLEGATION, starts_on=years_ago(15), by=make.SOMEBODY
        )
        register.lift_hold(held, on=years_ago(14), by=make.SOMEBODY)
    assert "its summary is kept until 03/02/2048" in stops(about(home))


def test_files_that_wait_to_be_loaded_stop_it(db):
    home = ended_household()
    sheet = b"Household,Carer 1,Postcode,Approved on,Approved for\nx,,,not a day,\n"
    load = loading.check(LoadKind.CARERS, [("x.csv", sheet)], by=make.SOMEBODY)
    assert "Files wait to be loaded" in stops(about(home))
    loading.carry_out(load, by=make.SOMEBODY)
    destroyed(about(home))
    assert that_keep_anything() == []


def test_somebody_who_belongs_to_another_household_too_stays(db):
    home, other = ended_household("The Olds"), make.household("The News")
    carer = queries.people_of(home.id)[0]
    name = carer.name
    with transaction():
        people.join_household(
            other, carer, role=MemberRole.LODGER, starts_on=today(), by=make.SOMEBODY
        )
    (stays,) = judged(about(home)).reach.stays
    assert "belongs to another household" in stays.says
    destroyed(about(home))
    assert db.session.get(Person, carer.id).name == name
    assert check_record(db.engine, keep=False) == []


def test_a_carer_who_was_a_child_in_care_keeps_the_child_s_own_record(db):
    home = ended_household("The Olds")
    carer = queries.people_of(home.id)[0]
    with transaction():
        children.add_child(person=carer, responsible_authority=make.HEREFORDSHIRE, by=make.SOMEBODY)
    (stays,) = judged(about(home)).reach.stays
    assert "child in care" in stays.says


def test_a_carer_approved_again_elsewhere_keeps_the_first_record_too(db):
    home, other = ended_household("The Olds"), make.household("The News")
    carer = queries.people_of(home.id)[0]
    with transaction():
        people.join_household(
            other, carer, role=MemberRole.CARER, starts_on=years_ago(2), by=make.SOMEBODY
        )
        register.approve(other, carer, starts_on=years_ago(2), by=make.SOMEBODY)
    assert about(home) not in reached()
    assert "approved again, elsewhere" in stops(about(home))


@pytest.mark.parametrize(("closed", "goes"), [(None, False), (9, False), (11, True)])
def test_special_guardians_keep_their_record_while_their_case_is_open_and_ten_years_more(
    db, closed, goes
):
    home = ended_household("The Overs")
    row = GuardianshipCase(
        household_id=home.id,
        entry=Entry.DIRECTION,
        entered_on=years_ago(13),
        opened_on=years_ago(13),
        closed_on=years_ago(closed) if closed else None,
    )
    with transaction(), acting("Told of guardians", INSTALLER):
        db.session.add(row)
    assert (about(home) in reached()) is goes


def test_placements_keep_it_fifteen_years_and_the_child_s_record_is_not_touched(db):
    home, child = ended_household(since=years_ago(30), ended=years_ago(12)), make.child("Ned")
    with transaction():
        children.record_placement(
            child,
            place=Place.U6,
            starts_on=child.person.born + timedelta(days=5),
            ends_on=child.person.born + timedelta(days=50),
            household=home,
            kind=Kind.SHORT_TERM,
            by=make.SOMEBODY,
        )
    assert about(home) not in reached()
    governs = queries.case(about(home), today()).governs
    assert governs.cite.short == "FSR 2011 reg 22(2)"


def test_a_person_of_75_is_destroyed_with_requests_of_their_own_and_not_with_shared_ones(db):
    born = years_ago(76)
    one, other = old_child(born, "Albert"), old_child(years_ago(60), "Bertha")
    with transaction():
        alone = children.open_referral(
            [one], needed_on=today(), kind=Kind.SHORT_TERM, avoid="Zyx", by=make.SOMEBODY
        )
        both = children.open_referral(
            [one, other], needed_on=today(), kind=Kind.SHORT_TERM, avoid="Wvu", by=make.SOMEBODY
        )
    assert reached() == {f"child:{one.id}"}
    (stays,) = judged(f"child:{one.id}").reach.stays
    assert "brother’s or sister’s" in stays.says
    certificate = destroyed(f"child:{one.id}")
    db.session.expire_all()
    assert certificate.provision == "CPPCR 2010 reg 50"
    assert f"{born:%Y-%m-%d}" not in everything_kept()  # no certificate tells a birth
    assert f"{born:%d/%m/%Y}" not in everything_kept()
    assert (alone.avoid, both.avoid) == ("", "Wvu")
    assert (one.person.name, one.person.born) == ("Record destroyed", None)
    assert other.person.given_name == "Bertha"
    assert check_record(db.engine, keep=False) == []


def test_nothing_more_is_recorded_about_a_record_that_was_destroyed(db):
    home = ended_household()
    destroyed(about(home))
    with pytest.raises(KeyDestroyed):
        people.add_bedroom(home, name="Loft", sleeps=1, starts_on=today(), by=make.SOMEBODY)
    db.session.rollback()
    with pytest.raises(KeyDestroyed):
        people.set_fee(home, weekly_pounds=400, starts_on=today(), by=make.SOMEBODY)
    db.session.rollback()
    assert reached() == set()
    assert check_record(db.engine, keep=False) == []


def test_it_is_destroyed_once(db):
    home, who = ended_household(), two()
    certificate = destroyed(about(home), who)
    with pytest.raises(RuleBroken, match="decided already"):
        actions.destroy(certificate, reason="Again.", by=who.decider)
    with pytest.raises(RuleBroken, match="nothing left"):
        actions.propose(about(home), reason=REASON, by=who.proposer)


def test_the_certificate_says_what_by_which_provision_how_much_who_and_when(db):
    home, who = ended_household("The Farthingales"), two()
    certificate = destroyed(about(home), who)
    assert certificate.provision == "FSR 2011 reg 32(1)"
    assert certificate.reach["rows"]["approval"] == 1
    assert (certificate.proposed_by.name, certificate.decided_by.name) == (
        "A Proposer",
        "A Decider",
    )
    assert certificate.decided_at is not None
    said = str([getattr(certificate, column.key) for column in certificate.__table__.columns])
    assert "Farthingale" not in said
    keys = db.session.scalars(select(Destruction)).all()
    assert {each.subject for each in keys} == set(certificate.reach["subjects"])
    assert {(each.by_name, each.approved_by_name) for each in keys} == {("A Proposer", "A Decider")}


def test_a_record_destroyed_leaves_its_days_and_numbers_for_counting(db):
    home = ended_household(ended=date(2012, 2, 29), since=date(2004, 1, 1))
    destroyed(about(home))
    db.session.expire_all()
    approval = db.session.scalars(select(Approval)).one()
    assert (approval.starts_on, approval.ends_on) == (date(2004, 1, 1), date(2012, 2, 29))
    assert home.name == "Record destroyed"


def test_its_clocks_run_until_somebody_proposes_or_holds_and_then_towards_a_decision(db):
    home, who = ended_household(), two()
    (late,) = watch.running(today())
    assert (late.clock, late.state(today())) == ("retention_reached", State.OVERDUE)
    proposed(about(home), who)
    (waits,) = watch.running(today())
    assert (waits.clock, waits.since) == ("retention_proposal", today())
    other = ended_household("The Others")
    actions.hold(about(other), why=Why.CLAIM, reason="A claim", by=who.proposer)
    assert {each.clock for each in watch.running(today())} == {
        "retention_proposal",
        "retention_hold_review",
    }


def test_the_list_asks_as_much_of_ten_records_as_of_two(db):
    def statements():
        seen = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
        queries.reached(today())
        return len(seen)

    for number in range(2):
        ended_household(f"The Firsts {number}")
    db.session.rollback()
    few = statements()
    for number in range(8):
        ended_household(f"The Others {number}")
    db.session.rollback()
    assert statements() - few <= few


def test_a_person_recorded_twice_goes_with_both_records(db):
    home = ended_household("The Olds")
    (carer,) = queries.people_of(home.id)
    twice = people.add_person(
        given_name=carer.given_name, family_name="Zyxwvut", born=carer.born, by=make.SOMEBODY
    )
    merging.merge_people(
        carer, twice, why="The same certificate.", confirmed=True, by=two().decider
    )
    assert {f"person:{carer.id}", f"person:{twice.id}"} < set(judged(about(home)).reach.subjects)
    destroyed(about(home))
    assert "Zyxwvut" not in everything_kept()
    assert check_record(db.engine, keep=False) == []
