"""A child of the statutory return, brought into the record through the record's own acts.

Returns overlap: each year's tells again what was open when it began. What the record has already is
left as it is; what was open and has ended is closed; what the record has otherwise is never
overwritten: it is odd, and somebody looks. Older returns are best brought in first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import or_, select

from app.accounts.models import User
from app.audit.act import Actor
from app.children import actions as children
from app.children.codes import (
    FOSTER,
    FOSTERING_FOR_ADOPTION,
    LONG_TERM,
    PLACED_FOR_ADOPTION,
    Ls,
    Place,
    PlaceProvider,
    Rec,
    is_short_break,
    is_temporary,
)
from app.children.kinds import Basis, Regulator, SettingKind
from app.children.models import (
    Child,
    FamilyHome,
    LegalStatus,
    Placement,
    Registration,
    Setting,
)
from app.core.db import db
from app.core.succession import open_row
from app.core.words import words
from app.exchange import matching_up
from app.exchange.episodes import History, PlacementSpell, StatusSpell, history_of
from app.exchange.matching_up import SSDA903
from app.exchange.models import Verdict
from app.exchange.ssda903 import NO_URN, ChildRead
from app.people import actions as people
from app.people.models import Address, Household, Person, ProviderKind
from app.people.places import point_of
from app.register.models import Approval, TemporaryApproval
from sufficiency.types import Kind, Sex

SETTINGS = {
    Place.K1: SettingKind.SECURE_HOME,
    Place.K2: SettingKind.CHILDRENS_HOME,
    Place.K3: SettingKind.SUPPORTED_ACCOMMODATION,
    Place.H5: SettingKind.SUPPORTED_ACCOMMODATION,
    Place.R1: SettingKind.CARE_HOME,
    Place.R2: SettingKind.HOSPITAL,
    Place.R3: SettingKind.RESIDENTIAL_FAMILY_CENTRE,
    Place.R5: SettingKind.CUSTODY,
    Place.S1: SettingKind.RESIDENTIAL_SCHOOL,
}

REGISTERED = frozenset({Place.K1, Place.K2, Place.K3, Place.R3})
"""Places whose number in the return is their registration with Ofsted. It is not a check of it."""


@dataclass(slots=True)
class _Coming:
    """A child on the way into the record."""

    read: ChildRead
    child: Child
    is_new: bool
    by: Actor


def bring(read: ChildRead, by: Actor) -> None:
    """Bring one child in, and report beside each row what that did."""
    coming = _child(read, by)
    history = history_of(read)
    for status in history.statuses:
        _bring_status(coming, status)
    for placement in history.placements:
        _bring_placement(coming, placement)
    _bring_homes(coming, history)


# ---------------------------------------------------------------------------------- who they are


def _child(read: ChildRead, by: Actor) -> _Coming:
    child = _known(read)
    if child is not None:
        _put_right(child, read, by)
        matching_up.keep_key(SSDA903, "child", child.id, read.key, by)
        return _Coming(read, child, False, by)
    person = people.add_person(
        given_name=read.given_name,
        family_name=read.family_name,
        born=read.born,
        sex=read.sex,
        by=by,
    )
    child = children.add_child(
        person=person,
        responsible_authority=current_app.config["SETTINGS"].authority_code,
        ethnicity=read.ethnicity,
        upn=read.upn,
        by=by,
    )
    matching_up.keep_key(SSDA903, "child", child.id, read.key, by)
    read.row.did(Verdict.ADDED, "New child.")
    return _Coming(read, child, True, by)


def _known(read: ChildRead) -> Child | None:
    """The child whom a row means: by the return's number, the pupil number, or name and birth."""
    known = matching_up.keyed(SSDA903, "child", read.key)
    if known is not None:
        return db.session.get(Child, known)
    if read.upn is not None:
        found = db.session.scalars(
            select(Child).where(Child.upn == read.upn, Child.stands())
        ).first()
        if found is not None:
            return found
    if read.given_name == "Child":
        return None
    return db.session.scalars(
        select(Child)
        .join(Person, Person.id == Child.person_id)
        .where(
            matching_up.same_name(read.given_name, read.family_name),
            Person.born == read.born,
            Child.stands(),
        )
    ).first()


