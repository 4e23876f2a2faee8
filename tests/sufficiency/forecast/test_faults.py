"""The oracles find nothing wrong with the forecast, and every planted fault."""

from __future__ import annotations

import pytest

from tests.sufficiency.forecast.faults import CHECKS, FAULTS, complaints

SEED = 4


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_oracles_find_nothing_wrong(check):
    assert complaints(SEED, (check,)) == []


@pytest.mark.parametrize(("fault", "checks"), FAULTS, ids=lambda one: getattr(one, "__name__", ""))
def test_the_oracles_catch_a_planted_fault(fault, checks, monkeypatch):
    fault(monkeypatch)
    assert complaints(SEED, checks)
