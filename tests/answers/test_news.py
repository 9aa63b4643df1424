"""Who follows is told of opinions and of promises, in one mail; the team of what is late, once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerFollower, Milestone
from consultation.answers.services.gathering import GATHERED
from consultation.answers.services.milestones import report_on
from consultation.answers.services.publishing import publish_answers
from consultation.answers.subjects import Kind
from consultation.answers.tasks import gather_edition, say_what_is_late, tell_next
from consultation.answers.wording import Progress
from consultation.committees.models.opinion import (
    BlockType,
    Opinion,
    OpinionBlock,
    OpinionEdition,
    OpinionRevision,
)
from consultation.committees.models.people import Committee, CommitteeLink, CommitteeMember, Seat
from consultation.consultations.models import Consultation, Phase
from consultation.contributions.services.messages import mute
from consultation.core.clock import now, today, travel
from consultation.core.db import session, transaction
from consultation.core.mail import OutgoingMail
from tests.answers.steps import answered
from tests.contributions.steps import Parc, say
from tests.factories import make_user, saved

Outbox = Callable[[], list[OutgoingMail]]
Work = Callable[[], list[OutgoingMail]]


@pytest.fixture
def work(app: Flask, outbox: Outbox) -> Work:
    """All mails of answers, once the worker has nothing left to do after the gathering."""

    def run() -> list[OutgoingMail]:
        with app.app_context():
            while gather_edition():
                pass
            with travel(now() + GATHERED + timedelta(seconds=1)):
                while tell_next():
                    pass
        return [each for each in outbox() if each.kind == "answers.published"]

    return run


@pytest.fixture
def opinion(parc: Parc) -> Opinion:
    """Of a committee with one member, who can be written to; one recommendation."""
    committee = saved(Committee(slug="comite", title="Comité du parc", announced_at=now()))
    saved(CommitteeLink(committee_id=committee.id, consultation_id=parc.consultation_id))
    chair = make_user(email="jeanne@example.org")
    member = saved(
        CommitteeMember(
            committee_id=committee.id, user_id=chair.id, seat=Seat.CHAIR, name="Jeanne T."
        )
    )
    row = saved(Opinion(committee_id=committee.id, title="Pour le parc", begun_by_id=member.id))
    block = saved(OpinionBlock(opinion_id=row.id, type=BlockType.RECOMMENDATION, position=1))
    saved(OpinionRevision(block_id=block.id, number=1, title="Ouvrir tôt", html="<p>Tôt.</p>"))
    return row


def come_out(opinion: Opinion, number: int = 1) -> None:
    member = session.scalars(select(CommitteeMember.id)).one()
    with transaction() as current:
        current.execute(update(OpinionBlock).values(published_revision=OpinionBlock.revision))
    saved(
        OpinionEdition(
            opinion_id=opinion.id, number=number, archive='{"votes": {}, "whole": null}',
            sha256=str(number) * 64, published_by_id=member,
        )
    )  # fmt: skip


def following(parc: Parc, email: str = "luc@example.org") -> User:
    person = make_user(email=email)
    saved(AnswerFollower(consultation_id=parc.consultation_id, user_id=person.id))
    return person


def promised(
    parc: Parc, organiser: User, due_on: date | None, *, is_published: bool = True
) -> tuple[Answer, Milestone]:
    said = say(parc, author=make_user(email="odile@example.org"))
    answer = answered(parc, Kind.CONTRIBUTION, said.id, by=organiser, is_published=is_published)
    row = Milestone(answer_id=answer.id, position=1, what="Planter un tilleul", due_on=due_on)
    return answer, saved(row)


def at(hour: int, days: int = 0) -> datetime:
    """A moment of one of these days, in winter or in summer well past midnight in Paris."""
    return datetime.combine(today() + timedelta(days=days), time(hour), UTC)


def test_followers_and_members_learn_that_the_opinion_is_out_once(
    parc: Parc, opinion: Opinion, work: Work
) -> None:
    following(parc)
    make_user(email="passant@example.org")
    assert work() == []
    come_out(opinion)
    mails = work()
    assert sorted(each.to for each in mails) == ["jeanne@example.org", "luc@example.org"]
    assert all(each.subject.startswith("Le comité publie son avis") for each in mails)
    assert "/comites/comite/avis" in mails[0].text
    assert len(work()) == 2, "nobody is told twice"
    come_out(opinion, number=2)
    assert "Le comité corrige son avis" in work()[-1].subject


def test_what_comes_out_together_makes_one_mail(
    parc: Parc, organiser: User, opinion: Opinion, work: Work
) -> None:
    following(parc)
    answer, _row = promised(parc, organiser, None)
    draft = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser, is_published=False)
    come_out(opinion)
    report_on(
        parc.consultation, answer.key, 1, Progress("Le tilleul est choisi.", today()),
        actor=organiser,
    )  # fmt: skip
    publish_answers(parc.consultation, [draft.key], actor=organiser)
    [mail] = [each for each in work() if each.to == "luc@example.org"]
    for words in ("Pour le parc", "Planter un tilleul", "Le tilleul est choisi.", "Nouvelle date"):
        assert words in mail.text


def test_who_wrote_learns_how_far_the_promise_made_to_them_has_come_and_of_no_other_news(
    parc: Parc, organiser: User, opinion: Opinion, work: Work
) -> None:
    answer, _row = promised(parc, organiser, None)
    say(parc, author=make_user(email="ailleurs@example.org"))
    come_out(opinion)
    report_on(
        parc.consultation, answer.key, 1, Progress("Il pousse.", is_done=True), actor=organiser
    )
    mails = {each.to: each for each in work()}
    assert set(mails) == {"jeanne@example.org", "odile@example.org"}
    mail = mails["odile@example.org"]
    assert "L’institution rend compte d’un engagement" in mail.subject
    for words in ("Il pousse.", "dit où en sont ses engagements", "Votre contribution n°\u00a01"):
        assert words in mail.text
    assert "/mes-contributions/messages" in mail.text
    assert "Pour le parc" not in mail.text
    assert "que vous suivez" not in mail.text


def test_who_wrote_and_wants_no_message_learns_nothing_of_promises(
    parc: Parc, organiser: User, work: Work
) -> None:
    answer, _row = promised(parc, organiser, None)
    author = session.scalars(select(User).where(User.email == "odile@example.org")).one()
    mute(parc.consultation_id, actor=author)
    report_on(
        parc.consultation, answer.key, 1, Progress("Il pousse.", is_done=True), actor=organiser
    )
    assert work() == []


def test_who_wrote_is_sent_no_answer_to_others_with_the_progress(
    parc: Parc, organiser: User, work: Work
) -> None:
    answer, _row = promised(parc, organiser, None)
    theirs = say(parc, author=make_user(email="ailleurs@example.org"))
    draft = answered(parc, Kind.CONTRIBUTION, theirs.id, by=organiser, is_published=False)
    report_on(
        parc.consultation, answer.key, 1, Progress("Il pousse.", is_done=True), actor=organiser
    )
    publish_answers(parc.consultation, [draft.key], actor=organiser)
    mails = {each.to: each for each in work()}
    assert set(mails) == {"odile@example.org", "ailleurs@example.org"}
    assert "Il pousse." in mails["odile@example.org"].text
    assert f"/{draft.key}" not in mails["odile@example.org"].text
    assert "Il pousse." not in mails["ailleurs@example.org"].text


def test_nobody_is_told_of_what_is_old_or_not_to_be_known(
    parc: Parc, opinion: Opinion, work: Work
) -> None:
    following(parc)
    with travel(now() - timedelta(days=8)):
        come_out(opinion)
    assert work() == []
    come_out(opinion, number=2)
    with transaction() as current:
        current.execute(update(Consultation).values(phase=Phase.DRAFT))
    assert work() == []
    with transaction() as current:
        current.execute(update(Consultation).values(phase=Phase.OPEN))
        current.execute(update(Committee).values(announced_at=None))
    assert work() == []


def test_a_promise_that_is_late_is_said_to_the_team_once(
    app: Flask, parc: Parc, organiser: User, outbox: Outbox
) -> None:
    _answer, row = promised(parc, organiser, today())
    row_id = row.id

    def late(days: int, hour: int = 12) -> list[OutgoingMail]:
        with travel(at(hour, days)), app.app_context():
            while say_what_is_late():
                pass
        return [each for each in outbox() if each.kind == "answers.late"]

    assert late(0) == [], "its day is not over"
    assert late(1, hour=2) == [], "nobody is written to in the night"
    [mail] = late(1)
    assert mail.to == organiser.email
    assert "Planter un tilleul" in mail.text
    assert len(late(2)) == 1, "it is said once"
    with transaction() as current:
        current.get_one(Milestone, row_id).due_on = today() + timedelta(days=5)
    assert len(late(5)) == 1
    assert len(late(6)) == 2, "a date that was moved may pass again"


@pytest.mark.parametrize("why", ["kept", "draft"])
def test_what_is_kept_or_was_never_published_is_not_late(
    app: Flask, parc: Parc, organiser: User, outbox: Outbox, why: str
) -> None:
    _answer, row = promised(parc, organiser, today(), is_published=why != "draft")
    if why == "kept":
        with transaction() as current:
            current.get_one(Milestone, row.id).done_on = today()
    with travel(at(12, 3)), app.app_context():
        assert not say_what_is_late()
    assert not [each for each in outbox() if each.kind == "answers.late"]


def test_recommendations_without_an_answer_past_the_date_are_said_once(
    app: Flask, parc: Parc, organiser: User, opinion: Opinion, outbox: Outbox
) -> None:
    with transaction() as current:
        current.get_one(Consultation, parc.consultation_id).answer_due_on = today()

    def late(days: int) -> list[OutgoingMail]:
        with travel(at(12, days)), app.app_context():
            while say_what_is_late():
                pass
        return [each for each in outbox() if each.kind == "answers.late"]

    assert late(1) == [], "no committee has given its opinion"
    come_out(opinion)
    assert late(0) == [], "the day is not over"
    [mail] = late(1)
    assert "Ouvrir tôt" in mail.text
    assert len(late(9)) == 1
