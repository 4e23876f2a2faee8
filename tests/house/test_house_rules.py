"""The rules of the house. Each failure names the file and the remedy."""

from __future__ import annotations

import ast
import re

import pytest

from app.statute.book import ALL_CLOCKS, ALL_GATES
from tests.house.reading import (
    ROOT,
    at,
    calls,
    committed,
    decorators,
    functions,
    imported,
    modules,
    none_of,
    parts_named,
    tree,
)

VAGUE = re.compile(r"^(utils?|helpers?|managers?|services?|misc|info|common|stuff|handlers?)$")
PUBLISHED = "app/data"  # published data, and nothing else, may be called data

WRITES = re.compile(r"(^|\.)(session\.(add|add_all|delete|execute|merge)|end|void|transaction)$")
WRITES_WITHOUT_AN_ACT = {  # and why
    "count_attempt": "whoever tries a password is not known yet",
    "prove_again": "it says when a password was given again, and is no part of the record",
}

WHAT_DAY_IT_IS = re.compile(r"(^|\.)(date\.today|datetime\.(now|utcnow|today)|time\.time)$")
CLOCK = "app/core/today.py"

MACHINE_PATH = re.compile(r"(?<![\w.$}~/-])/(?:work|tmp|root|opt|mnt|home/[a-z]+)/\w")
REGISTRY = re.compile(r"--(?:extra-)?index-url|--find-links|file:///|/simple/|python" + "hosted")

PAGE = re.compile(r"\.(route|get|post|put)$")
MARKS = {"requires", "open_to_anyone", "open_to_signed_in", "open_to_systems"}


def test_no_file_hides_behind_a_vague_name():
    none_of(
        [
            at(path)
            for path in modules("app", "sufficiency", "scripts", "tests")
            for part in path.relative_to(ROOT).with_suffix("").parts
            if VAGUE.match(part)
        ],
        "Name the file for what it is about, in the work's own words:",
    )


def test_only_published_data_is_called_data():
    none_of(
        [
            at(path)
            for path in modules("app", "sufficiency")
            if "data" in path.with_suffix("").parts and not at(path).startswith(PUBLISHED)
        ],
        "Name the file for what it is about:",
    )


def test_only_the_one_clock_asks_what_day_it_is():
    none_of(
        [
            at(path, line)
            for path in modules("app", "sufficiency")
            if at(path) != CLOCK
            for line, call in calls(path)
            if WHAT_DAY_IT_IS.search(call)
        ],
        "Use today() or now() from app.core.today; rules and the engine are given the day:",
    )


def test_no_committed_file_names_a_machine_or_where_packages_came_from():
    found = []
    for path in committed():
        if path.name == "test_house_rules.py" or path.suffix in {".gz", ".png", ".xlsx", ".ico"}:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a fixture that is meant to be no text
        for number, line in enumerate(text.splitlines(), start=1):
            if MACHINE_PATH.search(line) or REGISTRY.search(line):
                found.append(at(path, number))
    none_of(found, "Use a path inside the checkout, a setting, or a temporary folder asked for:")


def test_every_action_that_writes_is_an_act():
    none_of(
        [
            f"{at(path, function.lineno)} {function.name}"
            for path in parts_named("actions")
            for function in functions(path)
            if "act" not in decorators(function)
            and function.name not in WRITES_WITHOUT_AN_ACT
            and any(WRITES.search(call) for _, call in calls(function))
        ],
        'Decorate it with @act("What was done"), or say in WRITES_WITHOUT_AN_ACT why not:',
    )


def test_every_act_says_by_whom():
    none_of(
        [
            f"{at(path, function.lineno)} {function.name}"
            for path in modules("app")
            for function in functions(path)
            if "act" in decorators(function)
            and "by" not in {argument.arg for argument in function.args.kwonlyargs}
        ],
        "Give it a keyword-only argument `by`:",
    )


def test_actions_queries_and_rules_never_commit():
    none_of(
        [
            at(path, line)
            for part in ("actions", "queries", "rules", "watch")
            for path in parts_named(part)
            for line, call in calls(path)
            if re.search(r"\.(commit|rollback|begin)$", call)
        ],
        "Leave it to the act, which opens and commits the transaction:",
    )


def test_rules_return_breaches_and_never_raise_them():
    none_of(
        [
            at(path, node.lineno)
            for path in parts_named("rules")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Raise) and "RuleBroken" in ast.unparse(node)
        ],
        "Return the breaches; the action raises them together:",
    )


