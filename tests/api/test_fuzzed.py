"""The way in, fuzzed from its own description by three systems; for long in tests/soak."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.api.asking import Maker, misfits, operations
from tests.api.fuzzing import fuzz


@pytest.mark.only_on("sqlite")  # both databases in tests/soak
def test_three_systems_ask_whatever_the_description_lets_them(client, db):
    found = fuzz(client, db, calls=180, seed=20261123).statuses
    assert found[200] + found[201] > 40
    assert found[422] > 5
    assert found[403] > 5


def test_the_description_is_of_every_page_and_whole(app, client):
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    described = {(each.method, each.path) for each in operations(document)}
    there = {
        (method, rule.rule.replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        and not rule.rule.endswith(("openapi.json", "<path:rest>", "/v1/"))
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == there
    named = set(document["components"]["schemas"])
    for ref in json.dumps(document).split('"$ref": "')[1:]:
        where, _, name = ref.partition('"')[0].rpartition("/")
        assert (where, name in named) == ("#/components/schemas", True)


def test_what_is_made_from_a_schema_fits_it_and_what_is_wrong_does_not(client):
    document = client.get("/api/v1/openapi.json").json
    maker = Maker(document, Random(1), ["a1"], ["casework"])
    for operation in operations(document):
        if "requestBody" in operation.told:
            schema = operation.told["requestBody"]["content"]["application/json"]["schema"]
            assert list(misfits(document, schema, maker.value(schema, 0.0))) == []
            assert list(misfits(document, schema, 7)) != []
            assert list(misfits(document, schema, {"extra": 1})) != []
