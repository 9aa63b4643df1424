"""One contribution on the coding desk: coded, set aside, and the next one."""

import re

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.contributions.models import Stance
from consultation.core.db import session
from consultation.synthesis.models import ThemeSuggestion
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.synthesis.queries.coding import codings_of
from consultation.synthesis.services.coding import Wanted, code
from tests.contributions.steps import Parc
from tests.factories import saved
from tests.synthesis.desk import DESK, TEXT, colleague, names, reading, said, shown, theme


def test_coding_leads_to_the_next_one_which_is_then_ones_own(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    first, second = said(parc), said(parc)
    begun = client.post(f"{DESK}/lot")
    assert begun.location.endswith(f"/synthese/{first.key}")
    done = client.post(
        f"{DESK}/{first.key}", data={"give": theme("Temps").key, "seen": 1, "then": "next"}
    )
    assert done.location.endswith(f"/synthese/{second.key}")
    assert names(first) == {"Temps"}
    assert reading(second).claimed_by_id == moderator.id
    assert shown(client.get(f"{DESK}?etat=miennes").text) == [second.number]
    client.post(f"{DESK}/lot/retour")
    assert reading(second).claimed_by_id is None
    last = client.post(
        f"{DESK}/{second.key}", data={"give": theme("Forme").key, "seen": 1, "then": "next"}
    )
    assert last.location.endswith("/synthese")


def test_a_theme_is_given_by_its_name_with_a_stance(client: FlaskClient, parc: Parc) -> None:
    contribution = said(parc)
    client.post(
        f"{DESK}/{contribution.key}",
        data={"other": " forme ", "stance-other": "against", "seen": 1, "then": "stay"},
    )
    [(coding, kept)] = codings_of([contribution.id])[contribution.id]
    assert (kept.name, coding.stance) == ("Forme", Stance.AGAINST)


def test_a_passage_is_coded_by_its_words_and_shown_marked(client: FlaskClient, parc: Parc) -> None:
    contribution = said(parc)
    address = f"{DESK}/{contribution.key}"
    passage = {"passage": "une phrase au mur", "passage_theme": theme("Forme").key, "seen": 1}
    assert client.post(address, data={**passage, "then": "stay"}).status_code == 303
    [(coding, _theme)] = codings_of([contribution.id])[contribution.id]
    assert coding.start_at is not None
    assert TEXT[coding.start_at : coding.end_at] == "une phrase au mur"
    page = client.get(address).text
    assert '<mark title="Forme">une phrase au mur</mark>' in page
    value = re.search(r'name="give" value="([^"]*:source:[^"]*)" checked', page)
    assert value
    client.post(
        address,
        data={
            "give": value.group(1),
            f"stance-{value.group(1)}": "for",
            "seen": 2,
            "then": "stay",
        },
    )
    session.expire_all()
    [(again, _theme)] = codings_of([contribution.id])[contribution.id]
    assert (again.id, again.stance) == (coding.id, Stance.FOR), "the same coding, its stance set"


def test_the_script_says_which_of_the_same_words(client: FlaskClient, parc: Parc) -> None:
    contribution = said(parc, "Non 😀 et non, dit-il, et non.")
    where = "Non 😀 et non, dit-il, et non.".rindex("et non")
    client.post(
        f"{DESK}/{contribution.key}",
        data={"passage": "et non", "passage_at": f"source:{where}", "seen": 1, "then": "stay",
              "passage_theme": theme("Forme").key},
    )  # fmt: skip
    [(coding, _theme)] = codings_of([contribution.id])[contribution.id]
    assert coding.start_at == where


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Choisissez au moins un thème"),
        ({"give": "nul"}, "n’est plus dans la grille"),
        ({"other": "Météo"}, "« Météo » n’est pas dans la grille."),
        ({"passage": "mots absents", "passage_theme": "x"}, "copiez-les exactement"),
        ({"passage": "une fiche"}, "Choisissez le thème du passage."),
    ],
)
def test_what_cannot_be_coded_is_said_and_what_was_typed_stays(
    client: FlaskClient, parc: Parc, sent: dict[str, str], told: str
) -> None:
    contribution = said(parc)
    page = client.post(f"{DESK}/{contribution.key}", data={**sent, "seen": 1, "then": "next"})
    assert 400 <= page.status_code < 500
    assert told in page.text.replace("\xa0", " ")
    assert sent.get("other", "") in page.text
    assert sent.get("passage", "") in page.text
    assert not names(contribution)