def test_every_page_names_its_permission():
    none_of(
        [
            f"{at(path, function.lineno)} {function.name}"
            for path in modules("app")
            for function in functions(path)
            if any(PAGE.search(name) for name in decorators(function))
            and not MARKS & decorators(function)
        ],
        "Decorate it with @requires(May.…) or @open_to_anyone; unmarked, it is shut to everyone:",
    )


def test_every_column_says_how_it_is_kept():
    none_of(
        [
            at(path, line)
            for path in modules("app")
            if not at(path).startswith("app/core/")
            for line, call in calls(path)
            if call.split(".")[-1] in {"mapped_column", "Column"}
            and "present" not in path.stem
            and "sqlalchemy" in {name.split(".")[0] for _, name in imported(path)}
        ],
        "Declare it with column(label, Kept.…):",
    )


def test_everything_with_a_start_is_dated():
    none_of(
        [
            f"{at(path, node.lineno)} {node.name}"
            for path in parts_named("models")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ClassDef)
            and "Dated" not in {ast.unparse(base).split(".")[-1] for base in node.bases}
            and any(
                isinstance(each, ast.AnnAssign) and ast.unparse(each.target) == "starts_on"
                for each in node.body
            )
            and at(path) != "app/core/models.py"
        ],
        "Derive it from Dated, which gives starts_on and ends_on:",
    )


def test_nothing_swallows_whatever_goes_wrong():
    none_of(
        [
            at(path, node.lineno)
            for path in modules("app", "sufficiency")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ExceptHandler)
            and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
            and not isinstance(node.body[-1], ast.Raise)
        ],
        "Catch the errors that can be answered, by name, or raise it again:",
    )


def test_only_dated_facts_end_themselves():
    none_of(
        [
            at(path, node.lineno)
            for path in modules("app")
            if at(path) != "app/core/dated.py"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Assign | ast.AugAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Attribute) and target.attr in {"ends_on", "voided_at"}
        ],
        "Call its end(on) or void():",
    )


def test_every_file_says_what_it_is_for():
    none_of(
        [
            at(path)
            for path in modules("app", "sufficiency", "scripts")
            if tree(path).body and not ast.get_docstring(tree(path))
        ],
        "Begin it with one sentence that says what is in it:",
    )


@pytest.mark.parametrize("part", ["rules", "actions", "queries"])
def test_every_rule_action_and_query_says_what_it_answers(part):
    none_of(
        [
            f"{at(path, function.lineno)} {function.name}"
            for path in parts_named(part)
            for function in functions(path)
            if not ast.get_docstring(function)
        ],
        "Say in one sentence what it answers, with the regulation if there is one:",
    )


def test_oracles_know_nothing_of_the_product():
    none_of(
        [
            at(path, line)
            for path in modules("tests/oracles")
            for line, name in imported(path)
            if name.split(".")[0] in {"app", "sufficiency"}
        ],
        "Write the oracle from the words of the rule alone:",
    )


def test_no_page_gives_another_meaning_to_what_every_page_is_drawn_with():
    """A name that a page imports or sets stands in the layout too: its bar, who is signed in."""
    layout = (ROOT / "templates/layout.html").read_text()
    drawn_with = set(re.findall(r"\b(\w+)\(\)", layout)) | {"who", "has_page", "here"}
    drawn_with -= {"self", "super"}
    assert {"sections", "as_at", "today"} <= drawn_with
    names = re.compile(r"{%-? (?:from [^%]* import ([^%]*?)|set (\w+) =[^%]*)-?%}")
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "extends" in (text := path.read_text())
        for imported_names, one in names.findall(text)
        for name in re.findall(r"\w+", one or re.sub(r"\w+ as |with context", "", imported_names))
        if name in drawn_with - {"here"}
    ]
    none_of(wrong, "Call it otherwise than the layout does:")


def test_nothing_reads_outside_the_checkout_by_climbing_out_of_it():
    none_of(
        [
            at(path, line)
            for path in modules("app", "sufficiency")
            for line, call in calls(path)
            if call.endswith("expanduser") or call in {"Path.home", "os.getcwd", "Path.cwd"}
        ],
        "Give it a setting, or a place inside the checkout:",
    )


@pytest.mark.parametrize("rule", [*ALL_CLOCKS, *ALL_GATES], ids=lambda rule: rule.key)
def test_every_clock_and_gate_is_cited(rule):
    assert rule.citation, f"Give {rule.key} its citation in app/statute."
    assert re.fullmatch(r"[a-z0-9_A]+", rule.key), "A key is permanent: words and underscores."
