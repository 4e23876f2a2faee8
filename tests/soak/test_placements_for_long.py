"""Very many invented placements: what their lists owe, against the diary."""

from __future__ import annotations

import pytest

from tests.oracles import placements as oracle
from tests.placements.test_against_oracle import differences


@pytest.mark.parametrize("seed", range(20))
def test_what_is_owed_is_what_the_diary_owes_over_many_histories(seed):
    assert list(differences(oracle.still_to_do, 2000, seed=1000 + seed)) == []
