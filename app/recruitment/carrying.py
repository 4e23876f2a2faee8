"""Enquiries stand in the caseload of whoever follows them up, and go to somebody else with the rest
when that person leaves."""

from __future__ import annotations

from datetime import date, datetime

from app.accounts.models import User
from app.audit.act import Actor
from app.core.present import short_day
from app.recruitment.actions.enquiries import give_enquiry
from app.recruitment.queries.enquiries import enquiry_by_ref, followed_up
from app.supervision.carried import Carried, Kind, carry


def open_enquiries(as_at: date, known_at: datetime | None = None) -> list[Carried]:
    """Those that came to no end and no application yet: by their day, never by a name."""
    return [
        Carried(
            kind="enquiry",
            ref=each.ref,
            says=f"Enquiry of {short_day(each.received_on)}",
            household_id=0,
            household="",
            household_ref="",
            worker_id=each.worker_id,
            since=each.received_on,
            endpoint="recruitment.enquiry",
        )
        for each in followed_up(as_at, known_at)
    ]


def give_by_ref(ref: str, worker: User, *, starts_on: date, because: str, by: Actor) -> object:
    """It goes at once, whatever the day: whoever rang is not to wait for somebody to be gone."""
    enquiry = enquiry_by_ref(ref)
    return give_enquiry(enquiry, worker=worker, by=by) if enquiry is not None else None


carry(Kind("enquiry", of=open_enquiries, hand_over=give_by_ref))
