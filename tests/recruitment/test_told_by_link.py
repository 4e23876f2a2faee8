"""What applicants and referees tell by link, beside the record; nothing changes by itself."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.accounts.roles import Role
from app.core.today import today
from app.links import actions as links
from app.people import queries as people
from app.people.models import MemberRole
from app.recruitment.actions import telling as actions
from app.recruitment.kinds import ConsentTo, FactKind, RefereeKind, Settled
from app.recruitment.queries import telling as queries
from app.recruitment.queries.stages import stages
from app.recruitment.rules import telling as rules
from app.statute.recruitment import Part1
from tests import builders as make
from tests.builders import SOMEBODY
from tests.recruitment.people import DAY, applied, in_stage, rang, refusals, send

LONG_AGO = date(2015, 1, 1)
LIVED = {"line": "1 The Street", "postcode": "HR6 8AB", "since": LONG_AGO, "until": None}
SON = {"given_name": "Owen", "family_name": "Price", "born": date(2005, 3, 4), "role": "adult"}
TOLD = {
    "particulars": {"given_name": "Ann", "family_name": "Pryce", "phone": "01432 111222"},
    "members": [SON],
    "lived": [LIVED],
    "consents": [ConsentTo.HEALTH],
}


@pytest.fixture
def made(db):
    """The application of Ann Price, thirty days ago, in Stage 1."""
    enquiry = rang(today() - 40 * DAY, given="Ann", family="Price")
    person = {"given_name": "Ann", "family_name": "Price", "born": date(1980, 2, 29)}
    found = applied(enquiry, today() - 30 * DAY, applicants=[person | {"phone": "01432111222"}])
    in_stage(found)
    return found


def asked(made, whole=True):
    """Ann is asked by link; gives the form, the link and its token."""
    (ann, *_) = queries.applicants(made, today())
    ((link, token),) = actions.ask_applicant(made, ann, whole=whole, by=SOMEBODY)
    return queries.form_of_link(link.item), link, token


def told(made, **changed):
    """Ann told; gives each thing told beside the record, by what it is called."""
    form, link, _ = asked(made)
    actions.send_in(form, **(TOLD | changed), by=links.holder_of(link))
    (each,) = queries.asked(made, today())
    return {one.fact.field or one.fact.kind.value: one for one in each.beside}


def test_an_applicant_is_asked_once_at_a_time_while_the_assessment_goes_on(made):
    asked(made)
    (ann, *_) = queries.applicants(made, today())
    assert refusals(actions.ask_applicant, made, ann, whole=True) == [
        "They were asked, and have not sent it in. Send that link again."
    ]
    assert refusals(actions.ask_applicant, made, make.person(), whole=True) == [
        "Choose one of the applicants."
    ]


def test_what_is_told_stands_beside_the_record_and_changes_nothing(made):
    beside = told(made)
    assert {name: one.same for name, one in beside.items()} == {
        "given_name": True,
        "family_name": False,
        "phone": True,
        "member": False,
        "address": False,
    }
    (ann, *_) = queries.applicants(made, today())
    assert ann.family_name == "Price"
    assert len(people.members_of(made.household_id, today())) == 1
    assert queries.lived_at(ann.id) == []
    assert [each.consents_to for each in queries.consents_of([ann.id], today())[ann.id]] == [
        ConsentTo.HEALTH
    ]


def test_each_difference_is_taken_over_put_right_or_left(made):
    beside, sarah = told(made), make.worker()
    (ann, *_) = queries.applicants(made, today())
    actions.settle(beside["family_name"].fact, how=Settled.KEPT, by=sarah)
    assert ann.family_name == "Price"
    actions.settle(beside["member"].fact, how=Settled.ACCEPTED, by=sarah)
    (owen,) = [
        each
        for each in people.members_of(made.household_id, today())
        if each.role is MemberRole.ADULT
    ]
    assert (owen.person.name, owen.person.born) == ("Owen Price", date(2005, 3, 4))
    right = {"line": "2 The Street", "postcode": "", "since": LONG_AGO, "until": today()}
    actions.settle(beside["address"].fact, how=Settled.CORRECTED, value=right, by=sarah)
    (lived,) = queries.lived_at(ann.id)
    assert (lived.line, lived.starts_on, lived.ends_on) == ("2 The Street", LONG_AGO, today())
    assert queries.asked(made, today())[0].to_settle == 0
    assert refusals(actions.settle, beside["address"].fact, how=Settled.KEPT, by=sarah) == [
        "This was settled already."
    ]


def test_a_particular_is_taken_over_alone(made):
    beside = told(made, particulars={"born": "1981-03-01", "email": "ann@example.org"})
    actions.settle(beside["born"].fact, how=Settled.ACCEPTED, by=make.worker())
    (ann, *_) = queries.applicants(made, today())
    assert (ann.born, ann.email, ann.given_name) == (date(1981, 3, 1), None, "Ann")


def test_somebody_told_of_who_is_on_record_is_not_recorded_twice_without_a_word(made):
    owen = make.person("Owen", "Price", born=date(2005, 3, 4))
    beside, sarah = told(made), make.worker()
    (said,) = refusals(actions.settle, beside["member"].fact, how=Settled.ACCEPTED, by=sarah)
    assert "recorded already" in said
    actions.settle(beside["member"].fact, how=Settled.ACCEPTED, same=True, by=sarah)
    members = people.members_of(made.household_id, today())
    assert owen.id in {each.person_id for each in members}


def test_nothing_is_put_right_by_saying_nothing(made):
    beside = told(made)
    assert refusals(
        actions.settle,
        beside["family_name"].fact,
        how=Settled.CORRECTED,
        value={"value": ""},
        by=make.worker(),
    ) == ["Say what is right."]


def test_every_address_of_five_years_is_asked_for(made):
    form, _, _ = asked(made)
    since = rules.five_years_before(today())
    short = [LIVED | {"since": since + DAY}]
    (said,) = refusals(actions.send_in, form, **(TOLD | {"lived": short}))
    assert said == f"Tell us everywhere you have lived since {since:%d/%m/%Y}."
    assert refusals(actions.send_in, form, **(TOLD | {"lived": []}))
    actions.send_in(form, **(TOLD | {"lived": [LIVED | {"since": since}]}), by=SOMEBODY)
    assert refusals(actions.send_in, form, **TOLD) == ["This was sent in already."]


@pytest.mark.parametrize(
    ("referees", "since"),
    [
        ([], None),
        ([(RefereeKind.FRIEND, None, 3)], None),
        ([(RefereeKind.FRIEND, None, 3), (RefereeKind.FRIEND, None, 9)], 9),
        ([(RefereeKind.FRIEND, None, 3), (RefereeKind.FAMILY, None, 9)], None),
        ([(RefereeKind.FRIEND, 3, None), (RefereeKind.FRIEND, 4, None)], None),
        ([(RefereeKind.EARLIER_SERVICE, 5, None)], 5),
        ([(RefereeKind.EMPLOYER, 5, 6), (RefereeKind.FRIEND, None, 3)], None),
    ],
)
def test_two_who_are_no_relatives_are_interviewed_or_an_earlier_service_wrote(referees, since):
    def day(number):
        return date(2026, 5, number) if number else None

    told_of = [(kind, day(came), day(seen)) for kind, came, seen in referees]
    assert rules.references_in_on(told_of) == day(since)


def test_two_interviews_tick_the_referees_of_part_1(made):
    for name in ("A. Friend", "B. Friend"):
        referee = actions.name_referee(made, name=name, kind=RefereeKind.FRIEND, by=SOMEBODY)
        assert Part1.REFEREES in stages(made, today()).lacking
        actions.interview_referee(referee, on=today(), words="Warm.", by=SOMEBODY)
    assert stages(made, today()).came[Part1.REFEREES] == today()
    assert refusals(actions.name_referee, made, name=" a. friend", kind=RefereeKind.FRIEND) == [
        "This referee is named already."
    ]
    assert len(refusals(actions.interview_referee, referee, on=today() + DAY, words="")) == 2


# -------------------------------------------------------------------------------- their pages


def filled(**changed):
    """A form as Ann fills it in."""
    consents = {f"consent_{each.value}": "yes" for each in ConsentTo}
    return {
        "given_name": "Ann",
        "family_name": "Pryce",
        "born": "29/2/1980",
        "phone": "01432 111222",
        "lived_1_line": "1 The Street",
        "lived_1_since": "1 June 2010",
        "member_1_given_name": "Owen",
        "member_1_family_name": "Price",
        "member_1_born": "4/3/2005",
        "member_1_role": "adult",
        **consents,
        **changed,
    }


def opened(client, token):
    client.post_form(f"/link/{token}", start="yes")
    return client.get(f"/link/{token}")


def test_an_applicant_saves_comes_back_and_sends_it(made, app):
    form, _, token = asked(made)
    first, second = app.test_client(), app.test_client()
    page = opened(first, token)
    assert "Who lives with you" in page.text
    first.post_form(f"/link/{token}", save="yes", given_name="Ann", lived_1_line="1 The Street")
    page = second.get(f"/link/{token}")
    assert 'value="1 The Street"' in page.text
    page = send(second, f"/link/{token}", send="yes", **filled())
    assert "Thank you" in page.text
    (each,) = queries.asked(made, today())
    kinds = [one.fact.kind for one in each.beside]
    assert (kinds.count(FactKind.PARTICULAR), kinds.count(FactKind.MEMBER)) == (5, 1)
    assert each.form.id == form.id


def test_a_line_begun_is_asked_for_whole_and_five_years_are_covered(made, client):
    _, _, token = asked(made)
    opened(client, token)
    page = client.post_form(f"/link/{token}", send="yes", **filled(member_1_role=""))
    assert page.status_code == 422
    assert "Enter this too: lives with you as" in page.text
    page = client.post_form(f"/link/{token}", send="yes", **filled(lived_1_since="1 Nov 2026"))
    assert page.status_code == 422
    assert "everywhere you have lived since" in page.text


def test_whoever_is_asked_about_themselves_alone_is_asked_about_nobody_else(made, client):
    _, _, token = asked(made, whole=False)
    assert "Who lives with you" not in opened(client, token).text


MARKS = ("Markerstreet", "Markername", "Markerword")


def test_a_holder_is_shown_nothing_of_the_record(made, app, db):
    from app.people import actions as recording
    from app.recruitment.actions import enquiries

    enquiry = rang(given="Markername", family="Markername", note="Markerword", anyway=True)
    enquiries.link_household(enquiry, household=made.household, by=SOMEBODY)
    recording.move_household(
        made.household,
        line="9 Markerstreet",
        postcode="HR6 9UX",
        starts_on=today() - DAY,
        by=SOMEBODY,
    )
    recording.add_member(
        made.household,
        role=MemberRole.LODGER,
        starts_on=today(),
        given_name="Markername",
        family_name="Lodger",
        by=SOMEBODY,
    )
    referee = actions.name_referee(
        made, name="R. Markername", kind=RefereeKind.FRIEND, knows="Markerword", by=SOMEBODY
    )
    ((_, reference),) = actions.ask_referee(referee, by=SOMEBODY)
    _, _, token = asked(made)
    for each in (token, reference):
        client = app.test_client()
        pages = [client.get(f"/link/{each}"), opened(client, each)]
        pages.append(client.post_form(f"/link/{each}", send="yes"))
        for page in pages:
            assert not [mark for mark in MARKS if mark in page.text]
    other = actions.name_referee(made, name="B. Friend", kind=RefereeKind.FRIEND, by=SOMEBODY)
    ((_, fresh),) = actions.ask_referee(other, by=SOMEBODY)
    assert "Ann Price" not in app.test_client().get(f"/link/{fresh}").text, "before Start"


def test_a_referee_is_told_whom_it_is_about_and_their_words_reach_the_worker(
    made, client, signed_in, db
):
    referee = actions.name_referee(made, name="A. Friend", kind=RefereeKind.FRIEND, by=SOMEBODY)
    ((_, token),) = actions.ask_referee(referee, by=SOMEBODY)
    page = opened(client, token)
    assert "Ann Price" in page.text
    answers = {name: f"Their words, {name}." for name in ("known", "with_children", "strengths")}
    send(client, f"/link/{token}", send="yes", **answers, worries="None.", would_trust="Yes.")
    page = signed_in(Role.TEAM_MANAGER).get(f"/recruitment/applications/{made.ref}/told")
    assert "Their words, strengths." in page.text
    assert queries.referee_by_ref(referee.ref).answered_on == today()


def test_links_are_made_on_their_pages_and_shown_once(made, signed_in, db):
    client = signed_in(Role.TEAM_MANAGER)
    (ann, *_) = queries.applicants(made, today())
    page = send(client, f"/recruitment/applications/{made.ref}/ask", person=ann.ref, whole="y")
    assert re.search(r"/link/[\w-]{40,}", page.text)
    send(
        client,
        f"/recruitment/applications/{made.ref}/referees/add",
        name="A. Friend",
        kind="personal",
    )
    (referee,) = queries.referees_of(made.id)
    page = send(client, f"/recruitment/referees/{referee.ref}/ask")
    assert re.search(r"/link/[\w-]{40,}", page.text)


def test_a_worker_settles_a_difference_on_its_page(made, signed_in, db):
    beside = told(made)
    client = signed_in(Role.TEAM_MANAGER)
    page = client.get(f"/recruitment/applications/{made.ref}/told")
    assert "3 to settle" in page.text
    there = f"/recruitment/told/{beside['family_name'].fact.ref}"
    assert "Pryce" in client.get(there).text
    send(client, there, how="corrected", value="Preece")
    (ann, *_) = queries.applicants(made, today())
    assert ann.family_name == "Preece"
    there = f"/recruitment/told/{beside['member'].fact.ref}"
    send(client, there, how="taken_over")
    page = client.get(f"/recruitment/applications/{made.ref}/told")
    assert "1 to settle" in page.text


def test_a_consent_is_taken_back_from_a_day(made, signed_in, db):
    told(made)
    (ann, *_) = queries.applicants(made, today())
    ((consent,),) = queries.consents_of([ann.id], today()).values()
    client = signed_in(Role.TEAM_MANAGER)
    there = f"/recruitment/applications/{made.ref}/consents/withdraw"
    send(client, there, which=str(consent.id), on="today")
    assert queries.consents_of([ann.id], today()) == {}
    assert client.get(there).status_code == 404
