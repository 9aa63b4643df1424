"""A third party re-runs a draw and gets the same people, or is told what differs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from consultation.committees.sortition import engine, maximin
from consultation.committees.sortition.checking import ImpossibleError
from consultation.committees.sortition.pool import has_one_a_household
from consultation.committees.sortition.process import DrawEndedError, run
from consultation.committees.sortition.record import fingerprint_of, job_of, seed_of, verify
from consultation.committees.sortition.written import UnreadableError, hash_of, read_pool
from tests.committees.sortition.pools import even_targets, plan, recorded


def command(path: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "consultation.cli", "sortition", "verify", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_forty_among_a_thousand_are_the_same_people_in_another_process(tmp_path: Path) -> None:
    record = recorded(plan(1000, 40))
    assert len(record["result"]) == 40
    assert len(record["reserve"]) == 20
    path = tmp_path / "tirage.json"
    path.write_text(json.dumps(record))
    answer = command(path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == "The same 40 people come out, and the same 20 in reserve.\n"


def test_a_maximin_draw_is_the_same_in_another_process(tmp_path: Path) -> None:
    of = plan(120, 12, algorithm="maximin")
    record = recorded(of)
    people = {person.key: person for person in of.pool.people}
    drawn = [people[key] for key in record["result"]]
    assert even_targets(12, 2).accepts(drawn)
    assert has_one_a_household([*drawn, *(people[key] for key in record["reserve"])])
    assert record["chances_from"] == 0
    assert min(record["chances"]["genre"].values()) > 0
    path = tmp_path / "tirage.json"
    path.write_text(json.dumps(record))
    answer = command(path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == "The same 12 people come out, and the same 6 in reserve.\n"


def test_what_was_changed_in_a_record_is_told(tmp_path: Path) -> None:
    record = recorded(plan(60, 8))
    others = sorted({each["key"] for each in record["pool"]} - set(record["result"]))
    forged = {**record, "result": [others[0], *record["result"][1:]]}
    assert {each.what for each in verify(forged)} == {"hash", "result"}
    other_value = {**record, "value": "1 2 3 4 5 6"}
    assert {each.what for each in verify(other_value)} == {"hash", "seed"}
    smaller = {**record, "pool": record["pool"][:-1]}
    assert {"hash", "fingerprint"} <= {each.what for each in verify(smaller)}
    path = tmp_path / "tirage.json"
    path.write_text(json.dumps({**forged, "versions": {"scipy": "0.0"}}))
    answer = command(path)
    assert answer.returncode == 1
    assert f"found {record['result'][0]}" in answer.stdout
    assert "scipy was 0.0" in answer.stdout


def test_an_order_that_was_changed_is_told() -> None:
    record = recorded(plan(60, 8))
    turned = {**record, "reserve": record["reserve"][::-1]}
    turned["hash"] = hash_of({name: turned[name] for name in turned if name != "hash"})
    assert [each.what for each in verify(turned)] == ["reserve (order)"]


BREAK: dict[str, Any] = {
    "format": "other/1", "seed": "7", "result": "p1", "pool": [{"key": "p1"}], "targets": [],
    "algorithm": {"name": "dice"}, "reserve_size": -1, "value": None, "reserve": [3],
}  # fmt: skip


@pytest.mark.parametrize("name", BREAK)
def test_a_file_that_is_no_record_is_refused(name: str) -> None:
    with pytest.raises(UnreadableError):
        verify({**recorded_once(), name: BREAK[name]})


def recorded_once() -> dict[str, Any]:
    frozen = plan(20, 4).written()
    return {
        **frozen, "value": "7", "result": [], "reserve": [], "seed": "0" * 64, "hash": "",
        "fingerprint": fingerprint_of(frozen), "drawn_by": "7", "drawn_at": "",
    }  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b'{"format": 1}', b"[" * 100_000])
def test_the_command_refuses_what_it_cannot_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tirage.json"
    path.write_bytes(content)
    answer = command(path)
    assert answer.returncode == 2
    assert answer.stderr.startswith(str(path))
    assert "Traceback" not in answer.stderr


def test_the_command_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert command(tmp_path / "rien.json").returncode == 2


def test_a_value_reads_the_same_however_it_is_spaced() -> None:
    assert seed_of("f", " 4  8\t15 A") == seed_of("f", "4 8 15 a")
    assert seed_of("f", "4 8 15") != seed_of("f", "48 15")


def test_a_record_names_nobody_and_says_a_household_only_where_it_is_shared() -> None:
    of = plan(60, 8)
    written = of.written()
    shared = {each["household"] for each in written["pool"] if "household" in each}
    assert shared == of.pool.shared
    assert {*written["pool"][0]} <= {"key", "values", "household"}
    assert read_pool(written["pool"]).places == of.pool.places


def test_a_draw_that_is_cancelled_or_lasts_too_long_leaves_no_process() -> None:
    job = job_of(plan(400, 30).written(), "0" * 64, chances=100_000)
    with pytest.raises(DrawEndedError, match="cancelled"):
        run(job, lambda _stage, _done, _total: False)
    with pytest.raises(DrawEndedError, match="too_long"):
        run(job, seconds=0.5)


def test_progress_is_told_while_it_lasts() -> None:
    seen = []

    def heard(stage: str, done: int, total: int) -> bool:
        seen.append((stage, done, total))
        return stage != "chances"

    job = job_of(plan(400, 30).written(), "0" * 64, chances=100_000)
    with pytest.raises(DrawEndedError):
        run(job, heard)
    assert seen[-1][0] == "chances"
    assert seen[-1][2] == 100_000


def test_impossible_targets_are_refused_across_the_processes() -> None:
    frozen = plan(20, 4).written()
    frozen["targets"]["features"]["genre"] = {
        value: {"minimum": 4, "maximum": 4} for value in ("femme", "homme")
    }
    with pytest.raises(ImpossibleError) as refusal:
        run(job_of(frozen, "0" * 64))
    assert refusal.value.problems


def test_without_the_extra_the_maximin_draw_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maximin, "is_there", lambda: False)
    job = job_of(plan(20, 4, algorithm="maximin").written(), "0" * 64)
    assert engine.answer(job, lambda _stage, _done, _total: None) == {"error": "missing"}
