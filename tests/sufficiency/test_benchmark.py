"""The plain way of the benchmark is a third opinion: the same homes, for the same reasons."""

import pytest

from bench import plain_way
from bench.invented import a_register, some_needs
from bench.search import LIMIT, NEAREST_FIRST, is_clear
from sufficiency.arrays import Register
from sufficiency.match import search

HOMES = 120


@pytest.fixture(scope="module")
def register():
    return Register(a_register(HOMES))


def test_orm_rows_and_a_geodesic_find_the_same_homes_for_the_same_reasons(register, tmp_path):
    path = tmp_path / "plain.sqlite"
    plain_way.fill(path, register.homes)
    needs = [need for need in some_needs(12, HOMES) if is_clear(register, need)]
    assert len(needs) > 4
    for need, answer in zip(needs, plain_way.search_all(path, needs, LIMIT), strict=True):
        matches = search(register, need, weights=NEAREST_FIRST, limit=LIMIT)
        offered = {match.home_id for match in matches.ranked if not match.to_ask}
        assert set(answer.nearest) == offered
        if len(need.children) == 1:
            # Two who could share a bedroom by agreement are not looked at in the plain way.
            assert answer.tally == matches.tally()
