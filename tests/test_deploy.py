"""What stands in `deploy/` can be followed to the letter."""

import configparser
import subprocess
from pathlib import Path

import pytest

from consultation.core.settings import Settings

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "deploy/env.example"
SECRET = "a secret long enough for the tests, and for nothing else"


def read_by_systemd() -> dict[str, str]:
    """One assignment a line, perhaps between double quotes; `#` begins a remark."""
    lines = EXAMPLE.read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value.removeprefix('"').removesuffix('"') for name, _sign, value in pairs}


def test_the_settings_are_the_same_for_systemd_and_for_a_shell() -> None:
    command = f"set -a; . {EXAMPLE}; env"
    shell = subprocess.run(
        ["/bin/sh", "-ec", command], env={}, text=True, capture_output=True, check=True
    ).stdout
    known = dict(line.split("=", 1) for line in shell.splitlines())
    wanted = read_by_systemd()
    assert {name: known[name] for name in wanted} == wanted


def test_an_instance_starts_with_the_settings_as_shipped() -> None:
    found = Settings.from_env({**read_by_systemd(), "CONSULTATION_SECRET_KEY": SECRET})
    assert found.mail_from == "Consultation <ne-pas-repondre@example.org>"
    assert found.is_secure
    assert found.trusted_proxies == 1


@pytest.mark.parametrize(("unit", "verb"), [("web", "serve"), ("worker", "work")])
def test_a_unit_starts_a_command_and_keeps_what_it_writes_to_itself(unit: str, verb: str) -> None:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.read(ROOT / f"deploy/consultation-{unit}.service")
    service = found["Service"]
    assert service["ExecStart"].split()[:2] == ["/opt/consultation/.venv/bin/consultation", verb]
    assert service["UMask"] == "0077"
    assert service["ReadWritePaths"] == read_by_systemd()["CONSULTATION_VAR"]


def test_an_image_holds_nothing_that_git_leaves_out() -> None:
    def entries(name: str) -> set[str]:
        lines = (ROOT / name).read_text().splitlines()
        kept = (line for line in lines if line and not line.startswith("#"))
        return {line.removeprefix("**/").strip("/") for line in kept}

    assert entries(".gitignore") | {".git"} <= entries(".dockerignore")
