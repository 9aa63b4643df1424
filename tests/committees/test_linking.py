"""What a message may lead to: public pages of this site, by their title; nothing else."""

import pytest
from flask.testing import FlaskClient

from consultation.committees.linking import Link, link_to
from consultation.committees.models.threads import Target
from consultation.consultations.models import Phase
from consultation.contributions.queries.places import find_contribution
from consultation.contributions.services.withdrawing import withdraw
from consultation.core.errors import DomainError
from tests.committees.steps import Scene, make_scene
from tests.committees.talk import made_thread
from tests.conftest import SignIn
from tests.contributions.steps import Parc, say
from tests.factories import make_consultation, make_document, make_user

TEXT = "/consultations/parc/texte"


@pytest.fixture
def parc(database: None) -> Parc:
    """A text put to consultation."""
    row = make_consultation(slug="parc", organiser=make_user())
    return Parc(row.id, make_document(row).id)


def found(address: str) -> Link:
    link = link_to(address)
    assert link is not None
    return link


def test_a_paragraph_is_named_by_its_number_and_text(parc: Parc) -> None:
    key = parc.paragraph_keys()[0]
    for address in (f"{TEXT}/p/{key}", f"http://localhost{TEXT}/p/{key}", f"/en{TEXT}/p/{key}"):
        link = found(address)
        assert link.kind is Target.PARAGRAPH
        assert link.path == f"{TEXT}/p/{key}"
        assert link.title.startswith("¶\u00a01, ")


def test_a_discussion_that_is_open_leads_to_its_paragraph(parc: Parc) -> None:
    key = parc.paragraph_keys()[0]
    link = found(f"{TEXT}/s/any?p={key}&apres=xyz#discussion-{key}")
    assert link.kind is Target.PARAGRAPH
    assert link.path == f"{TEXT}/s/any?p={key}#discussion-{key}"


def test_a_contribution_is_named_by_its_number_and_place_never_by_its_words(parc: Parc) -> None:
    row = say(parc, text="Une phrase de la contribution.")
    link = found(f"/contributions/{row.key}")
    assert link.kind is Target.CONTRIBUTION
    assert f"n° {row.number}" in link.title.replace("\u00a0", " ")
    assert "phrase" not in link.title


def test_a_contribution_that_nobody_may_read_is_no_link(parc: Parc) -> None:
    author = make_user()
    row = say(parc, author=author)
    found_again = find_contribution(author, row.key)
    assert found_again is not None
    withdraw(found_again, actor=author)
    with pytest.raises(DomainError):
        link_to(f"/contributions/{row.key}")


def test_another_page_of_the_consultation_is_named_after_it(parc: Parc) -> None:
    link = found("/consultations/parc/lexique")
    assert (link.kind, link.title) == (Target.PAGE, "Un parc au bord de la rivière")


def test_nothing_is_no_link(parc: Parc) -> None:
    assert link_to("  ") is None


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.org/consultations/parc",
        "//exemple.org/consultations/parc",
        "javascript:alert(1)",
        "/\\exemple.org",
        "consultations/parc",
        "/consultations/il-n-y-en-a-pas",
        "/consultations/brouillon",
        "/consultations/parc/texte/p/23456789",
        "/contributions/23456789",
        "/espace",
        "/il-n-y-a-rien-ici",
        "http://[::1",
        "/consultations/parc\nX: y",
        "/" + "a" * 600,
    ],
)
def test_what_is_not_public_here_is_refused(parc: Parc, address: str) -> None:
    make_consultation(slug="brouillon", phase=Phase.DRAFT)
    with pytest.raises(DomainError, match="Copiez l’adresse d’une page publique"):
        link_to(address)


def test_a_link_stands_under_the_message_and_a_wrong_one_is_given_back(
    client: FlaskClient, sign_in: SignIn
) -> None:
    scene: Scene = make_scene()
    make_document(scene.consultation)
    sign_in(scene.person("member"))
    address = f"/comites/comite-du-parc/espace/fils/{made_thread(scene, 'chair').key}"
    sent = {"token": "a", "body": "Voyez.", "link": "/consultations/parc"}
    assert client.post(address, data=sent).status_code == 303
    assert '<a href="/consultations/parc"><bdi>' in client.get(address).text
    assert '<a href="/en/consultations/parc"><bdi>' in client.get(f"/en{address}").text
    page = client.post(address, data={"token": "b", "body": "Voyez.", "link": "https://x.org"})
    assert page.status_code == 422
    assert "Copiez l’adresse" in page.text
    assert "Voyez." in page.text
