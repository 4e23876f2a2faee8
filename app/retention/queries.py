"""Which records have reached their end, what each comprises, what stops it, what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all

from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind
from app.audit.models import Destruction
from app.audit.remembering import remembered
from app.children.codes import Rec
from app.children.models import Child, LegalStatus, Placement, ReferralChild
from app.concerns import queries as concerns
from app.connected.models import ConnectedCase
from app.core.db import db
from app.core.today import london_day
from app.documents.models import Document
from app.exchange.models import Load, LoadState
from app.guardianship.models import GuardianshipCase
from app.panel.models import Determination
from app.people.models import ExternalKey, Household, Member, Person, PersonMerge
from app.recruitment.models import Enquiry
from app.register.deciding import Outcome as Came
from app.register.models import (
    Approval,
    Hold,
    HoldReason,
    NotAvailable,
    ReviewCase,
    TemporaryApproval,
    Unavailability,
)
from app.register.reviewing import ReviewTrigger
from app.retention import reach, rules
from app.retention.kinds import Case, Judged, Reach, State, Stays
from app.retention.models import Disposal, RetentionHold
from app.retention.rules import AllegationFact, HouseholdFacts, Span
from app.statute.breach import Breach

CHILD_CALLED = "A child’s record"
ENQUIRY_CALLED = "An enquiry"

# ------------------------------------------------------------------- which have reached their end


@remembered
def reached(day: date) -> tuple[Case, ...]:
    """Every record whose time is over on a day and that was not destroyed, the longest over first.

    Whether something else stops its destruction is asked of each one (`judged`).
    """
    every = (*households(day), *children(day), *enquiries(day))
    found = [case for case in every if case.is_reached(day)]
    return tuple(sorted(found, key=lambda case: (case.keep_until or day, case.about)))


def households(day: date, only: int | None = None) -> list[Case]:
    """Every household's case (or one's), in a bounded number of queries."""
    facts: dict[int, HouseholdFacts] = defaultdict(HouseholdFacts)
    _approvals(facts, only)
    _temporary(facts, only)
    for number, span in _assessed(only):
        facts[number].assessed.append(span)
    for number, span in _guardians(only):
        facts[number].guardianship.append(span)
    for number, span in _belonged(only):
        facts[number].belonged.append(span)
    gone = _destroyed("household")
    asked = select(Household).where(Household.stands())
    if only is not None:
        asked = asked.where(Household.id == only)
    cases = []
    for home in db.session.scalars(asked.order_by(Household.id)):
        if home.id in gone:
            continue
        facts[home.id].recorded_on = london_day(home.recorded_at)
        cases.append(
            Case(
                about=f"household:{home.id}",
                ref=home.ref,
                kind="household",
                called=home.name,
                grounds=rules.household_grounds(facts[home.id], day),
            )
        )
    return cases


def _days_of(
    kind: Any, starts: Any, ends: Any, *where: ColumnElement[bool]
) -> Select[tuple[int, date, date | None]]:
    """The household of each row of a kind, its first day and the first one after."""
    return select(kind.household_id, starts, ends).where(kind.stands(), *where)


def _spans(only: int | None, *asked: Select[Any]) -> Iterable[tuple[int, Span]]:
    """What `_days_of` tells of one kind of row, or of several."""
    every = union_all(*asked).subquery()
    found = select(every) if only is None else select(every).where(every.c.household_id == only)
    return ((home, Span(begun, over)) for home, begun, over in db.session.execute(found))


def _assessed(only: int | None) -> Iterable[tuple[int, Span]]:
    """Assessments of applicants, and families put forward as connected carers; a report for a
    review of approval is none. An application goes on until a refusal of it is final."""
    is_applicant = Assessment.kind != AssessmentKind.REVIEW
    refused = Determination.outcome.is_(None) | (Determination.outcome == Came.AGREED)
    return _spans(
        only,
        _days_of(Assessment, Assessment.starts_on, Assessment.ends_on, is_applicant),
        _days_of(Determination, Determination.determined_on, Determination.decided_on, refused),
        _days_of(ConnectedCase, ConnectedCase.starts_on, ConnectedCase.ends_on),
    )


def _guardians(only: int | None) -> Iterable[tuple[int, Span]]:
    """Cases of special guardianship: open until all support under their orders is over."""
    kind = GuardianshipCase
    return _spans(only, _days_of(kind, kind.opened_on, kind.closed_on))


def _belonged(only: int | None) -> Iterable[tuple[int, Span]]:
    return _spans(only, _days_of(Member, Member.starts_on, Member.ends_on))


def _approvals(facts: dict[int, HouseholdFacts], only: int | None) -> None:
    """Approvals here, and those of the same people anywhere else."""
    asked = select(
        Approval.household_id, Approval.person_id, Approval.starts_on, Approval.ends_on
    ).where(Approval.stands())
    if only is not None:
        people = select(Approval.person_id).where(Approval.household_id == only)
        asked = asked.where(Approval.person_id.in_(people))
    by_person: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for home, person, starts, ends in db.session.execute(asked):
        by_person[person].append((home, Span(starts, ends)))
        facts[home].approvals.append(Span(starts, ends))
    for spans in by_person.values():
        homes = {home for home, _ in spans}
        for home in homes:
            facts[home].elsewhere += [span for where, span in spans if where != home]


def _temporary(facts: dict[int, HouseholdFacts], only: int | None) -> None:
    """Placements; and temporary approvals, whose time begins when the placement ends."""
    asked = select(
        Placement.household_id, Placement.child_id, Placement.starts_on, Placement.ends_on
    ).where(Placement.stands(), Placement.household_id.is_not(None))
    if only is not None:
        asked = asked.where(Placement.household_id == only)
    of_child: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for home, child, starts, ends in db.session.execute(asked):
        if home is None:
            continue
        of_child[home, child].append(Span(starts, ends))
        facts[home].placements.append(Span(starts, ends))
    approved = select(
        TemporaryApproval.household_id,
        TemporaryApproval.child_id,
        TemporaryApproval.starts_on,
        TemporaryApproval.ends_on,
    ).where(TemporaryApproval.stands())
    if only is not None:
        approved = approved.where(TemporaryApproval.household_id == only)
    for home, child, starts, ends in db.session.execute(approved):
        facts[home].temporary += of_child.get((home, child)) or [Span(starts, ends)]


def children(day: date, only: int | None = None) -> list[Case]:
    """Every child's case (or one's)."""
    deaths = db.session.execute(
        select(LegalStatus.child_id, func.max(LegalStatus.ends_on))
        .where(LegalStatus.stands(), LegalStatus.ended_because == Rec.E2)
        .group_by(LegalStatus.child_id)
    )
    died = {child: day for child, day in deaths}  # noqa: C416 - a Result is no mapping
    asked = (
        select(Child.id, Child.ref, Person.born)
        .join(Person, Person.id == Child.person_id)
        .where(Child.stands())
        .order_by(Child.id)
    )
    if only is not None:
        asked = asked.where(Child.id == only)
    else:  # nobody younger has reached it
        asked = asked.where(or_(Person.born <= _years_before(day, 75), Child.id.in_(died)))
    gone = _destroyed("child")
    return [
        Case(
            about=f"child:{number}",
            ref=ref,
            kind="child",
            called=CHILD_CALLED,
            grounds=rules.child_grounds(born, died.get(number)),
        )
        for number, ref, born in db.session.execute(asked)
        if number not in gone
    ]


def enquiries(day: date, only: int | None = None) -> list[Case]:
    """Every enquiry (or one) of people who are no household of the record: a household's go with
    it."""
    asked = select(Enquiry).where(Enquiry.stands(), Enquiry.household_id.is_(None))
    if only is not None:
        asked = asked.where(Enquiry.id == only)
    gone = _destroyed("enquiry")
    return [
        Case(
            about=f"enquiry:{each.id}",
            ref=each.ref,
            kind="enquiry",
            called=ENQUIRY_CALLED,
            grounds=rules.enquiry_grounds(each.received_on, each.ended_on, day),
        )
        for each in db.session.scalars(asked.order_by(Enquiry.id))
        if each.id not in gone
    ]


def _years_before(day: date, number: int) -> date:
    """So many years before; 28 February stands for a 29th that is not there."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - number, day=28 if is_leap_day else day.day)


