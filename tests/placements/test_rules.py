"""What a placement starts and ends, with days reckoned by hand; and what an act refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.children.codes import PlaceChange, Rec
from app.placements import rules
from app.placements.kinds import Ending, Item, State
from app.placements.rules import Ended, Facts, Step
from app.statute.care_planning.begun import EndsWithout, Recipient

CHRISTMAS = Facts(
    starts_on=date(2026, 12, 23),
    since=date(2026, 12, 23),
    born=date(2018, 5, 1),
    out_of_area=True,
    emergency=True,
    fostered=True,
    schooling=True,
)
"""Placed on the Wednesday before Christmas, outside terms and over the border."""

END = Ended(on=date(2027, 3, 19), because=PlaceChange.CREQB)
"""A Friday; Good Friday and Easter Monday follow."""


def find(facts, day, item, to=None):
    found = [each for each in rules.owed(facts, day) if (each.item, each.to) == (item, to)]
    return found[0] if found else None


WORKED = {
    # five working days after Wednesday 23 December: 24, 29, 30, 31 December, 4 January
    (Item.PLAN, None): date(2027, 1, 4),
    (Item.DELEGATED, None): date(2027, 1, 4),
    (Item.CONSENTS, None): date(2027, 1, 4),
    (Item.NOTICE, Recipient.CHILD): date(2027, 1, 4),
    (Item.AREA, Recipient.AREA): date(2027, 1, 4),
    # before the placement, so by its first day
    (Item.AGREEMENT, None): date(2026, 12, 23),
    # six working days, of which 23 December is the first
    (Item.TERMS, None): date(2027, 1, 4),
    (Item.TRANSPORT, None): date(2026, 12, 30),
    (Item.DOCTOR, None): date(2027, 1, 11),
    (Item.VISIT, None): date(2026, 12, 30),
    (Item.CARE_PLAN, None): date(2027, 1, 11),
    (Item.OFFICER, None): date(2027, 1, 4),
    (Item.REVIEW, None): date(2027, 1, 25),
    (Item.HEALTH, None): date(2027, 1, 25),
    (Item.EDUCATION, None): date(2027, 1, 11),
}


@pytest.mark.parametrize(("item", "to"), WORKED)
def test_a_placement_before_christmas_owes_each_item_by_its_day(item, to):
    found = find(CHRISTMAS, CHRISTMAS.starts_on, item, to)
    assert (found.due_on, found.state) == (WORKED[item, to], State.OPEN)
    assert find(CHRISTMAS, date(2027, 2, 1), item, to).state is State.LATE


@pytest.mark.parametrize(
    ("moved", "item"),
    [
        (
            date(2027, 8, 31),
            Item.SCHOOLING,
        ),  # the school year before runs still
        (date(2027, 9, 1), Item.KEY_STAGE),
    ],
)
def test_the_last_two_years_of_school_begin_on_the_first_of_september(moved, item):
    moved_on = Facts(starts_on=moved, since=date(2026, 1, 5), born=date(2013, 8, 31), first=False)
    assert rules.of_education(moved_on) is item


def test_nobody_is_told_who_does_not_exist_for_this_child():
    told = set(rules.told_of_start(CHRISTMAS))
    assert Recipient.BEFORE not in told  # came from home
    assert Recipient.BEFORE in rules.told_of_start(replace(CHRISTMAS, first=False))
    assert Recipient.SCHOOL not in rules.told_of_start(replace(CHRISTMAS, schooling=False))
    assert Recipient.CARERS not in told  # they are told of its end


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({}, date(2028, 3, 7)),
        ({"visits": (date(2028, 3, 6),)}, date(2028, 4, 17)),
        # an interval that began in the first year is the first year's
        ({"visits": (date(2029, 2, 27),), "to_18": True}, date(2029, 4, 10)),
        ({"visits": (date(2029, 2, 28),), "to_18": True}, date(2029, 5, 28)),
        ({"visits": (date(2029, 2, 28),)}, date(2029, 4, 11)),
        ({"reg19": True, "visits": (date(2028, 3, 6),)}, date(2028, 3, 13)),
        ({"reg24": True, "visits": (date(2028, 3, 6),)}, date(2028, 3, 13)),
        ({"reg24": True, "reviews": (date(2028, 3, 20),)}, date(2028, 4, 17)),
        ({"reg19": True, "reviews": (date(2028, 3, 20),)}, date(2028, 5, 1)),
    ],
)
def test_the_next_visit_of_a_placement_begun_on_a_leap_day(facts, due):
    placed = Facts(starts_on=date(2028, 2, 29), since=date(2028, 2, 29), **facts)
    assert find(placed, date(2029, 3, 1), Item.VISIT).due_on == due


def test_reviews_are_three_and_then_six_months_apart():
    held = (date(2027, 1, 20), date(2027, 4, 19))
    assert find(CHRISTMAS, date(2027, 1, 5), Item.REVIEW).clock.key == "lac_review_first"
    once = replace(CHRISTMAS, reviews=held[:1])
    assert find(once, date(2027, 2, 1), Item.REVIEW).due_on == date(2027, 4, 20)
    assert find(replace(CHRISTMAS, reviews=held), date(2027, 5, 1), Item.REVIEW).due_on == date(
        2027, 10, 19
    )


def test_what_is_done_stays_with_its_day_and_late_is_said():
    steps = (Step(Item.PLAN, date(2027, 1, 4)), Step(Item.CONSENTS, date(2027, 1, 5)))
    done = replace(CHRISTMAS, steps=steps)
    assert find(done, date(2027, 2, 1), Item.PLAN).state is State.DONE
    assert find(done, date(2027, 2, 1), Item.CONSENTS).state is State.DONE_LATE
    assert find(done, date(2027, 1, 3), Item.PLAN).state is State.OPEN  # not known before it was


def test_a_list_closes_with_what_was_left_undone():
    ended = replace(CHRISTMAS, since=None, ended=replace(END, left=True))
    found = {each.item: each.state for each in rules.owed(ended, date(2027, 4, 1))}
    assert found == dict.fromkeys(found, State.LEFT)
    assert Item.HEALTH not in found  # the child's own went with the time in care


def test_no_list_is_kept_of_what_began_before():
    assert rules.owed(replace(CHRISTMAS, kept_from=date(2026, 12, 24)), date(2027, 1, 5)) == []


# ------------------------------------------------------------------------------------- endings

KINDS = [
    (END, Ending.UNPLANNED),
    (replace(END, because=None), Ending.NOT_SAID),
    (replace(END, because=PlaceChange.CARPL), Ending.PLANNED),
    (replace(END, because=PlaceChange.PLACE), Ending.GOES_ON),
    (replace(END, same_home=True), Ending.GOES_ON),
    (replace(END, reviewed_on=date(2027, 3, 19)), Ending.PLANNED),
    (replace(END, reviewed_on=date(2027, 3, 20)), Ending.UNPLANNED),
    (replace(END, expected=date(2027, 3, 19)), Ending.PLANNED),
    (replace(END, expected=date(2027, 3, 20)), Ending.UNPLANNED),
    (replace(END, left=True, left_because=Rec.E4A), Ending.LEFT_CARE),
    (replace(END, left=True, left_because=Rec.E4B), Ending.UNPLANNED),
]


@pytest.mark.parametrize(("ended", "kind"), KINDS)
def test_whether_an_end_was_planned_is_told_by_the_facts(ended, kind):
    assert rules.kind_of_ending(ended) is kind


def test_an_unplanned_end_asks_notices_and_a_meeting():
    facts = replace(CHRISTMAS, ended=END)
    day = date(2027, 3, 22)
    told = find(facts, day, Item.NOTICE_OF_END, Recipient.CARERS)
    assert told.due_on == date(2027, 4, 6)  # ten working days over Easter
    assert find(facts, day, Item.DISRUPTION).due_on == date(2027, 4, 20)
    assert find(facts, day, Item.REVIEW_BEFORE).state is State.LEFT
    assert rules.not_reviewed(END) is not None


def test_where_it_had_to_end_at_once_the_review_comes_afterwards():
    at_once = replace(END, without=EndsWithout.IMMEDIATE_RISK)
    facts = replace(CHRISTMAS, ended=at_once)
    assert find(facts, date(2027, 3, 22), Item.REVIEW_AFTER).due_on == date(2027, 4, 20)
    held = replace(facts, reviews=(date(2027, 4, 1),))
    assert find(held, date(2027, 4, 2), Item.REVIEW_AFTER).state is State.DONE
    assert find(facts, date(2027, 3, 22), Item.REVIEW_BEFORE) is None
    assert rules.not_reviewed(at_once) is None


@pytest.mark.parametrize(
    "without", [each for each in EndsWithout if each is not EndsWithout.IMMEDIATE_RISK]
)
def test_regulation_14_does_not_apply_to_its_exceptions(without):
    facts = replace(CHRISTMAS, ended=replace(END, without=without))
    items = {each.item for each in rules.owed(facts, date(2027, 3, 22))}
    assert not items & {Item.REVIEW_BEFORE, Item.REVIEW_AFTER, Item.NOTICE_OF_END}


def test_of_those_told_of_the_placement_all_are_told_of_its_end():
    facts = replace(
        CHRISTMAS, steps=(Step(Item.NOTICE, date(2026, 12, 28), Recipient.PARENTS),), ended=END
    )
    assert rules.told_of_end(facts) == (Recipient.PARENTS, Recipient.AREA, Recipient.CARERS)


# --------------------------------------------------------------------------------- what is refused


def doing(**changes):
    asked = {
        "item": Item.PLAN,
        "on": date(2026, 12, 29),
        "starts_on": date(2026, 12, 23),
        "words": "Signed.",
        "why_not_before": "They came at night.",
        "today": date(2026, 12, 29),
    }
    return rules.doing_breaches(**{**asked, **changes})


@pytest.mark.parametrize(
    ("changes", "cite"),
    [
        ({}, None),
        ({"words": " "}, "record keeping"),
        ({"on": date(2026, 12, 30)}, "record keeping"),
        ({"why_not_before": ""}, "CPPCR 2010 reg 9(2)"),
        ({"why_not_before": "", "item": Item.NOTICE}, "CPPCR 2010 reg 13(1)"),
        ({"why_not_before": "", "on": date(2026, 12, 23)}, None),
        ({"why_not_before": "", "item": Item.DOCTOR}, None),
        ({"item": Item.VISIT}, "record keeping"),
    ],
)
def test_ticking_off_asks_what_shows_it_and_why_not_before(changes, cite):
    found = doing(**changes)
    assert [each.cite.short for each in found][:1] == ([] if cite is None else [cite])


@pytest.mark.parametrize(
    ("item", "to", "refused"),
    [
        (Item.TRANSPORT, None, False),
        (Item.PLAN, None, True),
        (Item.VISIT, None, True),
        (Item.NOTICE, Recipient.PARENTS, False),
        (Item.NOTICE, Recipient.OFFICER, True),
        (Item.AREA, Recipient.AREA, True),
    ],
)
def test_what_the_law_always_asks_is_not_set_aside(item, to, refused):
    found = rules.not_needed_breaches(item=item, to=to, because="Walks there.")
    assert bool(found) is refused
    assert rules.not_needed_breaches(item=Item.TRANSPORT, to=None, because="")


def test_an_end_has_a_review_or_an_exception_and_words():
    asked = {
        "starts_on": date(2026, 12, 23),
        "on": date(2027, 3, 19),
        "without": None,
        "why": "Said so.",
        "reviewed_on": None,
        "today": date(2027, 3, 20),
        "happened": True,
    }
    assert rules.ending_breaches(**asked) == []  # that it ended is never refused
    for changes in (
        {"why": ""},
        {"on": date(2026, 12, 1)},
        {"on": date(2027, 3, 21)},
        {"reviewed_on": date(2027, 3, 20)},
        {"reviewed_on": date(2027, 3, 1), "without": EndsWithout.IMMEDIATE_RISK},
    ):
        assert rules.ending_breaches(**{**asked, **changes}), changes


def test_a_meeting_is_about_an_unplanned_end_and_comes_after_it():
    asked = {
        "kind": Ending.UNPLANNED,
        "held": False,
        "held_on": date(2027, 4, 1),
        "ended_on": date(2027, 3, 19),
        "came": "All",
        "found": "Nights.",
        "today": date(2027, 4, 2),
    }
    assert rules.meeting_breaches(**asked) == []
    for changes in (
        {"kind": Ending.PLANNED},
        {"held": True},
        {"held_on": date(2027, 3, 18)},
        {"held_on": date(2027, 4, 3)},
        {"came": ""},
        {"found": ""},
    ):
        assert rules.meeting_breaches(**{**asked, **changes}), changes
