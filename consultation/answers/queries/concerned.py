"""Who is told of what came out: those whom it concerns, then those who follow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, or_, select, union

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerFollower, AnswerTelling, AnswerVersion
from consultation.answers.queries.news import News
from consultation.answers.queries.reached import reached, reached_by
from consultation.committees.models.opinion import Opinion, OpinionBlock
from consultation.committees.models.people import CommitteeMember
from consultation.consultations.models import Participant
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.synthesis.queries.sources import excerpt

READ = 400
"""Characters of a contribution that its first words are taken from."""


@dataclass
class Reader:
    """One person to be told: by answer, the numbers of their contributions that it concerns."""

    person: User
    numbers: dict[int, list[int]] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    """How each of these contributions begins."""
    reported: dict[int, list[int]] = field(default_factory=dict)
    """The same, by answer whose promises were reported on."""
    follows: bool = True
    """They follow the consultation, or sit in a committee of it: they are told of all news."""


def answers_of(telling: AnswerTelling) -> list[int]:
    """The answers that came out with it, oldest first, each once."""
    return list(
        session.scalars(
            select(Answer.id)
            .where(
                Answer.id.in_(
                    select(AnswerVersion.answer_id).where(AnswerVersion.telling_id == telling.id)
                ),
                Answer.published_version.is_not(None),
            )
            .order_by(Answer.id)
        )
    )


def next_readers(
    telling: AnswerTelling, answer_ids: Sequence[int], news: News, most: int
) -> list[Reader]:
    """The next people by id, after those who were told already."""
    concerning = sorted({*answer_ids, *news.answer_ids})
    authors = _authors(concerning).where(Participant.muted_at.is_(None))
    following = union(*_interested(telling, answer_ids, news)).subquery()
    wanted = union(authors, select(following.c[0])).subquery()
    people = session.scalars(
        select(User)
        .join(wanted, wanted.c[0] == User.id)
        .where(User.id > telling.told_to_id, User.email.is_not(None), User.deleted_at.is_(None))
        .order_by(User.id)
        .limit(most)
    ).all()
    known = set(
        session.scalars(
            select(following.c[0]).where(following.c[0].in_([person.id for person in people]))
        )
    )
    found = {person.id: Reader(person, follows=person.id in known) for person in people}
    for answer_id, user_id, number, source, proposed in session.execute(
        _own_numbers(concerning, list(found))
    ):
        if answer_id in answer_ids:
            found[user_id].numbers.setdefault(answer_id, []).append(number)
        if answer_id in news.answer_ids:
            found[user_id].reported.setdefault(answer_id, []).append(number)
        found[user_id].words[number] = excerpt(source or proposed or "")
    return list(found.values())


def _interested(telling: AnswerTelling, answer_ids: Sequence[int], news: News) -> list[Any]:
    """Those who follow, and those who sit in a committee that this is about."""
    return [
        _followers(telling),
        _members([*answer_ids, *news.answer_ids]),
        select(CommitteeMember.user_id).where(
            CommitteeMember.committee_id.in_(news.committee_ids), CommitteeMember.left_at.is_(None)
        ),
    ]


def _authors(answer_ids: Sequence[int]) -> Any:
    pairs = reached_by(answer_ids).subquery()
    return (
        select(Participant.user_id)
        .join(Contribution, Contribution.author_id == Participant.id)
        .join(pairs, pairs.c[1] == Contribution.id)
        .where(Contribution.state == ContributionState.PUBLISHED)
    )


def _followers(telling: AnswerTelling) -> Any:
    return select(AnswerFollower.user_id).where(
        AnswerFollower.consultation_id == telling.consultation_id
    )


def _members(answer_ids: Sequence[int]) -> Any:
    """Those who sit in a committee whose opinion is answered."""
    return (
        select(CommitteeMember.user_id)
        .join(Opinion, Opinion.committee_id == CommitteeMember.committee_id)
        .join(
            Answer,
            or_(
                Answer.opinion_id == Opinion.id,
                Answer.recommendation_id.in_(
                    select(OpinionBlock.id).where(OpinionBlock.opinion_id == Opinion.id)
                ),
            ),
        )
        .where(Answer.id.in_(answer_ids), CommitteeMember.left_at.is_(None))
    )


def _own_numbers(answer_ids: Sequence[int], people: Sequence[int]) -> Any:
    own = (
        select(Contribution.id)
        .join(Participant, Participant.id == Contribution.author_id)
        .where(
            Participant.user_id.in_(people), Contribution.state == ContributionState.PUBLISHED
        )
    )  # fmt: skip
    pairs = reached(Answer.id.in_(answer_ids), lambda column: column.in_(own)).subquery()
    return (
        select(
            pairs.c[0], Participant.user_id, Contribution.number,
            func.substr(Revision.source, 1, READ), func.substr(Revision.proposed_text, 1, READ),
        )
        .join(Contribution, Contribution.id == pairs.c[1])
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .join(Participant, Participant.id == Contribution.author_id)
        .order_by(pairs.c[0], Contribution.number)
    )  # fmt: skip


def people_count(answer_ids: Sequence[int]) -> int:
    """How many people these answers concern, whether published or not."""
    return len(session.scalars(_authors(answer_ids).distinct()).all())
