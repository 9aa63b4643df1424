"""Zipped documents, opened with care: bounded, unencrypted, no DTD, nothing outside looked at."""

import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from consultation.documents.parsing.blocks import Refusal, RefusalCode

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 5000
CHUNK = 1024 * 1024


class Package:
    """A zip whose members are read within what is left of the allowance."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise Refusal(RefusalCode.TRUNCATED) from error
        self.names = self._zip.namelist()
        if len(self.names) > MAX_MEMBERS:
            raise Refusal(RefusalCode.TOO_MANY_MEMBERS)
        if sum(info.file_size for info in self._zip.infolist()) > MAX_UNPACKED:
            raise Refusal(RefusalCode.TOO_LARGE_UNPACKED)
        self._left = MAX_UNPACKED

    def read(self, name: str) -> bytes:
        """The bytes of a member. What a header declares is not believed: what comes is counted."""
        parts: list[bytes] = []
        try:
            with self._zip.open(name) as member:
                while part := member.read(CHUNK):
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
        return parse_xml(self.read(name))


def parse_xml(content: bytes) -> Element:
    """The tree of `content`. It stops at the first DTD: no office document needs one."""
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
    except (expat.ExpatError, LookupError, ValueError, AssertionError) as error:
        raise Refusal(RefusalCode.UNREADABLE) from error


def _named(name: str) -> str:
    """Expat's « uri}local » in ElementTree's way."""
    return "{" + name if "}" in name else name


def _refuse(*_declared: object) -> None:
    raise Refusal(RefusalCode.DECLARES_ENTITIES)
