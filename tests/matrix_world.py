"""The record that the permission matrix is tried on, and which of its records a page is about.

Everything stands twice: once as the fostering social worker's and the child's social worker's own,
once as somebody else's. For every other role the two differ in nothing.

To try a new page, add its line to `matrix.csv` and, if its address has a part that no line of
`PARTS` speaks of yet, a line there and a record for it in `build`.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.accounts.drafts import key_of
from app.accounts.queries import grants_of
from app.accounts.roles import Role
from app.api import actions as api
from app.api.rules import Scope
from app.assessments import actions as assessments
from app.assessments import queries as assessed
from app.assessments.evidence import About
from app.assessments.models import BriefReport, PauseReason
from app.assessments.rules import AssessmentKind
from app.audit.act import acting
from app.checks import actions as checks
from app.children import actions as children
from app.children.codes import PlaceChange
from app.children.kinds import Relationship
from app.children.models import AwayKind, LibertyKind, Regulator, SettingKind
from app.children.queries import sibling_links
from app.commissioning.actions import out
from app.commissioning.kinds import Step
from app.commissioning.queries import referrals as out_queries
from app.concerns import actions as concerns
from app.concerns.kinds import ConcernKind, Part, Safety, Source
from app.concerns.models import Concern
from app.connected import actions as connected
from app.connected import queries as connected_queries
from app.connected.models import TemporaryDecision
from app.connected.rules import Kind as AskedFor
from app.core.db import db, transaction
from app.core.models import FormSent
from app.core.today import now, today
from app.documents import actions as documents
from app.documents.kinds import DocumentKind, FileState, LetterKey
from app.documents.letters import first
from app.documents.scanning import Verdict
from app.exchange import actions as exchange
from app.exchange import loading
from app.exchange import queries as compared
from app.exchange.comparing import Told
from app.exchange.models import LoadKind
from app.guardianship.actions import cases as guardianship
from app.guardianship.actions import court, report
from app.guardianship.kinds import Entry, HearingKind
from app.guardianship.queries import cases as guardianship_queries
from app.guardianship.queries import schedule
from app.links import actions as links
from app.matching import actions as matching
from app.matching.models import PlacementDecision
from app.money import actions as money
from app.money.kinds import FileKind
from app.nights import actions as nights
from app.panel.actions import deciding as panel_deciding
from app.panel.actions import makers
from app.panel.actions import papers as panel_papers
from app.panel.kinds import ItemKind, MakerRank
from app.panel.models import ApprovalDecision, Determination, Item
from app.panel.queries import agenda as panel_agenda
from app.people import actions as people
from app.people.merging import actions as merging
from app.people.models import ConsiderationKind, MemberRole, PetKind
from app.permanence import actions as permanence
from app.permanence.kinds import AgreedAt, Because, Goal
from app.placements.actions import endings as ended
from app.placements.actions import lists as begun
from app.placements.kinds import Item as PlacementItem
from app.placements.kinds import Visit as IntroductionKind
from app.placements.models import Introduction
from app.recruitment.actions import enquiries as recruitment
from app.recruitment.actions import stages, telling
from app.recruitment.kinds import ConsentTo, RefereeKind, StageKind
from app.recruitment.queries.telling import asked as asked_of_applicants
from app.recruitment.queries.telling import forms_of
from app.register import actions as register
from app.register.actions import resignation as leaving
from app.register.actions import reviews, saved
from app.register.deciding import KINDS, ApplicantKind, DecisionKind, ExitReason, Outcome
from app.register.models import ClaimKind, Decision, HoldReason, NotAvailable
from app.register.queries import standing_of
from app.register.reviewing import ReviewTrigger
from app.reminders.models import Digest, MessageState
from app.restricted import actions as restricted
from app.restricted.kinds import Knows, OpenedFor, RestrictedFor
from app.retention import actions as retention
from app.retention.kinds import Why
from app.retention.models import Disposal
from app.statute.checks import CheckKind
from app.statute.recruitment import Part1
from app.statute.schedules import SCHEDULE_3, Matter, Of
from app.staying import actions as staying
from app.supervision.visits import actions as visits
from app.supervision.visits import queries as visited
from app.training import actions as training
from sufficiency.types import Fact, Kind, Sex
from tests import builders as make
from tests.commissioning import asked as going_out
from tests.documents import papers
from tests.forecasts import made as forecasts_made
from tests.panel import packed
from tests.panel import people as panel_people

SENT_BEFORE = "matrix"
"""The key of a form that counts as sent before: posting it again carries nothing out."""

NOWHERE = "zzzzzzzzzzzzz"
"""A reference that nothing has."""

ROLES = {
    "FSW": "fostering_social_worker",
    "STM": "team_manager",
    "PLO": "placement_officer",
    "PAD": "panel_adviser",
    "PME": "panel_member",
    "ADM": "decision_maker",
    "NOM": "nominated_officer",
    "SVC": "service_manager",
    "DCS": "director_of_childrens_services",
    "CSW": "child_social_worker",
    "IRO": "independent_reviewing_officer",
    "COM": "commissioner",
    "SYS": "administrator",
    "INS": "inspector",
}
"""The columns of the matrix, and the role that each speaks of."""

PARTS: tuple[tuple[str, str, str], ...] = (
    # what the rule begins with, the part of the address, which record it names
    (r"/households/", "ref", "household"),
    (r"/households/", "person_ref", "person"),
    (r"/households/.*/approvals/", "approval_ref", "approval"),
    (r"/households/.*/temporary-approvals/", "approval_ref", "temporary_approval"),
    (r"/households/", "exemption_ref", "exemption"),
    (r"/households/.*/propose/", "kind", "kind_of_decision"),
    (r"/households/.*/leaving/", "step", "exit_step"),
    (r"/households/.*/records/", "request_ref", "records_request"),
    (r"/decisions/", "ref", "decision_on_carers"),
    (r"/decisions/.*/record/", "step", "decision_step"),
    (r"/households/.*/training/plan/", "person_ref", "carer"),
    (r"/households/.*/checks/", "whom", "person"),
    (r"/households/.*/checks/.*/helps", "whom", "visitor"),
    (r"/checks/", "ref", "check"),
    (r"/reports/", "ref", "application"),
    (r"/reports/", "section", "report_section"),
    (r"/reports/", "finding", "report_finding"),
    (r"/concerns/", "ref", "concern"),
    (r"/concerns/", "step", "concern_step"),
    (r"/concerns/", "recipient", "concern_recipient"),
    (r"/concerns/recipients/", "event", "concern_event"),
    (r"/conflicts/", "ref", "conflict"),
    (r"/conflicts/declarations/", "ref", "declaration"),
    (r"/restricted/", "ref", "restriction"),
    (r"/restricted/readers/", "ref", "named_reader"),
    (r"/restricted/openings/", "ref", "break_glass"),
    (r"/restricted/proposals/", "ref", "restriction_proposed"),
    (r"/people/", "ref", "person"),
    (r"/people/", "other_ref", "carer"),
    (r"/people/merged/", "ref", "merge"),
    (r"/register/views/", "ref", "saved_view"),
    (r"/training/courses/", "ref", "course"),
    (r"/children/", "ref", "child"),
    (r"/children/.*/need/", "number", "need"),
    (r"/children/.*/permanence/contact/", "number", "sibling_link"),
    (r"/placements/", "ref", "placement"),
    (r"/placements/", "item", "placement_item"),
    (r"/placements/", "recipient", "placement_recipient"),
    (r"/placements/", "step_ref", "placement_step"),
    (r"/disruption/", "ref", "disruption"),
    (r"/disruption/", "action_ref", "disruption_action"),
    (r"/moves/", "ref", "claim"),
    (r"/moves/", "step_ref", "introduction"),
    (r"/settings/", "ref", "setting"),
    (r"/settings/", "number", "registration"),
    (r"/where-every-child-is/questions/", "question", "question"),
    (r"/find/decisions/", "ref", "decision"),
    (r"/find/", "ref", "referral"),
    (r"/find/", "household_ref", "household"),
    (r"/find/", "claim_ref", "claim"),
    (r"/out/", "ref", "referral"),
    (r"/out/", "household_ref", "household"),
    (r"/out/.*/choose/", "key", "home_compared"),
    (r"/out/sent/", "ref", "referral_sent"),
    (r"/out/offers/", "ref", "home_offered"),
    (r"/out/offers/.*/check/", "what", "check_22"),
    (r"/out/providers/", "ref", "provider_asked"),
    (r"/load/new/", "kind", "kind_of_load"),
    (r"/load/", "ref", "load"),
    (r"/load/", "number", "rejected_file"),
    (r"/load/compare/", "ref", "comparison"),
    (r"/load/compare/lines/", "line_ref", "line_of_comparison"),
    (r"/users/", "ref", "user"),
    (r"/users/", "held_id", "grant"),
    (r"/clocks/", "key", "clock"),
    (r"/reminders/", "ref", "digest"),
    (r"/supervision/caseload/", "ref", "user"),
    (r"/supervision/workers/", "ref", "user"),
    (r"/assessments/", "ref", "assessment"),
    (r"/documents/", "ref", "document"),
    (r"/documents/", "file_ref", "document_file"),
    (r"/documents/", "number", "page_of_document"),
    (r"/households/.*/letters/", "key", "letter"),
    (r"/households/.*/address/told/", "told_ref", "address_told"),
    (r"/letters/", "key", "letter"),
    (r"/letters/versions/", "ref", "letter_version"),
    (r"/letters/versions/", "number", "page_of_document"),
    (r"/history/household/", "ref", "household"),
    (r"/looks/household/", "ref", "household"),
    (r"/looks/child/", "ref", "child"),
    (r"/looks/user/", "ref", "user"),
    (r"/static/", "filename", "file"),
    (r"/visits/", "ref", "visit"),
    (r"/visits/actions/", "ref", "visit_action"),
    (r"/visits/planned/", "ref", "planned_visit"),
    (r"/calendar/", "token", "calendar"),
    (r"/drafts/", "key", "draft"),
    (r"/due/", "key", "cycle"),
    (r"/link/", "token", "token"),
    (r"/links/household/", "ref", "household"),
    (r"/systems/", "ref", "other_system"),
    (r"/systems/", "token_ref", "system_token"),
    (r"/api/v1/", "system", "system_named"),
    (r"/api/v1/", "key", "child"),
    (r"/api/v1/sent/", "ref", "referral_sent"),
    (r"/api/v1/offers/", "ref", "home_offered"),
    (r"/api/v1/", "rest", "system_named"),
    (r"/retention/", "kind", "kind_of_kept"),
    (r"/retention/", "ref", "household"),
    (r"/retention/proposals/", "ref", "disposal"),
    (r"/retention/holds/", "ref", "retention_hold"),
    (r"/links/", "ref", "link"),
    (r"/connected/", "ref", "connected_case"),
    (r"/connected/decisions/", "ref", "temporary_decision"),
    (r"/connected/", "child_ref", "connected_child"),
    (r"/connected/", "about", "connected_about"),
    (r"/connected/", "finding", "connected_finding"),
    (r"/connected/", "step", "connected_step"),
    (r"/connected/", "kind", "connected_kind"),
    (r"/reviews/", "ref", "review"),
    (r"/reviews/", "view_ref", "view"),
    (r"/guardianship/", "ref", "guardianship"),
    (r"/guardianship/", "child_ref", "guardianship_child"),
    (r"/guardianship/", "referee_ref", "guardianship_referee"),
    (r"/guardianship/", "parent_ref", "guardianship_parent"),
    (r"/guardianship/", "hearing_ref", "guardianship_hearing"),
    (r"/guardianship/", "step", "guardianship_step"),
    (r"/guardianship/.*/after/", "step", "guardianship_after"),
    (r"/guardianship/", "section", "guardianship_section"),
    (r"/guardianship/", "finding", "guardianship_finding"),
    (r"/guardianship/", "paper", "guardianship_paper"),
    (r"/staying-put/", "ref", "staying_put"),
    (r"/parents/", "ref", "parent_alongside"),
    (r"/tonight/", "ref", "household"),
    (r"/tonight/sheets/", "ref", "night_sheet"),
    (r"/tonight/numbers/", "ref", "duty_number"),
    (r"/nights/", "ref", "night"),
    (r"/years-ahead/", "ref", "forecast"),
    (r"/years-ahead/", "key", "forecast_series"),
    (r"/years-ahead/costs/", "kind", "kind_of_home_that_costs"),
    (r"/years-ahead/plans/", "ref", "recruitment_plan"),
    (r"/years-ahead/statements/", "ref", "sufficiency_statement"),
    (r"/years-ahead/statements/", "kind", "kind_of_statement_file"),
    (r"/money/files/", "kind", "kind_of_money_file"),
    (r"/money/file/", "ref", "money_file"),
    (r"/recruitment/enquiries/", "ref", "enquiry"),
    (r"/recruitment/enquiries/", "step", "enquiry_step"),
    (r"/recruitment/applications/", "ref", "application"),
    (r"/recruitment/applications/", "step", "application_step"),
    (r"/recruitment/part-1/", "ref", "part_1_received"),
    (r"/recruitment/sources/", "ref", "enquiry_source"),
    (r"/recruitment/referees/", "ref", "referee"),
    (r"/recruitment/told/", "ref", "told_fact"),
    (r"/panel/central-list/", "ref", "central_listing"),
    (r"/panel/advisers/", "ref", "panel_adviser"),
    (r"/panel/panels/", "ref", "panel"),
    (r"/panel/meetings/", "ref", "panel_meeting"),
    (r"/panel/meetings/", "listing_ref", "asked_to_panel"),
    (r"/panel/meetings/", "paper", "panel_paper"),
    (r"/panel/items/", "ref", "panel_item"),
    (r"/panel/papers/", "ref", "panel_item_paper"),
    (r"/panel/packs/", "ref", "panel_pack"),
    (r"/panel/packs/", "listing_ref", "asked_to_panel"),
    (r"/panel/mine/", "ref", "panel_meeting"),
    (r"/panel/mine/packs/", "ref", "panel_pack"),
    (r"/panel/mine/items/", "ref", "panel_item"),
    (r"/panel/decisions/", "ref", "panel_decision"),
    (r"/panel/decisions/.*/record/", "step", "decision_step"),
    (r"/panel/decisions/", "letter", "panel_letter"),
    (r"/panel/matches/", "ref", "long_term_match"),
    (r"/panel/decision-makers/", "ref", "decision_maker"),
    (r"/panel/decision-makers/away/", "ref", "decision_maker_away"),
)

STANDS_ALONE = frozenset({"household_ref", "other_ref"})
"""Parts that may go with any record before them: a referral may be offered to any household, and
anybody may be compared with anybody."""


def record_named(rule: str, part: str) -> str:
    """Which record a part of a rule's address names. The longest beginning that fits decides."""
    fitting = [
        (len(begins), record)
        for begins, name, record in PARTS
        if name == part and re.match(begins, rule)
    ]
    if not fitting:
        raise AssertionError(
            f"{rule}: nothing says which record “{part}” names; add a line to PARTS in "
            "tests/matrix_world.py"
        )
    return max(fitting)[1]


