"""A review from opening to notice: what is refused, by which rule, and what the record says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.links.queries import links_about
from app.register import actions as register
from app.register import queries as the_register
from app.register.actions import reviews
from app.register.models import HoldReason
from app.register.queries import reviews as queries
from app.register.reviewing import GivenHow, ReviewTrigger, ViewOf
from app.register.rules.reviews import Stage
from app.register.watch import running
from tests import builders
from tests.builders import SOMEBODY
from tests.register import reviewed as make

DAY = timedelta(days=1)


@pytest.fixture
def sarah(db):
    """The household's supervising social worker."""
    return builders.worker("Sarah Webb")


@pytest.fixture
def manager(db):
    """Somebody who decides ordinary reviews."""
    return builders.user(Role.TEAM_MANAGER, name="Tom Hale")


@pytest.fixture
def adm(db):
    """The decision maker."""
    return builders.user(Role.DECISION_MAKER, name="Ada Mason")


@pytest.fixture
def home(sarah):
    """Approved long ago, reviewed since: the next review is not the first."""
    home = builders.couple("The Doyles", supervised_by=sarah)
    register.record_review(
        home, held_on=today() - 300 * DAY, panel_on=today() - 290 * DAY, by=SOMEBODY
    )
    return home


@pytest.fixture
def new_home(sarah):
    """Approved less than a year ago: the next review is the first."""
    return builders.household("The Prices", since=today() - 340 * DAY, supervised_by=sarah)


def says(refused, *args, **kw):
    """Every reason of a refusal."""
    with pytest.raises(RuleBroken) as broken:
        refused(*args, **kw)
    return " ".join(f"{each.says} ({each.cite.short})" for each in broken.value.breaches)


def decided(case, by, **told):
    given = {"suitable": True, "terms_right": True, "reasons": "As recommended.", **told}
    return reviews.decide_review(case, by=by, **given)


# ----------------------------------------------------------------------------------------- opening


def test_opened_it_names_everybody_whose_view_the_law_wants(home):
    here = builders.child(age=9)
    builders.placed(here, home)
    gone = builders.child(age=5)
    builders.placed(gone, home, since=today() - 300 * DAY, until=today() - 200 * DAY)
    case = make.opened(home)
    assert [view.of for view in case.views] == [
        ViewOf.CARER,
        ViewOf.CARER,
        ViewOf.CHILD,
        ViewOf.CHILDS_WORKER,
        ViewOf.AUTHORITY,
        ViewOf.SUPERVISING_WORKER,
    ]
    assert make.views_of(case, ViewOf.CHILD)[0].child_id == here.id


def test_an_authority_that_placed_over_a_year_ago_is_not_asked(home):
    gone = builders.child()
    builders.placed(gone, home, since=today() - 700 * DAY, until=today() - 400 * DAY)
    assert make.views_of(make.opened(home), ViewOf.AUTHORITY) == []


def test_whoever_comes_after_it_was_opened_can_be_added(home):
    case = make.opened(home)
    builders.placed(builders.child(), home, since=today())
    assert len(queries.still_wanted(case)) == 3
    reviews.seek_more(case, by=SOMEBODY)
    assert queries.still_wanted(case) == []


def test_one_review_at_a_time(home):
    make.opened(home)
    assert "Go on with that one" in says(make.opened, home)


def test_an_unscheduled_review_says_what_happened(home):
    trigger = ReviewTrigger.ALLEGATION
    assert "Say what happened" in says(make.opened, home, trigger=trigger)
    case = make.opened(home, trigger=trigger, why="Said by a neighbour; see the strategy meeting.")
    assert case.trigger is trigger


def test_another_services_carers_are_theirs_to_review(db):
    home = builders.household("The Agencys", provider=builders.agency())
    assert "Another service" in says(make.opened, home)


def test_nobody_approved_is_not_reviewed(db):
    assert "Nobody here is approved" in says(make.opened, builders.household(approved=False))


