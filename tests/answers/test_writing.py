"""Answers as they are written: drafts, corrections, templates, colleagues; by the team alone."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerVersion, Outcome, ReplyTemplate
from consultation.answers.subjects import Kind
from consultation.consultations.models import Role, TeamMember
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.answers.steps import WORDS, answered, make_theme
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, say
from tests.factories import fresh, make_user, saved

DESK = "/espace/parc/reponses"
TYPED = {"outcome": "accepted", "source": WORDS}


def only() -> Answer:
    return session.scalars(select(Answer).execution_options(populate_existing=True)).one()


def versions() -> list[AnswerVersion]:
    session.expire_all()
    return list(session.scalars(select(AnswerVersion).order_by(AnswerVersion.number)))


def acts() -> list[str]:
    rows = session.scalars(select(JournalEntry.act).order_by(JournalEntry.id))
    return [act for act in rows if act.startswith("answer.")]


def begin(client: FlaskClient, kind: Kind, key: str, **typed: str) -> TestResponse:
    address = f"{DESK}/nouvelle?objet={kind.value}&sujet={key}"
    assert client.get(address).status_code == 200
    return client.post(address, data={**TYPED, **typed})


def test_a_contribution_is_answered_in_a_draft_that_only_the_team_reads(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    said = say(parc)
    key = said.key
    sign_in(organiser)
    page = begin(client, Kind.CONTRIBUTION, key, paragraph="1")
    assert page.status_code == 303
    answer = only()
    state = versions()[0]
    assert (state.outcome, state.source) == (Outcome.ACCEPTED, WORDS)
    assert state.changed_paragraph_id == parc.passages()[0].paragraph_id
    assert answer.published_version is None
    assert WORDS in client.get(page.location).get_data(as_text=True)
    assert client.get(f"/consultations/parc/reponses/{answer.key}").status_code == 404
    assert WORDS not in client.get("/consultations/parc/reponses").get_data(as_text=True)
    assert acts() == ["answer.begun"]


def test_a_wrong_form_gives_back_what_was_typed(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    key = say(parc).key
    sign_in(organiser)
    page = begin(client, Kind.CONTRIBUTION, key, outcome="", paragraph="99")
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert WORDS in text
    assert "Choisissez la suite donnée" in text
    page = begin(client, Kind.CONTRIBUTION, key, paragraph="99")
    assert page.status_code == 422
    assert "Ce numéro n’est pas dans le texte publié" in page.get_data(as_text=True)
    assert not session.scalars(select(Answer)).all()


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_not_of_the_consultation_is_not_answered(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, kind: Kind
) -> None:
    sign_in(organiser)
    page = client.get(f"{DESK}/nouvelle?objet={kind.value}&sujet=23456789")
    assert page.status_code == 404


def test_two_people_at_once_never_overwrite_one_another(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    answer = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser, is_published=False)
    key = answer.key
    sign_in(organiser)
    first = client.post(f"{DESK}/{key}", data={**TYPED, "source": "Un.", "edition": "1"})
    assert first.status_code == 303
    late = client.post(f"{DESK}/{key}", data={**TYPED, "source": "Deux.", "edition": "1"})
    assert late.status_code == 409
    assert "Deux." in late.get_data(as_text=True)
    assert [each.source for each in versions()] == ["Un."]


def test_over_what_is_published_a_change_is_a_correction_beside_it(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    key = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser).key
    sign_in(organiser)
    typed = {"source": "Corrigé.", "edition": "1", "change_note": "L’heure était fausse."}
    assert client.post(f"{DESK}/{key}", data={**TYPED, **typed}).status_code == 303
    assert [each.source for each in versions()] == [WORDS, "Corrigé."]
    public = client.get(f"/consultations/parc/reponses/{key}").get_data(as_text=True)
    assert WORDS in public
    assert "Corrigé." not in public
    assert client.post(f"{DESK}/{key}/publication", data={"confirmed": "1"}).status_code == 303
    public = client.get(f"/consultations/parc/reponses/{key}").get_data(as_text=True)
    assert "Corrigé." in public
    assert "L’heure était fausse." in public
    assert WORDS in public
    assert only().published_version == 2


def test_a_correction_says_what_it_changes(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    key = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser).key
    sign_in(organiser)
    client.post(f"{DESK}/{key}", data={**TYPED, "source": "Corrigé.", "edition": "1"})
    client.post(f"{DESK}/{key}/publication", data={"confirmed": "1"})
    assert only().published_version == 1
    assert "Dites ce que la correction change" in client.get(f"{DESK}/{key}").get_data(as_text=True)


def test_a_draft_is_thrown_away_once_asked_about_and_what_is_published_stays(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    key = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser).key
    sign_in(organiser)
    client.post(f"{DESK}/{key}", data={**TYPED, "source": "Corrigé.", "edition": "1"})
    assert "Supprimer ce brouillon" in client.post(f"{DESK}/{key}/suppression").text
    assert len(versions()) == 2
    client.post(f"{DESK}/{key}/suppression", data={"confirmed": "1"})
    assert [each.source for each in versions()] == [WORDS]
    client.post(f"{DESK}/{key}/suppression", data={"confirmed": "1"})
    assert only().published_version == 1


def test_a_colleague_writes_what_was_given_to_them_and_does_not_publish(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    colleague = make_user(name="Sacha K.")
    saved(TeamMember(consultation_id=parc.consultation_id, user_id=colleague.id,
                     role=Role.MODERATOR))  # fmt: skip
    answer = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser, is_published=False)
    key, whom = answer.key, colleague.key
    sign_in(colleague)
    assert client.post(f"{DESK}/{key}", data={**TYPED, "edition": "1"}).status_code == 404
    sign_in(organiser)
    client.post(f"{DESK}/{key}/attribution", data={"collegue": whom})
    assert "Sacha K." in client.get(f"{DESK}?objet=contributions&etat=brouillons").text
    sign_in(colleague)
    assert only().key in client.get(f"{DESK}?objet=contributions&etat=miennes").text
    typed = {**TYPED, "source": "Relu.", "edition": "2"}
    assert client.post(f"{DESK}/{key}", data=typed).status_code == 303
    assert versions()[0].source == "Relu."
    page = client.post(f"{DESK}/{key}/publication", data={"confirmed": "1"})
    assert page.status_code == 404
    assert only().published_version is None


def test_somebody_outside_the_team_is_given_nothing(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    key = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser, is_published=False).key
    other = make_user()
    sign_in(organiser)
    client.post(f"{DESK}/{key}/attribution", data={"collegue": other.key})
    assert only().assigned_to_id is None


def test_templates_are_words_that_answers_begin_from(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    said = say(parc).key
    sign_in(organiser)
    typed = {"name": "Autre texte", "outcome": "out_of_scope", "source": "Cela relève d’ailleurs."}
    assert client.post(f"{DESK}/modeles", data=typed).status_code == 303
    template = session.scalars(select(ReplyTemplate)).one().key
    begun = client.get(f"{DESK}/nouvelle?objet=contributions&sujet={said}&modele={template}").text
    assert "Cela relève d’ailleurs." in begun
    assert client.post(f"{DESK}/modeles", data={**typed, "name": ""}).status_code == 422
    changed = {**typed, "source": "Cela relève d’un autre texte."}
    client.post(f"{DESK}/modeles/{template}", data=changed)
    assert "d’un autre texte" in client.get(f"{DESK}/modeles").text
    assert "Supprimer le modèle" in client.post(f"{DESK}/modeles/{template}/suppression").text
    client.post(f"{DESK}/modeles/{template}/suppression", data={"confirmed": "1"})
    assert not session.scalars(select(ReplyTemplate)).all()


def test_promises_are_kept_moved_and_reported(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    answer = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser, is_published=False)
    key = answer.key
    sign_in(organiser)
    here = f"{DESK}/{key}/engagements"
    client.post(here, data={"what": "Poser un panneau", "due_on": "2027-03-01"})
    client.post(here, data={"what": "Écrire aux écoles"})
    assert client.post(f"{here}/1", data={"words": "Commandé."}).status_code == 409
    client.post(f"{here}/2/retrait")
    client.post(f"{DESK}/{key}/publication", data={"confirmed": "1"})
    assert client.post(f"{here}/1", data={"words": ""}).status_code == 422
    client.post(f"{here}/1", data={"words": "Retard du fournisseur.", "due_on": "2027-05-01"})
    client.post(f"{here}/1/retrait")
    public = client.get(f"/consultations/parc/reponses/{key}").text
    assert "Poser un panneau" in public
    assert "Écrire aux écoles" not in public
    assert "La date passe du 1<sup>er</sup> mars 2027 au 1<sup>er</sup> mai 2027." in public
    client.post(f"{here}/1", data={"words": "Posé.", "is_done": "y"})
    assert "Tenu" in client.get(f"/consultations/parc/reponses/{key}").text
    assert client.post(f"{here}/1", data={"words": "Encore."}).status_code == 409


@pytest.mark.parametrize("kind", list(Kind))
def test_a_list_of_any_length_costs_the_same(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, kind: Kind
) -> None:
    for index in range(3):
        said = say(parc)
        answered(parc, Kind.CONTRIBUTION, said.id, by=organiser, is_published=False)
        make_theme(parc, f"Thème {index}")
    sign_in(organiser)
    with count_queries() as statements:
        page = client.get(f"{DESK}?objet={kind.value}&etat=toutes")
    assert page.status_code == 200
    assert len(statements) <= 13, "\n".join(statements)


def test_the_list_is_paged_and_knows_its_end(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    for index in range(23):
        make_theme(parc, f"Thème {index:02}")
    sign_in(organiser)
    first = client.get(DESK).text
    assert first.count('name="s"') == 20
    following = first.split("apres=")[1].split("&")[0].split('"')[0]
    rest = client.get(f"{DESK}?apres={following}").text
    assert rest.count('name="s"') == 3
    assert "Thème 22" in rest
    assert client.get(f"{DESK}?apres=nulle-part").status_code == 200


def test_a_draft_is_a_404_for_everybody_else(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    answer = answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser, is_published=False)
    key = answer.key
    sign_in(make_user())
    for address in (DESK, f"{DESK}/{key}", f"{DESK}/modeles", f"{DESK}/nouvelle"):
        assert client.get(address).status_code == 404
    for address in (f"{DESK}/{key}", f"{DESK}/{key}/publication", f"{DESK}/{key}/suppression",
                    f"{DESK}/{key}/attribution", f"{DESK}/{key}/engagements", f"{DESK}/lot",
                    f"{DESK}/publication"):  # fmt: skip
        assert client.post(address, data={"confirmed": "1"}).status_code == 404
    assert fresh(answer).published_version is None
