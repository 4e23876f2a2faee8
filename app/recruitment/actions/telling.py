"""Applicants and referees asked by link; what they tell; and what of it a worker takes over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from app.accounts.models import User
from app.assessments.models import Assessment
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import today
from app.links import actions as links
from app.links.models import OneTimeLink
from app.people import actions as people
from app.people.actions import refuse_if
from app.people.models import Household, MemberRole, Person
from app.people.rules import ending_breaches
from app.recruitment.kinds import ConsentTo, FactKind, RefereeKind, Settled
from app.recruitment.models import ApplicantForm, Consent, LivedAt, Referee, ToldFact
from app.recruitment.queries import telling as queries
from app.recruitment.rules import telling as rules

FORM, REFERENCE = "applicant_form", "reference_of_applicants"
"""What the links are for."""

DAYS = 28
"""How long they open."""

Sent = tuple[OneTimeLink, str]


@act("Asked an applicant for their part of the application")
def ask_applicant(assessment: Assessment, person: Person, *, whole: bool, by: Actor) -> list[Sent]:
    """A one-time link to this applicant; `whole`: they are asked about the household too."""
    take(assessment)
    waits = any(
        each.person_id == person.id and each.sent_in_on is None
        for each in queries.forms_of(assessment.id)
    )
    refuse_if(
        rules.asking_breaches(
            ended=assessment.ends_on is not None,
            is_applicant=person in queries.applicants(assessment, today()),
            waits=waits,
        )
    )
    form = ApplicantForm(
        household_id=assessment.household_id,
        assessment_id=assessment.id,
        person_id=person.id,
        whole=whole,
        asked_on=today(),
    )
    db.session.add(form)
    db.session.flush()
    return [_sent(FORM, form, person.name, person.email, by)]


def _sent(
    purpose: str, row: ApplicantForm | Referee, holder: str, email: str | None, by: Actor
) -> Sent:
    sent: Sent = links.send(
        purpose=purpose,
        subject=f"household:{row.household_id}",
        item=queries.item_of(row),
        holder=holder,
        email=email or None,
        days=DAYS,
        by=by,
    )
    return sent


@act("Sent in their part of an application")
def send_in(
    form: ApplicantForm,
    *,
    particulars: Mapping[str, str],
    members: Sequence[Mapping[str, Any]],
    lived: Sequence[Mapping[str, Any]],
    consents: Collection[ConsentTo],
    by: Actor,
) -> ApplicantForm:
    """An applicant tells; nothing of the record is changed by it but what they consent to."""
    take(form)
    refuse_if(
        rules.sending_in_breaches(sent_in=form.sent_in_on is not None, lived=lived, today=today())
    )
    form.sent_in_on = today()
    told = [(FactKind.PARTICULAR, field, {"value": value}) for field, value in particulars.items()]
    told += [(FactKind.MEMBER, "", dict(each)) for each in members]
    told += [(FactKind.ADDRESS, "", dict(each)) for each in lived]
    db.session.add_all(
        ToldFact(
            form_id=form.id,
            household_id=form.household_id,
            kind=kind,
            field=field,
            said={name: _plain(value) for name, value in said.items()},
        )
        for kind, field, said in told
    )
    for each in consents:
        if open_row(Consent, person_id=form.person_id, consents_to=each) is None:
            begin(Consent(person_id=form.person_id, consents_to=each, starts_on=today()))
    db.session.flush()
    return form


@act("Recorded that an applicant took back a consent")
def withdraw_consent(consent: Consent, *, on: date, by: Actor) -> Consent:
    """They do not agree to it any more, from a day."""
    refuse_if(ending_breaches("This consent", consent.starts_on, consent.ends_on, on))
    consent.end(on)
    return consent


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@act("Settled what an applicant told against the record")
def settle(
    fact: ToldFact,
    *,
    how: Settled,
    value: Mapping[str, Any] | None = None,
    same: bool | None = None,
    by: User,
) -> ToldFact:
    """Taken over as it was told, taken over put right (`value`), or the record left as it is.

    `same`: a household member of that name and birth, who is on record, is the same person.
    """
    take(fact)
    assessment = db.session.get_one(Assessment, fact.form.assessment_id)
    refuse_if(
        rules.settling_breaches(
            settled=fact.settled is not None,
            sent_in=fact.form.sent_in_on is not None,
            ended=assessment.ends_on is not None,
        )
        + rules.value_breaches(how, value or {})
    )
    if how is not Settled.KEPT:
        right = _read(fact.said) if how is Settled.ACCEPTED else dict(value or {})
        _take_over(fact, right, same, by)
    fact.settled, fact.settled_on, fact.settled_by_id = how, today(), by.id
    db.session.flush()
    return fact


def _read(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was told, with its days as days."""
    return {
        name: date.fromisoformat(value) if name in ("born", "since", "until") and value else value
        for name, value in said.items()
    }


