"""Hundreds of worlds of stays, staying put and parents alongside: thousands of answers, none
different from the oracles'."""

from __future__ import annotations

import pytest

from tests import builders as make
from tests.staying.test_against_oracle import a_world


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_hundreds_of_worlds_of_stays(db, first):
    make.postcodes()
    worlds = 100 if db.engine.dialect.name == "sqlite" else 20
    compared = sum(a_world(first + 6 + n, acts=20, days=10) for n in range(worlds))
    assert compared > 40 * worlds
