"""Who sits, and a meeting of today: what most tests of the panel begin with."""

from __future__ import annotations

from app.panel.models import Listing, Meeting
from tests.panel.people import five_who_make_a_quorum, met_today
from tests.told import told_once


@told_once
def five() -> list[Listing]:
    """Five on the central list who make a quorum, and not one more."""
    return five_who_make_a_quorum()


@told_once
def met(five: list[Listing]) -> Meeting:
    """A meeting today, with attendance of the five taken."""
    return met_today(five)
