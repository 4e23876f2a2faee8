"""Pages of retention, from the list to the certificate."""

from __future__ import annotations

from app.accounts.roles import Role
from app.core.today import today
from app.register import actions as register
from app.retention import actions, queries
from app.retention.kinds import State, Why
from tests import builders as make
from tests.retention.ended import REASON, ended_household, two


def test_a_record_goes_from_the_list_to_its_certificate_by_two_people(db, signed_in):
    home = ended_household("The Farthingales")
    about = f"household:{home.id}"
    who = two()
    proposer, decider = signed_in(who.proposer), signed_in(who.decider)
    page = proposer.get("/retention").get_data(as_text=True)
    assert "1 record has reached its end" in page
    assert "The Farthingales" in page
    there = f"/retention/household/{home.ref}"
    refused = proposer.post_form(f"{there}/propose", there, reason="The Farthingales have left")
    assert refused.status_code == 422
    assert "leave out “Farthingale" in refused.get_data(as_text=True)
    assert proposer.post_form(f"{there}/propose", there, reason=REASON).status_code == 303
    (waits,) = queries.waiting()
    path = f"/retention/proposals/{waits.ref}"
    assert "You proposed it" in proposer.get(path).get_data(as_text=True)
    answer = decider.post_form(f"{path}/decide", decision="destroy", reason="Agreed.")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    certificate = decider.get(path).get_data(as_text=True)
    assert "Certificate of destruction" in certificate
    assert "Farthingale" not in certificate
    assert "FSR 2011 reg 32(1)" in certificate
    assert "was swept" in certificate
    household = decider.get(f"/households/{home.ref}").get_data(as_text=True)
    assert "This record was destroyed on" in household
    assert "Record destroyed" in household
    assert queries.certificate_of(about).state is State.DESTROYED
    assert "1 of" not in decider.get("/retention/certificates").get_data(as_text=True)
    assert "0 records have reached" in decider.get("/retention").get_data(as_text=True)


def test_whoever_proposed_does_not_decide(db, signed_in):
    home = ended_household()
    manager = make.user(Role.SERVICE_MANAGER, name="Both")
    disposal = actions.propose(f"household:{home.id}", reason=REASON, by=manager)
    browser = signed_in(manager)
    answer = browser.post_form(
        f"/retention/proposals/{disposal.ref}/decide", decision="destroy", reason="Agreed."
    )
    assert answer.status_code == 422
    assert "Somebody else has to decide" in answer.get_data(as_text=True)


def test_a_hold_is_placed_looked_at_and_lifted_by_two(db, signed_in):
    home = ended_household()
    who = two()
    first, second = signed_in(who.proposer), signed_in(who.decider)
    there = f"/retention/household/{home.ref}"
    first.post_form(f"{there}/hold", why=Why.CLAIM.value, reason="A claim is at court")
    page = first.get(there).get_data(as_text=True)
    assert "Two people lift a hold" in page
    assert "Propose its destruction" not in page
    (held,) = queries.held(today())
    path = f"/retention/holds/{held.hold.ref}"
    first.post_form(f"{path}/look", _of=path)
    first.post_form(f"{path}/lift", reason="The claim is settled")
    assert queries.held(today())
    first.post_form(f"{path}/lift", reason="The claim is settled")
    assert queries.held(today())
    second.post_form(f"{path}/lift", reason="Seen the order")
    assert not queries.held(today())
    assert "Propose its destruction" in first.get(there).get_data(as_text=True)


def test_nobody_who_may_not_see_retention_does(db, signed_in):
    home = ended_household()
    for role in (Role.SOCIAL_WORKER, Role.ADMINISTRATOR, Role.PLACEMENT_OFFICER):
        browser = signed_in(role)
        assert browser.get("/retention").status_code == 403
        assert browser.get(f"/retention/household/{home.ref}").status_code == 403
    inspector = signed_in(Role.INSPECTOR)
    page = inspector.get(f"/retention/household/{home.ref}").get_data(as_text=True)
    assert "Propose its destruction" not in page


def test_a_record_kept_for_a_time_that_runs_and_one_that_has_not_begun_says_both(db, signed_in):
    home = ended_household()
    make.placed(make.child("Leo"), home)
    register.record_temporary_approval(
        home, make.child("Mia"), starts_on=today(), decided_by="Nora", by=make.SOMEBODY
    )
    page = signed_in(two().proposer).get(f"/retention/household/{home.ref}")
    assert page.status_code == 200
    said = page.get_data(as_text=True)
    assert "kept until" in said
    assert "Its time has not begun" in said
