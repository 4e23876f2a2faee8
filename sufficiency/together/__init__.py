"""Everyone waiting placed at once: the best homes for all of them together, and what is in the way.

    waiting = Waiting(Register(homes), needs)
    plan = waiting.plan()                 the best, with its bound
    waiting.one_at_a_time()               what order of arrival would have given
    waiting.plan(WhatIf(pins=(Pin(frozenset({"A"}), "H1"),)))
    left_over(waiting, plan)              for each child left over, what is in the way
    waiting.most_placeable                more than this nobody could place
    each_council(waiting, plan, whose)    of a region: each council's view, and what sharing gained

A plan advises. It claims no room, and every placement in it is a person's decision. It pays for
backlogs, for moves planned ahead and for authorities that search together; for one emergency at a
time it makes no difference, and `Waiting.case` says which it is.

A rule is never traded for worth: a home that any gate of `criteria.py` keeps from some children is
not among their choices, and those whom a plan puts into one home pass every gate with the others
living there too. `verify_joint` checks all of this again, apart from making it.

The files: `asked` what may be asked, `fitting` the definition of living together, `columns` and
`rows` the problem, `solving` the arithmetic, `waiting` all of it for callers, `answer` what comes
back, `blocked` what is in the way of those left over, `pooled` several councils as one region.
"""

from sufficiency.together.answer import Moved, NotPossible, Placed, Plan, compare
from sufficiency.together.asked import (
    NOTHING,
    Case,
    NotThere,
    Pin,
    Policy,
    Proof,
    WhatIf,
)
from sufficiency.together.blocked import Blocked, Taken, left_over
from sufficiency.together.pooled import Share, View, each_council
from sufficiency.together.solving import NoAnswer
from sufficiency.together.waiting import Waiting

__all__ = [
    "NOTHING",
    "Blocked",
    "Case",
    "Moved",
    "NoAnswer",
    "NotPossible",
    "NotThere",
    "Pin",
    "Placed",
    "Plan",
    "Policy",
    "Proof",
    "Share",
    "Taken",
    "View",
    "Waiting",
    "WhatIf",
    "compare",
    "each_council",
    "left_over",
]
