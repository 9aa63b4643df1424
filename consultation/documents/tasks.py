"""Work of the texts: reading an uploaded file."""

from sqlalchemy import select

from consultation.core import work
from consultation.core.db import session
from consultation.core.files import StoredFile, path_of
from consultation.documents.models import Import
from consultation.documents.parsing.blocks import Options, Refusal
from consultation.documents.services.importing import keep_parsed, refuse_import, start_reading


def read_next_import() -> bool:
    """Read one uploaded file into a draft version.

    A worker that dies leaves nothing behind but its lease: another reads the file again.
    """
    from consultation.documents.parsing import parse_file

    row = work.claim(Import)
    if row is None:
        return False
    start_reading(row)
    kept = session.scalars(select(StoredFile).where(StoredFile.id == row.file_id)).one()
    path, name, options = path_of(kept.key), kept.name, Options(split_lists=row.splits_lists)
    # The file is read with no transaction open: nobody waits for it.
    session.rollback()
    try:
        keep_parsed(row, parse_file(path, name, options))
    except Refusal as refusal:
        refuse_import(row, refusal.code)
    except Exception as error:
        work.postpone(row, error)
        raise
    return True
