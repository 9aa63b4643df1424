"""Zipped documents, opened with care: bounded, unencrypted, no DTD, nothing outside looked at."""

import codecs
import io
import re
import zipfile
import zlib
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from consultation.documents.parsing.blocks import Refusal, RefusalCode

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 5000
MAX_XML = 64 * 1024 * 1024
"""Of one part: 100,000 paragraphs of Word's."""
CHUNK = 1024 * 1024
DIRECTORY_ENTRY = b"PK\x01\x02"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DOCTYPE = b"<!DOCTYPE"
NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


class Package:
    """A zip whose members are read within what is left of the allowance."""

    def __init__(self, content: bytes) -> None:
        if content.count(DIRECTORY_ENTRY) > 2 * MAX_MEMBERS:
            # Counted before the library builds an object for each of half a million.
            raise Refusal(RefusalCode.TOO_MANY_MEMBERS)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise Refusal(RefusalCode.TRUNCATED) from error
        self.names = frozenset(self._zip.namelist())
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise Refusal(RefusalCode.TOO_MANY_MEMBERS)
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise Refusal(RefusalCode.TOO_LARGE_UNPACKED)
        if any(name.startswith("/") or ".." in name.split("/") for name in self.names):
            raise Refusal(RefusalCode.UNSAFE_NAMES)
        self._left = MAX_UNPACKED

    def read(self, name: str) -> bytes:
        """The bytes of a member. What a header declares is not believed: what comes is counted."""
        parts: list[bytes] = []
        try:
            member = self._zip.getinfo(name)
            if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Refusal(RefusalCode.UNREADABLE)
            with self._zip.open(member) as opened:
                while part := opened.read(CHUNK):
                    self._left -= len(part)
                    if self._left < 0:
                        raise Refusal(RefusalCode.TOO_LARGE_UNPACKED)
                    parts.append(part)
        except KeyError as error:
            raise Refusal(RefusalCode.UNREADABLE) from error
        except RuntimeError as error:
            raise Refusal(RefusalCode.ENCRYPTED) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Refusal(RefusalCode.TRUNCATED) from error
        return b"".join(parts)

    def has(self, name: str) -> bool:
        """There is such a member."""
        return name in self.names

    def xml(self, name: str) -> Element:
        """The tree of an XML member."""
        content = self.read(name)
        if len(content) > MAX_XML:
            # Its tree would take ten times its size.
            raise Refusal(RefusalCode.TOO_MUCH_MEMORY)
        return parse_xml(content)


def parse_xml(content: bytes) -> Element:
    """The tree of `content`. It stops at the first DTD: no office text needs one.

    Element names of the strict form of Office Open XML are given in its usual form.
    """
    if content.startswith(UTF_16):
        content = _as_utf_8(content)
    if DOCTYPE in content:
        raise Refusal(RefusalCode.DECLARES_ENTITIES)
    for strict, usual in STRICT.items():
        content = content.replace(strict, usual)
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: builder.start(
        _named(name), {_named(each): value for each, value in given.items()}
    )
    parser.EndElementHandler = lambda name: builder.end(_named(name))
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(content, True)
        return builder.close()
    except expat.ExpatError as error:
        if error.code == NO_MEMORY:
            raise MemoryError from error
        raise Refusal(RefusalCode.UNREADABLE) from error
    except (LookupError, ValueError, AssertionError) as error:
        raise Refusal(RefusalCode.UNREADABLE) from error


def _as_utf_8(content: bytes) -> bytes:
    """The same XML in UTF-8, so that what is looked for in it can be found."""
    text = content.decode("utf-16", errors="replace")
    return re.sub(r"\A<\?xml[^>]*\?>", "", text).encode("utf-8", errors="replace")


def _named(name: str) -> str:
    """Expat's « uri}local » in ElementTree's way."""
    return "{" + name if "}" in name else name


def _refuse(*_declared: object) -> None:
    raise Refusal(RefusalCode.DECLARES_ENTITIES)
