"""Ten thousand altered tokens of real links; the short form is in tests/links."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.today import today
from app.links import actions
from app.links.models import OneTimeLink
from app.links.rules import State
from tests import builders as make
from tests.links.altered import opens_nothing

LINKS, ALTERED = 40, 10_000


@pytest.mark.only_on("sqlite")  # a token is looked up by its hash, which is the same on both
def test_ten_thousand_altered_tokens_open_nothing(app, db):
    home, sarah = make.household("The Doyles"), make.worker()
    tokens = [
        actions.send(
            purpose="application_form",
            subject=f"household:{home.id}",
            holder=f"Holder {number}",
            by=sarah,
        )[1]
        for number in range(LINKS)
    ]
    assert opens_nothing(app, tokens, ALTERED) == ALTERED
    assert {link.state(today()) for link in db.session.scalars(select(OneTimeLink))} == {State.SENT}
