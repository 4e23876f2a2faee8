"""A process that keeps one document after another until it is killed; says each once it is kept.

python keeps_on.py ABOUT       on the settings in the environment
"""

from __future__ import annotations

import os
import sys

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


if __name__ == "__main__":
    main(sys.argv[1])
