"""Today: what needs doing, for whoever asks. Each number is the length of the list it opens.

A part is shown only to whom its page is open, so that no number leads to a shut door. Nothing here
names a child: the lists behind the numbers do, and record who looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from flask import url_for

from app.accounts.models import User
from app.accounts.permissions import May
from app.core.present import short_day
from app.core.shown import clock_time, has_page
from app.core.words import in_one_line
from app.front import allocation, decisions, homes, queries
from app.front.work import Asking, Line, Part, first, household_page, word_for
from app.matching import queries as matching
from app.oversight import queries as oversight
from app.placements import queries as placements
from app.placements.kinds import CARDS, Owner
from sufficiency.types import age_on


def parts_for(user: User, day: date) -> list[Part]:
    """What needs doing, the worst first; what is in order has the count 0."""
    asking = Asking(user, day)
    return [
        part
        for permissions, ask in PARTS
        if any(map(user.may, permissions)) and (part := ask(asking)) is not None
    ]


def children_nobody_looks_for(asking: Asking) -> Part:
    """They have nowhere to live, and no referral is open: each line opens it, filled in."""
    found = matching.nobody_looks_for()
    count = sum(map(len, found))
    return Part(
        word_for(count, "child has", "children have")
        + " nowhere to live, and nobody looks for a home yet",
        count,
        "",
        tuple(
            Line(
                "Find a home for "
                + word_for(len(those), "a child", f"{len(those)} brothers or sisters"),
                url_for("matching.new", child=[each.ref for each in those]),
                _aged([each.born for each in those if each.born], asking.day),
            )
            for those in found
        ),
        urgent=True,
        at_once=True,
        clear="A home is looked for, for everybody who has nowhere to live",
    )


def _aged(born: list[date], day: date) -> str:
    return f"aged {in_one_line([str(age_on(each, day)) for each in born])}" if born else ""


def children_not_lawful_or_not_proven(asking: Asking) -> Part:
    """From the one ledger that every other number about children comes from."""
    worst = [
        each
        for each in oversight.ledger(asking.day)
        if each.is_looked_after and each.answer.needs_somebody
    ]
    because = Counter(each.answer.reason for each in worst)
    return Part(
        word_for(len(worst), "child is", "children are") + " where it is not lawful or not proven",
        len(worst),
        url_for("oversight.index", _anchor="not-lawful"),
        tuple(
            Line(
                _capital(reason.words()),
                url_for("oversight.index", reason=reason.value),
                count=count,
            )
            for reason, count in because.most_common()
        ),
        urgent=True,
        clear="Every child looked after lives where it is lawful, and it is proven",
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def waiting_for_my_decision(asking: Asking) -> Part:
    """Placements proposed that somebody who may decide has to decide."""
    found = queries.proposals_for(asking.user)
    lines = [
        Line(
            f"A placement with {row.name}",
            url_for("matching.decision", ref=row.PlacementDecision.ref),
            f"proposed {clock_time(row.PlacementDecision.recorded_at)}",
        )
        for row in found
    ]
    lines += [
        Line(
            f"A home of {each.offer.provider.name}, outside our area",
            url_for("commissioning.offer", ref=each.offer.ref),
            f"chosen {short_day(each.chosen_on)}",
        )
        for each in queries.offers_for(asking.user, asking.day)
    ]
    return Part(
        word_for(len(lines), "placement waits", "placements wait") + " for a decision",
        len(lines),
        "",
        tuple(lines),
        urgent=True,
        clear="No placement waits for a decision",
    )


def open_referrals(asking: Asking) -> Part:
    """Children who need a home: the most urgent first."""
    found = matching.referrals()
    return Part(
        word_for(len(found), "referral is", "referrals are") + " open",
        len(found),
        url_for("matching.index"),
        first(
            [
                Line(
                    f"{each.how_many} {word_for(each.how_many, 'child', 'children')}, "
                    f"needed {_needed(each.needed_on, asking.day)}",
                    url_for("matching.referral", ref=each.ref),
                    f"{each.shortlisted} on the shortlist, {each.calls} "
                    f"{word_for(each.calls, 'call', 'calls')} made",
                )
                for each in found
            ]
        ),
        urgent=any(each.needed_on <= asking.day for each in found),
        clear="No referral is open",
    )


def open_referrals_of_others(asking: Asking) -> Part | None:
    """The same, further down, for whoever sees referrals and opens none."""
    return None if asking.user.may(May.OPEN_REFERRAL) else open_referrals(asking)


def _needed(needed_on: date, day: date) -> str:
    if needed_on == day:
        return "today"
    if needed_on < day:
        return f"since {short_day(needed_on)}"
    return f"by {short_day(needed_on)}"


def held_beds(asking: Asking) -> Part:
    """Beds held for a child: each is let go by itself when its time is over."""
    found = matching.held_beds()
    return Part(
        word_for(len(found), "bed is", "beds are") + " held",
        len(found),
        url_for("matching.index", _anchor="held"),
        tuple(
            Line(
                row.name,
                url_for("matching.referral", ref=row.referral)
                if row.referral
                else household_page(row.ref),
                f"until {clock_time(row.RoomClaim.expires_at)}",
            )
            for row in found
        ),
        clear="No bed is held",
    )


def placements_late(asking: Asking) -> Part | None:
    """What placements started and their ends ask that is the placement team's, and overdue."""
    if not has_page("placements.index"):
        return None
    late = [
        [each for each in listed.late if CARDS[each.item].owner is Owner.PLACEMENTS]
        for listed in placements.standing(asking.day)
    ]
    found = [those for those in late if those]
    which = Counter(each.item for those in found for each in those)
    page = url_for("placements.index", which="late")
    return Part(
        word_for(len(found), "placement has", "placements have")
        + " something overdue that is the placement team’s",
        len(found),
        page,
        tuple(Line(item.words(), page, count=count) for item, count in which.most_common()),
        urgent=True,
        clear="Nothing that placements started is overdue with the placement team",
    )


