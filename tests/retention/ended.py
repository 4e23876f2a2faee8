"""Records that have reached their end, every value in them marked, and the people who destroy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.accounts.roles import Role
from app.audit.act import acting
from app.children import actions as children
from app.core.db import db, transaction
from app.core.today import today
from app.documents import actions as documents
from app.documents.kinds import DocumentKind, FileState
from app.documents.scanning import Verdict
from app.links import actions as links
from app.people import actions as people
from app.people.models import MemberRole, PetKind
from app.register import actions as register
from app.register.models import ApprovalEnd, HoldReason, NotAvailable
from app.retention import actions
from tests import builders as make
from tests.documents import papers

MARK = "Zyxwvut"
"""In every value of a marked record, and nowhere else."""

REASON = "Its time is over."


@dataclass
class Two:
    """Who proposes and who decides."""

    proposer: Any
    decider: Any


def two() -> Two:
    """Two people of whom each may propose and one may decide."""
    return Two(
        make.user(Role.TEAM_MANAGER, name="A Proposer"),
        make.user(Role.SERVICE_MANAGER, name="A Decider"),
    )


def years_ago(number: int, *, days: int = 0) -> date:
    """So many years before today, and some days more; of 29 February, before 28 February."""
    day = today()
    leap_day = (day.month, day.day) == (2, 29)
    then = day.replace(year=day.year - number, day=28 if leap_day else day.day)
    return then - timedelta(days=days)


def ended_household(
    name: str = "The Doyles", *, since: date | None = None, ended: date | None = None, **more: Any
) -> Any:
    """A household of ours whose every approval ended: eleven years ago unless said."""
    begins = since or years_ago(15)
    home = make.household(name, since=begins, **more)
    end_approvals(home, ended or years_ago(11))
    return home


def end_approvals(home: Any, on: date) -> None:
    """Every approval of a household ends on a day."""
    from app.register.queries import standing_of

    with transaction():
        for approval in standing_of(home.id).approvals:
            register.end_approval(approval, on=on, how=ApprovalEnd.RESIGNED, by=make.SOMEBODY)


def marked_household() -> Any:
    """An ended household with its mark in every kind of value that is kept about it."""
    begins, by = years_ago(15), make.SOMEBODY
    make.postcodes()
    home = make.household(
        f"The {MARK}s", since=begins, postcode="HR6 8AB", bedrooms=1, supervised_by=make.worker()
    )
    with transaction():
        people.add_pet(
            home, kind=PetKind.DOG, description=f"{MARK} the dog", starts_on=begins, by=by
        )
        people.add_bedroom(home, name=f"{MARK}’s room", sleeps=1, starts_on=begins, by=by)
        people.set_external_key("household", home.id, system="old", key=f"{MARK}-7", by=by)
        lodger = people.add_person(
            given_name=MARK,
            family_name="Lodger",
            phone=f"01 {MARK}",
            email=f"{MARK}@example.org",
            by=by,
        )
        people.join_household(home, lodger, role=MemberRole.LODGER, starts_on=begins, by=by)
        held = register.put_on_hold(
            home, reason=HoldReason.ILLNESS, starts_on=begins, note=f"{MARK} is ill", by=by
        )
        register.lift_hold(held, on=begins + timedelta(days=30), by=by)
        away = register.make_unavailable(
            home, places=1, reason=NotAvailable.OTHER, starts_on=begins, note=MARK, by=by
        )
        register.make_available(away, on=begins + timedelta(days=30), by=by)
    for about in (f"household:{home.id}", f"person:{lodger.id}"):
        documents.keep(
            name=f"{MARK}.png",
            content=papers.picture("PNG") + MARK.encode(),
            kind=DocumentKind.CERTIFICATE,
            about=about,
            note=f"About {MARK}",
            scanned=Verdict(FileState.CLEAN),
            by=by,
        )
    links.send(
        purpose="review_view_of_a_carer",
        subject=f"household:{home.id}",
        holder=f"{MARK} Carer",
        email=f"{MARK}@example.org",
        by=make.worker(),
    )
    with transaction(), acting("Renamed", by, reason=MARK, about=f"household:{home.id}"):
        home.name = f"The {MARK} family"
    end_approvals(home, years_ago(11))
    return home


def old_child(born: date, given_name: str = "Albert") -> Any:
    """Somebody who was in care long ago."""
    child = make.child(given_name, born=born, status=None)
    with transaction():
        children.begin_legal_status(
            child, status="C2", need="N1", starts_on=born + timedelta(days=3000), by=make.SOMEBODY
        )
    return child


def proposed(about: str, who: Two) -> Any:
    """A proposal to destroy a record."""
    return actions.propose(about, reason=REASON, by=who.proposer)


def destroyed(about: str, who: Two | None = None) -> Any:
    """A record destroyed by two people; its certificate."""
    who = who or two()
    return actions.destroy(proposed(about, who), reason="Agreed.", by=who.decider)


def everything_kept(also: str = "") -> str:
    """Every value of every table, as text."""
    db.session.rollback()
    said = [also]
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            said += [
                bytes(value).decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                for value in row
            ]
    db.session.rollback()
    return "\n".join(said)
