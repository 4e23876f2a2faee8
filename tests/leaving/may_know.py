"""Who may learn what from what leaves the house: written by hand from the access policy, decision
40 and what the law names, and from nothing of the application.

    families  child and home by the names of their marks (`tests.leaving.world`)
    own       of the family that something is about, or of the provider whom it is for
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.leaving.marks import Artefact, Mark

PROVIDERS = (901, 902, 903)


@dataclass(frozen=True)
class Facts:
    """What decides who may know, of one family."""

    number: int
    places: int
    protected: bool
    on_hold: bool
    restricted: bool
    acquainted: bool
    told_where: tuple[str, ...]
    says_where: bool
    """The placement plan tells where the carers live."""

    says_where_others_live: bool = False
    """It tells where somebody else's carers live, whose address is protected."""

    @property
    def is_rung_tonight(self) -> bool:
        """The home has room for one more tonight, and no hold."""
        return not self.restricted and not self.on_hold and self.places > 1


# --------------------------------------------------------------- papers about one child or one home

WHERE = frozenset({"street", "homecode", "homearea"})
WHO_IS_PLACED = frozenset({"given", "family", "home", "worker"})
"""A notice names the child, the home and the child's worker: no address and no need, but to the
authority of the area, whom regulation 13(4) tells why the child is there. To the family the home is
not named where its address is protected."""

PAPERS: Mapping[str, frozenset[str]] = {
    "notice": WHO_IS_PLACED,
    "notice to the family": WHO_IS_PLACED - {"home"},
    "notice to the area": WHO_IS_PLACED | {"plan"},
    "plan": WHO_IS_PLACED | {"born", "plan"},
    "letter": frozenset({"home", "worker"}),
    "letter with address": frozenset({"home", "worker"}) | WHERE,
}
"""Each besides its reader's own name."""

MUST: Mapping[str, frozenset[str]] = {
    "notice": frozenset({"given", "home"}),
    "notice to the family": frozenset({"given"}),
    "notice to the area": frozenset({"given", "home", "plan"}),
    "plan": frozenset({"given", "home", "plan"}),
    "letter": frozenset({"home"}),
    "letter with address": frozenset({"street", "homecode"}),
}
"""What a paper is for: without it a test of what it does not say would say nothing."""

READERS = frozenset({"reader", "doctor", "carer"})


def is_refused(artefact: Artefact, facts: Facts) -> bool:
    """A paper that would tell where the home is to somebody who may not know is not made."""
    reader = artefact.audience.rpartition(": ")[2]
    may = reader == "carer" or reader in facts.told_where
    if artefact.kind == "plan":
        return facts.says_where_others_live or (facts.says_where and not may)
    return artefact.kind == "letter with address" and not may


# ------------------------------------------------------------------------------ pages and messages

TO_PROVIDERS: Mapping[str, frozenset[str]] = {
    "message": frozenset({"agencymail"}),
    "link": frozenset({"typed"}),
}
"""Of the provider itself alone: of the child nothing, of other providers nothing."""

# ------------------------------------------------------------------------------- systems and files

A_CHILD = frozenset({"childref", "given", "family", "born", "sister", "sistername", "sisterref"})
A_HOME = frozenset({"home", "homeref"})
AN_OFFER = frozenset({"agency", "providerref", "offerref", "price", "referralref"})

TO_SYSTEMS: Mapping[str, frozenset[str]] = {
    "api children": A_CHILD,
    "api placements": A_HOME | {"placementref", "childref"},
    "api referrals": frozenset({"referralref", "childref"}),
    "api standard": frozenset({"referralref", "familyarea"}),
    "api sent": frozenset({"referralref", "agency", "providerref"}),
    "api offers": AN_OFFER,
    "api availability": A_HOME,
}
"""No address, no words about anybody; a key only where it is the system's own."""

KEYS = {"system casework": frozenset({"casekey"})}
"""What each system calls a child by its own key; no other learns it."""

A_SISTER = frozenset({"sister", "sistername", "sisterref"})
"""She lives elsewhere: what is restricted is her brother, not she."""

FOR_FINANCE: Mapping[str, frozenset[str]] = {
    "finance placements": A_HOME | {"childref", "finkey", "payee"},
    "finance mileage": frozenset({"home", "driver"}),
}