def test_who_codes_what_a_colleague_coded_meanwhile_sees_it_and_keeps_what_was_ticked(
    client: FlaskClient, parc: Parc
) -> None:
    contribution = said(parc)
    code(contribution, [Wanted(theme("Temps").key)], actor=colleague(parc), seen=1)
    sent = {"give": theme("Forme").key, "seen": "1", "then": "next"}
    page = client.post(f"{DESK}/{contribution.key}", data=sent)
    assert page.status_code == 409
    assert "Sacha K." in page.text
    assert names(contribution) == {"Temps"}, "nothing is overwritten"
    assert re.search(rf'value="{theme("Forme").key}" checked', page.text)
    assert not re.search(rf'value="{theme("Temps").key}" checked', page.text)
    edition = re.search(r'name="seen" value="(\d+)"', page.text)
    assert edition
    client.post(f"{DESK}/{contribution.key}", data={**sent, "seen": edition.group(1)})
    assert names(contribution) == {"Forme"}


def test_a_contribution_is_set_aside_with_a_reason(client: FlaskClient, parc: Parc) -> None:
    contribution = said(parc)
    address = f"{DESK}/{contribution.key}/mise-a-l-ecart"
    for sent, told in (
        ({}, "Choisissez le motif."),
        ({"reason": "other"}, "Dites pourquoi"),
    ):
        refused = client.post(address, data={**sent, "seen": 1})
        assert refused.status_code in {400, 422}
        assert told in refused.text
    client.post(address, data={"reason": "out_of_scope", "seen": 1})
    assert reading(contribution).state is ReadingState.SET_ASIDE
    assert reading(contribution).reason is SetAside.OUT_OF_SCOPE


def test_to_come_back_to_and_a_note_to_colleagues(client: FlaskClient, parc: Parc) -> None:
    contribution = said(parc)
    client.post(f"{DESK}/{contribution.key}", data={"seen": 1, "then": "return"})
    assert reading(contribution).state is ReadingState.TO_RETURN
    assert shown(client.get(f"{DESK}?etat=to_return").text) == [contribution.number]
    note = client.post(f"{DESK}/{contribution.key}/note", data={"text": "Ironie <?>"})
    assert note.status_code == 303
    assert "Ironie &lt;?&gt;" in client.get(f"{DESK}/{contribution.key}").text
    assert client.post(f"{DESK}/{contribution.key}/note", data={"text": " "}).status_code >= 400


def test_suggestions_are_boxes_that_nobody_ticked(client: FlaskClient, parc: Parc) -> None:
    contribution = said(parc)
    saved(
        ThemeSuggestion(
            contribution_id=contribution.id, place=0, theme_id=theme("Temps").id, learnt_from=61,
            evidence_start=TEXT.index("dix"), evidence_end=TEXT.index("dix") + len("dix minutes"),
        )
    )  # fmt: skip
    page = client.get(f"{DESK}/{contribution.key}").text
    assert "« dix minutes »" in page.replace("\xa0", " ")
    assert "Proposés d’après 61 codages" in page.replace("\xa0", " ")
    box = re.search(rf'<input[^>]*value="{theme("Temps").key}"[^>]*>', page)
    assert box
    assert "checked" not in box.group(0)
    assert 'data-press="1"' in box.group(0)


def test_j_and_k_go_through_the_filter(client: FlaskClient, parc: Parc) -> None:
    first, second = said(parc), said(parc)
    assert client.get(f"{DESK}/{first.key}/suite").location.endswith(second.key)
    assert client.get(f"{DESK}/{second.key}/suite?sens=avant").location.endswith(first.key)
    assert client.get(f"{DESK}/{second.key}/suite").location.endswith(second.key), "the end"
