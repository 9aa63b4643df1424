"""Loading the demo: rows that hold together, words in the mouths that could say them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from consultation.accounts.models import User
from consultation.answers.queries.appraisals import verdicts_on
from consultation.committees.counting import Outcome
from consultation.committees.edition import archive_of
from consultation.committees.models.opinion import Opinion
from consultation.committees.models.people import Seat
from consultation.committees.queries.editions import editions_everywhere, public_names
from consultation.committees.services.recording import fingerprint
from consultation.consultations.models import (
    CalendarChange,
    Category,
    Consultation,
    Participant,
    Phase,
)
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Revision,
    Stance,
    Vote,
)
from consultation.core.clock import PARIS, moment_between, now
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import verify
from consultation.demo.loading import load
from consultation.demo.plan import CHILD_RECORD, MAIN, STAFF
from consultation.demo.spots import voices
from consultation.demo.waiting_setting import WAITING, WAVE_SHARE, waiting_share
from consultation.documents.models import Document, Version
from consultation.moderation.campaigns.models import CampaignMember
from consultation.synthesis.models import Edition, EditionSource, Synthesis
from consultation.synthesis.queries.editions import archived
from consultation.synthesis.verifying import differences
from tests.factories import make_user

SEED = 1


@pytest.fixture
def loaded(real_app: Flask) -> Iterator[None]:
    with real_app.app_context(), real_app.test_request_context():
        load(300, SEED, lambda _step: None)
        yield


@pytest.mark.usefixtures("loaded")
def test_the_demo_is_loaded_and_life_goes_on_from_there() -> None:
    rows = session.scalars(select(Consultation)).all()
    assert {row.phase for row in rows} == set(Phase)
    assert all(row.contribution_count for row in rows if row.phase in {Phase.OPEN, Phase.CLOSED})
    known = session.scalars(select(User.id)).all()
    assert make_user().id not in known
    for row in rows:
        assert row.opens_at is None or row.created_at < row.opens_at
    published = session.execute(
        select(Version.published_at, Consultation.opens_at)
        .join(Document, Document.id == Version.document_id)
        .join(Consultation, Consultation.id == Document.consultation_id)
        .where(Version.number == 1)
    )
    assert all(opens_at is None or at < opens_at for at, opens_at in published)
    assert verify().fault is None
    moments = session.scalars(select(JournalEntry.at).order_by(JournalEntry.id)).all()
    assert moments == sorted(moments)
    told = Counter(session.scalars(select(CalendarChange.kind)))
    assert told == {"open": 4, "closed": 3}
    _nothing_is_said_after_now()
    _who_takes_part_is_counted()
    _some_wait_for_the_moderators()
    _the_guest_speaks_for_herself()
    _replies_fit_what_they_answer()
    _one_synthesis_is_published_and_one_is_being_written()
    _one_opinion_is_published_and_answered()


def test_a_day_that_has_an_hour_twice_does_not_put_the_last_words_into_the_future() -> None:
    summer = datetime(2026, 9, 17, 9, 0, tzinfo=PARIS)
    winter = datetime(2026, 11, 27, 9, 0, tzinfo=PARIS)
    assert moment_between(summer, winter, 1.0) == winter
    assert moment_between(summer, winter, 0.0) == summer


def _nothing_is_said_after_now() -> None:
    for column in (
        Contribution.submitted_at, Contribution.withdrawn_at, Revision.at, Vote.at, JournalEntry.at,
    ):  # fmt: skip
        newest = session.scalar(select(func.max(column)))
        assert newest is not None, column
        assert newest <= now(), column


def _who_takes_part_is_counted() -> None:
    voters = set(session.scalars(select(Vote.participant_id)))
    people = session.scalars(select(Participant)).all()
    assert {row.is_counted for row in people} == {True, False}
    for row in people:
        assert row.is_counted == (row.contribution_count > 0 or row.id in voters)
    counted = [row for row in people if row.is_counted]
    here = Counter(row.consultation_id for row in counted)
    under = Counter(row.category_id for row in counted)
    for table, expected in ((Consultation, here), (Category, under)):
        for row_id, count in session.execute(select(table.id, table.participant_count)):
            assert count == expected[row_id]


def _some_wait_for_the_moderators() -> None:
    main = session.scalars(select(Consultation).where(Consultation.slug == MAIN.slug)).one()
    waits = session.scalars(
        select(Contribution).where(
            Contribution.consultation_id == main.id, Contribution.review_since.is_not(None)
        )
    ).all()
    assert len(waits) == waiting_share(300)
    assert waiting_share(3500) == WAITING
    kinds = {signal["kind"] for row in waits for signal in row.signals}
    assert {"personal_data", "health", "insult", "links", "distress", "violence"} <= kinds
    assert {row.state for row in waits} == {
        ContributionState.PUBLISHED, ContributionState.PENDING,
    }  # fmt: skip
    assert main.rule_count == 1
    together = Counter(
        session.scalars(
            select(CampaignMember.campaign_id).where(
                CampaignMember.contribution_id.in_([row.id for row in waits])
            )
        )
    )
    assert max(together.values()) >= waiting_share(300) // WAVE_SHARE
    screened = session.scalars(select(Contribution.signals).where(Contribution.risk > 0)).all()
    assert len(screened) > 100


def _the_guest_speaks_for_herself() -> None:
    guest = next(account for account in STAFF if account.duty == "participant")
    said = session.scalars(
        select(Revision.source)
        .join(Contribution, Contribution.id == Revision.contribution_id)
        .join(Participant, Participant.id == Contribution.author_id)
        .join(User, User.id == Participant.user_id)
        .where(User.email == guest.email)
    ).all()
    told = voices(SEED)
    by_body = {
        text.source: text
        for pile in (*told.said.values(), *told.replies.values(), *told.remarks.values())
        for text in pile
        if text.voice == guest.category and text.gender in {guest.gender, ""}
    }
    assert len(said) == 4
    assert all(body in by_body for body in said)


def _replies_fit_what_they_answer() -> None:
    answered, words = aliased(Contribution), aliased(Revision)
    rows = session.execute(
        select(Contribution.is_official, Contribution.discussion_id, Revision.source,
               words.source, answered.stance)
        .join(Revision, Revision.contribution_id == Contribution.id)
        .join(answered, answered.id == Contribution.parent_id)
        .join(words, words.contribution_id == answered.id)
    ).all()  # fmt: skip
    told = voices(SEED)
    themes = {
        text.source: text.theme
        for of in (told.said, told.campaigns, told.remarks)
        for pile in of.values()
        for text in pile
    }
    assert len(rows) > 20
    for _official, _discussion, reply, body, stance in rows:
        pool = told.replies[themes[body], Stance(stance)]
        assert any(text.source == reply for text in pool), (reply, body)
    official = [discussion for is_official, discussion, *_rest in rows if is_official]
    assert len(official) == len(set(official)), "the institution answers once in a discussion"


def _one_synthesis_is_published_and_one_is_being_written() -> None:
    rows = session.execute(
        select(Consultation.slug, Synthesis.edition_count)
        .join(Synthesis, Synthesis.consultation_id == Consultation.id)
        .order_by(Consultation.slug)
    ).all()
    assert rows == [(CHILD_RECORD.slug, 1), (MAIN.slug, 0)]
    edition = session.scalars(select(Edition)).one()
    assert not list(differences(archived(edition), edition.sha256))
    lines = [line for chapter in edition.text["chapters"] for line in chapter["statements"]]
    assert len(lines) >= 8
    assert session.scalar(select(EditionSource.place).where(EditionSource.is_verbatim).limit(1))


def _one_opinion_is_published_and_answered() -> None:
    [(committee, edition)] = editions_everywhere()
    assert fingerprint(edition.archive) == edition.sha256
    archive = archive_of(edition.archive)
    assert archive.recommendation_count == len(archive.votes) == 6
    assert not any(vote.is_outdated for vote in archive.votes.values())
    assert {vote.tally.outcome for vote in archive.votes.values()} == {
        Outcome.ADOPTED, Outcome.REJECTED,
    }  # fmt: skip
    assert archive.whole is not None
    assert [len(each.signers) for each in archive.statements] == [2, 1]
    names, others = public_names(committee.id).told(archive.members(Seat.MEMBER))
    assert (len(names), others) == (11, 2)
    assert len(archive.sessions) == 3
    consultation = session.scalars(
        select(Consultation).where(Consultation.slug == CHILD_RECORD.slug)
    ).one()
    verdicts = verdicts_on(consultation, edition.opinion_id)
    assert len(verdicts) == 6
    assert all(verdict.is_shown for verdict in verdicts.values())
    # Opinions of other committees are at work.
    assert session.scalar(select(func.count(Opinion.id))) == 2