def test_a_household_on_hold_is_reviewed_to_its_end(home, manager):
    register.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    case = make.reported(home)
    decided(case, manager)
    reviews.give_review_notice(case, given_on=today(), by=SOMEBODY)
    assert make.course(case).stage is Stage.DONE
    assert the_register.standing_of(home.id).holds[0].ends_on is None


# ------------------------------------------------------------------------------------------- views


def test_asked_by_link_each_has_their_own_and_no_childs_name_is_in_it(home, sarah):
    zac = builders.child("Zacharias")
    builders.placed(zac, home)
    case = make.opened(home)
    chosen = [(view, f"Somebody {view.id}", None) for view in case.views[:3]]
    sent = reviews.ask_by_link(chosen, by=sarah)
    assert len({token for _, token in sent}) == 3
    assert [view.asked_on for view in case.views[:3]] == [today()] * 3
    assert make.course(case).stage is Stage.VIEWS


def test_asked_again_the_earlier_link_opens_nothing(home, sarah):
    case = make.opened(home)
    asked = [(case.views[0], "Mary Doyle", None)]
    (first, _), (second, _) = (reviews.ask_by_link(asked, by=sarah)[0] for _ in range(2))
    assert first.revoked_at is not None
    assert second.state(today()).is_open
    assert case.views[0].chased_on == today()


def test_a_view_told_in_person_takes_its_link_back(home, sarah):
    case = make.opened(home)
    reviews.ask_by_link([(case.views[0], "Mary Doyle", None)], by=sarah)
    reviews.give_view(case.views[0], said={"well": "Fine."}, how=GivenHow.TELEPHONE, by=sarah)
    assert not links_about(f"household:{home.id}")[0].state(today()).is_open


def test_a_view_needs_words_and_is_given_once(home):
    view = make.opened(home).views[0]
    told = {"how": GivenHow.IN_PERSON, "by": SOMEBODY}
    assert "Write what was said" in says(reviews.give_view, view, said={"well": " "}, **told)
    reviews.give_view(view, said={"well": "Fine."}, **told)
    assert "recorded already" in says(reviews.give_view, view, said={"well": "No."}, **told)


def test_no_view_needs_its_reason(home):
    view = make.opened(home).views[0]
    assert "Say why there is no view" in says(reviews.no_view, view, because=" ", by=SOMEBODY)
    reviews.no_view(view, because="Abroad; asked twice.", by=SOMEBODY)
    assert not view.is_missing


@pytest.mark.parametrize("safe", ["no", "talk"])
def test_a_child_who_does_not_feel_safe_is_read_at_once(home, safe):
    builders.placed(builders.child(age=10), home)
    case = make.opened(home)
    view = make.views_of(case, ViewOf.CHILD)[0]
    reviews.give_view(view, said={"safe": safe}, how=GivenHow.LINK, by=SOMEBODY)
    under = queries.programme(today(), home.id)[0].under
    assert under.worry_since == today()
    assert "Say what you did" in says(reviews.hear, view, done=" ", by=SOMEBODY)
    reviews.hear(view, done="Saw her at school today.", by=SOMEBODY)
    assert queries.programme(today(), home.id)[0].under.worry_since is None


# ------------------------------------------------------------------------------------------ report


def test_the_report_waits_for_every_view_or_why_it_cannot_be_had(home):
    case = make.opened(home)
    refused = says(make.report, case)
    assert "3 views are missing" in refused
    assert "FSR 2011 reg 28(3)" in refused
    for view in case.views:
        reviews.no_view(view, because="Asked twice.", by=SOMEBODY)
    make.report(case)
    assert make.course(case).stage is Stage.DECISION


def test_an_unfinished_report_is_kept_and_says_nothing_to_the_register(home):
    case = make.opened(home)
    reviews.save_report(case, judgement={"care": "Half a"}, by=SOMEBODY)
    assert case.judgement["care"] == "Half a"
    assert len(the_register.standing_of(home.id).reviews) == 1


