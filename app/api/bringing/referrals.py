"""Referrals as another system tells them: opened, changed, withdrawn. Placing is for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.api.admitting import Caller
from app.api.bringing.named import child_named, keep_key
from app.api.bringing.work import Work
from app.api.shapes import CODED, AnswersIn, Brought, NeedIn, Outcome, ReferralIn
from app.audit.act import acting
from app.children import actions as children
from app.children.kinds import Outcome as Ended
from app.children.models import Child, Referral
from app.core.db import take
from app.core.errors import RuleBroken
from app.core.today import today
from app.exchange.matching_up import key_of, keyed
from app.matching import areas
from app.matching import queries as matching
from app.people.places import point_of
from app.people.rules import record_breach
from app.register import actions as register
from app.statute.breach import Breach


def answers_of(told: AnswersIn) -> dict[str, Any]:
    """What was answered, as the referral keeps it: nothing where nothing was said."""
    said = told.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in said.items() if value is not False and value != ""}


def open_one(told: ReferralIn, caller: Caller) -> Referral:
    """Open a referral for children whom the system names."""
    those = [child_named(named, caller, "children") for named in told.children]
    return opened(those, told, told.key, caller)


def opened(those: list[Child], told: NeedIn, key: str | None, caller: Caller) -> Referral:
    """Open a referral for these children, filled with what is known of them."""
    breaches = _breaches(told)
    if key is not None and keyed(caller.key, "referral", key) is not None:
        breaches.append(record_breach(f"Your system calls another referral {key} already.", "key"))
    if breaches:
        raise RuleBroken(*breaches)
    known = matching.known_about([child.id for child in those])
    asked = _asked(told)
    for name in ("home_postcode", "school_postcode"):
        asked[name] = asked[name] or known[name]
    with acting("Opened a referral from another system", caller.by):
        referral: Referral = children.open_referral(
            those, **asked, answers=answers_of(told.answers), by=caller.by
        )
        if key is not None:
            keep_key("referral", referral.id, key, caller)
    return referral


def _asked(told: NeedIn) -> dict[str, Any]:
    return {
        "needed_on": told.needed_on,
        "kind": told.kind,
        "until": told.until,
        "together": told.together,
        "together_why": told.together_why.strip(),
        "home_postcode": told.home_postcode,
        "school_postcode": told.school_postcode,
        "max_miles": told.max_miles,
        "avoid": told.avoid.strip(),
    }


def _breaches(told: NeedIn) -> list[Breach]:
    found = [
        record_breach("This postcode is not in our table. Check it, or leave it out.", name)
        for name in ("home_postcode", "school_postcode")
        if (code := getattr(told, name)) is not None and point_of(code) is None
    ]
    lost = areas.not_found(told.avoid)
    if lost:
        found.append(
            record_breach(
                f"{', '.join(lost)} could not be placed on the map. Use a postcode, the first "
                "part of one, or a town.",
                "avoid",
            )
        )
    return found


def change(referral: Referral, told: NeedIn, caller: Caller) -> Brought:
    """What is asked for is as it is told now. What is left out of its answers was not asked; a
    postcode, a limit or words that are left out stay, for no system is told them."""
    take(referral)
    work = Work("Changed a referral from another system", caller.by)
    breaches = _breaches(told)
    if breaches:
        raise RuleBroken(*breaches)
    asked = _asked(told)
    for name in ("home_postcode", "school_postcode", "max_miles"):
        if asked[name] is None:
            asked[name] = getattr(referral, name)
    answers = {**_stay(referral.answers or {}, told.answers), **answers_of(told.answers)}
    now_is = {name: getattr(referral, name) for name in asked}
    if (now_is, dict(referral.answers or {})) != (asked, answers):
        work.do(lambda: children.change_referral(referral, **asked, answers=answers, by=caller.by))
    return brought(work.carried_out(), referral, caller, work.notes)


def _stay(answers: dict[str, Any], told: AnswersIn) -> dict[str, Any]:
    """The answers that no system is told: fields of our own; and words, unless told anew or told
    to be nothing."""
    return {
        name: said
        for name, said in answers.items()
        if name not in CODED and name not in told.model_fields_set
    }


def withdraw(referral: Referral, caller: Caller) -> Brought:
    """No home is needed any more: closed, and whatever beds were held are free."""
    take(referral)
    with acting("Withdrew a referral from another system", caller.by):
        for row in matching.claims(referral.id):
            register.release_claim(
                row.RoomClaim, because="The referral was withdrawn", by=caller.by
            )
        children.close_referral(referral, on=today(), outcome=Ended.WITHDRAWN, by=caller.by)
    return brought(Outcome.CHANGED, referral, caller)


def brought(
    outcome: Outcome, referral: Referral, caller: Caller, notes: Iterable[str] = ()
) -> Brought:
    """What became of a referral."""
    return Brought(
        outcome=outcome,
        id=referral.ref,
        key=key_of(caller.key, "referral", referral.id),
        notes=list(notes),
    )
