"""Everybody whose contribution an edition read is told once, of all of them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.mail import OutgoingMail
from consultation.synthesis import emails
from consultation.synthesis.models import Edition, SynthesisTelling
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.synthesis.queries.concerned import Cited, Concerned, Own
from consultation.synthesis.services import telling
from consultation.synthesis.services.publication import publish
from consultation.synthesis.tasks import tell_next
from tests.conftest import SignIn, count_queries
from tests.support.snapshots import assert_is_kept
from tests.synthesis.pen import Pen

MESSAGES = "/mes-contributions/messages"
Told = Callable[[], list[OutgoingMail]]


def mails() -> list[OutgoingMail]:
    query = select(OutgoingMail).where(OutgoingMail.kind == "synthesis.published")
    return list(session.scalars(query.order_by(OutgoingMail.id)))


@pytest.fixture
def told(app: Flask) -> Told:
    """Every such mail, once the worker has nothing left to tell."""

    def run() -> list[OutgoingMail]:
        with app.app_context():
            while tell_next():
                pass
        return mails()

    return run


def author_of(number: int) -> User:
    query = (
        select(User)
        .join(Participant, Participant.user_id == User.id)
        .join(Contribution, Contribution.author_id == Participant.id)
        .where(Contribution.number == number)
    )
    return session.scalars(query).one()


def test_each_author_gets_one_mail_with_the_statements_that_cite(
    told: Told, edition: Edition
) -> None:
    assert not mails(), "the worker writes them, not whoever publishes"
    sent = told()
    authors = session.scalars(select(Participant.user_id).distinct()).all()
    assert len(sent) == len(authors)
    assert len({each.to for each in sent}) == len(sent)
    first = next(each for each in sent if each.to == author_of(1).email)
    statement = edition.text["chapters"][0]["statements"][0]["key"]
    assert f"/consultations/parc/synthese?enonce={statement}#e-{statement}" in first.text
    assert "Trois contributions sur 4 le disent." in first.text.replace("\u00a0", " ")
    assert "Dix minutes" in first.text
    assert "/mes-contributions" in first.text
    unread = next(each for each in sent if each.to == author_of(6).email)
    assert "n’a pas encore été lue" in unread.text
    assert len(told()) == len(sent)


def test_a_correction_is_told_with_what_changed(
    told: Told, finished: Pen, edition: Edition
) -> None:
    before = len(told())
    publish(finished.parc.consultation, "Un nombre en moins.", actor=finished.writer)
    after = told()
    assert len(after) == 2 * before
    assert "Un nombre en moins." in after[-1].text


def test_an_edition_replaced_before_it_was_told_is_not(
    told: Told, finished: Pen, edition: Edition
) -> None:
    publish(finished.parc.consultation, "Aussitôt corrigée.", actor=finished.writer)
    sent = told()
    assert sent
    assert all("Aussitôt corrigée." in each.text for each in sent)
    counts = session.scalars(select(SynthesisTelling.told_count).order_by(SynthesisTelling.id))
    assert list(counts) == [0, len(sent)]


def test_a_worker_that_was_killed_tells_nobody_twice(
    app: Flask, told: Told, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    with app.app_context():
        assert tell_next()
    assert len(mails()) == 2
    to = [each.to for each in told()]
    assert len(to) == len(set(to))
    assert session.scalars(select(SynthesisTelling.done_at)).one() is not None


def test_who_left_or_whose_words_are_not_public_is_not_told(told: Told, edition: Edition) -> None:
    gone, hidden = author_of(1), author_of(2)
    with transaction():
        gone.email, gone.deleted_at = None, now()
        session.scalars(
            select(Contribution).where(Contribution.number == 2)
        ).one().state = ContributionState.HIDDEN
    to = {each.to for each in told()}
    assert to
    assert hidden.email not in to
    assert None not in to
    assert len(to) == 4


def test_who_wants_no_such_mail_gets_none_until_they_want_it_again(
    client: FlaskClient, told: Told, edition: Edition, sign_in: SignIn
) -> None:
    person = author_of(1)
    key = session.scalars(select(Consultation.key)).one()
    sign_in(person)
    assert "Vous recevez ces messages." in client.get(MESSAGES).text
    assert client.post(MESSAGES, data={"consultation": "ailleurs"}).status_code == 404
    client.post(MESSAGES, data={"consultation": key, "messages": "0"})
    assert "Vous ne recevez pas ces messages." in client.get(MESSAGES).text
    assert client.get("/compte/donnees.json").get_json()["participations"][0]["muted_at"]
    assert person.email not in {each.to for each in told()}
    client.post(MESSAGES, data={"consultation": key, "messages": "1"})
    assert "Vous recevez ces messages." in client.get(MESSAGES).text


def test_the_number_of_people_asks_nothing_more(app: Flask, edition: Edition) -> None:
    with app.app_context(), count_queries() as statements:
        tell_next()
    reads = [each for each in statements if each.lstrip().upper().startswith("SELECT")]
    assert len(reads) <= 8, "\n".join(reads)


def own(number: int, state: ReadingState, *cited: Cited, reason: SetAside | None = None) -> Own:
    return Own(number, "Dix minutes, c’est trop long.", state, reason, list(cited))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("is_cited", [True, False])
def test_the_mail_word_for_word(database: None, language: str, is_cited: bool) -> None:
    row = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="")
    statement = {
        "key": "k2345678",
        "pieces": [["Deux contributions", "sur 4"], [" le disent.", ""]],
    }
    edition = Edition(
        number=1, change_note="" if is_cited else "Un nombre.",
        text={"title": "Ce que vous avez dit", "chapters": [{"statements": [statement]}]},
    )  # fmt: skip
    said = [
        own(4, ReadingState.CODED),
        own(5, ReadingState.SET_ASIDE, reason=SetAside.OUT_OF_SCOPE),
        own(8, ReadingState.TO_READ),
        own(9, ReadingState.TO_READ),
    ]
    if is_cited:
        said = [own(3, ReadingState.CODED, Cited("k2345678", 41)), *said]
    person = User(language=language, email="odile@example.org")
    mail = emails.synthesis_published(row, edition, "odile@example.org", Concerned(person, said))
    name = f"synthesis/published-{'cited' if is_cited else 'read'}-{language}"
    assert_is_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"{name}.html", mail.html)
