"""Questions about who supervises whom, each as at a day and as known at a moment."""

from app.supervision.queries.cover import (
    SUPERVISES,
    Unallocated,
    Worker,
    Workload,
    allocations_of,
    days_without_worker,
    households_of,
    households_without_worker,
    open_allocation,
    supervises,
    without_worker_since,
    worker_of,
    workers_to_choose_from,
    workload,
    year_of,
)
from app.supervision.queries.covering import Cover, Gap, covers, gaps
from app.supervision.queries.editing import may_edit, may_keep_availability, own_households

__all__ = [
    "SUPERVISES",
    "Cover",
    "Gap",
    "Unallocated",
    "Worker",
    "Workload",
    "allocations_of",
    "covers",
    "days_without_worker",
    "gaps",
    "households_of",
    "households_without_worker",
    "may_edit",
    "may_keep_availability",
    "open_allocation",
    "own_households",
    "supervises",
    "without_worker_since",
    "worker_of",
    "workers_to_choose_from",
    "workload",
    "year_of",
]
