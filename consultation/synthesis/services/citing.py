"""What a statement rests on: codings that it cites, words that it quotes from their source."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank
from consultation.synthesis.models import Citation, Coding, Statement, Verbatim
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queries.coding import spans_of

MAX_VERBATIMS = 12
LONGEST_VERBATIM = 600
AT_ONCE = 2_000


def cite(
    consultation: Consultation, statement: Statement, keys: Sequence[str], *, actor: User
) -> int:
    """The statement rests on these codings too; how many are new. Those cited already stay so."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction() as current:
        hold(statement)
        ids = set(
            current.scalars(
                select(Coding.id)
                .join(Contribution, Contribution.id == Coding.contribution_id)
                .where(
                    Coding.consultation_id == consultation.id,
                    Coding.key.in_(list(keys)[:AT_ONCE]),
                    Coding.removed_at.is_(None),
                    Contribution.state == ContributionState.PUBLISHED,
                )
            )
        )
        if not ids:
            raise DomainError(_("Choisissez au moins une source, dans les contributions codées."))
        there = set(
            current.scalars(select(Citation.coding_id).where(Citation.statement_id == statement.id))
        )
        current.add_all(
            Citation(statement_id=statement.id, coding_id=coding_id, by_id=actor.id)
            for coding_id in sorted(ids - there)
        )
    return len(ids - there)


def uncite(
    consultation: Consultation, statement: Statement, keys: Sequence[str], *, actor: User
) -> None:
    """It rests on them no more; what is quoted from them stays quoted."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction() as current:
        hold(statement)
        codings = select(Coding.id).where(
            Coding.consultation_id == consultation.id, Coding.key.in_(list(keys)[:AT_ONCE])
        )
        current.execute(
            delete(Citation).where(
                Citation.statement_id == statement.id, Citation.coding_id.in_(codings)
            )
        )


def quote(
    consultation: Consultation, statement: Statement, coding_key: str, *, actor: User,
    words: str = "",
) -> Verbatim:  # fmt: skip
    """Quote under the statement what a coding marks, or `words` of that contribution's text.

    The words themselves are not kept: they are read from their source, each time.
    """
    require(can_code(roles_of(actor, consultation.id)))
    with transaction() as current:
        hold(statement)
        coding = _coding(consultation, coding_key)
        field, start, end, revision = _where(coding, words)
        count = current.scalar(
            select(func.count()).where(Verbatim.statement_id == statement.id)
        )  # fmt: skip
        if (count or 0) >= MAX_VERBATIMS:
            raise DomainError(_("%(most)s citations au plus par énoncé.", most=MAX_VERBATIMS))
        made = Verbatim(
            statement_id=statement.id, position=_last(statement) + 1,
            contribution_id=coding.contribution_id, revision=revision, field=field,
            start_at=start, end_at=end,
        )  # fmt: skip
        current.add(made)
        current.flush()
        there = current.scalar(
            select(Citation.id).where(
                Citation.statement_id == statement.id, Citation.coding_id == coding.id
            )
        )
        if there is None:
            current.add(Citation(statement_id=statement.id, coding_id=coding.id, by_id=actor.id))
    return made


def unquote(
    consultation: Consultation, statement: Statement, verbatim_key: str, *, actor: User
) -> None:
    """Quote these words no more; the statement still rests on their contribution."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction() as current:
        hold(statement)
        current.execute(
            delete(Verbatim).where(
                Verbatim.statement_id == statement.id, Verbatim.key == verbatim_key
            )
        )


def hold(statement: Statement) -> None:
    """Lock a statement that stands; NotFoundError of one that was removed."""
    lock(statement)
    if statement.removed_at is not None:
        raise NotFoundError(_("Cet énoncé a été retiré."))


def _coding(consultation: Consultation, key: str) -> Coding:
    found = session.scalars(
        select(Coding)
        .where(
            Coding.consultation_id == consultation.id,
            Coding.key == key,
            Coding.removed_at.is_(None),
        )
        .options(joinedload(Coding.contribution))
    ).one_or_none()
    if found is None or found.contribution.state is not ContributionState.PUBLISHED:
        raise NotFoundError(_("Cette source n’est plus publique, ou n’est plus codée ainsi."))
    return found


def _where(coding: Coding, words: str) -> tuple[str, int, int, int]:
    """Field, offsets as they are stored, and the revision that they are of."""
    if is_blank(words) and coding.start_at is not None and coding.end_at is not None:
        return coding.field, coding.start_at, coding.end_at, coding.revision
    number = coding.contribution.revision
    revision = session.get_one(Revision, (coding.contribution_id, number))
    wanted = words.replace("\r\n", "\n").strip() or _first_words(revision.source)
    if len(wanted) > LONGEST_VERBATIM:
        raise DomainError(_("Une citation tient en %(most)s caractères.", most=LONGEST_VERBATIM))
    for field in ("source", "proposed_text"):
        start = (getattr(revision, field) or "").find(wanted)
        if start >= 0:
            spans = spans_of(coding.contribution_id, number, field)
            return field, *spans.stored(start, start + len(wanted)), number
    raise DomainError(_("Ces mots ne se suivent pas ainsi dans le texte : copiez-les exactement."))


def _first_words(text: str) -> str:
    """The whole of a short text; of a longer one, its beginning up to the end of a sentence."""
    text = text.strip()
    if len(text) <= LONGEST_VERBATIM:
        return text
    cut = text[:LONGEST_VERBATIM]
    ends = max(cut.rfind(mark) for mark in ".!?…")
    return cut[: ends + 1] if ends > 0 else cut


def _last(statement: Statement) -> int:
    found = session.scalar(
        select(func.max(Verbatim.position)).where(Verbatim.statement_id == statement.id)
    )
    return -1 if found is None else found
