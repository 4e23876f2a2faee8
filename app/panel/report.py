"""The panel's yearly report: numbers that open to their rows, for the page, a file and a document.

Every number says of how many it is. What the record does not know is a number of its own, and is
in no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import mean

from app.core.present import Shown, long_day, short_day
from app.core.today import today
from app.core.words import words
from app.documents.letters.composed import Draft, Part
from app.panel.kinds import ExperienceKind, ItemKind, Outcome
from app.panel.queries.feedback import by_theme
from app.panel.queries.listing import OnList, central_list, makeup
from app.panel.queries.matters import Forecast, forecast_on
from app.panel.queries.yearly import Heard, Sat, Year, year
from app.panel.rules.meetings import papers_due
from app.panel.rules.yearly import Decided, Timely, timely
from app.statute.fostering.panel import (
    ADM_DECISION_DUE,
    ADM_ORAL_NOTICE,
    ADM_WRITTEN_NOTICE,
    PANEL_MEMBER_APPRAISAL,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One of those that a number counts: what it is, when, what is said of it, its page."""

    about: str
    what: str
    on: date
    says: str
    page: str
    ref: str
    household_id: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A line of the report: words, how many, of how many, and the rows that were counted."""

    says: str
    n: int
    of: int | None = None
    key: str = ""
    rows: tuple[Row, ...] = ()
    page: str = ""
    ref: str = ""
    """Its own page, where it has one instead of rows."""

    more: str = ""

    @property
    def told(self) -> str:
        """The number, and of how many."""
        return str(self.n) if self.of is None else f"{self.n} of {self.of}"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is to be known of its numbers, and they."""

    heading: str
    numbers: tuple[Number, ...]
    says: str = ""
    more: str = ""
    """What the column between is called, where there is one."""

    counts: str = "Number"
    """What the numbers count."""


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report."""

    since: date
    until: date
    sections: tuple[Section, ...]
    departures: tuple[Row, ...] = field(default=())
    deferred: tuple[Row, ...] = field(default=())
    meetings: tuple[Sat, ...] = field(default=())

    @property
    def open_meetings(self) -> list[Sat]:
        """Those that were neither called off nor held, as far as the record knows."""
        return [each for each in self.meetings if not _off(each) and not each.held]

    def rows_of(self, key: str) -> Number | None:
        """The number with this key."""
        return next(
            (each for section in self.sections for each in section.numbers if each.key == key), None
        )


def report(since: date, until: date) -> Report:
    """The report of the days from one to another, both counted, as the record stands now."""
    found = year(since, until)
    return Report(
        since,
        until,
        (
            _meetings(found),
            _kinds(found),
            _said(found),
            _decided(found),
            _in_time(found),
            _quorum(found),
            _quality(since, until),
            _attendance(found),
            *_listed(min(until, today())),
            _ahead(forecast_on(today())),
        ),
        tuple(
            _item(each, _departure)
            for each in found.heard
            if each.advised and each.decided is not None and each.decided.departs
        ),
        tuple(_item(each, _reasons) for each in found.heard if _outcome(each) is Outcome.DEFERRED),
        found.sat,
    )


def _outcome(each: Heard) -> Outcome | None:
    return each.said.outcome if each.said is not None else None


# ------------------------------------------------------------------------------------------- rows


def _item(each: Heard, says: Callable[[Heard], str]) -> Row:
    item = each.item
    kind = words(item.kind) if item.kind else ""
    on = each.sat.meeting.meets_on
    return Row(item.title, kind, on, says(each), "panel.item", item.ref, item.household_id)


def _meeting(each: Sat, says: str) -> Row:
    meeting = each.meeting
    what = "Out of turn" if meeting.extraordinary else ""
    return Row(meeting.panel.name, what, meeting.meets_on, says, "panel.meeting", meeting.ref)


def _reasons(each: Heard) -> str:
    return each.said.reasons if each.said is not None else ""


def _departure(each: Heard) -> str:
    said = words(each.said.outcome).lower() if each.said is not None else ""
    return f"The panel: {said}. Decided otherwise: {each.decided.why if each.decided else ''}"


def _of_items(
    key: str, says: str, those: Iterable[Heard], of: int, tells: Callable[[Heard], str] = _reasons
) -> Number:
    rows = tuple(_item(each, tells) for each in those)
    return Number(says, len(rows), of, key, rows)


def _of_meetings(
    key: str, says: str, those: Iterable[tuple[Sat, str]], of: int | None = None
) -> Number:
    rows = tuple(_meeting(*each) for each in those)
    return Number(says, len(rows), of, key, rows)


# --------------------------------------------------------------------------------------- sections


def _meetings(found: Year) -> Section:
    off = [(each, each.meeting.called_off_because) for each in found.sat if _off(each)]
    open_ = [each for each in found.sat if not _off(each) and not each.held]
    called = len(found.sat)
    return Section(
        "Meetings",
        (
            _of_meetings("held", "Held", ((each, _counted(each)) for each in found.held), called),
            _of_meetings("called-off", "Called off", off, called),
            _of_meetings(
                "to-come", "Still to come", ((e, "") for e in open_ if not _over(e)), called
            ),
            _of_meetings(
                "unrecorded",
                "Their day is over, and who came is not recorded",
                ((each, "") for each in open_ if _over(each)),
                called,
            ),
            _of_meetings(
                "out-of-turn",
                "Held out of turn",
                ((each, each.meeting.why) for each in found.held if each.meeting.extraordinary),
                len(found.held),
            ),
        ),
        "Held: attendance was taken. What follows is of those.",
    )


def _off(each: Sat) -> bool:
    return each.meeting.called_off_on is not None


def _over(each: Sat) -> bool:
    return each.meeting.meets_on < today()


def _counted(each: Sat) -> str:
    items = len(each.items)
    return f"{items} item{'' if items == 1 else 's'}, {len(each.agenda.there)} members"


def _kinds(found: Year) -> Section:
    every = len(found.heard)
    return Section(
        "Items by kind",
        tuple(
            _of_items(f"kind-{kind}", words(kind), those, every)
            for kind in ItemKind
            if (those := [each for each in found.heard if each.item.kind is kind])
        ),
    )


def _said(found: Year) -> Section:
    every = len(found.heard)
    told = tuple(
        _of_items(
            f"said-{said}", words(said), (e for e in found.heard if _outcome(e) is said), every
        )
        for said in Outcome
    )
    unsaid = (each for each in found.heard if each.said is None)
    return Section(
        "What the panel said",
        (*told, _of_items("said-nothing", "Nothing is recorded", unsaid, every)),
    )


def _decided(found: Year) -> Section:
    advised = [each for each in found.heard if each.advised]
    taken = [each for each in advised if each.decided is not None]
    otherwise = [each for each in taken if each.decided and each.decided.departs]
    with_it = [each for each in taken if each not in otherwise]
    waits = [each for each in advised if each.decided is None]
    return Section(
        "Recommendations and decisions",
        (
            _of_items("as-said", "Decided as recommended", with_it, len(taken)),
            _of_items("otherwise", "Decided otherwise", otherwise, len(taken), _departure),
            _of_items("undecided", "Not decided yet", waits, len(advised)),
        ),
        "Of applications, reviews, proposals and matches.",
    )


def _in_time(found: Year) -> Section:
    with_items = [each for each in found.held if each.items]
    sent = {
        each.meeting.id: timely(each.meeting.papers_sent_on, papers_due(each.meeting.meets_on), at)
        for each in with_items
        if (at := each.meeting.meets_on)
    }
    late = [each for each in found.heard if each.item.late_agreed]
    minutes = [(each, _minuted(each)) for each in with_items if each.minutes_on is not None]
    return Section(
        "In time",
        (
            _of_meetings(
                "papers",
                "Papers reached members five working days before",
                (
                    (each, _sent(each))
                    for each in with_items
                    if sent[each.meeting.id] is Timely.IN_TIME
                ),
                len(with_items),
            ),
            _of_meetings(
                "papers-late",
                "Papers later, or not recorded as sent",
                (
                    (each, _sent(each))
                    for each in with_items
                    if sent[each.meeting.id] is not Timely.IN_TIME
                ),
                len(with_items),
            ),
            _of_items("late-agreed", "Items with late papers, agreed", late, len(found.heard)),
            _of_meetings("minutes", "Minutes approved", minutes, len(with_items)),
            *_clocked(found),
        ),
        "What is not due yet is counted in neither number.",
    )


def _sent(each: Sat) -> str:
    due = short_day(papers_due(each.meeting.meets_on))
    on = each.meeting.papers_sent_on
    return f"Sent on {short_day(on)}; due by {due}" if on else f"Not recorded; due by {due}"


def _minuted(each: Sat) -> str:
    return f"Approved on {short_day(each.minutes_on)}"


def _clocked(found: Year) -> Iterable[Number]:
    """The decision in seven working days; told in two by word of mouth, in five in writing."""
    received = [
        (each, each.decided.on if each.decided else None, ADM_DECISION_DUE.last_day(on))
        for each in found.heard
        if each.advised and (on := each.sat.minutes_on) is not None
    ]
    yield from _pair("decision", "Decided within seven working days of the minutes", received)
    told: list[tuple[Heard, Decided, date]] = [
        (each, each.decided, each.decided.told_from)
        for each in found.heard
        if each.advised and each.decided is not None and each.decided.told_from is not None
    ]
    oral = [(e, d.oral, ADM_ORAL_NOTICE.last_day(on)) for e, d, on in told if d.oral_kept]
    yield from _pair("oral", "Told by word of mouth within two working days", oral)
    written = [(e, d.written, ADM_WRITTEN_NOTICE.last_day(on)) for e, d, on in told]
    yield from _pair("written", "Told in writing within five working days", written)


def _pair(
    key: str, says: str, those: Sequence[tuple[Heard, date | None, date]]
) -> Iterable[Number]:
    """How many were in time, and how many late: of those that were done, or are overdue."""
    judged = [(*each, timely(each[1], each[2], today())) for each in those]
    of = sum(each[3] is not Timely.WAITS for each in judged)
    for name, which, said in (
        (key, Timely.IN_TIME, says),
        (f"{key}-late", Timely.LATE, f"{says}: late, or not yet"),
    ):
        rows = tuple(
            _item(each, lambda _, on=on, due=due: _done(on, due))  # type: ignore[misc]
            for each, on, due, found in judged
            if found is which
        )
        yield Number(said, len(rows), of, name, rows)


def _done(on: date | None, due: date) -> str:
    return f"{f'On {short_day(on)}' if on else 'Not recorded'}; due by {short_day(due)}"


def _quorum(found: Year) -> Section:
    every = len(found.heard)
    close = [each for each in found.heard if not each.line.missing and each.line.if_lost]
    safe = [each for each in found.heard if not each.line.missing and not each.line.if_lost]
    lacking = [each for each in found.heard if each.line.missing]
    return Section(
        "Quorum, item by item",
        (
            _of_items("quorum-safe", "Quorate, whoever had dropped out", safe, every, _heard_by),
            _of_items("quorum-close", "Quorate, but nearly lost", close, every, _nearly),
            _of_items(
                "quorum-lost", "Not quorate", lacking, every, lambda e: e.line.missing[0].says
            ),
        ),
        "Nearly lost: one of those there was needed.",
    )


def _heard_by(each: Heard) -> str:
    return f"Heard by {each.line.heard_by}"


def _nearly(each: Heard) -> str:
    if len(each.line.if_lost) == each.line.heard_by:
        return f"Heard by {each.line.heard_by}, not one too many"
    named = each.sat.agenda.company.named
    return "Not without " + " or ".join(named(lost.key) for lost in each.line.if_lost)


def _quality(since: date, until: date) -> Section:
    scores = by_theme(since, until)
    return Section(
        "Quality of reports",
        tuple(
            Number(
                theme.words(),
                len(those),
                page="panel.feedback",
                more=f"{mean(those):.1f}" if those else "Not scored",
            )
            for theme, those in scores.items()
        ),
        "Reports that the panel scored, and the mean of its scores: from 1, poor, to 5, very good.",
        more="Mean",
        counts="Reports",
    )


def _attendance(found: Year) -> Section:
    return Section(
        "Attendance",
        tuple(
            Number(each.name, each.came, each.asked, page="panel.member", ref=each.ref)
            for each in found.attended
        ),
        "Of the meetings held to which each was asked.",
        counts="Came",
    )


def _listed(day: date) -> Iterable[Section]:
    """The central list on the report's last day, or today: what it knows, and its appraisals."""
    those = central_list(day)
    held = makeup(those)
    yield Section(
        f"The central list on {long_day(day)}",
        (
            Number("Independent", held.independent, held.people),
            Number("Social workers of three years", held.social_workers, held.people),
            *(
                Number(words(kind), sum(_knows(each, kind) for each in those), held.people)
                for kind in ExperienceKind
            ),
        ),
    )
    yield Section(
        "Appraisals, training and checks of members",
        tuple(
            Number(
                each.name,
                len(each.overdue),
                page="panel.member",
                ref=each.listing.ref,
                more=f"Appraisal due by {short_day(_appraisal(each))}",
            )
            for each in those
        ),
        more="Next",
        counts="Overdue",
    )


