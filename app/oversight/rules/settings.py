"""A child in a setting, or in a place known only by its code: registered, and allowed at this age?

Under 16, "other arrangements" have been limited to a list since 9 September 2021. At 16 and 17,
supported accommodation has had to be registered since 28 October 2023. Before those days neither
was so, and an old day is judged by its own law.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.children.codes import Place
from app.children.kinds import GroundKind, Regulator, SettingKind
from app.core.present import short_day
from app.core.words import words
from app.oversight.rules.facts import ChildDay, Establishment, Registered, Stay
from app.oversight.rules.foster import number_given
from app.oversight.rules.kinds import Answer, BasisKind, Fault, FaultCode, fault
from app.statute.care_planning.placing import (
    SUPPORTED_ACCOMMODATION_16_17,
    UNDER16_EXCEPTION,
    UNDER16_OTHER_ARRANGEMENTS_BAN,
)
from sufficiency.types import age_on, birthday

SIXTEEN = 16

KIND_OF_PLACE: Mapping[Place, SettingKind] = {
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
"""What a placement's code says of a setting that nobody has recorded."""

MUST_BE_REGISTERED_AS: Mapping[SettingKind, frozenset[SettingKind]] = {
    SettingKind.CHILDRENS_HOME: frozenset({SettingKind.CHILDRENS_HOME, SettingKind.SECURE_HOME}),
    SettingKind.SECURE_HOME: frozenset({SettingKind.SECURE_HOME}),
    SettingKind.RESIDENTIAL_FAMILY_CENTRE: frozenset({SettingKind.RESIDENTIAL_FAMILY_CENTRE}),
    SettingKind.CARE_HOME: frozenset({SettingKind.CARE_HOME}),
    SettingKind.SUPPORTED_ACCOMMODATION: frozenset(
        {SettingKind.SUPPORTED_ACCOMMODATION, SettingKind.CHILDRENS_HOME}
    ),
    SettingKind.OTHER: frozenset({SettingKind.SUPPORTED_ACCOMMODATION, SettingKind.CHILDRENS_HOME}),
}
"""Which registration each kind needs. A hospital, a school or a prison is proved otherwise."""

LAWFUL_AS: Mapping[SettingKind, BasisKind] = {
    SettingKind.CHILDRENS_HOME: BasisKind.CHILDRENS_HOME,
    SettingKind.SECURE_HOME: BasisKind.SECURE_HOME,
    SettingKind.SUPPORTED_ACCOMMODATION: BasisKind.SUPPORTED_REGISTERED,
    SettingKind.RESIDENTIAL_SCHOOL: BasisKind.RESIDENTIAL_SCHOOL,
    SettingKind.RESIDENTIAL_FAMILY_CENTRE: BasisKind.FAMILY_CENTRE,
    SettingKind.CARE_HOME: BasisKind.CARE_HOME,
    SettingKind.HOSPITAL: BasisKind.HOSPITAL,
    SettingKind.CUSTODY: BasisKind.CUSTODY,
    SettingKind.HOLIDAY_SCHEME: BasisKind.OTHER_ARRANGEMENTS,
}

UNLAWFUL_AS: Mapping[SettingKind, BasisKind] = {
    SettingKind.CHILDRENS_HOME: BasisKind.UNREGISTERED_HOME,
    SettingKind.SECURE_HOME: BasisKind.UNREGISTERED_HOME,
    SettingKind.RESIDENTIAL_FAMILY_CENTRE: BasisKind.UNREGISTERED_SETTING,
    SettingKind.CARE_HOME: BasisKind.UNREGISTERED_SETTING,
}

UK_NATION = {
    Regulator.OFSTED: "E",
    Regulator.CQC: "E",
    Regulator.CIW: "W",
    Regulator.CIS: "S",
}
"""The first letter of the ONS codes of the areas in which each regulator registers."""


def in_setting(facts: ChildDay, stay: Stay, setting: Establishment) -> Answer:
    """The basis of a child in a setting that the record knows."""
    setting = setting.as_at(facts.day)
    if setting.kind in (SettingKind.SUPPORTED_ACCOMMODATION, SettingKind.OTHER):
        return _for_age(facts, stay, setting)
    if setting.kind not in MUST_BE_REGISTERED_AS:
        return Answer(LAWFUL_AS[setting.kind], stay.starts_on)
    return _registered(facts, stay, setting)


def by_code(facts: ChildDay, stay: Stay) -> Answer:
    """The basis of a child in a place of which the record holds only the code."""
    kind = KIND_OF_PLACE.get(stay.place)
    if kind is not None:
        return _by_kind(facts, stay, kind)
    if stay.place is Place.P2:
        return _independent(facts, stay)
    if stay.place is Place.P3:
        return _residential_employment(facts, stay)
    return Answer(
        BasisKind.UNKNOWN,
        stay.starts_on,
        record="Record what kind of place this is, and whether it must be registered.",
    )


