"""Where a home is cannot be worked out from a thousand searches either."""

from __future__ import annotations

import pytest

from app.accounts.roles import Role
from app.matching import queries
from tests import builders
from tests.matching.asking import referral
from tests.matching.test_location import (  # noqa: F401 (what pytest is asked for by name)
    all_shown,
    county,
    nobody_is_found,
    origins,
    told,
)

pytestmark = pytest.mark.only_on("sqlite")  # what is asked here is arithmetic, not a database


def test_a_role_without_addresses_cannot_find_a_home_however_long_it_searches(
    county,  # noqa: F811
    all_shown,  # noqa: F811
):
    need = queries.need_of(referral(builders.child()))
    user = builders.user(Role.NOMINATED_OFFICER)
    nobody_is_found(county, told(user, need, origins(1000)), (200, 500, 1000))
