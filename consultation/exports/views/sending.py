"""A stored file as an answer: to be saved, never shown by the browser as a page of ours."""

from flask import Response, send_file

from consultation.core import files
from consultation.core.files import StoredFile


def sent(kept: StoredFile) -> Response:
    """The file, under the name that it was given."""
    response = send_file(
        files.path_of(kept.key), mimetype=kept.content_type, as_attachment=True,
        download_name=kept.name, conditional=False, etag=False,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
