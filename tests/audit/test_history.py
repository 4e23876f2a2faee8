"""What the trail answers, in the words of the record."""

from __future__ import annotations

from datetime import date

from app.audit import queries
from app.audit.act import INSTALLER, acting
from app.audit.history import page_of_history
from app.core.columns import Kept
from app.core.db import transaction
from app.people.models import Address, Household, Person, Provider, ProviderKind
from sufficiency.types import Sex
from tests.audit.destroying import destroy

ALL = frozenset(Kept)


def _household(db) -> Household:
    with transaction(), acting("Added a household", INSTALLER):
        provider = Provider(name="Our own service", kind=ProviderKind.OWN)
        db.session.add(provider)
        db.session.flush()
        household = Household(name="Byron", provider_id=provider.id)
        db.session.add(household)
        db.session.flush()
        db.session.add(
            Address(
                household_id=household.id,
                line="1 Nowhere Lane",
                postcode="HR6 8AB",
                starts_on=date(2024, 2, 29),
                protected=True,
            )
        )
    return household


def _told(acts):
    return {
        (field.label, field.was, field.now)
        for act in acts
        for row in act.rows
        for field in row.fields
    }


def test_a_history_is_told_in_words_and_names(db):
    household = _household(db)
    with transaction(), acting("Renamed", INSTALLER, reason="A typing mistake"):
        household.name = "Lovelace"
    renamed, added = queries.history_of(f"household:{household.id}", may_see=ALL)
    assert (renamed.says, renamed.by, renamed.reason) == (
        "Renamed",
        "Installation",
        "A typing mistake",
    )
    assert _told([renamed]) == {("Household", "Byron", "Lovelace")}
    assert _told([added]) >= {
        ("Household", "", "Byron"),
        ("Service", "", "Our own service"),
        ("Address", "", "1 Nowhere Lane"),
        ("From", "", "29/02/2024"),
        ("Address is protected", "", "Yes"),
    }
    assert {row.fact for row in added.rows} == {"household", "address"}


def test_each_page_of_a_long_history_shows_its_acts_and_no_others(app, db):
    household = _household(db)
    for number in range(60):
        with transaction(), acting(f"Renamed {number}", INSTALLER):
            household.name = f"Lovelace {number}"
    subject = f"household:{household.id}"
    whole = queries.history_of(subject, may_see=ALL)
    assert len(whole) == 61
    shown = []
    for number in (1, 2):
        with app.test_request_context(f"/?page={number}"):
            page = page_of_history(subject, may_see=ALL)
        assert page.total == 61
        shown += page.rows
    assert shown == whole[: len(shown)]
    assert len(shown) > 50


def test_values_of_a_class_that_is_not_yours_are_named_and_not_shown(db):
    household = _household(db)
    with transaction(), acting("Put the postcode right", INSTALLER):
        db.session.query(Address).one().postcode = "HR6 8AD"
    right, added = queries.history_of(f"household:{household.id}")
    assert _told([right]) == {("Postcode", "", queries.NOT_YOURS)}
    assert not {"1 Nowhere Lane", "HR6 8AB"} & {field[2] for field in _told([added])}


def test_a_closed_value_is_nowhere_in_the_trail_as_it_stands_on_disk(db):
    _household(db)
    rows = db.session.execute(db.text("SELECT openly, closed FROM change")).all()
    on_disk = "".join(row.openly for row in rows).encode() + b"".join(
        bytes(row.closed) for row in rows if row.closed
    )
    assert b"Our own service" in on_disk
    assert b"Byron" not in on_disk  # everybody sees it, and it goes with the key
    assert b"Nowhere" not in on_disk
    assert b"HR6" not in on_disk


def test_a_reason_is_closed_on_disk_and_shown_to_those_who_may_read_reasons(db):
    household = _household(db)
    subject = f"household:{household.id}"
    with transaction(), acting("Renamed", INSTALLER, reason="They married", about=subject):
        household.name = "Lovelace"
    rows = db.session.execute(db.text("SELECT * FROM change JOIN act ON act.id = act_id")).all()
    assert "married" not in str(rows)
    assert queries.history_of(subject, may_see=ALL)[0].reason == "They married"
    assert queries.history_of(subject)[0].reason is None
    destroy(subject)
    assert queries.history_of(subject, may_see=ALL)[0].reason is None


def test_what_was_destroyed_says_so_and_the_rest_is_still_told(db):
    household = _household(db)
    destroy(f"household:{household.id}")
    (added,) = queries.history_of(f"household:{household.id}", may_see=ALL)
    told = _told([added])
    assert ("Closed values", "", queries.DESTROYED) in told
    assert ("Household", "", "Byron") in told


def test_a_stale_form_is_told_who_changed_what_since(db):
    with transaction(), acting("Added a person", INSTALLER):
        person = Person(given_name="Ada", family_name="Byron", sex=Sex.FEMALE)
        db.session.add(person)
    seen = person.version
    with transaction(), acting("Put the name right", INSTALLER):
        person.given_name = "Augusta"
    (changed,) = queries.changes_since(person, seen)
    assert (changed.label, changed.was, changed.now) == ("Given name", "", queries.AGAIN)
    assert changed.by == "Installation"
    assert queries.changes_since(person, person.version) == []


def test_an_act_that_changed_no_value_of_its_own_is_there_by_its_name(db):
    household = _household(db)
    seen = household.version
    with transaction(), acting("Placed a child", INSTALLER) as act_id:
        household.room_act_id = act_id
    (changed,) = queries.changes_since(household, seen)
    assert (changed.label, changed.was, changed.now) == ("Placed a child", "", "")


def test_what_one_person_did_is_answered(db):
    class Somebody:
        id, name = 7, "Somebody"

    with transaction(), acting("Did something", Somebody()):
        pass
    assert [act.says for act in queries.acts_by(7)] == ["Did something"]
    assert queries.acts_by(8) == []
