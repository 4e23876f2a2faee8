"""A live service refuses to start unsafely, and says every reason at once."""

from __future__ import annotations

import pytest

from app.settings import Mode, Settings, UnsafeSettings

SAFE = {
    "HEARTH_DATABASE_URL": "postgresql://hearth@localhost/hearth",
    "HEARTH_SECRET_KEY": "a long secret key of forty characters...",
    "HEARTH_TRAIL_KEY": "another long key, of forty characters...",
    "HEARTH_HOSTS": "hearth.example.gov.uk",
    "HEARTH_ANCHOR": "/srv/anchor/hearth",
}


def reasons(**changed):
    environment = {name: value for name, value in (SAFE | changed).items() if value is not None}
    with pytest.raises(UnsafeSettings) as refused:
        Settings.from_environment(environment)
    return str(refused.value)


def test_safe_settings_start():
    settings = Settings.from_environment(SAFE)
    assert settings.mode is Mode.LIVE
    assert not settings.plain_cookies
    assert settings.hosts == ("hearth.example.gov.uk",)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HEARTH_DATABASE_URL", None, "must say where the record is"),
        ("HEARTH_SECRET_KEY", None, "HEARTH_SECRET_KEY must be at least 32"),
        ("HEARTH_SECRET_KEY", "short", "HEARTH_SECRET_KEY must be at least 32"),
        ("HEARTH_TRAIL_KEY", None, "HEARTH_TRAIL_KEY must be at least 32"),
        ("HEARTH_TRAIL_KEY", SAFE["HEARTH_SECRET_KEY"], "must differ"),
        ("HEARTH_HOSTS", None, "HEARTH_HOSTS must name"),
        ("HEARTH_HOSTS", "*", "HEARTH_HOSTS must name"),
        ("HEARTH_ANCHOR", None, "HEARTH_ANCHOR must name"),
    ],
)
def test_each_unsafe_setting_is_refused_by_its_name(name, value, says):
    assert says in reasons(**{name: value})


def test_every_reason_is_given_at_once():
    said = reasons(HEARTH_SECRET_KEY=None, HEARTH_TRAIL_KEY=None, HEARTH_HOSTS=None)
    assert said.count("; ") >= 3


def test_an_anchor_beside_the_database_is_refused(tmp_path):
    said = reasons(
        HEARTH_DATABASE_URL=f"sqlite:///{tmp_path}/hearth.db",
        HEARTH_ANCHOR=str(tmp_path / "anchor"),
    )
    assert "outside the database's folder" in said


def test_a_database_file_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / "hearth.db"
    file.touch()
    file.chmod(0o644)
    said = reasons(HEARTH_DATABASE_URL=f"sqlite:///{file}")
    assert "set its mode to 0600" in said
    file.chmod(0o600)
    assert Settings.from_environment(SAFE | {"HEARTH_DATABASE_URL": f"sqlite:///{file}"})


def test_a_demonstration_travels_by_plain_cookies_and_a_live_service_never_does():
    demonstration = Settings.from_environment(
        {"HEARTH_MODE": "demonstration", "HEARTH_DATABASE_URL": "sqlite:///x.db"}
    )
    assert demonstration.plain_cookies
    assert not Settings.from_environment(SAFE).plain_cookies


def test_a_mode_that_is_none_is_refused():
    with pytest.raises(ValueError, match="nearly_live"):
        Settings.from_environment(SAFE | {"HEARTH_MODE": "nearly_live"})
