"""A committee's public page, its organisers' pages, and its members' workspace."""

from flask import Blueprint
from markupsafe import Markup

bp = Blueprint("committees", __name__)


@bp.context_processor
def tools() -> dict[str, object]:
    """What the templates of committees may call."""
    return {"safe_html": Markup}  # cleaned by core.text when it was stored


from consultation.committees.views import (  # noqa: E402
    agenda,
    amending,
    ballots,
    contesting,
    drawn,
    editions,
    feeds,
    files,
    invitation,
    lots,
    meetings,
    members,
    messages,
    notes,
    noting,
    opinion,
    outline,
    papers,
    preparing,
    proposing,
    public,
    publishing,
    reopening,
    reserve,
    running,
    threads,
    volunteers,
    voted,
    voting,
    workspace,
    writing,
)

__all__ = [
    "agenda", "amending", "ballots", "bp", "contesting", "drawn", "editions", "feeds", "files",
    "invitation", "lots", "meetings", "members", "messages", "notes", "noting", "opinion",
    "outline", "papers", "preparing", "proposing", "public", "publishing", "reopening", "reserve",
    "running", "threads", "volunteers", "voted", "voting", "workspace", "writing",
]  # fmt: skip
