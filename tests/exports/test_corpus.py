"""What the rows hold: what the public reads, a trace of the rest, nobody known by a detail."""

import csv
import io
import json

import fastjsonschema  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerVersion, Outcome
from consultation.consultations.models import Category, Participant
from consultation.contributions.models import ContributionState
from consultation.contributions.services.withdrawing import withdraw
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.tables import plain_cell
from consultation.exports.cells import MERGED, merged_categories
from consultation.moderation.models import Measure
from consultation.privacy.services import delete_account
from consultation.synthesis.models import Coding
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.wording import ThemeWords
from tests.contributions.steps import Parc, known, say
from tests.exports.steps import lines, made, members, rows
from tests.factories import make_user, saved
from tests.moderation.steps import in_state, judged, span

SECRET = "Ravenelle"


def sheet_rows(content: bytes, name: str = "contributions") -> list[dict[str, object]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    head, *cells = book[name].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=False)) for line in cells]


def test_the_same_rows_in_each_format(client: FlaskClient, parc: Parc) -> None:
    first = say(parc, text="Ouvrez plus tôt.")
    say(parc, text="Non.", answered=first)
    say(parc, index=None, text="Un bon texte.")
    table, nested = lines(made(client, "csv")), rows(made(client, "json"))
    sheet = sheet_rows(made(client, "xlsx"))
    for found in (table, nested, sheet):
        assert [row["text"] for row in found] == ["Ouvrez plus tôt.", "Non.", "Un bon texte."]
        assert [row["subject"] for row in found] == ["paragraph", "paragraph", "document"]
        assert found[0]["commented_text"] == "Le parc ouvre à huit heures."
    assert nested[1]["reply_to"] == 1
    assert table[1]["reply_to"] == "1"
    assert sheet[1]["reply_to"] == 1


@pytest.mark.parametrize(
    "state", [each for each in ContributionState if each is not ContributionState.PUBLISHED]
)
def test_what_is_not_public_is_a_trace(
    client: FlaskClient, parc: Parc, moderator: User, state: ContributionState
) -> None:
    gone = in_state(parc, state, moderator, text=f"{SECRET}.", author=make_user(name="Zoé Q."))
    author = session.get_one(Participant, known(gone).author_id).key
    for kind in ("csv", "json", "qdpx"):
        for has_names in ("", "y"):
            more = {"has_names": "y", "confirmed": "1"} if has_names else {}
            told = "".join(members(made(client, kind, **more)).values())
            assert SECRET not in told
            assert "Zoé" not in told
            assert author not in told
    [row] = rows(made(client, "json"))
    assert (row["number"], row["state"], row["stance"]) == (1, state.value, "")
    assert lines(made(client, "csv", public_only="y")) == []


def test_masked_words_stay_masked_and_spans_stand_right(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    text = "Éloïse 👩‍🔬 Ravenelle veut des arbres."
    said = say(parc, text=text)
    theme = add_theme(parc.consultation, ThemeWords("Nature"), actor=moderator)
    start = text.index("des arbres")
    saved(
        Coding(
            consultation_id=parc.consultation_id, contribution_id=said.id, revision=1,
            theme_id=theme.id, coder_id=moderator.id, start_at=start, end_at=start + 10,
        )
    )  # fmt: skip
    judged(said, Measure.MASK, moderator, spans=(span(text, SECRET),))
    [row] = rows(made(client, "json"))
    assert row["is_masked"] is True
    assert SECRET not in row["text"]
    [coded] = row["themes"]
    assert row["text"][coded["start"] : coded["end"]] == "des arbres"


def test_themes_answers_and_votes_are_told(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    said = say(parc)
    above = add_theme(parc.consultation, ThemeWords("Accès"), actor=moderator)
    theme = add_theme(parc.consultation, ThemeWords("=Horaires"), above.key, actor=moderator)
    saved(
        Coding(
            consultation_id=parc.consultation_id, contribution_id=said.id, revision=1,
            theme_id=theme.id, coder_id=moderator.id,
        )
    )  # fmt: skip
    answer = saved(
        Answer(
            consultation_id=parc.consultation_id, contribution_id=said.id, published_version=1,
            published_at=now(),
        )
    )  # fmt: skip
    saved(
        AnswerVersion(
            answer_id=answer.id, number=1, outcome=Outcome.PARTLY, source="Oui.", html="Oui.",
            by_id=moderator.id,
        )
    )  # fmt: skip
    [row] = lines(made(client))
    assert row["themes"] == "Accès > =Horaires"
    assert row["answers"] == f"{answer.key} (partly)"


def test_the_hour_is_not_told_nor_is_a_name(client: FlaskClient, parc: Parc) -> None:
    say(parc, author=make_user(name="Zoé Q.", email="zoe@example.org"))
    for kind in ("csv", "json", "qdpx"):
        told = "".join(members(made(client, kind)).values())
        assert "Zoé" not in told
        assert "zoe@" not in told
    [row] = rows(made(client, "json"))
    assert len(row["day"]) == 10
    assert "name" not in row


def test_names_are_in_the_full_export_alone_but_of_deleted_accounts(
    client: FlaskClient, parc: Parc
) -> None:
    gone = make_user(name="Yann B.")
    say(parc, author=make_user(name="Zoé Q."))
    say(parc, author=gone)
    delete_account(gone, withdraws=False)
    table = lines(made(client, has_names="y", confirmed="1"))
    assert [row["name"] for row in table] == ["Zoé Q.", ""]


@pytest.mark.parametrize(
    ("people", "merged"),
    [
        ({}, set()),
        ({1: 5, 2: 9}, set()),
        ({1: 2, 2: 4, 3: 9}, {1, 2}),
        ({1: 4, 2: 7, 3: 9}, {1, 2}),
        ({1: 1, 2: 1, 3: 9}, {1, 2, 3}),
        ({None: 3, 2: 7}, {None, 2}),
        ({1: 3}, {1}),
    ],
)
def test_small_categories_are_merged(
    people: dict[int | None, int], merged: set[int | None]
) -> None:
    assert merged_categories(people) == merged


def test_a_category_of_four_is_not_named(client: FlaskClient, parc: Parc) -> None:
    ids = list(
        session.scalars(
            select(Category.id)
            .where(Category.consultation_id == parc.consultation_id)
            .order_by(Category.position)
        )
    )
    for place in range(16):
        author = make_user()
        say(parc, author=author, text=f"Avis {place}.")
        with transaction() as current:
            current.execute(
                update(Participant)
                .where(Participant.user_id == author.id)
                .values(category_id=ids[0 if place < 4 else 1 if place < 9 else 2])
            )
    told = [row["category"] for row in lines(made(client))]
    assert told[:9] == [MERGED] * 9
    assert set(told[9:]) == {"Professions de santé"}
    full = lines(made(client, has_names="y", confirmed="1"))
    assert full[0]["category"] == "Grand public"


@pytest.mark.parametrize("sign", ["semicolon", "comma"])
@pytest.mark.parametrize("text", ["- première idée", "=1+1", "+33 6", "@SUM(A1)", "« x ; y »\nz,"])
def test_case_9_a_text_is_no_formula_and_comes_back(
    client: FlaskClient, parc: Parc, text: str, sign: str
) -> None:
    said = say(parc, text=text)
    content = made(client, separator=sign)
    source = rows(made(client, "json"))[0]["text"]
    [row] = lines(content, sign={"semicolon": ";", "comma": ","}[sign])
    assert plain_cell(row["text"]) == source
    assert row["text"][:1] not in set("=+-@")
    [line] = sheet_rows(made(client, "xlsx"))
    assert line["text"] == source
    book = load_workbook(io.BytesIO(made(client, "xlsx")))
    for cells in book["contributions"].iter_rows():
        for cell in cells:
            assert cell.data_type != "f"
            if str(cell.value)[:1] in set("=+-@"):
                assert cell.quotePrefix
    assert said.number == 1


def test_the_json_holds_to_its_schema(client: FlaskClient, parc: Parc, moderator: User) -> None:
    say(parc, text="😀")
    in_state(parc, ContributionState.HIDDEN, moderator)
    for more in ({}, {"has_names": "y", "confirmed": "1"}):
        files = members(made(client, "json", **more))
        check = fastjsonschema.compile(json.loads(files["contributions.schema.json"]))
        whole = json.loads(files["contributions.json"])
        check(whole)
        whole["contributions"][0]["number"] = "one"
        with pytest.raises(fastjsonschema.JsonSchemaException):
            check(whole)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "qdpx"])
