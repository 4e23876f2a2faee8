"""The pages of a referral out: the day of whoever sends it, and what its receiver sees."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.audit.models import Look
from app.children import actions as children
from app.children.models import Outcome
from app.commissioning.actions import out
from app.commissioning.kinds import Reply, Section
from app.commissioning.models import Choice, Offer, Sending
from app.commissioning.queries import referrals
from app.core.today import clock_at, today
from tests import builders
from tests.commissioning.asked import agency, going_out, offered, released, sent
from tests.commissioning.canaries import in_it, marked
from tests.conftest import hidden_fields
from tests.matching.asking import officer

DAY = timedelta(days=1)
OFFER = {
    "reply": "offer",
    "no_offer": "",
    "called": "Bryn",
    "postcode": "SY8 1AA",
    "weekly_pounds": "985",
    "from_on": "today",
    "good_until": "",
    "home_words": "Two carers and a dog.",
    "conditions": "",
    "words": "",
}


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know."""
    builders.postcodes()


@pytest.fixture
def priya(places):
    """The placement officer."""
    return officer()


def opened(browser, token):
    """The page behind a link, after Start."""
    browser.post_form(f"/link/{token}", start="yes")
    return browser.get(f"/link/{token}")


def test_from_no_home_of_ours_to_an_offer_that_is_chosen(signed_in, priya, app, db):
    asked = going_out(priya, step=referrals.Step.OWN)
    marches = agency()
    browser = signed_in(priya)
    page = f"/out/{asked.ref}"
    assert "Widen the search" in browser.get(page).text
    browser.post_form(f"{page}/widen", step="every_agency_in_reach", why="None has room.")
    assert "Draft the profile" in browser.get(page).text
    browser.post_form(f"{page}/draft", _of=page)
    draft = browser.get(f"{page}/profile").text
    assert "One child, aged between 0 and 17." in draft, (
        "there is nobody among whom to be one of many"
    )
    assert "Zephyrine" not in draft.split("<textarea", 1)[1]
    words = {each.value: "" for each in Section} | {"who": "Zephyrine is a girl of 14."}
    browser.post_form(f"{page}/profile", **words)
    assert "Has to go" in browser.get(f"{page}/profile").text
    refused = browser.post_form(f"{page}/profile/release", names_checked="y", why_it_stands="-")
    assert refused.status_code == 422
    browser.post_form(f"{page}/profile", **words | {"who": "One girl, aged 14."})
    done = browser.post_form(
        f"{page}/profile/release", names_checked="y", why_it_stands="It is so."
    )
    assert done.status_code == 303
    made = browser.post_form(
        f"{page}/send", providers=marches.ref, answer_by=f"{today() + DAY:%d/%m/%Y}"
    )
    (token,) = set(re.findall(r"/link/([\w-]+)", made.text))
    holder = app.test_client()
    assert "One girl, aged 14." in opened(holder, token).text
    short = holder.post_form(f"/link/{token}", **OFFER | {"weekly_pounds": ""}, send="yes")
    assert "Enter the price in whole pounds a week" in short.text
    holder.post_form(f"/link/{token}", **OFFER, send="yes")
    assert "Thank you: it has reached us" in holder.get(f"/link/{token}").text
    offer = db.session.scalar(select(Offer))
    assert (offer.weekly_pounds, db.session.get(Sending, offer.sending_id).reply) == (
        985,
        Reply.OFFER,
    )
    assert "Bryn" in browser.get(f"{page}/compare").text
    child = asked.children[0]
    for whose in ("child", "parents"):
        browser.post_form(
            f"{page}/heard",
            child=child.ref,
            whose=whose,
            how="said",
            heard_on="today",
            words="Near school.",
        )
    key = f"offer-{offer.ref}"
    assert "why_area" in browser.get(f"{page}/choose/{key}").text
    chosen = browser.post_form(
        f"{page}/choose/{key}",
        why="They know teenagers.",
        effect="Nobody else is placed there.",
        why_area="Nothing nearer can.",
    )
    assert chosen.headers["Location"].endswith(f"/out/offers/{offer.ref}")
    assert db.session.scalar(select(Choice)).offer_id == offer.id
    for what in ("approved", "terms", "agreement", "consent", "area_authority"):
        browser.post_form(
            f"/out/offers/{offer.ref}/check/{what}",
            so="yes",
            since_on="1/2/2020",
            told_by="Registered manager",
            words="",
        )
    entered = browser.post_form(
        f"/out/offers/{offer.ref}/enter",
        known="",
        line="3 Corve Street",
        given_name="Anwen",
        family_name="Tudge",
        places="2",
        min_age="10",
        max_age="17",
    )
    place = browser.get(entered.headers["Location"]).text
    for told in ("Near school.", "They know teenagers.", "Nothing nearer can."):
        assert told in place, "what was asked once is not asked again"
    assert "A nominated officer approves it first" in place, "regulation 11 is decided by who may"


