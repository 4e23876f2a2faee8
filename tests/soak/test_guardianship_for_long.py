"""Special guardianship for long: each lawful act from each situation, and hundreds of cases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.db import db as record
from tests.guardianship.model import ACTS, WAYS
from tests.guardianship.tried import Tried

LIKELY = ("enter", "begin", "write", "hand_in", "pass", "assess", "propose", "answer", "agree")


def test_hundreds_of_long_cases_agree_with_the_model(db):
    @settings(
        max_examples=300,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.lists(
            st.tuples(st.sampled_from((*ACTS, *LIKELY)), st.integers(0, 1), st.booleans()),
            min_size=10,
            max_size=60,
        )
    )
    def tries(steps):
        record.session.rollback()
        Tried().run(steps)

    tries()


@pytest.mark.parametrize("situation", list(WAYS))
def test_every_lawful_act_from_each_situation_is_done(db, situation):
    for what in ACTS:
        tried = Tried(1)
        tried.run((step, 0, False) for step in WAYS[situation])
        tried.run([(what, 0, False)])
