"""What happened, written down: every day in its order, through the same acts as anybody's.

Each thing is told on the day it happened, so that the record can be asked what it knew then. What
was so before the record began is told on its first day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from sqlalchemy import event, select

from app.core.db import db, transaction
from app.core.today import LONDON, clock_at, now
from app.demo import staff
from app.demo.allocation import plan_allocation
from app.demo.checks import plan_checks
from app.demo.chronicle.of_children import brothers_and_sisters, plan_life
from app.demo.chronicle.of_circumstances import plan_availability, plan_what_else
from app.demo.chronicle.of_homes import plan_home, turn_of
from app.demo.chronicle.of_staff import plan_staff, services, setting_of
from app.demo.chronicle.told import Rank, Told
from app.demo.concerns import plan_concerns
from app.demo.connected import plan_connected
from app.demo.decisions import plan_decisions
from app.demo.documents import plan_documents
from app.demo.forecasts import plan_forecasts
from app.demo.guardianship import plan_guardianship
from app.demo.lives import TAKEN_OVER, Brood
from app.demo.money import plan_money
from app.demo.nights import plan_nights
from app.demo.oversight import plan_oversight
from app.demo.panel import plan_panel
from app.demo.permanence import plan_permanence
from app.demo.placements import plan_placements
from app.demo.plans import plan_plans
from app.demo.recruitment import plan_recruitment
from app.demo.referrals_out import plan_referrals_out
from app.demo.reports import plan_reports
from app.demo.restricted import plan_who_knows_whom
from app.demo.retention import plan_retention
from app.demo.reviews import plan_reviews
from app.demo.staying import plan_staying
from app.demo.systems import plan_systems
from app.demo.training import plan_training
from app.demo.twice import plan_twice
from app.demo.visits import plan_visits
from app.demo.waiting import plan_waiting
from app.people.models import Postcode

AT_ONCE = 400
"""Things told in one transaction."""


class Chronicle(Told):
    """Turns what was planned into what is recorded."""

    def write(self, say: Callable[[str], object], until: date = date.max) -> int:
        """Everything told up to `until`, in its order. Gives how many things there were."""
        self.plan()
        in_order = sorted(
            (each for each in self.happenings if each.told_on <= until),
            key=lambda each: each.order,
        )
        db.session().expire_on_commit = False  # nobody else writes meanwhile
        at_hand: list[object] = []  # what was written or read once is not read again
        for comes in ("pending_to_persistent", "loaded_as_persistent"):
            event.listen(db.session(), comes, lambda _session, row: at_hand.append(row))
        db.session.scalars(select(Postcode)).all()  # for every address
        db.session.commit()  # or the first transaction lets go of what was read before it
        year = 0
        for first in range(0, len(in_order), AT_ONCE):
            some = in_order[first : first + AT_ONCE]
            if some[0].told_on.year > year:
                year = some[0].told_on.year
                say(f"Writing {year}.")
            with transaction():
                for happening in some:
                    with clock_at(self._moment(happening.told_on)):
                        happening.tell()
        return len(in_order)

    def _moment(self, day: date) -> datetime:
        """Noon of a day, or this moment if noon is still to come."""
        return min(datetime.combine(day, time(12), LONDON), now())

    def plan(self) -> None:
        """Everything that is to be told."""
        plan_staff(self)
        self.on(TAKEN_OVER, Rank.SERVICES, services, self)
        for site in self.county.sites:
            self.on(TAKEN_OVER, Rank.SERVICES, setting_of, self, site)
        for home in self.county.homes:
            plan_home(self, home)
        for turn in staff.turns(self.county.homes, self.today):
            self.on(turn.day, Rank.APPROVALS, turn_of, self, turn)
        broods: dict[int, Brood] = {}
        for life in self.county.lives:
            plan_life(self, life)
            broods[id(life.brood)] = life.brood
        for brood in broods.values():
            if len(brood.lives) > 1:
                came = max(life.starts for life in brood.lives)
                self.on(came, Rank.STATUSES, brothers_and_sisters, self, brood, came)
        plan_availability(self)
        plan_what_else(self)
        plan_training(self)
        plan_twice(self)
        plan_decisions(self)
        plan_visits(self)
        plan_allocation(self)
        plan_reviews(self)
        plan_retention(self)
        plan_concerns(self)
        plan_who_knows_whom(self)
        plan_oversight(self)
        plan_documents(self)
        plan_connected(self)
        plan_guardianship(self)
        plan_plans(self)
        plan_permanence(self)
        plan_placements(self)
        plan_panel(self)
        plan_recruitment(self)
        plan_checks(self)
        plan_reports(self)
        plan_referrals_out(self)
        plan_waiting(self)
        plan_nights(self)
        plan_staying(self)
        plan_money(self)
        plan_systems(self)
        plan_forecasts(self)