def build(folder: Path, kind: str) -> None:
    """Write the record, and beside it which references stand for what."""
    make.postcodes()
    users = {code: _user(code) for code in ROLES}
    other_worker = make.worker("Other Worker")
    other_social_worker = make.user(Role.CHILD_SOCIAL_WORKER, name="Other Child Worker")
    somebody = make.user(Role.PANEL_MEMBER, name="Somebody Else")
    own = _home("The Owns", users["FSW"], users["CSW"], users["PLO"], shortlisted=True)
    _named_on(own["concern"], *(users[code] for code in ("DCS", "CSW", "IRO")))
    other = _home("The Others", other_worker, other_social_worker, users["PLO"])
    paid = money.make_file(FileKind.PLACEMENTS, by=users["SVC"])
    loads = {code: _load(users[code], code) for code in ("STM", "PLO", "SVC")}
    other_load = _load(other_worker, "other")
    records: dict[str, Any] = {
        name: {"own": own[name], "other": other[name], "absent": NOWHERE} for name in own
    }
    records |= {
        "load": {"own": loads, "other": other_load, "absent": NOWHERE},
        "user": {
            "own": {code: user.ref for code, user in users.items()},
            "other": somebody.ref,
            "absent": NOWHERE,
        },
        "grant": {
            "own": {code: grants_of(user)[0].id for code, user in users.items()},
            "other": grants_of(somebody)[0].id,
            "absent": 999_999,
        },
        "rejected_file": {"own": 1, "other": 1, "absent": 99},
        "kind_of_money_file": {"own": "placements", "other": "mileage", "absent": NOWHERE},
        "money_file": {"own": paid.ref, "other": paid.ref, "absent": NOWHERE},
        "kind_of_load": {"own": "carers", "other": "postcodes", "absent": NOWHERE},
        "clock": {"own": "reg24_expiry", "other": "annual_review_due", "absent": NOWHERE},
        "letter": {"own": "records_answer", "other": "records_answer", "absent": NOWHERE},
        "letter_version": _letter_versions(),
        "digest": _digests(users["FSW"], somebody),
        "page_of_document": {"own": 1, "other": 1, "absent": 99},
        "kind_of_decision": _same("change_of_terms"),
        "concern_step": _same("what_was_found_out"),
        "report_section": _same("home"),
        "placement_item": _same("consents"),
        "placement_recipient": _same("the_parents"),
        "concern_recipient": _same("ofsted"),
        "concern_event": _same("child_absconded"),
        "kind_of_kept": _same("household"),
        "check_22": _same("terms"),
        "connected_about": _same("home"),
        "connected_step": _same("panel_slot_booked"),
        "connected_kind": _same("approval"),
        "enquiry_step": _same("change"),
        "application_step": _same("part-1"),
        "guardianship_step": _same("referee"),
        "guardianship_after": _same("education"),
        "guardianship_section": _same("family"),
        "guardianship_paper": _same("report"),
        "panel_paper": _same("agenda"),
        "panel_letter": _same("notice"),
        "question": _same("homes"),
        **_comparison(),
        **_systems(),
        **_panel(users),
        **_decision_makers(users),
        **_restricted(users),
        **_years_ahead(users["COM"]),
        "exit_step": _same("copies_sent_to_authorities"),
        "decision_step": _same("written_notice_of_the_decision"),
        "file": {"own": "house.css", "other": "hearth.js", "absent": "none.css"},
    }
    records["draft"] = {
        "own": key_of("/visits/plan"),
        "other": key_of("/visits/settings"),
        "absent": NOWHERE,
    }
    for name in ("need", "registration", "sibling_link"):
        records[name]["absent"] = 999_999
    with transaction():
        db.session.add(FormSent(once=SENT_BEFORE, led_to="/about"))
    emails = {code: user.email for code, user in users.items()}
    written = json.dumps({"records": records, "emails": emails})
    (folder / f"matrix_{kind}.json").write_text(written)


