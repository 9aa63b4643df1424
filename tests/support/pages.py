"""What every page of the site must be; the test client looks at each that it opens."""

import re
from functools import lru_cache
from html.parser import HTMLParser

import html5lib

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NAMED_ELSEWHERE = {"hidden", "submit", "button", "image"}


class Outline(HTMLParser):
    """What a page holds, as far as the checks ask."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.inline: list[str] = []
        self.h1 = 0
        self.words: dict[str, str] = {"title": "", "h1": ""}
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._inside.append(tag)
        self.h1 += tag == "h1"
        if given.get("id"):
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for", ""))
        if tag in {"input", "select", "textarea"} and given.get("type") not in NAMED_ELSEWHERE:
            given["wrapped"] = "yes" if "label" in self._inside else ""
            self.fields.append(given)
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        if tag == "script" and not given.get("src"):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for name in self.words:
            if name in self._inside:
                self.words[name] += data


@lru_cache(maxsize=256)
def faults(html: str) -> tuple[str, ...]:
    """What is wrong with a full page; nothing when all is well. The same page is read once."""
    outline = Outline()
    outline.feed(html)
    found = []
    if outline.h1 != 1:
        found.append(f"{outline.h1} h1")
    title, h1 = (_plain(outline.words[name]) for name in ("title", "h1"))
    if not title.startswith(h1) and not title.removeprefix("Erreur : ").startswith(h1):
        found.append(f"the title {title!r} does not begin with the h1 {h1!r}")
    twice = {each for each in outline.ids if outline.ids.count(each) > 1}
    if twice:
        found.append(f"ids used twice: {sorted(twice)}")
    found += [
        f"a field without a label: {field}"
        for field in outline.fields
        if field.get("id") not in outline.labels
        and not field["wrapped"]
        and "aria-label" not in field
    ]
    if outline.inline:
        found.append(f"inline script or style: {outline.inline}")
    return (*found, *_syntax(html))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _syntax(html: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    return [f"line {place[0]}: {code} {values}" for place, code, values in parser.errors]
