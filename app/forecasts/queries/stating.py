"""What a statement of sufficiency says: need, provision, gaps, what we will do, measures; its
figures, each with the page that it opens to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.core.present import long_day, short_day
from app.core.reader import NOTHING, reading_without
from app.documents.letters.composed import Draft, Part
from app.forecasts import costs, kinds, rules
from app.forecasts.models import Forecast, Plan, Statement
from app.forecasts.queries import comparing, kept
from app.matching.queries import authority_code
from app.pictures import HIDDEN
from app.statute.local import SUFFICIENCY_REVIEW
from app.statute.provisions import SUFFICIENCY_DUTY, SUFFICIENCY_STRATEGY
from app.workbench.present import heading_words, places_to_recruit
from app.workbench.queries import board, gap
from app.workbench.queries import profile as local
from app.workbench.rules import comparing as beside
from app.workbench.rules import local_need
from app.workbench.rules.comparing import By

NEED, PROVISION, GAPS, DOING, MEASURES = (
    "Need",
    "Provision",
    "Gaps",
    "What we will do",
    "How we will know",
)
LEFT_OUT = (
    f"“{HIDDEN}” stands for a number from one to four, and for others that would give such a "
    "number away."
)
OUTLINE = (NEED, PROVISION, GAPS, DOING, MEASURES)

Told = dict[str, Any]
"""A table as it is kept: key, part, title, head, rows, source, the page that it opens to, and the
page that each row opens to."""


def figures(forecast: Forecast, day: date) -> Told:
    """Every table of a statement as at a day, in the order of its outline.

    Of the whole record, and as it may be published: the same lists, with the same numbers left out,
    as the workbench shows to everybody.
    """
    with reading_without(NOTHING):
        found = board.for_everybody()
        told = local.told_for_everybody(day)
        tables = [
            *_profile(told, day),
            _ahead(forecast, "need-ahead", NEED, "Children in the years ahead", _OF_NEED),
            _beside(found, By.AGE, PROVISION, "homes", "Our own carers, by age", _HOMES),
            _carers(told, day),
            _ahead(forecast, "carers-ahead", PROVISION, "Our carers in the years ahead", _OF_HOMES),
            _costs(day),
            _beside(found, By.AGE, GAPS, "gap-age", "Need against homes, by age", _BOTH),
            _beside(found, By.AREA, GAPS, "gap-area", "Need against homes, by area", _BOTH),
            _beside(
                found,
                By.GROUP,
                GAPS,
                "gap-group",
                "Need against homes, by brothers and sisters",
                _BOTH,
            ),
            _ahead(forecast, "short-ahead", GAPS, "Without a place with our carers", _OF_GAPS),
            _recruit(),
            _plans(kept.plans()),
            _right(day),
        ]
    return {"day": day.isoformat(), "tables": [each for each in tables if each["rows"]]}


def _table(
    key: str,
    part: str,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    source: str,
    page: str,
    opens: Sequence[Told | None] = (),
    **arguments: str,
) -> Told:
    return {
        "key": key,
        "part": part,
        "title": title,
        "head": list(head),
        "rows": [[str(cell) for cell in row] for row in rows],
        "source": source,
        "page": page,
        "arguments": arguments,
        "opens": list(opens),
    }


RECORDED = "placements and legal statuses recorded"


def _said(number: int | None) -> str:
    return HIDDEN if number is None else f"{number:,}"


# ---------------------------------------------------------------------------------------- need

IN_NEED = ("age", "kind", "place", "distance", "siblings", "started", "ceased")
IN_PROVISION = ("provider",)
"""The tables of the profile that a statement has."""


def _profile(told: local.Told, day: date) -> Iterator[Told]:
    """The profile’s lists of the day, each number opening to those whom it counts."""
    for section in local_need.sections(told.stays, day, authority_code(), for_publishing=True):
        key = section.kind.key
        if key not in (*IN_NEED, *IN_PROVISION) or not section.total:
            continue
        year = section.kind.part == "year"
        yield _table(
            f"profile-{key}",
            PROVISION if key in IN_PROVISION else NEED,
            section.kind.title + (", in the year" if year else ""),
            (section.kind.title, "Families" if section.kind.by_group else "Children"),
            [(row.words, _said(row.number)) for row in section.rows],
            RECORDED,
            "workbench.profile",
            opens=[
                {
                    "page": "workbench.profile_rows",
                    "arguments": {"table": key, "heading": row.heading, "as_at": day.isoformat()},
                }
                for row in section.rows
            ],
            as_at=day.isoformat(),
        )


# --------------------------------------------------------------------------------------- ahead

_FOSTERED = kinds.BY_KEY["kind-fostered"]
_RESIDENTIAL = kinds.BY_KEY["kind-residential"]
_OF_NEED = (kinds.ALL, _FOSTERED, _RESIDENTIAL, *kinds.BY_AGE)
_OF_HOMES = (kinds.HOMES, kinds.PLACES)
_OF_GAPS = (kinds.SHORT,)


def _ahead(
    forecast: Forecast, key: str, part: str, title: str, those: Iterable[kinds.Series]
) -> Told:
    """The middle, and between which numbers four in five futures lie, year by year."""
    answer = forecast.answer
    days = [date.fromisoformat(day) for day in answer["days"]]
    months = range(12, len(days), 12)
    rows = []
    for series in those:
        fan = answer["series"].get(series.key)
        if fan is None:
            continue
        cells = [
            f"{fan['middle'][month]:,.0f} ({fan['low_80'][month]:,.0f} to "
            f"{fan['high_80'][month]:,.0f})"
            for month in months
        ]
        rows.append([series.says, *cells])
    return _table(
        key,
        part,
        title,
        ("The middle, and where four in five futures lie", *(short_day(days[n]) for n in months)),
        rows,
        f"the forecast as at {long_day(forecast.at)}: {forecast.futures:,} futures, seed "
        f"{forecast.seed}, version {forecast.model}",
        "forecasts.forecast",
        ref=forecast.ref,
    )


# ----------------------------------------------------------------------------- carers, and gaps

_HOMES = (("Homes", "homes", "homes"), ("Places by their terms", "places", "homes"))
_BOTH = (
    ("Children who came in the year", "came", "came"),
    ("Of them to our own carers", "to_ours", "to_ours"),
    ("Places by the terms of our carers", "places", "homes"),
    ("Waiting", "waiting", "waiting"),
    ("Places free", "free", "free"),
)
"""Columns: their words, the number of the workbench, and the rows behind it."""

FIRST = {By.AGE: "Age", By.AREA: "Area", By.GROUP: "Together", By.KIND: "Kind"}


def _beside(
    found: board.Both,
    by: By,
    part: str,
    key: str,
    title: str,
    columns: Sequence[tuple[str, str, str]],
) -> Told:
    """Need beside homes under the headings of the workbench, as it publishes them."""
    names = [area.name for area in found.areas]
    headings = beside.headings_of(by, names, found.waiting, found.came, homes=found.homes)
    lines = beside.published(beside.compare(by, headings, found.waiting, found.came, found.homes))
    return _table(
        key,
        part,
        title,
        (FIRST[by], *(words for words, _, _ in columns)),
        [
            (
                heading_words(by, line.heading),
                *(_said(getattr(line, name)) for _, name, _ in columns),
            )
            for line in lines
        ]
        if found.came or found.homes or found.waiting
        else (),
        "referrals, placements, approvals and terms recorded; a home stands under each heading "
        "that it serves",
        "workbench.index",
        opens=[
            {
                "page": "workbench.rows",
                "arguments": {"what": columns[0][2], "by": by.value, "heading": line.heading},
            }
            for line in lines
        ],
    )


def _carers(told: local.Told, day: date) -> Told:
    found = local_need.carers(told.spells, told.carers_born, day, for_publishing=True)
    return _table(
        "carers",
        PROVISION,
        "Our own carers in the year",
        ("As recorded", "Households"),
        [
            ("Approved on the day, relatives and friends left out", _said(found.approved)),
            ("Joined in the year", _said(found.joined)),
            *((f"Left in the year, after {after}", _said(number)) for after, number in found.left),
        ]
        if told.spells
        else (),
        "approvals recorded",
        "workbench.profile",
        as_at=day.isoformat(),
    )


def _recruit() -> Told:
    """Places in homes to recruit, as they were worked out last."""
    wanted = gap.last_wanted()
    told = wanted.answer["targets"]["by_area_and_age"] if wanted else ()
    places = places_to_recruit(told, for_publishing=True)
    return _table(
        "recruit",
        GAPS,
        "Places in homes to recruit first, by area and the ages of the children",
        ("Area", *(band[:1].upper() + band[1:] for band in beside.BANDS)),
        [(area, *map(_said, numbers)) for area, numbers in places],
        f"worked out on {long_day(wanted.worked_on)}" if wanted and wanted.worked_on else "",
        "workbench.closing",
    )


def _costs(day: date) -> Told:
    """What a place of each kind costs, where enough children live there."""
    those = costs.rows(comparing.priced_on(day)[1])
    left_out = costs.hidden(those)
    return _table(
        "costs",
        PROVISION,
        "What homes cost",
        ("Kind of home", "A week, each", "A year, all"),
        [
            (
                each.says,
                *(
                    (HIDDEN, HIDDEN)
                    if each.key in left_out
                    else (_pounds(each.each), _pounds(each.year))
                ),
            )
            for each in those
            if each.known
        ],
        "prices recorded of each home, and averages set",
        "forecasts.costs",
    )


def _pounds(pence: float | None) -> str:
    return "" if pence is None else f"£{round(pence / 100):,}"


# ------------------------------------------------------------------------- doing, and measures


def _plans(plans: Iterable[Plan]) -> Told:
    told = [plan for plan in plans if plan.compared_on is not None]
    return _table(
        "plans",
        DOING,
        "Plans compared",
        (
            "Plan",
            "Children of today it could bring nearer",
            "It could keep with brothers and sisters",
            "Without a place with our carers, two years on",
        ),
        [_of_plan(plan) for plan in told],
        "the same futures with and without each plan",
        "forecasts.plans",
        opens=[{"page": "forecasts.plan", "arguments": {"ref": plan.ref}} for plan in told],
    )


def _of_plan(plan: Plan) -> Sequence[str]:
    served = plan.answer.get("served")
    now, then = (plan.answer[name]["short"]["middle"][24] for name in ("now", "plan"))
    return (
        plan.says,
        rules.few(served["nearer"]) if served else "–",
        rules.few(served["together"]) if served else "–",
        f"{now:.0f} now, {then:.0f} with it",
    )


def _right(day: date) -> Told:
    whole = rules.record_of([each.met for each in kept.scores(day)])
    rows = [
        [f"Interval of {share} per cent", f"{held:.0f} per cent of the time"]
        for share, held in whole.held.items()
    ]
    return _table(
        "right",
        MEASURES,
        "How often our published forecasts held what came",
        ("Interval", f"Held, of {whole.tried:,} numbers"),
        rows,
        "every published forecast whose day has come",
        "forecasts.right",
    )


# --------------------------------------------------------------------------------- the document


def draft_of(statement: Statement) -> Draft:
    """The statement as a document: every table with its source and its day."""
    forecast, day = statement.forecast, long_day(statement.at)
    facts = [
        f"As at {day}. Owner: {statement.owner.name}.",
        f"Forecast drawn as at {long_day(forecast.at)}: {forecast.futures:,} futures, seed "
        f"{forecast.seed}, version {forecast.model} of the model.",
        f"Made under {SUFFICIENCY_DUTY}, and {SUFFICIENCY_STRATEGY}.",
        LEFT_OUT,
    ]
    missing = []
    if statement.approved_by is None:
        missing.append("Its approval, by somebody who neither owns nor wrote it")
        missing += [
            f"“{part}” is empty"
            for part, said in ((DOING, statement.doing), (MEASURES, statement.measures))
            if not said
        ]
    else:
        facts.insert(
            1,
            f"Approved by {statement.approved_by.name} on {long_day(statement.approved_on)}. To be "
            f"reviewed by {long_day(statement.review_on)}.",
        )
    return Draft(
        "Sufficiency statement",
        tuple(facts),
        tuple(each for part in OUTLINE for each in _parts(statement, part)),
        tuple(missing),
    )


def words_of(statement: Statement, part: str) -> str:
    """What was written under one heading of the outline."""
    return {DOING: statement.doing, MEASURES: statement.measures}.get(part, "")


def tables_of(statement: Statement, part: str) -> list[Told]:
    """The tables that stand under one heading of the outline."""
    return [each for each in statement.figures["tables"] if each["part"] == part]


def _parts(statement: Statement, part: str) -> list[Part]:
    lines = tuple(line for line in words_of(statement, part).splitlines() if line.strip())
    found = [Part(part, lines)]
    found += [
        Part(
            each["title"],
            (f"Source: {each['source']}, as at {long_day(statement.at)}.",),
            table=(tuple(each["head"]), *map(tuple, each["rows"])),
            below=True,
        )
        for each in tables_of(statement, part)
    ]
    return found


def closed(draft: Draft) -> Told:
    """A document as it is kept with its approval."""
    return {
        "title": draft.title,
        "facts": list(draft.facts),
        "parts": [
            {
                "heading": part.heading,
                "lines": list(part.lines),
                "table": [list(row) for row in part.table],
                "below": part.below,
            }
            for part in draft.parts
        ],
    }


def opened(content: Mapping[str, Any]) -> Draft:
    """What was approved, as it was then."""
    return Draft(
        content["title"],
        tuple(content["facts"]),
        tuple(
            Part(
                each["heading"],
                tuple(each["lines"]),
                table=tuple(map(tuple, each["table"])),
                below=each["below"],
            )
            for each in content["parts"]
        ),
    )


def review_by(day: date) -> date:
    """The day by which a statement that is approved on a day is reviewed unless said otherwise."""
    return SUFFICIENCY_REVIEW.last_day(day)


def document_of(statement: Statement) -> Draft:
    """The document to give out: as approved, or else the draft with what is missing."""
    return opened(statement.content) if statement.content else draft_of(statement)