STAFF = frozenset({"given", "family", "born", "worker", "home", "carer", "driver"}) | A_SISTER
"""No list that can be taken away says where anybody lives, their telephone, what is written of
them, or what another service asks for a home."""

TAKEN_AWAY: Mapping[str, frozenset[str]] = {
    "officer": STAFF | {"agency"},
    "officer who knows them": STAFF | {"agency"},
    "service manager": STAFF | {"agency"},
    "named manager": STAFF | {"agency"},
    "another child’s worker": frozenset(),
    "commissioner": frozenset(),
}
"""Of everybody who is not restricted, or known to the reader. A child’s worker has own children."""

RUNG = frozenset({"home", "carer", "phone"})


def may(artefact: Artefact, mark: Mark, families: Mapping[int, Facts]) -> bool:
    """Whether a receiver may find a mark there."""
    kind, of = artefact.kind, families.get(mark.whose)
    if kind in TO_PROVIDERS:
        return mark.what in TO_PROVIDERS[kind] and mark.whose == _whose(artefact, mark)
    if kind in PAPERS:
        named = kind == "notice to the family" and of is not None and not of.protected
        told = PAPERS[kind] | _of_reader(artefact) | ({"home"} if named else frozenset())
        return mark.whose == artefact.about and mark.what in told
    if kind == "sheet":
        area = of is not None and mark.what == "homearea" and not of.protected
        return of is not None and of.is_rung_tonight and (area or mark.what in RUNG)
    if kind in TO_SYSTEMS:
        return _to_a_system(artefact, mark, of)
    if kind in FOR_FINANCE:
        return mark.what in FOR_FINANCE[kind] and _open_to(artefact.audience, of)
    if kind.startswith("export "):
        those = TAKEN_AWAY[artefact.audience]
        return mark.what in those and (
            of is None or mark.what in A_SISTER or _open_to(artefact.audience, of)
        )
    return False


def _whose(artefact: Artefact, mark: Mark) -> int:
    """The provider’s own number, or that of its own offer for this family."""
    provider = int(artefact.audience.removeprefix("provider "))
    return provider if mark.what == "agencymail" else 10 * artefact.about + provider - PROVIDERS[0]


def _of_reader(artefact: Artefact) -> frozenset[str]:
    """Their own name; and of a plan, made for somebody who may know it, where the home is."""
    name = artefact.audience.rpartition(": ")[2]
    who = "carer" if name == "carer" else "doctor" if name.startswith("Dr ") else "reader"
    return frozenset({who, "street"} if artefact.kind == "plan" and who == "doctor" else {who})


def _to_a_system(artefact: Artefact, mark: Mark, of: Facts | None) -> bool:
    what = TO_SYSTEMS[artefact.kind] | KEYS.get(artefact.audience, frozenset())
    if mark.what not in what or (
        artefact.kind in ("api sent", "api offers") and mark.what == "casekey"
    ):
        return False
    if artefact.about and of is not None and mark.whose != artefact.about:
        return False
    if mark.what in ("price", "offerref"):
        of = None
    return of is None or not of.restricted or mark.what in A_SISTER


def _open_to(reader: str, of: Facts | None) -> bool:
    if of is None:
        return True
    if of.restricted and reader != "named manager":
        return False
    return not (of.acquainted and reader == "officer who knows them")


# ------------------------------------------------------------------ what is wrong with an artefact


def wrong_in(
    artefact: Artefact, found: set[Mark], families: Mapping[int, Facts], refused: bytes
) -> Sequence[str]:
    """Why an artefact is not as it must be: what it tells to whom it may not, a paper that was
    made and must not be or the other way round, a paper that does not say what it is for."""
    what = f"{artefact.kind} for {artefact.audience} about {artefact.about}"
    said = [
        f"{what} tells {mark.what} of {mark.whose}"
        for mark in sorted(found)
        if not may(artefact, mark, families)
    ]
    if artefact.kind in PAPERS:
        must = is_refused(artefact, families[artefact.about])
        if must is not (artefact.content == refused):
            said.append(f"{what} is {'made' if must else 'refused'}")
        there = {mark.what for mark in found}
        if not must and not MUST[artefact.kind] <= there:
            said.append(f"{what} lacks {sorted(MUST[artefact.kind] - there)}")
    return said