def _systems() -> dict[str, dict[str, str]]:
    """Two systems that are let in, each with a token."""
    found: dict[str, dict[str, str]] = {"system_named": _same("casework")}
    for whose in ("own", "other"):
        system = api.add_system(
            name=f"The {whose} system", key=f"the-{whose}", scopes=list(Scope), by=make.SOMEBODY
        )
        token, _ = api.make_token(
            system, label="A server", last_day=today() + timedelta(days=9), by=make.SOMEBODY
        )
        for name, ref in {"other_system": system.ref, "system_token": token.ref}.items():
            found.setdefault(name, {"absent": NOWHERE})[whose] = ref
    return found


def _comparison() -> dict[str, dict[str, str]]:
    """The record compared with a list that has one child whom it has not."""
    there = Told("700999", "", "", today(), "C2", "U4", today(), "")
    made = exchange.reconcile(
        name="list.csv", as_at=today(), headings={}, there=[there], here=[], by=make.SOMEBODY
    )
    (line,) = compared.lines_of(made)
    return {"comparison": _same(made.ref), "line_of_comparison": _same(line.ref)}


def _panel(users: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Two panels, each with a meeting to which somebody of the central list is asked.

    To the first the panel member is asked; the second is not theirs.
    """
    found: dict[str, dict[str, str]] = {}
    for whose in ("own", "other"):
        chair, vice = panel_people.listed(), panel_people.listed()
        if whose == "own":
            panel_deciding.link_user(chair, user_id=users["PME"].id, by=make.SOMEBODY)
        panel = panel_people.led_panel(chair=chair, vice=vice, name=f"The {whose} panel")
        (meeting,) = panel_people.called(panel, 14)
        panel_people.come(meeting, chair)
        told = {
            "central_listing": chair.ref,
            "panel_adviser": panel_people.adviser(f"{whose} adviser").ref,
            "panel": panel.ref,
            "panel_meeting": meeting.ref,
            "asked_to_panel": chair.ref,
            "panel_item": _panel_item(meeting),
            **_panel_pack(meeting),
            "panel_decision": _panel_decision(users["ADM"]),
        }
        for name, ref in told.items():
            found.setdefault(name, {"absent": NOWHERE})[whose] = ref
    return found


def _decision_makers(users: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The decision maker is named, and was away for a day."""
    maker = makers.name_maker(
        users["ADM"],
        rank=MakerRank.FIRST,
        social_worker=True,
        senior=True,
        experienced_since=today() - timedelta(days=4000),
        starts_on=today() - timedelta(days=30),
        by=users["STM"],
    )
    away = makers.go_away(
        maker, starts_on=today() + timedelta(days=9), why="Leave.", by=users["STM"]
    )
    return {"decision_maker": _same(maker.ref), "decision_maker_away": _same(away.ref)}


def _years_ahead(by: Any) -> dict[str, dict[str, str]]:
    """A forecast that is published, a plan compared and a statement that is still a draft."""
    told = forecasts_made.forecast(by, published="The matrix")
    plan = forecasts_made.plan(by)
    draft = forecasts_made.statement(by, told)
    return {
        "forecast": _same(told.ref),
        "forecast_series": _same("all"),
        "kind_of_home_that_costs": _same("own"),
        "recruitment_plan": _same(plan.ref),
        "sufficiency_statement": _same(draft.ref),
        "kind_of_statement_file": _same("docx"),
    }


def _restricted(users: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Two restricted records, each opened by somebody who is not named; of the first the managers
    are named."""
    found: dict[str, dict[str, str]] = {}
    named = {"own": [users[code] for code in ("STM", "NOM", "SVC")], "other": [make.worker()]}
    for whose, readers in named.items():
        restriction = restricted.restrict(
            because=RestrictedFor.MEDIA,
            says="A newspaper looks for them.",
            readers=readers,
            household=make.household("The Restricted"),
            by=make.SOMEBODY,
        )
        reader = restricted.name_reader(restriction, user=make.worker(), by=make.SOMEBODY)
        opened = restricted.break_glass(
            restriction,
            because=OpenedFor.CHILD_AT_RISK,
            says="The police have just called about this household.",
            tell=readers,
            by=users["FSW"] if whose == "own" else make.worker(),
        )
        told = {
            "restriction": restriction.ref,
            "named_reader": reader.ref,
            "break_glass": opened.ref,
        }
        for name, ref in told.items():
            found.setdefault(name, {"absent": NOWHERE})[whose] = ref
    return found


def _panel_item(meeting: Any) -> str:
    """Something that the panel is to hear."""
    home = make.household("The Matched")
    with transaction(), acting("Took items on the agenda of a panel", make.SOMEBODY):
        item = Item(
            meeting_id=meeting.id,
            kind=ItemKind.LONG_TERM_MATCH,
            title=home.name,
            household_id=home.id,
            place=1,
            minutes=30,
        )
        db.session.add(item)
        db.session.flush()
        return str(item.ref)


def _panel_pack(meeting: Any) -> dict[str, str]:
    """A paper of that item, and a pack with it that was sent."""
    (item,) = panel_agenda.items_of(meeting.id)
    paper = packed.brought(item)
    pack = packed.packed(meeting)
    panel_papers.send_pack(pack, by=make.SOMEBODY)
    return {"panel_item_paper": paper.ref, "panel_pack": pack.ref}


def _panel_decision(by: Any) -> str:
    """An application that was decided, of which nobody was told yet."""
    home = panel_people.applied("The Applicants")
    (assessment,) = assessed.assessments(today(), household_id=home.id)
    with transaction(), acting("Decided to approve foster carers", make.SOMEBODY):
        decision = ApprovalDecision(
            assessment_id=assessment.id,
            household_id=home.id,
            decided_on=today(),
            decided_by_id=by.id,
            reasons="Ready.",
        )
        db.session.add(decision)
        db.session.add(
            Determination(
                assessment_id=assessment.id,
                household_id=home.id,
                kind=ApplicantKind.OTHER_TERMS,
                proposal={"overall": 1, "criteria": []},
                reasons="Two at first.",
                determined_on=today(),
                determined_by_id=by.id,
                outcome=Outcome.REFUSED,
                decided_on=today(),
                decided_by_id=by.id,
            )
        )
    return assessment.ref


def _same(value: str) -> dict[str, str]:
    """A code that goes with every record."""
    return {"own": value, "other": value, "absent": NOWHERE}


def read(folder: Path, kind: str) -> dict[str, Any]:
    """Which references stand for what."""
    told: dict[str, Any] = json.loads((folder / f"matrix_{kind}.json").read_text())
    return told


def _user(code: str) -> Any:
    return make.user(Role(ROLES[code]), name=f"The {code}")


def _home(
    name: str, worker: Any, social_worker: Any, officer: Any, *, shortlisted: bool = False
) -> dict[str, Any]:
    """A household with everything that a page can be about, and the references of it all."""
    day = today() - timedelta(days=20)
    home = make.household(name, places=3, postcode="HR6 8AB", bedrooms=3, supervised_by=worker)
    by = make.SOMEBODY
    with transaction():
        lodger = make.person()
        people.join_household(home, lodger, role=MemberRole.LODGER, starts_on=day, by=by)
        people.add_pet(home, kind=PetKind.DOG, description="Small", starts_on=day, by=by)
        people.add_consideration(
            home, kind=ConsiderationKind.ONLY_CHILD, age=None, why="", starts_on=day, by=by
        )
    child, sibling, waiting = (
        make.child(age=age, social_worker=social_worker) for age in (7, 9, 4)
    )
    before = _placed_before(child)
    placement = make.placed(child, home)
    make.placed(sibling, home)
    setting, registration = _setting(name)
    with transaction():
        need = children.record_need(
            child, fact=next(iter(Fact)), must_be=True, starts_on=day, by=by
        )
        children.record_away(child, kind=AwayKind.MISSING, starts_on=today(), by=by)
        children.record_liberty(
            child,
            kind=LibertyKind.HIGH_COURT,
            court="High Court, FD00P00000",
            starts_on=today(),
            last_day=today() + timedelta(days=90),
            by=by,
        )
    referral = children.open_referral(
        [waiting], needed_on=today(), kind=Kind.SHORT_TERM, by=officer
    )
    if shortlisted:  # then its address may be needed tonight
        matching.shortlist(referral, home, by=officer)
    with transaction():
        claim = register.claim_bed(
            home,
            waiting,
            claim=ClaimKind.HELD,
            starts_on=today(),
            expires_at=now() + timedelta(days=1),
            referral_id=referral.id,
            by=officer,
        )
    with transaction():
        exemption = register.grant_exemption(
            home,
            children=[child],
            starts_on=day,
            decided_on=day,
            decided_by="A. Officer",
            by=by,
        )
        temporary = register.record_temporary_approval(
            home, sibling, starts_on=day, decided_by="A. Officer", by=by
        )
        register.make_unavailable(
            home, places=1, reason=NotAvailable.OTHER, starts_on=today(), by=by
        )
        register.put_on_hold(home, reason=HoldReason.ILLNESS, starts_on=today(), by=by)
    review = reviews.open_review(home, trigger=ReviewTrigger.ANNUAL, by=worker)
    carer = standing_of(home.id).approvals[0].person
    course = _training(name, carer)
    link, token = links.send(
        purpose="review_view_of_a_carer",
        subject=f"household:{home.id}",
        holder="A. Carer",
        by=worker,
    )
    asked = leaving.record_request(home, asked_by="Marches", received_on=day, by=by)
    approvals = [standing_of(home.id).approvals[0]]
    leaving.receive_notice(approvals, received_on=today(), reason=ExitReason.WORK, by=by)
    return {
        "decision_on_carers": _exemption_proposed(home, worker),
        **_kept(home, officer),
        "records_request": asked.ref,
        "assessment": _assessment(home, worker),
        "household": home.ref,
        "link": link.ref,
        "token": token,
        "review": review.ref,
        "view": review.views[0].ref,
        "cycle": f"reg24_expiry/temporary_approval:{temporary.id}/{day}",
        "person": lodger.ref,
        "carer": carer.ref,
        "course": course.ref,
        "saved_view": saved.save_view(
            name=f"With places, {name}", for_team=True, asked={"with_places": "yes"}, by=worker
        ).ref,
        "merge": merging.merge_people(make.person(), make.person(), why="One person", by=by).ref,
        "approval": standing_of(home.id).approvals[0].ref,
        "temporary_approval": temporary.ref,
        "exemption": exemption.ref,
        "child": child.ref,
        "need": need.id,
        "placement": placement.ref,
        "setting": setting.ref,
        "registration": registration.id,
        "referral": referral.ref,
        "claim": claim.ref,
        **_gone_out(referral, name, officer),
        "decision": _proposed(referral, home, officer),
        **_recruited(home, name, worker),
        **_permanence(home, child, sibling),
        **_begun(placement, before, claim, worker),
        **_papers(home),
        **_visited(home, worker),
        **_connected(home, waiting, worker),
        **_guardianship(home, worker, social_worker),
        "concern": _concern(home, child, worker),
        **_checked(home, carer, worker),
        **_at_night(home, name, officer),
        **_stays(home, placement),
        **_conflict(home),
    }


def _gone_out(referral: Any, name: str, officer: Any) -> dict[str, str]:
    """The referral went to two agencies, one of which offers a home; another profile is drafted."""
    for step in (Step.OWN, Step.AGENCIES):
        out.widen(referral, step=step, why="Nobody has room.", by=officer)
    out.release_profile(
        out.draft_profile(referral, by=officer),
        names_checked=True,
        why_it_stands="As wide as can be.",
        by=officer,
    )
    asked = [going_out.agency(f"{which} of {name}") for which in ("Marches", "Teme")]
    (_, waits), (_, answered) = [
        (each, out_queries.sending_of_link(link.item))
        for each, (link, _) in zip(
            asked, out.send(referral, to=asked, answer_by=today(), by=officer), strict=True
        )
    ]
    offer = going_out.offered(answered, by=officer)
    out.draft_profile(referral, by=officer)
    return {
        "referral_sent": waits.ref,
        "home_offered": offer.ref,
        "home_compared": f"offer-{offer.ref}",
        "provider_asked": asked[0].ref,
    }


def _placed_before(child: Any) -> Any:
    """A placement that ended without being planned."""
    before = make.placed(
        child,
        make.household(),
        since=today() - timedelta(days=200),
        until=today() - timedelta(days=100),
    )
    ended.say_ending(before, because=PlaceChange.CREQB, why="It could not go on.", by=make.SOMEBODY)
    return before


def _begun(placement: Any, before: Any, claim: Any, worker: Any) -> dict[str, str]:
    """An item of the list that was done, a disruption meeting with an action, an introduction."""
    begun.keep_lists_from(day=placement.starts_on, by=make.SOMEBODY)
    step = begun.tick_off(
        placement, item=PlacementItem.DOCTOR, on=today(), words="Dr Who", by=make.SOMEBODY
    )
    meeting = ended.hold_meeting(
        before, held_on=today(), came="All", found="Nights.", by=make.SOMEBODY
    )
    action = ended.add_action(
        meeting, what="Ask about nights.", owner=worker, due_on=today(), by=make.SOMEBODY
    )
    with transaction(), acting("Planned an introduction", make.SOMEBODY):
        introduction = Introduction(
            claim_id=claim.id,
            child_id=claim.child_id,
            household_id=claim.household_id,
            what=IntroductionKind.TEA,
            planned_on=today(),
        )
        db.session.add(introduction)
        db.session.flush()
        return {
            "placement_step": step.ref,
            "disruption": meeting.ref,
            "disruption_action": action.ref,
            "introduction": introduction.ref,
        }


def _recruited(home: Any, name: str, worker: Any) -> dict[str, str]:
    """Somebody who rang, and an application in Stage 1 of which something has come."""
    source = recruitment.add_source(
        name=f"Radio of {name}", starts_on=make.LONG_AGO, by=make.SOMEBODY
    )
    enquiry = recruitment.take_enquiry(
        recruitment.Caller("Ann", f"Caller of {name}", phone="01432 000000"),
        received_on=today(),
        source=source,
        anyway=True,
        worker=worker,
        by=worker,
    )
    application = assessments.begin_assessment(
        home, kind=AssessmentKind.INITIAL, starts_on=today(), assessor=worker, by=worker
    )
    stages.begin_stage(application, stage=StageKind.ONE, starts_on=today(), by=worker)
    (came,) = stages.receive_part_1(application, items=[Part1.HOME], on=today(), by=worker)
    referee = telling.name_referee(
        application, name="A. Friend", kind=RefereeKind.FRIEND, by=worker
    )
    applicant = standing_of(home.id).approvals[0].person
    telling.ask_applicant(application, applicant, whole=False, by=worker)
    (form,) = forms_of(application.id)
    lived = {"line": "1 The Street", "postcode": "", "since": make.LONG_AGO, "until": None}
    telling.send_in(
        form,
        particulars={"phone": "1"},
        members=(),
        lived=[lived],
        consents=list(ConsentTo),
        by=make.SOMEBODY,
    )
    accommodation = next(each for each in SCHEDULE_3 if each.matter is Matter.ACCOMMODATION)
    written = assessments.record_finding(
        home, accommodation, About(Of.HOUSEHOLD), words="A spare room.", by=worker
    )
    return {
        "report_finding": written.ref,
        "referee": referee.ref,
        "told_fact": asked_of_applicants(application, today())[0].beside[0].fact.ref,
        "enquiry": enquiry.ref,
        "application": application.ref,
        "part_1_received": came.ref,
        "enquiry_source": source.ref,
    }


def _checked(home: Any, carer: Any, worker: Any) -> dict[str, str]:
    """A check that is waited for, and somebody who visits."""
    aunt = make.person()
    people.join_household(home, aunt, role=MemberRole.VISITOR, starts_on=today(), by=make.SOMEBODY)
    (check,) = checks.ask(home, carer, kinds=[CheckKind.COUNCIL_RECORDS], by=worker)
    return {"visitor": aunt.ref, "check": check.ref}


def _stays(home: Any, placement: Any) -> dict[str, str]:
    """Somebody who stays put there, and a parent who lives there with their child."""
    turned = today() - timedelta(days=3)
    grown = make.child(born=turned.replace(year=turned.year - 18))
    make.placed(grown, home, since=turned - timedelta(days=90))
    put = staying.begin_staying_put(grown, places=0, by=make.SOMEBODY)
    parent = staying.add_parent(
        placement,
        given_name="Ada",
        family_name=f"Parent at {home.name}",
        born=make.birthday(24),
        sex=Sex.FEMALE,
        starts_on=today(),
        by=make.SOMEBODY,
    )
    return {"staying_put": put.ref, "parent_alongside": parent.ref}


def _at_night(home: Any, name: str, officer: Any) -> dict[str, str]:
    """A sheet signed out, a number to ring, and a child placed overnight."""
    sheet, _ = nights.sign_out(holder="J. Hall", night=today(), by=officer)
    number = nights.set_duty_number(
        agency=f"Agency of {name}",
        phone="01432 000000",
        offers="All ages",
        starts_on=today(),
        by=officer,
    )
    night = nights.record_night(
        child=make.child(),
        newcomer=None,
        household=home,
        happened_at=now() - timedelta(hours=3),
        placed_by="J. Hall",
        why="Police protection",
        by=officer,
    )
    return {"night_sheet": sheet.ref, "duty_number": number.ref, "night": night.ref}


def _concern(home: Any, child: Any, worker: Any) -> str:
    """A concern that the worker took and goes on with, about a child there."""
    taken = concerns.take_concern(
        home,
        kind=ConcernKind.STANDARDS,
        received_at=now() - timedelta(hours=2),
        source=Source.SCHOOL,
        says="Came without a coat.",
        safety=Safety.SAFE_THERE,
        safety_words="Seen at school.",
        children=[child],
        by=worker,
    )
    return str(taken.ref)


def _conflict(home: Any) -> dict[str, str]:
    """Somebody else who works here knows them, and said so."""
    them = make.worker("Knows Them")
    return {
        "conflict": restricted.record_conflict(
            them, knows=Knows.FRIEND, household=home, by=make.SOMEBODY
        ).ref,
        "declaration": restricted.declare(knows=Knows.FRIEND, whom="Them", by=them).ref,
        "restriction_proposed": restricted.propose_restriction(
            because=RestrictedFor.MEDIA,
            says="A newspaper looks for them.",
            household=home,
            by=them,
        ).ref,
    }


def _named_on(ref: str, *users: Any) -> None:
    """These may read of a concern, and not go on with it."""
    concern = db.session.scalars(select(Concern).where(Concern.ref == ref)).one()
    for user in users:
        concerns.name_reader(concern, user=user, part=Part.MUST_KNOW, by=make.SOMEBODY)


def _guardianship(home: Any, worker: Any, social_worker: Any) -> dict[str, str]:
    """A case with a referee, a hearing, and an order for its child."""
    child = make.child(age=5, social_worker=social_worker)
    case = guardianship.open_case(
        home, children=[child], entry=Entry.OWN_MOTION, entered_on=today(), by=worker
    )
    referee = report.add_referee(case, name="A. Friend", by=worker)
    those = guardianship_queries.whole_of(case).children
    parent = guardianship.add_parent(case, name="A. Parent", children=those, by=worker)
    hearing = court.list_hearing(case, kind=HearingKind.FINAL, listed_for=today(), by=worker)
    sections = schedule.schedule_of(guardianship_queries.whole_of(case), today())
    line = next(one.lines[0] for one in sections if one.key == "family")
    told = [report.Told(line.item, line.about, words="Told by the family.")]
    (finding,) = report.record_findings(case, told, by=worker)
    court.record_order(case, child, on=today(), own_motion=True, by=worker)
    return {
        "guardianship": case.ref,
        "guardianship_child": child.ref,
        "guardianship_referee": referee.ref,
        "guardianship_parent": parent.ref,
        "guardianship_hearing": hearing.ref,
        "guardianship_finding": finding.ref,
    }


def _connected(home: Any, child: Any, worker: Any) -> dict[str, Any]:
    """A connected carers' case with one child, and a decision that waits for an officer."""
    case = connected.open_case(
        home, forward=[child], relationship=Relationship.GRANDPARENT, by=worker
    )
    found = connected_queries.stands(case, today())
    (row,) = found.children
    line = next(each for each in found.lines if each.about.of is Of.HOUSEHOLD)
    (finding,) = connected.record_findings(
        case, line.about, items=[line.item], words="Seen.", by=worker
    )
    with transaction(), acting("Asked for a temporary approval", worker):
        decision = TemporaryDecision(
            household_id=home.id,
            connected_child_id=row.row.id,
            kind=AskedFor.GIVE,
            asked_on=today(),
            asked_by_id=worker.id,
        )
        db.session.add(decision)
        db.session.flush()
        return {
            "connected_case": case.ref,
            "connected_child": child.ref,
            "temporary_decision": decision.ref,
            "connected_finding": finding.ref,
        }


def _visited(home: Any, worker: Any) -> dict[str, Any]:
    """A visit, something agreed at it, a visit planned, and the worker's calendar."""
    by = make.SOMEBODY
    agreed = visits.Agreed("Book first aid", "Jo", today() + timedelta(days=9))
    people = [
        visits.SeenOrNot(each.person, seen=True, placed=each.placed)
        for each in visited.residents(home.id, today())
    ]
    told = visits.Told(worker=worker, visited_on=today(), people=people, agreed=[agreed])
    visit = visits.record_visit(home, told=told, by=by)
    (planned,) = visits.plan_visits(
        [home], worker=worker, first=today() + timedelta(days=30), by=by
    )
    return {
        "visit": visit.ref,
        "visit_action": visited.actions_of(visit.id)[0].ref,
        "planned_visit": planned.ref,
        "calendar": visits.make_calendar(worker, by=by),
    }


def _permanence(home: Any, child: Any, sibling: Any) -> dict[str, Any]:
    """A plan, a match, a stability meeting called, and a brother or sister."""
    by = make.SOMEBODY
    permanence.agree_plan(
        child,
        goal=Goal.FOSTERING,
        starts_on=today(),
        agreed_where=AgreedAt.REVIEW,
        achieve_by=today() + timedelta(days=90),
        why="Settled here.",
        by=by,
    )
    match = permanence.record_match(
        child,
        household=home,
        long_term=True,
        decided_on=today(),
        decided_by="A. Manager",
        why="They know each other.",
        by=by,
    )
    permanence.call_meeting(child, because=Because.ASKED, since=today(), called_on=today(), by=by)
    make.siblings(child, sibling)
    return {"sibling_link": sibling_links([child.id])[0].id, "long_term_match": match.ref}


def _papers(home: Any) -> dict[str, Any]:
    """A document that whoever sees the household may see; somebody who may be told where it is."""
    document = documents.keep(
        name="certificate.png",
        content=papers.picture("PNG"),
        kind=DocumentKind.CERTIFICATE,
        about=f"household:{home.id}",
        scanned=Verdict(FileState.CLEAN),
        by=make.SOMEBODY,
    )
    told = documents.tell_address(
        home, told_name="A Parent", why="Agreed.", decided_by="A. Manager", by=make.SOMEBODY
    )
    return {
        "document": document.ref,
        "document_file": document.newest.ref,
        "address_told": told.ref,
    }


def _digests(*for_whom: Any) -> dict[str, str]:
    """Digests that failed."""
    made = [Digest(user_id=each.id, day=today(), state=MessageState.FAILED) for each in for_whom]
    with transaction():
        db.session.add_all(made)
    one, other = made
    return {"own": one.ref, "other": other.ref, "absent": NOWHERE}


def _letter_versions() -> dict[str, str]:
    """Two versions of a letter on trial."""
    key = LetterKey.RECORDS_ANSWER
    one, other = (
        documents.try_template(key, name="l.docx", content=first.template(key), by=make.SOMEBODY)
        for _ in range(2)
    )
    return {"own": one.ref, "other": other.ref, "absent": NOWHERE}


def _assessment(home: Any, worker: Any) -> str:
    """An assessment that has an assessor and is paused, so that it can be taken up again."""
    begun = assessments.begin_assessment(
        home, kind=AssessmentKind.REVIEW, starts_on=today(), assessor=worker, by=worker
    )
    assessments.pause(begun, reason=PauseReason.HEALTH, starts_on=today(), by=worker)
    with transaction(), acting("Wrote a brief report", make.SOMEBODY):
        db.session.add(
            BriefReport(
                assessment_id=begun.id, household_id=home.id, reasons="So.", sent_on=today()
            )
        )
    return str(begun.ref)


def _training(name: str, carer: Any) -> Any:
    """A course on the list that a carer of this household attended."""
    by = make.SOMEBODY
    course = training.add_course(
        name=f"First aid for {name}",
        required=True,
        within_months=6,
        lasts_months=36,
        starts_on=make.LONG_AGO,
        by=by,
    )
    training.record_attended(course, people=[carer], on=today(), by=by)
    return course


def _setting(name: str) -> tuple[Any, Any]:
    setting = children.add_setting(
        name=f"{name} House", kind=SettingKind.CHILDRENS_HOME, by=make.SOMEBODY
    )
    registration = children.register_setting(
        setting,
        regulator=Regulator.OFSTED,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="SC000001",
        starts_on=make.LONG_AGO,
        by=make.SOMEBODY,
    )
    return setting, registration


def _proposed(referral: Any, home: Any, officer: Any) -> str:
    """A placement proposed and not yet decided, as it stands when a gate has failed."""
    with transaction(), acting("Proposed a placement", officer):
        decision = PlacementDecision(
            referral_id=referral.id,
            household_id=home.id,
            placements=[],
            checks=[],
            answers={},
            alternatives=[],
            proposed_by_id=officer.id,
        )
        db.session.add(decision)
        db.session.flush()
        return str(decision.ref)


def _exemption_proposed(home: Any, worker: Any) -> str:
    """An exemption proposed and not yet decided."""
    with transaction(), acting("Proposed a decision", worker):
        decision = Decision(
            household_id=home.id,
            kind=DecisionKind.EXEMPTION,
            proposal={},
            facts=[],
            answers={each.key: "" for each in KINDS[DecisionKind.EXEMPTION].questions},
            proposed_on=today(),
            proposed_by_id=worker.id,
        )
        db.session.add(decision)
        db.session.flush()
        return str(decision.ref)


def _kept(home: Any, officer: Any) -> dict[str, str]:
    """A hold from destruction, and a proposal that waits."""
    held = retention.hold(f"household:{home.id}", why=Why.CLAIM, reason="A claim.", by=officer)
    with transaction(), acting("Proposed that a record be destroyed", officer):
        disposal = Disposal(
            about=f"household:{home.id}",
            clock="retention_foster_parent",
            provision="FSR 2011 reg 32(1)",
            since=today(),
            kept_until=today(),
            reach={},
            proposed_on=today(),
            proposed_by_id=officer.id,
            reason="Its time is over.",
        )
        db.session.add(disposal)
        db.session.flush()
        return {"disposal": disposal.ref, "retention_hold": held.ref}


def _load(user: Any, code: str) -> str:
    """A load that was carried out, with one row rejected: no button does anything to it."""
    sheet = f"Household,Carer 1,Postcode,Approved on,Approved for\n{code},,,not a day,\n"
    load = loading.check(LoadKind.CARERS, [(f"{code}.csv", sheet.encode())], by=user)
    return str(loading.carry_out(load, by=user).ref)
