"""Room from the record against the oracle, for thousands of households."""

import pytest

from tests.register.test_room_against_oracle import first_difference, invented

ROUNDS, AT_ONCE = 30, 100


@pytest.mark.only_on("sqlite")  # what differs between databases is tried in the short form
@pytest.mark.parametrize("number", range(1, ROUNDS + 1))
def test_room_from_the_record_is_the_oracles(db, number):
    seeds = range(number * 1000, number * 1000 + AT_ONCE)
    assert first_difference(invented(seeds)) is None