def _put_right(child: Child, read: ChildRead, by: Actor) -> None:
    person = child.person
    if person.born is not None and person.born != read.born:
        read.row.is_odd(
            f"Born on {read.born:%d/%m/%Y} by this row and on {person.born:%d/%m/%Y} by the "
            "record, which stays. Correct whichever is wrong."
        )
    named = read.given_name != "Child" and person.given_name == "Child"
    sex = person.sex if read.sex is Sex.UNKNOWN else read.sex
    if named or sex is not person.sex or person.born is None:
        people.change_person(
            person,
            given_name=read.given_name if named else person.given_name,
            family_name=read.family_name if named else person.family_name,
            born=person.born or read.born,
            sex=sex,
            phone=person.phone,
            email=person.email,
            by=by,
        )
        read.row.did(Verdict.CHANGED, "Name, sex or date of birth put right.")
    ethnicity, upn = read.ethnicity or child.ethnicity, read.upn or child.upn
    if (ethnicity, upn) != (child.ethnicity, child.upn):
        worker = child.worker_id and db.session.get(User, child.worker_id)
        children.change_child(child, ethnicity=ethnicity, upn=upn, worker=worker or None, by=by)
        read.row.did(Verdict.CHANGED, "Ethnicity or pupil number put right.")


# ---------------------------------------------------------------------------------- legal status


def _bring_status(coming: _Coming, spell: StatusSpell) -> None:
    recorded = db.session.scalars(
        select(LegalStatus)
        .where(LegalStatus.child_id == coming.child.id, LegalStatus.stands())
        .order_by(LegalStatus.starts_on)
    ).all()
    same = _same_status(recorded, spell)
    if same is not None:
        _close_status(coming, spell, same)
        return
    clash = next((each for each in recorded if each.starts_on == spell.starts_on), None)
    if clash is not None:
        spell.row.is_odd(
            f"From {spell.starts_on:%d/%m/%Y} the legal status is {spell.status} by this row and "
            f"{clash.status} by the record, which stays. Correct whichever is wrong."
        )
        return
    _begin_status(coming, spell, [each.starts_on for each in recorded])


def _begin_status(coming: _Coming, spell: StatusSpell, recorded: Sequence[date]) -> None:
    """Record a status; one that an older return left open ended when the next we know of began."""
    begun: LegalStatus = children.begin_legal_status(
        coming.child,
        status=spell.status,
        need=spell.need,
        starts_on=spell.starts_on,
        by=coming.by,
    )
    following = min((day for day in recorded if day > spell.starts_on), default=None)
    ends_on, because = spell.ends_on, spell.because
    if following is not None and (ends_on is None or ends_on > following):
        ends_on, because = following, Rec.X1
        spell.row.is_odd(_left_open("legal status", following))
    if ends_on is not None and begun.ends_on != ends_on:
        children.end_legal_status(begun, on=ends_on, because=because, by=coming.by)
    spell.row.did(Verdict.ADDED, f"Legal status {spell.status} from {spell.starts_on:%d/%m/%Y}.")


def _left_open(what: str, following: date) -> str:
    return (
        f"Open by this file; by the record the next {what} began on {following:%d/%m/%Y}, so it is "
        "recorded as ending then. Load older returns first."
    )


def _same_status(recorded: Sequence[LegalStatus], spell: StatusSpell) -> LegalStatus | None:
    """The recorded status that the spell is, or goes on from."""
    for each in recorded:
        held = each.held_on(spell.starts_on) or each.starts_on == spell.starts_on
        if each.status is spell.status and held:
            return each
    return None


def _close_status(coming: _Coming, spell: StatusSpell, same: LegalStatus) -> None:
    if same.ends_on == spell.ends_on:
        return
    if same.ends_on is None and spell.ends_on is not None:
        children.end_legal_status(same, on=spell.ends_on, because=spell.because, by=coming.by)
        spell.last_row.did(
            Verdict.CLOSED, f"Legal status {spell.status} ended on {spell.ends_on:%d/%m/%Y}."
        )
    elif spell.ends_on is not None:
        spell.last_row.is_odd(
            f"Legal status {spell.status} ended on {spell.ends_on:%d/%m/%Y} by this row and on "
            f"{same.ends_on:%d/%m/%Y} by the record, which stays."
        )


