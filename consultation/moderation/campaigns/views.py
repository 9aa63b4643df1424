"""Campaigns for those who moderate: the list by size, and one with the words of each member."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.moderation.campaigns.own_words import own_words_beside
from consultation.moderation.campaigns.queries import (
    MemberLine,
    campaigns_of,
    find_campaign,
    left_to_compare,
    members,
    moderated_consultation,
    own_words_count,
    representative_of,
)
from consultation.moderation.campaigns.words import WORD, numbers_of, runs_of

bp = Blueprint("campaigns", __name__)
EXCERPT = 280
_BREAKS = re.compile(r"[ \t\r\n]+")
"""What may be broken; the no-break spaces of the text stay."""


@bp.get("/espace/<slug>/moderation/campagnes")
@strongly_signed_in
def index(person: User, slug: str) -> ResponseReturnValue:
    """Every campaign, the greatest first."""
    consultation = _moderated(person, slug)
    lines, following = campaigns_of(consultation, request.args.get("apres", ""))
    return render_template(
        "moderation/campaigns.html",
        consultation=consultation,
        lines=[(line, _excerpt(line.source)) for line in lines],
        following=following,
        left=left_to_compare(consultation),
        desk_url=_desk(slug),
    )


@bp.get("/espace/<slug>/moderation/campagnes/<key>")
@strongly_signed_in
def detail(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One campaign: its text, then its members with the words that are their own."""
    consultation = _moderated(person, slug)
    campaign = find_campaign(consultation, key)
    if campaign is None:
        abort(404)
    wants_own = request.args.get("mots") == "propres"
    after = request.args.get("apres", "")
    lines, following = members(campaign, after, with_own_words=wants_own)
    representative = representative_of(campaign)
    return render_template(
        "moderation/campaign.html",
        consultation=consultation,
        campaign=campaign,
        representative=representative,
        lines=_parted(lines, representative),
        following=following,
        after=after,
        wants_own=wants_own,
        own_count=own_words_count(campaign),
        desk_url=_desk(slug, key),
    )


def _moderated(person: User, slug: str) -> Consultation:
    found = moderated_consultation(person, slug)
    if found is None:
        abort(404)
    return found


def _desk(slug: str, campaign: str | None = None) -> str:
    """The moderators' desk, where they decide; on one campaign alone where it is named."""
    if "moderation.desk" not in current_app.view_functions:
        return ""
    return url_for("moderation.desk", slug=slug, campagne=campaign)


def _excerpt(text: str) -> str:
    words = _BREAKS.sub(" ", text).strip()
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True)
class Piece:
    """A part of a text: common to the campaign, or the member's own."""

    text: str
    is_own: bool


def _parted(
    lines: Sequence[MemberLine], representative: MemberLine | None
) -> list[tuple[MemberLine, list[Piece]]]:
    common = representative.source if representative else ""
    runs, words = runs_of(common), numbers_of(WORD.findall(common))
    return [
        (line, _pieces(line.source, own_words_beside(line.source, runs, words) if common else []))
        for line in lines
    ]


def _pieces(text: str, own: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces = []
    at = 0
    for start, end in own:
        pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    pieces.append(Piece(text[at:], False))
    return [piece for piece in pieces if piece.text]
