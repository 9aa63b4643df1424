"""The pages that belong to no feature."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.queries import visible_consultations
from consultation.core.db import session

bp = Blueprint("pages", __name__)


@bp.get("/")
@public
def home(viewer: User | None) -> ResponseReturnValue:
    """What can be read and commented now."""
    rows = session.scalars(visible_consultations(viewer)).all()
    return render_template("pages/home.html", consultations=rows)
