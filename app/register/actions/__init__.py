"""Approval, terms, exemptions, holds, availability, agreements, claims on room: each an act.

What was decided elsewhere is recorded as it was. A decision made here is refused, with every
reason at once, unless its rules are met.
"""

from app.register.actions.agreements import agree_sharing, record_review, sign_agreement
from app.register.actions.approval import approve, end_approval, receive_resignation
from app.register.actions.availability import (
    lift_hold,
    look_again_at_hold,
    make_available,
    make_unavailable,
    put_on_hold,
)
from app.register.actions.claims import claim_bed, claim_beds, claim_breaches, release_claim
from app.register.actions.errors import set_aside
from app.register.actions.temporary import (
    end_review_extension,
    end_temporary_approval,
    record_extension,
    record_review_extension,
    record_temporary_approval,
)
from app.register.actions.terms import end_exemption, grant_exemption, line_of, set_terms

__all__ = [
    "agree_sharing",
    "approve",
    "claim_bed",
    "claim_beds",
    "claim_breaches",
    "end_approval",
    "end_exemption",
    "end_review_extension",
    "end_temporary_approval",
    "grant_exemption",
    "lift_hold",
    "line_of",
    "look_again_at_hold",
    "make_available",
    "make_unavailable",
    "put_on_hold",
    "receive_resignation",
    "record_extension",
    "record_review",
    "record_review_extension",
    "record_temporary_approval",
    "release_claim",
    "set_aside",
    "set_terms",
    "sign_agreement",
]