def _destroyed(kind: str) -> set[int]:
    begins = f"{kind}:"
    found = db.session.scalars(
        select(Destruction.subject).where(Destruction.subject.startswith(begins))
    )
    return {int(subject.removeprefix(begins)) for subject in found}


# ------------------------------------------------------------------------------------ one of them


def case(about: str, day: date) -> Case | None:
    """The case of "household:12" or "child:3"; None if there is none, or it was destroyed."""
    kind, _, number = about.partition(":")
    ask = {"household": households, "child": children, "enquiry": enquiries}[kind]
    found = ask(day, int(number))
    return found[0] if found else None


def judged(found: Case, day: date) -> Judged:
    """A case with what its destruction reaches, what that leaves, and what stops it."""
    subjects, stays = _subjects(found)
    rows, lines = reach.counted(subjects)
    documents = (
        db.session.scalar(
            select(func.count()).select_from(Document).where(Document.about.in_(subjects))
        )
        or 0
    )
    reached_by = Reach(
        subjects=tuple(sorted(subjects)),
        stays=tuple(stays),
        rows=rows,
        documents=documents,
        files=reach.contents_of(subjects),
        lines=lines,
    )
    return Judged(found, reached_by, tuple(_stops(found, subjects, day)))


def _subjects(found: Case) -> tuple[list[str], list[Stays]]:
    kind, _, number = found.about.partition(":")
    if kind == "household":
        subjects, stays = _of_household(int(number))
    elif kind == "enquiry":
        subjects, stays = [found.about], []
    else:
        subjects, stays = _of_child(int(number))
    return [*subjects, *_external_keys(subjects)], stays


