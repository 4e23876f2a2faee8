"""Plain files: read as they are written, refused with every reason at once."""

import pytest

from sufficiency.arrays import Register
from sufficiency.sheets import COLUMNS, Unreadable, read, read_all
from sufficiency.together import Waiting
from sufficiency.types import Fact, Kind, Sex

FILES = {
    "homes.csv": (
        "home,easting,northing,approved_from,agreement_from,places,ages_from,ages_to,bedrooms,"
        "on_hold,not_offered,may_be_asked,so,not_so,in_area\n"
        "H1,349500,260000,2020-01-01,2020-01-01,2,0,17,1 1 2,no,,no,drives dog,,yes\n"
        "H2,349900,259000,2021-06-01,2021-06-01,3,5,11,1 2,,1,yes,,smoker,no\n"
    ),
    "lines.csv": "home,up_to,ages_from,ages_to,sexes,kinds,child\nH2,2,5,11,female,short_term,\n",
    "living_there.csv": (
        "home,child,born,sex,from,until,claim,kind,fostered,bedroom,others_from,alone\n"
        "H1,F1,2019-02-03,male,2024-01-01,,,long_term,yes,1,4,\n"
        "H2,own,2015-02-03,female,2015-02-03,,,,no,1,,\n"
    ),
    "exemptions.csv": "home,children,limit,from,until\nH1,F1 A,4,2026-01-01,2026-12-31\n",
    "needs.csv": (
        "need,kind,from,home_easting,home_northing,max_miles,required,wanted,alone,area\n"
        "N1,short_term,2026-11-23,349500,259000,20,drives,dog=4,,north\n"
        "N2,short_term,2026-11-23,349500,259000,,,,,south\n"
    ),
    "waiting.csv": (
        "need,child,born,sex,apart_from\n"
        "N1,A,2018-05-01,female,\nN2,B,2017-05-01,female,F1\nN2,C,2015-05-01,female,\n"
    ),
    "avoid.csv": "need,easting,northing,miles\nN2,300000,300000,3\n",
    "profiles.csv": (
        "profile,area,easting,northing,ages_from,ages_to,places,facts\n"
        "two anywhere,north,349500,259000,0,17,2,drives\n"
    ),
}


def folder(tmp_path, **changed):
    """The files in a folder, some of them changed (by the name before the dot)."""
    tmp_path.mkdir(exist_ok=True)
    for name, text in FILES.items():
        text = changed.get(name.split(".")[0], text)
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_everything_that_the_files_say_is_read(tmp_path):
    sheets = read(folder(tmp_path))
    one, two = sheets.homes
    assert (one.facts, two.facts) == ({Fact.DOG: True, Fact.DRIVES: True}, {Fact.SMOKER: False})
    assert [bed.sleeps for bed in one.room.bedrooms] == [1, 1, 2]
    assert (one.room.terms[0].overall, one.room.terms[0].criteria[0].up_to) == (2, 2)
    (line,) = two.room.terms[0].criteria
    assert (line.up_to, line.sexes, line.kinds) == (2, {Sex.FEMALE}, {Kind.SHORT_TERM})
    assert two.room.unavailable[0].places == 1
    assert [claim.child.id for claim in one.room.claims] == ["F1"]
    assert two.room.claims == ()
    assert two.residents[0].child.id == "own"
    assert str(one.room.exemptions[0].period.last_day) == "2026-12-31"
    need, other = sheets.needs
    assert (need.required, need.wanted, need.max_miles) == ({Fact.DRIVES}, {Fact.DOG: 4.0}, 20)
    assert (other.apart_from, len(other.siblings), len(other.avoid)) == ({"F1"}, 1, 1)
    assert (sheets.area_of, sheets.may_be_asked) == ({"N1": "north", "N2": "south"}, {"H2"})
    assert sheets.profiles[0].places == 2
    plan = Waiting(Register(sheets.homes), sheets.needs).plan()
    assert (plan.home_of("A"), plan.home_of("B"), plan.home_of("C")) == ("H1", "H2", "H2")


