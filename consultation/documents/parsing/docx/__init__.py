"""DOCX in. Our own walk takes out what is not the text and notes it; mammoth reads the rest."""

from consultation.documents.parsing.docx.parts import is_docx
from consultation.documents.parsing.docx.reading import read_docx

__all__ = ["is_docx", "read_docx"]
