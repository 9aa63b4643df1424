"""Moving, warning, suspending, closing a thread: through the desk's page, as a moderator does."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Participant
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.mail import OutgoingMail
from consultation.documents.models import Passage
from consultation.moderation.models import Measure
from tests.conftest import SignIn
from tests.contributions.steps import Parc, fields_of, known, say, write
from tests.factories import make_user
from tests.moderation.queue import address, decisions, form, waiting
from tests.moderation.steps import counts_hold, make_desk

pytestmark = pytest.mark.usefixtures("app")
FACTS = "Le texte parle des arbres, non des heures."
Outbox = Callable[[], list[OutgoingMail]]


def stored(key: str) -> Contribution:
    """As it is now."""
    session.expire_all()
    return known(session.scalars(select(Contribution).where(Contribution.key == key)).one())


def test_a_thread_is_moved_to_the_paragraph_whose_number_is_written(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, camille = make_desk()
    author = make_user(email="auteur@example.org")
    key = waiting(parc, author=author).key
    reply = say(parc, answered=known(stored(key)), text="Moi aussi.").key
    sign_in(camille)
    page = client.get(address(parc, key))
    assert "Vers le paragraphe n°" in page.text
    page = client.post(address(parc, key), data=form("move", target="¶ 2", facts=FACTS))
    assert page.status_code == 303
    for each in (key, reply):
        assert session.get_one(Passage, stored(each).passage_id).number == 2
    counts_hold(parc)
    letter = outbox()[-1]
    assert letter.to == "auteur@example.org"
    assert FACTS in letter.text
    assert f"/decisions/{decisions()[-1].key}" in letter.text
    there = client.get(f"/contributions/{key}", follow_redirects=True)
    assert parc.paragraph_keys()[1] in there.request.full_path


@pytest.mark.parametrize("target", ["", "0", "99", "deux", "-1", "1" * 400, "²", "1"])
def test_a_paragraph_that_is_none_moves_nothing(
    client: FlaskClient, sign_in: SignIn, target: str
) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    page = client.post(address(parc, key), data=form("move", target=target, facts=FACTS))
    assert page.status_code in {422, 409}
    assert FACTS in page.text
    assert not decisions()


def test_somebody_is_warned_and_their_words_stay(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, camille = make_desk()
    key = waiting(parc, author=make_user(email="auteur@example.org")).key
    sign_in(camille)
    refused = client.post(address(parc, key), data=form("warn", facts=FACTS))
    assert refused.status_code == 422
    page = client.post(address(parc, key), data=form("warn", rule="3", facts=FACTS))
    assert page.status_code == 303
    row = stored(key)
    assert row.state.value == "published"
    assert row.review_since is None
    letter = outbox()[-1]
    assert "N’attaquez personne" in letter.text
    assert FACTS in letter.text
    assert client.get(f"/contributions/{key}", follow_redirects=True).status_code == 200


def test_somebody_is_suspended_with_reasons_until_a_day_and_let_back_in(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, camille = make_desk()
    author = make_user(email="auteur@example.org")
    key = waiting(parc, author=author).key
    sign_in(camille)
    for typed in ({"days": "0"}, {"days": "400"}, {"days": "sept"}, {}):
        page = client.post(address(parc, key), data=form("suspend", rule="3", facts=FACTS, **typed))
        assert page.status_code == 422
    assert (
        client.post(address(parc, key), data=form("suspend", rule="3", days="7")).status_code == 422
    )
    page = client.post(address(parc, key), data=form("suspend", rule="3", facts=FACTS, days="7"))
    assert page.status_code == 303
    assert FACTS in outbox()[-1].text
    sign_in(author)
    answer = write(client, parc.writing, body="Une autre idée, longue à écrire.")
    assert answer.status_code == 403
    assert FACTS in answer.text
    assert "Une autre idée, longue à écrire." in answer.text
    sign_in(camille)
    page = client.get(address(parc, key))
    assert 'value="suspend"' not in page.text
    client.post(address(parc, key), data=form("lift_suspension"))
    assert [each.measure for each in decisions()] == [Measure.SUSPEND, Measure.LIFT_SUSPENSION]
    sign_in(author)
    assert fields_of(client.get(parc.writing))


def suspended(client: FlaskClient, sign_in: SignIn) -> tuple[Parc, User, User]:
    """Somebody whom a moderator suspended for a week: the place, that person, the moderator."""
    parc, camille = make_desk()
    author = make_user()
    key = waiting(parc, author=author).key
    sign_in(camille)
    sent = form("suspend", rule="3", facts=FACTS, days="7")
    assert client.post(address(parc, key), data=sent).status_code == 303
    return parc, author, camille


def test_who_is_suspended_learns_it_where_they_write_before_anything_is_typed(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, author, _camille = suspended(client, sign_in)
    own = session.scalars(select(Contribution.key)).one()
    sign_in(author)
    beside = f"/contributions/{own}"
    for where in (parc.writing, beside, f"/contributions/{own}/modifier"):
        page = client.get(where, follow_redirects=True)
        assert "a suspendu votre participation ici" in page.text
        assert FACTS in page.text
        assert f"/consultations/{parc.consultation.slug}/suspension" in page.text
        assert ">Publier</button>" not in page.text
        assert "Enregistrer le brouillon" in page.text
        assert "Personne d’autre ne lit ce brouillon" in page.text
        assert "est publiée aussitôt" not in page.text
    decision = decisions()[-1]
    there = client.get(f"/consultations/{parc.consultation.slug}/suspension")
    assert there.location.endswith(f"/decisions/{decision.key}")
    assert "Former un recours" in client.get(there.location).text


def test_a_suspended_person_still_keeps_a_draft(client: FlaskClient, sign_in: SignIn) -> None:
    parc, author, _camille = suspended(client, sign_in)
    sign_in(author)
    kept = write(client, parc.writing, body="Une autre idée.", draft="1")
    assert kept.status_code == 303
    page = client.get(kept.location)
    assert "Une autre idée." in page.text
    assert "a suspendu votre participation ici" in page.text


def test_nobody_else_is_told_of_a_suspension(client: FlaskClient, sign_in: SignIn) -> None:
    parc, _author, camille = suspended(client, sign_in)
    for person in (camille, make_user()):
        sign_in(person)
        assert client.get(f"/consultations/{parc.consultation.slug}/suspension").status_code == 404
        assert "a suspendu votre participation" not in client.get(parc.writing).text


def test_once_it_is_over_they_publish_again_and_can_be_suspended_again(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, author, camille = suspended(client, sign_in)
    with transaction():
        session.scalars(
            select(Participant).where(Participant.user_id == author.id)
        ).one().suspended_until = now() - timedelta(seconds=1)
    sign_in(author)
    assert "a suspendu votre participation" not in client.get(parc.writing).text
    assert client.get(f"/consultations/{parc.consultation.slug}/suspension").status_code == 404
    assert write(client, parc.writing, body="Une autre idée.").status_code == 303
    sign_in(camille)
    key = session.scalars(select(Contribution.key).order_by(Contribution.id.desc())).first()
    page = client.get(address(parc, str(key)))
    assert 'value="suspend"' in page.text
    assert 'value="lift_suspension"' not in page.text


def test_a_thread_is_closed_with_its_reason_and_opened_again(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(make_user())
    begun = fields_of(client.get(f"{parc.writing}?reponse={key}"))
    sign_in(camille)
    assert client.post(address(parc, key), data=form("close_thread")).status_code == 422
    page = client.post(address(parc, key), data=form("close_thread", facts=FACTS))
    assert page.status_code == 303
    assert stored(key).thread_closed_at is not None
    sign_in(make_user())
    answering = f"{parc.writing}?reponse={key}"
    assert "Ce fil est fermé" in client.get(answering).text
    sent = client.post(answering, data={**begun, "body": "Je réponds."})
    assert sent.status_code == 403
    assert "Je réponds." in sent.text
    sign_in(camille)
    page = client.get(address(parc, key))
    assert re.search(r'value="reopen_thread"', page.text)
    client.post(address(parc, key), data=form("reopen_thread"))
    assert stored(key).thread_closed_at is None
    counts_hold(parc)