def _knows(each: OnList, kind: ExperienceKind) -> bool:
    return any(one.kind is kind for one in each.experience)


def _appraisal(each: OnList) -> date | None:
    return next((one.due_on for one in each.due if one.clock is PANEL_MEMBER_APPRAISAL), None)


def _ahead(found: Forecast) -> Section:
    late = sum(not each.in_time for each in found.placed)
    kinds = [each.matter.kind for each in found.placed]
    return Section(
        "What comes, as things stand today",
        (
            *(
                Number(
                    long_day(each.meeting.meets_on),
                    len(each.matters),
                    each.meeting.panel.items_at_most,
                    page="panel.meeting",
                    ref=each.meeting.ref,
                )
                for each in found.meetings
            ),
            *(
                Number(words(kind), kinds.count(kind), len(kinds))
                for kind in ItemKind
                if kind in kinds
            ),
            Number("No meeting in time", late, len(kinds)),
        ),
        "Each of the next meetings by what it would hold, and everything that must come, by kind.",
    )


# ------------------------------------------------------------------------------- file and document


def flat(found: Report) -> list[tuple[Section, Number]]:
    """Every number with the section that it stands in."""
    return [(section, each) for section in found.sections for each in section.numbers]


NUMBERS: Sequence[Shown[tuple[Section, Number]]] = (
    Shown("Part", lambda each: each[0].heading),
    Shown("What", lambda each: each[1].says),
    Shown("Number", lambda each: each[1].n),
    Shown("Of", lambda each: each[1].of),
    Shown("More", lambda each: each[1].more),
)
"""The report as a file."""

