"""How a concern stands, and what is refused: against a slow model, and by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.concerns.kinds import CARDS, OUTCOMES, ConcernKind, How, Outcome, Safety, StepKind
from app.concerns.rules import (
    Course,
    Taken,
    Told,
    notice_breaches,
    opening_breaches,
    owed,
    recipients_of,
    step_breaches,
)
from app.statute.fostering.concerns import SCHEDULE_7, NotifiableEvent, Recipient
from tests.oracles import concerns as oracle

RECEIVED = date(2026, 12, 24)
"""A Thursday; the next working day is Tuesday 29 December."""

TODAY = date(2027, 3, 1)


def course(kind, *steps):
    return Course(kind, RECEIVED, tuple(steps))


def taken(step, day=RECEIVED, outcome=None):
    return Taken(step, day, outcome)


def breaches(found, step, **told):
    return step_breaches(
        found, step, **{"on": RECEIVED, "today": TODAY, "words": "So it was.", **told}
    )


A_STEP = some.builds(
    Taken,
    some.sampled_from(StepKind),
    some.dates(RECEIVED, TODAY),
    some.none(),
)


@settings(max_examples=300)
@given(some.sampled_from(ConcernKind), some.lists(A_STEP, max_size=12))
def test_from_wherever_it_stands_it_is_concluded_when_the_slow_model_says(kind, tried):
    done: list[Taken] = []
    for each in tried:  # only what may be done becomes part of it
        outcome = OUTCOMES[kind][0] if each.kind is StepKind.OUTCOME else None
        if not breaches(course(kind, *done), each.kind, on=each.on, outcome=outcome):
            done.append(Taken(each.kind, each.on, outcome))
        found = course(kind, *done)
        plain = [(one.kind.value, one.on, one.outcome) for one in done]
        assert found.is_open is not oracle.is_concluded(plain)
        assert found.referral_due_on == oracle.referral_due(kind.value, RECEIVED)
        refused = breaches(found, StepKind.OUTCOME, outcome=OUTCOMES[kind][0])
        assert (not refused) is oracle.may_be_concluded(kind.value, plain)


@pytest.mark.parametrize("kind", ConcernKind)
def test_each_kind_comes_out_in_its_own_words_and_in_no_others(kind):
    ready = course(kind, taken(StepKind.NOT_REFERRED))
    for outcome in Outcome:
        refused = breaches(ready, StepKind.OUTCOME, outcome=outcome)
        assert (not refused) is (outcome in OUTCOMES[kind])


def test_the_day_before_christmas_it_is_referred_by_the_tuesday_after():
    found = course(ConcernKind.ALLEGATION)
    assert found.referral_due_on == date(2026, 12, 29)
    in_time = course(ConcernKind.ALLEGATION, taken(StepKind.REFERRED, date(2026, 12, 29)))
    late = course(ConcernKind.ALLEGATION, taken(StepKind.REFERRED, date(2026, 12, 30)))
    assert (in_time.referral_is_late, late.referral_is_late) == (False, True)


def test_what_is_not_yet_or_was_before_it_came_is_not_recorded():
    found = course(ConcernKind.COMPLAINT)
    before, after = RECEIVED - timedelta(days=1), TODAY + timedelta(days=1)
    assert not breaches(found, StepKind.INQUIRY)
    assert [one.field for one in breaches(found, StepKind.INQUIRY, on=before)] == ["on"]
    assert [one.field for one in breaches(found, StepKind.INQUIRY, on=after)] == ["on"]
    assert [one.field for one in breaches(found, StepKind.INQUIRY, words="  ")] == ["words"]


def test_once_concluded_nothing_more_is_found_out_until_it_is_opened_again():
    done = [taken(StepKind.NOT_REFERRED), taken(StepKind.OUTCOME, outcome=Outcome.UNFOUNDED)]
    concluded = course(ConcernKind.ALLEGATION, *done)
    may = {each for each in StepKind if concluded.may_take(each)}
    assert may == {StepKind.TOLD, StepKind.SUMMARY, StepKind.REOPENED}
    again = course(ConcernKind.ALLEGATION, *done, taken(StepKind.REOPENED))
    assert again.is_open
    assert again.may_take(StepKind.REFERRED), "what was not referred may be, after all"


def test_what_is_missing_is_said_until_it_is_there():
    bare = course(ConcernKind.ALLEGATION)
    assert len(bare.missing()) == 2
    whole = course(
        ConcernKind.ALLEGATION,
        taken(StepKind.REFERRED),
        taken(StepKind.SUPPORT),
        taken(StepKind.ADVISED),
        taken(StepKind.OUTCOME, outcome=Outcome.UNSUBSTANTIATED),
    )
    assert [one.cite.short for one in whole.missing()] == ["NMS 22.7"]
    assert course(ConcernKind.COMPLAINT).missing() == []


def test_every_step_has_its_page_and_may_be_taken_of_some_concern():
    assert set(CARDS) == set(StepKind)
    assert all(card.title and card.asks and card.only for card in CARDS.values())


# --------------------------------------------------------------------------------- who is told

KNOWN = datetime(2026, 12, 18, 18, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lines(event, *told, own=()):
    to = recipients_of(event, dict(own))
    return {each.recipient: each for each in owed(event, KNOWN, KNOWN.date(), to, told)}


def test_a_death_is_told_to_six_within_a_day_and_to_the_panel_within_five_working_days():
    found = lines(NotifiableEvent.DEATH)
    assert set(found) == set(Recipient) - {Recipient.POLICE}
    ofsted, panel = found[Recipient.OFSTED], found[Recipient.PANEL]
    assert ofsted.last_moment == KNOWN + 24 * HOUR, "Friday evening to Saturday evening"
    assert (panel.last_moment, panel.last_day) == (None, date(2026, 12, 29))


def test_the_last_second_is_in_time_and_the_next_is_not():
    at = KNOWN + 24 * HOUR
    for late, moment in ((False, at), (True, at + timedelta(seconds=1))):
        told = Told(Recipient.PLACING, moment, How.ORALLY)
        found = lines(NotifiableEvent.ABSCONDING, told)[Recipient.PLACING]
        assert found.is_late(moment, moment.date()) is late
        assert not found.is_done, "by word of mouth is confirmed in writing"
    untold = lines(NotifiableEvent.ABSCONDING)[Recipient.PLACING]
    assert not untold.is_late(at, at.date())
    assert untold.is_late(at + timedelta(seconds=1), at.date())


def test_what_was_written_in_time_is_done():
    told = Told(Recipient.PLACING, KNOWN + HOUR, How.IN_WRITING)
    assert lines(NotifiableEvent.ABSCONDING, told)[Recipient.PLACING].is_done


def test_the_council_may_tell_more_or_fewer_and_what_it_did_not_say_stays():
    event = NotifiableEvent.ABSCONDING
    own = {(event, Recipient.POLICE): True, (event, Recipient.PLACING): False}
    assert recipients_of(event, own) == {Recipient.POLICE}
    other = NotifiableEvent.ILLNESS
    assert recipients_of(other, own) == SCHEDULE_7[other].to
    assert recipients_of(None, own) == frozenset()


def test_every_event_goes_to_somebody_and_says_where_that_is_written():
    assert set(SCHEDULE_7) == set(NotifiableEvent)
    assert all(
        row.to and row.cite.short.startswith("FSR 2011 Sch 7") for row in SCHEDULE_7.values()
    )


def test_nobody_is_told_before_it_was_known_or_tomorrow():
    assert not notice_breaches(KNOWN, KNOWN, KNOWN)
    assert notice_breaches(KNOWN, KNOWN - HOUR, KNOWN)
    assert notice_breaches(KNOWN, KNOWN + HOUR, KNOWN)


def test_a_notifiable_event_says_which_and_a_named_child_is_placed():
    def refused(**told):
        usual = {
            "kind": ConcernKind.NOTIFIABLE,
            "event": NotifiableEvent.POLICE,
            "received_at": KNOWN,
            "now": KNOWN,
            "safety": Safety.SAFE_THERE,
            "places_children": True,
        }
        return [one.field for one in opening_breaches(**{**usual, **told})]

    assert refused() == []
    assert refused(event=None) == ["event"]
    assert refused(event=None, kind=ConcernKind.COMPLAINT) == []
    assert refused(received_at=KNOWN + HOUR) == ["on"]
    assert refused(safety=Safety.NOBODY_PLACED) == ["safety"]