def _take_over(fact: ToldFact, value: dict[str, Any], same: bool | None, by: User) -> None:
    person = fact.form.person
    if fact.kind is FactKind.PARTICULAR:
        take(person)
        whole = {name: getattr(person, name) for name in (*rules.PARTICULARS, "sex")}
        new = value["value"]
        if fact.field == "born" and isinstance(new, str):
            new = date.fromisoformat(new)
        people.change_person(person, **(whole | {fact.field: new}), by=by)
    elif fact.kind is FactKind.MEMBER:
        people.add_member(
            db.session.get_one(Household, fact.household_id),
            role=MemberRole(value["role"]),
            starts_on=fact.form.sent_in_on or today(),
            same=same,
            given_name=value["given_name"],
            family_name=value["family_name"],
            born=value.get("born") or None,
            by=by,
        )
    else:
        lived = LivedAt(
            person_id=person.id,
            line=value["line"].strip(),
            postcode=value.get("postcode") or "",
            starts_on=value["since"],
        )
        begin(lived)
        if value.get("until"):
            lived.end(value["until"])


# ---------------------------------------------------------------------------------- referees


@act("Named a referee")
def name_referee(
    assessment: Assessment,
    *,
    name: str,
    kind: RefereeKind,
    knows: str = "",
    email: str = "",
    by: Actor,
) -> Referee:
    """Somebody whom the applicants name to speak for them."""
    take(assessment)
    already = any(
        each.name.casefold() == name.strip().casefold()
        for each in queries.referees_of(assessment.id)
    )
    refuse_if(rules.naming_breaches(ended=assessment.ends_on is not None, already=already))
    new = Referee(
        household_id=assessment.household_id,
        assessment_id=assessment.id,
        name=name.strip(),
        kind=kind,
        knows=knows.strip(),
        email=email.strip(),
    )
    db.session.add(new)
    db.session.flush()
    return new


@act("Asked a referee for a reference")
def ask_referee(referee: Referee, *, by: Actor) -> list[Sent]:
    """A one-time link to the referee."""
    take(referee)
    refuse_if(rules.asking_breaches(ended=False, is_applicant=True, waits=_waits(referee)))
    referee.asked_on = today()
    return [_sent(REFERENCE, referee, referee.name, referee.email, by)]


def _waits(referee: Referee) -> bool:
    return referee.asked_on is not None


@act("Gave a reference")
def give_reference(referee: Referee, *, said: Mapping[str, str], by: Actor) -> Referee:
    """What a referee wrote, by link."""
    take(referee)
    referee.said, referee.answered_on = dict(said), today()
    return referee


@act("Interviewed a referee")
def interview_referee(referee: Referee, *, on: date, words: str, by: Actor) -> Referee:
    """What a referee said when they were seen: the written report that the regulation asks for."""
    take(referee)
    assessment = db.session.get_one(Assessment, referee.assessment_id)
    refuse_if(
        rules.interview_breaches(on=on, since=assessment.starts_on, words=words, today=today())
    )
    referee.interviewed_on, referee.words = on, words.strip()
    return referee
