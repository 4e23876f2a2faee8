"""Nothing said of one household is ever said in another's page, link or document."""

from __future__ import annotations

import pytest

from tests import builders as make
from tests.recruitment.canaries import fields_without_a_canary, leaks, of_others, plant


@pytest.mark.only_on("sqlite")  # what is shown does not depend on the database
def test_no_page_link_or_document_says_a_word_of_another_household(app, signed_in, db):
    make.postcodes()
    worker = make.worker()
    everybody = [plant(number, worker) for number in range(3)]
    assert fields_without_a_canary() == []
    assert leaks(app, signed_in, everybody, worker) == []
    first, second, _ = everybody
    assert of_others(first, f"<p>{first.word('note')}, {second.word('note')}</p>") == {
        second.word("note")
    }, "a leak would be seen"
