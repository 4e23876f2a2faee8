"""Every page of the panel asks the database as much of a small panel as of a large one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.accounts.permissions import ROLES
from app.accounts.roles import Role
from app.assessments.grading import Theme
from app.assessments.models import Assessment
from app.core.db import db as record
from app.core.today import today
from app.panel.actions import agenda, meetings, papers
from app.panel.actions.deciding import approve_applicants, link_user
from app.panel.actions.feedback import give_feedback
from app.people.models import Household
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.packed import brought, packed
from tests.panel.people import (
    adviser,
    applied,
    called,
    come,
    final,
    five_who_make_a_quorum,
    led_panel,
    listed,
    opened_again,
    says,
    taken,
)

MOST = 48
"""Statements that any page may ask at most, its visitor’s own and looks with them."""

WHO = (
    Role.SERVICE_MANAGER,
    Role.DECISION_MAKER,
    Role.PANEL_MEMBER,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.ADMINISTRATOR,
)
"""Between them they may open every page of the panel."""


LEFT_OUT = frozenset(
    {
        "/panel/decision-makers/<ref>/away",
        "/panel/decision-makers/<ref>/end",
        "/panel/decision-makers/away/<ref>/end",
        "/panel/decisions/<ref>/conflict",
        "/panel/items/<ref>/decider-conflict",
        "/panel/decisions/<ref>/final",
        "/panel/decisions/<ref>/letter/<letter>",
        "/panel/decisions/<ref>/record/<step>",
        "/panel/decisions/<ref>/take-back",
        "/panel/matches/<ref>",
        "/panel/matches/<ref>/decide",
    }
)
"""Pages about what this world has not, each named: their own tests say what they may ask."""


class World:
    """A panel that met and one that is to meet, with as many of everything as is asked for."""

    def __init__(self) -> None:
        self.five = five_who_make_a_quorum()
        self.panel = led_panel(chair=self.five[0], vice=self.five[1])
        self.held, self.ahead = called(self.panel, 0, 21)
        for meeting in (self.held, self.ahead):
            come(meeting, *self.five)
        agenda.take_attendance(self.held, came=self.five, by=SOMEBODY)
        self.members = [make.user(role, name=f"The {role}") for role in WHO]
        link_user(self.five[4], user_id=self.members[2].id, by=SOMEBODY)
        self.item = self.hear("The Firsts")
        self.hear("The Seconds")
        self.decide("The Firsts")
        self.next = self.take("The Nexts")
        self.paper = brought(self.next)
        self.sent = papers.send_pack(packed(self.ahead), by=SOMEBODY)
        self.pack = packed(self.ahead)
        applied("The Waiting")
        self.refs = {
            "central-list": self.five[2].ref,
            "advisers": adviser().ref,
            "panels": self.panel.ref,
            "meetings": self.ahead.ref,
            "items": self.item.ref,
            "decisions": self.assessment("The Firsts").ref,
            "mine": self.ahead.ref,
            "papers": self.paper.ref,
            "packs": self.pack.ref,
        }

    def hear(self, name):
        """One more application heard, and feedback given."""
        applied(name, assessor=self.members[3])
        item = taken(self.held, name)
        says(item)
        give_feedback(
            item, author=self.members[3], scores={Theme.CHILD: 2}, words="Ask.", by=SOMEBODY
        )
        return item

    def take(self, name):
        """One more application on the next agenda, in which somebody has a conflict."""
        applied(name)
        item = taken(self.ahead, name)
        agenda.take_no_part(item, self.five[3], by=SOMEBODY)
        return item

    def assessment(self, name):
        asked = select(Assessment).join(Household, Household.id == Assessment.household_id)
        return record.session.scalars(asked.where(Household.name == name)).one()

    def decide(self, name):
        """One more application decided."""
        approve_applicants(
            self.assessment(name),
            overall=1,
            criteria=[make.line(1)],
            reasons="As the panel says.",
            without_minutes="They are needed tonight.",
            by=self.members[1],
        )

    MORE_ITEMS = 4

    def grow(self):
        """Three times as much of everything."""
        for number in range(self.MORE_ITEMS):
            self.hear(f"Heard {number}")
            brought(self.take(f"Taken {number}"))
            brought(self.next)
            applied(f"Applied {number}")
        self.decide("Heard 0")
        self.decide("Heard 1")
        packed(self.ahead)
        more = [listed(f"More {number}") for number in range(4)]
        come(self.ahead, *more)
        for meeting in called(self.panel, 30, 40, 50, 60, 70):
            come(meeting, *self.five)
        assert len(meetings.queries.ahead(today())) == 7

    def address(self, rule):
        """Where a page of the panel stands in this world."""
        path = rule.rule
        if path.startswith("/panel/mine/items/"):
            path = path.replace("<ref>", self.next.ref)
        path = path.replace("/panel/mine/packs/<ref>", f"/panel/mine/packs/{self.sent.ref}")
        for begins, ref in self.refs.items():
            if path.startswith(f"/panel/{begins}/"):
                path = path.replace("<ref>", ref)
        path = path.replace("<listing_ref>", self.five[0].ref).replace("<paper>", "agenda")
        assert "<" not in path, (
            f"{rule.rule}: name its record in World.refs, or the page in LEFT_OUT"
        )
        return path


def pages(app):
    """Every address of the panel that is opened, with whoever of these may open it."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if rule.rule in LEFT_OUT:
            continue
        if rule.endpoint.startswith("panel.") and "GET" in rule.methods:
            opens_to = set(getattr(app.view_functions[rule.endpoint], "opens_to", ()))
            yield rule, next(n for n, role in enumerate(WHO) if opens_to & ROLES[role].may)


@pytest.fixture
def world(db):
    return World()


@pytest.mark.only_on("sqlite")  # the other is asked the same
def test_every_page_of_the_panel_asks_as_much_of_many_as_of_few(app, world, signed_in, counted):
    browsers = [signed_in(each) for each in world.members]

    def asked():
        found = {}
        for rule, who in pages(app):
            address = world.address(rule)
            with counted() as count:
                status = browsers[who].get(address).status_code
            assert status == 200, f"{address} answers {status}"
            found[rule.rule] = count.number
        return found

    final(world.held, world.five[0])
    few = asked()
    opened_again(world.held)
    world.grow()
    final(world.held, world.five[0])
    many = asked()
    assert len(few) > 40
    grown = {rule: (few[rule], many[rule]) for rule in few if many[rule] > few[rule]}
    assert not grown
    assert max(many.values()) <= MOST, {r: n for r, n in many.items() if n > MOST}
