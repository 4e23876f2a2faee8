"""What a provider sees by link: the released profile, word for word, and a form. Nothing else."""

from __future__ import annotations

from flask import render_template

from app.commissioning import link_forms
from app.commissioning.actions import out as actions
from app.commissioning.kinds import CameBy
from app.commissioning.queries import referrals as queries
from app.commissioning.rules.drafting import as_one
from app.core.columns import Kept
from app.core.today import today
from app.links.answering import ask, looked_by_link
from app.links.purposes import purpose


@purpose(
    actions.PURPOSE,
    title="Can you offer a home?",
    why=(
        "A council is looking for a home and asks you, with others. You are told what the home "
        "needs to be, and not who it is for.",
        "Your answer goes to the placement team at once. An offer binds nobody until the team has "
        "rung you.",
    ),
)
def referral_out(link):
    """A provider's answer."""
    sending = queries.sending_of_link(link.item)
    referral = queries.referral_of(sending)
    state = queries.state_of(sending, today())
    if not state.is_open or referral is None or referral.closed_on is not None:
        return render_template("commissioning/link_over.html", link=link), 410
    looked_by_link(link, [f"referral:{sending.referral_id}"], Kept.NARRATIVE, "referral by link")
    return ask(
        link,
        link_forms.AnswerForm(link),
        "commissioning/link_answer.html",
        finish=lambda by, **told: actions.record_reply(sending, came_by=CameBy.LINK, **told, by=by),
        words=as_one(queries.profile_by_id(sending.profile_id).words),
        answer_by=sending.answer_by,
    )
