"""The counts of the public pages, written once everything was said."""

from sqlalchemy import func, select, text, update

from consultation.consultations.models import Category, Consultation, Participant
from consultation.contributions.models import Discussion, Vote
from consultation.core.db import session, transaction
from consultation.demo.crowd import Tally
from consultation.documents.models import Document, Page


def settle(row: Consultation, tally: Tally) -> None:
    """Write the counts that the public pages show."""
    with transaction() as current:
        for discussion_id, counts in tally.discussions.items():
            current.execute(
                update(Discussion).where(Discussion.id == discussion_id).values(**counts)
            )
        for table, counted in ((Page, tally.pages), (Document, tally.documents)):
            for row_id, number in counted.items():
                current.execute(
                    update(table)
                    .where(table.id == row_id)
                    .values(contribution_count=number)
                    .execution_options(synchronize_session=False)
                )
        authors = [
            {"author": author, "number": number} for author, number in tally.by_author.items()
        ]
        if authors:
            current.connection().execute(
                text("update participant set contribution_count = :number where id = :author"),
                authors,
            )
        current.execute(
            update(Consultation)
            .where(Consultation.id == row.id)
            .values(
                last_number=tally.last_number,
                contribution_count=tally.contributions,
                amendment_count=tally.amendments,
                vote_count=tally.votes,
            )
        )
        _count_people(row)


def _count_people(row: Consultation) -> None:
    """Those of whom something is public, as a contribution and a vote count them one by one."""
    here = Participant.consultation_id == row.id
    spoke = Participant.contribution_count > 0
    voted = Participant.id.in_(select(Vote.participant_id))
    count = select(func.count()).select_from(Participant).where(here, Participant.is_counted)
    under = count.where(Participant.category_id == Category.id).correlate(Category)
    for statement in (
        update(Participant).where(here, spoke | voted).values(is_counted=True),
        update(Consultation)
        .where(Consultation.id == row.id)
        .values(participant_count=count.scalar_subquery()),
        update(Category)
        .where(Category.consultation_id == row.id)
        .values(participant_count=under.scalar_subquery()),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
