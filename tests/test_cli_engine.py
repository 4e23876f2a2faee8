"""The engine's commands over plain files: the example of the paper, word for word."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main

PAPER = Path(__file__).resolve().parent.parent / "docs" / "plain-files.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of the paper's example."""
    into = tmp_path_factory.mktemp("waiting-list")
    example = PAPER.read_text(encoding="utf-8").split("## An example")[1].split("\n## ")[0]
    for name, block in re.findall(r"`(\w+\.csv)`\n\n((?:    .*\n)+)", example):
        lines = [line.removeprefix("    ") for line in block.splitlines()]
        (into / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (into / "profiles.csv").write_text(
        "profile,area,easting,northing,places\ntwo more,north,349500,259500,2\n"
    )
    return into


def hearth(*said):
    return CliRunner().invoke(main, [str(each) for each in said])


def answer(*said):
    done = hearth(*said, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_the_example_is_answered_as_the_paper_says(folder):
    told = answer("together", folder)
    assert {each["home_id"]: each["children"] for each in told["plan"]["placed"]} == {
        "H1": ["Bo", "Cy"],
        "H2": ["Ash"],
    }
    assert (told["plan"]["proven"], told["gap"], told["most_placeable"]) == (True, 0.0, 3)
    assert told["one_at_a_time"]["together"] == 0
    assert told["case"] == ["backlog"]
    said = hearth("together", folder).output
    assert "All at once: 3 placed, 1 of 1 families together (proven the best)." in said


def test_pins_and_homes_left_out_are_kept(folder):
    pinned = answer("together", folder, "--pin", "Ash=H1")["plan"]
    assert {"Ash"} < {child for each in pinned["placed"] for child in each["children"]}
    assert next(each for each in pinned["placed"] if "Ash" in each["children"])["home_id"] == "H1"
    told = answer("together", folder, "--without", "H1", "--waits", "Ash")
    assert {each["home_id"] for each in told["plan"]["placed"]} == {"H2"}
    assert next(each["child_id"] for each in told["left_over"]) == "Ash"
    refused = hearth("together", folder, "--pin", "Ash=H9").output
    assert "Not possible: Ash at H9" in refused


def test_several_folders_are_one_region(folder, tmp_path):
    for name in ("north", "south"):
        shutil.copytree(folder, tmp_path / name)
    told = answer("together", tmp_path / "north", tmp_path / "south")
    assert told["case"] == ["backlog", "pooled"]
    assert told["plan"]["families"] == 2
    views = {each["council"]: each for each in told["councils"]}
    assert set(views) == {"north", "south"}
    for each in views.values():
        assert (each["children"], each["families"]) == (3, 1)
        assert each["one_at_a_time"] | {"miles": None} == {
            "placed": 3,
            "together": 0,
            "miles": None,
        }
        assert each["all_at_once"]["together"] == each["in_region"]["together"] == 1
        assert (each["gained"], each["gained_together"]) == (0, 0)
    assert sum(each["away"] for each in views.values()) == sum(
        each["taken_in"] for each in views.values()
    )


def test_what_sharing_homes_gained_is_said_for_each_council(folder, tmp_path):
    for name in ("north", "south"):
        shutil.copytree(folder, tmp_path / name)
    homes = (tmp_path / "south" / "homes.csv").read_text().splitlines()
    (tmp_path / "south" / "homes.csv").write_text("\n".join(homes[:2]) + "\n")
    (tmp_path / "north" / "waiting.csv").write_text(
        "need,child,born,sex\nN1,Ash,2018-05-01,female\n"
    )
    (tmp_path / "north" / "needs.csv").write_text(
        "\n".join((tmp_path / "north" / "needs.csv").read_text().splitlines()[:2]) + "\n"
    )
    told = answer("together", tmp_path / "north", tmp_path / "south")
    north, south = told["councils"]
    assert (north["gained"], south["gained"], south["gained_together"]) == (0, 1, 0)
    assert south["all_at_once"]["placed"] == 2
    assert (south["in_region"]["placed"], south["in_region"]["together"]) == (3, 1)
    assert south["away"] - south["taken_in"] == north["taken_in"] - north["away"] > 0
    said = hearth("together", tmp_path / "north", tmp_path / "south").output.splitlines()
    assert "south (children: 3; families: 1)" in said
    assert (
        f"  {south['away']} with others’ carers; {south['taken_in']} of others’ with its own"
        in said
    )
    sharing = "Sharing homes, against each by itself all at once: +1 placed, +0 families together."
    assert sharing in said


def test_a_council_without_homes_or_without_anybody_waiting_is_part_of_a_region(folder, tmp_path):
    for name in ("north", "south"):
        shutil.copytree(folder, tmp_path / name)
    for file in ("north/homes.csv", "south/needs.csv", "south/waiting.csv"):
        heading, *_ = (tmp_path / file).read_text().splitlines()
        (tmp_path / file).write_text(f"{heading}\n")
    north, south = answer("together", tmp_path / "north", tmp_path / "south")["councils"]
    assert (north["children"], north["all_at_once"]["placed"], north["gained"]) == (3, 0, 3)
    assert (north["away"], south["taken_in"], south["children"]) == (3, 3, 0)


def test_homes_for_one_need(folder):
    assert [home["home"] for home in answer("match", "N1", folder)["shortlist"]] == ["H1", "H2"]
    assert "Nobody waits as N9" in hearth("match", "N9", folder).output


def test_what_is_missing_and_what_may_be_published(folder):
    told = answer("gap", folder)
    assert told["worth_of_one_more"][0]["exact"] is True
    shown = hearth("gap", folder, "--publish").output
    assert not re.search("Ash|Bo|N1|H1", shown)


def test_files_that_cannot_be_read_are_refused_with_every_reason(tmp_path):
    (tmp_path / "homes.csv").write_text("home,places\nH1,many\n")
    done = hearth("together", tmp_path)
    assert done.exit_code == 1
    for reason in ("needs.csv is not in", "waiting.csv is not in"):
        assert reason in done.output
