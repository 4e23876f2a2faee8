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
    children_to_name,
    exemption_by_ref,
    may_see_address,
    open_terms,
    standing_of,
    temporary_by_ref,
    visible_among,
)
from app.register.queries.rooms import beds_held, claim_by_ref, places_left, rooms

__all__ = [
    "Entry",
    "Here",
    "HouseholdEntry",
    "Standing",
    "Status",
    "approval_by_ref",
    "beds_held",
    "children_here",
    "children_to_name",
    "claim_by_ref",
    "entry",
    "exemption_by_ref",
    "household_entries",
    "may_see_address",
    "open_terms",
    "places_left",
    "register_list",
    "rooms",
    "standing_of",
    "temporary_by_ref",
    "visible_among",
]
