"""Forms: shape and parsing only; never law.

Every form carries `once`, so that sending it twice does it once, and `version`, so that a form
opened before somebody else's change is told so instead of overwriting it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from flask import current_app, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from app.core.today import today
from app.core.words import words

POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})$")
SLASHED = re.compile(r"\d{1,2}[ ./-]\d{1,2}[ ./-]\d{4}")
MONTHS = ("%d %B %Y", "%d %b %Y", "%d %B", "%d %b")

DRAFTS = "hearth.drafts"
"""Where the application keeps what keeps drafts; it stands in a room above this one."""


_CHOOSE_AGAIN = "What was chosen can no longer be chosen. Choose again"
SAID_INSTEAD = {
    "Not a valid choice.": _CHOOSE_AGAIN,
    "Invalid Choice: could not coerce.": _CHOOSE_AGAIN,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE_AGAIN,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE_AGAIN,
    "'%(value)s' are not valid choices for this field.": _CHOOSE_AGAIN,
    "Field cannot be longer than %(max)d character.": "Use no more than %(max)d character",
    "Field cannot be longer than %(max)d characters.": "Use no more than %(max)d characters",
    "This field is required.": "Answer this",
}
"""What the library of forms says of its own accord, and what is said here instead."""


class Words:
    """The words of the library of forms, put as this record speaks to people."""

    def gettext(self, says: str) -> str:
        """What is said instead, if anything."""
        return SAID_INSTEAD.get(says, says)

    def ngettext(self, of_one: str, of_many: str, number: int) -> str:
        """The same of one thing or of several."""
        return self.gettext(of_one if number == 1 else of_many)


class HearthForm(FlaskForm):
    """What every form has.

    With `autosave`, what is typed is saved as a draft while it is typed, for whoever types it and
    for the page's address; the form opened again is as it was left, until it is carried out.
    """

    autosave: ClassVar[bool] = False

    class Meta(FlaskForm.Meta):
        """How the library of forms is set up here."""

        def get_translations(self, _form: Any) -> Words:
            """In whose words it speaks."""
            return Words()

    once = HiddenField()
    version = HiddenField()

    def __init__(self, *args: Any, record: Any = None, **kw: Any) -> None:
        self.draft = current_app.extensions[DRAFTS].of(request.path) if self.autosave else None
        if self.draft and self.draft.fields and request.method == "GET":
            kw["formdata"] = MultiDict(self.draft.fields)
        super().__init__(*args, **kw)
        self.breaches: list[Any] = []
        self.conflict: list[Any] | None = None
        if not self.once.data:
            self.once.data = secrets.token_urlsafe(24)
        if record is not None and not self.version.data:
            self.version.data = str(record.version)

    @property
    def http_status(self) -> int:
        """With which status the form is shown: 422 if what was sent must be put right."""
        if not self.is_submitted():
            return 200
        return 422 if self.errors or self.form_errors or self.conflict is not None else 200

    def answers(self) -> dict[str, Any]:
        """What was answered, by field name."""
        own = {"csrf_token", "once", "version"}
        return {
            field.name: field.data
            for field in self
            if field.name not in own and field.type != "SubmitField"
        }

    def sent(self) -> None:
        """It was carried out: nothing is left of its draft."""
        if self.autosave:
            current_app.extensions[DRAFTS].destroy(request.path)

    def refused(self, breaches: Sequence[Any]) -> None:
        """Put each reason beside the field it concerns, or at the top of the form."""
        for breach in breaches:
            self.breaches.append(breach)
            sentence = f"{breach.says} ({breach.cite.short})"
            field = self._fields.get(breach.field or "")
            if field is None:
                self.form_errors.append(sentence)
            else:
                field.errors = [*field.errors, sentence]


class UKDateField(StringField):
    """A day typed any sensible way: 23/11/2026, 23.11.26, 23 Nov, 2026-11-23, today, tomorrow."""

    data: date | None  # type: ignore[assignment]

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        self.typed = typed
        if typed:
            self.data = read_day(typed)
            if self.data is None:
                no_such = "There is no such day. " if SLASHED.fullmatch(typed) else ""
                raise ValueError(f"{no_such}Enter a date like 23/11/2026, or 23 Nov 2026")

    def _value(self) -> str:
        if self.data is not None:
            return self.data.strftime("%d/%m/%Y")
        return getattr(self, "typed", "")


def read_day(typed: str) -> date | None:
    """The day that somebody typed, or None if it cannot be read as one."""
    text = " ".join(typed.replace(",", " ").split()).lower()
    near = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
    if text in near:
        return today() + timedelta(days=near[text])
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if uk := re.fullmatch(r"(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4}|\d{2})", text):
        return _day(_century(uk[3]), int(uk[2]), int(uk[1]))
    if short := re.fullmatch(r"(\d{1,2})[ ./-](\d{1,2})", text):
        return _day(today().year, int(short[2]), int(short[1]))
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text)
    text = re.sub(r"\bsept\b", "sep", text)
    for pattern in MONTHS:
        try:
            read = datetime.strptime(  # noqa: DTZ007 (a day, not a moment)
                text if "%Y" in pattern else f"{text} {today().year}",
                pattern if "%Y" in pattern else f"{pattern} %Y",
            )
        except ValueError:
            continue
        return read.date()
    return None


def _century(year: str) -> int:
    """Two digits: this century up to ten years from now, otherwise the last."""
    if len(year) == 4:
        return int(year)
    this = today().year
    full = this - this % 100 + int(year)
    return full if full <= this + 10 else full - 100


def _day(year: int, month: int, day: int) -> date | None:
    if not 1900 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class PostcodeField(StringField):
    """A postcode, however it was spaced; kept as HR6 8AB."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = typed
        if typed:
            tidy = tidy_postcode(typed)
            if tidy is None:
                raise ValueError("Enter a full postcode, like HR6 8AB")
            self.data = tidy


def tidy_postcode(typed: str) -> str | None:
    """A postcode in upper case with its one space, or None if it is not one."""
    match = POSTCODE.match(typed.upper().replace(" ", ""))
    return f"{match[1]} {match[2]}" if match else None


class CodeField(SelectField):
    """One of a code list, by its words. Blank (None) unless `required`."""

    def __init__(
        self,
        label: str,
        codes: type[StrEnum],
        *,
        only: Sequence[StrEnum] | None = None,
        required: bool = True,
        blank: str = "Choose",
        **kw: Any,
    ) -> None:
        said = [(code.value, words(code)) for code in (only or list(codes))]
        validators = [InputRequired(f"Choose an answer to “{label}”")] if required else [Optional()]
        super().__init__(
            label,
            choices=_choices([("", blank), *said]),
            coerce=lambda value: codes(value) if value else None,
            validators=validators,
            **kw,
        )


class CodeRadios(RadioField):
    """One of a short code list, as radio buttons."""

    def __init__(
        self,
        label: str,
        codes: type[StrEnum],
        *,
        only: Sequence[StrEnum] | None = None,
        required: bool = True,
        **kw: Any,
    ) -> None:
        said = [(code.value, words(code)) for code in (only or list(codes))]
        super().__init__(
            label,
            choices=_choices(said),
            coerce=lambda value: codes(value) if value else None,
            validators=[InputRequired(f"Choose an answer to “{label}”")]
            if required
            else [Optional()],
            **kw,
        )


def _choices(pairs: Sequence[tuple[str, str]]) -> list[Any]:
    from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

    return [SelectChoice(value, label) for value, label in pairs]
