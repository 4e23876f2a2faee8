"""The central list: somebody is put on it, tested, checked, trained, away, and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import today
from app.panel.kinds import ExperienceKind, NoticeBy, StepKind
from app.panel.models import (
    Experience,
    IndependenceTest,
    ListAway,
    ListFee,
    Listing,
    ListNotice,
    ListStep,
)
from app.panel.queries import listing as queries
from app.panel.rules import listing as rules
from app.people import actions as people
from app.people import rules as record
from app.people.actions import refuse_if
from app.people.models import Person


@act("Put somebody on the central list")
def put_on_list(person: Person, *, starts_on: date, by: Actor) -> Listing:
    """Suitable to sit on our panels from this day; refused while on the list already."""
    before = open_row(Listing, person_id=person.id)
    refuse_if(
        rules.listing_breaches(
            already=before.starts_on if before else None, starts_on=starts_on, today=today()
        )
    )
    return begin(Listing(person_id=person.id, starts_on=starts_on))


@act("Put somebody on the central list")
def put_new_on_list(
    *,
    given_name: str,
    family_name: str,
    email: str | None,
    phone: str | None,
    starts_on: date,
    by: Actor,
) -> Listing:
    """The same of somebody who is not on record yet."""
    person = people.add_person(
        given_name=given_name, family_name=family_name, email=email, phone=phone, by=by
    )
    listing: Listing = put_on_list(person, starts_on=starts_on, by=by)
    return listing


@act("Recorded the test of independence")
def answer_independence(
    listing: Listing, *, answers: Mapping[str, bool], starts_on: date, by: Actor
) -> IndependenceTest:
    """The four answers from this day; those before them end that day (regulation 23(10))."""
    take(listing)
    before = open_row(IndependenceTest, listing_id=listing.id)
    refuse_if(
        rules.independence_breaches(
            answers,
            approved_here=queries.approved_on(listing.person_id, starts_on),
            starts_on=starts_on,
            today=today(),
        )
        + record.takes_over_breaches("The test", before.starts_on if before else None, starts_on)
    )
    told = {key: answers[key] for key in rules.TEST}
    return begin(
        IndependenceTest(listing_id=listing.id, starts_on=starts_on, **told), instead_of=before
    )


@act("Recorded what somebody on the central list knows")
def record_experience(
    listing: Listing,
    *,
    kind: ExperienceKind,
    since: date | None,
    words: str = "",
    starts_on: date,
    by: Actor,
) -> Experience:
    """Of a social worker, from when relevant experience since qualifying counts."""
    take(listing)
    before = open_row(Experience, listing_id=listing.id, kind=kind)
    refuse_if(
        rules.experience_breaches(kind, since=since, starts_on=starts_on, today=today())
        + record.takes_over_breaches("It", before.starts_on if before else None, starts_on)
    )
    return begin(
        Experience(
            listing_id=listing.id, kind=kind, since=since, words=words.strip(), starts_on=starts_on
        ),
        instead_of=before,
    )


@act("Recorded a step of somebody on the central list")
def record_step(
    listing: Listing,
    *,
    step: StepKind,
    on: date,
    until: date | None = None,
    words: str = "",
    by: Actor,
) -> ListStep:
    """A check, an observation, the induction, a training day or an appraisal took place."""
    take(listing)
    refuse_if(
        rules.step_breaches(step, on=on, until=until, listed=listing.starts_on, today=today())
    )
    made = ListStep(
        listing_id=listing.id,
        step=step,
        happened_on=on,
        counts_until=until,
        words=words.strip(),
    )
    db.session.add(made)
    db.session.flush()
    return made


@act("Recorded notice to leave the central list")
def give_notice(
    listing: Listing, *, given_by: NoticeBy, on: date, reason: str = "", by: Actor
) -> ListNotice:
    """A month's notice from either side; the entry ends the day after its last day."""
    take(listing)
    before = queries.notice_of(listing.id)
    refuse_if(
        rules.notice_breaches(
            given=before.given_on if before else None,
            by=given_by,
            on=on,
            reason=reason,
            listed=listing.starts_on,
            today=today(),
        )
        + record.ending_breaches("This entry", listing.starts_on, listing.ends_on, on)
    )
    notice = ListNotice(
        listing_id=listing.id, given_by=given_by, given_on=on, reason=reason.strip()
    )
    db.session.add(notice)
    listing.end(rules.notice_clock(given_by).last_day(on) + timedelta(days=1))
    return notice


@act("Recorded when somebody on the central list cannot come")
def go_away(
    listing: Listing, *, starts_on: date, back_on: date | None = None, why: str = "", by: Actor
) -> ListAway:
    """Away from a day; `back_on` is the first day on which they can come again."""
    take(listing)
    refuse_if(rules.away_breaches(starts_on=starts_on, back_on=back_on))
    away = begin(ListAway(listing_id=listing.id, why=why.strip(), starts_on=starts_on))
    if back_on is not None:
        away.end(back_on)
    return away


@act("Recorded that somebody on the central list can come again")
def come_back(away: ListAway | None, *, on: date, by: Actor) -> ListAway:
    """A time away of which no end was known is over from this day."""
    if away is None:
        raise RuleBroken(record.record_breach("Choose the time that is over.", "which"))
    refuse_if(record.ending_breaches("This", away.starts_on, away.ends_on, on))
    away.end(on)
    return away


@act("Set what somebody is paid for a panel meeting")
def set_fee(listing: Listing, *, pounds: int, starts_on: date, by: Actor) -> ListFee:
    """From a day on; what was paid for before keeps its fee."""
    take(listing)
    before = open_row(ListFee, listing_id=listing.id)
    refuse_if(
        record.takes_over_breaches("A fee", before.starts_on if before else None, starts_on)
        + ([] if pounds >= 0 else [record.record_breach("Give pounds, or 0.", "pounds")])
    )
    return begin(
        ListFee(listing_id=listing.id, pounds=pounds, starts_on=starts_on), instead_of=before
    )
