"""What systems ask and tell, page by page: each says its scope, and what goes in and out."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app.api import agreed, feed, once, openapi, reading, shapes
from app.api import placements_standard as standard
from app.api.admitting import caller
from app.api.bringing import availability as bring_availability
from app.api.bringing import children as bring_children
from app.api.bringing import placements as bring_placements
from app.api.bringing import referrals as bring_referrals
from app.api.bringing.named import child_named, own_address
from app.api.feed import Cursor
from app.api.operations import operation
from app.api.problems import Problem, not_here
from app.api.rules import OURS, THEIR_ID, Scope
from app.api.views.opening import v1
from app.children.models import Child, Placement, Referral
from app.commissioning.actions import offers as offer_actions
from app.commissioning.actions import out
from app.commissioning.kinds import CameBy, Reply
from app.commissioning.models import Offer, Sending
from app.commissioning.queries import referrals as out_queries
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.security import open_to_anyone, open_to_systems
from app.core.today import today
from app.people.models import Household
from app.people.rules import record_breach

OTHERWISE = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def _page(shape, listed, asked, tell):
    """A page of a list: what comes next, told as the caller is told it."""
    found = feed.next_of(listed, asked.limit, asked.cursor, asked.changed_since)
    return shape(
        data=tell(found.ids, caller()),
        cursor=found.cursor,
        more=found.more,
        left_out=shapes.LeftOut(restricted=found.left_out),
    )


def _one(kind, table, system, key, tell):
    record = reading.record_named(kind, table, system, key, caller())
    told = tell([record.id], caller())
    if not told:
        raise not_here()
    return told[0]


def _their_id(key):
    if not THEIR_ID.fullmatch(key):
        raise Problem(
            400,
            "Use an id of at most 80 letters, digits, dots, hyphens and underscores, beginning "
            "with a letter or digit.",
        )


def _of_a_referral(by_ref, ref):
    """What was sent to a provider, or an offer: only where its referral is the caller's to see."""
    found = by_ref(ref) if THEIR_ID.fullmatch(ref) else None
    if found is None or out_queries.referral_of(found) is None:
        raise not_here()
    return found


# ------------------------------------------------------------------------------------ description


@v1.get("/openapi.json")
@open_to_anyone
def description():
    """The description of all this, written from the shapes themselves."""
    return current_app.json.response(openapi.document(current_app))


# ----------------------------------------------------------------------------------------- children


@v1.get("/children")
@open_to_systems(Scope.CHILDREN_READ)
@operation(
    "List children",
    "All of them once, then what has changed since: keep the cursor. Restricted records are left "
    "out and counted; when their number falls, begin again without a cursor.",
    asked=shapes.Paging,
    answer=shapes.ChildPage,
)
def children(asked):
    """Children, page by page."""
    return _page(shapes.ChildPage, feed.CHILDREN, asked, reading.children)


@v1.get("/children/<system>/<key>")
@open_to_systems(Scope.CHILDREN_READ)
@operation("One child", answer=shapes.ChildOut)
def child(system, key):
    """One child."""
    return _one(Child, "child", system, key, reading.children)


@v1.put("/children/<system>/<key>")
@open_to_systems(Scope.CHILDREN_WRITE)
@operation(
    "Tell us of a child",
    "By your own id of the child: added, changed, or unchanged. What is left out stays as it is "
    "here. What people recorded here otherwise stays where it cannot be both, and a note says so.",
    body=shapes.ChildIn,
    answer=shapes.Brought,
)
def put_child(system, key, body):
    """A child as the case system knows them."""
    own_address(system, caller())
    _their_id(key)
    return once.written(lambda: bring_children.bring(body, key, caller()))


# --------------------------------------------------------------------------------------- placements


@v1.get("/placements")
@open_to_systems(Scope.PLACEMENTS_READ)
@operation(
    "List placements",
    "As children are listed. One that was recorded in error comes again, and says so.",
    asked=shapes.Paging,
    answer=shapes.PlacementPage,
)
def placements(asked):
    """Placements, page by page."""
    return _page(shapes.PlacementPage, feed.PLACEMENTS, asked, reading.placements)


@v1.get("/placements/<system>/<key>")
@open_to_systems(Scope.PLACEMENTS_READ)
@operation("One placement", answer=shapes.PlacementOut)
def placement(system, key):
    """One placement."""
    return _one(Placement, "placement", system, key, reading.placements)


@v1.put("/placements/<system>/<key>")
@open_to_systems(Scope.PLACEMENTS_WRITE)
@operation(
    "Tell us of a placement",
    "What happened elsewhere: it is recorded, never refused for not being lawful, and judged. By "
    "your own id: added, changed, or unchanged. What was decided or recorded here by people is "
    "only ended by it.",
    body=shapes.PlacementIn,
    answer=shapes.PlacementBrought,
)
def put_placement(system, key, body):
    """A placement as another system knows it."""
    own_address(system, caller())
    _their_id(key)
    brought, child_id = once.written(lambda: bring_placements.bring(body, key, caller()))
    return shapes.PlacementBrought(**brought.model_dump(), judged=reading.judged(child_id))


