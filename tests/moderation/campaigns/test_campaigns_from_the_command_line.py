"""`consultation moderation campaigns FILE.csv`: an analyst's file, well or badly made."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consultation.cli import main
from tests.moderation.campaigns.planted import PARAGRAPHS, dice, filled, templates

LETTER = templates()[3]
OTHER = "Je préfère que l’on construise une piscine, et que l’on y mette des arbres partout."


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["moderation", "campaigns", str(path), *options])


def told(path: Path, *options: str) -> dict[str, Any]:
    result = run(path, "--json", *options)
    assert result.exit_code == 0, result.output
    made: dict[str, Any] = json.loads(result.output)
    return made


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "contributions.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rows(separator: str = ",") -> str:
    texts = [LETTER, OTHER, f"Bonjour. {LETTER}", LETTER.upper()]
    lines = [f'c{number}{separator}"{text}"' for number, text in enumerate(texts)]
    return "\r\n".join([f"id{separator}text", *lines, ""])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_campaigns_are_printed_as_json(tmp_path: Path, separator: str, encoding: str) -> None:
    made = told(written(tmp_path, rows(separator), encoding))
    assert made["texts"] == 4
    (campaign,) = made["campaigns"]
    assert campaign["members"] == ["c0", "c2", "c3"]
    assert campaign["representative"] == "c0"
    assert campaign["count"] == 3
    assert campaign["text"] == LETTER
    assert campaign["how"] == ["similar"] * 3


def test_campaigns_are_printed_for_the_eye(tmp_path: Path) -> None:
    result = run(written(tmp_path, rows()))
    assert result.exit_code == 0
    assert LETTER[:60] in result.output
    assert result.output.endswith("3 of 4 texts in 1 campaigns.\n")


def test_columns_stand_in_any_order_among_others(tmp_path: Path) -> None:
    lines = [f'x,"{LETTER}",{number}' for number in range(3)]
    path = written(tmp_path, "\n".join(["Date,Text,ID", *lines]))
    assert told(path)["campaigns"][0]["members"] == ["0", "1", "2"]


def test_who_quotes_the_passage_or_the_text_is_no_campaign(tmp_path: Path) -> None:
    rng = dice(1)
    quoting = [f"{PARAGRAPHS[0]} {filled(rng)[:60]}" for _each in range(20)]
    path = written(tmp_path, "\n".join(["id,text", *(f'{n},"{t}"' for n, t in enumerate(quoting))]))
    assert len(told(path)["campaigns"]) == 1
    consulted = tmp_path / "strategy.md"
    consulted.write_text("\n\n".join(PARAGRAPHS))
    assert told(path, "--text", str(consulted))["campaigns"] == []
    lines = [f'{n},"{t}","{PARAGRAPHS[0]}"' for n, t in enumerate(quoting)]
    path = written(tmp_path, "\n".join(["id,text,passage", *lines]))
    assert told(path)["campaigns"] == []


def test_a_file_without_contributions_has_no_campaign(tmp_path: Path) -> None:
    assert told(written(tmp_path, "id,text\n")) == {"texts": 0, "campaigns": []}
    assert told(written(tmp_path, "id,text\n1\n2,\n\n")) == {"texts": 2, "campaigns": []}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("number,text\n1,a\n", "has no column “id”. Its columns: number, text."),
        ("id,words\n1,a\n", "has no column “text”"),
        ("id,text\n1,a, and b\n", "row 1: more fields than columns"),
        ("id,text\n1,a\n1,b\n", "row 2: the id 1 stands there twice"),
        ("id,text\n,a\n", "row 1: its id is empty"),
    ],
)
def test_a_badly_made_file_is_refused_with_its_reason(
    tmp_path: Path, content: str, reason: str
) -> None:
    result = run(written(tmp_path, content), "--json")
    assert result.exit_code == 2
    assert reason in result.output


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_refused_with_its_reason(tmp_path: Path, encoding: str) -> None:
    result = run(written(tmp_path, "id,text\n1,été\n", encoding))
    assert result.exit_code == 2
    assert "is not UTF-8" in result.output


def test_a_file_that_is_not_there_is_refused_with_its_reason(tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv").exit_code == 2
    assert run(tmp_path).exit_code == 2
    path = written(tmp_path, rows())
    result = run(path, "--text", str(tmp_path / "none.docx"))
    assert result.exit_code == 2
    assert "there is no such file" in result.output