def _of_household(number: int) -> tuple[list[str], list[Stays]]:
    """The household, those who belong to nothing else, and what is filed for itself about it."""
    people = people_of(number)
    elsewhere = _elsewhere({person.id for person in people}, number)
    own = [f"household:{number}", *reach.subjects_of_rows("household_id", number)]
    go = {person.id for person in people if person.id not in elsewhere}
    own += [f"person:{person}" for person in sorted(go | _merged_into(go))]
    stays = [
        Stays(f"person:{person.id}", f"{person.name} {elsewhere[person.id]}")
        for person in people
        if person.id in elsewhere
    ]
    return own, stays


def people_of(household_id: int) -> Sequence[Person]:
    """Everybody who ever belonged to a household, or was approved there."""
    ids = (
        select(Member.person_id)
        .where(Member.household_id == household_id)
        .union(select(Approval.person_id).where(Approval.household_id == household_id))
    )
    return db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()


def _elsewhere(people: Collection[int], household_id: int | None) -> dict[int, str]:
    """Who of these is somebody elsewhere in the record too, and what."""
    found: dict[int, str] = {}
    gone = _destroyed("household")
    for kind, says in (
        (Member, "belongs to another household"),
        (Approval, "is approved elsewhere"),
    ):
        asked = select(kind.person_id, kind.household_id).where(
            kind.person_id.in_(people), kind.stands()
        )
        for person, home in db.session.execute(asked):
            if home != household_id and home not in gone:
                found[person] = says
    if household_id is not None:
        gone_children = _destroyed("child")
        asked = select(Child.person_id, Child.id).where(Child.person_id.in_(people))
        for person, child in db.session.execute(asked):
            if child not in gone_children:
                found[person] = "was a child in care, whose own record is kept longer"
    return found


def _merged_into(people: Collection[int]) -> set[int]:
    """People whose records turned out to be of these: they go when these go."""
    found: set[int] = set()
    last = set(people)
    while last:
        merged = db.session.scalars(
            select(PersonMerge.merged_id).where(PersonMerge.kept_id.in_(last), PersonMerge.stands())
        )
        last = set(merged) - found
        found |= last
    return found


def _of_child(number: int) -> tuple[list[str], list[Stays]]:
    """The child, the person if they are nobody else here, and requests for them alone."""
    child = db.session.get_one(Child, number)
    elsewhere = _elsewhere({child.person_id}, None)
    subjects = [f"child:{number}", *reach.subjects_of_rows("child_id", number)]
    stays = []
    if child.person_id in elsewhere:
        says = f"The person {elsewhere[child.person_id]}"
        stays.append(Stays(f"person:{child.person_id}", says))
    else:
        them = {child.person_id}
        subjects += [f"person:{person}" for person in sorted(them | _merged_into(them))]
    shared = _others_of_referrals(number)
    for referral, others in shared.items():
        if others:
            says = "A request for a home is also a brother’s or sister’s, and stays with theirs"
            stays.append(Stays(f"referral:{referral}", says))
        else:
            subjects.append(f"referral:{referral}")
    return subjects, stays


def _others_of_referrals(child: int) -> dict[int, set[int]]:
    """The child's referrals, each with the other children on it who were not destroyed."""
    own = select(ReferralChild.referral_id).where(ReferralChild.child_id == child)
    gone = _destroyed("child")
    found: dict[int, set[int]] = defaultdict(set)
    for referral, other in db.session.execute(
        select(ReferralChild.referral_id, ReferralChild.child_id).where(
            ReferralChild.referral_id.in_(own)
        )
    ):
        found[referral] |= {other} - {child} - gone
    return found


