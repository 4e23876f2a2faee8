"""What may be done, and which role may do it. Reviewed data: the tests hold their own copy.

A permission opens a page or an act. Which records somebody sees on it is asked of each room's
`visible_to`; who may decide (independence, not one's own work) is in the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache

from app.accounts.roles import Role


class May(StrEnum):
    """Every permission, alphabetically."""

    ALLOCATE_WORKER = auto()
    APPROVE_SUFFICIENCY = auto()
    BREAK_GLASS = auto()
    CHECK_REPORTS = auto()
    CHANGE_TOLD_MATCH = auto()
    CONFIRM_PLACEMENT = auto()
    DECIDE_AFTER_PANEL = auto()
    DECIDE_AT_A_DISTANCE = auto()
    DECIDE_CONCERNS = auto()
    DECIDE_CONNECTED = auto()
    DECIDE_FAILED_GATE = auto()
    DECIDE_ON_CARERS = auto()
    DECIDE_OVERSIGHT = auto()
    DESTROY_RECORDS = auto()
    EDIT_CHILD = auto()
    EDIT_HOUSEHOLD = auto()
    HOLD_RECORDS = auto()
    KEEP_AVAILABILITY = auto()
    KEEP_CONCERNS = auto()
    KEEP_CONFLICTS = auto()
    KEEP_CONNECTED = auto()
    KEEP_LETTERS = auto()
    KEEP_LIBERTY = auto()
    KEEP_MONEY = auto()
    KEEP_NIGHTS = auto()
    KEEP_PANEL = auto()
    KEEP_PERMANENCE = auto()
    KEEP_PLACEMENT_LISTS = auto()
    KEEP_PROVIDERS = auto()
    KEEP_RECRUITMENT = auto()
    KEEP_SUFFICIENCY = auto()
    KEEP_SYSTEMS = auto()
    LIFT_RESTRICTIONS = auto()
    LOAD_RECORDS = auto()
    MANAGE_USERS = auto()
    NAME_DECISION_MAKER = auto()
    OPEN_REFERRAL = auto()
    PROPOSE_DESTRUCTION = auto()
    RECORD_APPROVAL = auto()
    RECORD_CHILDS_VISIT = auto()
    RECORD_PLACEMENT = auto()
    PROPOSE_RESTRICTIONS = auto()
    RESTRICT_RECORDS = auto()
    REVIEW_BREAK_GLASS = auto()
    SEARCH_HOMES = auto()
    SEE_ANY_ADDRESS = auto()
    SEE_CASELOAD = auto()
    SEE_CENTRAL_LIST = auto()
    SEE_CHILDREN = auto()
    SEE_CHRONOLOGY = auto()
    SEE_CLOCKS = auto()
    SEE_CONCERNS = auto()
    SEE_CONNECTED = auto()
    SEE_DECISIONS = auto()
    SEE_EVERY_CHILD = auto()
    SEE_EVERY_CONCERN = auto()
    SEE_GUARDIANSHIP = auto()
    SEE_HOLD_REASON = auto()
    SEE_HOUSEHOLDS = auto()
    SEE_LEDGER = auto()
    SEE_LOOKS = auto()
    SEE_OWN_PANEL = auto()
    SEE_PANEL = auto()
    SEE_PROVIDERS = auto()
    SEE_RECRUITMENT = auto()
    SEE_REFERRALS = auto()
    SEE_REGISTER = auto()
    SEE_RETENTION = auto()
    SEE_SUFFICIENCY = auto()
    SEE_TODAY = auto()
    SEE_TRAIL = auto()
    SEE_USERS = auto()
    SET_SECOND_PERSONS = auto()
    SET_WEIGHTS = auto()

    def words(self) -> str:
        """The permission as a sentence goes on after "may"."""
        return _SAID[self]


_SAID: Mapping[May, str] = {
    May.ALLOCATE_WORKER: "Allocate a supervising social worker",
    May.APPROVE_SUFFICIENCY: "Approve a statement of sufficiency that others wrote",
    May.BREAK_GLASS: "Open a restricted record for an hour, with a reason that others judge",
    May.CHECK_REPORTS: "Check and sign reports that others wrote",
    May.CHANGE_TOLD_MATCH: "Decide to change a match of which somebody was told",
    May.CONFIRM_PLACEMENT: "Confirm a placement that passes every gate",
    May.DECIDE_AFTER_PANEL: "Decide on an application after the panel",
    May.DECIDE_AT_A_DISTANCE: "Decide on a placement at a distance",
    May.DECIDE_CONCERNS: "Decide on concerns: conclude them, and who may read of them",
    May.DECIDE_CONNECTED: "Decide on temporary approval of connected persons, and its extension",
    May.DECIDE_FAILED_GATE: "Decide on a placement that fails a gate, or leaves the area",
    May.DECIDE_ON_CARERS: "Decide what was proposed about a foster carer, as their role allows",
    May.DECIDE_OVERSIGHT: "Decide about a child who lives where it is not lawful, and look again",
    May.DESTROY_RECORDS: "Decide whether a record whose time is over is destroyed",
    May.EDIT_CHILD: "Keep the record of children",
    May.EDIT_HOUSEHOLD: "Keep the record of households",
    May.HOLD_RECORDS: "Hold a record from destruction, and lift such holds, by two people",
    May.KEEP_LIBERTY: "Record orders that deprive a child of liberty, and their reviews",
    May.KEEP_MONEY: "Set rates and levels of pay, and make files for finance",
    May.KEEP_NIGHTS: "Sign out tonight’s sheet, and record what was done overnight",
    May.KEEP_PANEL: "Keep the central list, panels, their meetings and agendas",
    May.KEEP_LETTERS: "Keep the templates that letters are made from",
    May.KEEP_PERMANENCE: "Keep plans for permanence, matches, contact and stability meetings",
    May.KEEP_PLACEMENT_LISTS: "Work off what a placement starts, and what its end asks",
    May.KEEP_PROVIDERS: "Keep the list of providers, their frameworks and registration",
    May.KEEP_RECRUITMENT: "Take down enquiries, and keep what comes of them",
    May.KEEP_SUFFICIENCY: "Keep forecasts, plans to recruit and statements of sufficiency",
    May.KEEP_SYSTEMS: "Let other systems read and write here, and make their tokens",
    May.KEEP_AVAILABILITY: "Record which places are available, and holds",
    May.KEEP_CONCERNS: "Take a concern, and go on with those they are named on",
    May.KEEP_CONFLICTS: "Keep the register of who here knows whom",
    May.KEEP_CONNECTED: "Open and keep the case of connected carers",
    May.LIFT_RESTRICTIONS: "Lift a restriction that somebody else proposed to lift",
    May.LOAD_RECORDS: "Load records from files",
    May.MANAGE_USERS: "Keep users and their roles",
    May.NAME_DECISION_MAKER: "Name who decides after the panel, first and second",
    May.OPEN_REFERRAL: "Open a referral",
    May.PROPOSE_DESTRUCTION: "Propose that a record whose time is over be destroyed",
    May.RECORD_APPROVAL: "Record approvals, terms and exemptions",
    May.RECORD_CHILDS_VISIT: "Record visits by a child’s own worker, and reviews of a child’s case",
    May.RECORD_PLACEMENT: "Record where a child lives or lived",
    May.PROPOSE_RESTRICTIONS: "Propose that a record be restricted to those who are named",
    May.RESTRICT_RECORDS: "Restrict a record to those who are named, and name them",
    May.REVIEW_BREAK_GLASS: "Look at whether it was right to open a restricted record",
    May.SEARCH_HOMES: "Search for a home",
    May.SEE_ANY_ADDRESS: "See any carer’s address",
    May.SEE_CASELOAD: "See what each worker carries",
    May.SEE_CENTRAL_LIST: "See who is on the central list of panel members",
    May.SEE_CHILDREN: "See children: those who are theirs to see",
    May.SEE_CHRONOLOGY: "See a household’s chronology: those that are theirs to see",
    May.SEE_CLOCKS: "See the law’s clocks and gates",
    May.SEE_CONCERNS: "See concerns: those on which they are named",
    May.SEE_CONNECTED: "See the cases of connected carers: those that are theirs to see",
    May.SEE_DECISIONS: "See what was proposed and decided about foster carers",
    May.SEE_EVERY_CHILD: "See every child",
    May.SEE_EVERY_CONCERN: "See every concern",
    May.SEE_GUARDIANSHIP: "See cases of special guardianship",
    May.SEE_HOLD_REASON: "See why a household is on hold",
    May.SEE_HOUSEHOLDS: "See households",
    May.SEE_LEDGER: "See where every child is, and on what lawful basis",
    May.SEE_LOOKS: "See who looked at which record",
    May.SEE_OWN_PANEL: "Read the agenda of panel meetings that they are asked to",
    May.SEE_RECRUITMENT: "See enquiries and applications to foster",
    May.SEE_PANEL: "See what must come to panel, and its meetings",
    May.SEE_PROVIDERS: "See whom we may ask for homes",
    May.SEE_REFERRALS: "See referrals",
    May.SEE_REGISTER: "See the register",
    May.SEE_RETENTION: "See which records have reached their end, holds and certificates",
    May.SEE_SUFFICIENCY: "See need against homes, the years ahead, and what would close the gap",
    May.SEE_TODAY: "See their own page for today",
    May.SEE_TRAIL: "See who changed what",
    May.SEE_USERS: "See who may sign in, and in which roles",
    May.SET_SECOND_PERSONS: "Say which decisions take two people",
    May.SET_WEIGHTS: "Set the council’s own weights and figures",
}


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role: its name, what it is for, and what it may do."""

    name: str
    says: str
    may: frozenset[May]


