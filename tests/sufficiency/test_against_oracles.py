"""The plain rules against the oracles: no difference, and planted faults that are all caught."""

import sys
from dataclasses import asdict, replace
from datetime import timedelta
from functools import cache

import pytest

from sufficiency import criteria, distance, room
from sufficiency.period import Period
from sufficiency.room import on_a_day
from sufficiency.types import Weighs, age_on
from tests.oracles import gates as gates_oracle
from tests.oracles import room as room_oracle
from tests.sufficiency.invented import DAY, a_world

SEEDS = range(50)
HOMES, NEEDS = 40, 4


@cache
def pairs(seed):
    """Needs and homes with what the oracle says of them: (need, home, ruled out, to ask)."""
    homes, needs = a_world(seed, HOMES, NEEDS)
    as_plain = [asdict(home) for home in homes]
    told = []
    for need in needs:
        asked = asdict(need)
        for home, plain in zip(homes, as_plain, strict=True):
            told.append((need, home, *gates_oracle.verdict(asked, plain)))
    return told


@cache
def lists(seed):
    """Homes and days with the places that the oracle counts: (room, day, places)."""
    homes, _ = a_world(seed, HOMES, NEEDS)
    days = [DAY + timedelta(days=number) for number in (-50, -1, 0, 1, 30, 200)]
    return [
        (home.room, day, room_oracle.places_left(asdict(home.room), day))
        for home in homes
        for day in days
    ]


def verdict(need, home):
    """The same, by the engine's plain functions."""
    findings = criteria.gate_findings(need, home)
    ruled = {str(each.code) for each in findings if each.weighs is Weighs.RULED_OUT}
    to_ask = {str(each.code) for each in findings if each.weighs is Weighs.UNKNOWN}
    return ruled, to_ask


def first_difference(seeds=SEEDS):
    """Where the engine and the oracles differ, or None."""
    for seed in seeds:
        for need, home, ruled, to_ask in pairs(seed):
            if verdict(need, home) != (ruled, to_ask):
                return need.id, home.id, verdict(need, home), (ruled, to_ask)
        for household, day, places in lists(seed):
            if room.places_left(household, day) != places:
                return household, day, places
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_every_reason_is_the_oracles_reason(seed):
    assert first_difference([seed]) is None


def test_the_invented_worlds_try_every_reason():
    tried = {code for seed in SEEDS for *_, ruled, to_ask in pairs(seed) for code in ruled | to_ask}
    reasons = {str(code) for code in room.ShortfallCode}
    reasons |= {code.value for code in criteria.Code if code not in criteria.PREFERENCE_CODES}
    assert tried == reasons
    assert sum(not ruled for seed in SEEDS for _, _, ruled, _ in pairs(seed)) > 300


# -------------------------------------------------------------------------------- planted faults


ROOM = [module for name, module in sys.modules.items() if name.startswith("sufficiency.room")]


def plant(patch, name, made, where=ROOM):
    """Put `made(the real thing)` in the place of a function or value, wherever it is used."""
    for module in where:
        if hasattr(module, name):
            patch.setattr(module, name, made(getattr(module, name)))


def end_day_counts(patch):
    patch.setattr(
        Period,
        "contains",
        lambda self, day: self.starts <= day and (self.ends is None or day <= self.ends),
    )


def first_day_does_not_count(patch):
    patch.setattr(
        Period,
        "contains",
        lambda self, day: self.starts < day and (self.ends is None or day < self.ends),
    )


def limit_of_four(patch):
    plant(patch, "USUAL_LIMIT", lambda real: 4)


def own_bedroom_from_five(patch):
    plant(patch, "OWN_BEDROOM_AGE", lambda real: 5)


def age_by_years_alone(patch):
    plant(patch, "age_on", lambda _: lambda born, day: max(0, day.year - born.year))


def age_by_years_alone_among_others(patch):
    plant(
        patch, "age_on", lambda _: lambda born, day: max(0, day.year - born.year), where=[criteria]
    )


def any_pair_of_siblings_will_do(patch):
    def made(real):
        return lambda children, siblings: (
            len(children) < 2 or any(pair <= children for pair in siblings)
        )

    plant(patch, "all_siblings", made)


def siblings_only_among_those_who_come(patch):
    def made(real):
        def limit(household, stay, day, together):
            return real(household, stay, day, stay.ids if len(stay.ids) > 1 else together)

        return limit

    plant(patch, "_limit_on", made)


