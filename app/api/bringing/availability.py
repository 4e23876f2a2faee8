"""Places of our own homes that cannot be offered for now, as another system tells them."""

from __future__ import annotations

from app.api.admitting import Caller
from app.api.bringing.named import household_named, keep_key
from app.api.bringing.work import Work
from app.api.shapes import Brought, Outcome, UnavailableIn
from app.audit.act import acting
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.exchange.matching_up import keyed
from app.people.models import Household, ProviderKind
from app.people.rules import record_breach
from app.register import actions as register
from app.register.models import Unavailability


def bring(told: UnavailableIn, key: str, caller: Caller) -> Brought:
    """Places not available, by what the system calls it: recorded, then ended. Anything else that
    is told otherwise is another, with an id of its own."""
    household = household_named(told.household, caller, "household")
    if household.provider.kind is not ProviderKind.OWN:
        raise RuleBroken(record_breach("This is not a home of our own service.", "household"))
    take(household)
    work = Work("Took over places not available from another system", caller.by)
    number = keyed(caller.key, "unavailability", key)
    row = db.session.get(Unavailability, number) if number is not None else None
    if row is None:
        with acting(work.says, caller.by):
            row = register.make_unavailable(
                household,
                places=told.places,
                reason=told.reason,
                starts_on=told.starts_on,
                ends_on=told.ends_on,
                note=told.note,
                by=caller.by,
            )
            keep_key("unavailability", row.id, key, caller)
        return Brought(outcome=Outcome.ADDED, id=None, key=key, notes=[])
    _compare(row, household, told, work)
    return Brought(outcome=work.carried_out(), id=None, key=key, notes=work.notes)


def _compare(row: Unavailability, household: Household, told: UnavailableIn, work: Work) -> None:
    meant = (household.id, told.places, told.reason, told.starts_on)
    if (row.household_id, row.places, row.reason, row.starts_on) != meant:
        raise RuleBroken(
            record_breach(
                "This was told otherwise before: another home, number, reason or first day. End "
                "it, and send the other with an id of its own."
            )
        )
    ends_on = told.ends_on
    if ends_on is not None and row.ends_on != ends_on:
        work.do(lambda: register.make_available(row, on=ends_on, by=work.by))
    elif ends_on is None and row.ends_on is not None:
        work.note(f"It ended on {row.ends_on:%d/%m/%Y} here, and that stays.")
