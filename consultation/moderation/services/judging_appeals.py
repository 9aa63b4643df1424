"""Judging an appeal: upheld, reversed or partly, by another moderator, with reasons for both."""

import re
from dataclasses import dataclass, replace

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, Revision
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.links import absolute
from consultation.core.text import is_blank
from consultation.moderation import appeal_answers
from consultation.moderation.answers import follow_url
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Decision, Measure, Source
from consultation.moderation.queries.appeals import contribution_of, reports_answered_by
from consultation.moderation.queries.reports import reporters_of
from consultation.moderation.reports import Appeal, AppealOutcome, Side
from consultation.moderation.rights import CONTESTED_BY_AUTHOR, can_judge
from consultation.moderation.services.deciding import TextChangedError, decide
from consultation.moderation.services.effects import hold
from consultation.moderation.services.giving_back import is_masked_again, is_settled, reversal_of
from consultation.moderation.services.masks import take_masks_off
from consultation.screening.signals import SignalSpan

MAX_REASONS = 2000


@dataclass(frozen=True)
class Verdict:
    """What the second moderator says; `judgement` is what is done instead, where something is."""

    outcome: AppealOutcome
    reasons: str
    judgement: Judgement | None = None
    passages: str = ""
    """What to mask, in the words of the text, one passage a line."""
    seen_revision: int | None = None
    """The text that was before whoever judged; None when nobody says."""


def judge(appeal: Appeal, verdict: Verdict, *, actor: User) -> Appeal:
    """Answer the appeal. What it changes takes effect at once, and everybody concerned is told.

    The appeal comes from `appeal_of_key`.
    """
    decision = appeal.decision
    roles = roles_of(actor, appeal.consultation_id)
    reporters = reporters_of(decision.contribution_id)
    if appeal.judged_at is not None:
        raise ConflictError(_("Ce recours a déjà été jugé."))
    require(can_judge(actor, roles, appeal, reporters), _not_yours())
    _check(verdict)
    contribution = contribution_of(decision)
    with transaction():
        if contribution is not None:
            hold(contribution, decision.measure)
        lock(decision)
        if lock(appeal).judged_at is not None:
            raise ConflictError(_("Ce recours a déjà été jugé."))
        require(can_judge(actor, roles, appeal, reporters), _not_yours())
        result = _apply(decision, contribution, verdict, appeal.side, actor)
        appeal.outcome = verdict.outcome
        appeal.reasons = verdict.reasons
        appeal.judged_by_id = actor.id
        appeal.judged_at = now()
        appeal.result_id = result.id if result else None
        journal.record(
            "appeal.judged", appeal, actor_id=actor.id, outcome=verdict.outcome.value,
            decision=decision.key,
        )  # fmt: skip
        _tell(appeal, decision, contribution, result)
    return appeal


def _not_yours() -> str:
    return _(
        "Vous ne pouvez pas juger ce recours : c’est à une autre personne de la modération, qui "
        "n’a ni décidé, ni écrit, ni signalé."
    )


def _check(verdict: Verdict) -> None:
    if is_blank(verdict.reasons):
        raise DomainError(_("Donnez vos raisons : elles sont envoyées à la personne."))
    if len(verdict.reasons) > MAX_REASONS:
        raise DomainError(_("Les raisons comptent 2 000 caractères au plus."))


def _apply(
    decision: Decision, contribution: Contribution | None, verdict: Verdict, side: Side, actor: User
) -> Decision | None:
    """Do what the verdict says: give all back, or what it names instead."""
    if verdict.outcome is AppealOutcome.UPHELD:
        return None
    if contribution is not None:
        _require_as_read(contribution, verdict)
    is_reversed = verdict.outcome is AppealOutcome.REVERSED
    gives_back = is_reversed and side is Side.AUTHOR
    instead = None if gives_back else verdict.judgement
    if is_reversed and instead is None and is_settled(decision, contribution, side, now()):
        _say_wrong(decision, contribution)
        return None
    if decision.reversed_at is not None:
        raise ConflictError(
            _("Cette décision a déjà été annulée : il ne reste rien à décider à sa place.")
        )
    judgement = reversal_of(decision) if gives_back else instead
    if judgement is None or contribution is None:
        raise DomainError(_("Choisissez ce qui est décidé à la place."))
    if gives_back and is_masked_again(decision, contribution):
        raise DomainError(
            _(
                "D’autres passages ont été masqués depuis, par une autre décision : répondez "
                "« en partie », et dites ceux qui le restent."
            )
        )
    if judgement.measure is Measure.MASK:
        judgement = _masking(decision, contribution, judgement, verdict.passages, actor)
    return decide(
        contribution, replace(judgement, source=Source.APPEAL), actor=actor, reverses=decision
    )


