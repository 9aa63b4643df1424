"""Saying something, through the door."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import Participant
from consultation.contributions.models import Contribution, Discussion, Kind, Revision, Stance
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.documents.models import Page
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import fields_of, make_parc, write
from tests.factories import make_user


def test_a_comment_on_a_paragraph_is_published_counted_and_receipted(
    client: FlaskClient, sign_in: SignIn, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    parc = make_parc()
    key = parc.paragraph_keys()[0]
    sign_in(make_user())
    answer = write(
        client, f"{parc.writing}?p={key}", body="Huit heures, c’est **tard**.", stance="against"
    )
    assert answer.status_code == 303
    row = session.scalars(select(Contribution)).one()
    assert answer.location.endswith(f"?c={row.key}&p={key}#c-{row.key}")
    assert (row.kind, row.stance, row.number, row.revision) == (Kind.COMMENT, Stance.AGAINST, 1, 1)
    assert row.passage_id == parc.passages()[0].id
    revision = session.get_one(Revision, (row.id, 1))
    assert revision.html == "<p>Huit heures, c’est <strong>tard</strong>.</p>"
    discussion = session.scalars(select(Discussion)).one()
    assert (discussion.contribution_count, discussion.against_count) == (1, 1)
    assert parc.consultation.contribution_count == 1
    assert parc.consultation.last_number == 1
    assert parc.document.contribution_count == 1
    assert session.scalars(select(Page.contribution_count)).one() == 1
    assert session.scalars(select(Participant.contribution_count)).one() == 1
    [mail] = outbox()
    assert "tard" not in mail.subject
    assert revision.fingerprint in mail.text
    assert f"http://localhost/contributions/{row.key}" in mail.text
    page = client.get(answer.location)
    assert "Votre contribution n°\u00a01 est publiée." in page.get_data(as_text=True)


def test_posting_costs_few_statements(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}"
    sign_in(make_user())
    for _ in range(2):
        form = {**fields_of(client.get(address)), "body": "Encore.", "stance": "for"}
        with count_queries() as statements:
            answer = client.post(address, data=form)
        assert answer.status_code == 303
        assert len(statements) <= 15, "\n".join(statements)
