"""Reads the product's own files, for the rules of the house."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = ("app/static/vendor/",)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def committed() -> tuple[Path, ...]:
    """Every file under version control that is there, vendored ones apart."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name and not name.startswith(NOT_OURS))
    return tuple(path for path in paths if path.is_file())


def modules(*folders: str) -> list[Path]:
    """The Python files below some folders, committed or about to be."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "static" not in path.parts
    )


def parts_named(part: str) -> list[Path]:
    """Every room's file, or folder of files, of one name: actions.py, or actions/*.py."""
    return [
        path
        for path in modules("app")
        if path.stem == part or part in path.relative_to(ROOT / "app").parts[:-1]
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """The functions at the top of a file that others may call."""
    for node in tree(path).body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def decorators(function: Function) -> set[str]:
    """The names a function is decorated with, without their arguments: {"act"}, {"bp.route"}."""
    return {
        ast.unparse(each.func if isinstance(each, ast.Call) else each)
        for each in function.decorator_list
    }


def calls(within: Path | Function) -> Iterator[tuple[int, str]]:
    """Every call in a file or function: its line, and what is called as it is written."""
    for node in ast.walk(tree(within) if isinstance(within, Path) else within):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module a file imports, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "."


def at(path: Path, line: int | None = None) -> str:
    """A place in the words of a message: app/people/rules.py:12."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def none_of(found: list[str], remedy: str) -> None:
    """Fail with every place found and what to do about it."""
    assert not found, f"{remedy}\n  " + "\n  ".join(sorted(found))
