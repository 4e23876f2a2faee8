"""What is missing, what one more home would be worth, and the smallest change that would do.

    unmet(waiting, plan)                    who has no home in the plan, and why
    worth_of_one_more(waiting, profiles)    what a new home of each sort would bring, re-solved
    smallest_change(waiting)                the lawful changes that place the most children
    targets(waiting, profiles, area_of)     homes to recruit, by area and age band
    without_thin(table)                     the same with small numbers left out, for publishing

Values are screened on the prices of the relaxation and published only when the whole question was
asked again with the new home in it. A change is a proposal to consider, each by its own lawful
route and by the person whom the law names; a hold is never one, nor a place that a carer cannot
offer, save where the caller says that its reason allows asking.

The files: `unmet`, `recruiting` new homes and targets, `changing` lawful changes, `thin` numbers.
"""

from sufficiency.gap.changing import ChangePlan, Prices, Step, Way, smallest_change
from sufficiency.gap.recruiting import (
    Profile,
    Target,
    Targets,
    WorthOf,
    targets,
    worth_of_one_more,
)
from sufficiency.gap.thin import THIN, Table, without_thin
from sufficiency.gap.unmet import AGE_BANDS, Unmet, band_of, unmet

__all__ = [
    "AGE_BANDS",
    "THIN",
    "ChangePlan",
    "Prices",
    "Profile",
    "Step",
    "Table",
    "Target",
    "Targets",
    "Unmet",
    "Way",
    "WorthOf",
    "band_of",
    "smallest_change",
    "targets",
    "unmet",
    "without_thin",
    "worth_of_one_more",
]
