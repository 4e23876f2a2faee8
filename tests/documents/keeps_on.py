"""What keeps one document after another until its process is killed; says each once it is kept."""

from __future__ import annotations

import os

from app import create_app
from app.audit.act import INSTALLER
from app.documents import actions
from app.documents.kinds import DocumentKind


def main(about: str) -> None:
    """Keep documents of half a megabyte, each with contents of its own."""
    with create_app().app_context():
        while True:
            words = os.urandom(250_000).hex().encode()
            name = f"{words[:20].decode()}.txt"
            actions.keep(
                name=name, content=words, kind=DocumentKind.OTHER, about=about, by=INSTALLER
            )
            print(name, flush=True)