def test_every_reason_against_a_report_comes_at_once(home):
    case = make.opened(home)
    refused = says(make.report, case, judgement={}, suitable=None, terms_right=None, held_on=None)
    for part in ("missing", "Write about", "still suitable", "terms are right", "when the review"):
        assert part in refused


def test_the_register_shows_the_day_it_was_held_not_the_day_of_the_report(home):
    case = make.opened(home, opened_on=today() - 20 * DAY)
    make.answered(case)
    make.report(case, held_on=today() - 2 * DAY)
    assert the_register.entry(home.id, today()).reviews[-1] == today() - 2 * DAY
    assert case.reported_on == today()


def test_after_the_report_no_view_is_added(home):
    case = make.reported(home)
    assert "views are no longer added" in says(reviews.add_view, case, name="A son", by=SOMEBODY)


# ------------------------------------------------------------------------------- panel and decision


def test_item_4_a_first_review_is_not_decided_before_its_panel(new_home, adm):
    case = make.reported(new_home)
    assert make.course(case).stage is Stage.PANEL
    refused = says(decided, case, adm)
    assert "This is the first review" in refused
    assert "FSR 2011 reg 28(5)" in refused
    reviews.record_panel(case, panel_on=today(), suitable=True, terms_right=True, by=SOMEBODY)
    decided(case, adm)
    assert case.review.panel_on == today()


def test_item_4_a_first_review_without_its_panel_is_shown_incomplete(new_home):
    case = make.reported(new_home)
    assert queries.programme(today(), new_home.id)[0].incomplete == (case.held_on,)


def test_item_4_a_first_review_recorded_from_elsewhere_without_panel_is_recorded_and_judged(
    new_home,
):
    held = today() - 10 * DAY
    register.record_review(new_home, held_on=held, by=SOMEBODY)
    assert queries.programme(today(), new_home.id)[0].incomplete == (held,)


def test_item_4_a_later_review_needs_no_panel_but_may_go_there(home, manager, adm):
    case = make.reported(home, to_panel=True)
    assert "has not recommended yet" in says(decided, case, adm)
    reviews.record_panel(case, panel_on=today(), suitable=True, terms_right=True, by=SOMEBODY)
    assert "Only the" in says(decided, case, manager)
    decided(case, adm)


def test_whoever_wrote_the_report_does_not_decide_it(home, manager):
    case = make.reported(home, by=manager)
    assert "Somebody else decides" in says(decided, case, manager)


def test_nobody_decides_on_their_own_case(home, manager):
    case = make.reported(home)
    assert "your own case" in says(decided, case, manager, own_case_of=[manager.id])


def test_a_worker_decides_no_review(home, sarah):
    assert "decides this review" in says(decided, make.reported(home), sarah)


def test_what_would_change_an_approval_is_for_the_decision_maker(home, manager, adm):
    case = make.reported(home, terms_right=False)
    assert "Only the" in says(decided, case, manager, terms_right=False)
    decided(case, adm, terms_right=False)


def test_a_decision_changes_no_terms_and_ends_no_approval_by_itself(home, adm):
    before = the_register.standing_of(home.id)
    case = make.reported(home, suitable=False)
    decided(case, adm, suitable=False, reasons="See the report.")
    after = the_register.standing_of(home.id)
    assert [each.ends_on for each in after.approvals] == [each.ends_on for each in before.approvals]
    assert [each.id for each in after.terms] == [each.id for each in before.terms]


def test_notice_follows_the_decision(home, manager):
    case = make.reported(home)
    notice = reviews.give_review_notice
    assert "no decision" in says(notice, case, given_on=today(), by=SOMEBODY)
    decided(case, manager)
    assert "follows" in says(notice, case, given_on=today() - DAY, by=SOMEBODY)
    notice(case, given_on=today(), by=SOMEBODY)
    assert "given already" in says(notice, case, given_on=today(), by=SOMEBODY)