def _card(name: str, says: str, *may: May) -> RoleCard:
    return RoleCard(name, says, frozenset(may) | {May.SEE_TODAY})


_READS_ALL = (
    May.SEE_REGISTER,
    May.SEE_HOUSEHOLDS,
    May.SEE_CHILDREN,
    May.SEE_EVERY_CHILD,
    May.SEE_LEDGER,
    May.SEE_REFERRALS,
    May.SEE_TRAIL,
    May.SEE_CLOCKS,
    May.SEE_DECISIONS,
    May.SEE_CONNECTED,
    May.SEE_GUARDIANSHIP,
    May.SEE_PANEL,
    May.SEE_PROVIDERS,
    May.SEE_SUFFICIENCY,
)

ROLES: Mapping[Role, RoleCard] = {
    Role.SOCIAL_WORKER: _card(
        "Fostering social worker",
        "Supervises and assesses foster carers; keeps the record of their own households.",
        May.SEE_CONNECTED,
        May.KEEP_CONNECTED,
        May.SEE_REGISTER,
        May.SEE_HOUSEHOLDS,
        May.SEE_CHILDREN,
        May.EDIT_HOUSEHOLD,
        May.KEEP_AVAILABILITY,
        May.SEE_HOLD_REASON,
        May.SEE_TRAIL,
        May.SEE_CLOCKS,
        May.SEE_DECISIONS,
        May.SEE_CASELOAD,
        May.SEE_GUARDIANSHIP,
        May.SEE_RECRUITMENT,
        May.KEEP_RECRUITMENT,
        May.SEE_CONCERNS,
        May.KEEP_CONCERNS,
        May.SEE_CHRONOLOGY,
        May.BREAK_GLASS,
        May.PROPOSE_RESTRICTIONS,
        May.KEEP_PLACEMENT_LISTS,
    ),
    Role.TEAM_MANAGER: _card(
        "Fostering team manager",
        "Allocates, signs off, places, and keeps the whole team's record.",
        May.KEEP_SUFFICIENCY,
        May.SEE_SUFFICIENCY,
        May.SEE_PANEL,
        May.SEE_CONNECTED,
        May.KEEP_CONNECTED,
        May.SEE_REGISTER,
        May.SEE_HOUSEHOLDS,
        May.SEE_CHILDREN,
        May.SEE_EVERY_CHILD,
        May.SEE_LEDGER,
        May.SEE_REFERRALS,
        May.EDIT_HOUSEHOLD,
        May.KEEP_AVAILABILITY,
        May.RECORD_APPROVAL,
        May.RECORD_PLACEMENT,
        May.ALLOCATE_WORKER,
        May.SEE_HOLD_REASON,
        May.SEE_ANY_ADDRESS,
        May.OPEN_REFERRAL,
        May.SEARCH_HOMES,
        May.CONFIRM_PLACEMENT,
        May.KEEP_PROVIDERS,
        May.SEE_PROVIDERS,
        May.KEEP_LIBERTY,
        May.KEEP_MONEY,
        May.KEEP_NIGHTS,
        May.LOAD_RECORDS,
        May.SEE_TRAIL,
        May.SEE_LOOKS,
        May.SEE_CLOCKS,
        May.SEE_DECISIONS,
        May.DECIDE_ON_CARERS,
        May.SEE_RETENTION,
        May.PROPOSE_DESTRUCTION,
        May.HOLD_RECORDS,
        May.SEE_CASELOAD,
        May.SEE_GUARDIANSHIP,
        May.CHECK_REPORTS,
        May.KEEP_PERMANENCE,
        May.CHANGE_TOLD_MATCH,
        May.NAME_DECISION_MAKER,
        May.SEE_RECRUITMENT,
        May.KEEP_RECRUITMENT,
        May.SEE_CONCERNS,
        May.SEE_EVERY_CONCERN,
        May.KEEP_CONCERNS,
        May.DECIDE_CONCERNS,
        May.SEE_CHRONOLOGY,
        May.KEEP_CONFLICTS,
        May.BREAK_GLASS,
        May.RESTRICT_RECORDS,
        May.REVIEW_BREAK_GLASS,
        May.KEEP_PLACEMENT_LISTS,
    ),
    Role.PLACEMENT_OFFICER: _card(
        "Placement officer",
        "Finds homes for children, logs every offer, and places.",
        May.SEE_SUFFICIENCY,
        May.SEE_CONNECTED,
        May.RECORD_CHILDS_VISIT,
        May.SEE_REGISTER,
        May.SEE_HOUSEHOLDS,
        May.SEE_CHILDREN,
        May.SEE_EVERY_CHILD,
        May.SEE_LEDGER,
        May.SEE_REFERRALS,
        May.OPEN_REFERRAL,
        May.SEARCH_HOMES,
        May.CONFIRM_PLACEMENT,
        May.RECORD_PLACEMENT,
        May.EDIT_CHILD,
        May.KEEP_AVAILABILITY,
        May.KEEP_PROVIDERS,
        May.SEE_PROVIDERS,
        May.KEEP_LIBERTY,
        May.KEEP_NIGHTS,
        May.LOAD_RECORDS,
        May.SEE_CLOCKS,
        May.BREAK_GLASS,
        May.KEEP_PLACEMENT_LISTS,
        May.PROPOSE_RESTRICTIONS,
    ),
    Role.PANEL_ADVISER: _card(
        "Panel adviser",
        "Prepares panels and sees that nothing is decided out of time.",
        May.SEE_PANEL,
        May.SEE_CENTRAL_LIST,
        May.KEEP_PANEL,
        May.SEE_REGISTER,
        May.SEE_HOUSEHOLDS,
        May.SEE_CLOCKS,
        May.SEE_DECISIONS,
        May.PROPOSE_RESTRICTIONS,
    ),
    Role.PANEL_MEMBER: _card(
        "Panel member",
        "Reads of their own meetings, less where they have a conflict. Sees nothing else.",
        May.SEE_OWN_PANEL,
    ),
    Role.DECISION_MAKER: _card(
        "Agency decision maker",
        "Decides on approval, terms and termination after the panel.",
        May.SEE_PANEL,
        May.DECIDE_AFTER_PANEL,
        May.SEE_REGISTER,
        May.SEE_HOUSEHOLDS,
        May.SEE_CLOCKS,
        May.SEE_DECISIONS,
        May.DECIDE_ON_CARERS,
        May.BREAK_GLASS,
    ),
    Role.NOMINATED_OFFICER: _card(
        "Nominated officer",
        "Decides exemptions, temporary approvals, and placements that fail a gate or go elsewhere.",
        *_READS_ALL,
        May.SEARCH_HOMES,
        May.CONFIRM_PLACEMENT,
        May.DECIDE_FAILED_GATE,
        May.DECIDE_CONNECTED,
        May.DECIDE_ON_CARERS,
        May.BREAK_GLASS,
        May.RESTRICT_RECORDS,
        May.REVIEW_BREAK_GLASS,
    ),
    Role.SERVICE_MANAGER: _card(
        "Service manager",
        "Answers for the whole service and audits its record.",
        *_READS_ALL,
        May.KEEP_SUFFICIENCY,
        May.SEE_CENTRAL_LIST,
        May.KEEP_PANEL,
        May.KEEP_PROVIDERS,
        May.ALLOCATE_WORKER,
        May.SEE_HOLD_REASON,
        May.SEE_LOOKS,
        May.SET_WEIGHTS,
        May.KEEP_MONEY,
        May.KEEP_LETTERS,
        May.LOAD_RECORDS,
        May.MANAGE_USERS,
        May.SEE_USERS,
        May.DECIDE_ON_CARERS,
        May.SEE_RETENTION,
        May.PROPOSE_DESTRUCTION,
        May.HOLD_RECORDS,
        May.DESTROY_RECORDS,
        May.SET_SECOND_PERSONS,
        May.SEE_CASELOAD,
        May.CHECK_REPORTS,
        May.KEEP_PERMANENCE,
        May.CHANGE_TOLD_MATCH,
        May.SEE_RECRUITMENT,
        May.SEE_CONCERNS,
        May.SEE_EVERY_CONCERN,
        May.KEEP_CONCERNS,
        May.DECIDE_CONCERNS,
        May.SEE_CHRONOLOGY,
        May.KEEP_CONFLICTS,
        May.BREAK_GLASS,
        May.RESTRICT_RECORDS,
        May.LIFT_RESTRICTIONS,
        May.REVIEW_BREAK_GLASS,
        May.KEEP_PLACEMENT_LISTS,
        May.APPROVE_SUFFICIENCY,
    ),
    Role.DIRECTOR: _card(
        "Director of children's services",
        "Decides what the law gives the director, and sees where every child is.",
        *_READS_ALL,
        May.DECIDE_AT_A_DISTANCE,
        May.DECIDE_OVERSIGHT,
        May.SEE_CASELOAD,
        May.SEE_RECRUITMENT,
        May.SEE_CONCERNS,
        May.SEE_CHRONOLOGY,
        May.APPROVE_SUFFICIENCY,
    ),
    Role.CHILD_SOCIAL_WORKER: _card(
        "Child's social worker",
        "Sees where their own children live and have lived, and keeps their plans for permanence.",
        May.SEE_CONNECTED,
        May.RECORD_CHILDS_VISIT,
        May.SEE_CHILDREN,
        May.SEE_CLOCKS,
        May.KEEP_PERMANENCE,
        May.SEE_CONCERNS,
        May.KEEP_PLACEMENT_LISTS,
    ),
    Role.REVIEWING_OFFICER: _card(
        "Independent reviewing officer",
        "Reads, is told, and comments.",
        May.SEE_CONNECTED,
        May.RECORD_CHILDS_VISIT,
        May.SEE_CHILDREN,
        May.SEE_EVERY_CHILD,
        May.SEE_LEDGER,
        May.SEE_CLOCKS,
        May.SEE_CONCERNS,
        May.SEE_CHRONOLOGY,
    ),
    Role.COMMISSIONER: _card(
        "Commissioner",
        "Sees suppressed statistics and sufficiency; no person's record.",
        May.KEEP_SUFFICIENCY,
        May.SEE_SUFFICIENCY,
    ),
    Role.ADMINISTRATOR: _card(
        "Administrator",
        "Keeps users, roles and the rules' data. Sees no case.",
        May.MANAGE_USERS,
        May.KEEP_SYSTEMS,
        May.KEEP_LETTERS,
        May.NAME_DECISION_MAKER,
        May.SEE_USERS,
        May.SEE_CLOCKS,
    ),
    Role.INSPECTOR: _card(
        "Inspector",
        "Reads everything but certificate contents; every look is recorded.",
        *_READS_ALL,
        May.SEE_CENTRAL_LIST,
        May.SEE_ANY_ADDRESS,
        May.SEE_HOLD_REASON,
        May.SEE_LOOKS,
        May.SEE_RETENTION,
        May.SEE_USERS,
        May.SEE_CASELOAD,
        May.SEE_RECRUITMENT,
        May.SEE_CONCERNS,
        May.SEE_EVERY_CONCERN,
        May.SEE_CHRONOLOGY,
    ),
}


@cache
@cache
def permissions_of(roles: frozenset[Role]) -> frozenset[May]:
    """What somebody with these roles may do."""
    return frozenset().union(*(ROLES[role].may for role in roles))
