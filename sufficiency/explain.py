"""Findings in plain words, and the search as a record to keep with a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sufficiency.criteria import Code
from sufficiency.match import Matches
from sufficiency.near import NearMiss
from sufficiency.room import ShortfallCode
from sufficiency.types import FACTS_VERSION, Finding, Weighs

HEADINGS: Mapping[str, str] = {
    ShortfallCode.NOT_APPROVED: "Not approved to foster this child",
    ShortfallCode.APPROVAL_ENDS: "Approval ends too soon",
    ShortfallCode.TEMPORARY_APPROVAL_ENDS: "Temporary approval ends too soon",
    ShortfallCode.NO_AGREEMENT: "No signed foster care agreement",
    ShortfallCode.NO_TERMS: "No terms of approval recorded",
    ShortfallCode.TERMS_NAMED: "Approved for named children only",
    ShortfallCode.TERMS_AGE: "Not approved for this age",
    ShortfallCode.TERMS_SEX: "Not approved for this sex",
    ShortfallCode.TERMS_KIND: "Not approved for this kind of fostering",
    ShortfallCode.TERMS_FULL: "Too few approved places",
    ShortfallCode.TERMS_MIX: "Terms do not fit these children together",
    ShortfallCode.TERMS_RESIDENT: "Already outside its terms",
    ShortfallCode.USUAL_LIMIT: "Over the usual fostering limit",
    ShortfallCode.ON_HOLD: "On hold",
    ShortfallCode.NOT_AVAILABLE: "Not available",
    ShortfallCode.NO_BEDROOM: "No free bedroom",
    ShortfallCode.SHARING_NOT_AGREED: "Sharing a bedroom to be agreed",
    ShortfallCode.BEDROOMS_NOT_RECORDED: "Bedrooms not recorded",
    Code.NOT_THIS_HOME: "Not to be used for these children",
    Code.POSITION_NOT_RECORDED: "Position not recorded",
    Code.TOO_FAR: "Too far",
    Code.NEAR_A_PLACE_TO_AVOID: "Too near a place to avoid",
    Code.FACT_MISSING: "Something required is not so",
    Code.FACT_FORBIDDEN: "Something that must not be there",
    Code.FACT_NOT_RECORDED: "Something required is not recorded",
    Code.NOT_ALONE: "Other children live there",
    Code.OTHER_TOO_YOUNG: "A child there is too young",
    Code.OTHER_TOO_OLD: "A child there is too old",
    Code.RESIDENT_ALONE: "A child there must be the only child",
    Code.RESIDENT_AGES: "A child there cannot live with this age",
    Code.APART_FROM: "A child there must be kept apart from these",
}
"""Each reason as the heading of a group of homes."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What is said of one home, sorted by which way it weighs; each a short sentence."""

    ruled_out: tuple[str, ...]
    to_ask: tuple[str, ...]
    against: tuple[str, ...]
    in_favour: tuple[str, ...]
    also: tuple[str, ...]


def explain(findings: Iterable[Finding]) -> Explained:
    """The findings in plain words, sorted by which way they weigh."""
    findings = tuple(findings)

    def words(weighs: Weighs) -> tuple[str, ...]:
        return tuple(in_words(finding) for finding in findings if finding.weighs is weighs)

    return Explained(
        ruled_out=words(Weighs.RULED_OUT),
        to_ask=words(Weighs.UNKNOWN),
        against=words(Weighs.AGAINST),
        in_favour=words(Weighs.FOR),
        also=words(Weighs.NEUTRAL),
    )


def in_words(finding: Finding) -> str:
    """One finding, with what it is worth when it is worth something."""
    if not finding.points:
        return finding.because
    return f"{finding.because} ({finding.points:+.1f})"


def near_miss_in_words(near_miss: NearMiss) -> str:
    """What would admit the home, as one sentence."""
    return "Would need " + ", and ".join(change.says for change in near_miss.changes)


def summary(matches: Matches) -> str:
    """The answer in one sentence: how many were looked at, how many could, and why not the rest."""
    number, admitted = len(matches.register), matches.number_admitted
    homes = "home" if number == 1 else "homes"
    words = f"{number:,} {homes} looked at; {admitted:,} could be offered"
    reasons = [
        f"{HEADINGS[code].lower()} {count:,}" for code, count in list(matches.tally().items())[:5]
    ]
    return f"{words}. Most often ruled out: {', '.join(reasons)}." if reasons else f"{words}."


def record(matches: Matches) -> dict[str, object]:
    """The search as plain values, to be kept with the decision or as evidence of unmet need.

    It holds ids and codes and no names; the facts as they stood are the record's own to keep.
    """
    return {
        "need": matches.need.id,
        "from": matches.need.period.starts.isoformat(),
        "facts_version": FACTS_VERSION,
        "weights": asdict(matches.weights),
        "homes": len(matches.register),
        "admitted": matches.number_admitted,
        "shortlist": [
            {
                "home": match.home_id,
                "score": round(match.score, 1),
                "parts": {code: round(points, 1) for code, points in match.parts.items()},
                "to_ask": list(match.to_ask),
            }
            for match in matches.ranked
        ],
        "ruled_out": matches.tally(),
    }