# ------------------------------------------------------------------------------------ placements


def _bring_placement(coming: _Coming, spell: PlacementSpell) -> None:
    recorded = db.session.scalars(
        select(Placement)
        .where(Placement.child_id == coming.child.id, Placement.stands())
        .order_by(Placement.starts_on)
    ).all()
    same = _same_placement(recorded, spell)
    if same is not None:
        _close_placement(coming, spell, same)
        return
    _add_placement(coming, spell, _ends_by_the_record(recorded, spell))


def _same_placement(recorded: Sequence[Placement], spell: PlacementSpell) -> Placement | None:
    """The recorded placement that the spell is, or goes on from."""
    alike = [each for each in recorded if each.temporary is spell.temporary]
    begun = [each for each in alike if each.starts_on == spell.starts_on]
    exact = [each for each in begun if each.place is spell.place]
    longest = [each for each in begun if each.ends_on != each.starts_on]
    if begun:
        return next(iter(exact or longest), None)
    for each in alike:
        goes_on = each.place is spell.place and each.held_on(spell.starts_on)
        if spell.began_before and goes_on and each.postcode in (spell.postcode, None):
            return each
    return None


def _close_placement(coming: _Coming, spell: PlacementSpell, same: Placement) -> None:
    if same.place is not spell.place:
        spell.row.is_odd(
            f"From {same.starts_on:%d/%m/%Y} the placement is {spell.place} by this row and "
            f"{same.place} by the record, which stays. Correct whichever is wrong."
        )
    if same.ends_on == spell.ends_on:
        return
    if same.ends_on is None and spell.ends_on is not None:
        children.end_placement(same, on=spell.ends_on, because=spell.because, by=coming.by)
        spell.last_row.did(Verdict.CLOSED, f"The placement ended on {spell.ends_on:%d/%m/%Y}.")
    elif spell.ends_on is not None:
        spell.last_row.is_odd(
            f"The placement ended on {spell.ends_on:%d/%m/%Y} by this row and on "
            f"{same.ends_on:%d/%m/%Y} by the record, which stays."
        )


def _ends_by_the_record(recorded: Sequence[Placement], spell: PlacementSpell) -> date | None:
    """An older return's open placement ended when the next that we know of began."""
    if spell.temporary:
        return spell.ends_on
    later = [
        each.starts_on
        for each in recorded
        if not each.temporary and each.starts_on > spell.starts_on
    ]
    following = min(later, default=None)
    if following is None or (spell.ends_on is not None and spell.ends_on <= following):
        return spell.ends_on
    spell.row.is_odd(_left_open("placement", following))
    return following


def _add_placement(coming: _Coming, spell: PlacementSpell, ends_on: date | None) -> None:
    household = _household(spell)
    if spell.began_before:
        spell.row.is_odd(
            "The placement began before this episode (RNE is L): load the earlier return first, "
            "or it stands here from this episode only."
        )
    if spell.postcode and point_of(spell.postcode) is None:
        spell.row.is_odd(
            f"{spell.postcode} is not in the postcode table, so no distance can be measured."
        )
    children.record_placement(
        coming.child,
        place=spell.place,
        place_provider=spell.provider,
        basis=_basis(spell.place),
        kind=_kind(spell),
        household=household,
        setting=None if household else _setting(spell, coming.by),
        urn=spell.urn if spell.urn != NO_URN else None,
        postcode=spell.postcode or None,
        starts_on=spell.starts_on,
        ends_on=ends_on,
        ended_because=spell.because,
        by=coming.by,
    )
    where = f" with {household.name}" if household else ""
    spell.row.did(Verdict.ADDED, f"Placement {spell.place}{where} from {spell.starts_on:%d/%m/%Y}.")
    _note_service(spell, coming.by)


def _basis(place: Place) -> Basis:
    """What the code itself says of the basis; for the rest, the return does not say."""
    if place is Place.P1:
        return Basis.PARENT
    return Basis.ADOPTION if place in PLACED_FOR_ADOPTION else Basis.NOT_RECORDED