def _external_keys(subjects: Sequence[str]) -> list[str]:
    """What other systems call these: each is filed for itself."""
    named = [subject.partition(":") for subject in subjects]
    ids = [int(number) for _, _, number in named if number.isdigit()]
    found = db.session.execute(
        select(ExternalKey.id, ExternalKey.kind, ExternalKey.record_id).where(
            ExternalKey.record_id.in_(ids)
        )
    )
    own = [f"external_key:{key}" for key, kind, of in found if f"{kind}:{of}" in set(subjects)]
    return own + _keys_of_what_is_theirs(named)


def _keys_of_what_is_theirs(named: Sequence[tuple[str, str, str]]) -> list[str]:
    """What other systems call a child's placements, and a household's places not available."""
    found: list[str] = []
    for subject, kind, owned in (
        (
            "child",
            "placement",
            select(Placement.id).where(Placement.child_id.in_(_ids(named, "child"))),
        ),
        (
            "household",
            "unavailability",
            select(Unavailability.id).where(
                Unavailability.household_id.in_(_ids(named, "household"))
            ),
        ),
    ):
        if _ids(named, subject):
            keys = db.session.scalars(
                select(ExternalKey.id).where(
                    ExternalKey.kind == kind, ExternalKey.record_id.in_(owned)
                )
            )
            found += [f"external_key:{key}" for key in keys]
    return found


def _ids(named: Sequence[tuple[str, str, str]], kind: str) -> list[int]:
    return [int(number) for each, _, number in named if each == kind and number.isdigit()]


# ----------------------------------------------------------------------------------- what stops it


def _stops(found: Case, subjects: Sequence[str], day: date) -> list[Breach]:
    waiting = db.session.scalar(
        select(func.count())
        .select_from(Load)
        .where(Load.state.in_([LoadState.WAITING, LoadState.CHECKED]))
    )
    return [
        *rules.not_reached(found, day),
        *rules.hold_stops((hold.why, hold.starts_on) for hold in holds_on(subjects, day)),
        *rules.allegation_stops(_allegations(found), day),
        *rules.load_stops(waiting or 0),
    ]


def _allegations(found: Case) -> list[AllegationFact]:
    """Allegations that a household's record tells of: concerns, holds, reviews, places kept."""
    kind, _, number = found.about.partition(":")
    if kind != "household":
        return []
    home = int(number)
    ends: list[date | None] = [
        *db.session.scalars(
            select(Hold.ends_on).where(
                Hold.household_id == home, Hold.stands(), Hold.reason == HoldReason.ALLEGATION
            )
        ),
        *db.session.scalars(
            select(func.coalesce(ReviewCase.decided_on, ReviewCase.stopped_on)).where(
                ReviewCase.household_id == home,
                ReviewCase.stands(),
                ReviewCase.trigger == ReviewTrigger.ALLEGATION,
            )
        ),
        *db.session.scalars(
            select(Unavailability.ends_on).where(
                Unavailability.household_id == home,
                Unavailability.stands(),
                Unavailability.reason == NotAvailable.INVESTIGATION,
            )
        ),
    ]
    told = [
        AllegationFact(concluded_on, tuple(born))
        for concluded_on, born in concerns.allegations_of(home)
    ]
    if not ends:
        return told
    born = tuple(
        db.session.scalars(
            select(Person.born).where(
                Person.id.in_(select(Approval.person_id).where(Approval.household_id == home))
            )
        )
    )
    return [*told, *(AllegationFact(concluded, born) for concluded in ends)]


def holds_on(subjects: Collection[str], day: date) -> Sequence[RetentionHold]:
    """Holds in force on any of these."""
    return db.session.scalars(
        select(RetentionHold)
        .where(RetentionHold.about.in_(subjects), RetentionHold.in_force(day))
        .order_by(RetentionHold.starts_on, RetentionHold.id)
    ).all()


def names_of(found: Case) -> list[str]:
    """Names that a reason may not hold, because they are to be destroyed."""
    kind, _, number = found.about.partition(":")
    if kind == "household":
        home = db.session.get_one(Household, int(number))
        own = [home.name.removeprefix("The ")]
        people = list(people_of(home.id))
    elif kind == "enquiry":
        enquiry = db.session.get_one(Enquiry, int(number))
        return [enquiry.given_name, enquiry.family_name, *enquiry.partner.split()]
    else:
        own, people = [], [db.session.get_one(Child, int(number)).person]
    names = [name for person in people for name in (person.given_name, person.family_name)]
    return [*own, *names]


