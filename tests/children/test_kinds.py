"""What somebody is to a child: one list, for whoever cares for the child now or would for good."""

from __future__ import annotations

from sqlalchemy import inspect

from app.children.kinds import Relationship
from app.connected.forms import OpenForm
from app.connected.models import ConnectedChild
from app.guardianship.forms import OpenForm as GuardianshipForm
from app.guardianship.models import GuardianshipChild

CONNECTED = {
    "grandparent",
    "aunt_or_uncle",
    "brother_or_sister",
    "step_parent",
    "other_relative",
    "friend_of_the_family",
    "connected_in_another_way",
}


def test_there_is_one_list_of_what_a_relative_is_to_a_child():
    for kind, name in ((ConnectedChild, "relationship_to"), (GuardianshipChild, "relation")):
        assert inspect(kind).columns[name].type.codes is Relationship
    assert {each.value for each in Relationship if each.is_connected} == CONNECTED
    assert {each.value for each in Relationship} - CONNECTED == {"foster_carer", "other"}


def test_connected_carers_are_connected_and_guardians_may_be_anybody(app):
    with app.test_request_context():
        offered = {value for value, *_ in OpenForm().relationship.choices if value}
        asked = {value for value, *_ in GuardianshipForm().relation.choices if value}
    assert offered == CONNECTED
    assert asked == {each.value for each in Relationship}
