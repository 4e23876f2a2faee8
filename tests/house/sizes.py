"""Prints the files and functions that have grown past the guide, longest first.

    python -m tests.house.sizes

A guide, not a gate: what grows past it is asked why, not cut by rule.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.reading import Function, at, modules, tree

FOLDERS = ("app", "sufficiency", "scripts", "tests")
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40


def long_files() -> Iterator[tuple[int, str]]:
    """Files over the guide's length."""
    for path in modules(*FOLDERS):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LINES_OF_A_FILE:
            yield lines, at(path)


def long_functions() -> Iterator[tuple[int, str]]:
    """Functions over the guide's length."""
    for path in modules(*FOLDERS):
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LINES_OF_A_FUNCTION:
                    yield lines, f"{at(path, node.lineno)} {node.name}"


def report() -> str:
    """Both lists, longest first."""
    lines = []
    for title, found in (("Files", long_files()), ("Functions", long_functions())):
        lines.append(title)
        lines += [f"{length:6} {place}" for length, place in sorted(found, reverse=True)]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
