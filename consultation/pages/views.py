"""The pages that belong to no feature."""

import re
from datetime import datetime

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.calendar import time_left
from consultation.consultations.models import Consultation
from consultation.core.clock import now, today
from consultation.core.db import session
from consultation.core.public_cache import shared
from consultation.pages.components import examples
from consultation.pages.home import home_page

bp = Blueprint("pages", __name__)
WRITING = (
    "/brouillons/", "/confirmer/", "/connexion", "/deconnexion", "/inscription", "/invitations/",
    "/mot-de-passe", "/nouvelle-adresse/", "/contributions/*/modifier", "/contributions/*/retirer",
    "/contributions/*/vote", "/consultations/*/ecrire",
)  # fmt: skip
"""Where one signs in or writes: open to everybody, and nothing to read."""


@bp.get("/")
@public
def home(viewer: User | None) -> ResponseReturnValue:
    """What can be read and commented now."""
    chosen = request.args.get("phase", "")

    def render() -> str:
        page = home_page(viewer, chosen, now())
        return render_template("pages/home.html", page=page, time_left=_time_left)

    if viewer is not None:
        return render()
    counted = session.execute(
        select(
            func.count(Consultation.id),
            func.sum(Consultation.revision),
            func.sum(Consultation.contribution_count),
            func.sum(Consultation.vote_count),
            func.sum(Consultation.participant_count),
        )
    ).one()
    return shared(("home", chosen[:20], today(), now().hour, *counted), render)


def _time_left(closes_at: datetime) -> str:
    return time_left(closes_at, now())


@bp.get("/robots.txt")
@public
def robots(_viewer: User | None) -> ResponseReturnValue:
    """What a search engine may read: what everybody reads, and nothing that is somebody's own."""
    lines = ["User-agent: *"]
    for prefix in ("", "/en"):
        lines += [f"Disallow: {prefix}{path}" for path in _closed()]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _closed() -> list[str]:
    """The beginnings of the addresses that ask to sign in, and of those of `WRITING`."""
    views = current_app.view_functions
    own = {
        re.sub(r"<[^>]+>", "*", rule.rule)
        for rule in current_app.url_map.iter_rules()
        if getattr(views[rule.endpoint], "access", "public") != "public"
    }
    found: list[str] = []
    for path in sorted(own.union(WRITING)):
        if not path.startswith(tuple(found)):
            found.append(path)
    return found


@bp.get("/mentions-legales")
@public
def legal(_viewer: User | None) -> ResponseReturnValue:
    """Who publishes this service."""
    return render_template("pages/legal.html", contact=current_app.config["SETTINGS"].contact)


@bp.get("/donnees-personnelles")
@public
def personal_data(_viewer: User | None) -> ResponseReturnValue:
    """What is kept about people, why, how long, and their rights."""
    contact = current_app.config["SETTINGS"].contact
    return render_template("pages/personal_data.html", contact=contact)


@bp.get("/accessibilite")
@public
def accessibility(_viewer: User | None) -> ResponseReturnValue:
    """The accessibility statement: not conforming until an audit says otherwise."""
    contact = current_app.config["SETTINGS"].contact
    return render_template("pages/accessibility.html", contact=contact)


@bp.get("/composants")
@public
def components(_viewer: User | None) -> ResponseReturnValue:
    """Every component in all its states: for those who write pages."""
    return render_template("pages/composants.html", **examples())


from consultation.pages import charter, journal, security  # noqa: E402

__all__ = ["bp", "charter", "journal", "security"]
