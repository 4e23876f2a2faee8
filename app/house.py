"""How the application is put together."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from flask import Flask, g
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from app import rooms
from app.core import security, web
from app.core.db import db, prepare_engine
from app.settings import Settings

TOP = Path(__file__).resolve().parent.parent

QUESTIONS = 2000
"""Questions kept as the database's own words. One person's pages ask over five hundred, and with
the library's own number, five hundred, a busy worker went on putting the same ones into words."""

rooms.furnish()


def build(settings: Settings) -> Flask:
    """Put an application together: settings, database, guard, pages."""
    app = Flask("app", static_folder=str(TOP / "app" / "static"), template_folder=None)
    app.config.update(_flask_settings(settings))
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(TOP / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
    _open_database(app)
    from app.accounts import drafts, signing_in
    from app.api import admitting
    from app.core import shown
    from app.restricted import gate

    app.before_request(_number_request)
    app.before_request(security.refuse_cross_site)
    csrf = CSRFProtect(app)
    signing_in.install(app)
    drafts.install(app)
    security.install(app)
    gate.install(app)
    web.install(app)
    shown.install(app)
    rooms.set_watches(app)
    admitting.install(app)
    rooms.open_pages(app)
    _ask_systems_for_no_form(app, csrf)
    _open_commands(app)
    return app


def _ask_systems_for_no_form(app: Flask, csrf: CSRFProtect) -> None:
    """Other systems send no form of ours: no cookie lets them in, so none can be misused."""
    with app.app_context():
        for endpoint, view in app.view_functions.items():
            if security.is_for_systems(endpoint):
                csrf.exempt(view)


def _flask_settings(settings: Settings) -> dict[str, object]:
    cookie = "hearth" if settings.plain_cookies else "__Host-hearth"
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": not settings.is_sqlite,
            "query_cache_size": QUESTIONS,
        },
        "SESSION_COOKIE_NAME": cookie,
        "SESSION_COOKIE_SECURE": not settings.plain_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.longest_hours),
        "MAX_CONTENT_LENGTH": settings.upload_bytes,
        "MAX_FORM_MEMORY_SIZE": 2_000_000,
        "TRUSTED_HOSTS": list(settings.hosts) or None,
        "WTF_CSRF_TIME_LIMIT": None,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def _open_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        prepare_engine(engine)
        from app.audit import trail

        trail.watch(engine)


def _number_request() -> None:
    g.request_id = secrets.token_hex(8)


def _open_commands(app: Flask) -> None:
    from app import cli

    cli.install(app)
