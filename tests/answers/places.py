"""What to write into the addresses of answers."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import Answer, Outcome
from consultation.answers.services.bulk import answer_many
from consultation.answers.services.milestones import add_milestone
from consultation.answers.services.publishing import publish_answers
from consultation.answers.services.templates import save_template
from consultation.answers.services.writing import begin_answer
from consultation.answers.subjects import Kind, Subject
from consultation.answers.wording import Promise, Written
from consultation.committees.models.opinion import Opinion
from consultation.committees.models.people import Committee, CommitteeLink
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import session, transaction

OF_A_DRAFT = ("assign", "drop", "promise", "publish", "report", "take_back", "write")


def answer_addresses(row: Consultation, organiser: User | None, secret: str) -> dict[str, str]:
    """An answer that is published, a draft, a batch and a template, in the team's own words."""
    assert organiser is not None
    said = session.scalars(
        select(Contribution).where(Contribution.consultation_id == row.id).order_by(Contribution.id)
    ).first()
    assert said is not None
    subject = Subject(Kind.CONTRIBUTION, said.id, said.key)
    written = Written(Outcome.PARTLY, f"Réponse {secret}")
    published = begin_answer(row, subject, written, actor=organiser).key
    publish_answers(row, [published], actor=organiser)
    batch = answer_many(row, [subject], written, Promise(f"Poser {secret}"), actor=organiser)
    draft = session.scalars(select(Answer.key).where(Answer.batch_id == batch.id)).one()
    add_milestone(row, draft, Promise(f"Écrire {secret}"), actor=organiser)
    opinion = _published_opinion(row)
    template = save_template(row, "", f"Modèle {secret}", None, secret, actor=organiser)
    return {
        **{f"answers.{name} key": draft for name in OF_A_DRAFT},
        "answers.answer key": published,
        "answers.sequel key": said.key,
        "answers.follow_up key": opinion,
        "answers.grade key": opinion,
        "answers.batch key": batch.key,
        "answers.undo key": batch.key,
        "answers.template key": template.key,
        "answers.remove_template key": template.key,
    }


def _published_opinion(row: Consultation) -> str:
    """The key of its committee's opinion, whose first edition stands by then."""
    opinion = session.scalars(select(Opinion)).one()
    committee = session.get_one(Committee, opinion.committee_id)
    with transaction() as current:
        committee.announced_at = committee.announced_at or now()
        current.merge(CommitteeLink(committee_id=committee.id, consultation_id=row.id))
    return opinion.key
