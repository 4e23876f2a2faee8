"""Forms that a link's holder fills in, and those of whoever sent it."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from app.core.forms import HearthForm
from app.links.models import OneTimeLink
from app.links.queries import answer_of

OUR_OWN = frozenset({"csrf_token", "once", "version"})


class LinkForm(HearthForm):
    """What a holder is asked. Opened again, it holds what was saved, as it was typed."""

    def __init__(self, link: OneTimeLink, **kw: Any) -> None:
        saved = {} if request.method == "POST" else answer_of(link)
        if saved:
            kw["formdata"] = MultiDict(saved)
        super().__init__(record=link, **kw)
        self.version.data = self.version.data or str(link.version)

    def typed(self) -> dict[str, list[str]]:
        """Everything that was typed, as it was typed: what is saved to come back to."""
        names = {field.name for field in self} - OUR_OWN
        return {name: values for name, values in request.form.lists() if name in names}
