"""`python -m bench`: measure, print a table, and merge the figures into bench.json.

python -m bench                       everything
python -m bench search                one of the measures
python -m bench search council region only these sizes
python -m bench pages 5               each kind of page five times; writes no figure
"""

import json
import sys
from importlib import import_module
from pathlib import Path

MEASURES = ("search", "together", "gap", "pages", "ledger", "pack", "forecast", "travel")
"""Modules of this folder, each with `measure(*sizes) -> dict[str, float]`."""

FIGURES = Path(__file__).resolve().parent.parent / "bench.json"


def main(arguments: list[str]) -> None:
    """Run the measures that are named, or all of them."""
    chosen = [arguments[0]] if arguments else list(MEASURES)
    for name in chosen:
        if name not in MEASURES:
            raise SystemExit(
                f"There is no measure called {name}: choose from {', '.join(MEASURES)}"
            )
        figures = import_module(f"bench.{name}").measure(*arguments[1:])
        keep(figures)
        print_table(figures)


def keep(figures: dict[str, float]) -> None:
    """Merge figures into those that are kept; a figure that is no longer true is put right."""
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    kept.update(figures)
    FIGURES.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")


def print_table(figures: dict[str, float]) -> None:
    """One figure a line."""
    width = max((len(key) for key in figures), default=0)
    for key in sorted(figures):
        print(f"{key:<{width}}  {figures[key]:>14,.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
