"""Each criterion, with its words: what rules out, what is to be asked, what weighs."""

from dataclasses import replace

import pytest

from sufficiency.arrays import Register
from sufficiency.criteria import (
    CRITERIA,
    GATES,
    PREFERENCE_CODES,
    PREFERENCES,
    Code,
    Weights,
    gate_findings,
    judge,
    preference_findings,
)
from sufficiency.explain import HEADINGS, explain, record, summary
from sufficiency.match import search
from sufficiency.period import Period
from sufficiency.room import ShortfallCode
from sufficiency.types import (
    FACT_WORDS,
    STANDARD_FIELDS,
    Avoid,
    Criterion,
    Exempted,
    Fact,
    Finding,
    Hold,
    ProviderKind,
    Resident,
    Sex,
    Unavailable,
    Weighs,
    age_on,
)
from tests.sufficiency.plain_homes import (
    DAY,
    LEOMINSTER,
    LONG,
    child,
    days,
    home,
    need,
    placed,
    terms,
)

THREE_BABIES = placed(child("Bo", 2), child("Cy", 1), child("Di", 0))

RULED_OUT = [
    (home(approved=()), need(), "Not approved to foster this child"),
    (home(approved=(Period(LONG.starts, days(28)),)), need(),
     "Approval ends, from 21 December 2026"),
    (home(agreement_signed=None), need(), "No signed foster care agreement"),
    (home(terms=()), need(), "No terms of approval recorded"),
    (home(terms=(terms(1, Criterion(1, child_id="Bo")),)), need(),
     "Approved for named children only"),
    (home(terms=(terms(2, Criterion(2, 0, 4)),)), need(child("Ash", 7)),
     "Approved for ages 0 to 4, and a child is 7"),
    (home(terms=(terms(2, Criterion(2, sexes=frozenset({Sex.FEMALE}))),)), need(),
     "Not approved for a child whose sex is recorded as male"),
    (home(terms=(terms(1),), claims=placed(child("Bo", 2))), need(),
     "Approved for 1 in all, and there would be 2"),
    (home(terms=(terms(4),), claims=THREE_BABIES), need(child("Ash", 2)),
     "4 would be fostered there, and the limit is 3"),
    (home(holds=(Hold(LONG),)), need(), "On hold"),
    (home(unavailable=(Unavailable(3, LONG),)), need(),
     "Offering 0 places at present, and 1 are needed"),
    (home(bedrooms=home().room.bedrooms[:1]), need(), "1 need a bedroom, and 0 are free"),
    (home(), need(not_with=frozenset({"H1"})), "Not to be used for these children"),
    (home("H1", 7.0), need(max_miles=5.0),
     "7.0 miles from the child's home, more than 5"),
    (home("H1", 1.0), need(avoid=(Avoid(LEOMINSTER, 2.0),)), "Too near a place to avoid"),
    (replace(home(), where=None), need(max_miles=5.0),
     "Where this home is has not been recorded"),
    (home(facts={Fact.STEP_FREE: False}), need(required=frozenset({Fact.STEP_FREE})),
     "Recorded as not so: step-free throughout"),
    (home(facts={Fact.DOG: True}), need(forbidden=frozenset({Fact.DOG})),
     "Recorded: a dog lives there"),
    (home(claims=placed(child("Bo", 2))), need(alone=True), "Other children live there"),
    (home(claims=placed(child("Bo", 2))), need(youngest_other=5),
     "A child there is 2, younger than 5"),
    (home(claims=placed(child("Bo", 16))), need(oldest_other=12),
     "A child there is 16, older than 12"),
    (home(residents=(Resident(child("Fay", 9), LONG, alone=True),)), need(),
     "A child living there must be the only child"),
    (home(residents=(Resident(child("Fay", 9), LONG, others_from=10),)), need(),
     "A child living there cannot live with this age"),
    (home(claims=placed(child("Bo", 2))), need(apart_from=frozenset({"Bo"})),
     "A child lives there from whom these must be apart"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "asked", "words"), RULED_OUT, ids=lambda each: str(each)[:60])
def test_a_gate_rules_out_in_plain_words(one, asked, words):
    findings = gate_findings(asked, one)
    assert [each.because for each in findings] == [words]
    assert findings[0].weighs is Weighs.RULED_OUT
    assert findings[0].points == 0.0


def test_a_home_in_order_meets_every_gate_without_a_word():
    assert gate_findings(need(), home()) == ()


def test_a_fact_that_is_not_recorded_is_asked_for():
    asked = need(required=frozenset({Fact.STEP_FREE}), forbidden=frozenset({Fact.DOG}))
    (finding,) = gate_findings(asked, home())
    assert finding.weighs is Weighs.UNKNOWN
    assert finding.because == "Not recorded: a dog lives there, step-free throughout"
    assert finding.found == ("dog", "step_free")


def test_bedrooms_that_are_not_recorded_are_asked_for():
    (finding,) = gate_findings(need(), home(bedrooms=(), sleepers=()))
    assert finding.weighs is Weighs.UNKNOWN
    assert finding.because == "Bedrooms are not recorded"


def test_a_baby_needs_no_bedroom():
    assert gate_findings(need(child("Ash", 2)), home(bedrooms=(), sleepers=())) == ()


def points_of(asked, one, weights=Weights()):  # noqa: B008
    """The points of each preference."""
    findings = preference_findings(asked, one, weights)
    return {str(each.code): each.points for each in findings if each.points}


def test_each_mile_from_home_and_from_school_costs_what_the_council_says():
    asked = need(school=LEOMINSTER)
    far = home("H1", 4.0, in_area=False, provider_kind=ProviderKind.AGENCY)
    assert points_of(asked, far) == {"miles_from_home": -4.0, "miles_from_school": -4.0}
    weights = Weights(home_mile=0.5, school_mile=2.0)
    assert points_of(asked, far, weights) == {"miles_from_home": -2.0, "miles_from_school": -8.0}


