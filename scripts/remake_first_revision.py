"""Write revision 0001 again from the models. Only before the first release.

    python scripts/remake_first_revision.py

Once a release has been made its revisions are history: add the next one with `hearth db migrate`.
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

from app.core import schema  # noqa: E402
from app.core.db import prepare_engine  # noqa: E402

VERSIONS = schema.MIGRATIONS / "versions"


def main() -> None:
    """Remove the first revision, write it from the models, and format it."""
    revisions = sorted(VERSIONS.glob("[0-9]*_*.py"))
    if len(revisions) > 1:
        sys.exit(f"{revisions[1].name} stands on the first revision: add another instead")
    for revision in revisions:
        revision.unlink()
    engine = create_engine("sqlite://", poolclass=StaticPool)
    prepare_engine(engine)
    command.revision(schema.configured(engine), message="the record", autogenerate=True)
    for step in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(VERSIONS)], check=True)


if __name__ == "__main__":
    main()
