"""What the tests of later versions do over and over."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Role, TeamMember
from consultation.contributions.models import Discussion
from consultation.core.db import session
from consultation.documents.models import Paragraph, Version
from consultation.documents.parsing.blocks import Block
from consultation.documents.services.following import start_from_blocks
from consultation.versions.services.publishing import publish_next
from tests.contributions.steps import Parc
from tests.factories import heading, make_consultation, make_document, make_user, paragraph, saved

OPENS = "Le parc ouvre à huit heures, tous les jours de la semaine, été comme hiver."
TREES = "On y plante des arbres de la région, choisis avec les écoles du quartier."
BENCH = "Chaque banc est tourné vers la rivière, à l’ombre, et son dossier est en bois."
TEXT = (heading("Le parc"), paragraph(OPENS), paragraph(TREES), paragraph(BENCH))
LATER = OPENS.replace("huit", "neuf")


def organiser_of(parc: Parc) -> User:
    """Somebody who organises the consultation."""
    person = make_user()
    saved(TeamMember(consultation_id=parc.consultation_id, user_id=person.id, role=Role.ORGANISER))
    return person


def begun(parc: Parc, *blocks: Block, actor: User | None = None) -> Version:
    """A draft of the next version, with these words."""
    return start_from_blocks(parc.document, blocks, actor_id=actor.id if actor else None)


def published(parc: Parc, *blocks: Block, actor: User | None = None) -> Version:
    """The next version, with these words, read by the public."""
    actor = actor or organiser_of(parc)
    version = begun(parc, *blocks, actor=actor)
    publish_next(
        version, version.edit_count, "Ce qui change.", is_same_text=True, actor=actor,
        rewording_reason="Le parc suffit ainsi.",
    )  # fmt: skip
    return version


def make_text() -> Parc:
    """A consultation that is open, on a text of three paragraphs."""
    consultation = make_consultation(slug="parc")
    return Parc(consultation.id, make_document(consultation, blocks=TEXT).id)


def talk_of(key: str) -> Discussion:
    """The discussion of the paragraph of that key, as it is stored."""
    session.expire_all()
    return session.scalars(
        select(Discussion)
        .join(Paragraph, Paragraph.id == Discussion.paragraph_id)
        .where(Paragraph.key == key)
    ).one()