def test_law_and_the_councils_own_preferences_add_points():
    asked = need(siblings_at=frozenset({"H1"}), wanted={Fact.DRIVES: 2.0}, company=True)
    good = home(
        "H1", 0.0, connected_to=frozenset({"Ash"}), facts={Fact.DRIVES: True},
        claims=placed(child("Bo", 2)),
    )  # fmt: skip
    assert points_of(asked, good) == {
        "sibling_there": 20.0, "connected": 30.0, "in_area": 10.0, "own_service": 5.0,
        "wish": 2.0, "company": 3.0,
    }  # fmt: skip


def test_own_and_agency_homes_are_on_one_scale_with_cost_only_when_the_council_weighs_it():
    agency = home("H1", 0.0, provider_kind=ProviderKind.AGENCY, weekly_cost=1100, in_area=False)
    assert points_of(need(), agency) == {}
    assert points_of(need(), agency, Weights(hundred_pounds=0.5)) == {"cost": -5.5}


def test_a_child_who_soon_passes_the_ages_of_the_terms_is_a_warning_and_not_a_refusal():
    carer = home("H1", 0.0, terms=(terms(2, Criterion(2, 0, 7)),))
    findings = judge(need(child("Ash", 7)), carer, Weights())
    (warning,) = [each for each in findings if each.code == Code.AGES_OUT]
    assert warning.because == "A child passes the ages of the terms on 1 May 2027"
    assert warning.weighs is Weighs.AGAINST
    short = need(child("Ash", 7), period=Period(DAY, days(30)))
    assert Code.AGES_OUT not in {each.code for each in judge(short, carer, Weights())}


def test_a_carer_nobody_supervises_says_so():
    assert points_of(need(), home("H1", 0.0, ssw_allocated=False))["no_ssw"] == -3.0


@pytest.mark.parametrize("known", [None, False])
def test_a_wish_that_is_not_met_costs_nothing(known):
    facts = {} if known is None else {Fact.DRIVES: known}
    one = home("H1", 0.0, in_area=False, provider_kind=ProviderKind.AGENCY, facts=facts)
    asked = need(wanted={Fact.DRIVES: 2.0})
    assert points_of(asked, one) == {}
    assert Code.WISH in {each.code for each in judge(asked, one, Weights())}


def test_no_weight_is_less_than_nothing():
    with pytest.raises(ValueError, match="in_area"):
        Weights(in_area=-1)
    with pytest.raises(ValueError, match="never less"):
        need(wanted={Fact.DOG: -1.0})


def test_every_criterion_is_listed_once():
    assert (*GATES, *PREFERENCES) == CRITERIA
    assert len(set(CRITERIA)) == len(CRITERIA)


def test_every_reason_has_a_heading_and_every_fact_its_words():
    reasons = {*ShortfallCode, *(code for code in Code if code not in PREFERENCE_CODES)}
    assert set(HEADINGS) == reasons
    assert set(FACT_WORDS) == set(Fact)
    assert set().union(*STANDARD_FIELDS.values()) < set(Fact)
    assert len(Fact) <= 64


def test_the_words_of_a_finding_never_name_a_child_or_a_home():
    for one, asked, _ in RULED_OUT:
        names = {each.child.id for each in one.room.claims} | {c.id for c in asked.children}
        for finding in judge(asked, one, Weights()):
            assert not names & set(finding.because.split())
            assert one.id not in finding.because


def test_findings_are_sorted_by_which_way_they_weigh():
    explained = explain(judge(need(alone=True), home(claims=THREE_BABIES), Weights()))
    assert explained.ruled_out == (
        "Approved for 3 in all, and there would be 4",
        "4 would be fostered there, and the limit is 3",
        "Other children live there",
    )
    assert explained.in_favour == ("In our area (+10.0)", "Our own carers (+5.0)")
    assert explained.also == ("2.0 miles from the child's home (-2.0)",)


def test_a_search_is_summed_up_in_a_sentence_and_kept_as_plain_values():
    register = Register([home("H1"), home("H2", holds=(Hold(LONG),)), home("H3", 3.0)])
    matches = search(register, need())
    assert summary(matches) == (
        "3 homes looked at; 2 could be offered. Most often ruled out: on hold 1."
    )
    kept = record(matches)
    assert kept["admitted"] == 2
    assert kept["ruled_out"] == {"on_hold": 1}
    assert [each["home"] for each in kept["shortlist"]] == ["H1", "H3"]


def test_a_need_that_makes_no_sense_is_refused():
    for wrong in (
        {"children": ()},
        {"children": (child("Ash", 7), child("Ash", 7))},
        {"required": frozenset({Fact.DOG}), "forbidden": frozenset({Fact.DOG})},
    ):
        with pytest.raises(ValueError):
            replace(need(), **wrong)


def test_a_leap_day_birthday_is_on_1_march_of_a_short_year():
    born = DAY.replace(year=2016, month=2, day=29)
    assert age_on(born, DAY.replace(year=2023, month=2, day=28)) == 6
    assert age_on(born, DAY.replace(year=2023, month=3, day=1)) == 7
    assert age_on(born, DAY.replace(year=2024, month=2, day=29)) == 8
    assert age_on(born, DAY.replace(year=2010)) == 0


def test_findings_are_plain_values():
    assert Finding(Code.TOO_FAR, Weighs.RULED_OUT, "Too far") == Finding(
        "too_far", Weighs.RULED_OUT, "Too far"
    )
    assert Exempted(frozenset({"Ash"}), None, LONG) == Exempted(frozenset({"Ash"}), None, LONG)
