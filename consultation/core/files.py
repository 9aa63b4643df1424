"""Files: bytes under a generated key, in one folder. A given name never reaches the disk."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, WithId, session
from consultation.core.keys import new_key


class StoredFile(WithId, Base):
    """What is known of one stored file; `name` is what its sender called it, for display only."""

    __tablename__ = "stored_file"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_at: Mapped[datetime] = mapped_column(default=now)


def store(content: bytes, *, name: str, content_type: str, key: str = "") -> StoredFile:
    """Keep `content`, whole or not at all, and add its row to the running transaction."""
    key = key or new_key(20)
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    row = StoredFile(
        key=key,
        name=Path(name.replace("\\", "/")).name[:200],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    session().add(row)
    return row


def keep(path: Path, *, name: str, content_type: str, key: str) -> StoredFile:
    """Keep a large file that was written beside its place; add its row to the transaction."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    size = path.stat().st_size
    path.replace(path_of(key))
    row = StoredFile(key=key, name=name, content_type=content_type, size=size, sha256=sha256)
    session().add(row)
    return row


def drop(row: StoredFile) -> None:
    """Forget a file. The bytes go first: what is left by a crash is a row, dropped again later."""
    path_of(row.key).unlink(missing_ok=True)
    session().delete(row)


def path_of(key: str) -> Path:
    """Where the file of `key` is."""
    folder: Path = current_app.config["SETTINGS"].var
    return folder / "files" / key[:2] / key


def read(row: StoredFile) -> bytes:
    """The bytes of a stored file."""
    return path_of(row.key).read_bytes()
