"""Questions about the register and about room, each as at a day and as known at a moment."""

from app.register.queries.entries import (
    Entry,
    HouseholdEntry,
    Status,
    entry,
    household_entries,
    register_list,
)
from app.register.queries.households import (
    Here,
    Standing,
    approval_by_ref,
    children_here,
    exemption_by_ref,
    may_see_address,
    standing_of,
)
from app.register.queries.rooms import places_left, rooms

__all__ = [
    "Entry",
    "Here",
    "HouseholdEntry",
    "Standing",
    "Status",
    "approval_by_ref",
    "children_here",
    "entry",
    "exemption_by_ref",
    "household_entries",
    "may_see_address",
    "places_left",
    "register_list",
    "rooms",
    "standing_of",
]