def test_an_empty_corpus_is_a_document(client: FlaskClient, parc: Parc, kind: str) -> None:
    assert made(client, kind)[:2] == b"PK"


@pytest.mark.parametrize(
    "text", ["שלום, הפארק", "x" * 5000, "👩‍👩‍👧‍👦 🇫🇷 é", "\u202eretourné", "a\u0301"]
)
def test_hard_texts_come_out_as_they_are(client: FlaskClient, parc: Parc, text: str) -> None:
    say(parc, text=text)
    stored = rows(made(client, "json"))[0]["text"]
    assert lines(made(client))[0]["text"] == stored
    assert sheet_rows(made(client, "xlsx"))[0]["text"] == stored
    sources = [
        text for name, text in members(made(client, "qdpx")).items() if name.startswith("Sources/")
    ]
    assert stored in sources


def test_a_codebook_of_500_themes_is_written(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    for number in range(500):
        add_theme(parc.consultation, ThemeWords(f"Thème {number}"), actor=moderator)
    said = say(parc)
    assert members(made(client, "qdpx"))["project.qde"].count("<Code ") == 500
    assert made(client, "qdc").count(b"<Code ") == 500
    assert said.number == 1


def test_an_empty_codebook_is_refused_in_words(client: FlaskClient, parc: Parc) -> None:
    page = client.post("/espace/parc/exports", data={"format": "qdc", "separator": "comma"})
    assert page.status_code == 422
    assert "La grille d’analyse est vide" in page.text


def test_filters_narrow_the_rows(client: FlaskClient, parc: Parc) -> None:
    say(parc)
    assert lines(made(client, kind="question")) == []
    assert len(lines(made(client, document=parc.document.key))) == 1
    assert (
        client.post(
            "/espace/parc/exports", data={"format": "csv", "document": "ailleurs"}
        ).status_code
        == 422
    )


def test_the_information_page_says_what_it_is(client: FlaskClient, parc: Parc) -> None:
    say(parc)
    content = made(client)
    told = {row["English"]: row["valeur / value"] for row in lines(content, "information.csv")}
    assert told["Asked by"] == "Odile M."
    assert told["Rows"] == "1"
    assert len(told["Hash of the rows (SHA-256)"]) == 64
    words = lines(content, "dictionary.csv")
    head = next(csv.reader(io.StringIO(members(content)["contributions.csv"][1:]), delimiter=";"))
    assert [row["colonne / column"] for row in words] == head
    assert all(row["français"] and row["English"] for row in words)


def test_a_withdrawn_one_leaves_the_next_export(client: FlaskClient, parc: Parc) -> None:
    said = say(parc, text=f"{SECRET}.")
    assert SECRET in members(made(client))["contributions.csv"]
    found = known(said)
    withdraw(found, actor=found.author.user)
    assert SECRET not in members(made(client))["contributions.csv"]
