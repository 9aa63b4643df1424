"""The files of published editions, kept once they are made: an edition never changes.

The names in them do, as each member agrees by now, and so does the program: both are in the name
of the file, and one that says something else is deleted when the new one is made. Whoever deletes
a file has it made anew.
"""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app

from consultation.committees.edition import Archive, Names
from consultation.committees.edition_document import document_of_edition
from consultation.publishing.writers import Paper, write


def file_of_edition(
    archive: Archive, names: Names, sha256: str, previous: Archive | None, paper: Paper
) -> bytes:
    """The file's bytes, made if nobody asked for it since the last change."""
    path = _folder() / f"{sha256}-{_state(names)}.{paper.value}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return _made(path, archive, names, sha256, previous, paper)


def _made(
    path: Path, archive: Archive, names: Names, sha256: str, previous: Archive | None, paper: Paper
) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:
        partial = Path(folder) / path.name
        write(document_of_edition(archive, names, sha256, previous), paper, partial)
        content = partial.read_bytes()
        partial.replace(path)
    for former in path.parent.glob(f"{sha256}-*.{paper.value}"):
        if former != path:
            former.unlink(missing_ok=True)
    return content


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].var
    return folder / "opinions"


def _state(names: Names) -> str:
    """What the file says beside the edition: the names, in the words of this program."""
    said = json.dumps([version("consultation"), sorted(names.by_key.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
