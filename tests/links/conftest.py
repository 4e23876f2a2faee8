"""A purpose that only tests have: one question, whose answer is noted."""

from __future__ import annotations

from functools import cache

import pytest
from jinja2 import ChoiceLoader, DictLoader
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from app.core.columns import Kept
from app.links import actions
from app.links.answering import ask, looked_by_link
from app.links.forms import LinkForm
from app.links.purposes import purpose
from tests import builders

FINISHED = []


class QuestionForm(LinkForm):
    """One question."""

    said = TextAreaField("What do you think", validators=[InputRequired("Say something")])


@purpose("a_question", title="A question for you", why="We would like to know.")
def question(link):
    looked_by_link(link, [link.subject], Kept.NARRATIVE, "a question by link")
    return ask(
        link, QuestionForm(link), "links/_test.html", finish=lambda **told: FINISHED.append(told)
    )


@cache
def _and_this_page(before, page):
    """A loader that has this page too: always the same one, for Jinja keeps templates by it."""
    return ChoiceLoader([before, DictLoader({"links/_test.html": page})])


@pytest.fixture(autouse=True)
def templates(app):
    """The question's page, which the product itself does not have."""
    page = (
        '{% extends "links/holder.html" %}{% from "links/_form.html" import holder_form %}'
        '{% from "macros/forms.html" import textarea %}{% block title %}A question{% endblock %}'
        "{% block page %}{% call holder_form(form, link, saved) %}{{ textarea(form.said) }}"
        "{% endcall %}{% endblock %}"
    )
    before = app.jinja_env.loader
    app.jinja_env.loader = _and_this_page(before, page)
    FINISHED.clear()
    yield
    app.jinja_env.loader = before


@pytest.fixture
def sarah(db):
    """A supervising social worker."""
    return builders.worker()


@pytest.fixture
def home(sarah):
    """Her household."""
    return builders.household("The Doyles", supervised_by=sarah)


@pytest.fixture
def sent(home, sarah):
    """`sent(...)`: a link about the household, with its token."""

    def send(**told):
        given = {"holder": "Mary Doyle", "subject": f"household:{home.id}", **told}
        return actions.send(purpose="a_question", by=sarah, **given)

    return send
