"""What became of a contribution: to its author, and the same to everybody, nothing hidden shown."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import AnswerFollower, Milestone, Outcome
from consultation.answers.subjects import Kind
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import now, today
from consultation.core.db import session, transaction
from consultation.synthesis.models import (
    Citation,
    Coding,
    Edition,
    EditionSource,
    Reading,
    Statement,
    Synthesis,
)
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.versions.models import Origin, OriginContribution
from tests.answers.steps import answered, coded, make_theme, stated
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, publish_second_version, say
from tests.factories import PASSWORD, make_user, saved

MINE = "/mes-contributions"


@pytest.fixture
def author(client: FlaskClient) -> User:
    return make_user(name="Odile M.")


@pytest.fixture
def said(parc: Parc, author: User) -> Contribution:
    return say(parc, author=author)


def freeze(parc: Parc, organiser: User) -> Edition:
    """The synthesis comes out, with the sources that its statements have now."""
    row = session.query(Synthesis).filter_by(consultation_id=parc.consultation_id).one_or_none()
    row = row or saved(Synthesis(consultation_id=parc.consultation_id))
    with transaction():
        row.edition_count += 1
    edition = saved(
        Edition(synthesis_id=row.id, number=row.edition_count, archive={}, sha256="0" * 64,
                published_by_id=organiser.id, published_at=now())
    )  # fmt: skip
    cited = session.execute(
        select(Statement.key, Coding)
        .join(Citation, Citation.statement_id == Statement.id)
        .join(Coding, Coding.id == Citation.coding_id)
        .where(Statement.removed_at.is_(None))
        .order_by(Citation.id)
    ).all()
    for place, (key, coding) in enumerate(cited, 1):
        saved(
            EditionSource(edition_id=edition.id, statement_key=key, place=place,
                          contribution_id=coding.contribution_id, coding_id=coding.id, revision=1)
        )  # fmt: skip
    return edition


def everything(parc: Parc, organiser: User, said: Contribution) -> None:
    """Coded, cited, answered through its theme, promised, changed in version 2."""
    theme = make_theme(parc)
    stated(parc, coded(said, theme, by=organiser), by=organiser)
    freeze(parc, organiser)
    answer = answered(parc, Kind.THEME, theme.id, by=organiser, outcome=Outcome.PARTLY)
    saved(
        Milestone(answer_id=answer.id, position=1, what="Poser un panneau",
                  due_on=today() + timedelta(days=90), progress="")
    )  # fmt: skip
    publish_second_version(parc, parc.paragraph_keys()[0])
    paragraph = parc.passages()[0].paragraph_id
    origin = saved(Origin(version_id=parc.version().id, paragraph_id=paragraph))
    saved(OriginContribution(origin_id=origin.id, contribution_id=said.id))


def public(client: FlaskClient, said: Contribution) -> str:
    return client.get(f"/contributions/{said.key}/suites").get_data(as_text=True)


def test_the_author_and_everybody_read_each_step(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, author: User,
    said: Contribution,
) -> None:  # fmt: skip
    everything(parc, organiser, said)
    pages = [public(client, said)]
    sign_in(author)
    pages.append(client.get(MINE).get_data(as_text=True))
    for page in pages:
        assert "Classée dans un thème" in page
        assert "«\u00a0Horaires\u00a0»" in page
        assert "Citée dans la synthèse" in page
        assert "Réponse reçue" in page
        assert "Retenu en partie" in page
        assert "Paragraphe modifié" in page
        assert "/versions/1/2" in page
        assert "Poser un panneau" in page
    assert "/recus/" not in pages[0]
    assert "/recus/" in pages[1]


def test_themes_are_nobodys_to_know_before_the_synthesis(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    coded(said, make_theme(parc), by=organiser)
    page = public(client, said)
    assert "Horaires" not in page
    assert "Classée" not in page


def test_what_was_set_aside_says_why(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    saved(
        Reading(contribution_id=said.id, consultation_id=parc.consultation_id,
                state=ReadingState.SET_ASIDE, reason=SetAside.OUT_OF_SCOPE, read_at=now())
    )  # fmt: skip
    freeze(parc, organiser)
    assert "Lue, sans être codée" in public(client, said)
    assert "Hors du champ de la consultation." in public(client, said)


def test_it_leads_to_the_statement_that_cites_with_its_sources_open_there(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    statement = stated(parc, coded(said, make_theme(parc), by=organiser), by=organiser)
    freeze(parc, organiser)
    with transaction():
        session.query(EditionSource).update({"place": 41})
    page = public(client, said)
    where = f"/consultations/parc/synthese?enonce={statement.key}&amp;apres=40#e-{statement.key}"
    assert f'href="{where}">Lire l’énoncé</a>' in page


def test_a_statement_that_was_removed_before_it_came_out_cites_nothing(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    statement = stated(parc, coded(said, make_theme(parc), by=organiser), by=organiser)
    with transaction():
        session.get_one(Statement, statement.id).removed_at = now()
    freeze(parc, organiser)
    assert "Pas citée dans la synthèse" in public(client, said)


def test_the_edition_that_is_read_says_what_is_cited_whatever_is_written_since(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    coding = coded(said, make_theme(parc), by=organiser)
    statement = stated(parc, coding, by=organiser)
    freeze(parc, organiser)
    with transaction():
        session.get_one(Statement, statement.id).removed_at = now()
        session.get_one(Coding, coding.id).removed_at = now()
    assert "Citée dans la synthèse" in public(client, said)
    assert "Horaires" not in public(client, said), "the coding was taken back"
    freeze(parc, organiser)
    assert "Citée dans la synthèse" not in public(client, said)


@pytest.mark.parametrize(
    "state", [ContributionState.HIDDEN, ContributionState.REFUSED, ContributionState.WITHDRAWN]
)
def test_what_is_not_published_any_more_shows_its_state_only(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, author: User,
    said: Contribution, state: ContributionState,
) -> None:  # fmt: skip
    everything(parc, organiser, said)
    with transaction():
        session.get_one(Contribution, said.id).state = state
    page = client.get(f"/contributions/{said.key}/suites")
    assert page.status_code == 410
    sign_in(author)
    for text in (page.get_data(as_text=True), client.get(MINE).get_data(as_text=True)):
        for word in ("Horaires", "Citée", "Réponse reçue", "Paragraphe modifié", "panneau"):
            assert word not in text


def test_what_waits_is_a_404(client: FlaskClient, parc: Parc, said: Contribution) -> None:
    with transaction():
        session.get_one(Contribution, said.id).state = ContributionState.PENDING
    assert client.get(f"/contributions/{said.key}/suites").status_code == 404


def test_an_answer_to_what_is_hidden_does_not_lead_there(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    key = answered(parc, Kind.CONTRIBUTION, said.id, by=organiser).key
    assert f"/contributions/{said.key}" in client.get(f"/consultations/parc/reponses/{key}").text
    with transaction():
        session.get_one(Contribution, said.id).state = ContributionState.HIDDEN
        parc.consultation.revision += 1
    for address in (f"/consultations/parc/reponses/{key}", "/consultations/parc/reponses"):
        page = client.get(address).text
        assert f"/contributions/{said.key}" not in page
        assert "elle n’est plus publiée" in page


def test_the_public_pages_cost_eight_selects_at_most(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    everything(parc, organiser, said)
    for _each in range(4):
        answered(parc, Kind.CONTRIBUTION, say(parc).id, by=organiser)
    key = answered(parc, Kind.CONTRIBUTION, said.id, by=organiser).key
    for address in (
        f"/contributions/{said.key}/suites", "/consultations/parc/reponses",
        f"/consultations/parc/reponses/{key}",
    ):  # fmt: skip
        with count_queries() as statements:
            assert client.get(address).status_code == 200
        assert len(statements) <= 8, (address, "\n".join(statements))


def test_twenty_contributions_cost_what_one_does(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, author: User,
    said: Contribution,
) -> None:  # fmt: skip
    everything(parc, organiser, said)
    for _each in range(5):
        said = say(parc, author=author, index=0)
        answered(parc, Kind.CONTRIBUTION, said.id, by=organiser)
    sign_in(author)
    with count_queries() as statements:
        assert client.get(MINE).status_code == 200
    assert len(statements) <= 12, "\n".join(statements)


def test_a_closed_discussion_shows_what_was_answered_there(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    paragraph = parc.passages()[0].paragraph_id
    answered(parc, Kind.PARAGRAPH, paragraph, by=organiser, words="Au paragraphe.")
    answered(parc, Kind.CONTRIBUTION, said.id, by=organiser, words="À elle seule.")
    answered(parc, Kind.PARAGRAPH, paragraph, by=organiser, words="Brouillon.", is_published=False)
    with transaction():
        parc.consultation.closes_at = now()
    key = parc.paragraph_keys()[0]
    with count_queries() as statements:
        page = client.get(f"/consultations/parc/texte/p/{key}", follow_redirects=True).text
    assert "Au paragraphe." in page
    assert "À elle seule." in page
    assert "Brouillon." not in page
    assert f"/contributions/{said.key}/suites" in page
    assert len(statements) <= 12


def test_who_leaves_follows_nothing_and_is_told_what_they_followed(
    client: FlaskClient, sign_in: SignIn, parc: Parc, author: User
) -> None:
    sign_in(author)
    client.post("/consultations/parc/reponses/suivi")
    assert client.get("/compte/donnees.json").get_json()["followed_answers"]
    client.post("/compte/supprimer", data={"contributions": "keep", "password": PASSWORD})
    assert not session.scalars(select(AnswerFollower)).all()


def test_the_filter_keeps_what_the_institution_answered(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, author: User,
    said: Contribution,
) -> None:  # fmt: skip
    other = say(parc, author=author, text="Rien n’y répond.")
    theme = make_theme(parc)
    coded(said, theme, by=organiser)
    answered(parc, Kind.THEME, theme.id, by=organiser)
    answered(parc, Kind.CONTRIBUTION, other.id, by=organiser, is_published=False)
    sign_in(author)
    with count_queries() as everything:
        assert "Rien n’y répond." in client.get(MINE).text
    with count_queries() as statements:
        page = client.get(f"{MINE}?filtre=avec-reponse").text
    assert "Réponse reçue" in page
    assert "Rien n’y répond." not in page
    assert len(statements) <= len(everything)
    with transaction():
        session.get_one(Contribution, said.id).state = ContributionState.HIDDEN
    assert "Rien ici pour ce filtre" in client.get(f"{MINE}?filtre=avec-reponse").text


def test_the_paragraph_that_changed_is_read_word_by_word_in_the_timeline(
    client: FlaskClient, parc: Parc, organiser: User, said: Contribution
) -> None:
    everything(parc, organiser, said)
    page = public(client, said)
    assert "Lire ce qui a changé" in page
    assert "<ins>" in page
    assert "<del>" in page or "supprimé" in page