def _kind(spell: PlacementSpell) -> Kind | None:
    if spell.place not in FOSTER:
        return None
    if is_short_break(spell.status):
        return Kind.SHORT_BREAK
    if spell.place in LONG_TERM:
        return Kind.LONG_TERM
    if spell.place in FOSTERING_FOR_ADOPTION:
        return Kind.FOSTERING_FOR_ADOPTION
    return Kind.REMAND if spell.status in (Ls.J1, Ls.J2) else Kind.SHORT_TERM


def _household(spell: PlacementSpell) -> Household | None:
    """Our own carers at the placement's postcode, if exactly one household was approved then."""
    if spell.place not in FOSTER or spell.provider is not PlaceProvider.PR1:
        return None
    found = _approved_at(spell.postcode, spell.starts_on) if spell.postcode else []
    if len(found) == 1:
        return db.session.get(Household, found[0])
    how = f"{len(found)} households of ours were" if found else "No household of ours was"
    spell.row.is_odd(
        f"{how} approved at {spell.postcode or 'an unknown postcode'} on "
        f"{spell.starts_on:%d/%m/%Y}: link the household on the child's page."
    )
    return None


def _approved_at(postcode: str, on: date) -> Sequence[int]:
    approved = select(Approval.household_id).where(Approval.in_force(on))
    temporary = select(TemporaryApproval.household_id).where(TemporaryApproval.in_force(on))
    return db.session.scalars(
        select(Address.household_id)
        .where(
            Address.postcode == postcode,
            Address.in_force(on),
            or_(
                Address.household_id.in_(approved),
                Address.household_id.in_(temporary),
            ),
        )
        .distinct()
        .limit(9)
    ).all()


def _setting(spell: PlacementSpell, by: Actor) -> Setting | None:
    """The setting that bears the number, recorded now if it never was."""
    kind = SETTINGS.get(spell.place)
    if kind is None or not spell.urn or spell.urn == NO_URN or is_temporary(spell.place):
        return None
    known = db.session.scalars(
        select(Setting)
        .join(Registration, Registration.setting_id == Setting.id)
        .where(Registration.urn == spell.urn, Registration.stands(), Setting.stands())
        .order_by((Setting.postcode == spell.postcode).desc(), Setting.id)
    ).first()
    if known is not None:
        return known
    setting: Setting = children.add_setting(
        name=f"{words(kind)} {spell.urn}", kind=kind, postcode=spell.postcode or None, by=by
    )
    if spell.place in REGISTERED:
        children.register_setting(
            setting,
            regulator=Regulator.OFSTED,
            registered_as=kind,
            urn=spell.urn,
            starts_on=spell.starts_on,
            by=by,
        )
    spell.row.did(
        Verdict.ADDED,
        f"New setting {setting.name}: give its name, and check its registration.",
    )
    return setting


def _note_service(spell: PlacementSpell, by: Actor) -> None:
    """The agency or the other council that provides a foster placement, by its Ofsted number."""
    kinds = {
        PlaceProvider.PR2: ProviderKind.OTHER_AUTHORITY,
        PlaceProvider.PR4: ProviderKind.AGENCY,
        PlaceProvider.PR5: ProviderKind.AGENCY,
    }
    kind = kinds.get(spell.provider) if spell.provider else None
    if kind is None or spell.place not in FOSTER or not spell.urn or spell.urn == NO_URN:
        return
    if matching_up.provider_called("", spell.urn) is None:
        people.add_provider(
            name=f"Service with Ofsted number {spell.urn}", kind=kind, urn=spell.urn, by=by
        )
        spell.row.did(Verdict.ADDED, f"New fostering service with Ofsted number {spell.urn}.")


# ------------------------------------------------------------------------------------ family homes


def _bring_homes(coming: _Coming, history: History) -> None:
    for starts_on, postcode, row in history.homes:
        before = open_row(FamilyHome, child_id=coming.child.id)
        if before is not None and (before.postcode == postcode or before.starts_on > starts_on):
            continue
        children.set_family_home(coming.child, postcode=postcode, starts_on=starts_on, by=coming.by)
        row.did(
            Verdict.ADDED if coming.is_new else Verdict.CHANGED,
            f"Family home from {starts_on:%d/%m/%Y}.",
        )
