"""Three systems that are let in, each with its token, and a small record that they ask about."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from app.api import actions
from app.api.models import OtherSystem
from app.api.rules import Scope
from app.core.today import today
from tests import builders as make

ALL = tuple(Scope)
READS = tuple(each for each in Scope if each.value.endswith(":read"))


@dataclass
class Asks:
    """A system that calls: its own short name, and its token in every header."""

    client: Any
    system: OtherSystem
    token: str

    def __call__(self, method: str, path: str, json: Any = None, **headers: str) -> Any:
        """Call, as this system would; `key=` is the key of the call."""
        sent = {"Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): said for name, said in headers.items()}
        return self.client.open(f"/api/v1{path}", method=method, json=json, headers=sent)

    def get(self, path: str) -> Any:
        """What it reads, as it was answered."""
        return self("GET", path)

    def put(self, path: str, told: Any) -> Any:
        """What it tells."""
        return self("PUT", path, told)

    def post(self, path: str, told: Any, key: str | None = None) -> Any:
        """What it tells once, with a key of its own."""
        return self("POST", path, told, Idempotency_Key=key or secrets.token_hex(8))


def let_in(client: Any, key: str, scopes: Any = ALL, name: str | None = None) -> Asks:
    """A system that may do this, with a token."""
    system = actions.add_system(
        name=name or key.replace("-", " ").capitalize(), key=key, scopes=scopes, by=make.SOMEBODY
    )
    _, token = actions.make_token(
        system, label="A server", last_day=today() + timedelta(days=90), by=make.SOMEBODY
    )
    return Asks(client, system, token)


@pytest.fixture
def casework(client, db):
    """The case system: it may do everything."""
    make.postcodes()
    make.own_service()
    return let_in(client, "casework")


ZOE = {
    "given_name": "Zephyrine",
    "family_name": "Quillfeather",
    "born": "2014-05-06",
    "sex": "female",
    "legal_status": {"code": "C2", "need": "N1", "starts_on": "2025-01-10"},
}


def living(key: str = "Z-1", **more: Any) -> dict[str, Any]:
    """A placement of the child whom the case system calls so."""
    return {
        "child": {"system": "casework", "id": key},
        "place": "K2",
        "place_provider": "PR4",
        "starts_on": "2025-01-10",
        **more,
    }
