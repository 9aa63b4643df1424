"""A second version in the demo, so that one sees what became of what people said."""

from datetime import timedelta

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Stance
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.demo.changes import LaterVersion
from consultation.demo.plan import ConsultationPlan, DocumentPlan
from consultation.documents.models import Document, Passage, Version
from consultation.documents.parsing.blocks import Options
from consultation.documents.parsing.markdown import read_markdown
from consultation.documents.services.following import start_from_blocks
from consultation.versions.queries.planning import plan_of
from consultation.versions.services.deciding import decide
from consultation.versions.services.explaining import explain
from consultation.versions.services.publishing import publish_next

KNOWN_BY = 30
"""Characters by which changed words are found again."""
NAMED = 6
"""Contributions named as the origin of one change, at most."""


def publish_later_versions(row: Consultation, plan: ConsultationPlan, organiser: User) -> None:
    """Publish what the plan's texts became after the consultation."""
    for text in plan.documents:
        if text.later is None:
            continue
        document = session.scalars(
            select(Document).where(Document.consultation_id == row.id, Document.slug == text.slug)
        ).one()
        with travel(now() + timedelta(days=text.later.published_in)):
            _publish(document, text, text.later, organiser)


def _publish(document: Document, text: DocumentPlan, later: LaterVersion, organiser: User) -> None:
    words = text.path.read_text(encoding="utf-8")
    for change in later.changes:
        if change.old not in words:
            raise ValueError(f"the text does not say « {change.old} »")
        words = words.replace(change.old, change.new)
    blocks = read_markdown(words, Options()).blocks
    version = start_from_blocks(document, blocks, actor_id=organiser.id)
    for row in plan_of(version).unsettled:
        decide(version, version.edit_count, row.key, (), later.removal, actor=organiser)
    for change in later.changes:
        if change.why:
            _explain(version, change.new[:KNOWN_BY], change.why, organiser)
    publish_next(
        version, version.edit_count, later.change_log, is_same_text=False,
        rewording_reason=later.rewording_reason, actor=organiser,
    )  # fmt: skip


def _explain(version: Version, words: str, why: str, organiser: User) -> None:
    """Name the best supported criticisms of the passage as the origin of its new words."""
    for row in plan_of(version).rows:
        for entry in row.successors:
            if isinstance(entry, Passage) and isinstance(row.old, Passage) and words in entry.text:
                numbers = session.scalars(
                    select(Contribution.number)
                    .where(
                        Contribution.passage_id == row.old.id,
                        Contribution.state == ContributionState.PUBLISHED,
                        Contribution.parent_id.is_(None),
                        Contribution.stance.in_([Stance.AGAINST, Stance.MIXED]),
                    )
                    .order_by(Contribution.support.desc(), Contribution.id)
                    .limit(NAMED)
                ).all()
                explain(version, entry.paragraph_id, why, numbers, actor=organiser)
                return
