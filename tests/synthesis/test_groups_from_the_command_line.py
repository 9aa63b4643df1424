"""`consultation synthesis groups FOLDER`."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from sklearn.metrics import adjusted_rand_score

from consultation.cli import main
from tests.synthesis.planted import noise, planted

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "polis"


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["synthesis", "groups", str(folder), *options])


def answer(folder: Path, *options: str) -> dict[str, Any]:
    ran = run(folder, "--json", *options)
    assert ran.exit_code == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def as_list(folder: Path, votes: np.ndarray) -> None:
    rows: list[list[object]] = [
        [1000 + i, "", j, i, int(votes[i, j])]
        for i, j in zip(*np.nonzero(~np.isnan(votes)), strict=True)
    ]
    write(folder / "votes.csv", ["timestamp", "datetime", "comment-id", "voter-id", "vote"], rows)


def as_matrix(folder: Path, votes: np.ndarray) -> None:
    rows: list[list[object]] = [
        [i, "", *("" if np.isnan(vote) else int(vote) for vote in row)]
        for i, row in enumerate(votes)
    ]
    write(
        folder / "participants-votes.csv",
        ["participant", "group-id", *(str(j) for j in range(votes.shape[1]))], rows,
    )  # fmt: skip


@pytest.mark.parametrize("form", [as_list, as_matrix])
def test_planted_groups_are_printed(tmp_path: Path, form: Any) -> None:
    table, truth = planted(1, 3, 200, 60, 0.5)
    form(tmp_path, table.votes)
    write(tmp_path / "comments.csv", ["comment-id", "moderated", "comment-body"], [[0, 1, "Oui."]])
    found = answer(tmp_path)
    assert found["stable"] is True
    assert found["reason"] == ""
    assert len(found["groups"]) == 3
    groups = {one: i for i, group in enumerate(found["groups"]) for one in group["members"]}
    assert adjusted_rand_score([truth[one] for one in groups], list(groups.values())) >= 0.9
    assert len(groups) + found["ungrouped"] == 200
    assert all(group["representative"] for group in found["groups"])


def test_unstable_groups_are_printed_only_when_asked_for(tmp_path: Path) -> None:
    as_list(tmp_path, noise(1, 200, 40, 0.5).votes)
    found = answer(tmp_path)
    assert found["stable"] is False
    assert found["reason"] == "unstable"
    assert found["groups"] == []
    shown = answer(tmp_path, "--show-unstable")
    assert shown["stable"] is False
    assert len(shown["groups"]) >= 2
    assert "not shown" in run(tmp_path).stdout


def test_somebody_who_voted_twice_counts_by_the_later_vote(tmp_path: Path) -> None:
    rows = [[2, "", "0", "0", "-1"], [1, "", "0", "0", "1"]]
    write(tmp_path / "votes.csv", ["timestamp", "datetime", "comment-id", "voter-id", "vote"], rows)
    found = answer(tmp_path)
    assert found["reason"] == "too_few_people"
    assert found["ungrouped"] == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("autre.csv", "a\n1\n", "neither votes.csv nor"),
        ("votes.csv", "comment-id,voter-id\n1,1\n", "no column vote"),
        ("votes.csv", "comment-id,voter-id,vote\n1,1,9\n", "line 2: a vote is"),
        ("votes.csv", "comment-id,voter-id,vote\n1,1\n", "a column is missing"),
        ("votes.csv", "timestamp,comment-id,voter-id,vote\nhier,1,1,1\n", "timestamp"),
        ("participants-votes.csv", "participant,0\n7,oui\n", "line 2: a vote is"),
    ],
)
def test_what_cannot_be_read_is_told_plainly(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    ran = run(tmp_path, "--json")
    assert ran.exit_code == 2
    assert told in ran.stderr
    assert ran.stdout == ""


def test_a_file_of_bytes_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_bytes(b"\xff\xfe\x00\x01")
    assert run(tmp_path).exit_code == 2


def test_an_absent_folder_is_told_plainly(tmp_path: Path) -> None:
    ran = run(tmp_path / "absent")
    assert ran.exit_code == 2
    assert "no such folder" in ran.stderr


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")
@pytest.mark.parametrize("folder", sorted(SAMPLES.glob("*")), ids=lambda path: path.name)
def test_published_groups_are_recovered_whenever_ours_are_stable(folder: Path) -> None:
    found = answer(folder, "--show-unstable")
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        published = {int(row["participant"]): row["group-id"] for row in csv.DictReader(file)}
    ours = {one: i for i, group in enumerate(found["groups"]) for one in group["members"]}
    both = [one for one in ours if published.get(one)]
    agreement = adjusted_rand_score([published[one] for one in both], [ours[one] for one in both])
    assert not found["stable"] or agreement >= 0.8
    assert len(ours) + found["ungrouped"] == len(published)
