"""The signed-in person: Flask-Login keeps a token in the cookie, the session itself is a row."""

from datetime import timedelta

from flask import Flask, Request, has_request_context, request
from flask import session as cookie
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import joinedload

from consultation.accounts.models import CharterVersion, LoginSession, User
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.keys import new_token, token_hash

IDLE = timedelta(days=30)
SEEN_EVERY = timedelta(hours=1)
"""A visit is written down so often at most: whoever reads seldom waits for whoever writes."""
_CHARTER = (
    select(func.max(CharterVersion.number))
    .where(CharterVersion.published_at.is_not(None))
    .scalar_subquery()
)
_LIVING = (
    select(LoginSession, _CHARTER)
    .where(LoginSession.token_hash == bindparam("token_hash"), LoginSession.ended_at.is_(None))
    .options(joinedload(LoginSession.user))
)
"""Built once: it begins every request of a person, with the charter that is in force."""


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """What Flask-Login holds: a session row and its token."""

    def __init__(self, login: LoginSession, token: str, charter_version: int = 0) -> None:
        self.login = login
        self.token = token
        self.charter_version = charter_version

    def get_id(self) -> str:
        return self.token


def load(token: str) -> SignedIn | None:
    """The living session of `token`; an ended, idle or suspended one is nobody's."""
    row = session().execute(_LIVING, {"token_hash": token_hash(token)}).one_or_none()
    if row is None:
        return None
    login, charter_version = row
    if login.seen_at < now() - IDLE:
        return None
    if login.user.deleted_at is not None or login.user.suspended_at is not None:
        return None
    _keep_alive(login)
    return SignedIn(login, token, charter_version or 0)


def _keep_alive(login: LoginSession) -> None:
    """A browser in use stays signed in. It is written down now and then, not at each page."""
    moment = now()
    if login.seen_at > moment - SEEN_EVERY:
        return
    with transaction() as current:
        current.execute(
            update(LoginSession).where(LoginSession.id == login.id).values(seen_at=moment)
        )


def start(user: User, *, second_factor: bool = False) -> LoginSession:
    """Sign `user` in on this browser, under a new token."""
    end_current()
    token = new_token()
    login = LoginSession(
        token_hash=token_hash(token),
        user=user,
        browser=request.user_agent.string[:300],
        second_factor_at=now() if second_factor else None,
    )
    with transaction() as current:
        current.add(login)
    login_user(SignedIn(login, token))
    cookie.permanent = True
    return login


def end_current() -> None:
    """Sign this browser out; its cookie is worth nothing afterwards."""
    login = current_session()
    if login is not None:
        with transaction() as current:
            current.execute(
                update(LoginSession).where(LoginSession.id == login.id).values(ended_at=now())
            )
    logout_user()
    cookie.clear()


def current_session() -> LoginSession | None:
    """The session of this request, half-way through its sign-in perhaps, or None.

    Nothing is read where no cookie came.
    """
    if not has_request_context() or "_user_id" not in cookie:
        return None
    return current_user.login if current_user.is_authenticated else None


def current_person() -> User | None:
    """The person signed in, or None; who has a second factor is nobody before showing it."""
    login = current_session()
    return login.user if login and not login.awaits_second_factor else None


def charter_to_read() -> int:
    """The version in force, for somebody who has not read it yet; 0 otherwise.

    The first one changed nothing for anybody.
    """
    person = current_person()
    if person is None:
        return 0
    version: int = current_user.charter_version
    return version if version > max(1, person.charter_version) else 0


class Cookies(SecureCookieSessionInterface):
    """Flask's, but that nothing is unsigned where no cookie came: most visits bring none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Wire Flask-Login and the cookie."""
    app.session_interface = Cookies()
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(load)
    manager.init_app(app)

    @app.context_processor
    def person() -> dict[str, object]:
        who = current_person()
        return {
            "person": who,
            "can_administer": who is not None and who.is_administrator,
            "charter_to_read": charter_to_read(),
        }