# --------------------------------------------------------------------------------- a known setting


def _registered(facts: ChildDay, stay: Stay, setting: Establishment) -> Answer:
    """A setting of a kind that must always be registered."""
    held = _in_force(setting, facts.day)
    if held is not None:
        return _lawful_by(stay, LAWFUL_AS[setting.kind], held)
    if not setting.registrations and number_given(stay.urn):
        return _by_number(stay, LAWFUL_AS[setting.kind])
    answer = Answer(
        UNLAWFUL_AS[setting.kind],
        _unregistered_since(stay, setting, facts.day),
        facts=(_no_registration(setting, facts.day),),
    )
    if answer.kind is BasisKind.UNREGISTERED_HOME and _barred_under_16(facts):
        return answer.with_faults(fault(FaultCode.UNDER_16, _UNDER_16))
    return answer


def _in_force(setting: Establishment, day: date) -> Registered | None:
    """The registration in force on a day that a setting of this kind needs.

    Of two, the one as a children's home, which is lawful at any age; then the later.
    """
    held = [
        each
        for each in setting.registrations
        if each.registered_as in MUST_BE_REGISTERED_AS[setting.kind]
        and each.starts_on <= day
        and (each.ended_on is None or each.ended_on > day)
    ]
    return max(
        held,
        key=lambda each: (each.registered_as is SettingKind.CHILDRENS_HOME, each.starts_on),
        default=None,
    )


def _lawful_by(stay: Stay, kind: BasisKind, held: Registered) -> Answer:
    said = (
        f"Registered with {words(held.regulator)} as {held.urn} since {short_day(held.starts_on)}.",
    )
    answer = Answer(kind, max(stay.starts_on, held.starts_on), facts=said)
    if stay.area is not None and stay.area[0] != UK_NATION[held.regulator]:
        says = (
            f"{words(held.regulator)} does not register places in the area where this one is. "
            "Check the registration."
        )
        return answer.with_faults(fault(FaultCode.REGISTRATION_UNPROVEN, says))
    return answer


def _by_number(stay: Stay, kind: BasisKind) -> Answer:
    """A number was given with the placement, and nobody has recorded the registration itself."""
    says = (
        f"Registration number {stay.urn} came with the placement. Check it with the regulator and "
        "record the registration."
    )
    return Answer(kind, stay.starts_on, (fault(FaultCode.REGISTRATION_NOT_CHECKED, says),))


def _unregistered_since(stay: Stay, setting: Establishment, day: date) -> date:
    needed = MUST_BE_REGISTERED_AS[setting.kind]
    ends = [
        each.ended_on
        for each in setting.registrations
        if each.registered_as in needed and each.ended_on is not None and each.ended_on <= day
    ]
    return max([stay.starts_on, *ends])


def _no_registration(setting: Establishment, day: date) -> str:
    lapsed = [each.ended_on for each in setting.registrations if each.ended_on is not None]
    if lapsed:
        return f"Its registration ended on {short_day(max(lapsed))}."
    if setting.registrations:
        return "It is registered as something else."
    return "No registration is recorded."


# ------------------------------------------------------------------------------------ for their age


_UNDER_16 = "Aged under 16: only a listed setting may be used (regulation 27A)."


def _for_age(facts: ChildDay, stay: Stay, setting: Establishment) -> Answer:
    """Supported accommodation, or a place of no listed kind."""
    if facts.born is None:
        return _age_unknown(stay)
    held = _in_force(setting, facts.day)
    if held is not None and held.registered_as is SettingKind.CHILDRENS_HOME:
        return _lawful_by(stay, BasisKind.CHILDRENS_HOME, held)
    if _barred_under_16(facts):
        return _under_16(facts, stay)
    if held is not None:
        return _lawful_by(stay, BasisKind.SUPPORTED_REGISTERED, held)
    supported = setting.kind is SettingKind.SUPPORTED_ACCOMMODATION
    if supported and not setting.registrations and number_given(stay.urn):
        return _by_number(stay, BasisKind.SUPPORTED_REGISTERED)
    if _must_be_registered_at_16(facts):
        excepted = _excepted(facts, stay)
        if excepted is not None:
            return excepted
        began = max(_unregistered_since(stay, setting, facts.day), _since_law(facts.born, stay))
        said = (_no_registration(setting, facts.day),)
        return Answer(BasisKind.SUPPORTED_UNREGISTERED, began, facts=said)
    return Answer(
        BasisKind.OTHER_ARRANGEMENTS,
        stay.starts_on,
        facts=("No registration was needed on this day.",),
    )


def _barred_under_16(facts: ChildDay) -> bool:
    """Under 16, on a day on which only listed settings may be used."""
    return (
        facts.born is not None
        and age_on(facts.born, facts.day) < SIXTEEN
        and UNDER16_OTHER_ARRANGEMENTS_BAN.in_force(facts.day)
    )


