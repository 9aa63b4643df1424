"""What everybody reads of committees."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.committees.meeting_words import when_words
from consultation.committees.models.people import Committee, CommitteeMember, Seat
from consultation.committees.permissions import has_vote
from consultation.committees.queries.editions import published_key
from consultation.committees.queries.lots import lot_of
from consultation.committees.queries.meetings import public_dates
from consultation.committees.queries.people import (
    linked_consultations,
    members_of,
    public_state,
    seats_of,
    visible_committees,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import seen
from consultation.committees.words import seat_words
from consultation.core.clock import today
from consultation.core.db import session
from consultation.core.public_cache import shared

FIRST = (Seat.CHAIR, Seat.RAPPORTEUR, Seat.FACILITATOR, Seat.MEMBER, Seat.OBSERVER)


@bp.get("/comites")
@public
def index(viewer: User | None) -> ResponseReturnValue:
    """Every committee that may be known."""

    def render() -> str:
        rows = session.scalars(visible_committees(viewer).order_by(Committee.id.desc())).all()
        return render_template(
            "committees/index.html", rows=rows, seats=seats_of(viewer) if viewer else {}
        )

    return render() if viewer else shared(("committees", today(), *public_state()), render)


@bp.get("/comites/<slug>")
@public
def committee(viewer: User | None, slug: str) -> ResponseReturnValue:
    """Its charge, its calendar, how its members were chosen, and who agreed to be named."""
    row, standing = seen(viewer, slug)

    def render() -> str:
        return render_template(
            "committees/committee.html",
            committee=row,
            consultations=linked_consultations(row.id, viewer),
            standing=standing,
            lot=lot_of(row.id),
            dates=public_dates(row.id),
            opinion_key=published_key(row.id),
            when_words=when_words,
            **_public_members(row, FIRST[:3]),
        )

    return render() if viewer else shared(_key(row, "page"), render)


@bp.get("/comites/<slug>/membres")
@public
def members(viewer: User | None, slug: str) -> ResponseReturnValue:
    """Who agreed to be named, with what they declare."""
    row, standing = seen(viewer, slug)

    def render() -> str:
        return render_template(
            "committees/members.html",
            committee=row,
            standing=standing,
            **_public_members(row, FIRST),
        )

    return render() if viewer else shared(_key(row, "members"), render)


def _key(row: Committee, what: str) -> tuple[str, int, int, str]:
    return ("committee", row.id, row.revision, what)


def _public_members(row: Committee, seats: Sequence[Seat]) -> dict[str, object]:
    """Those of `seats` who agreed to be named, and how many others there are."""
    sitting = [
        member for member in session.scalars(members_of(row.id)) if member.seat is not Seat.OBSERVER
    ]
    named = [member for member in sitting if member.is_name_public]
    shown: list[CommitteeMember] = sorted(
        (member for member in named if member.seat in seats),
        key=lambda member: (FIRST.index(member.seat), member.name.casefold()),
    )
    return {
        "shown": shown,
        "named_count": len(named),
        "unnamed_count": sum(
            has_vote(member.seat) and not member.is_name_public for member in sitting
        ),
        "seat_words": seat_words,
    }
