"""Who may be allocated, what a caseload weighs, whom to suggest: pure."""

from app.supervision.rules.allocating import allocation_breaches, already_theirs_breach

__all__ = ["allocation_breaches", "already_theirs_breach"]
