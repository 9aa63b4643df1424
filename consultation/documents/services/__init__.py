"""Use cases of texts: read, corrected, published."""

from consultation.documents.services.creating import add_entries, create_document
from consultation.documents.services.publishing import publish_version, version_sha256

__all__ = ["add_entries", "create_document", "publish_version", "version_sha256"]
