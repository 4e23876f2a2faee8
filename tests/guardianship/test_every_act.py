"""Every act from every situation that can be reached, lawful and unlawful, beside the model."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.db import db as record
from tests.guardianship.model import ACTS, TO_THE_ORDER, WAYS, Model
from tests.guardianship.tried import Tried

STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.booleans()), min_size=4, max_size=14
)


def test_the_model_lets_a_whole_case_through():
    model = Model(children=1)
    for what in TO_THE_ORDER:
        assert model.may(what), what
        model.done(what)
    model.done("make")
    assert not model.may("close")
    model.done("end")
    assert model.may("close")


@pytest.mark.only_on("sqlite")  # what is lawful does not depend on the database
@pytest.mark.parametrize("situation", list(WAYS))
def test_every_act_from_each_situation_is_done_or_refused_as_the_law_says(db, situation):
    tried = Tried(1)
    tried.run((what, 0, False) for what in WAYS[situation])
    reached = tried.model
    for what in ACTS:
        for own in (False, True) if what in ("pass", "return") else (False,):
            if not reached.may(what, 0, own):
                tried.run([(what, 0, own)])  # refused, and nothing has changed


@pytest.mark.only_on("sqlite")  # what is lawful does not depend on the database
def test_any_acts_in_any_order_agree_with_the_model(db):
    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def tries(steps):
        record.session.rollback()
        Tried().run(steps)

    tries()