def test_a_receiver_sees_what_was_released_and_nothing_else_of_the_record(priya, app, signed_in):
    asked, _, marks = marked(priya)
    other, _, others = marked(priya)
    for each in (asked, other):
        going_out_of(each, priya)
    for each in (asked, other):
        released(each, priya)
    browser = signed_in(priya)
    provider = agency()
    made = browser.post_form(
        f"/out/{asked.ref}/send", providers=provider.ref, answer_by=f"{today() + DAY:%d/%m/%Y}"
    )
    assert made.headers.get("Content-Disposition") is None, "no file, and so no name of one"
    mail = unescape(unquote(" ".join(re.findall(r'href="(mailto:[^"]+)"', made.text))))
    assert "Can you offer a home?" in mail
    (token,) = set(re.findall(r"/link/([\w-]+)", made.text))
    holder = app.test_client()
    seen = [holder.get(f"/link/{token}"), opened(holder, token)]
    seen.append(holder.post_form(f"/link/{token}", **OFFER | {"called": ""}, send="yes"))
    seen.append(holder.post_form(f"/link/{token}", **OFFER, save="yes"))
    seen.append(holder.post_form(f"/link/{token}", **OFFER, send="yes"))
    seen.append(holder.get(f"/link/{token}"))
    own = marks | others - {"sy8 1aa"}
    assert in_it(mail, own) == set()
    for page in seen:
        assert in_it(page.data, own) == set()
        assert in_it(str(page.headers), own) == set()
    assert "aged" in seen[1].text, "it says something"
    staff = browser.get(f"/out/{asked.ref}/profile")
    assert in_it(staff.data, marks), "the marks are seen where they may be"


def going_out_of(asked, by):
    for step in (referrals.Step.OWN, referrals.Step.AGENCIES):
        out.widen(asked, step=step, why="None has room.", by=by)


def test_twice_late_taken_back_and_over_are_said_kindly(priya, app, db):
    asked = going_out(priya)
    released(asked, priya)
    (_, token), (two, second), (_, third), (_, fourth) = sent(
        asked, *(agency(f"Agency {n}") for n in range(4)), by=priya
    )
    holder = app.test_client()
    opened(holder, token)
    page = holder.get(f"/link/{token}")
    holder.post_form(f"/link/{token}", **OFFER, send="yes")
    again = holder.post(f"/link/{token}", data={**OFFER, **hidden_fields(page.text), "send": "yes"})
    assert "it has reached us" in again.text
    assert len(db.session.scalars(select(Offer)).all()) == 1
    out.take_back(two, because="Found", by=priya)
    assert "taken back" in holder.get(f"/link/{second}").text
    opened(holder, third)
    with clock_at(today() + 2 * DAY):
        late = holder.get(f"/link/{third}")
    assert late.status_code == 410
    assert "run out" in late.text
    opened(holder, fourth)
    children.close_referral(asked, on=today(), outcome=Outcome.WITHDRAWN, by=builders.SOMEBODY)
    over = holder.get(f"/link/{fourth}")
    assert over.status_code == 410
    assert "no answer is needed any more" in over.text


def test_one_link_opens_one_referral_and_looks_are_kept(priya, app, db):
    asked = going_out(priya)
    released(asked, priya)
    marches = agency()
    (_, token), (other, _) = sent(asked, marches, agency("Teme"), by=priya)
    offered(other, called="Secret house of another")
    holder = app.test_client()
    page = opened(holder, token).text
    assert "Secret house" not in page
    assert "Teme" not in page, "who else was asked is not theirs"
    look = db.session.scalars(
        select(Look).where(Look.subject == f"referral:{asked.id}", Look.user_id.is_(None))
    ).first()
    assert look.by_name.startswith("Holder of link")


def test_providers_are_kept_as_dated_rows(signed_in, db):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    made = browser.post_form(
        "/out/providers/new",
        name="Marches Fostering",
        kind="agency",
        urn="SC900101",
        service="fostering_agency",
        areas=builders.HEREFORDSHIRE,
        min_age="0",
        max_age="17",
        contact_name="Desk",
        email="desk@example.org",
        starts_on="1/1/2024",
    )
    page = made.headers["Location"]
    browser.post_form("/out/frameworks/new", name="West Midlands framework", starts_on="1/1/2024")
    form = browser.get(f"{page}/framework").text
    (ref,) = re.findall(r'<option value="([a-z0-9]{13})"', form)
    browser.post_form(f"{page}/framework", framework=ref, tier="1", starts_on="1/1/2024")
    browser.post_form(f"{page}/check", standing="registered", checked_on="today", words="Good")
    browser.post_form(
        f"{page}/entry",
        service="fostering_agency",
        areas=builders.HEREFORDSHIRE,
        min_age="5",
        max_age="17",
        contact_name="Desk",
        email="desk@example.org",
        starts_on="today",
    )
    text = browser.get(page).text
    for said in ("West Midlands framework, tier 1", "0 to 17", "5 to 17", "Registered", "Good"):
        assert said in text, said
    browser.post_form(f"{page}/framework/leave", framework=ref, on="today")
    assert "On none." in browser.get(page).text
    listed = browser.get("/out/providers").text
    assert "Marches Fostering" in listed


def test_unmet_need_opens_to_its_rows_and_goes_as_a_file_without_names(signed_in, priya):
    asked = going_out(priya)
    children.close_referral(asked, on=today(), outcome=Outcome.NOBODY_FOUND, by=builders.SOMEBODY)
    going_out(priya, builders.child("Tiny", age=2))
    browser = signed_in(Role.SERVICE_MANAGER)
    page = browser.get("/out/unmet").text
    assert "Nobody found: 1" in page
    assert "Still looking: 1" in page
    rows = browser.get("/out/unmet?ended=nobody_found").text.split("<tbody")[1]
    assert rows.count("<tr") == 1
    sheet = browser.get("/out/unmet?format=csv")
    assert sheet.headers["Content-Disposition"].count("unmet-need-") == 1
    assert in_it(sheet.data, {"zephyrine", "quillfeather", "tiny"}) == set()
    assert sheet.text.count("\n") == 3
