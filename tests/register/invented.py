"""Households invented by seed and written through the product's own acts, and told at the same
time in plain dicts, as the oracle of room reads them. Nothing here reads the record back."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.children import actions as children
from app.children.codes import Place
from app.children.models import Child
from app.core.today import now, today
from app.people import actions as people
from app.people.models import MemberRole
from app.register import actions as register
from app.register.models import (
    ApprovalEnd,
    ClaimKind,
    HoldReason,
    NotAvailable,
    RoomClaim,
)
from sufficiency.types import Kind, Sex
from tests import builders
from tests.builders import SOMEBODY

DAY = date(2026, 11, 23)
"""The day that questions are asked about."""

OWN_FAMILY = (Place.P1,)
KINDS = (Kind.SHORT_TERM, Kind.LONG_TERM, Kind.SHORT_BREAK)
PLACES = (Place.U6, Place.U6, Place.U6, Place.U4, Place.U1, Place.T4, Place.Z1, Place.P1, Place.A5)
FOSTERED = {Place.U6, Place.U4, Place.U1, Place.T4, Place.Z1}
IN_TERMS = FOSTERED - {Place.Z1}


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)


def empty_room() -> dict[str, Any]:
    """A household of which nothing is recorded, as the oracle reads it."""
    names = "approved temporary terms claims exemptions unavailable holds bedrooms sleepers sharing"
    return {**{name: [] for name in names.split()}, "agreement_signed": None}


def in_plain(child: Child) -> dict[str, Any]:
    """A child, as the oracle knows one."""
    return {"id": str(child.id), "born": child.person.born, "sex": child.person.sex.value}


class Household:
    """A household that is written and told in the same breath."""

    def __init__(self, random: Random, number: int, strangers: list[Child]) -> None:
        self.random = random
        self.strangers = strangers
        self.children = [
            builders.child(
                age=random.randint(0, 16), sex=random.choice((Sex.FEMALE, Sex.MALE)), status=None
            )
            for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4)))
        ]
        self.row = builders.household(f"Household {number}", approved=False, since=DAY - days(3000))
        self.told = empty_room()
        self.connected: Child | None = None
        self.open: list[tuple[str, Any, dict[str, Any]]] = []

    # ---------------------------------------------------------------------------------- the facts

    def start(self) -> date:
        """Mostly long ago; now and then about the day asked for."""
        if self.random.random() < 0.2:
            return DAY + days(self.random.randint(-20, 20))
        return DAY - days(self.random.randint(100, 900))

    def _keep(self, kind: str, row: Any, period: dict[str, Any]) -> None:
        self.open.append((kind, row, period))

    def approve(self) -> None:
        """Its carer is approved."""
        from app.people.queries import home_of

        carer = home_of(self.row.id, DAY).carers[0]
        starts = DAY - days(self.random.choice((1000, 1000, 1000, 10, -5)))
        row = register.approve(self.row, carer, starts_on=starts, by=SOMEBODY)
        period = {"starts": starts, "ends": None}
        self.told["approved"].append(period)
        self._keep("approval", row, period)

    def set_terms(self) -> None:
        """Terms, in place of any before."""
        before = [terms for terms in self.told["terms"] if terms["period"]["ends"] is None]
        starts = DAY - days(self.random.choice((900, 800, 30, 1, 0)))
        if before and before[0]["period"]["starts"] > starts:
            return
        named = [*self.children, *self.strangers[:1]]
        lines = [self._line(named) for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        overall = self.random.choice((1, 2, 2, 3, 3, 4))
        register.set_terms(
            self.row,
            overall=overall,
            criteria=[given for given, _ in lines],
            starts_on=starts,
            by=SOMEBODY,
        )
        for terms in before:
            terms["period"]["ends"] = starts
        period = {"starts": starts, "ends": None}
        told = {"overall": overall, "criteria": [line for _, line in lines], "period": period}
        self.told["terms"].append(told)

    def _line(self, named: list[Child]) -> tuple[dict[str, Any], dict[str, Any]]:
        low = self.random.choice((0, 0, 0, 5, 8))
        high = self.random.choice((17, 17, low + 4))
        sex = self.random.choice((None, None, None, Sex.FEMALE))
        kinds = self.random.choice((None, None, None, self.random.sample(KINDS, 2)))
        child = self.random.choice(named) if named and self.random.random() < 0.15 else None
        number = self.random.choice((1, 2, 2, 3))
        given = builders.line(number, (low, high), sex=sex, kinds=kinds, child=child)
        told = {
            "up_to": number,
            "min_age": low,
            "max_age": high,
            "sexes": {sex.value} if sex else None,
            "kinds": {kind.value for kind in kinds} if kinds else None,
            "child_id": str(child.id) if child else None,
        }
        return given, told

    def sign(self) -> None:
        """The agreement is signed."""
        starts = DAY - days(self.random.choice((900, 900, 900, 3, -3)))
        if self.told["agreement_signed"] is None:
            register.sign_agreement(self.row, starts_on=starts, by=SOMEBODY)
            self.told["agreement_signed"] = {"starts": starts, "ends": None}

    def place(self, child: Child) -> None:
        """A child is placed here, of whatever kind."""
        place, kind = self.random.choice(PLACES), self.random.choice((None, *KINDS))
        starts = max(min(self.start(), today()), child.person.born)
        row = children.record_placement(
            child,
            place=place,
            starts_on=starts,
            household=self.row,
            kind=kind,
            temporary=True,  # so that none takes over from another
            by=SOMEBODY,
        )
        period = {"starts": starts, "ends": None}
        self._claim(child, period, "placed", kind, place in FOSTERED, place in IN_TERMS)
        self._keep("placement", row, period)

    def _claim(
        self,
        child: Child,
        period: dict[str, Any],
        claim: str,
        kind: Kind | None = None,
        fostered: bool = True,
        in_terms: bool = True,
    ) -> None:
        self.told["claims"].append(
            {
                "child": in_plain(child),
                "period": period,
                "claim": claim,
                "kind": kind.value if kind else None,
                "fostered": fostered,
                "in_terms": in_terms,
            }
        )

    def claim(self, child: Child) -> None:
        """A bed is held or a placement planned; some are released again, or past their expiry."""
        from app.core.db import db

        people.claim_room(self.row)
        what = self.random.choice(tuple(ClaimKind))
        gone = self.random.choice((None, None, "released", "expired"))
        starts = self.start()
        row = RoomClaim(
            household_id=self.row.id,
            child_id=child.id,
            claim=what,
            starts_on=starts,
            expires_at=now() - days(1) if gone == "expired" else None,
        )
        db.session.add(row)
        db.session.flush()
        if gone == "released":
            register.release_claim(row, because="Not needed", by=SOMEBODY)
        period = {"starts": starts, "ends": None}
        if gone is None:
            self._claim(child, period, what.value)
            self._keep("claim", row, period)

    def give_temporary_approval(self) -> None:
        """A named child, for sixteen weeks, perhaps extended."""
        child = self.connected = self.random.choice(self.strangers)
        starts = DAY - days(self.random.choice((0, 50, 111, 112, 130, 200)))
        row = register.record_temporary_approval(
            self.row, child, starts_on=starts, decided_by="Nominated officer", by=SOMEBODY
        )
        last = starts + days(111)
        if self.random.random() < 0.4:
            last += days(56)
            register.record_extension(
                row, last_day=last, decided_on=starts, decided_by="Nominated officer", by=SOMEBODY
            )
        self.told["temporary"].append((str(child.id), {"starts": starts, "ends": last + days(1)}))

    def exempt(self) -> None:
        """Some children are named in an exemption."""
        named = [*self.children, *self.random.sample(self.strangers, 2)]
        starts = self.start()
        row = register.grant_exemption(
            self.row,
            children=named,
            starts_on=starts,
            decided_on=starts,
            decided_by="Nominated officer",
            by=SOMEBODY,
        )
        period = {"starts": starts, "ends": None}
        ids = {str(child.id) for child in named}
        self.told["exemptions"].append({"children": ids, "limit": None, "period": period})
        self._keep("exemption", row, period)

    def hold(self) -> None:
        """No placements for now."""
        if any(each["period"]["ends"] is None for each in self.told["holds"]):
            return
        starts = self.start()
        row = register.put_on_hold(
            self.row, reason=HoldReason.ILLNESS, starts_on=starts, by=SOMEBODY
        )
        period = {"starts": starts, "ends": None}
        self.told["holds"].append({"period": period})
        self._keep("hold", row, period)

    def close_places(self) -> None:
        """Some places, or all, cannot be offered."""
        starts, number = self.start(), self.random.choice((None, 1, 1, 2))
        ends = starts + days(self.random.randint(1, 300)) if self.random.random() < 0.4 else None
        row = register.make_unavailable(
            self.row,
            places=number,
            reason=NotAvailable.OTHER,
            starts_on=starts,
            ends_on=ends,
            by=SOMEBODY,
        )
        period = {"starts": starts, "ends": ends}
        self.told["unavailable"].append({"places": number, "period": period})
        if ends is None:
            self._keep("unavailable", row, period)

    def furnish(self) -> None:
        """Bedrooms, who sleeps in them, and a child of the family for whom nobody said where."""
        since = DAY - days(2000)
        beds = []
        for number in range(self.random.choice((0, 1, 2, 3, 4))):
            sleeps = self.random.choice((1, 1, 2))
            bed = people.add_bedroom(
                self.row, name=f"Room {number}", sleeps=sleeps, starts_on=since, by=SOMEBODY
            )
            self.told["bedrooms"].append({"id": str(bed.id), "sleeps": sleeps})
            beds.append(bed)
        for bed, child in zip(beds, self.children, strict=False):
            people.sleep_in(bed, child.person, starts_on=since, by=SOMEBODY)
            self._sleeper(str(child.id), str(bed.id), since, True)
        if self.random.random() < 0.4:
            age = self.random.choice((1, 2, 3, 9))
            own = builders.person(born=builders.birthday(age, DAY))
            people.join_household(
                self.row, own, role=MemberRole.CHILD_OF_FAMILY, starts_on=since, by=SOMEBODY
            )
            self._sleeper(f"person-{own.id}", None, since, age >= 3)
        if self.children and self.random.random() < 0.6:
            pair = [self.children[0], self.strangers[0]]
            register.agree_sharing(
                self.row,
                child=pair[0],
                with_child=pair[1],
                agreed_by="Both authorities",
                starts_on=since,
                by=SOMEBODY,
            )
            period = {"starts": since, "ends": None}
            ids = {str(child.id) for child in pair}
            self.told["sharing"].append({"children": ids, "period": period})

    def _sleeper(self, who: str, bed: str | None, since: date, needs_room: bool) -> None:
        period = {"starts": since, "ends": None}
        self.told["sleepers"].append(
            {"id": who, "bedroom_id": bed, "period": period, "needs_room": needs_room}
        )

    # ------------------------------------------------------------------------------ through time

    def begin(self) -> None:
        """What was recorded first."""
        often = self.random.random
        if often() < 0.85:
            self.approve()
        if often() < 0.95:
            self.set_terms()
        if often() < 0.9:
            self.sign()
        self.furnish()
        for child in self.children:
            (self.place if often() < 0.75 else self.claim)(child)
        for chance, told in (
            (0.2, self.give_temporary_approval),
            (0.25, self.exempt),
            (0.15, self.hold),
            (0.3, self.close_places),
        ):
            if often() < chance:
                told()

    def change(self) -> None:
        """What was recorded later: ends, mistakes, new terms, more of the same."""
        if self.random.random() < 0.4:
            self.set_terms()
        if self.random.random() < 0.2:
            self.close_places()
        for kind, row, period in self.open:
            if self.random.random() < 0.35:
                self._end(kind, row, period)

    def _end(self, kind: str, row: Any, period: dict[str, Any]) -> None:
        on = max(period["starts"], DAY + days(self.random.randint(-30, 60)))
        match kind:
            case "approval" if self.random.random() < 0.5:
                received = max(period["starts"], DAY - days(self.random.choice((40, 10, 1))))
                register.receive_resignation(row, received_on=received, by=SOMEBODY)
                on = received + days(28)
            case "approval":
                register.end_approval(row, on=on, how=ApprovalEnd.TERMINATED, by=SOMEBODY)
            case "placement":
                on = max(period["starts"], min(on, today()))
                children.end_placement(row, on=on, by=SOMEBODY)
            case "claim":
                register.release_claim(row, because="Not needed", by=SOMEBODY)
                on = period["starts"]
            case "exemption":
                register.end_exemption(row, on=on, by=SOMEBODY)
            case "hold":
                register.lift_hold(row, on=on, by=SOMEBODY)
            case "unavailable":
                register.make_available(row, on=on, by=SOMEBODY)
        period["ends"] = on

    def as_told(self) -> dict[str, Any]:
        """What was told so far, apart from what will be."""
        return deepcopy(self.told)


def moment(day: date) -> datetime:
    """Noon, in a zone."""
    from datetime import UTC

    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
