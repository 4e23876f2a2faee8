"""Feedback on reports: scored by theme, explained where low, and back with whoever wrote them."""

from __future__ import annotations

import pytest

from app.accounts.roles import Role
from app.assessments.grading import Theme
from app.core.errors import RuleBroken
from app.core.today import today
from app.panel.actions.feedback import give_feedback
from app.panel.queries import feedback as queries
from app.panel.rules.feedback import feedback_breaches
from app.panel.views.feedback import A_YEAR
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import applied, five_who_make_a_quorum, met_today, taken


@pytest.fixture
def met(db):
    return met_today(five_who_make_a_quorum())


def breaches(scores, **told):
    said = {"words": "", "heard": True, "given": False, "author": True} | told
    return [each.field or each.says for each in feedback_breaches(scores, **said)]


def test_a_low_score_says_what_would_make_it_better():
    assert breaches({Theme.CHILD: 2}) == ["words"]
    assert breaches({Theme.CHILD: 2}, words="Ask her.") == []
    assert breaches({Theme.CHILD: 3}) == []


def test_scores_are_from_one_to_five_and_there_is_one_at_least():
    assert breaches({Theme.CHILD: 6}) == ["Scores are from 1 to 5."]
    assert breaches({Theme.CHILD: 0}, words="Why.") == ["Scores are from 1 to 5."]
    assert breaches({}) == ["Score at least one thing."]
    assert breaches({Theme.CHILD: 4}, author=False) == ["author"]
    assert breaches({Theme.CHILD: 4}, heard=False) == ["The panel has not met yet."]


def test_feedback_is_given_once_and_counted_by_author_and_theme(met):
    ann, ben = make.worker("Ann Author"), make.worker("Ben Writer")
    for name, author, scores in (
        ("The Firsts", ann, {Theme.CHILD: 4, Theme.CLEAR: 5}),
        ("The Seconds", ann, {Theme.CHILD: 1}),
        ("The Thirds", ben, {Theme.CHILD: 3}),
    ):
        applied(name, assessor=author)
        item = taken(met, name)
        assert queries.author_of(item) == author.id
        give_feedback(item, author=author, scores=scores, words="Ask her.", by=SOMEBODY)
        with pytest.raises(RuleBroken, match="is recorded"):
            give_feedback(item, author=author, scores=scores, words="Again.", by=SOMEBODY)
    anns, bens = queries.by_author(today() - A_YEAR, today())
    assert (anns.author.name, anns.reports, dict(anns.means)) == (
        "Ann Author",
        2,
        {Theme.CHILD: 2.5, Theme.CLEAR: 5.0},
    )
    assert (bens.author.name, bens.reports) == ("Ben Writer", 1)
    assert len(anns.words) == 2
    assert queries.by_author(today() - 2 * A_YEAR, today() - A_YEAR) == []


def test_an_author_reads_what_was_said_of_their_own_and_of_nobody_elses(met, signed_in):
    olive = make.worker("Olive Own")
    browser, adviser = signed_in(olive), signed_in(Role.PANEL_ADVISER)
    ann = make.worker("Ann Author")
    applied("The Firsts", assessor=ann)
    item = taken(met, "The Firsts")
    address = f"/panel/items/{item.ref}/feedback"
    assert f'value="{ann.ref}" selected' in adviser.get(address).text  # known, so chosen already
    adviser.post_form(address, author=ann.ref, weighing_up="2", words="Weigh it up.")
    assert "Weigh it up." in adviser.get("/panel/feedback").text
    assert "weighing up 2" in adviser.get(f"/panel/items/{item.ref}").text
    assert "Weigh it up." not in browser.get("/panel/feedback/mine").text
    applied("The Seconds", assessor=olive)
    own = taken(met, "The Seconds")
    adviser.post_form(f"/panel/items/{own.ref}/feedback", author=olive.ref, weighing_up="5")
    shown = browser.get("/panel/feedback/mine").text
    assert "5.0" in shown
    assert "Weigh it up." not in shown
    assert "read what the panel said" in browser.get("/").text
