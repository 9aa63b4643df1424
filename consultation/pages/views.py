"""The pages that belong to no feature."""

from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.calendar import time_left
from consultation.consultations.models import Consultation
from consultation.core.clock import now, today
from consultation.core.db import session
from consultation.core.public_cache import shared
from consultation.pages.home import home_page

bp = Blueprint("pages", __name__)


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
