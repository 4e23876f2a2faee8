"""What a form says when an answer does not fit: in this record's words, never its library's."""

from __future__ import annotations

from pathlib import Path

import pytest
import wtforms
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from app.core.forms import SAID_INSTEAD, CodeField, HearthForm
from app.people.forms import offered
from sufficiency.types import Sex


class AnyForm(HearthForm):
    """One of each kind of answer that the library itself may refuse."""

    name = StringField("Name", validators=[DataRequired(), Length(max=3)])
    which = SelectField("Which", choices=offered([("a", "A")]))
    several = SelectMultipleField("Several", choices=offered([("a", "A"), ("b", "B")]))
    code = CodeField("Sex", Sex)


FITS = {"name": "Amy", "which": "a", "several": ["a", "b"], "code": Sex.FEMALE.value}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, {}),
        ({"name": ""}, {"name": ["Answer this"]}),
        ({"name": "Amelia"}, {"name": ["Use no more than 3 characters"]}),
        ({"which": "b"}, {"which": ["What was chosen can no longer be chosen. Choose again"]}),
        (
            {"several": ["a", "c"]},
            {"several": ["What was chosen can no longer be chosen. Choose again"]},
        ),
    ],
)
def test_what_does_not_fit_is_said_in_plain_words(app, sent, says):
    with app.test_request_context(method="POST", data=FITS | sent):
        form = AnyForm(meta={"csrf": False})
        assert form.validate() is not bool(says)
        assert form.errors == says


def test_a_code_that_is_none_is_chosen_again(app):
    with app.test_request_context(method="POST", data=FITS | {"code": "nonsense"}):
        form = AnyForm(meta={"csrf": False})
        assert not form.validate()
        assert form.errors["code"][0].startswith("What was chosen can no longer be chosen")


def test_every_sentence_that_is_said_otherwise_is_one_of_the_librarys():
    library = "".join(each.read_text() for each in Path(wtforms.__file__).parent.rglob("*.py"))
    assert [each for each in SAID_INSTEAD if each not in library] == []
