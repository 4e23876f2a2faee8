"""The basis against its oracle, for longer: in plain values and through the record."""

from __future__ import annotations

from tests.oversight.test_basis_against_oracle import differences
from tests.oversight.test_days import compare as of_days
from tests.oversight.test_standing_against_oracle import compare


def test_the_rule_agrees_with_the_oracle_on_forty_thousand_worlds():
    assert next(differences(range(10_000, 50_000)), None) is None


def test_the_record_agrees_with_the_oracle_on_five_hundred_worlds(db):
    assert compare(range(1_000, 1_500)) > 3_000


def test_every_child_day_of_two_hundred_worlds_is_the_oracles(db):
    """Days in a row, from one reading, now and as known then: thousands of children's days."""
    assert of_days(range(2_000, 2_200), 300, 3) > 100_000
