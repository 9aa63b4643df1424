"""A committee whose opinion is published, for the tests of what cites it."""

from dataclasses import dataclass

from consultation.committees.edition import canonical
from consultation.committees.models.opinion import (
    BlockType,
    Opinion,
    OpinionBlock,
    OpinionEdition,
    OpinionRevision,
)
from consultation.committees.models.people import Committee, CommitteeLink, CommitteeMember, Seat
from consultation.committees.services.publishing import archive_form
from consultation.committees.services.recording import fingerprint
from consultation.core.clock import now
from consultation.core.db import session, transaction
from tests.contributions.steps import Parc
from tests.factories import make_user, saved

TITLES = ("Ouvrir tôt", "Planter des arbres")


@dataclass(frozen=True)
class Asked:
    """The opinion and its two recommendations, by key."""

    committee_id: int
    opinion_id: int
    opinion: str
    first: str
    second: str

    @property
    def recommendation(self) -> str:
        """How a form names the first one."""
        return f"{self.opinion}.{self.first}"

    def publish(self) -> OpinionEdition:
        """The next edition of the text as it is."""
        committee = session.get_one(Committee, self.committee_id)
        opinion = session.get_one(Opinion, self.opinion_id)
        member = session.query(CommitteeMember).filter_by(committee_id=committee.id).one()
        last = (
            session.query(OpinionEdition)
            .filter_by(opinion_id=opinion.id)
            .order_by(OpinionEdition.number.desc())
            .first()
        )
        form = archive_form(committee, opinion, last=last, changes="", moment=now())
        archive = canonical(form)
        return saved(
            OpinionEdition(
                opinion_id=opinion.id, number=form["edition"], archive=archive,
                sha256=fingerprint(archive), published_by_id=member.id,
            )
        )  # fmt: skip


def make_asked(parc: Parc) -> Asked:
    """A committee of the consultation, its opinion not published yet."""
    committee = saved(Committee(slug="comite", title="Comité du parc", announced_at=now()))
    saved(CommitteeLink(committee_id=committee.id, consultation_id=parc.consultation_id))
    with transaction():
        parc.consultation.has_committee = True
    chair = make_user(name="Jeanne T.")
    member = saved(
        CommitteeMember(
            committee_id=committee.id, user_id=chair.id, seat=Seat.CHAIR, name=chair.display_name
        )
    )
    opinion = saved(Opinion(committee_id=committee.id, title="Pour le parc", begun_by_id=member.id))
    keys = []
    for position, title in enumerate(TITLES, 1):
        block = saved(
            OpinionBlock(opinion_id=opinion.id, type=BlockType.RECOMMENDATION, position=position)
        )
        saved(
            OpinionRevision(
                block_id=block.id, number=1, title=title, source=f"{title}, dès mars.",
                html=f"<p>{title}, dès mars.</p>",
            )
        )  # fmt: skip
        keys.append(block.key)
    return Asked(committee.id, opinion.id, opinion.key, *keys)
