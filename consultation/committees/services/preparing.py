"""Writing a ballot: what is asked, how one votes, what is enough. Changed until it opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.accounts.models import User
from consultation.committees.models.ballots import (
    Ballot,
    BallotState,
    Majority,
    MajorityBase,
    Method,
    Quorum,
    Subject,
)
from consultation.committees.models.people import Committee
from consultation.committees.permissions import can_prepare_ballot
from consultation.committees.queries.people import member_of, standing_of
from consultation.core import journal
from consultation.core.db import lock, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line, render_markup, tidy

MAX_TITLE = 200
MAX_TEXT = 10_000
MAX_OPTIONS = 20
MAX_OPTION = 200
LEAST_OPTIONS = {Method.SINGLE_CHOICE: 2, Method.APPROVAL: 2, Method.JUDGEMENT: 1}


class WrongQuestionError(DomainError):
    """Something of a ballot is to be corrected, in the field of that name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody who prepares a ballot asks of the committee."""

    title: str
    text_source: str = ""
    subject_type: Subject = Subject.QUESTION
    subject_key: str = ""
    method: Method = Method.FOR_AGAINST
    options: Sequence[str] = ()
    is_secret: bool = False
    quorum: Quorum = Quorum.HALF
    majority: Majority = Majority.SIMPLE
    base: MajorityBase = MajorityBase.EXPRESSED
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def prepare_ballot(committee: Committee, question: Question, *, actor: User) -> Ballot:
    """Add a draft: nobody votes yet, and only those who prepare ballots see it."""
    require(can_prepare_ballot(standing_of(actor, committee.id)))
    with transaction() as current:
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        ballot = Ballot(committee_id=committee.id, prepared_by_id=member.id)
        _write(ballot, question)
        current.add(ballot)
        current.flush()
        journal.record("ballot.prepared", ballot, actor_id=actor.id)
    return ballot


def edit_ballot(
    ballot: Ballot, question: Question, *, actor: User, seen: int | None = None
) -> None:
    """Change a ballot that is not open. One that was scheduled is a draft again."""
    require(can_prepare_ballot(standing_of(actor, ballot.committee_id)))
    with transaction():
        lock(ballot)
        if ballot.state not in {BallotState.DRAFT, BallotState.SCHEDULED}:
            raise ConflictError(_("Ce scrutin est ouvert : son texte ne change plus."))
        if seen is not None and seen != ballot.edit_count:
            raise WrongQuestionError(
                "title",
                _(
                    "Quelqu’un d’autre vient de changer ce scrutin. Rien n’est enregistré : "
                    "relisez-le, puis enregistrez de nouveau."
                ),
            )
        _write(ballot, question)
        ballot.state = BallotState.DRAFT
        ballot.edit_count += 1
        journal.record("ballot.edited", ballot, actor_id=actor.id)


def _write(ballot: Ballot, question: Question) -> None:
    title = one_line(question.title)
    if is_blank(title):
        raise WrongQuestionError("title", _("Donnez un titre au scrutin"))
    if question.method is Method.CONSENT and question.is_secret:
        raise WrongQuestionError(
            "is_secret",
            _("Le consentement demande des raisons : il ne peut pas être secret."),
        )
    if question.opens_at and question.closes_at and question.closes_at <= question.opens_at:
        raise WrongQuestionError("closes_at", _("La clôture doit venir après l’ouverture"))
    ballot.title = title[:MAX_TITLE]
    ballot.text_source = tidy(question.text_source)[:MAX_TEXT]
    ballot.text_html = render_markup(ballot.text_source)
    ballot.options = _options(question)
    for name in (
        "subject_type", "subject_key", "method", "is_secret", "quorum", "majority", "base",
        "opens_at", "closes_at",
    ):  # fmt: skip
        setattr(ballot, name, getattr(question, name))


def _options(question: Question) -> list[str]:
    """The labels to choose among: enough, none twice; none where the method has its own words."""
    least = LEAST_OPTIONS.get(question.method)
    if least is None:
        return []
    labels = [one_line(label) for label in question.options]
    labels = [label for label in labels if not is_blank(label)]
    if len(labels) < least:
        raise WrongQuestionError(
            "options",
            _("Écrivez au moins une réponse")
            if least == 1
            else _("Écrivez au moins deux réponses, une par ligne"),
        )
    if len(labels) > MAX_OPTIONS:
        raise WrongQuestionError("options", _("Un scrutin a vingt réponses au plus"))
    if any(len(label) > MAX_OPTION for label in labels):
        raise WrongQuestionError("options", _("Une réponse compte 200 caractères au plus"))
    if len({label.casefold() for label in labels}) < len(labels):
        raise WrongQuestionError("options", _("Deux réponses sont les mêmes"))
    return labels
