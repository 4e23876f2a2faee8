"""What a placement's list still owes, walked day by day and knowing nothing of the product.

A diary is kept of one placement: each morning it is asked which of the list's items somebody still
has to see to. Lengths are this file's own copy of the law's; holidays are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WORKING = {
    "placement_plan": 5,
    "delegated_authority": 5,
    "consents": 5,
    "notice_of_placement": 5,
    "notice_to_the_area_authority": 5,
    "registered_with_a_doctor": 10,
    "way_to_school": 3,
    "care_plan": 10,
    "reviewing_officer": 5,
    "health_assessment": 20,
    "education_plan": 10,
    "notice_of_ending": 10,
    "disruption_meeting": 20,
    "review_after_ending": 20,
}
TOLD = ("child", "parents", "contact", "health", "doctor", "officer")


@dataclass(frozen=True)
class Diary:
    """One placement as plain days. Of what was ticked off: (item, to whom, day or None)."""

    began: date
    in_care_since: date | None
    kept_from: date
    born: date
    newest: bool
    first: bool
    away: bool
    at_school: bool
    same_school: bool
    fostered: bool
    signed: date | None
    with_parent: bool
    looked_into: date | None
    decided: date | None
    long: bool
    named: date | None
    seen: Sequence[date]
    reviewed: Sequence[date]
    ticked: Sequence[tuple[str, str, date | None]]
    ended: date | None
    left: bool
    why: str
    expected: date | None
    agreed: date | None
    at_once: bool
    met: date | None


def works(day: date, holidays: frozenset[date]) -> bool:
    """Whether anybody is at work."""
    return day.weekday() < 5 and day not in holidays


def after(day: date, number: int, holidays: frozenset[date]) -> date:
    """So many working days later, counted on fingers."""
    while number:
        day += DAY
        number -= works(day, holidays)
    return day


def months(day: date, number: int) -> date:
    """The same date some months on; the last of the month where there is none."""
    year, month = day.year, day.month
    for _ in range(number):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    last = (date(year + month // 12, month % 12 + 1, 1) - DAY).day
    return date(year, month, min(day.day, last))


def age(born: date, day: date) -> int:
    """Birthdays had; of somebody born on a 29 February the next day is theirs in other years."""
    had = 0
    while had < 40:
        year = born.year + had + 1
        leap = (date(year, 3, 1) - DAY).day == 29
        birthday = (
            date(year, 3, 1)
            if (born.month, born.day) == (2, 29) and not leap
            else (date(year, born.month, born.day))
        )
        if birthday > day:
            break
        had += 1
    return had


def unplanned(diary: Diary) -> bool:
    """Not in the plan, in itself or in its time."""
    if diary.ended is None or diary.left or diary.why in ("", "PLACE", "CARPL"):
        return False
    if diary.agreed is not None and diary.agreed <= diary.ended:
        return False
    return not (diary.expected is not None and diary.expected <= diary.ended)


def still_to_do(
    diary: Diary, today: date, holidays: frozenset[date]
) -> dict[tuple[str, str], date]:
    """Each item that somebody has to see to today, with its last day."""
    found: dict[tuple[str, str], date] = {}
    over = diary.ended is not None and diary.ended <= today

    def owe(item: str, to: str = "", start: date | None = None) -> None:
        for what, whom, on in diary.ticked:
            if (what, whom) == (item, to) and (on is None or on <= today):
                return
        found[item, to] = after(start or diary.began, WORKING[item], holidays)

    if diary.began >= diary.kept_from and diary.began <= today:
        if not over:
            moving_in(diary, owe)
            education(diary, today, found)
            if diary.fostered and (diary.signed is None or diary.signed > today):
                found["foster_care_agreement", ""] = diary.began
            parent(diary, today, holidays, found)
            found["visit_to_the_child", ""] = next_visit(diary, today)
        if diary.newest and diary.in_care_since is not None:
            coming(diary, today, holidays, owe, found)
    if over and diary.ended is not None and diary.ended >= diary.kept_from:
        ending(diary, today, owe)
    return found


def moving_in(diary: Diary, owe: Callable[..., None]) -> None:
    """What the first day began."""
    for item in ("placement_plan", "delegated_authority", "consents", "registered_with_a_doctor"):
        owe(item)
    if diary.at_school or 4 <= age(diary.born, diary.began) < 16:
        owe("way_to_school")
    for whom in told(diary):
        owe("notice_of_placement", whom)
    if diary.away:
        owe("notice_to_the_area_authority", "area")


def education(diary: Diary, today: date, found: dict[tuple[str, str], date]) -> None:
    """A move that may cost a pupil the school: on the day, and for the last two years approved."""
    pupil = diary.at_school or 4 <= age(diary.born, diary.began) < 16
    if diary.first or diary.same_school or not pupil:
        return
    began = diary.began - DAY  # on a 31 August itself the school year of the last one still runs
    while (began.month, began.day) != (8, 31):
        began -= DAY
    last_years = 14 <= age(diary.born, began) <= 15
    item = "fourth_key_stage_approved" if last_years else "education_goes_on"
    for what, _, on in diary.ticked:
        if what == item and (on is None or on <= today):
            return
    found[item, ""] = diary.began


def parent(
    diary: Diary, today: date, holidays: frozenset[date], found: dict[tuple[str, str], date]
) -> None:
    """With a parent before anybody looked into it: ten working days, and ten more."""
    if not diary.with_parent:
        return
    seen = diary.looked_into
    if seen is None or seen > today:
        found["assessment_of_the_parent", ""] = after(diary.began, 10, holidays)
    elif diary.decided is None or diary.decided > today:
        found["decision_on_the_parent", ""] = after(max(seen, diary.began), 10, holidays)


def told(diary: Diary) -> list[str]:
    """Those of the regulation who exist for this child."""
    return [
        *TOLD,
        *([] if diary.first else ["before"]),
        *(["school"] if diary.at_school else []),
    ]


def next_visit(diary: Diary, today: date) -> date:
    """The last day for the next visit."""
    seen = sorted(day for day in diary.seen if diary.began <= day <= today)
    if not seen:
        return diary.began + 7 * DAY
    if seen[-1] >= months(diary.began, 12) and diary.long:
        return months(seen[-1], 3)
    return seen[-1] + 42 * DAY


def coming(
    diary: Diary,
    today: date,
    holidays: frozenset[date],
    owe: Callable[..., None],
    found: dict[tuple[str, str], date],
) -> None:
    """What coming into care began."""
    since = diary.in_care_since
    assert since is not None
    held = sorted(day for day in diary.reviewed if since <= day <= today)
    if since >= diary.kept_from:
        owe("care_plan", start=since)
        owe("health_assessment", start=since)
        if 3 <= age(diary.born, since) < 18:
            owe("education_plan", start=since)
        if diary.named is None or diary.named > today:
            found["reviewing_officer", ""] = after(since, 5, holidays)
        if not held:
            found["review_of_the_childs_case", ""] = after(since, 20, holidays)
    if held:
        found["review_of_the_childs_case", ""] = months(held[-1], 3 if len(held) == 1 else 6)


def ending(diary: Diary, today: date, owe: Callable[..., None]) -> None:
    """What its end began."""
    assert diary.ended is not None
    if diary.why == "PLACE":
        return
    if not diary.left:
        known = {whom for item, whom, on in diary.ticked if item == "notice_of_placement" and on}
        for whom in told(diary):
            if not known or whom in known:
                owe("notice_of_ending", whom, diary.ended)
        if diary.away:
            owe("notice_of_ending", "area", diary.ended)
        owe("notice_of_ending", "carers", diary.ended)
        if diary.at_once and not any(diary.ended <= day <= today for day in diary.reviewed):
            owe("review_after_ending", start=diary.ended)
    if unplanned(diary) and not (diary.met is not None and diary.met <= today):
        owe("disruption_meeting", start=diary.ended)