def test_closed_without_a_decision_the_year_goes_on_and_links_are_taken_back(home, sarah):
    case = make.opened(home)
    reviews.ask_by_link([(case.views[0], "Mary Doyle", None)], by=sarah)
    due = queries.programme(today(), home.id)[0].due_on
    reviews.stop_review(case, because="Opened in error.", by=sarah)
    assert queries.programme(today(), home.id)[0].due_on == due
    assert not links_about(f"household:{home.id}")[0].state(today()).is_open
    make.opened(home)


# ------------------------------------------------------------------------------------------ clocks


def clocks(home):
    """The clocks of reviews that run on a household, by key."""
    return {
        each.clock: each
        for each in running(today())
        if each.household_id == home.id and each.clock in REVIEWS
    }


REVIEWS = {
    "annual_review_due",
    "review_views",
    "review_child_worry",
    "review_decision",
    "adm_decision_due",
    "review_notice",
}


def test_the_year_runs_whether_or_not_a_review_is_open(home):
    due = today() - 300 * DAY
    assert clocks(home)["annual_review_due"].due_on == date(due.year + 1, due.month, due.day)
    assert clocks(home)["annual_review_due"].action == "Open the review"
    make.opened(home)
    found = clocks(home)
    assert found["annual_review_due"].action == "Go on with the review"
    assert found["review_views"].due_on == today() + 28 * DAY
    assert found["review_views"].action == "Ask for views"


def test_once_everybody_is_asked_it_waits_for_them(home, sarah):
    case = make.opened(home)
    for view in case.views:
        reviews.ask_by_hand(view, by=sarah)
    assert clocks(home)["review_views"].waiting_for == "3 people’s views"


def test_after_the_report_the_decision_runs_and_then_the_notice(home, manager):
    case = make.reported(home)
    assert clocks(home)["review_decision"].waiting_for == "the decision"
    decided(case, manager)
    found = clocks(home)
    assert "review_decision" not in found
    assert found["review_notice"].since == today()


def test_after_a_panel_seven_working_days_run_from_its_final_minutes(new_home):
    case = make.reported(new_home)
    assert clocks(new_home)["review_decision"].waiting_for == "the panel"
    reviews.record_panel(
        case,
        panel_on=today(),
        suitable=True,
        terms_right=True,
        minutes_on=today(),
        by=SOMEBODY,
    )
    assert "adm_decision_due" in clocks(new_home)


def test_item_5_the_seven_working_days_after_the_minutes_leave_christmas_out(sarah):
    with clock_at(date(2026, 12, 18)):
        home = builders.household("The Yules", since=date(2026, 1, 20), supervised_by=sarah)
        case = make.reported(home, held_on=date(2026, 12, 18))
        reviews.record_panel(
            case,
            panel_on=date(2026, 12, 18),
            suitable=True,
            terms_right=True,
            minutes_on=date(2026, 12, 18),
            by=SOMEBODY,
        )
        assert clocks(home)["adm_decision_due"].due_on == date(2026, 12, 31)


def test_item_9_once_the_approval_has_ended_no_review_is_due_and_nobody_had_to_say_so(home):
    approvals = the_register.standing_of(home.id).approvals
    for approval in approvals:
        register.receive_resignation(approval, received_on=today(), by=SOMEBODY)
    assert queries.programme(today() + 27 * DAY, home.id)
    assert queries.programme(today() + 28 * DAY, home.id) == []


def test_every_household_is_asked_for_in_a_bounded_number_of_questions(db, sarah, counted):
    def ask():
        db.session.rollback()
        with counted() as count:
            queries.programme(today())
        return count.number

    make.opened(builders.household("The Ones", supervised_by=sarah))
    few = ask()
    for number in range(4):
        make.opened(builders.household(f"The {number}s"))
    assert ask() == few <= 5
