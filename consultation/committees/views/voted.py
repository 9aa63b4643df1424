"""The words that a ballot is about: what one may choose to vote on, and how a ballot shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.ballot_words import subject_words
from consultation.committees.forms.questions import subject_value
from consultation.committees.models.ballots import Ballot, Subject
from consultation.committees.models.contesting import AmendmentAct, AmendmentState
from consultation.committees.models.opinion import BlockType, Opinion
from consultation.committees.opinion_words import amendment_name, block_name
from consultation.committees.queries.contesting import AmendmentLine, amendment_lines, text_voted
from consultation.committees.queries.opinion import (
    Line,
    line_named,
    lines_of,
    opinion_of,
    proposed_lines,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import Entered, ballot_named, entered
from consultation.committees.views.opened import amendment_redline, named, redlined
from consultation.committees.views.shown import workspace_page
from consultation.committees.wording import Wording
from consultation.core.i18n import _


@dataclass(frozen=True)
class Voted:
    """What a ballot says of its subject: its name and place, and the words where they are few."""

    name: str
    address: str
    frozen_revision: int | None = None
    html: str = ""
    redline: Markup | None = None


def subjects_in(place: Entered, ballot: Ballot | None = None) -> list[tuple[str, str]]:
    """The texts of the opinion that can be put to the vote; and what `ballot` is about already."""
    found: list[tuple[str, str]] = []
    opinion = opinion_of(place.committee.id)
    if opinion is not None:
        text = lines_of(opinion.id)
        lines = {line.block.id: line for line in (*text, *proposed_lines(opinion.id))}
        found.append((subject_value(Subject.OPINION, opinion.key), subject_words(Subject.OPINION)))
        found += [
            (subject_value(Subject.RECOMMENDATION, line.block.key), named(line))
            for line in text
            if line.block.type is BlockType.RECOMMENDATION
        ]
        found += [
            (subject_value(Subject.AMENDMENT, each.amendment.key), _amendment_name(each, lines))
            for each in amendment_lines(opinion.id, is_open=True)
            if each.amendment.state is AmendmentState.PROPOSED and each.block.id in lines
        ]
    if ballot is not None and ballot.subject_type is not Subject.QUESTION:
        value = subject_value(ballot.subject_type, ballot.subject_key)
        if value not in dict(found):
            found.append((value, subject_words(ballot.subject_type)))
    return found


def _amendment_name(each: AmendmentLine, lines: Mapping[int, Line]) -> str:
    name = named(lines[each.block.id])
    if each.amendment.act is AmendmentAct.REMOVAL:
        name = _("Retirer du texte\u00a0: %(name)s", name=name)
    return amendment_name(each.amendment.number, name)


def voted_text(place: Entered, ballot: Ballot) -> Voted | None:
    """What the ballot is about: frozen once it opened, until then as it stands."""
    opinion = opinion_of(place.committee.id) if ballot.subject_key else None
    if opinion is None:
        return None
    return {
        Subject.RECOMMENDATION: _recommendation,
        Subject.AMENDMENT: _amendment,
        Subject.OPINION: _whole,
    }[ballot.subject_type](place, opinion, ballot)


def _recommendation(place: Entered, opinion: Opinion, ballot: Ballot) -> Voted | None:
    address = url_for("committees.block", slug=place.committee.slug, key=ballot.subject_key)
    text = text_voted(ballot.id)
    if text is not None:
        kept = text.blocks[0]
        return Voted(_name_of(kept), address, kept["revision"], kept["html"])
    line = line_named(opinion.id, ballot.subject_key)
    return Voted(named(line), address, None, line.words.html) if line is not None else None


def _amendment(place: Entered, opinion: Opinion, ballot: Ballot) -> Voted | None:
    found = next(iter(amendment_lines(opinion.id, keys=[ballot.subject_key])), None)
    line = line_named(opinion.id, found.block.key) if found is not None else None
    if found is None or line is None:
        return None
    name = _amendment_name(found, {found.block.id: line})
    address = url_for("committees.amendment", slug=place.committee.slug, key=ballot.subject_key)
    text = text_voted(ballot.id)
    if text is None or text.before is None:
        return Voted(name, address, redline=amendment_redline(found))
    change = redlined(_words_of(text.before).whole, _words_of(text.blocks[0]).whole)
    return Voted(name, address, text.before["revision"], redline=change)


def _whole(place: Entered, opinion: Opinion, ballot: Ballot) -> Voted:
    slug = place.committee.slug
    text = text_voted(ballot.id)
    if text is None:
        return Voted(opinion.title, url_for("committees.opinion", slug=slug))
    return Voted(opinion.title, url_for("committees.opinion", slug=slug), text.opinion_revision)


def _name_of(kept: Mapping[str, Any]) -> str:
    return block_name(BlockType(kept["type"]), kept["number"], kept["title"], kept["source"])


def _words_of(kept: Mapping[str, Any]) -> Wording:
    return Wording(kept["title"], kept["source"])


@bp.get("/comites/<slug>/espace/scrutins/<key>/texte")
@signed_in
def voted(person: User, slug: str, key: str) -> ResponseReturnValue:
    """The words put to the vote, as they stood when the ballot opened."""
    place = entered(person, slug)
    ballot = ballot_named(place, key)
    text = text_voted(ballot.id)
    if text is None:
        abort(404)
    return workspace_page(
        place, "committees/voted.html", ballot=ballot, text=text, name_of=_name_of
    )
