"""Forms of reviews of approval, and what each person is asked by link or in person."""

# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import CodeRadios, HearthForm, UKDateField
from app.core.today import today
from app.links.forms import LinkForm
from app.people.forms import Boxes, day_field, required
from app.register.reviewing import JUDGEMENT, QUESTIONS, Asked, ReviewTrigger, ViewOf
from app.register.rules.reviews import BY_HAND

LONGEST = 20_000
"""Characters of one answer."""


class YesNo(RadioField):
    """True, False, or None: not answered yet."""

    def __init__(self, label: str, *, needed: bool = True, **kw: Any) -> None:
        super().__init__(
            label,
            choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
            coerce=lambda value: {"yes": True, "no": False}.get(value, value),
            validators=[InputRequired("Choose yes or no")] if needed else [Optional()],
            **kw,
        )
        self.type = "RadioField"  # by which pages choose how to draw it


def question_field(asked: Asked, *, insisted: bool) -> Field:
    """A question as a field: a short list, or own words."""
    wanted = [InputRequired("Answer this one")] if insisted and asked.needed else [Optional()]
    if asked.answers is not None:
        return CodeRadios(
            asked.asks,
            asked.answers,
            required=insisted and asked.needed,
            description=asked.hint,
        )
    return TextAreaField(
        asked.asks, description=asked.hint, validators=[*wanted, Length(max=LONGEST)]
    )


def _asks(
    base: type[HearthForm], questions: Iterable[Asked], *, insisted: bool
) -> type[HearthForm]:
    fields = {asked.key: question_field(asked, insisted=insisted) for asked in questions}
    kind: Any = type(base)
    made: type[HearthForm] = kind(base.__name__, (base,), fields)
    return made


class ViewByLinkForm(LinkForm):
    """What somebody is asked by link."""


LINK_FORMS = {of: _asks(ViewByLinkForm, QUESTIONS[of], insisted=True) for of in ViewOf}
"""The form of each kind of view, as its giver fills it in."""


class ViewByHandForm(HearthForm):
    """A view that somebody gave, written down by whoever heard it."""

    autosave = True

    given_on = day_field("Given on", "Enter the day on which they said it")
    how = CodeRadios("How it came", type(BY_HAND[0]), only=BY_HAND)

    def said(self) -> dict[str, str]:
        """The answers, by question."""
        told = self.answers()
        return {key: each or "" for key, each in told.items() if key not in ("given_on", "how")}


HAND_FORMS = {of: _asks(ViewByHandForm, QUESTIONS[of], insisted=False) for of in ViewOf}
"""The same questions, for whoever writes down the answers."""


class NoViewForm(HearthForm):
    """A view is not to be had."""

    because = TextAreaField(
        "Why there is no view",
        description="For example: asked twice, no answer; too young, seen and observed on 3 March",
        validators=[required("Say why, and what was tried"), Length(max=1000)],
    )


class HearForm(HearthForm):
    """A child's worry was read."""

    done = TextAreaField(
        "What you did",
        description="Whom you spoke with, and when",
        validators=[required("Say what you did"), Length(max=2000)],
    )


class OpenForm(HearthForm):
    """Why a review is held."""

    trigger = CodeRadios("Why", ReviewTrigger)
    why = TextAreaField(
        "What happened",
        description="Not needed for a review within the year",
        validators=[Optional(), Length(max=4000)],
    )
    opened_on = day_field("Opened on", "Enter the day on which it was opened")


class AskForm(HearthForm):
    """Whom to ask by link."""

    which = Boxes("Ask by one-time link", validators=[Optional()])


class AddViewForm(HearthForm):
    """Somebody else who is to be heard."""

    name = StringField(
        "Who",
        description="For example: Owen, their son; the school",
        validators=[required("Say who it is"), Length(max=120)],
    )


class ReportForm(HearthForm):
    """The author's judgement, and what they recommend."""

    autosave = True

    held_on = UKDateField("Held on", default=today, validators=[Optional()])  # type: ignore[arg-type]
    suitable = YesNo("Are the carers and the household still suitable?", needed=False)
    terms_right = YesNo("Are the terms of approval still right?", needed=False)
    to_panel = BooleanField("Send the report to the panel")

    def judgement(self) -> dict[str, str]:
        """What was written, by section."""
        return {asked.key: self[asked.key].data or "" for asked in JUDGEMENT}


REPORT_FORM = _asks(ReportForm, JUDGEMENT, insisted=False)


class PanelForm(HearthForm):
    """What a panel held elsewhere recommended."""

    panel_on = day_field("Day of the panel", "Enter the day of the panel")
    suitable = YesNo("Does the panel find them still suitable?")
    terms_right = YesNo("Does the panel find the terms right?")
    minutes_on = UKDateField(
        "Final minutes received on",
        description="Seven working days to decide run from here. Leave it empty if not yet",
        validators=[Optional()],
    )


class DecideForm(HearthForm):
    """The decision on a review."""

    suitable = YesNo("Are they still suitable to foster?")
    terms_right = YesNo("Are the terms of approval right?")
    reasons = TextAreaField(
        "Reasons",
        description="The carers are told them",
        validators=[required("Say why"), Length(max=LONGEST)],
    )


class NoticeForm(HearthForm):
    """The carers were told in writing."""

    given_on = day_field("Notice dated", "Enter the date of the notice")


class StopForm(HearthForm):
    """A review is closed without a decision."""

    because = TextAreaField("Why", validators=[required("Say why"), Length(max=1000)])
