"""Questions about who supervises whom, each as at a day and as known at a moment."""

from app.supervision.queries.caseload import Line, Load, caseloads
from app.supervision.queries.continuity import Continuity, continuity, continuity_of
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
from app.supervision.queries.editing import (
    may_edit,
    may_keep_availability,
    may_read_reviews,
    own_households,
)
from app.supervision.queries.leaving import Leaver, leaver, leavers
from app.supervision.queries.suggesting import Suggestions, Wanted, suggestions
from app.supervision.queries.weighed import (
    Works,
    arrangements_of,
    weights,
    weights_through_time,
)

__all__ = [
    "SUPERVISES",
    "Continuity",
    "Cover",
    "Gap",
    "Leaver",
    "Line",
    "Load",
    "Suggestions",
    "Unallocated",
    "Wanted",
    "Worker",
    "Workload",
    "Works",
    "allocations_of",
    "arrangements_of",
    "caseloads",
    "continuity",
    "continuity_of",
    "covers",
    "days_without_worker",
    "gaps",
    "households_of",
    "households_without_worker",
    "leaver",
    "leavers",
    "may_edit",
    "may_keep_availability",
    "may_read_reviews",
    "open_allocation",
    "own_households",
    "suggestions",
    "supervises",
    "weights",
    "weights_through_time",
    "without_worker_since",
    "worker_of",
    "workers_to_choose_from",
    "workload",
    "year_of",
]
