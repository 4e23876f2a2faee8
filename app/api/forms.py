"""Forms of whoever keeps the systems."""

from __future__ import annotations

from typing import Self

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.api.rules import Scope
from app.core.forms import HearthForm, UKDateField
from app.people.forms import Boxes, offered, required


def _name() -> StringField:
    return StringField(
        "What the system is called", [required("Say what it is called"), Length(max=80)]
    )


def _contact() -> StringField:
    return StringField(
        "Whom to ring about it",
        [Optional(), Length(max=120)],
        description="A team or a supplier, and a telephone number.",
    )


def _scopes() -> Boxes:
    return Boxes("It may", validators=[Optional()])


class SystemForm(HearthForm):
    """What a system is called, and what it may do."""

    name = _name()
    contact = _contact()
    scopes = _scopes()

    def with_scopes(self) -> Self:
        """The form with what may be chosen."""
        self.scopes.choices = offered([(each.value, each.words()) for each in Scope])
        return self

    def told(self) -> dict[str, object]:
        """As the action takes it."""
        found = {**self.answers(), "contact": self.contact.data or ""}
        found["scopes"] = [Scope(each) for each in self.scopes.data or []]
        return found


class NewSystemForm(SystemForm):
    """A system that is let in; its short name comes after its name."""

    name = _name()
    key = StringField(
        "Its short name, in addresses",
        [required("Give it a short name"), Length(max=30)],
        description="Small letters, digits and hyphens, like case-system. It cannot be changed: it "
        "stands before whatever that system calls our records.",
    )
    contact = _contact()
    scopes = _scopes()


class RestoreForm(HearthForm):
    """A button that lets somebody in: the password is asked for again, if it was some time ago."""

    restore_proof = PasswordField("Your own password, to show that it is you")

    @property
    def proof(self) -> PasswordField:
        """The field that the page's proof is read from; its name is its own on the page."""
        return self.restore_proof


class TokenForm(HearthForm):
    """A token."""

    proof = PasswordField("Your own password, to show that it is you")
    label = StringField(
        "Where it will be kept",
        [required("Say where it will be kept"), Length(max=80)],
        description="The server or the supplier, so that it can be found again.",
    )
    last_day = UKDateField("Its last day", [InputRequired("Enter the last day on which it opens")])
