"""Every setting, from the environment, in one frozen object; nonsense is refused at start."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message says which and what is expected."""


RESERVED = (
    "ministere", "ministre", "minister", "ministry", "gouvernement", "government", "prefecture",
    "moderation", "moderateur", "moderatrice", "moderator", "administrateur", "administratrice",
    "administrator", "officiel", "official",
)  # fmt: skip
"""Who takes such a name passes for the institution or for this service."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an instance is told from outside. `from_env` reads `CONSULTATION_…` variables."""

    database_url: str
    var: Path
    secret_key: str
    base_url: str = "http://127.0.0.1:5000"
    is_demo: bool = False
    is_test: bool = False
    counts_queries: bool = False
    trusted_proxies: int = 0
    site_name: str = "Consultation"
    source_url: str = ""
    contact: str = "contact@consultation.example"
    smtp_url: str = ""
    mail_from: str = "Consultation <ne-pas-repondre@consultation.example>"
    reserved_names: tuple[str, ...] = RESERVED
    rate_limits: bool = True
    public_cache_bytes: int = 64 * 1024 * 1024
    vectors: Path | None = None
    """The folder of a model for the suggestions of themes; the extra `semantic` reads it."""

    @property
    def is_secure(self) -> bool:
        """The public address is https: cookies say so too."""
        return self.base_url.startswith("https:")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; raise `SettingsError` on nonsense."""
        var = Path(environ.get("CONSULTATION_VAR", "var")).resolve()
        base_url = _url(environ, "CONSULTATION_BASE_URL", "http://127.0.0.1:5000")
        is_demo = _flag(environ, "CONSULTATION_DEMO")
        return cls(
            database_url=environ.get("CONSULTATION_DATABASE_URL")
            or f"sqlite:///{var / 'consultation.sqlite'}",
            var=var,
            secret_key=_secret(environ, var),
            base_url=base_url,
            is_demo=is_demo,
            counts_queries=_flag(environ, "CONSULTATION_COUNT_QUERIES"),
            trusted_proxies=_number(environ, "CONSULTATION_TRUSTED_PROXIES", 0),
            site_name=environ.get("CONSULTATION_SITE_NAME", "Consultation"),
            source_url=environ.get("CONSULTATION_SOURCE_URL", ""),
            contact=environ.get("CONSULTATION_CONTACT", cls.contact),
            smtp_url=environ.get("CONSULTATION_SMTP_URL", ""),
            mail_from=environ.get("CONSULTATION_MAIL_FROM", cls.mail_from),
            reserved_names=(*RESERVED, *_names(environ)),
            rate_limits=not _flag(environ, "CONSULTATION_NO_RATE_LIMITS"),
            vectors=_vectors(environ),
        )


def _names(environ: Mapping[str, str]) -> list[str]:
    """The institution's own names, parted by commas. One of two letters would bar half of all."""
    names = [name.strip() for name in environ.get("CONSULTATION_RESERVED_NAMES", "").split(",")]
    if any(0 < len(name) < 3 for name in names):
        raise SettingsError("CONSULTATION_RESERVED_NAMES: write names of three letters or more.")
    return [name for name in names if name]


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0").strip().lower()
    if value not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise SettingsError(f"{name} is {value!r}: write 1 or 0.")
    return value in {"1", "yes", "true"}


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, str(default))
    if not value.isdigit():
        raise SettingsError(f"{name} is {value!r}: write a whole number.")
    return int(value)


def _url(environ: Mapping[str, str], name: str, default: str) -> str:
    value = environ.get(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise SettingsError(f"{name} is {value!r}: write an address such as https://example.org.")
    return value


def _vectors(environ: Mapping[str, str]) -> Path | None:
    """The folder, if one is named: it is there, and what reads it is installed."""
    given = environ.get("CONSULTATION_VECTORS", "")
    if not given:
        return None
    folder = Path(given).resolve()
    if not (folder / "model.safetensors").is_file():
        raise SettingsError(
            f"CONSULTATION_VECTORS is {given!r}: write a folder with model.safetensors, "
            "tokenizer.json and config.json."
        )
    if find_spec("model2vec") is None:
        raise SettingsError("CONSULTATION_VECTORS needs the extra “semantic”: install it first.")
    return folder


def _secret(environ: Mapping[str, str], var: Path) -> str:
    """The given secret, or one made once and kept beside the data of this machine."""
    given = environ.get("CONSULTATION_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingsError("CONSULTATION_SECRET_KEY is shorter than 32 characters.")
        return given
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = var / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
    return kept.read_text().strip()
