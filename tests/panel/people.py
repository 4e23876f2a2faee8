"""People on the central list, as tests need them."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.today import today
from app.panel.actions import listing as actions
from app.panel.kinds import ExperienceKind
from app.panel.models import Listing
from app.panel.rules.listing import TEST
from tests import builders as make
from tests.builders import SOMEBODY

YEARS = timedelta(days=366)


def listed(
    name: str = "Hall",
    *,
    since: date | None = None,
    independent: bool | None = True,
    social_worker_since: date | None = None,
    user_id: int | None = None,
) -> Listing:
    """Somebody on the central list; tested unless `independent` is None."""
    since = since or today() - 2 * YEARS
    one: Listing = actions.put_on_list(
        make.person("Jean", name), starts_on=since, user_id=user_id, by=SOMEBODY
    )
    if independent is not None:
        answers = dict.fromkeys(TEST, False) | ({} if independent else {"employed": True})
        actions.answer_independence(one, answers=answers, starts_on=since, by=SOMEBODY)
    if social_worker_since is not None:
        actions.record_experience(
            one,
            kind=ExperienceKind.SOCIAL_WORK,
            since=social_worker_since,
            starts_on=since,
            by=SOMEBODY,
        )
    return one
