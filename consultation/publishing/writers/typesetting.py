"""The process that sets a document with typst: one request on standard input, one file written.

Signs for which no font has a drawing are set as their code, « [U+4E2D] »: typst names them when it
refuses a page, since PDF/A allows no empty box in place of a letter.
"""

import json
import re
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import category

import manimgx_fonts
import manimgx_fonts_cjk
import typst

SOURCE = Path(__file__).with_name("document.typ")
FONTS = [str(Path(each.__file__).parent) for each in (manimgx_fonts, manimgx_fonts_cjk)]
BYTES = 4 << 30
"""Of addresses, of which the threads' stacks take most; a process has some 500 MB in use."""
CPU_SECONDS = 600
ROUNDS = 4
LONGEST = 40
"""Letters without a place to break a line, after which one is made."""
_LONG = re.compile(rf"[^\s\u200b]{{{LONGEST},}}")
_PIECE = re.compile(r".{1,10}")
_UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')
_PRIVATE = re.compile(r'contains the codepoint `"(.*?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_UNUSUAL = re.compile("[^\t\n -\u024f\u2010-\u2027\u202f\u2030-\u203a\u200b\u20ac]")


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request = json.load(sys.stdin)
    Path(request["path"]).write_bytes(typeset(request["document"]))


def typeset(document: dict[str, Any]) -> bytes:
    """The PDF."""
    text = json.dumps(_spoken(document, _breakable), ensure_ascii=False)
    for _round in range(ROUNDS):
        try:
            return _compiled(text, document["day"])
        except typst.TypstError as error:
            unshown = unshown_in(f"{error}\n{error.diagnostic}")
            if not unshown:
                raise
            text = json.dumps(_spoken(json.loads(text), _without(unshown)), ensure_ascii=False)
    last = json.dumps(_spoken(json.loads(text), _usual), ensure_ascii=False)
    return _compiled(last, document["day"])


def _compiled(text: str, day: list[int]) -> bytes:
    return typst.compile(
        str(SOURCE),
        root=str(SOURCE.parent),
        sys_inputs={"document": text},
        pdf_standards=["ua-1", "a-3a"],
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=FONTS),
        timestamp=datetime(day[0], day[1], day[2], tzinfo=UTC),
    )


def unshown_in(message: str) -> set[str]:
    """The characters that typst could not show: the marks alone first, which may be to blame."""
    texts = _UNSHOWN.findall(message) + _PRIVATE.findall(message)
    chars = {char for text in texts for char in _unescaped(text)}
    marks = {char for char in chars if category(char)[0] in "MC"}
    return marks or chars


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


def _spoken(value: Any, change: Any) -> Any:
    """The same data with each text changed; names of fields and addresses stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_spoken(each, change) for each in value]
    if isinstance(value, dict):
        return {
            name: each if name in _FIXED else _spoken(each, change) for name, each in value.items()
        }
    return value


_FIXED = frozenset({"kind", "key", "href", "language", "tone", "shade", "change"})


def _breakable(text: str) -> str:
    """A word longer than a line may be broken anywhere: nothing runs off the page."""
    return _LONG.sub(lambda found: "\u200b".join(_PIECE.findall(found[0])), text)


def _without(unshown: set[str]) -> Any:
    table = {ord(char): f"[U+{ord(char):04X}]" for char in unshown}
    return lambda text: text.translate(table)


def _usual(text: str) -> str:
    return _UNUSUAL.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


if __name__ == "__main__":
    main()
