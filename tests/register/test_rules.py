"""Rules of the register, on plain values."""

from __future__ import annotations

from datetime import date

import pytest

from app.children.codes import Place
from app.register import rules
from app.register.rules import Line
from app.statute.sources import Standing
from sufficiency.period import Period
from sufficiency.room import Shortfall, ShortfallCode, standing_of
from sufficiency.types import (
    Child,
    Claim,
    ClaimKind,
    Criterion,
    Hold,
    Kind,
    Room,
    Sex,
    Terms,
    Unavailable,
)

DAY = date(2026, 11, 23)
ALWAYS = Period(date(2019, 3, 12))
LEO = Child("1", date(2017, 5, 1), Sex.MALE)


def home(**more):
    """A household approved for three of any age, in which Leo lives."""
    return Room(
        **{
            "approved": (ALWAYS,),
            "terms": (Terms(3, (Criterion(3),), ALWAYS),),
            "claims": (Claim(LEO, ALWAYS, ClaimKind.PLACED),),
            "agreement_signed": ALWAYS,
        }
        | more
    )


@pytest.mark.parametrize("code", list(ShortfallCode))
def test_every_reason_is_a_sentence_with_its_place_in_the_rules(code):
    shortfall = Shortfall(code, DAY, 4, 3, ("1", "2"))
    breach = rules.breach_of(shortfall, {"1": "Leo", "2": "Mia"})
    assert breach.says[0].isupper()
    assert breach.says.endswith(".")
    assert "{" not in breach.says
    expected = {
        "law": Standing.LAW,
        "standard": Standing.STANDARD,
        "availability": Standing.LOCAL,
    }[standing_of(code)]
    assert breach.standing is expected


def test_a_reason_names_the_children_it_concerns():
    shortfall = Shortfall(ShortfallCode.TERMS_NAMED, DAY, children=("1", "2"))
    assert "Leo and Mia are not named" in rules.breach_of(shortfall, {"1": "Leo", "2": "Mia"}).says
    assert "these children are not named" in rules.breach_of(shortfall).says


def test_lifting_a_hold_is_never_suggested():
    assert ShortfallCode.ON_HOLD not in rules.ROUTES


def test_every_other_reason_but_two_has_a_lawful_way_out():
    without = set(ShortfallCode) - set(rules.ROUTES)
    assert without == {
        ShortfallCode.ON_HOLD,
        ShortfallCode.APPROVAL_ENDS,
        ShortfallCode.TERMS_RESIDENT,
        ShortfallCode.NO_BEDROOM,
    }


@pytest.mark.parametrize(
    ("overall", "lines", "said"),
    [
        (1, [Line(1)], "1 child: up to 1 aged 0 to 17"),
        (2, [Line(2, 0, 4)], "2 children: up to 2 aged 0 to 4"),
        (
            3,
            [Line(2, 0, 10), Line(1, 11, 17, sex=Sex.FEMALE)],
            "3 children: up to 2 aged 0 to 10; up to 1 aged 11 to 17, girls",
        ),
        (1, [Line(1, child="Leo Price")], "1 child: Leo Price only"),
        (
            2,
            [Line(2, kinds=(Kind.SHORT_TERM, Kind.SHORT_BREAK))],
            "2 children: up to 2 aged 0 to 17, short term or short break",
        ),
        (2, [], "2 children: no line, so nobody"),
    ],
)
def test_terms_are_put_in_words(overall, lines, said):
    assert rules.terms_in_words(overall, lines) == said


@pytest.mark.parametrize(
    ("overall", "lines", "said"),
    [
        (2, [Line(2, 0, 4)], "2 aged 0 to 4"),
        (3, [Line(2, 0, 10), Line(1, 11, 17)], "3: 2 aged 0 to 10; 1 aged 11 to 17"),
        (1, [Line(1, child=rules.SOME_CHILD)], "One named child only"),
        (2, [Line(1, child=rules.SOME_CHILD)] * 2, "2 named children only"),
    ],
)
def test_terms_are_put_briefly(overall, lines, said):
    assert rules.terms_briefly(overall, lines) == said


def test_terms_with_no_line_are_refused_for_they_would_admit_nobody():
    (breach,) = rules.terms_breaches(2, [])
    assert "Say which children" in breach.says


def test_terms_are_refused_with_every_reason_at_once():
    said = [breach.says for breach in rules.terms_breaches(0, [Line(0), Line(1, 9, 4)])]
    assert len(said) == 3


def test_privately_fostered_children_count_for_the_limit_and_not_for_the_terms():
    assert rules.is_fostered(Place.Z1)
    assert not rules.is_in_terms(Place.Z1)


@pytest.mark.parametrize("place", [Place.P1, Place.A5])
def test_children_with_their_own_family_or_placed_for_adoption_are_not_fostered(place):
    assert not rules.is_fostered(place)
    assert not rules.is_in_terms(place)


@pytest.mark.parametrize("place", [Place.U1, Place.U6, Place.T4])
def test_fostered_children_count_on_temporary_stays_too(place):
    assert rules.is_fostered(place)
    assert rules.is_in_terms(place)


def test_each_limit_has_its_own_count_of_its_own_people():
    private = Claim(
        Child("2", date(2015, 1, 1), Sex.FEMALE), ALWAYS, ClaimKind.PLACED, in_terms=False
    )
    limits = rules.limits_on(home(claims=(*home().claims, private)), DAY)
    assert [(limit.taken, limit.of, limit.left) for limit in limits] == [
        (1, 3, 2),
        (2, 3, 1),
        (2, None, None),
    ]


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (home(), "2 places: terms 3, usual limit 3, 1 placed."),
        (
            home(unavailable=(Unavailable(1, ALWAYS),)),
            "1 place: terms 3, usual limit 3, 1 placed, 1 not available.",
        ),
        (home(holds=(Hold(ALWAYS),)), "No place: on hold."),
        (home(approved=()), "No place: nobody here is approved."),
        (home(terms=()), "No place: no terms of approval are recorded."),
        (
            home(terms=(Terms(1, (Criterion(1, child_id="9"),), ALWAYS),)),
            "No place to offer: the terms are for named children only.",
        ),
    ],
)
def test_why_so_many_places_is_one_sentence(room, said):
    assert rules.why_so_many(room, DAY) == said
