"""The application, put together: settings, core, then every feature's pages."""

import hashlib
import logging
import os
from datetime import timedelta
from functools import cache

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from consultation.accounts import sessions as login_sessions
from consultation.accounts import views as accounts_views
from consultation.answers import views as answers_views
from consultation.answers.queries.reached import is_answered
from consultation.answers.sequels import sequels_of
from consultation.answers.under import replies_under
from consultation.committees import views as committees_views
from consultation.consultations import views as consultations_views
from consultation.contributions import life
from consultation.contributions import views as contributions_views
from consultation.contributions.services import screening
from consultation.core import (
    assets,
    counting,
    db,
    i18n,
    limits,
    public_cache,
    routing,
    security,
    templating,
)
from consultation.core.csrf import csrf
from consultation.core.paths import PACKAGE, STATIC, TEMPLATES
from consultation.core.settings import Settings
from consultation.documents import views as documents_views
from consultation.exports import views as exports_views
from consultation.exports.public_files import files_offered
from consultation.moderation import views as moderation_views
from consultation.moderation.campaigns import views as campaigns_views
from consultation.moderation.lives import decisions_told
from consultation.moderation.queries.reported import risk_of_reports
from consultation.pages import errors as error_pages
from consultation.pages import views as pages_views
from consultation.privacy import views as privacy_views
from consultation.reading import views as reading_views
from consultation.screening import views as screening_views
from consultation.screening.health import words_for_the_browser
from consultation.synthesis import public_files, replies
from consultation.synthesis import views as synthesis_views
from consultation.versions import views as versions_views

BLUEPRINTS = (
    pages_views.bp,
    accounts_views.bp,
    privacy_views.bp,
    consultations_views.bp,
    documents_views.bp,
    contributions_views.bp,
    moderation_views.bp,
    screening_views.bp,
    campaigns_views.bp,
    reading_views.bp,
    versions_views.bp,
    committees_views.bp,
    synthesis_views.bp,
    answers_views.bp,
    exports_views.bp,
)
MAX_BODY = 21 * 1024 * 1024
MAX_FORM = 512 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application of one instance."""
    settings = settings or Settings.from_env(os.environ)
    app = Flask("consultation", template_folder=str(TEMPLATES), static_folder=None)
    app.jinja_environment = templating.Templates
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.is_test,
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        SESSION_COOKIE_NAME="__Host-consultation" if settings.is_secure else "consultation",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        # The session's row says how long: it ends after days without a visit, the cookie after.
        PERMANENT_SESSION_LIFETIME=timedelta(days=365),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
        RATELIMIT_ENABLED=settings.rate_limits,
    )
    engine = db.connect(settings.database_url)
    routing.init_app(app)
    i18n.init_app(app)
    templating.init_app(app)
    assets.init_app(app, {"health.json": words_for_the_browser()})
    public_cache.init_app(app, build_name())
    security.init_app(app)
    csrf.init_app(app)
    limits.init_app(app)
    login_sessions.init_app(app)
    error_pages.init_app(app)
    app.extensions[life.DECISIONS] = decisions_told
    app.extensions[screening.REPORTS] = risk_of_reports
    app.extensions[life.SEQUELS] = sequels_of
    app.extensions[life.ANSWERED] = is_answered
    app.extensions[replies.REPLIES] = replies_under
    app.extensions[public_files.FILES] = files_offered
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.teardown_appcontext(_end_session)
    if settings.counts_queries:
        counting.init_app(app, engine)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    logging.getLogger("consultation").setLevel(logging.INFO)
    return app


@cache
def build_name() -> str:
    """A hash of what makes the pages: code, templates, styles and translations; read once."""
    paths = [
        path
        for folder in (PACKAGE, TEMPLATES, STATIC)
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".py", ".html", ".css", ".js", ".po"}
    ]
    content = b"".join(path.name.encode() + path.read_bytes() for path in paths)
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def _end_session(_error: BaseException | None) -> None:
    db.session.remove()
