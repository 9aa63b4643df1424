"""Styles and scripts: small files, one per component, put together at start under hashed names."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request

from consultation.core.paths import STATIC

LAYERS = "@layer reset, tokens, base, layout, components, pages;\n"
FIRST_STYLES = ("reset", "tokens", "base", "layout")
FOREVER = "public, max-age=31536000, immutable"
_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLANK = re.compile(r"\n{2,}")
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """One served file: its hashed name, its bytes, and the same compressed."""

    name: str
    content: bytes
    packed: bytes
    content_type: str


def styles(static: Path = STATIC) -> str:
    """Every stylesheet in one, in the order of the layers; print comes last."""
    css = static / "css"
    files = [css / f"{name}.css" for name in FIRST_STYLES]
    files += sorted((css / "components").glob("*.css")) + sorted((css / "pages").glob("*.css"))
    files.append(css / "print.css")
    text = "\n".join(path.read_text() for path in files)
    return LAYERS + _BLANK.sub("\n", _INDENT.sub("", _COMMENTS.sub("", text)))


def scripts(static: Path = STATIC) -> str:
    """Every module in one script: each in a scope of its own, found by its file's name.

    A module exports `enhance(element)`; `main.js` calls it for each `data-module` that names it.
    """
    js = static / "js"
    parts = ['"use strict";', "const modules = {};"]
    for path in sorted((js / "modules").glob("*.js")):
        source = _EXPORT.sub("", path.read_text())
        parts.append(f"{{\n{source}\nmodules[{path.stem!r}] = enhance;\n}}")
    parts.append((js / "main.js").read_text())
    lines = [line for line in "\n".join(parts).splitlines() if not line.strip().startswith("//")]
    return _BLANK.sub("\n", _INDENT.sub("", "\n".join(lines)))


def _asset(stem: str, extension: str, text: str) -> Asset:
    content = text.encode()
    digest = hashlib.blake2b(content, digest_size=6).hexdigest()
    kind = mimetypes.types_map[f".{extension}"]
    return Asset(
        name=f"{stem}.{digest}.{extension}",
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        content_type=f"{kind}; charset=utf-8",
    )


def init_app(app: Flask) -> None:
    """Serve the assets and give templates `asset("app.css")`. No language in their addresses."""
    made = {
        "app.css": _asset("app", "css", styles()),
        "app.js": _asset("app", "js", scripts()),
        "favicon.svg": _asset("favicon", "svg", (STATIC / "img" / "favicon.svg").read_text()),
    }
    served = {each.name: each for each in made.values()}

    def asset(name: str) -> str:
        return f"/static/{made[name].name}"

    app.jinja_env.globals["asset"] = asset

    @app.get("/static/<name>", endpoint="static")
    def static(name: str) -> Response:
        found = served.get(name)
        if found is None:
            abort(404)
        return _answer(found)

    static.access = "public"  # type: ignore[attr-defined]


def _answer(found: Asset) -> Response:
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(found.packed if packed else found.content, content_type=found.content_type)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
