"""What the tests of answers do over and over."""

from typing import Any

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerVersion, Outcome
from consultation.answers.subjects import COLUMN, Kind
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.moderation.campaigns.models import Campaign, CampaignMember, How
from consultation.synthesis.models import (
    Chapter,
    Citation,
    Coding,
    Statement,
    StatementVersion,
    Synthesis,
    Theme,
)
from consultation.synthesis.models.writing import ChapterKind
from tests.contributions.steps import Parc
from tests.factories import make_user, saved

WORDS = "Le texte dira l’heure autrement."


def answered(
    parc: Parc, kind: Kind, row: int | str, *, by: User, outcome: Outcome = Outcome.ACCEPTED,
    words: str = WORDS, is_published: bool = True, **columns: Any,
) -> Answer:  # fmt: skip
    """An answer as it is stored, published unless told otherwise."""
    moment = now() if is_published else None
    answer = saved(
        Answer(
            consultation_id=parc.consultation_id, published_version=1 if is_published else None,
            published_at=moment, **{COLUMN[kind]: row}, **columns,
        )
    )  # fmt: skip
    saved(
        AnswerVersion(
            answer_id=answer.id, number=1, outcome=outcome, source=words, html=f"<p>{words}</p>",
            by_id=by.id, published_at=moment,
        )
    )  # fmt: skip
    return answer


def make_theme(parc: Parc, name: str = "Horaires", parent: Theme | None = None) -> Theme:
    """A theme of the codebook."""
    return saved(
        Theme(
            consultation_id=parc.consultation_id, name=name, position=0,
            parent_id=parent.id if parent else None,
        )
    )  # fmt: skip


def coded(contribution: Contribution, theme: Theme, *, by: User) -> Coding:
    """The contribution has the theme."""
    return saved(
        Coding(
            consultation_id=contribution.consultation_id, contribution_id=contribution.id,
            revision=1, theme_id=theme.id, coder_id=by.id,
        )
    )  # fmt: skip


def stated(parc: Parc, *sources: Coding, by: User, words: str = "L’heure divise.") -> Statement:
    """A statement of the synthesis that rests on these codings."""
    synthesis = saved(Synthesis(consultation_id=parc.consultation_id))
    chapter = saved(
        Chapter(synthesis_id=synthesis.id, position=0, kind=ChapterKind.FREE, title="Le temps")
    )
    statement = saved(Statement(chapter_id=chapter.id, position=0))
    saved(StatementVersion(statement_id=statement.id, number=1, source=words, by_id=by.id))
    for coding in sources:
        saved(Citation(statement_id=statement.id, coding_id=coding.id, by_id=by.id))
    return statement


def grouped(parc: Parc, *members: Contribution) -> Campaign:
    """A campaign of these contributions."""
    campaign = saved(
        Campaign(
            consultation_id=parc.consultation_id, representative_id=members[0].id, core=b"",
            member_count=len(members), person_count=len(members),
        )
    )  # fmt: skip
    for each in members:
        saved(
            CampaignMember(
                contribution_id=each.id, campaign_id=campaign.id, revision=1, similarity=1.0,
                how=How.SIMILAR,
            )
        )  # fmt: skip
    return campaign


def make_team(parc: Parc) -> User:
    """Who answers in the institution's name."""
    from consultation.consultations.models import Role, TeamMember

    person = make_user(name="Inès V.")
    saved(TeamMember(consultation_id=parc.consultation_id, user_id=person.id, role=Role.ORGANISER))
    return person
