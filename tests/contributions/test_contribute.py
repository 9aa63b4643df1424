"""Saying something, through the door."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import Category, Participant, Role, TeamMember
from consultation.contributions.models import Contribution, Discussion, Kind, Revision, Stance
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.documents.models import Page, Section
from tests.conftest import SignIn, count_queries
from tests.contributions.conftest import Speak
from tests.contributions.steps import fields_of, how_many, make_parc, only, write
from tests.factories import make_user, saved


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
    row = only()
    assert answer.location.endswith(f"?c={row.key}&p={key}#c-{row.key}")
    assert (row.kind, row.stance, row.number, row.revision) == (Kind.COMMENT, Stance.AGAINST, 1, 1)
    assert row.passage_id == parc.passages()[0].id
    revision = session.get_one(Revision, (row.id, 1))
    assert revision.html == "<p>Huit heures, c’est <strong>tard</strong>.</p>"
    discussion = session.scalars(select(Discussion)).one()
    assert (discussion.contribution_count, discussion.against_count) == (1, 1)
    assert (parc.consultation.contribution_count, parc.consultation.last_number) == (1, 1)
    assert parc.document.contribution_count == 1
    assert session.scalars(select(Page.contribution_count)).one() == 1
    assert session.scalars(select(Participant.contribution_count)).one() == 1
    [mail] = outbox()
    assert mail.subject.startswith("Votre contribution n° 1 est reçue")
    assert "n°\u00a01" in mail.text
    assert "n°\u00a01" in mail.html
    assert "tard" not in mail.subject
    assert revision.fingerprint in mail.text
    assert f"http://localhost/contributions/{row.key}" in mail.text
    page = client.get("/mes-contributions").get_data(as_text=True)
    assert "Votre contribution n°\u00a01 est publiée." in page
    assert f"/recus/{row.key}/1" in page
    assert f'data-draft-clear="commentaire-{key}"' in page


def test_what_was_done_is_said_beside_the_contribution(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    answer = write(client, f"{parc.writing}?p={parc.paragraph_keys()[0]}", body="C’est tard.")
    page = client.get(answer.location).text
    assert page.count("est publiée.") == 1
    assert page.index(f'id="c-{only().key}"') < page.index("est publiée.")


@pytest.mark.parametrize("is_first", [True, False])
def test_posting_costs_few_statements(
    client: FlaskClient, sign_in: SignIn, speak: Speak, is_first: bool
) -> None:
    parc = make_parc()
    person = make_user()
    speak(parc, author=make_user() if is_first else person)
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}"
    sign_in(person)
    form = {**fields_of(client.get(address)), "body": "Encore.", "stance": "for"}
    if is_first:
        form["category"] = str(session.scalars(select(Category.id)).first())
    with count_queries() as statements:
        answer = client.post(address, data=form)
    assert answer.status_code == 303
    assert len(statements) <= 15, "\n".join(statements)
    assert sum(each.startswith("UPDATE participant") for each in statements) == 1


@pytest.mark.parametrize("query", ["p={}", "p={}&forme=redaction", ""])
def test_the_page_where_one_writes_costs_few_statements(
    client: FlaskClient, sign_in: SignIn, query: str
) -> None:
    parc = make_parc()
    address = f"{parc.writing}?{query.format(parc.paragraph_keys()[0])}"
    sign_in(make_user())
    with count_queries() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= 6, "\n".join(statements)


def test_on_a_section_and_on_the_whole_text(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    section = session.scalars(select(Section.key)).one()
    sign_in(make_user())
    answer = write(client, f"{parc.writing}?s={section}", body="Tout est là.", stance="for")
    assert f"&s={section}#c-" in answer.location
    answer = write(client, parc.writing, body="Et la nuit ?", stance="ask")
    assert answer.location.startswith("/contributions/")
    rows = session.scalars(select(Contribution).order_by(Contribution.id)).all()
    assert [(row.heading_id is None, row.passage_id) for row in rows] == [
        (False, None), (True, None),
    ]  # fmt: skip
    assert (rows[1].kind, rows[1].stance) == (Kind.QUESTION, Stance.NONE)
    counts = session.scalars(select(Discussion).order_by(Discussion.id)).all()
    assert [(each.for_count, each.question_count) for each in counts] == [(1, 0), (0, 1)]
    assert session.scalars(select(Page.contribution_count)).one() == 1
    assert parc.document.contribution_count == 2


def test_a_rewording_shows_its_redline(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    sign_in(make_user())
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}&forme=redaction"
    assert "Le parc ouvre à huit heures." in client.get(address).get_data(as_text=True)
    answer = write(client, address, proposed_text="Le parc ouvre à sept heures.", stance="for")
    assert answer.status_code == 303
    row = only()
    revision = session.get_one(Revision, (row.id, 1))
    assert row.kind is Kind.AMENDMENT
    assert revision.proposed_text == "Le parc ouvre à sept heures."
    assert "huit</del>" in (revision.redline_html or "")
    assert "sept</ins>" in (revision.redline_html or "")
    assert parc.consultation.amendment_count == 1
    counts = session.scalars(select(Discussion)).one()
    assert (counts.amendment_count, counts.for_count) == (1, 1)


@pytest.mark.parametrize("answer_of", ["double", "back"])
def test_case_12_a_form_makes_one_contribution_however_often_it_is_sent(
    client: FlaskClient, sign_in: SignIn, outbox: Callable[[], list[OutgoingMail]], answer_of: str
) -> None:
    parc = make_parc()
    sign_in(make_user())
    form = {**fields_of(client.get(parc.writing)), "body": "Une fois."}
    answers = [client.post(parc.writing, data=form) for _ in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {303}
    assert how_many() == 1
    assert len(outbox()) == 1
    assert parc.consultation.last_number == 1


def test_another_text_under_a_form_that_was_sent_is_given_back(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    form = {**fields_of(client.get(parc.writing)), "body": "Le premier."}
    client.post(parc.writing, data=form)
    answer = client.post(parc.writing, data={**form, "body": "Un tout autre."})
    assert answer.status_code == 409
    assert "Un tout autre." in answer.get_data(as_text=True)
    assert f"/contributions/{only().key}/modifier" in answer.get_data(as_text=True)
    again = client.post(parc.writing, data=fields_of(answer))
    assert again.status_code == 303
    assert how_many() == 2


def test_case_19_what_a_form_does_not_ask_is_ignored(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    sign_in(make_user())
    write(
        client, parc.writing, body="Bien.", state="hidden", author_id="99", number="7",
        agree_count="50", id="1", submitted_at="2020-01-01", role="admin",
    )  # fmt: skip
    row = only()
    assert (row.number, row.state, row.agree_count) == (1, "published", 0)


def test_an_organiser_with_a_second_factor_speaks_for_the_institution(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    person = make_user()
    saved(TeamMember(consultation_id=parc.consultation_id, user_id=person.id, role=Role.ORGANISER))
    sign_in(person)
    assert "Au nom de l’institution" in client.get(parc.writing).get_data(as_text=True)
    write(client, parc.writing, body="Nous vous lisons.", is_official="y")
    assert only().is_official


@pytest.mark.parametrize("has_role", [True, False])
def test_case_8_nobody_else_does(client: FlaskClient, sign_in: SignIn, has_role: bool) -> None:
    parc = make_parc()
    person = make_user(has_second_factor=False)
    if has_role:
        saved(
            TeamMember(consultation_id=parc.consultation_id, user_id=person.id, role=Role.ORGANISER)
        )
    sign_in(person, second_factor=False)
    assert "Au nom de l’institution" not in client.get(parc.writing).get_data(as_text=True)
    answer = write(client, parc.writing, body="Je suis le ministère.", is_official="y")
    assert answer.status_code == 403
    assert "second facteur" in answer.get_data(as_text=True)
    assert "Je suis le ministère." in answer.get_data(as_text=True)
    assert how_many() == 0


def test_the_category_is_asked_once(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    category = session.scalars(select(Category).where(Category.code == "patients")).one()
    sign_in(make_user(name="Odile M."))
    write(client, parc.writing, body="Bien.", category=str(category.id))
    assert session.scalars(select(Participant.category_id)).one() == category.id
    assert session.get_one(Category, category.id, populate_existing=True).participant_count == 1
    page = client.get(parc.writing).get_data(as_text=True)
    assert 'name="category"' not in page
    assert "Odile M., Patients et proches" in page


def test_who_voted_first_is_still_asked_once(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    row = speak(parc)
    sign_in(make_user())
    client.post(f"/contributions/{row.key}/vote", data={"value": "agree"})
    assert 'name="category"' in client.get(parc.writing).get_data(as_text=True)
    assert write(client, parc.writing, body="Bien.").status_code == 303
    assert 'name="category"' not in client.get(parc.writing).get_data(as_text=True)


@pytest.mark.parametrize("category", ["0", "999999", "-1", "x", "9" * 30])
def test_an_unknown_category_is_no_category(
    client: FlaskClient, sign_in: SignIn, category: str
) -> None:
    parc = make_parc()
    sign_in(make_user())
    answer = write(client, parc.writing, body="Bien.", category=category)
    assert answer.status_code == 422
    assert "Choisissez une catégorie de la liste." in answer.get_data(as_text=True)
    assert not session.scalars(select(Participant)).all()


def test_an_address_that_is_not_confirmed_does_not_write(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user(is_confirmed=False))
    before = client.get(parc.writing).text
    assert "Votre adresse n’est pas encore confirmée." in before
    assert "enregistrez un brouillon" in before
    answer = write(client, parc.writing, body="Déjà ?")
    assert answer.status_code == 403
    assert "Confirmez d’abord votre adresse" in answer.get_data(as_text=True)
    assert "Déjà ?" in answer.get_data(as_text=True)
    assert how_many() == 0


@pytest.mark.parametrize(
    "address",
    [
        "/consultations/nulle-part/texte/ecrire",
        "/consultations/{slug}/autre/ecrire",
        "/consultations/{slug}/texte/ecrire?p=abcdefgh",
        "/consultations/{slug}/texte/ecrire?s=abcdefgh",
        "/consultations/{slug}/texte/ecrire?reponse=abcdefgh",
        "/consultations/{slug}/texte/ecrire?p=1'or'1",
    ],
)
def test_there_is_no_writing_where_there_is_nothing(
    client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    address = address.format(slug=make_parc().consultation.slug)
    sign_in(make_user())
    assert client.get(address).status_code == 404
    assert client.post(address, data={"body": "Là."}).status_code == 404
