"""The codebook through the door: two levels, nothing coded is lost, each change is kept."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.synthesis.models import Coding, Theme, ThemeChange
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.wording import ThemeWords
from tests.conftest import SignIn
from tests.contributions.steps import Parc, say
from tests.factories import make_consultation, make_document, make_user, saved

ADDRESS = "/espace/parc/synthese/grille"


@pytest.fixture
def moderator(client: FlaskClient) -> User:
    return make_user()


@pytest.fixture
def parc(moderator: User, sign_in: SignIn) -> Parc:
    row = make_consultation(slug="parc", moderator=moderator)
    document = make_document(row)
    sign_in(moderator)
    return Parc(row.id, document.id)


def themes() -> dict[str, Theme]:
    session.expire_all()
    return {row.name: row for row in session.scalars(select(Theme))}


def add(parc: Parc, moderator: User, name: str, parent: str = "") -> Theme:
    return add_theme(parc.consultation, ThemeWords(name), parent, actor=moderator)


def coded(
    parc: Parc, theme: Theme, moderator: User, contribution: Contribution | None = None
) -> Coding:
    contribution = contribution or say(parc)
    return saved(
        Coding(
            consultation_id=parc.consultation_id, contribution_id=contribution.id, revision=1,
            theme_id=theme.id, coder_id=moderator.id,
        )
    )  # fmt: skip


def test_themes_are_added_on_two_levels(client: FlaskClient, parc: Parc) -> None:
    client.post(ADDRESS, data={"name": " Information ", "definition": "Comment."})
    top = themes()["Information"]
    client.post(ADDRESS, data={"name": "Forme", "parent": top.key})
    assert themes()["Forme"].parent_id == top.id
    page = client.get(ADDRESS).text
    assert "Information" in page
    assert "Forme" in page
    third = client.post(ADDRESS, data={"name": "Trop bas", "parent": themes()["Forme"].key})
    assert third.status_code == 422
    assert "Trop bas" in third.text
    assert set(themes()) == {"Information", "Forme"}


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 121, "information"])
def test_a_theme_needs_a_name_of_its_own(client: FlaskClient, parc: Parc, name: str) -> None:
    client.post(ADDRESS, data={"name": "Information"})
    page = client.post(ADDRESS, data={"name": name, "definition": "Ce qui est tapé"})
    assert page.status_code == 422
    assert "Ce qui est tapé" in page.text
    assert set(themes()) == {"Information"}


def test_a_change_is_kept_with_what_was_there_before(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    theme = add(parc, moderator, "Delai")
    client.post(f"{ADDRESS}/{theme.key}", data={"name": "Délai", "definition": "Le temps."})
    assert themes()["Délai"].definition == "Le temps."
    change = session.scalars(select(ThemeChange).order_by(ThemeChange.id.desc())).first()
    assert change is not None
    assert change.before == {"name": "Delai", "definition": ""}
    assert change.after == {"name": "Délai", "definition": "Le temps."}
    assert "Delai" in client.get(f"{ADDRESS}/historique").text


def test_order_is_changed_by_buttons(client: FlaskClient, parc: Parc, moderator: User) -> None:
    first, second = add(parc, moderator, "A"), add(parc, moderator, "B")
    client.post(f"{ADDRESS}/{second.key}/deplacement", data={"sens": "haut"})
    assert themes()["B"].position < themes()["A"].position
    client.post(f"{ADDRESS}/{second.key}/deplacement", data={"sens": "haut"})
    client.post(f"{ADDRESS}/{first.key}/deplacement", data={"sens": "haut"})
    assert themes()["A"].position < themes()["B"].position


def test_a_merge_asks_first_then_gives_every_coding_once(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    old, kept = add(parc, moderator, "Délai"), add(parc, moderator, "Temps")
    both = say(parc)
    coded(parc, old, moderator, both)
    coded(parc, kept, moderator, both)
    coded(parc, old, moderator)
    address, asked = f"{ADDRESS}/{old.key}/fusion", {"into": kept.key}
    assert "Fusionner" in client.post(address, data=asked).text
    assert themes()["Délai"].retired_at is None
    client.post(address, data={**asked, "confirmed": "1"})
    assert themes()["Délai"].merged_into_id == kept.id
    assert themes()["Temps"].coding_count == 2
    living = select(func.count()).select_from(Coding).where(Coding.removed_at.is_(None))
    assert session.scalar(living.where(Coding.theme_id == kept.id)) == 2
    assert session.scalar(living.where(Coding.theme_id == old.id)) == 0
    assert session.scalar(select(func.count()).select_from(Coding)) == 3, "none is deleted"


def test_a_split_leaves_the_codings_to_be_given_out(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    theme = add(parc, moderator, "Tout")
    coded(parc, theme, moderator)
    assert client.post(f"{ADDRESS}/{theme.key}/scission", data={"names": "Un"}).status_code == 422
    client.post(f"{ADDRESS}/{theme.key}/scission", data={"names": "Un\n\nDeux"})
    assert set(themes()) == {"Tout", "Un", "Deux"}
    assert session.scalars(select(Coding.theme_id)).one() == theme.id


def test_a_retired_theme_keeps_its_codings_and_comes_back(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    theme = add(parc, moderator, "Délai")
    coded(parc, theme, moderator)
    client.post(f"{ADDRESS}/{theme.key}/retrait")
    assert themes()["Délai"].retired_at is not None
    assert session.scalars(select(Coding.theme_id)).one() == theme.id
    client.post(f"{ADDRESS}/{theme.key}/retour")
    assert themes()["Délai"].retired_at is None


def test_a_theme_that_holds_others_is_neither_merged_nor_retired(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    top, other = add(parc, moderator, "Haut").key, add(parc, moderator, "Autre").key
    add(parc, moderator, "Bas", top)
    client.post(f"{ADDRESS}/{top}/retrait")
    page = client.post(f"{ADDRESS}/{top}/fusion", data={"into": other, "confirmed": "1"})
    assert page.status_code == 422
    assert themes()["Haut"].retired_at is None


def test_a_file_is_imported_all_or_nothing_and_exported_again(
    client: FlaskClient, parc: Parc
) -> None:
    def send(content: str) -> int:
        data = {"file": (io.BytesIO(content.encode()), "grille.csv")}
        return client.post(f"{ADDRESS}/import", data=data).status_code

    assert send("thème;parent;définition\nA;;Un\nB;A;\nC;A;\n;;sans nom") == 422
    assert themes() == {}
    assert send("thème;parent;définition\nA;;Un\nB;A;\n") == 303
    assert set(themes()) == {"A", "B"}
    for ending in ("csv", "qdc"):
        content = client.get(f"{ADDRESS}.{ending}").data
        data = {"file": (io.BytesIO(content), f"grille.{ending}")}
        assert client.post(f"{ADDRESS}/import", data=data).status_code == 303
    assert set(themes()) == {"A", "B"}
    assert session.scalar(select(func.count()).select_from(ThemeChange)) == 2, "nothing changed"


def test_each_act_is_in_the_journal_without_a_word(parc: Parc, moderator: User) -> None:
    add(parc, moderator, "Ravenelle")
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "theme.created")).one()
    assert "Ravenelle" not in str(entry.details)


def test_one_consultation_never_reaches_the_themes_of_another(
    client: FlaskClient, parc: Parc, sign_in: SignIn
) -> None:
    stranger = make_user()
    elsewhere: Consultation = make_consultation(slug="autre", moderator=stranger)
    theme = add_theme(elsewhere, ThemeWords("Secret"), actor=stranger)
    for end in ("", "/fusion", "/retrait", "/deplacement", "/scission", "/retour"):
        assert client.post(f"{ADDRESS}/{theme.key}{end}").status_code == 404
    sign_in(stranger)
    assert client.get(ADDRESS).status_code == 404
    sign_in(make_user())
    assert client.get("/espace/autre/synthese/grille").status_code == 404


def test_an_organiser_reads_and_changes_nothing(
    client: FlaskClient, moderator: User, sign_in: SignIn
) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser, moderator=moderator)
    sign_in(organiser)
    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, data={"name": "A"}).status_code == 404
    assert themes() == {}
