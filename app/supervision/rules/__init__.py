"""Who may be allocated, what a caseload weighs, whom to suggest: pure."""

from app.supervision.rules.allocating import (
    allocation_breaches,
    already_theirs_breach,
    leaving_breaches,
    nothing_chosen_breaches,
)
from app.supervision.rules.weighing import arrangement_breaches, weight_breaches

__all__ = [
    "allocation_breaches",
    "already_theirs_breach",
    "arrangement_breaches",
    "leaving_breaches",
    "nothing_chosen_breaches",
    "weight_breaches",
]