def words_in_drafts(found: Case) -> list[str]:
    """By what a draft is known to be about a record: public ids and whole names."""
    kind, _, number = found.about.partition(":")
    if kind == "household":
        people = list(people_of(int(number)))
        return [
            found.ref,
            found.called,
            *(word for each in people for word in (each.ref, each.name)),
        ]
    if kind == "enquiry":
        return [found.ref, db.session.get_one(Enquiry, int(number)).name]
    person = db.session.get_one(Child, int(number)).person
    return [found.ref, person.ref, person.name]


# ------------------------------------------------------------------- holds, proposals, certificates


@dataclass(frozen=True, slots=True)
class Held:
    """A hold in a list: on whose record, and the page of it."""

    hold: RetentionHold
    called: str
    kind: str
    ref: str


def held(day: date) -> list[Held]:
    """Every hold in force, the oldest first."""
    found = db.session.scalars(
        select(RetentionHold)
        .where(RetentionHold.in_force(day))
        .order_by(RetentionHold.starts_on, RetentionHold.id)
    ).all()
    called = names_for([hold.about for hold in found])
    return [Held(hold, *called[hold.about]) for hold in found if hold.about in called]


def names_for(abouts: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """What each record is called, of which kind it is, and its public id."""
    ids: dict[str, list[int]] = defaultdict(list)
    for about in abouts:
        kind, _, number = about.partition(":")
        ids[kind].append(int(number))
    homes = db.session.execute(
        select(Household.id, Household.name, Household.ref).where(
            Household.id.in_(ids["household"])
        )
    )
    those = db.session.execute(select(Child.id, Child.ref).where(Child.id.in_(ids["child"])))
    rang = db.session.execute(select(Enquiry.id, Enquiry.ref).where(Enquiry.id.in_(ids["enquiry"])))
    return {
        **{f"household:{number}": (name, "household", ref) for number, name, ref in homes},
        **{f"child:{number}": (CHILD_CALLED, "child", ref) for number, ref in those},
        **{f"enquiry:{number}": (ENQUIRY_CALLED, "enquiry", ref) for number, ref in rang},
    }


def full_name(about: str) -> str:
    """A child's name: record a look first."""
    return db.session.get_one(Child, int(about.partition(":")[2])).person.name


def hold_by_ref(ref: str) -> RetentionHold | None:
    """The hold with this public id."""
    return db.session.scalar(
        select(RetentionHold).where(RetentionHold.ref == ref, RetentionHold.stands())
    )


def waiting() -> Sequence[Disposal]:
    """Proposals that wait for a decision, the oldest first."""
    return db.session.scalars(
        select(Disposal)
        .where(Disposal.state == State.WAITING, Disposal.stands())
        .order_by(Disposal.proposed_on, Disposal.id)
    ).all()


def waiting_about(about: str) -> Disposal | None:
    """The proposal that waits about a record."""
    return db.session.scalar(
        select(Disposal).where(
            Disposal.about == about, Disposal.state == State.WAITING, Disposal.stands()
        )
    )


def decided() -> Sequence[Disposal]:
    """Everything that was decided, the newest first: certificates, and records that were kept."""
    return db.session.scalars(
        select(Disposal)
        .where(Disposal.state != State.WAITING, Disposal.stands())
        .order_by(Disposal.decided_at.desc(), Disposal.id.desc())
    ).all()


def disposal_by_ref(ref: str) -> Disposal | None:
    """The proposal or certificate with this public id."""
    return db.session.scalar(select(Disposal).where(Disposal.ref == ref, Disposal.stands()))


def certificate_of(about: str) -> Disposal | None:
    """The certificate of a record that was destroyed."""
    return db.session.scalar(
        select(Disposal).where(Disposal.about == about, Disposal.state == State.DESTROYED)
    )


def unswept() -> Sequence[Disposal]:
    """Records destroyed whose old values may still lie in the database file's free space."""
    return db.session.scalars(
        select(Disposal)
        .where(Disposal.state == State.DESTROYED, Disposal.swept_at.is_(None))
        .order_by(Disposal.id)
    ).all()


def record_of(kind: str, ref: str) -> Household | Child | Enquiry | None:
    """The household, child or enquiry with this public id."""
    table = RECORDS[kind]
    found: Household | Child | Enquiry | None = db.session.scalar(
        select(table).where(table.ref == ref, table.stands())
    )
    return found


RECORDS: dict[str, Any] = {"household": Household, "child": Child, "enquiry": Enquiry}
"""What has an end of its own, by what a case calls its kind."""