def _require_as_read(contribution: Contribution, verdict: Verdict) -> None:
    """Nothing is given back to the public that nobody has read."""
    if verdict.seen_revision not in {None, contribution.revision}:
        raise TextChangedError(session.get_one(Revision, (contribution.id, contribution.revision)))


def _say_wrong(decision: Decision, contribution: Contribution | None) -> None:
    """The decision was wrong, and nothing of it is left but masks on what nobody reads now."""
    if contribution is not None and decision.measure is Measure.MASK and contribution.is_masked:
        take_masks_off(contribution)
    decision.reversed_at = decision.reversed_at or now()


def _masking(
    decision: Decision, contribution: Contribution, judgement: Judgement, passages: str, actor: User
) -> Judgement:
    """The judgement with its spans. Where too much was masked, it is all shown again first."""
    if decision.measure is Measure.MASK:
        back = Judgement(Measure.RESTORE, source=Source.APPEAL)
        decide(contribution, back, actor=actor, reverses=decision)
    revision = session.get_one(
        Revision, (contribution.id, contribution.revision), populate_existing=True
    )
    spans = spans_of(passages, revision.source, revision.proposed_text)
    return replace(judgement, spans=spans, seen_revision=None)


def spans_of(passages: str, source: str, proposed_text: str | None) -> tuple[SignalSpan, ...]:
    """Where each quoted passage stands, one a line, every time that it does."""
    found: list[SignalSpan] = []
    for quoted in dict.fromkeys(filter(None, (line.strip() for line in passages.splitlines()))):
        places = [
            SignalSpan(field, match.start(), match.end(), "")
            for field, text in (("source", source), ("proposed_text", proposed_text or ""))
            for match in re.finditer(re.escape(quoted), text)
        ]
        if not places:
            raise DomainError(
                _("« %(words)s » n’est pas dans le texte : recopiez les mots exacts.", words=quoted)
            )
        found += places
    return tuple(found)


def _tell(
    appeal: Appeal, decision: Decision, contribution: Contribution | None, result: Decision | None
) -> None:
    """Whoever appealed is answered with the reasons; others who knew of the decision are told."""
    consultation = session.get_one(Consultation, appeal.consultation_id)
    told = set()
    for to, address in _appellant(appeal):
        told.add(to)
        mail.queue(
            appeal_answers.appeal_judged(appeal, to, consultation, result, contribution, address)
        )
    for to, language, address in _others(appeal, decision, result):
        if to not in told:
            told.add(to)
            mail.queue(
                appeal_answers.appeal_judged_for_others(
                    appeal, to, language, consultation, result, contribution, address
                )
            )


def _appellant(appeal: Appeal) -> list[tuple[str, str]]:
    if appeal.notice is not None and appeal.notice.email:
        return [(appeal.notice.email, follow_url(appeal.notice))]
    person = appeal.appellant
    if person is not None and person.email:
        return [(person.email, absolute("moderation.own_appeal", appeal.language, key=appeal.key))]
    return []


def _others(
    appeal: Appeal, decision: Decision, result: Decision | None
) -> list[tuple[str, str, str]]:
    """Address, language and page of those who were told of the decision, but whoever appealed.

    Its author knows nothing of a decision to do nothing; where the appeal led to a decision, that
    one has its own letter.
    """
    found = []
    author = decision.participant.user
    is_told = result is not None and result.mail_key != ""
    if author.email and decision.measure in CONTESTED_BY_AUTHOR and not is_told:
        page = absolute("moderation.decision", author.language, key=decision.key)
        found.append((author.email, author.language, page))
    flags, notices = reports_answered_by(decision)
    for flag in flags:
        if flag.reporter.email:
            language = flag.reporter.language
            page = absolute("moderation.own_reports", language)
            found.append((flag.reporter.email, language, page))
    found += [(row.email, row.language, follow_url(row)) for row in notices if row.email]
    return found
