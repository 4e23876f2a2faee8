"""Forms of users, roles and signing in: shape only."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts import passwords
from app.accounts.roles import Role
from app.core.forms import CodeField, HearthForm, UKDateField

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class SignInForm(FlaskForm):
    """Email address and password; where to go next; what was kept."""

    email = StringField(
        "Email address",
        validators=[
            InputRequired("Enter your email address"),
            Length(max=254, message="Enter an email address of at most 254 characters"),
        ],
    )
    password = PasswordField(
        "Password",
        validators=[
            InputRequired("Enter your password"),
            Length(max=passwords.LONGEST, message="Enter the password you were given or chose"),
        ],
    )
    next = HiddenField()
    kept = HiddenField()


class UserForm(HearthForm):
    """Who somebody is."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Enter their name, as colleagues know them"),
            Length(max=120, message="Enter a name of at most 120 characters"),
        ],
    )
    email = StringField(
        "Email address",
        validators=[
            InputRequired("Enter their work email address"),
            Length(max=254, message="Enter an email address of at most 254 characters"),
        ],
    )

    def validate_email(self, field):
        if field.data and not _EMAIL.fullmatch(field.data.strip()):
            raise ValidationError("Enter an email address like s.webb@example.gov.uk")


def _own_password():
    return PasswordField("Your own password, to show that it is you")


class GrantForm(HearthForm):
    """A role for a time."""

    proof = _own_password()

    role = CodeField("Role", Role)
    starts_on = UKDateField("From", validators=[InputRequired("Enter the first day of the role")])
    ends_on = UKDateField("Until", validators=[InputRequired("Enter when the role ends")])


class LeavingForm(HearthForm):
    """The day from which somebody no longer works here."""

    on = UKDateField(
        "First day they no longer work here", validators=[InputRequired("Enter a date")]
    )


class ButtonForm(HearthForm):
    """One button; the page says what it does."""

    button_proof = _own_password()

    @property
    def proof(self):
        return self.button_proof


class PasswordForm(HearthForm):
    """A new password of one's own."""

    current = PasswordField(
        "Password you have now", validators=[InputRequired("Enter the password you have now")]
    )
    password = PasswordField("New password", validators=[InputRequired("Enter a new password")])
    again = PasswordField(
        "New password again", validators=[InputRequired("Enter the new password again")]
    )

    def validate_again(self, field):
        if field.data != self.password.data:
            raise ValidationError("Enter the same new password twice")
