"""32,000 artefacts: documents, pages behind links, messages, files and answers to systems, for each
who may receive them, out of many records; the short form is in tests/leaving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from app.documents.letters import pdf
from tests.leaving.test_nothing_wrong_leaves import looked_through

RECORDS, FAMILIES, ARTEFACTS = 25, 12, 32_000
DRAWN = 8
"""A PDF is drawn from the Word file and from nothing else, and takes four times as long: of one
record in so many each paper is drawn and read."""

READ: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def _as_many_as_were_promised() -> Iterator[None]:
    yield
    print(sum(READ.values()), "artefacts read:", dict(READ))
    assert sum(READ.values()) >= ARTEFACTS


@pytest.mark.only_on("sqlite")  # what is said does not depend on the database
@pytest.mark.parametrize("seed", range(RECORDS))
def test_nothing_wrong_leaves_the_house(app, signed_in, db, monkeypatch, seed):
    if seed % DRAWN:
        monkeypatch.setattr(pdf, "makes_pdf", lambda: False)
    read, wrong = looked_through(app, signed_in, seed=seed, families=FAMILIES)
    READ.update(read)
    assert wrong == []
