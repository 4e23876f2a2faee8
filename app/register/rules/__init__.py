"""May we approve, on what terms, and why there is no room: pure functions on plain values."""

from app.register.rules.deciding import (
    approval_breaches,
    exemption_breaches,
    sharing_breaches,
    unavailability_breaches,
)
from app.register.rules.room import Limit, is_fostered, is_in_terms, limits_on, why_so_many
from app.register.rules.sharing import agreed_together
from app.register.rules.shortfalls import AVAILABILITY, ROUTES, Route, breach_of
from app.register.rules.terms import (
    MOST_AT_ONCE,
    SOME_CHILD,
    Line,
    terms_breaches,
    terms_briefly,
    terms_in_words,
)

__all__ = [
    "AVAILABILITY",
    "MOST_AT_ONCE",
    "ROUTES",
    "SOME_CHILD",
    "Limit",
    "Line",
    "Route",
    "agreed_together",
    "approval_breaches",
    "breach_of",
    "exemption_breaches",
    "is_fostered",
    "is_in_terms",
    "limits_on",
    "sharing_breaches",
    "terms_breaches",
    "terms_briefly",
    "terms_in_words",
    "unavailability_breaches",
    "why_so_many",
]