def my_children(asking: Asking) -> Part | None:
    """The children whose social worker this person is."""
    if not has_page("children.index"):
        return None
    count = queries.children_of_worker(asking.user.id, asking.day)
    if not count:
        return None
    return Part(
        word_for(count, "child is", "children are") + " yours",
        count,
        url_for("children.index", worker="mine"),
    )


def loads_waiting(asking: Asking) -> Part | None:
    """Files that were checked, and wait for somebody to carry them out or put them away."""
    if not has_page("exchange.index"):
        return None
    found = queries.loads_waiting()
    return Part(
        word_for(len(found), "load is", "loads are") + " checked and not yet carried out",
        len(found),
        url_for("exchange.index"),
        clear="No load waits to be carried out",
    )


def users_without_role(asking: Asking) -> Part:
    """They sign in and see nothing."""
    found = queries.users_without_role(asking.day)
    return Part(
        word_for(len(found), "person holds", "people hold") + " no role",
        len(found),
        url_for("accounts.users"),
        first([Line(name, url_for("accounts.user", ref=ref)) for name, ref in found]),
        clear="Everybody who may sign in holds a role",
    )


def roles_ending(asking: Asking) -> Part:
    """Grant them again before they are shut out."""
    found = queries.last_roles_ending(asking.day)
    return Part(
        word_for(len(found), "person", "people") + " will hold no role within two weeks",
        len(found),
        url_for("accounts.users"),
        first(
            [
                Line(
                    each.name,
                    url_for("accounts.user", ref=each.ref),
                    f"until {short_day(each.ends_on)}",
                )
                for each in found
            ]
        ),
        clear="Nobody’s last role ends within two weeks",
    )


_DECIDES = (May.DECIDE_FAILED_GATE, May.DECIDE_AT_A_DISTANCE)

PARTS: tuple[tuple[tuple[May, ...], Callable[[Asking], Part | None]], ...] = (
    ((May.OPEN_REFERRAL,), children_nobody_looks_for),
    ((May.OPEN_REFERRAL,), open_referrals),
    (_DECIDES, waiting_for_my_decision),
    ((May.DECIDE_ON_CARERS,), decisions.decisions_for_me),
    ((May.DECIDE_AFTER_PANEL,), decisions.applications_for_me),
    ((May.DECIDE_AFTER_PANEL,), decisions.matches_for_me),
    ((May.SEE_LEDGER,), children_not_lawful_or_not_proven),
    ((May.SEE_REGISTER,), decisions.children_of_carers_who_leave),
    ((May.KEEP_PANEL,), decisions.without_panel_in_time),
    ((May.SEE_OWN_PANEL,), decisions.own_panels),
    ((May.SEE_REFERRALS,), open_referrals_of_others),
    ((May.SEE_REGISTER,), homes.households_without_worker),
    ((May.ALLOCATE_WORKER,), allocation.leavers),
    ((May.ALLOCATE_WORKER,), allocation.days_with_nobody),
    ((May.SEE_REFERRALS,), held_beds),
    ((May.RECORD_PLACEMENT,), placements_late),
    ((May.SEE_REGISTER,), homes.temporary_approvals_running_out),
    ((May.EDIT_HOUSEHOLD,), homes.my_households),
    ((May.SEE_REGISTER,), homes.no_terms),
    ((May.SEE_REGISTER,), homes.no_agreement),
    ((May.EDIT_HOUSEHOLD,), decisions.feedback_for_me),
    ((May.SEE_CHILDREN,), my_children),
    ((May.LOAD_RECORDS,), loads_waiting),
    ((May.MANAGE_USERS,), users_without_role),
    ((May.MANAGE_USERS,), roles_ending),
)
"""What is asked, in order, of whoever has one of the permissions: what waits for this person alone,
then what anybody may put right."""
