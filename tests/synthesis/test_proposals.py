"""Groups of what nobody coded: people name them, throw them away; nothing is coded by a machine."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Role
from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.synthesis.models import Coding, ThemeProposal, ThemeSuggestion
from consultation.synthesis.models.coding import Origin
from consultation.synthesis.models.proposals import ProposalState
from consultation.synthesis.queries.proposals import decided_proposals
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.gathering import gather_all
from consultation.synthesis.tasks import propose_next
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, say
from tests.factories import make_user
from tests.synthesis.desk import DESK, colleague, reading, theme

PAGE = f"{DESK}/propositions"
SHADE = "Plantez des arbres : {} l’ombre manque en été, les arbres rafraîchissent la place."
DOGS = "Un enclos pour les chiens, {} car les chiens courent entre les poussettes."
ODD = ("vraiment,", "hélas,", "monsieur,", "croyez-moi,", "toujours,", "partout,", "enfin,")


@pytest.fixture
def texts(parc: Parc) -> list[int]:
    """Fourteen texts on two things."""
    made = [say(parc, text=text.format(word)).key for word in ODD for text in (SHADE, DOGS)]
    gather_all(parc.consultation_id)
    return list(session.scalars(select(Contribution.id).where(Contribution.key.in_(made))))


def searched(client: FlaskClient) -> list[ThemeProposal]:
    """What is proposed, once the worker came by."""
    assert client.post(PAGE).status_code == 303
    while propose_next():
        pass
    return list(
        session.scalars(
            select(ThemeProposal)
            .where(ThemeProposal.state == ProposalState.OPEN)
            .order_by(ThemeProposal.id)
        )
    )


def about(rows: list[ThemeProposal], word: str) -> ThemeProposal:
    """The group whose words say it."""
    return next(row for row in rows if word in row.words)


def test_groups_come_with_their_words_and_examples(client: FlaskClient, texts: list[int]) -> None:
    assert client.post(PAGE).status_code == 303
    assert 'data-module="progress"' in client.get(PAGE).text
    rows = searched(client)
    assert len(rows) == 2
    page = client.get(PAGE).text
    assert "arbres" in page
    assert "l’ombre manque en été" in page
    assert "Dernière recherche parmi 14 contributions" in page.replace("\u202f", " ")


def test_an_accepted_group_is_a_theme_to_confirm_and_codes_nothing(
    client: FlaskClient, texts: list[int], moderator: User
) -> None:
    row = about(searched(client), "arbres")
    answer = client.post(f"{PAGE}/{row.key}", data={"name": "Ombre", "act": "accept"})
    assert answer.status_code == 303
    assert not session.scalars(select(Coding)).all()
    made = theme("Ombre")
    suggested = set(
        session.scalars(
            select(ThemeSuggestion.contribution_id).where(ThemeSuggestion.theme_id == made.id)
        )
    )
    assert suggested == set(row.contribution_ids)
    contribution = session.get_one(Contribution, row.contribution_ids[0])
    item = client.get(f"{DESK}/{contribution.key}").text
    assert "Thèmes proposés" in item
    assert "que l’équipe a nommé" in item
    code(contribution, [Wanted(made.key)], actor=moderator, seen=reading(contribution).edition)
    assert session.scalars(select(Coding.origin)).one() is Origin.ACCEPTED


def test_what_is_thrown_away_is_remembered_and_can_be_taken_up_again(
    client: FlaskClient, texts: list[int]
) -> None:
    row = about(searched(client), "chiens")
    client.post(f"{PAGE}/{row.key}", data={"act": "throw"})
    assert all("chiens" not in each.words for each in searched(client))
    assert "1 groupe écarté" in client.get(PAGE).text
    client.post(f"{PAGE}/{row.key}", data={"act": "again"})
    assert decided_proposals(row.consultation_id) == (0, 0)


def test_a_group_can_be_named_before_anybody_decides(client: FlaskClient, texts: list[int]) -> None:
    row = searched(client)[0]
    client.post(f"{PAGE}/{row.key}", data={"name": " À   voir ", "act": "rename"})
    assert "À voir, 7 contributions" in client.get(PAGE).text
    assert client.post(f"{PAGE}/{row.key}", data={"act": "rename"}).status_code in {400, 422}


def test_the_share_of_what_was_kept_is_displayed(client: FlaskClient, texts: list[int]) -> None:
    first, second = searched(client)
    client.post(f"{PAGE}/{first.key}", data={"name": "Un", "act": "accept"})
    client.post(f"{PAGE}/{second.key}", data={"act": "throw"})
    page = client.get(PAGE).text.replace("\xa0", " ")
    assert "Groupes acceptés : 1 sur 2." in page


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"name": "", "act": "accept"}, {400, 422}),
        ({"name": "x" * 121, "act": "accept"}, {400, 422}),
        ({"name": "Temps", "act": "accept"}, {409}),
        ({"name": "Neuf", "parent": "nul", "act": "accept"}, {404}),
        ({"act": "again"}, {409}),
    ],
)
def test_what_cannot_be_done_is_refused_and_what_was_typed_stays(
    client: FlaskClient, texts: list[int], sent: dict[str, str], status: set[int]
) -> None:
    row = searched(client)[0]
    answer = client.post(f"{PAGE}/{row.key}", data=sent)
    assert answer.status_code in status
    assert f'value="{sent.get("name", "")}"' in answer.text
    kept = session.scalar(select(func.count()).where(ThemeProposal.state != ProposalState.OPEN))
    assert kept == 0


def test_what_a_colleague_decided_meanwhile_stays(client: FlaskClient, texts: list[int]) -> None:
    row = searched(client)[0]
    client.post(f"{PAGE}/{row.key}", data={"act": "throw"})
    assert client.post(f"{PAGE}/{row.key}", data={"name": "Un", "act": "accept"}).status_code == 409


def test_with_too_little_to_group_the_page_says_so(client: FlaskClient, parc: Parc) -> None:
    assert searched(client) == []
    assert "Aucun groupe ne ressort" in client.get(PAGE).text


def test_the_team_reads_proposals_and_moderators_decide(
    client: FlaskClient, parc: Parc, texts: list[int], sign_in: SignIn
) -> None:
    row = searched(client)[0]
    sign_in(colleague(parc, Role.ORGANISER))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 404
    assert client.post(f"{PAGE}/{row.key}", data={"act": "throw"}).status_code == 404
    sign_in(make_user())
    assert client.get(PAGE).status_code == 404


def test_no_public_page_names_a_proposal_or_a_suggestion(
    client: FlaskClient, parc: Parc, texts: list[int], sign_in: SignIn
) -> None:
    row = about(searched(client), "arbres")
    client.post(f"{PAGE}/{row.key}", data={"name": "Ravenelle", "act": "accept"})
    contribution = session.get_one(Contribution, row.contribution_ids[0])
    client.post("/deconnexion")
    for address in ("/consultations/parc", f"/contributions/{contribution.key}"):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert "Ravenelle" not in answer.text


def test_the_page_costs_no_more_with_more(client: FlaskClient, texts: list[int]) -> None:
    searched(client)
    client.get(DESK)
    with count_queries() as seen:
        client.get(PAGE)
    assert len(seen) <= 14, seen
