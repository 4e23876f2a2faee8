"""What the trail itself may have done to it: one thing, by two people, with a certificate."""

from __future__ import annotations

from app.audit.act import Actor, act
from app.audit.keys import destroy_key
from app.audit.models import Destruction
from app.core.db import db
from app.core.errors import RuleBroken
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Verified


@act("Destroyed the key of a subject")
def destroy_subject(subject: str, *, why: str, approved_by: Actor, by: Actor) -> Destruction:
    """Make what the trail holds closed about a subject ("child:12") unreadable for ever.

    The trail stays whole: its lines, codes and seals agree as before. Rows of the record that still
    stand are not touched; nothing more can be recorded about the subject. `why` names the rule, as
    a year of retention, and nobody. RuleBroken unless a second person approved it and there is a
    key to destroy.
    """
    breaches = _breaches(why, approved_by, by)
    if breaches:
        raise RuleBroken(*breaches)
    certificate = Destruction(
        subject=subject,
        why=why.strip(),
        by_id=by.id,
        by_name=by.name,
        approved_by_id=approved_by.id,
        approved_by_name=approved_by.name,
    )
    db.session.add(certificate)
    db.session.flush()  # the database destroys no key without its certificate
    if not destroy_key(db.session.connection(), subject):
        raise RuleBroken(_breach("There is nothing left to destroy here."))
    return certificate


def _breaches(why: str, approved_by: Actor, by: Actor) -> list[Breach]:
    found = []
    if not why.strip():
        found.append(_breach("Say which rule asks for it.", "why"))
    if by.id is None or approved_by.id is None or approved_by.id == by.id:
        found.append(_breach("Somebody else has to approve it first.", "approved_by"))
    return found


def _breach(says: str, field: str | None = None) -> Breach:
    return Breach(says, LOCAL_POLICY.provision("on access, S14", Verified.TEXT), field)
