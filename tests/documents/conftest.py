"""What tests of documents share."""

from __future__ import annotations

import pytest

from app.documents import actions
from app.documents.kinds import DocumentKind
from app.documents.scanning import scan
from tests import builders as make
from tests.documents import papers


@pytest.fixture
def home(db):
    """A household with a worker of its own."""
    return make.household("The Doyles", carers=2, supervised_by=make.worker("Own Worker"))


@pytest.fixture
def kept(db, home):
    """`kept(kind, content, name)`: a document about that household, scanned."""

    def keep(kind=DocumentKind.CERTIFICATE, content=None, name="paper.pdf", about=None, **more):
        content = papers.pdf() if content is None else content
        if "scanned" not in more:
            more["scanned"] = scan(content)
        return actions.keep(
            name=name,
            content=content,
            kind=kind,
            about=about or f"household:{home.id}",
            by=make.SOMEBODY,
            **more,
        )

    return keep
