"""What an instance is told from outside, and what it refuses to start with."""

from pathlib import Path

import pytest

from consultation.accounts.names import is_reserved
from consultation.core.settings import RESERVED, Settings, SettingsError

SECRET = "a secret long enough for the tests, and for nothing else"


def environ(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"CONSULTATION_VAR": str(tmp_path), "CONSULTATION_SECRET_KEY": SECRET, **more}


def test_an_institution_keeps_its_own_names_from_others(tmp_path: Path) -> None:
    given = environ(tmp_path, CONSULTATION_RESERVED_NAMES=" Ville de Rivebelle, Rivebelle ,")
    names = Settings.from_env(given).reserved_names
    assert names == (*RESERVED, "Ville de Rivebelle", "Rivebelle")
    assert is_reserved("Mairie de RIVE-BELLE", names)
    assert not is_reserved("Odile M.", names)
    assert Settings.from_env(environ(tmp_path)).reserved_names == RESERVED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONSULTATION_RESERVED_NAMES", "Rivebelle, M"),
        ("CONSULTATION_DEMO", "maybe"),
        ("CONSULTATION_TRUSTED_PROXIES", "one"),
        ("CONSULTATION_BASE_URL", "consultation.example.org"),
        ("CONSULTATION_SECRET_KEY", "short"),
    ],
)
def test_nonsense_is_refused_by_its_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env(environ(tmp_path, **{name: value}))
