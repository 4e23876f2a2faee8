"""Five hundred marked children, each sent out: no mark stands in what a receiver is shown.

In the record, so that whatever the program drafts from is what people typed; the pages themselves
are asked for in the short form (tests/commissioning/test_pages.py).
"""

from __future__ import annotations

import pytest

from app.commissioning.queries import referrals
from app.commissioning.rules.drafting import as_one
from app.core.today import today
from tests import builders
from tests.commissioning.canaries import in_it, marked
from tests.matching.asking import officer

CHILDREN = 500

pytestmark = pytest.mark.only_on("sqlite")  # it is about words, which no database changes


def test_nothing_that_somebody_typed_stands_in_a_drafted_profile(db):
    builders.postcodes()
    by = officer()
    for _ in range(CHILDREN):
        referral, _, marks = marked(by)
        drafted = referrals.drafted(referral, today())
        said = " ".join(words for _, words in as_one(drafted))
        assert said
        assert in_it(said, marks) == set()
        assert not [each for each in referrals.findings(referral, drafted, today()) if each.must]
