"""What a provider is asked by link: whether they have a home, and which."""

# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from app.commissioning.forms import OfferFields, offer_is_whole, offer_told
from app.links.forms import LinkForm


class AnswerForm(OfferFields, LinkForm):
    """A provider's answer."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and what the answer needs."""
        return bool(super().validate(extra_validators)) & offer_is_whole(self)

    def answers(self) -> dict[str, Any]:
        """As the action takes it."""
        return offer_told(self)
