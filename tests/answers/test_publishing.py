"""Giving answers to the public, one or many at once, and telling whom they concern, once each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerFollower, AnswerTelling
from consultation.answers.queries.concerned import next_readers
from consultation.answers.queries.news import NOTHING
from consultation.answers.services import telling as telling_service
from consultation.answers.services.gathering import GATHERED
from consultation.answers.services.publishing import publish_answers
from consultation.answers.services.telling import tell_some
from consultation.answers.subjects import Kind
from consultation.answers.tasks import tell_next
from consultation.consultations.models import Phase
from consultation.contributions.models import Contribution, ContributionState
from consultation.core import clock
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, NotAllowedError
from consultation.core.mail import OutgoingMail
from consultation.synthesis.models import Edition, Synthesis
from tests.answers.steps import answered, coded, make_theme
from tests.conftest import SignIn
from tests.contributions.steps import Parc, say
from tests.factories import make_user, saved

DESK = "/espace/parc/reponses"
Outbox = Callable[[], list[OutgoingMail]]
Told = Callable[[], list[tuple[str, str]]]


def drafts(parc: Parc, organiser: User, *said: Contribution) -> list[str]:
    return [
        answered(parc, Kind.CONTRIBUTION, each.id, by=organiser, is_published=False).key
        for each in said
    ]


def published() -> int:
    session.expire_all()
    query = select(Answer.id).where(Answer.published_version.is_not(None))
    return len(session.scalars(query).all())


def with_synthesis(parc: Parc, organiser: User) -> None:
    row = saved(Synthesis(consultation_id=parc.consultation_id, edition_count=1))
    saved(
        Edition(synthesis_id=row.id, number=1, archive={}, sha256="0" * 64,
                published_by_id=organiser.id)
    )  # fmt: skip


@pytest.fixture
def told(app: Flask, outbox: Outbox) -> Told:
    """To whom the worker wrote what, once it had nothing left to do after the gathering."""

    def run() -> list[tuple[str, str]]:
        with clock.travel(clock.now() + GATHERED + timedelta(seconds=1)), app.app_context():
            while tell_next():
                pass
        return [(each.to, each.text) for each in outbox() if each.kind == "answers.published"]

    return run


def test_all_drafts_are_published_once_asked_about(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    author = make_user()
    drafts(parc, organiser, say(parc, author=author), say(parc, author=author))
    sign_in(organiser)
    asks = client.post(f"{DESK}/publication", data={"lesquelles": "tous"}).text
    assert "Publier ces 2 réponses" in asks
    assert "1 personne qui a contribué est prévenue" in asks
    assert published() == 0
    client.post(f"{DESK}/publication", data={"lesquelles": "tous", "confirmed": "1"})
    assert published() == 2


def test_only_what_was_chosen_is_published(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    keys = drafts(parc, organiser, say(parc), say(parc))
    sign_in(organiser)
    client.post(f"{DESK}/publication", data={"r": keys[0], "confirmed": "1"})
    assert published() == 1
    assert client.post(f"{DESK}/publication", data={"confirmed": "1"}).status_code == 303
    assert published() == 1


def test_themes_are_answered_once_the_synthesis_is_published(
    database: None, parc: Parc, organiser: User
) -> None:
    key = answered(
        parc, Kind.THEME, make_theme(parc).id, by=organiser, is_published=False
    ).key  # fmt: skip
    with pytest.raises(DomainError, match="synthèse"):
        publish_answers(parc.consultation, [key], actor=organiser)
    with_synthesis(parc, organiser)
    assert publish_answers(parc.consultation, [key], actor=organiser) == 1


def test_nothing_is_published_before_the_consultation_opens(
    database: None, parc: Parc, organiser: User
) -> None:
    keys = drafts(parc, organiser, say(parc))
    with transaction():
        parc.consultation.phase = Phase.DRAFT
    with pytest.raises(NotAllowedError):
        publish_answers(parc.consultation, keys, actor=organiser)


def test_one_mail_tells_a_person_of_all_that_came_out_together(
    parc: Parc, organiser: User, told: Told
) -> None:
    author, other = make_user(email="odile@example.org"), make_user(email="luc@example.org")
    said = [say(parc, author=author), say(parc, author=author), say(parc, author=other)]
    theme = make_theme(parc)
    coded(said[0], theme, by=organiser)
    with_synthesis(parc, organiser)
    keys = drafts(parc, organiser, *said)
    keys.append(answered(parc, Kind.THEME, theme.id, by=organiser, is_published=False).key)
    for key in keys:
        publish_answers(parc.consultation, [key], actor=organiser)
    mails = told()
    assert sorted(to for to, _text in mails) == ["luc@example.org", "odile@example.org"]
    text = dict(mails)["odile@example.org"]
    assert "Thème « Horaires »" in text
    assert f"Contribution n°\u00a0{said[1].number}" in text
    assert f"Contribution n°\u00a0{said[2].number}" not in text
    assert told() == mails


def test_a_mail_is_in_the_persons_language(parc: Parc, organiser: User, told: Told) -> None:
    author = make_user()
    with transaction():
        session.get_one(User, author.id).language = "en"
    publish_answers(
        parc.consultation, drafts(parc, organiser, say(parc, author=author)), actor=organiser
    )
    assert "/en/" in told()[0][1]


def test_who_took_their_words_back_is_not_told_of_them(
    parc: Parc, organiser: User, told: Told
) -> None:
    said = say(parc)
    publish_answers(parc.consultation, drafts(parc, organiser, said), actor=organiser)
    with transaction():
        session.get_one(Contribution, said.id).state = ContributionState.WITHDRAWN
    assert told() == []


def test_followers_are_told_once_even_if_they_also_wrote(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, told: Told
) -> None:
    author, follower = make_user(email="odile@example.org"), make_user(email="luc@example.org")
    keys = drafts(parc, organiser, say(parc, author=author))
    for person in (author, follower):
        sign_in(person)
        assert client.post("/consultations/parc/reponses/suivi").status_code == 303
    assert "Ne plus suivre" in client.get("/consultations/parc/reponses").text
    publish_answers(parc.consultation, keys, actor=organiser)
    mails = told()
    assert sorted(to for to, _text in mails) == ["luc@example.org", "odile@example.org"]
    assert "que vous suivez" in dict(mails)["luc@example.org"]
    assert "que vous suivez" not in dict(mails)["odile@example.org"]


def test_who_does_not_follow_any_more_is_not_told(
    client: FlaskClient, sign_in: SignIn, parc: Parc
) -> None:
    follower = make_user()
    sign_in(follower)
    for _twice in range(2):
        client.post("/consultations/parc/reponses/suivi")
    assert len(session.scalars(select(AnswerFollower)).all()) == 1
    client.post("/consultations/parc/reponses/suivi/fin")
    assert not session.scalars(select(AnswerFollower)).all()


def test_a_worker_that_is_killed_tells_nobody_twice_and_forgets_nobody(
    app: Flask, parc: Parc, organiser: User, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [say(parc) for _each in range(5)]
    publish_answers(parc.consultation, drafts(parc, organiser, *said), actor=organiser)
    monkeypatch.setattr(telling_service, "AT_ONCE", 2)
    row = session.scalars(select(AnswerTelling)).one()
    with app.app_context():
        assert tell_some(session.get_one(AnswerTelling, row.id)) == 2

    def killed(*_args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(telling_service.mail, "queue", killed)
        with app.app_context(), pytest.raises(SystemExit):
            tell_some(session.get_one(AnswerTelling, row.id))
    mails = told()
    assert len(mails) == len({to for to, _text in mails}) == 5
    row = session.scalars(select(AnswerTelling).execution_options(populate_existing=True)).one()
    assert row.done_at is not None
    assert row.told_count == 5


def test_what_comes_out_once_the_telling_began_is_told_apart(
    parc: Parc, organiser: User, told: Told
) -> None:
    author = make_user()
    first, second = drafts(
        parc, organiser, say(parc, author=author), say(parc, author=author)
    )  # fmt: skip
    publish_answers(parc.consultation, [first], actor=organiser)
    assert len(told()) == 1
    publish_answers(parc.consultation, [second], actor=organiser)
    assert len(told()) == 2


def test_nobody_is_told_before_the_answers_are_gathered(
    parc: Parc, organiser: User, told: Told
) -> None:
    publish_answers(parc.consultation, drafts(parc, organiser, say(parc)), actor=organiser)
    assert not tell_next()
    assert len(told()) == 1


def test_a_deleted_account_is_not_written_to(app: Flask, parc: Parc, organiser: User) -> None:
    author = make_user()
    publish_answers(
        parc.consultation, drafts(parc, organiser, say(parc, author=author)), actor=organiser
    )
    with transaction():
        session.get_one(User, author.id).deleted_at = clock.now()
    row = session.scalars(select(AnswerTelling)).one()
    assert next_readers(row, [session.scalars(select(Answer.id)).one()], NOTHING, 10) == []