ROWS: Sequence[Shown[Row]] = (
    Shown("About", lambda each: each.about),
    Shown("What", lambda each: each.what),
    Shown("Meeting on", lambda each: each.on),
    Shown("Says", lambda each: each.says),
)
"""The rows of one number as a file."""


def draft_of(found: Report) -> Draft:
    """The report as a document: every number in tables, departures and deferrals in words."""
    return Draft(
        "The fostering panel’s year",
        (
            f"{long_day(found.since)} to {long_day(found.until)}, as recorded by "
            f"{long_day(min(found.until, today()))}",
        ),
        (
            *(_part(each) for each in found.sections if each.numbers),
            _told("Decided otherwise than recommended", found.departures),
            _told("Deferred, and why", found.deferred),
        ),
    )


def _part(section: Section) -> Part:
    heads = ("What", section.counts, *filter(None, [section.more]))
    rows = tuple((each.says, each.told, each.more)[: len(heads)] for each in section.numbers)
    return Part(section.heading, (section.says,) if section.says else (), table=(heads, *rows))


def _told(heading: str, rows: Sequence[Row]) -> Part:
    if not rows:
        return Part(heading, ("None.",))
    return Part(
        heading,
        items=tuple(
            (f"{each.about}: {each.what.lower()}, {short_day(each.on)}", (each.says,))
            for each in rows
        ),
    )
