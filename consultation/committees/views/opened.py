"""Finding the opinion and what is in it, for a member of the committee; else it is a 404."""

from dataclasses import dataclass

from flask import abort
from markupsafe import Markup

from consultation.accounts.models import User
from consultation.committees.models.contesting import Amendment, AmendmentAct
from consultation.committees.models.opinion import Opinion
from consultation.committees.opinion_words import (
    amendment_tag,
    block_name,
    cause_words,
    type_words,
    verdict_tag,
    whole_tag,
)
from consultation.committees.permissions import (
    can_amend,
    can_end_statements,
    can_lead_opinion,
    can_publish_opinion,
    can_sign,
    can_speak,
    can_write_opinion,
    takes_statements,
)
from consultation.committees.queries.contesting import (
    AmendmentLine,
    StatementLine,
    amendment_lines,
    statements_of,
)
from consultation.committees.queries.opinion import Line, line_named, opinion_of
from consultation.committees.views.loading import Entered, entered
from consultation.committees.wording import Wording
from consultation.core.clock import now
from consultation.core.i18n import _
from consultation.core.redline import redline_html


@dataclass(frozen=True)
class Opened:
    """A member in front of the opinion."""

    place: Entered
    opinion: Opinion


def opened(person: User, slug: str) -> Opened:
    """The opinion of a committee that `person` sits in."""
    place = entered(person, slug)
    opinion = opinion_of(place.committee.id)
    if opinion is None:
        abort(404)
    return Opened(place, opinion)


def line_at(found: Opened, key: str) -> Line:
    """A block of the opinion, removed or not."""
    line = line_named(found.opinion.id, key)
    if line is None:
        abort(404)
    return line


def text_line_at(found: Opened, key: str) -> Line:
    """A block that is, or was, in the text: not one that is only proposed."""
    line = line_at(found, key)
    if line.block.is_proposed:
        abort(404)
    return line


def amendment_at(found: Opened, key: str) -> AmendmentLine:
    """An amendment to the opinion."""
    line = next(iter(amendment_lines(found.opinion.id, keys=[key])), None)
    if line is None:
        abort(404)
    return line


def statement_at(found: Opened, key: str) -> StatementLine:
    """A minority statement that stands."""
    line = next(iter(statements_of(found.opinion.id, key)), None)
    if line is None:
        abort(404)
    return line


def rights_in(found: Opened) -> dict[str, bool]:
    """What the member may do with the opinion."""
    standing = found.place.standing
    return {
        "may_lead": can_lead_opinion(standing),
        "may_write": can_write_opinion(standing, is_open_to_all=found.opinion.is_open_to_all),
        "may_speak": can_speak(standing),
        "may_amend": can_amend(standing),
        "opinion_is_open": takes_statements(found.opinion, now()),
        "may_sign": can_sign(standing, found.opinion, now()),
        "may_publish": can_publish_opinion(standing),
        "may_end_statements": can_end_statements(standing),
    }


def named(line: Line) -> str:
    """A block as pages call it."""
    name = block_name(line.block.type, line.number, line.words.title, line.words.source)
    if not line.block.is_proposed:
        return name
    return _("Passage proposé\u00a0: %(name)s", name=line.words.title or name)


def redlined(old: str, new: str) -> Markup:
    """The changes from one text to another, as safe HTML."""
    return Markup(redline_html(old, new))  # noqa: S704  # redline_html escapes


def amendment_redline(each: AmendmentLine) -> Markup:
    """What an amendment changes of the words that it was written upon."""
    base, amendment = each.base, each.amendment
    before, after = Wording(base.title, base.source), Wording(amendment.title, amendment.source)
    if amendment.act is AmendmentAct.ADDITION:
        before = Wording()
    elif amendment.act is AmendmentAct.REMOVAL:
        after = Wording()
    return redlined(before.whole, after.whole)


def is_own(found: Opened, amendment: Amendment) -> bool:
    """The member wrote it."""
    return amendment.author_id == found.place.member.id


OPINION_WORDS: dict[str, object] = {
    "amendment_redline": amendment_redline,
    "amendment_tag": amendment_tag,
    "cause_words": cause_words,
    "named": named,
    "redlined": redlined,
    "type_words": type_words,
    "verdict_tag": verdict_tag,
    "whole_tag": whole_tag,
}
