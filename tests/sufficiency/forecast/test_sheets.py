"""Histories from files as councils have them, and the command that reads them."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.data import codes
from sufficiency.forecast import Living, read_files, read_past, read_scenario
from sufficiency.forecast.scenario import Arriving, CarersJoining, Oftener, Way
from sufficiency.forecast.sheets import LIVING_OF, TEMPORARY, Unreadable, read_day
from sufficiency.forecast.words import number_of
from tests.sufficiency.forecast.worlds import AT, a_history, some_carers

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
YEARS = [FIXTURES / f"ssda903_{year}_{part}.csv" for year in (2023, 2024, 2025)
         for part in ("episodes", "header")]  # fmt: skip
PLACE = {
    Living.RELATIVES: "U3", Living.FOSTERED: "U6", Living.RESIDENTIAL: "K2",
    Living.SUPPORTED: "K3", Living.ELSEWHERE: "P1",
}  # fmt: skip


def write(path, names, rows, mark=","):
    """A CSV file as one is exported."""
    with path.open("w", encoding="utf-8-sig", newline="") as sheet:
        csv.writer(sheet, delimiter=mark).writerows([names, *rows])
    return path


def british(day):
    return day.strftime("%d/%m/%Y") if day else ""


def a_councils_files(folder, seed=1, **asked):
    """A Header, an Episodes and a carers' file of an invented council."""
    told = a_history(seed, **asked)
    births = sorted({(each.child, each.born) for each in told})
    episodes = [
        (each.child, british(each.starts), "C2", PLACE[each.living], british(each.ends))
        for each in told
    ]
    carers = [
        (each.household, british(each.approved), british(each.ended), each.places, each.youngest,
         each.oldest)
        for each in some_carers(seed)
    ]  # fmt: skip
    return [
        write(folder / "header.csv", ("child", "DOB"), [(c, british(b)) for c, b in births]),
        write(folder / "episodes.csv", ("CHILD", "DECOM", "LS", "PLACE", "DEC"), episodes, ";"),
        write(
            folder / "carers.csv",
            ("Household", "Approved", "Ended", "Places", "Youngest", "Oldest"), carers, "\t",
        ),
    ]  # fmt: skip


def test_every_code_of_place_that_any_return_accepts_has_a_kind_of_home():
    assert set(LIVING_OF) | TEMPORARY == set(codes("PLACE"))


def test_three_years_files_tell_of_each_episode_once():
    read = read_files(YEARS)
    seen = Counter((each.child, each.starts, each.living) for each in read.episodes)
    assert seen.most_common(1)[0][1] == 1
    assert len({each.child for each in read.episodes}) > 15
    assert read == read_files(YEARS[::-1])
    open_in_2023 = {
        (each.child, each.starts) for each in read_files(YEARS[:2]).episodes if each.ends is None
    }
    ended = [
        each for each in read.episodes if each.ends and (each.child, each.starts) in open_in_2023
    ]
    assert ended


def test_what_is_read_from_files_is_what_was_written(tmp_path):
    read = read_files(a_councils_files(tmp_path))
    assert read.notes == ()
    assert set(read.episodes) == set(a_history(1))
    assert set(read.carers) == set(some_carers(1))


def test_rows_that_cannot_be_used_are_counted_and_temporary_moves_stay_put(tmp_path):
    rows = [
        ("1", "01/01/2024", "C2", "U6", "01/02/2024"),
        ("1", "01/02/2024", "C2", "T4", "05/02/2024"),
        ("1", "05/02/2024", "C2", "U6", ""),
        ("2", "31/02/2024", "C2", "U6", ""),
        ("3", "01/03/2024", "V4", "U6", "05/03/2024"),
        ("4", "01/03/2024", "C2", "U9", ""),
        ("5", "01/03/2024", "C2", "U6", ""),
    ]
    born = [(str(child), "2012-05-01 00:00:00") for child in (1, 2, 3, 4)]
    files = [
        write(tmp_path / "e.csv", ("CHILD", "DECOM", "LS", "PLACE", "DEC"), rows),
        write(tmp_path / "h.csv", ("CHILD", "DOB"), [*born, ("6", "")]),
    ]
    read = read_files(files)
    assert {each.living for each in read.episodes} == {Living.FOSTERED}
    assert len(read_past(read.episodes)) == 1
    assert read.notes == (
        "Rows of children whose birthday is not known: 1",
        "Rows of short breaks, which are not counted as looked after: 1",
        "Rows whose DECOM or DEC is no date: 1",
        "Rows whose DOB is no date: 1",
        "Rows whose PLACE is no code of the return: 1",
    )
    with pytest.raises(Unreadable, match="no birthdays"):
        read_files(files[:1])
    with pytest.raises(Unreadable, match="none of the files"):
        read_files([write(tmp_path / "x.csv", ("NAME",), [("y",)])])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("03/06/19", date(2019, 6, 3)),
        ("3.6.2019", date(2019, 6, 3)),
        ("2019-06-03", date(2019, 6, 3)),
        ("2019-06-03T00:00:00", date(2019, 6, 3)),
        ("30/02/2019", None),
        ("soon", None),
        ("01/01/85", date(1985, 1, 1)),
    ],
)
def test_days_are_read_as_people_write_them(written, day):
    assert read_day(written) == day


