"""One cell at a time: read with certainty, or refused in words."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.present import LONGEST_CELL
from app.exchange import cells
from app.exchange.cells import Misread
from app.exchange.terms import ages_of, kinds_of, read_terms, sex_of_children
from sufficiency.types import Kind, Sex

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12/03/2019", date(2019, 3, 12)),
        ("12.3.19", date(2019, 3, 12)),
        ("12-03-2019", date(2019, 3, 12)),
        ("2019-03-12", date(2019, 3, 12)),
        ("2019-03-12 00:00:00", date(2019, 3, 12)),
        ("2019-03-12T09:30:00Z", date(2019, 3, 12)),
        ("12 March 2019", date(2019, 3, 12)),
        ("12th Mar 19", date(2019, 3, 12)),
        ("12-Mar-2019", date(2019, 3, 12)),
        ("Tue 12 Mar 2019", date(2019, 3, 12)),
        (43536, date(2019, 3, 12)),
        (43536.75, date(2019, 3, 12)),
        ("43536", date(2019, 3, 12)),
        (datetime(2019, 3, 12, 9, 30), date(2019, 3, 12)),
        (date(2019, 3, 12), date(2019, 3, 12)),
        ("", None),
        ("n/a", None),
        (None, None),
    ],
)
def test_days_are_read_in_every_way_that_people_write_them(cell: Any, day: date | None) -> None:
    assert cells.day_of(cell, TODAY) == day


@pytest.mark.parametrize(
    "cell",
    [
        2019,
        12032019,
        1.5,
        "2019",
        "31/02/2019",
        "03/25/2019",
        "March 2019",
        "soon",
        True,
        -3,
        "0024-01-01",
        10**300,
        float("inf"),
        float("nan"),
        date(1066, 1, 1),
    ],
)
def test_what_is_not_a_date_is_refused_and_never_taken_for_one(cell: Any) -> None:
    with pytest.raises(Misread):
        cells.day_of(cell, TODAY)


def test_two_digits_of_a_year_are_the_latest_that_has_come() -> None:
    assert cells.day_of("22/05/78", TODAY) == date(1978, 5, 22)
    assert cells.day_of("22/05/26", TODAY) == date(2026, 5, 22)
    assert cells.day_of("22/12/26", TODAY) == date(1926, 12, 22)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mrs Jane Doyle", ("Jane", "Doyle", Sex.FEMALE)),
        ("DOYLE, Jane", ("Jane", "Doyle", Sex.UNKNOWN)),
        ("Doyle, Mr Mark", ("Mark", "Doyle", Sex.MALE)),
        ("Jane Doyle (Mrs)", ("Jane", "Doyle", Sex.FEMALE)),
        ("O'NEILL-SMITH, MCKAY", ("McKay", "O'Neill-Smith", Sex.UNKNOWN)),
        ("=HYPERLINK(0)", ("", "=HYPERLINK(0)", Sex.UNKNOWN)),
        ("", ("", "", Sex.UNKNOWN)),
    ],
)
def test_names_are_read_whole(written: str, read: tuple[str, str, Sex]) -> None:
    assert cells.name_of(written) == read


@pytest.mark.parametrize(
    ("written", "both"),
    [
        ("Jane & Mark Doyle", ("Jane Doyle", "Mark Doyle")),
        ("Jane Doyle and Mark Price", ("Jane Doyle", "Mark Price")),
        ("Mr J and Mrs K Doyle", ("Mr J Doyle", "Mrs K Doyle")),
        ("Mr and Mrs Doyle", ("Mr Doyle", "Mrs Doyle")),
        ("DOYLE, Jane & Mark", ("DOYLE, Jane", "DOYLE, Mark")),
        ("Sandy Anderson", ("Sandy Anderson", None)),
    ],
)
def test_two_names_in_one_cell_are_two_people(written: str, both: Any) -> None:
    assert cells.two_names(written) == both


def test_a_quote_that_was_put_before_a_formula_is_taken_off_again() -> None:
    from app.core.present import safe_cell

    for text in ("=1+1", "+44 1632", "-5", "@here", "plain", "'quoted'"):
        assert cells.text_of(safe_cell(text)) == text


@pytest.mark.parametrize(
    ("written", "ages"),
    [
        ("0-4", (0, 4)),
        ("0 to 18", (0, 17)),
        ("5+", (5, 17)),
        ("under 5", (0, 4)),
        ("up to 10", (0, 10)),
        ("birth to 5", (0, 5)),
        ("all ages", (0, 17)),
        ("teenagers", (13, 17)),
        ("5 yrs - 11 yrs", (5, 11)),
        ("0 – 4 years", (0, 4)),
        ("", None),
    ],
)
def test_ages_are_read_in_whole_years(written: str, ages: tuple[int, int] | None) -> None:
    assert ages_of(written) == ages


@pytest.mark.parametrize(
    "written", ["7", "0-18 months", "10-5", "0-99", "4-5 or 9", "primary", date(2026, 10, 5)]
)
def test_ages_that_are_not_certain_are_refused(written: Any) -> None:
    with pytest.raises(Misread):
        ages_of(written)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            "Up to 2 children of either sex aged 0 to 10, short term and respite",
            [(2, 0, 10, None, (Kind.SHORT_TERM, Kind.SHORT_BREAK))],
        ),
        ("2 children 0-5", [(2, 0, 5, None, None)]),
        ("1 x 0-4, 1 x 5-10", [(1, 0, 4, None, None), (1, 5, 10, None, None)]),
        (
            "1 child 0-4; 1 child 5-10; short term",
            [(1, 0, 4, None, (Kind.SHORT_TERM,)), (1, 5, 10, None, (Kind.SHORT_TERM,))],
        ),
        (
            "One child aged 13 to 17, and one child aged 5 to 8",
            [(1, 13, 17, None, None), (1, 5, 8, None, None)],
        ),
        ("1 child male 8+", [(1, 8, 17, Sex.MALE, None)]),
        ("Up to three children 0 - 18 years; long-term", [(3, 0, 17, None, (Kind.LONG_TERM,))]),
        ("2 x 0-18 ST/LT", [(2, 0, 17, None, (Kind.SHORT_TERM, Kind.LONG_TERM))]),
        ("3 (0-18)", [(3, 0, 17, None, None)]),
    ],
)
def test_terms_in_certain_words_become_criteria(words: str, lines: list[Any]) -> None:
    read = read_terms(words)
    assert [
        (line.up_to, line.min_age, line.max_age, line.sex, line.kinds) for line in read.criteria
    ] == lines
    assert read.overall == sum(line[0] for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        "named child only - Liam",
        "sibling group of 3",
        "2, ideally younger",
        "2 girls and 1 boy 5-10",
        "2 children, no boys, 0-10",
        "single placement 0-10",
        "1 x 0-4, 1 x 5-10 (short term)",
        "2 children 5-10 up to 18",
        "1 child, 0-18 months",
        "2",
        "as discussed",
    ],
)
def test_terms_in_uncertain_words_are_kept_and_admit_nobody(words: str) -> None:
    read = read_terms(words)
    assert read.criteria == ()
    assert read.words == words
    assert read.why


def test_columns_are_the_terms_unless_the_words_say_more() -> None:
    assert read_terms("as approved", places=2, ages=(0, 4)).criteria[0].max_age == 4
    assert read_terms("named child only", places=2, ages=(0, 4)).criteria == ()
    assert read_terms("0-10 either", places=2).overall == 2
    assert read_terms("3 children 0-10", places=2).criteria == ()
    assert read_terms("", places=2).criteria == ()


def test_kinds_and_sexes_have_their_words_and_no_others() -> None:
    assert kinds_of("Mainstream, short term") == (Kind.SHORT_TERM,)
    assert kinds_of("P&C") == (Kind.PARENT_AND_CHILD,)
    assert kinds_of("") is None
    assert sex_of_children("Either") is None
    assert sex_of_children("Girls only") is Sex.FEMALE
    for wrong in (lambda: kinds_of("golf"), lambda: sex_of_children("maybe")):
        with pytest.raises(Misread):
            wrong()


READERS: tuple[Callable[[Any], object], ...] = (
    lambda it: cells.day_of(it, TODAY),
    cells.number_of,
    cells.yes_or_no,
    cells.sex_of,
    cells.pounds_of,
    cells.name_of,
    cells.two_names,
    ages_of,
    kinds_of,
    sex_of_children,
    read_terms,
)

ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(alphabet="0123456789/-. to&+xchildrengbo(),;", max_size=30),
)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_no_cell_makes_a_reader_fall_over(cell: Any) -> None:
    for read in READERS:
        with suppress(Misread):
            read(cell)


HOSTILE = (
    "1", " ", "(", "A", ",", ".", "1-", "1 x ", "1 child ", "a & ", "1 to ", "1 years to ",
    " and 2 children", "long term ", "a, 1 x", "1st birthday ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_cell_as_long_as_a_cell_can_be_is_read_at_once(piece: str) -> None:
    """No pattern takes more than its share of time over text made to trap it."""
    long = piece * (LONGEST_CELL // len(piece))
    for read in READERS:
        began = time.process_time()
        with suppress(Misread):
            read(long)
        assert time.process_time() - began < 0.5
