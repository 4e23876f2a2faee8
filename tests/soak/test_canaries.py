"""Two hundred households with a word of their own in every field; the short form is in
tests/recruitment."""

from __future__ import annotations

import pytest

from tests import builders as make
from tests.recruitment.canaries import fields_without_a_canary, leaks, plant

HOUSEHOLDS = 200


@pytest.mark.only_on("sqlite")  # what is shown does not depend on the database
def test_of_two_hundred_households_none_turns_up_in_another_s_pages_links_or_documents(
    app, signed_in, db
):
    make.postcodes()
    worker = make.worker()
    everybody = [plant(number, worker) for number in range(HOUSEHOLDS)]
    assert fields_without_a_canary() == []
    assert leaks(app, signed_in, everybody, worker) == []