SCENARIO = {
    "name": "Eight homes for pairs",
    "changes": [
        {"sort": "carers_joining", "starts": "2027-03-01", "households": 8, "places": 2},
        {"sort": "oftener", "way": "entering", "times": 0.8, "starts": "2026-09-01",
         "bands": ["10 to 15"]},
        {"sort": "arriving", "starts": "2026-07-01", "number": 6, "band": "16 and 17",
         "living": "supported"},
    ],
}  # fmt: skip


def test_a_scenario_is_read_from_plain_values_or_says_what_is_wrong():
    told = read_scenario(SCENARIO)
    assert told.changes == (
        CarersJoining(date(2027, 3, 1), 8, 2),
        Oftener(Way.ENTERING, 0.8, date(2026, 9, 1), bands=("10 to 15",)),
        Arriving(date(2026, 7, 1), 6, "16 and 17", Living.SUPPORTED),
    )
    for change, says in (
        ({"sort": "magic"}, "its sort is one of"),
        ({"sort": "arriving", "day": "2026-01-01"}, "has no day"),
        ({"sort": "arriving", "starts": "2026-13-01"}, "Change 1"),
        ({"sort": "carers_joining"}, "Change 1"),
        ({"sort": "oftener", "way": "leaving", "times": -1, "starts": "2026-01-01"}, "times"),
        ({"sort": "arriving", "starts": "2026-01-01", "number": 1, "band": "old",
          "living": "supported"}, "no age band"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=says):
            read_scenario({"changes": [change]})


def test_the_command_foretells_from_files_and_says_how_right_it_has_been(tmp_path):
    files = [str(path) for path in a_councils_files(tmp_path, years=6)]
    scenario, out = tmp_path / "scenario.json", tmp_path / "out.json"
    scenario.write_text(json.dumps(SCENARIO))
    asked = ["forecast", *files, "--as-at", "31/03/2026", "--futures", "200", "--years", "2"]
    done = CliRunner().invoke(main, [*asked, "--scenario", str(scenario), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "four in five futures" in done.output
    assert "“same as today”" in done.output
    answer = json.loads(out.read_text())
    now, eight = answer["scenarios"]
    past = read_past(read_files(map(Path, files)).episodes, at=AT)
    assert now["all"]["middle"][0] == past.count_on(number_of(AT)).sum()
    assert now["days"][0] == "2026-03-31"
    assert now["all"]["low_95"][-1] < now["all"]["low_50"][-1] < now["all"]["high_80"][-1]
    assert eight["supply"]["places"]["mean"][12] > now["supply"]["places"]["mean"][12] + 10
    assert eight["by_kind"]["supported"]["mean"][6] > now["by_kind"]["supported"]["mean"][6] + 3
    assert 0 <= min(now["shortfall"]["chance_of_any"]) <= 1
    assert answer["record"]["tried"] == 5 * (3 + 2)  # from two days: 6, 12 and 24 months, 6 and 12
    again = CliRunner().invoke(main, [*asked, "--untried"])
    assert json.loads(again.stdout)["scenarios"][0] == now


def test_the_command_refuses_in_words(tmp_path):
    header, episodes, _ = (str(path) for path in a_councils_files(tmp_path))
    for asked, says in (
        ([header], "no episodes"),
        ([episodes], "no birthdays"),
        ([header, episodes, "--as-at", "soon"], "is not a date"),
        ([header, episodes, "--scenario", header], "header.csv:"),
    ):
        done = CliRunner().invoke(main, ["forecast", *asked, "--futures", "100", "--untried"])
        assert done.exit_code != 0
        assert says in done.output
        assert "Traceback" not in done.output
