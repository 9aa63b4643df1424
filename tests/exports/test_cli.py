"""`consultation export`: the same files from the command line, for the same people."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.exports.cli import export
from tests.contributions.steps import Parc, say
from tests.exports.pen import Pen
from tests.exports.steps import lines, made
from tests.factories import make_user
from tests.publishing.test_template import template

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, organiser: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in an empty folder, as the organiser if nobody else is named."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str, by: str = "") -> Result:
        who = ["--by", by or organiser.email or ""] if words[0] != "placeholders" else []
        return CliRunner().invoke(export, [*words, *who], obj=lambda: app)

    return command


def test_the_corpus_is_the_same_file_as_the_pages(
    client: FlaskClient, parc: Parc, run: Run
) -> None:
    say(parc, text="Ouvrez plus tôt.")
    page = made(client)
    result = run("corpus", "parc", "--out", "corpus.zip")
    assert result.exit_code == 0, result.output
    assert Path("corpus.zip").read_bytes() == page
    assert "1 rows" in result.output
    assert [each.name for each in Path.cwd().iterdir()] == ["corpus.zip"]


def test_options_narrow_the_corpus(parc: Parc, run: Run) -> None:
    say(parc)
    run("corpus", "parc", "--out", "c.zip", "--kind", "question", "--comma")
    assert lines(Path("c.zip").read_bytes(), sign=",") == []
    run("corpus", "parc", "--out", "c.zip", "--document", parc.document.key, "--public-only")
    assert len(lines(Path("c.zip").read_bytes())) == 1


def test_names_are_for_organisers_and_are_written_down(
    parc: Parc, run: Run, moderator: User
) -> None:
    say(parc, author=make_user(name="Zoé Q."))
    refused = run("corpus", "parc", "--out", "n.zip", "--names", by=moderator.email or "")
    assert refused.exit_code == 2
    assert not Path("n.zip").exists()
    assert run("corpus", "parc", "--out", "n.zip", "--names").exit_code == 0
    assert lines(Path("n.zip").read_bytes())[0]["name"] == "Zoé Q."
    acts = session.scalars(select(JournalEntry.act).where(JournalEntry.act == "export.written"))
    assert len(acts.all()) == 1


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt", "html"])
def test_the_synthesis_is_written(parc: Parc, moderator: User, run: Run, kind: str) -> None:
    Pen(parc, moderator).say("Le temps manque.", [say(parc)])
    result = run("synthesis", "parc", "--format", kind, "--out", f"s.{kind}")
    assert result.exit_code == 0, result.output
    assert "1 sources" in result.output
    assert Path(f"s.{kind}").stat().st_size > 1000


def test_a_template_is_filled_from_the_command_line(parc: Parc, moderator: User, run: Run) -> None:
    Pen(parc, moderator).say("Le temps manque.", [say(parc)])
    Path("ours.docx").write_bytes(template("{{ recues }} reçue", "{{ synthese }}"))
    words = ("synthesis", "parc", "--template", "ours.docx", "--out", "s.docx")
    assert run(*words).exit_code == 2
    assert run(*words, "--format", "docx", "--no-annex").exit_code == 0
    paper = docx.Document(io.BytesIO(Path("s.docx").read_bytes()))
    assert paper.paragraphs[0].text == "1 reçue"


@pytest.mark.parametrize(
    ("words", "by", "said"),
    [
        (("corpus", "ailleurs", "--out", "x"), "", "No consultation is called ailleurs"),
        (("corpus", "parc", "--out", "x"), "nobody@example.org", "Nobody has the address"),
        (("synthesis", "parc", "--out", "x"), "", "La synthèse n’est pas encore commencée"),
        (("corpus", "parc", "--format", "qdc", "--out", "x"), "", "grille d’analyse est vide"),
    ],
    ids=["consultation", "person", "synthesis", "codebook"],
)
def test_what_cannot_be_written_is_refused_with_a_reason(
    parc: Parc, run: Run, words: tuple[str, ...], by: str, said: str
) -> None:
    result = run(*words, by=by)
    assert result.exit_code == 2
    assert said in result.output
    assert not list(Path.cwd().iterdir())


def test_a_stranger_is_refused(parc: Parc, run: Run) -> None:
    stranger = make_user(email="zoe@example.org")
    assert run("corpus", "parc", "--out", "x", by=stranger.email or "").exit_code == 2


def test_placeholders_are_listed_and_a_template_is_checked(app: Flask, run: Run) -> None:
    assert "{{ synthese }}  Chapitres et énoncés" in run("placeholders").output
    Path("ours.docx").write_bytes(template("{{ titre }} {{ date }}", "{{ synthese }}"))
    assert run("placeholders", "ours.docx").output.split("\n")[:2] == ["{{ titre }}", "{{ date }}"]
    Path("ours.docx").write_bytes(template("{{ titre }} {{ auteur }}"))
    result = run("placeholders", "ours.docx")
    assert result.exit_code == 2
    assert "Unknown placeholders: {{ auteur }}" in result.output


@pytest.mark.parametrize("words", [("--help",), ("corpus", "--help"), ("synthesis", "--help")])
def test_the_help_teaches(app: Flask, words: tuple[str, ...]) -> None:
    assert "consultation" in CliRunner().invoke(export, words).output
