"""Who sits, and a meeting of today: what most tests of the panel begin with."""

from __future__ import annotations

import pytest

from app.panel.models import Listing, Meeting
from tests.panel.people import five_who_make_a_quorum, met_today


@pytest.fixture
def five(db) -> list[Listing]:
    """Five on the central list who make a quorum, and not one more."""
    return five_who_make_a_quorum()


@pytest.fixture
def met(five) -> Meeting:
    """A meeting today, with attendance of the five taken."""
    return met_today(five)