# ---------------------------------------------------------------------------------------- referrals


@v1.get("/referrals")
@open_to_systems(Scope.REFERRALS_READ)
@operation(
    "List referrals",
    "As children are listed.",
    asked=shapes.Paging,
    answer=shapes.ReferralPage,
)
def referrals(asked):
    """Referrals, page by page."""
    return _page(shapes.ReferralPage, feed.REFERRALS, asked, reading.referrals)


@v1.get("/referrals/<system>/<key>")
@open_to_systems(Scope.REFERRALS_READ)
@operation("One referral", answer=shapes.ReferralOut)
def referral(system, key):
    """One referral."""
    return _one(Referral, "referral", system, key, reading.referrals)


@v1.post("/referrals")
@open_to_systems(Scope.REFERRALS_WRITE)
@operation(
    "Open a referral",
    "Children need a home. The placement team searches, asks and decides.",
    body=shapes.ReferralIn,
    answer=shapes.Brought,
    status=201,
    keyed=True,
)
def open_referral(body):
    """A referral from another system."""

    def opened():
        found = bring_referrals.open_one(body, caller())
        told = bring_referrals.brought(shapes.Outcome.ADDED, found, caller())
        return told, f"referral:{found.id}"

    return once.carried_out(opened)


@v1.put("/referrals/<system>/<key>")
@open_to_systems(Scope.REFERRALS_WRITE)
@operation(
    "Change what a referral asks for",
    "Of an open one. Whose it is stays: withdraw it and open another instead.",
    body=shapes.NeedIn,
    answer=shapes.Brought,
)
def put_referral(system, key, body):
    """What is asked for, told anew."""
    found = reading.record_named(Referral, "referral", system, key, caller())
    return once.written(lambda: bring_referrals.change(found, body, caller()))


@v1.post("/referrals/<system>/<key>/withdraw")
@open_to_systems(Scope.REFERRALS_WRITE)
@operation(
    "Withdraw a referral",
    "No home is needed any more. Beds that were held are free again.",
    body=shapes.WithdrawIn,
    answer=shapes.Brought,
    keyed=True,
)
def withdraw_referral(system, key, body):
    """A referral is withdrawn."""
    found = reading.record_named(Referral, "referral", system, key, caller())

    def withdrawn():
        return bring_referrals.withdraw(found, caller()), f"referral:{found.id}"

    return once.carried_out(withdrawn, status=200)


@v1.get("/referrals/<system>/<key>/standard")
@open_to_systems(Scope.REFERRALS_READ)
@operation(
    "A referral in the Placements Data Standard",
    "Draft version 2: a document for each child. A child’s number is what your system calls the "
    "child, if that is a number; otherwise our own id, read as one.",
    answer=standard.StandardOut,
)
def referral_in_the_standard(system, key):
    """A referral as the sector writes it."""
    found = reading.record_named(Referral, "referral", system, key, caller())
    documents, not_known = standard.documents_of(agreed.told(found, caller()))
    own = feed.keys(caller().key, "referral", [found.id])
    return standard.StandardOut(
        id=found.ref,
        key=own.get(found.id),
        version="v2",
        documents=documents,
        not_known=not_known,
    )


@v1.post("/referrals/standard")
@open_to_systems(Scope.REFERRALS_WRITE)
@operation(
    "Open a referral from documents of the Placements Data Standard",
    "Draft version 2. The answer lists what of them is not kept here, and why.",
    body=standard.StandardIn,
    answer=standard.StandardBrought,
    status=201,
    keyed=True,
)
def open_from_the_standard(body):
    """A referral as the sector writes it, opened here."""

    def opened():
        found = standard.understood(body, today())
        those = _children_of(body, found.numbers)
        need = shapes.NeedIn(
            needed_on=found.needed_on,
            kind=body.kind,
            until=body.until,
            home_postcode=found.home_postcode,
            answers=found.answers,
        )
        row = bring_referrals.opened(those, need, body.key, caller())
        told = bring_referrals.brought(shapes.Outcome.ADDED, row, caller())
        answer = standard.StandardBrought(**told.model_dump(), not_kept=list(found.not_kept))
        return answer, f"referral:{row.id}"

    return once.carried_out(opened)


def _children_of(body, numbers):
    """Whom the documents speak of: named beside them, or by their numbers."""
    if body.children is not None:
        if len(body.children) != len(numbers):
            raise RuleBroken(
                record_breach("Name a child for each document, in the same order.", "children")
            )
        return [child_named(each, caller(), "children") for each in body.children]
    return [_child_of(number) for number in numbers]


def _child_of(number):
    named = shapes.NamedIn(system=caller().key, id=str(number))
    try:
        return child_named(named, caller(), "childId")
    except RuleBroken:
        ref = standard.ref_of_number(number)
        if ref is None:
            raise
        return child_named(shapes.NamedIn(system=OURS, id=ref), caller(), "childId")


