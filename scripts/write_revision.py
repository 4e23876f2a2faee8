"""Write the next revision from what the models say and the revisions do not make yet.

    python scripts/write_revision.py "add exemptions"     then read what was written
    python scripts/write_revision.py --first              write 0001 anew: before the first release
    python scripts/write_revision.py --again "the same"   write the last one, of that name, anew

It needs no database of its own: the revisions are run on an empty one in memory and compared.
Filling rows is not a revision's work but an act's, or the trail would not know of it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from app.audit import trail  # noqa: E402
from app.core import schema  # noqa: E402
from app.core.db import prepare_engine  # noqa: E402

VERSIONS = schema.MIGRATIONS / "versions"


def main() -> None:
    """Write one revision and format it."""
    match sys.argv[1:]:
        case ["--first"]:
            says = "the record"
            remove_first()
        case ["--again", says]:
            remove_last(says)
        case [says]:
            pass
        case _:
            sys.exit(__doc__)
    engine = create_engine("sqlite://", poolclass=StaticPool)
    prepare_engine(engine)
    trail.watch(engine, "a key for an empty database in memory")
    if list(VERSIONS.glob("[0-9]*_*.py")):
        so_far = schema.configured(engine)
        so_far.attributes["without_triggers"] = True  # they would ask for the tables to come
        command.upgrade(so_far, "head")
    command.revision(schema.configured(engine), message=says, autogenerate=True)
    for step in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(VERSIONS)], check=True)


def remove_first() -> None:
    """Remove the first revision, if none stands on it."""
    revisions = sorted(VERSIONS.glob("[0-9]*_*.py"))
    if len(revisions) > 1:
        sys.exit(f"{revisions[1].name} stands on the first revision: add another instead")
    for revision in revisions:
        revision.unlink()


def remove_last(says: str) -> None:
    """Remove the last revision, if it has that name."""
    *_, last = sorted(VERSIONS.glob("[0-9]*_*.py"))
    if last.stem.partition("_")[2] == says.replace(" ", "_"):
        last.unlink()


if __name__ == "__main__":
    main()
