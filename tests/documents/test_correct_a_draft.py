"""Correcting a draft's outline by forms."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.db import session
from consultation.documents.models import Passage
from consultation.documents.parsing.blocks import BlockKind
from consultation.documents.queries import entries_of
from consultation.documents.services.correcting import key_of
from tests.documents.outline import BASE, fill, key, lines, press, seen


def test_the_outline_shows_every_passage_with_its_number(client: FlaskClient, draft: int) -> None:
    page = client.get(BASE).text
    for words in ("Un.", "¶\u00a05", "Titre 2", "Lignes 1 à 8 sur 8", "liste"):
        assert words in page
    for entry in entries_of(draft):
        assert client.get(f"{BASE}/passages/{key_of(entry)}").status_code == 200


def test_moving_one_place_and_coming_back_to_it(client: FlaskClient, draft: int) -> None:
    page = press(client, draft, "down", "Un.")
    assert page.location == f"{BASE}?depuis=1#e-{key(draft, 'Un.')}"
    assert lines(draft)[1:3] == ["Deux.", "Un."]
    press(client, draft, "up", "Un.")
    assert lines(draft)[1:3] == ["Un.", "Deux."]


def test_merging_joins_words_lists_and_headings(client: FlaskClient, draft: int) -> None:
    kept = key(draft, "Un.")
    press(client, draft, "merge", "Un.")
    merged = next(entry for entry in entries_of(draft) if key_of(entry) == kept)
    assert merged.html == "<p>Un. Deux.</p>"
    press(client, draft, "remove", "Quatre.")
    press(client, draft, "merge", "Un. Deux.")
    assert "Un. Deux." in lines(draft)
    followed = client.get(BASE).text
    assert "Un titre ne se fusionne" in followed


def test_the_text_always_begins_with_a_heading(client: FlaskClient, draft: int) -> None:
    before = lines(draft)
    for act, text in (("remove", "Le parc"), ("down", "Le parc"), ("up", "Un.")):
        press(client, draft, act, text)
        assert "commence par un titre" in client.get(BASE).text
    fill(client, draft, "to-passage", "Le parc")
    assert lines(draft) == before
    assert seen(draft) == 0


def test_rewriting_and_cutting(client: FlaskClient, draft: int) -> None:
    fill(client, draft, "passage", "Un.", source="Un *autre*.\n\n===\n\nEt un second.\n===\nTrois.")
    assert lines(draft)[1:4] == ["Un autre.", "Et un second.", "Trois."]
    html = session.scalars(select(Passage.html).order_by(Passage.position)).first()
    assert html == "<p>Un <em>autre</em>.</p>"
    fill(client, draft, "passage", "a\nb", source="- a\n===\n- b")
    kinds = session.scalars(select(Passage.kind).where(Passage.text.in_(["a", "b"]))).all()
    assert kinds == [BlockKind.LIST, BlockKind.LIST]


def test_a_passage_sent_back_as_it_was_keeps_its_html(client: FlaskClient, draft: int) -> None:
    row = session.scalars(select(Passage).where(Passage.text == "Un.")).one()
    row.html = "<p>Un.   <strong>gras </strong>x</p>"
    session.commit()
    page = client.get(f"{BASE}/passages/{key(draft, 'Un.')}").text
    source = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page, re.DOTALL)
    assert source
    fill(client, draft, "passage", "Un.", source=unescape(source.group(1)))
    session.rollback()
    assert session.scalars(select(Passage.html).where(Passage.text == "Un.")).one() == row.html


def test_scripts_typed_by_an_organiser_are_cleaned(client: FlaskClient, draft: int) -> None:
    fill(client, draft, "passage", "Un.", source="<script>alert(1)</script>Bonjour")
    fill(client, draft, "heading", "Les arbres", source="<img src=x onerror=alert(1)>Arbres")
    for page in (client.get(BASE), client.get(f"{BASE}/apercu")):
        assert "onerror=" not in page.text
        assert "alert(1)</script>" not in page.text


@pytest.mark.parametrize("source", ["", "  \n​", "==="])
def test_an_empty_passage_is_refused(client: FlaskClient, draft: int, source: str) -> None:
    page = fill(client, draft, "passage", "Un.", source=source)
    assert page.status_code == 422
    assert "supprimez-le" in page.text
    assert "Un." in lines(draft)


def test_headings_rise_sink_and_turn(client: FlaskClient, draft: int) -> None:
    fill(client, draft, "level", "Les arbres", level="3")
    assert "3 Les arbres" in lines(draft)
    fill(client, draft, "to-passage", "Les bancs")
    assert "Les bancs" in lines(draft)
    fill(client, draft, "to-heading", "Deux.", level="2")
    assert "2 Deux." in lines(draft)
    wrong = fill(client, draft, "level", "Les arbres", level="9")
    assert wrong.status_code == 422
    assert "Choisissez dans la liste" in wrong.text


def test_the_headings_under_a_heading_follow_its_level(client: FlaskClient, draft: int) -> None:
    fill(client, draft, "level", "Le parc", level="2")
    assert [line for line in lines(draft) if line[0].isdigit()] == [
        "2 Le parc", "3 Les arbres", "3 Les bancs",
    ]  # fmt: skip


def test_a_section_moves_with_what_it_holds(client: FlaskClient, draft: int) -> None:
    fill(client, draft, "place", "Les bancs", place=2, with_content="y")
    assert lines(draft)[:4] == ["1 Le parc", "2 Les bancs", "Quatre.", "Un."]
    fill(client, draft, "place", "Quatre.", place=99999999999999999999)
    assert lines(draft)[-1] == "Quatre."
    page = fill(client, draft, "place", "Quatre.", place="loin")
    assert "nombre entier" in page.text


def test_closing_a_section_to_contributions(client: FlaskClient, draft: int) -> None:
    fill(client, draft, "open", "Les arbres", is_open="0", with_content="y")
    shut = {entry.text for entry in entries_of(draft) if not entry.is_open}
    assert shut == {"Les arbres", "Trois.", "a\nb"}
    assert "fermé aux contributions" in client.get(BASE).text
    fill(client, draft, "open", "Trois.", is_open="1")
    assert {entry.text for entry in entries_of(draft) if not entry.is_open} == {
        "Les arbres", "a\nb",
    }  # fmt: skip


def test_describing_an_image(client: FlaskClient, draft: int) -> None:
    row = session.scalars(select(Passage).where(Passage.text == "Un.")).one()
    row.html = '<figure><img src="/images/a.png" alt=""></figure>'
    row.kind = BlockKind.IMAGE
    session.commit()
    assert "n’a pas de texte de remplacement" in client.get(f"{BASE}/publication").text
    fill(client, draft, "image", "Un.", words='Un "arbre" & <un banc>')
    session.rollback()
    html = session.scalars(select(Passage.html).where(Passage.text == "Un.")).one()
    assert html.count("alt=") == 1
    assert 'alt="Un &quot;arbre&quot; &amp; &lt;un banc&gt;"' in html
    assert "n’a pas de texte" not in client.get(f"{BASE}/publication").text
