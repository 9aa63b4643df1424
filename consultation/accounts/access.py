"""Who may open a view. Each view carries exactly one mark, and gets the person first."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.models import User
from consultation.accounts.sessions import current_person, current_session

P = ParamSpec("P")
Answer = ResponseReturnValue
View = Callable[P, Answer]
R = TypeVar("R")


def public(view: Callable[Concatenate[User | None, P], Answer]) -> Callable[P, Answer]:
    """Anybody may come; the view gets the person signed in, or None."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
        return view(current_person(), *args, **kwargs)

    return _marked(guarded, "public")


def signed_in(view: Callable[Concatenate[User, P], Answer]) -> Callable[P, Answer]:
    """Only somebody signed in may come."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
        login = current_session()
        if login is None:
            return redirect(url_for("accounts.sign_in", suite=here()), 303)
        if login.awaits_second_factor:
            return redirect(url_for("accounts.second_factor_check", suite=here()), 303)
        return view(login.user, *args, **kwargs)

    return _marked(guarded, "signed_in")


def strongly_signed_in(view: Callable[Concatenate[User, P], Answer]) -> Callable[P, Answer]:
    """Somebody who showed a second factor in this session: whoever has a role must."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
        login = current_session()
        if login is None:
            return redirect(url_for("accounts.sign_in", suite=here()), 303)
        if not login.user.has_second_factor:
            return redirect(url_for("accounts.second_factor", suite=here()), 303)
        if login.awaits_second_factor:
            return redirect(url_for("accounts.second_factor_check", suite=here()), 303)
        return view(login.user, *args, **kwargs)

    return _marked(guarded, "strongly_signed_in")


def administrator(view: Callable[Concatenate[User, P], Answer]) -> Callable[P, Answer]:
    """Administrators only; for anybody else there is nothing here."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
        login = current_session()
        if login is None or not login.user.is_administrator:
            abort(404)
        return strongly_signed_in(view)(*args, **kwargs)

    return _marked(guarded, "administrator")


def here() -> str:
    """This page, as a place to come back to. What was posted is not asked for again."""
    path = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else request.path
    return request.script_root + path


def is_local(target: str) -> bool:
    """`target` is a path of this site, and no browser reads it as another."""
    return (
        target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and all(char.isprintable() and char != "\\" for char in target)
    )


def next_url(default: str) -> str:
    """Where the person was going before signing in."""
    target = request.values.get("suite", "")
    return target if is_local(target) else default


def _marked(view: Callable[P, Answer], access: str) -> Callable[P, Answer]:
    view.access = access  # type: ignore[attr-defined]
    return view
