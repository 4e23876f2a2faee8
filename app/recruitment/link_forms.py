"""What applicants and referees are asked by link: few words a page, nothing of the record."""

# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import CodeField, UKDateField
from app.links.forms import LinkForm
from app.people.forms import email_field
from app.people.models import MemberRole
from app.recruitment.kinds import ConsentTo
from app.recruitment.rules.telling import PARTICULARS
from app.register.review_forms import YesNo

MEMBERS, ADDRESSES = 6, 6
"""Lines on the form; whoever has more writes them under “Anything else”."""

ROLES = (
    MemberRole.ADULT,
    MemberRole.CHILD_OF_FAMILY,
    MemberRole.LODGER,
    MemberRole.VISITOR,
)


def _line(label: str, says: str = "", length: int = 120) -> StringField:
    validators: list[Any] = [InputRequired(says)] if says else [Optional()]
    return StringField(label, validators=[*validators, Length(max=length)])


class OwnForm(LinkForm):
    """An applicant's own part: themselves, where they have lived, what they consent to."""

    given_name = _line("Your given name", "Enter your given name", 80)
    family_name = _line("Your family name", "Enter your family name", 80)
    born = UKDateField("Your date of birth", validators=[InputRequired("Enter your date of birth")])
    phone = _line("Your telephone", "Enter a number on which we reach you", 40)
    email = email_field("Your email address")

    members = range(0)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and each line that was begun is whole."""
        whole = bool(super().validate(extra_validators))
        lines = [
            *((f"lived_{n}", ("line", "since")) for n in range(1, ADDRESSES + 1)),
            *((f"member_{n}", ("given_name", "family_name", "role")) for n in self.members),
        ]
        for begins, needed in lines:
            own = [each for each in self if each.name.startswith(f"{begins}_")]
            if not any(each.data for each in own):
                continue
            for name in needed:
                field = self[f"{begins}_{name}"]
                if not field.data:
                    field.errors = [*field.errors, f"Enter this too: {field.label.text.lower()}"]
                    whole = False
        return whole

    def answers(self) -> dict[str, Any]:
        """What was told, as `send_in` takes it."""
        return {
            "particulars": {name: _told(self[name].data) for name in PARTICULARS},
            "members": [
                {name: self[f"member_{n}_{name}"].data for name in MEMBER} | self._role(n)
                for n in self.members
                if self[f"member_{n}_given_name"].data
            ],
            "lived": [
                {name: self[f"lived_{n}_{name}"].data for name in LIVED}
                for n in range(1, ADDRESSES + 1)
                if self[f"lived_{n}_line"].data
            ],
            "consents": [each for each in ConsentTo if self[f"consent_{each.value}"].data is True],
        }

    def _role(self, n: int) -> dict[str, str]:
        role = self[f"member_{n}_role"].data
        return {"role": role.value if role else ""}


def _told(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else (value or "").strip()


MEMBER = ("given_name", "family_name", "born")
LIVED = ("line", "postcode", "since", "until")

for _n in range(1, ADDRESSES + 1):
    setattr(OwnForm, f"lived_{_n}_line", _line("Address", length=200))
    setattr(OwnForm, f"lived_{_n}_postcode", _line("Postcode", length=10))
    setattr(OwnForm, f"lived_{_n}_since", UKDateField("From", validators=[Optional()]))
    setattr(OwnForm, f"lived_{_n}_until", UKDateField("Until", validators=[Optional()]))
for _each in ConsentTo:
    setattr(OwnForm, f"consent_{_each.value}", YesNo(_each.words()))


class WholeForm(OwnForm):
    """The same, and who lives with them."""

    members = range(1, MEMBERS + 1)


for _n in WholeForm.members:
    setattr(WholeForm, f"member_{_n}_given_name", _line("Given name", length=80))
    setattr(WholeForm, f"member_{_n}_family_name", _line("Family name", length=80))
    setattr(WholeForm, f"member_{_n}_born", UKDateField("Date of birth", validators=[Optional()]))
    setattr(
        WholeForm,
        f"member_{_n}_role",
        CodeField("Lives with you as", MemberRole, only=ROLES, required=False),
    )


QUESTIONS = {
    "known": "How do you know them, and for how long?",
    "with_children": "What have you seen of them with children?",
    "strengths": "What would they do well as foster carers?",
    "worries": "What would you worry about, if anything?",
    "would_trust": "Would you trust them with a child you love? Why?",
}
"""What every referee is asked."""

LONGEST = 8000


class ReferenceForm(LinkForm):
    """A reference."""

    def answers(self) -> dict[str, Any]:
        """What was written, by question."""
        return {"said": {name: (self[name].data or "").strip() for name in QUESTIONS}}


for _name, _asks in QUESTIONS.items():
    setattr(
        ReferenceForm,
        _name,
        TextAreaField(_asks, validators=[InputRequired("Answer this one"), Length(max=LONGEST)]),
    )
