"""ODT in: the zip and its XML, in order. odfpy loses the order, so this is ours."""

from consultation.documents.parsing.odt.reading import is_odt, read_odt

__all__ = ["is_odt", "read_odt"]