# ------------------------------------------------------------------------------------------- offers


@v1.get("/sent")
@open_to_systems(Scope.OFFERS_READ)
@operation(
    "List what was sent to providers",
    "A referral as each provider was sent it: the profile names nobody. Whom else a provider’s "
    "own system must not see; it has no token here.",
    asked=shapes.Paging,
    answer=shapes.SentPage,
)
def sent(asked):
    """Referrals sent, page by page."""
    return _page(shapes.SentPage, feed.SENT, asked, reading.sent)


@v1.post("/sent/<ref>/answer")
@open_to_systems(Scope.OFFERS_WRITE)
@operation(
    "Record what a provider answered",
    "An offer, with its price and what it is like, or none and why. The first answer stands.",
    body=shapes.AnswerIn,
    answer=shapes.Brought,
    status=201,
    keyed=True,
)
def answer_sent(ref, body):
    """What a provider answered, told by another system."""
    found = _of_a_referral(out_queries.sending_by_ref, ref)
    number, subject = found.id, f"referral:{found.referral_id}"

    def answered():
        offer = out.record_reply(
            db.session.get_one(Sending, number),
            came_by=CameBy.SYSTEM,
            reply=body.reply,
            no_offer=body.no_offer if body.reply is Reply.NO_OFFER else None,
            words=body.words,
            offer=dict(body.offer) if body.offer is not None else None,
            by=caller().by,
        )
        told = shapes.Brought(
            outcome=shapes.Outcome.ADDED, id=offer.ref if offer else None, key=None, notes=[]
        )
        return told, subject

    return once.carried_out(answered)


@v1.get("/offers")
@open_to_systems(Scope.OFFERS_READ)
@operation("List offers", "As children are listed.", asked=shapes.Paging, answer=shapes.OfferPage)
def offers(asked):
    """Offers, page by page."""
    return _page(shapes.OfferPage, feed.OFFERS, asked, reading.offers)


@v1.post("/offers/<ref>/end")
@open_to_systems(Scope.OFFERS_WRITE)
@operation(
    "Say that an offer stands no longer",
    body=shapes.EndOfferIn,
    answer=shapes.Brought,
    keyed=True,
)
def end_offer(ref, body):
    """An offer was withdrawn, or is not taken."""
    found = _of_a_referral(out_queries.offer_by_ref, ref)
    number, subject = found.id, f"referral:{found.referral_id}"

    def ended():
        row = offer_actions.end_offer(
            db.session.get_one(Offer, number), how=body.how, because=body.because, by=caller().by
        )
        told = shapes.Brought(outcome=shapes.Outcome.CHANGED, id=row.ref, key=None, notes=[])
        return told, subject

    return once.carried_out(ended, status=200)


# ------------------------------------------------------------------------------------- availability


@v1.get("/availability")
@open_to_systems(Scope.AVAILABILITY_READ)
@operation(
    "List our own homes, with their places today",
    "Always as it stands; the cursor only leads to the next page.",
    asked=shapes.OnlyPaging,
    answer=shapes.AvailabilityPage,
)
def availability(asked):
    """Our own homes, page by page."""
    cursor = feed.read_cursor("availability", asked.cursor) if asked.cursor else Cursor(0, 0)
    told, last = reading.availability(cursor.record or 0, asked.limit, caller())
    return shapes.AvailabilityPage(
        data=told,
        cursor=feed.write_cursor("availability", Cursor(0, last or 0)),
        more=last is not None,
        left_out=shapes.LeftOut(restricted=feed.left_out(Household)),
    )


@v1.put("/availability/<system>/<key>")
@open_to_systems(Scope.AVAILABILITY_WRITE)
@operation(
    "Record places that are not available",
    "By your own id of this. Sent again with a last day, it ends. Places themselves are never "
    "told: they are worked out from approval, terms and who lives there.",
    body=shapes.UnavailableIn,
    answer=shapes.Brought,
)
def put_availability(system, key, body):
    """Places not available, told by another system."""
    own_address(system, caller())
    _their_id(key)
    return once.written(lambda: bring_availability.bring(body, key, caller()))


# --------------------------------------------------------------------------------- nothing else


@v1.route("/", methods=OTHERWISE, defaults={"rest": ""})
@v1.route("/<path:rest>", methods=OTHERWISE)
@open_to_systems()
def nothing(rest):
    """Any other address, or another way to ask: told as every refusal here is."""
    allowed = [method for method in OTHERWISE if _answers(method)]
    if not allowed:
        raise Problem(404, "There is nothing at this address. /api/v1/openapi.json lists them all.")
    raise Problem(
        405,
        f"This address takes {' and '.join(allowed)}.",
        headers={"Allow": ", ".join(allowed)},
    )


def _answers(method):
    """Whether something else stands at this address for that way of asking."""
    addresses = current_app.url_map.bind("")
    try:
        endpoint, _ = addresses.match(request.path, method=method)
    except (MethodNotAllowed, NotFound, RequestRedirect):
        return False
    return endpoint != request.endpoint
