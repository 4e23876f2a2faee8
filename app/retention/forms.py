"""Forms of retention: a reason, and what is decided."""

from __future__ import annotations

from enum import StrEnum

from wtforms import PasswordField, TextAreaField
from wtforms.validators import Length

from app.core.forms import CodeRadios, HearthForm
from app.people.forms import required
from app.retention.kinds import Why

NAMES_NOBODY = "It stays when the record has gone, so name nobody."


class Decision(StrEnum):
    """What whoever decides may decide."""

    DESTROY = "destroy"
    KEEP = "keep"

    def words(self) -> str:
        """As a button says it."""
        return {
            "destroy": "Destroy the record now. It cannot be undone.",
            "keep": "Keep it for now. It can be proposed again.",
        }[self.value]


def _reason(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(
        label, description=hint, validators=[required("Give a reason"), Length(max=1000)]
    )


class ProposeForm(HearthForm):
    """Why a record may be destroyed."""

    reason = _reason("Why it may go", NAMES_NOBODY)


class DecideForm(HearthForm):
    """Destroy it or keep it, why, and who says so."""

    decision = CodeRadios("What do you decide?", Decision)
    reason = _reason("Why", NAMES_NOBODY)
    proof = PasswordField("Your password")


class WithdrawForm(HearthForm):
    """Why it is no longer proposed."""

    reason = _reason("Why it is withdrawn", NAMES_NOBODY)


class HoldForm(HearthForm):
    """What a record is needed for."""

    why = CodeRadios("What is it needed for?", Why)
    reason = _reason("What has to be kept, and for whom", "It is kept with the record.")


class LiftForm(HearthForm):
    """Why a hold is no longer needed."""

    reason = _reason("Why it is no longer needed", "It is kept with the record.")


class ButtonForm(HearthForm):
    """A button and nothing else."""
