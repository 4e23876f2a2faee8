"""The engine stands alone: usable from a notebook, with nothing of the application about it."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]

NOTEBOOK = """
import sys
from datetime import date
from sufficiency import arrays, explain, forecast, match, period, room, siblings, together, travel
from sufficiency import types, verify
loaded = {name.split(".")[0] for name in sys.modules}
assert not loaded & {"app", "flask", "sqlalchemy", "geopy", "scipy"}, loaded
long = period.Period(date(2020, 1, 1))
child = types.Child("A", date(2019, 5, 1), types.Sex.MALE)
household = types.Room(
    approved=(long,), terms=(types.Terms(2, (types.Criterion(2),), long),), agreement_signed=long,
)
here = types.Point(349_500, 259_000)
home = types.Home("H1", here, household)
stay = period.Period(date(2026, 11, 23))
need = types.Need("N1", (child,), here, None, stay, types.Kind.EMERGENCY)
assert forecast.simulate and travel.reckon
print(explain.summary(match.search(arrays.Register([home]), need)))
"""


def test_the_engine_is_used_from_a_notebook_without_flask_database_or_geopy():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", NOTEBOOK],
        capture_output=True, text=True, cwd=HERE, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout == "1 home looked at; 1 could be offered.\n"