def exemption_stretches(patch):
    def made(real):
        def limit(household, stay, day, together):
            if any(each.period.contains(day) for each in household.exemptions):
                return None
            return real(household, stay, day, together)

        return limit

    plant(patch, "_limit_on", made)


def exemption_ignores_its_period(patch):
    def made(real):
        def limit(household, stay, day, together):
            if any(together <= each.children for each in household.exemptions):
                return None
            return real(household, stay, day, together)

        return limit

    plant(patch, "_limit_on", made)


def held_beds_are_free(patch):
    plant(
        patch,
        "claims_on",
        lambda real: (
            lambda household, day: [
                claim for claim in real(household, day) if claim.claim != "held"
            ]
        ),
    )


def plans_are_free(patch):
    plant(
        patch,
        "claims_on",
        lambda real: (
            lambda household, day: [
                claim for claim in real(household, day) if claim.claim != "planned"
            ]
        ),
    )


def a_childs_own_claim_competes(patch):
    plant(
        patch, "others_on", lambda real: lambda household, stay, day: room.claims_on(household, day)
    )


def first_terms_hold(patch):
    def made(real):
        def terms_on(household, day):
            in_force = [terms for terms in household.terms if terms.period.contains(day)]
            return min(in_force, key=lambda terms: terms.period.starts, default=None)

        return terms_on

    plant(patch, "terms_on", made)


def assignment_is_greedy(patch):
    def made(real):
        def assignable(choices, up_to):
            left = list(up_to)
            for lines in choices:
                free = [n for n in lines if left[n]]
                if not free:
                    return False
                left[free[0]] -= 1
            return True

        return assignable

    plant(patch, "assignable", made)


def assignment_is_a_sum(patch):
    plant(
        patch,
        "assignable",
        lambda real: lambda choices, up_to: all(choices) and len(choices) <= sum(up_to),
    )


def temporary_approval_is_for_anyone(patch):
    def made(real):
        def approval(household, stay):
            if household.temporary:
                return ()
            return real(household, stay)

        return approval

    plant(patch, "approval", made)


def without(name):
    """A fault in which one test of room is never made."""

    def fault(patch):
        plant(patch, name, lambda real: lambda household, stay: ())

    fault.__name__ = f"no_test_of_{name}"
    return fault


def unavailability_does_not_add_up(patch):
    def made(real):
        return lambda household, day: max(
            (gone.places or 0 for gone in household.unavailable if gone.period.contains(day)),
            default=0,
        )

    plant(patch, "unavailable_on", made)


def only_the_whole_home_can_be_unavailable(patch):
    plant(patch, "unavailable_on", lambda real: lambda household, day: 0)


def sex_does_not_matter(patch):
    plant(patch, "_admits_sex", lambda real: lambda line, child: True)


def kind_does_not_matter(patch):
    plant(patch, "_admits_kind", lambda real: lambda line, kind: True)


def terms_test_the_age_on_arrival_only(patch):
    plant(patch, "tested_age", lambda real: lambda terms, one: age_on(one.child.born, one.since))


def those_with_no_bedroom_recorded_sleep_nowhere(patch):
    def made(real):
        def who(household, stay, day):
            sleeping, waiting = real(household, stay, day)
            return sleeping, [person for person in waiting if person in stay.ids]

        return who

    plant(patch, "who_sleeps_where", made)


def bedrooms_sleep_any_number(patch):
    def made(real):
        def all_sleep(spaces, waiting, may_share):
            return real([(99, there) for _, there in spaces], waiting, may_share)

        return all_sleep

    plant(patch, "_all_sleep", made)


def agreements_to_share_last_for_ever(patch):
    plant(
        patch,
        "agreed_on",
        lambda real: lambda household, day: [each.children for each in household.sharing],
    )


def only_the_first_day_is_looked_at(patch):
    plant(patch, "days_of_change", lambda real: lambda period, facts: [period.starts])


def ends_are_not_days_of_change(patch):
    plant(
        patch,
        "days_of_change",
        lambda real: lambda period, facts: real(period, [Period(fact.starts) for fact in facts]),
    )


def private_fostering_does_not_count(patch):
    def made(real):
        def together(household, stay, day):
            there = on_a_day.others_on(household, stay, day)
            return stay.ids | {c.child.id for c in there if c.fostered and c.in_terms}

        return together

    plant(patch, "_fostered_together", made)


def hold_only_on_the_first_day(patch):
    def made(real):
        return lambda household, stay: tuple(
            each for each in real(household, stay) if each.from_day == stay.period.starts
        )

    plant(patch, "hold", made)


