"""A referral that goes out, in the words of the work: providers, a release, answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.accounts.models import User
from app.children.models import Child, Referral
from app.commissioning.actions import out, providers
from app.commissioning.kinds import CameBy, NoOffer, Reply, Service, Standing, Step
from app.commissioning.models import Offer, Profile, Sending
from app.commissioning.queries import referrals
from app.core.today import today
from app.people.models import Provider, ProviderKind
from sufficiency.types import Sex
from tests import builders
from tests.matching.asking import officer, referral

DAY = timedelta(days=1)
WHY = "Nobody of ours has room for her today."
OFFER: dict[str, Any] = {
    "called": "Bryn",
    "postcode": "SY8 1AA",
    "weekly_pounds": 985,
    "from_on": None,
    "good_until": None,
    "conditions": "No younger children",
    "words": "Two carers and a dog; experienced with teenagers.",
}


def agency(name: str = "Marches Fostering", **more: Any) -> Provider:
    """An agency that gives homes here to every age, looked at today."""
    told = {
        "kind": ProviderKind.AGENCY,
        "service": Service.AGENCY,
        "areas": [builders.HEREFORDSHIRE],
        "min_age": 0,
        "max_age": 17,
        "contact_name": "Referrals desk",
        "email": "referrals@example.org",
        "starts_on": builders.LONG_AGO,
        **more,
    }
    made: Provider = providers.add_provider(name=name, by=builders.SOMEBODY, **told)
    providers.check_provider(
        made, standing=Standing.REGISTERED, checked_on=today(), by=builders.SOMEBODY
    )
    return made


def girl(**more: Any) -> Child:
    """A girl of fourteen."""
    return builders.child("Zephyrine", family_name="Quillfeather", age=14, sex=Sex.FEMALE, **more)


def going_out(by: User, *whom: Child, step: Step = Step.AGENCIES, **more: Any) -> Referral:
    """A referral whose search was widened so far, with why."""
    asked = referral(*(whom or (girl(),)), by=by, **more)
    for each in Step:
        if each.number <= step.number:
            out.widen(asked, step=each, why=WHY, by=by)
    return asked


def released(asked: Referral, by: User) -> Profile:
    """Its profile as the program drafts it, released."""
    profile = out.draft_profile(asked, by=by)
    made: Profile = out.release_profile(
        profile, names_checked=True, why_it_stands="Said as wide as it can be.", by=by
    )
    return made


def sent(asked: Referral, *to: Provider, by: User) -> list[tuple[Sending, str]]:
    """Sent to these, to answer by tomorrow; each with the token of its link."""
    made = out.send(asked, to=list(to), answer_by=today() + DAY, by=by)
    return [(referrals.sending_of_link(link.item), token) for link, token in made]


def offered(sending: Sending, by: Any = builders.SOMEBODY, **more: Any) -> Offer:
    """They offer a home, by e-mail."""
    made: Offer = out.record_reply(
        sending,
        came_by=CameBy.EMAIL,
        reply=Reply.OFFER,
        offer={**OFFER, "from_on": today(), **more},
        by=by,
    )
    return made


def refused(sending: Sending, by: Any = builders.SOMEBODY) -> None:
    """They have none, by e-mail."""
    out.record_reply(
        sending, came_by=CameBy.EMAIL, reply=Reply.NO_OFFER, no_offer=NoOffer.NO_PLACE, by=by
    )


def out_with_offer(by: User | None = None, **more: Any) -> tuple[Referral, Offer]:
    """A referral that went to one agency, which offers a home."""
    who = by or officer()
    asked = going_out(who, **more)
    released(asked, who)
    ((sending, _),) = sent(asked, agency(), by=who)
    return asked, offered(sending)
