"""What tests of connected carers share."""

from __future__ import annotations

import pytest

from tests import builders as make
from tests.connected.family import Family, on_day


@pytest.fixture
def nan(db):
    """A grandmother approved for one boy who moved in that day: day 1 is 23 November 2026."""
    with on_day(1):
        family = Family()
        family.boy = make.child("Leo")
        (family.leo,) = family.open(family.boy)
        family.check()
        family.approved(family.leo)
        family.move(family.leo)
    return family