def test_only_three_files_are_needed(tmp_path):
    sheets = read(
        folder(
            tmp_path,
            lines=None,
            living_there=None,
            exemptions=None,
            avoid=None,
            profiles=None,
        )
    )
    assert (len(sheets.homes), len(sheets.needs), sheets.profiles) == (2, 2, ())


WRONG = {
    "homes.csv row 2, places: “two” is not a whole number": {
        "homes": "home,approved_from,places\nH1,2020-01-01,two\n"
    },
    "homes.csv row 3, home: H1 is there twice": {"homes": "home,places\nH1,1\nH1,1\n"},
    "homes.csv has a column house; it may have: home": {"homes": "home,house\nH1,x\n"},
    "homes.csv has no column home": {"homes": "places\n1\n"},
    "living_there.csv row 2, home: there is no home H9": {
        "living_there": "home,child,born,from\nH9,A1,2019-01-01,2020-01-01\n"
    },
    "needs.csv row 2, kind: “tea” is not one of short_term": {
        "needs": "need,kind,from\nN1,tea,2026-11-23\nN2,,2026-11-23\n"
    },
    "needs.csv row 2, from: “23/11/2026” is not a day such as 2026-11-23": {
        "needs": "need,from\nN1,23/11/2026\nN2,2026-11-23\n"
    },
    "needs.csv row 4, need: nobody in waiting.csv waits for N3": {
        "needs": "need,from\nN1,2026-11-23\nN2,2026-11-23\nN3,2026-11-23\n"
    },
    "needs.csv row 2, wanted: “dog” is not a fact with its worth": {
        "needs": "need,from,wanted\nN1,2026-11-23,dog\nN2,2026-11-23,\n"
    },
    "needs.csv row 2, alone: “perhaps” is not yes or no": {
        "needs": "need,from,alone\nN1,2026-11-23,perhaps\nN2,2026-11-23,\n"
    },
    "needs.csv row 2, until: is before the first day": {
        "needs": "need,from,until\nN1,2026-11-23,2026-11-01\nN2,2026-11-23,\n"
    },
    "needs.csv row 2, home_easting: goes with home_northing": {
        "needs": "need,from,home_easting\nN1,2026-11-23,349500\nN2,2026-11-23,\n"
    },
    "waiting.csv row 3, child: A is there twice": {
        "waiting": "need,child,born\nN1,A,2018-05-01\nN2,A,2018-05-01\n"
    },
    "waiting.csv row 2, born: is empty": {"waiting": "need,child,born\nN1,A,\nN2,B,2018-05-01\n"},
    "waiting.csv is not in": {"waiting": None},
}


@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_read_is_said_by_file_row_and_column(tmp_path, said):
    with pytest.raises(Unreadable) as refused:
        read(folder(tmp_path, **WRONG[said]))
    assert any(reason.startswith(said) for reason in refused.value.reasons), refused.value


def test_every_reason_is_said_at_once(tmp_path):
    wrong = "home,places,in_area\nH1,two,maybe\nH2,-1,yes\n"
    with pytest.raises(Unreadable) as refused:
        read(folder(tmp_path, homes=wrong))
    assert len(refused.value.reasons) >= 3


def test_several_councils_are_one_region(tmp_path):
    here, there = folder(tmp_path / "north"), folder(tmp_path / "south")
    sheets = read_all([here, there])
    assert {home.id for home in sheets.homes} == {"north/H1", "north/H2", "south/H1", "south/H2"}
    plan = Waiting(Register(sheets.homes), sheets.needs).plan()
    alone = Waiting(Register(read(here).homes), read(here).needs).plan()
    assert plan.children_placed == 2 * alone.children_placed
    apart = next(need for need in sheets.needs if need.id == "south/N2").apart_from
    assert apart == {"south/F1"}
    assert sheets.may_be_asked == {"north/H2", "south/H2"}


def test_the_paper_about_the_files_names_every_column():
    from pathlib import Path

    paper = Path(__file__).resolve().parents[2] / "docs" / "plain-files.md"
    told = paper.read_text(encoding="utf-8")
    for name, columns in COLUMNS.items():
        assert f"`{name}`" in told
        for column in columns:
            assert f"`{column}`" in told, (name, column)