def miles_of_1600_metres(patch):
    patch.setattr(distance, "METRES_IN_MILE", 1600.0)


def distance_along_the_axes(patch):
    def made(real):
        return lambda one, other: (
            max(abs(one.easting_m - other.easting_m), abs(one.northing_m - other.northing_m)) ** 2
        )

    plant(patch, "square_metres", made, where=[distance])


def children_of_the_family_are_not_looked_at(patch):
    def made(real):
        def others(need, home):
            claimed = {claim.child.id for claim in home.room.claims}
            return [other for other in real(need, home) if other.child.id in claimed]

        return others

    plant(patch, "others_there", made, where=[criteria])


def fostered_children_are_not_looked_at(patch):
    def made(real):
        def others(need, home):
            family = {resident.child.id for resident in home.residents}
            return [other for other in real(need, home) if other.child.id in family]

        return others

    plant(patch, "others_there", made, where=[criteria])


def unrecorded_is_taken_as_no(patch):
    def fault(need, home):
        missing = [fact for fact in need.required if not home.facts.get(fact)]
        if missing:
            yield criteria._out(criteria.Code.FACT_MISSING, "")

    real = criteria.has_every_fact_required
    gates = tuple(fault if gate is real else gate for gate in criteria.GATES)
    patch.setattr(criteria, "GATES", gates)


def gate_left_out(name):
    """A fault in which one gate of the search is not in the list."""

    def fault(patch):
        real = getattr(criteria, name)
        gates = tuple(gate for gate in criteria.GATES if gate is not real)
        patch.setattr(criteria, "GATES", gates)

    fault.__name__ = f"no_gate_{name}"
    return fault


def approval_is_not_asked_for_lists(patch):
    plant(patch, "_shut_on", lambda real: lambda household, day: None)


def named_places_are_vacancies(patch):
    def made(real):
        def places(household, day):
            found = real(household, day)
            terms = room.terms_on(household, day)
            if terms is None or found.shut:
                return found
            there = room.claims_on(household, day)
            left = min(
                terms.overall - sum(claim.in_terms for claim in there),
                room.USUAL_LIMIT - sum(claim.fostered for claim in there),
            )
            return replace(found, left=max(0, left - found.unavailable))

        return places

    plant(patch, "places", made)


FAULTS = (
    end_day_counts,
    first_day_does_not_count,
    limit_of_four,
    own_bedroom_from_five,
    age_by_years_alone,
    age_by_years_alone_among_others,
    any_pair_of_siblings_will_do,
    siblings_only_among_those_who_come,
    exemption_stretches,
    exemption_ignores_its_period,
    held_beds_are_free,
    plans_are_free,
    a_childs_own_claim_competes,
    first_terms_hold,
    assignment_is_greedy,
    assignment_is_a_sum,
    temporary_approval_is_for_anyone,
    without("approval"),
    without("agreement"),
    without("terms"),
    without("usual_limit"),
    without("hold"),
    without("availability"),
    without("bedrooms"),
    unavailability_does_not_add_up,
    only_the_whole_home_can_be_unavailable,
    sex_does_not_matter,
    kind_does_not_matter,
    terms_test_the_age_on_arrival_only,
    those_with_no_bedroom_recorded_sleep_nowhere,
    bedrooms_sleep_any_number,
    agreements_to_share_last_for_ever,
    only_the_first_day_is_looked_at,
    ends_are_not_days_of_change,
    private_fostering_does_not_count,
    hold_only_on_the_first_day,
    miles_of_1600_metres,
    distance_along_the_axes,
    children_of_the_family_are_not_looked_at,
    fostered_children_are_not_looked_at,
    unrecorded_is_taken_as_no,
    gate_left_out("not_excluded"),
    gate_left_out("position_known"),
    gate_left_out("away_from_places_to_avoid"),
    gate_left_out("has_no_fact_forbidden"),
    gate_left_out("alone_if_need_be"),
    gate_left_out("others_young_enough"),
    gate_left_out("nobody_there_must_be_alone"),
    gate_left_out("ages_suit_those_there"),
    gate_left_out("apart_from"),
    approval_is_not_asked_for_lists,
    named_places_are_vacancies,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_oracles_catch_a_planted_fault(fault, monkeypatch):
    for seed in SEEDS:
        pairs(seed), lists(seed)
    fault(monkeypatch)
    assert first_difference() is not None
