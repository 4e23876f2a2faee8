"""Until when a record is kept: the longest of its grounds, counted as the law counts."""

from __future__ import annotations

from datetime import date

import pytest

from app.retention.kinds import Case
from app.retention.rules import (
    AllegationFact,
    HouseholdFacts,
    Span,
    allegation_stops,
    child_grounds,
    household_grounds,
    lifting_breaches,
    reason_breaches,
    second_person_breaches,
)

TODAY = date(2026, 11, 22)


def case_of(facts: HouseholdFacts, day: date = TODAY) -> Case:
    return Case("household:1", "x", "household", "The Doyles", household_grounds(facts, day))


def kept_until(**facts: list[Span]) -> date | None:
    return case_of(HouseholdFacts(recorded_on=date(2016, 4, 1), **facts)).keep_until


def test_a_carer_s_record_is_kept_ten_years_from_the_end_of_approval():
    assert kept_until(approvals=[Span(date(2001, 1, 1), date(2012, 5, 14))]) == date(2022, 5, 14)


def test_ten_years_from_a_leap_day_are_over_on_28_february_and_it_goes_on_1_march():
    facts = HouseholdFacts(approvals=[Span(date(2003, 1, 1), date(2012, 2, 29))])
    assert case_of(facts).keep_until == date(2022, 2, 28)
    assert not case_of(facts).is_reached(date(2022, 2, 28))
    assert case_of(facts).is_reached(date(2022, 3, 1))


def test_ten_years_to_a_leap_day_end_on_it():
    assert kept_until(approvals=[Span(date(2003, 1, 1), date(2014, 2, 28))]) == date(2024, 2, 28)


def test_while_a_carer_is_approved_no_time_runs():
    assert kept_until(approvals=[Span(date(2003, 1, 1), None)]) is None


def test_a_notice_that_is_running_has_not_ended_an_approval():
    assert kept_until(approvals=[Span(date(2003, 1, 1), date(2026, 12, 1))]) is None


def test_of_a_couple_of_whom_one_ended_the_other_s_approval_goes_on():
    ended, goes_on = Span(date(2003, 1, 1), date(2010, 1, 1)), Span(date(2003, 1, 1), None)
    assert kept_until(approvals=[ended, goes_on]) is None


def test_of_a_couple_the_time_begins_when_the_second_ended():
    first, second = (
        Span(date(2003, 1, 1), date(2010, 1, 1)),
        Span(date(2003, 1, 1), date(2012, 7, 1)),
    )
    assert kept_until(approvals=[first, second]) == date(2022, 7, 1)


def test_for_a_carer_approved_again_the_time_begins_anew():
    once, again = Span(date(1999, 1, 1), date(2004, 1, 1)), Span(date(2009, 1, 1), date(2015, 3, 3))
    assert kept_until(approvals=[once, again]) == date(2025, 3, 3)


def test_for_a_carer_approved_again_elsewhere_it_begins_anew_too():
    once = [Span(date(1999, 1, 1), date(2004, 1, 1))]
    assert kept_until(approvals=once, elsewhere=[Span(date(2009, 1, 1), None)]) is None
    again = [Span(date(2009, 1, 1), date(2015, 3, 3))]
    assert kept_until(approvals=once, elsewhere=again) == date(2025, 3, 3)


def test_a_temporary_approval_s_record_is_kept_ten_years_from_the_end_of_the_placement():
    assert kept_until(temporary=[Span(date(2013, 1, 1), date(2013, 4, 2))]) == date(2023, 4, 2)


def test_a_record_of_placements_is_kept_fifteen_years_from_the_last_entry_if_that_is_longer():
    approved = [Span(date(2001, 1, 1), date(2012, 5, 14))]
    placed = [Span(date(2009, 1, 1), date(2011, 8, 8))]
    assert kept_until(approvals=approved, placements=placed) == date(2026, 8, 8)
    early = [Span(date(2003, 1, 1), date(2004, 8, 8))]
    assert kept_until(approvals=approved, placements=early) == date(2022, 5, 14)


def test_applicants_who_were_refused_or_withdrew_are_kept_three_years():
    assert kept_until(assessed=[Span(date(2022, 1, 1), date(2022, 6, 20))]) == date(2025, 6, 20)
    assert kept_until(assessed=[Span(date(2026, 1, 1), None)]) is None


def test_a_household_never_assessed_is_kept_as_long_by_local_policy():
    case = case_of(HouseholdFacts(recorded_on=date(2020, 1, 5)))
    assert case.keep_until == date(2023, 1, 5)
    assert case.governs.cite.standing == "local"


@pytest.mark.parametrize(
    ("born", "died", "until"),
    [
        (date(1950, 3, 1), None, date(2025, 3, 1)),
        (date(1948, 2, 29), None, date(2023, 2, 28)),
        (date(1996, 5, 5), date(2005, 6, 6), date(2020, 6, 6)),
        (date(1980, 5, 5), date(2005, 6, 6), date(2055, 5, 5)),
        (None, None, None),
    ],
)
def test_a_child_s_record_is_kept_to_the_75th_birthday_or_fifteen_years_from_an_early_death(
    born, died, until
):
    case = Case("child:1", "x", "child", "A child", child_grounds(born, died))
    assert case.keep_until == until


def test_an_allegation_s_summary_is_kept_to_retirement_age_or_ten_years_if_longer():
    old = AllegationFact(date(2018, 1, 1), (date(1940, 1, 1),))
    assert "until 01/01/2028" in allegation_stops([old], TODAY)[0].says
    young = AllegationFact(date(2003, 1, 1), (date(1975, 6, 1),))
    assert "until 01/06/2043" in allegation_stops([young], TODAY)[0].says
    over = AllegationFact(date(2003, 1, 1), (date(1940, 1, 1),))
    assert allegation_stops([over], TODAY) == []


def test_an_allegation_that_goes_on_or_of_somebody_of_unknown_age_stops_everything():
    assert allegation_stops([AllegationFact(None, (date(1940, 1, 1),))], TODAY)
    assert allegation_stops([AllegationFact(date(1990, 1, 1), (None,))], TODAY)


def test_a_reason_names_nobody_whom_it_outlives():
    assert reason_breaches("", ["Doyle"])
    assert "Doyle" in reason_breaches("Mrs doyle has died", ["Doyle"])[0].says
    assert reason_breaches("Its time is over", ["Doyle", ""]) == []


def test_two_people_destroy_and_two_people_lift():
    assert second_person_breaches(1, 1)
    assert second_person_breaches(None, 2)
    assert second_person_breaches(1, 2) == []
    assert lifting_breaches(None, 2)
    assert lifting_breaches(2, 2)
    assert lifting_breaches(1, 2) == []
