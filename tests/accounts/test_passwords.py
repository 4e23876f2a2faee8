"""Which passwords will do, and what telling them apart costs."""

from __future__ import annotations

import pytest

from app.accounts import actions, passwords
from app.accounts.guessing import WORDS, guessable
from app.audit.act import INSTALLER
from tests.accounts.test_signing_in import PASSWORD, sign_in

SARAH = ("Sarah Webb", "sarah.webb@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "Password12345",
        "P@ssw0rd2026!!",
        "qwertyuiop12",
        "1qaz2wsx3edc",
        "Summer2026Summer",
        "Welcome2Hearth!",
        "hereford-fostering-1",
        "abcdefghijkl",
        "098765432109",
        "lantern1lantern1",
        "ab12ab12ab12ab12",
        "correct horse battery staple",
        "LetMeIn!LetMeIn!",
        "football monkey dragon",
    ],
)
def test_what_guessers_try_first_is_refused(password):
    assert guessable(password)
    assert any("harder to guess" in reason for reason in passwords.reasons_weak(password))


@pytest.mark.parametrize(
    "password",
    ["window lantern oats", "kestrel-gravel-74-plum", "summer kestrel gravel", "tv9#kLw2&pQz"],
)
def test_three_words_that_do_not_belong_will_do(password):
    assert passwords.reasons_weak(password, *SARAH) == []


@pytest.mark.parametrize(
    "password", ["kestrel gravel webb", "S4r4h kestrel gravel", "haras kestrel gravel"]
)
def test_ones_own_name_is_found_however_it_is_written(password):
    assert any("your name" in reason for reason in passwords.reasons_weak(password, *SARAH))


def test_a_first_password_that_we_make_up_is_never_one_of_them():
    made = [passwords.made_up(*SARAH) for _ in range(300)]
    assert [word for word in made if passwords.reasons_weak(word, *SARAH)] == []


def test_a_first_password_is_made_anew_while_it_reads_as_a_name(monkeypatch):
    chances = iter("w3bbkmpt2c7dqrh9" + "tvkwkmpt2c7dqrh9")
    monkeypatch.setattr(passwords.secrets, "choice", lambda _letters: next(chances))
    assert passwords.made_up(*SARAH) == "tvkw-kmpt-2c7d-qrh9"


def test_the_words_are_long_enough_to_count():
    assert min(map(len, WORDS)) >= 4


class CountingHasher:
    """The hasher, and each comparison that it was asked for: at what cost."""

    def __init__(self, own):
        self.own, self.costs = own, []

    def hash(self, password):
        return self.own.hash(password)

    def verify(self, kept, typed):
        self.costs.append(kept.rsplit("$", 2)[0])
        return self.own.verify(kept, typed)


@pytest.fixture
def costs(monkeypatch, app):
    """What each comparison from now on costs, as the hash itself says (memory, passes, lanes)."""
    with app.app_context():
        hasher = CountingHasher(passwords._own_hasher())
    monkeypatch.setattr(passwords, "_own_hasher", lambda: hasher)
    return hasher.costs


@pytest.mark.parametrize("email", ["nobody@example.org", "none@example.org", "gone@example.org"])
def test_a_name_that_cannot_sign_in_costs_as_much_hashing_as_one_that_can(client, db, costs, email):
    actions.add_user(name="Sarah Webb", email=SARAH[1], password=PASSWORD, by=INSTALLER)
    actions.add_user(name="No Password", email="none@example.org", by=INSTALLER)
    gone = actions.add_user(name="Gone", email="gone@example.org", password=PASSWORD, by=INSTALLER)
    actions.suspend(gone, by=INSTALLER)
    assert sign_in(client, email=SARAH[1], password="not it at all").status_code == 401
    known = list(costs)
    assert len(known) == 1
    assert sign_in(client, email=email, password="not it at all").status_code == 401
    assert costs[len(known) :] == known