def _must_be_registered_at_16(facts: ChildDay) -> bool:
    """16 or 17, on a day on which supported accommodation must be registered."""
    return (
        facts.born is not None
        and age_on(facts.born, facts.day) >= SIXTEEN
        and SUPPORTED_ACCOMMODATION_16_17.in_force(facts.day)
    )


def _under_16(facts: ChildDay, stay: Stay) -> Answer:
    """Barred; but found out only after the move, a child may stay ten working days longer."""
    began = max(stay.starts_on, UNDER16_OTHER_ARRANGEMENTS_BAN.since)
    found = stay.ground(GroundKind.FOUND_UNDER_16, facts.day)
    if found is not None and UNDER16_EXCEPTION.runs_for(found):
        last_day = UNDER16_EXCEPTION.last_day(found)
        if facts.day <= last_day:
            return Answer(
                BasisKind.UNDER_16_FOUND,
                max(began, found),
                facts=(f"Found to be under 16 on {short_day(found)}.",),
                runs=UNDER16_EXCEPTION.day_n(found, facts.day),
                last_day=last_day,
            )
        began = max(began, last_day + timedelta(days=1))
    return Answer(BasisKind.UNDER_16_PROHIBITED, began, facts=(_UNDER_16,))


def _excepted(facts: ChildDay, stay: Stay) -> Answer | None:
    """16 or 17 in accommodation that need not be registered, where somebody said why."""
    said = stay.ground(GroundKind.EXCEPTED, facts.day)
    if said is None or facts.born is None:
        return None
    began = max(said, _since_law(facts.born, stay))
    says = f"Excepted from registration, recorded on {short_day(said)}."
    return Answer(BasisKind.EXCEPTED_ACCOMMODATION, began, facts=(says,))


def _since_law(born: date, stay: Stay) -> date:
    """The first day of the stay on which this young person was 16 and the law stood."""
    turned_16 = birthday(born, SIXTEEN)
    return max(stay.starts_on, SUPPORTED_ACCOMMODATION_16_17.since, turned_16)


def _age_unknown(stay: Stay) -> Answer:
    return Answer(
        BasisKind.UNKNOWN,
        stay.starts_on,
        record="Record the date of birth: what is lawful here depends on it.",
    )


# ------------------------------------------------------------------------------------ by code alone


def _by_kind(facts: ChildDay, stay: Stay, kind: SettingKind) -> Answer:
    if stay.place is Place.H5:
        return _for_age(facts, stay, Establishment(kind))
    if kind is SettingKind.SUPPORTED_ACCOMMODATION:
        return _supported_by_code(facts, stay)
    if kind not in MUST_BE_REGISTERED_AS:
        return Answer(LAWFUL_AS[kind], stay.starts_on)
    if number_given(stay.urn):
        return _by_number(stay, LAWFUL_AS[kind])
    return Answer(LAWFUL_AS[kind], stay.starts_on, (_unproven(),))


def _supported_by_code(facts: ChildDay, stay: Stay) -> Answer:
    """K3: supported accommodation that the return calls registered."""
    if facts.born is None:
        return _age_unknown(stay)
    if _barred_under_16(facts):
        return _under_16(facts, stay)
    if number_given(stay.urn):
        return _by_number(stay, BasisKind.SUPPORTED_REGISTERED)
    return Answer(BasisKind.SUPPORTED_REGISTERED, stay.starts_on, (_unproven(),))


def _unproven() -> Fault:
    says = "No registration number is recorded. Record the setting and its registration."
    return fault(FaultCode.REGISTRATION_UNPROVEN, says)


def _independent(facts: ChildDay, stay: Stay) -> Answer:
    """Independent living, which the return dropped on the day 16 and 17 had to be registered."""
    if facts.born is None:
        return _age_unknown(stay)
    if _barred_under_16(facts):
        return _under_16(facts, stay)
    if _must_be_registered_at_16(facts):
        excepted = _excepted(facts, stay)
        if excepted is not None:
            return excepted
        said = ("Independent living is not registered accommodation.",)
        began = _since_law(facts.born, stay)
        return Answer(BasisKind.SUPPORTED_UNREGISTERED, began, facts=said)
    return Answer(BasisKind.INDEPENDENT_LIVING, stay.starts_on)


def _residential_employment(facts: ChildDay, stay: Stay) -> Answer:
    if facts.born is None:
        return _age_unknown(stay)
    if _barred_under_16(facts):
        return _under_16(facts, stay)
    answer = Answer(
        BasisKind.OTHER_ARRANGEMENTS, stay.starts_on, facts=("Residential employment.",)
    )
    if _must_be_registered_at_16(facts):
        excepted = _excepted(facts, stay)
        if excepted is not None:
            return excepted
        says = "Record why this accommodation is excepted from registration."
        return answer.with_faults(fault(FaultCode.EXCEPTION_UNPROVEN, says))
    return answer
