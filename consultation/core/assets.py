"""Styles, scripts and drawings: small files, put together at start under names that hold a hash.

What is served is one stylesheet, one script for every page and one more for the working spaces,
each made of the files of its folder, lightly minified and compressed once. Their addresses are the
same in both languages.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request, session

from consultation.core.paths import STATIC

LAYERS = ("reset", "tokens", "base", "layout", "components", "pages")
ADDRESS = "/static/"
KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "webp": "image/webp",
}
FOREVER = "public, max-age=31536000, immutable"
_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACES = re.compile(r"\s+")
_AROUND_SIGNS = re.compile(r" ?([{};,]) ?")
_QUOTED = re.compile(r'("[^"\n]*")')
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLANK = re.compile(r"\n{2,}")
_ENHANCE = re.compile(r"^export function enhance\b", re.MULTILINE)
_IMPORT = re.compile(r"^(?:import|export (?!function enhance\b))", re.MULTILINE)


class BundleError(Exception):
    """A file of `static/` cannot be put together with the others: which one, and why."""


@dataclass(frozen=True)
class Asset:
    """One served file: its name with a hash, its bytes, and the same compressed."""

    name: str
    content: bytes
    packed: bytes
    content_type: str


@dataclass(frozen=True)
class Bundle:
    """All that is served, by the plain name that templates use: `app.css`, `img/favicon.svg`."""

    assets: dict[str, Asset]

    def address(self, name: str) -> str:
        """Where `name` is served; an unknown name is a mistake of the template."""
        return ADDRESS + self.assets[name].name

    def served(self) -> dict[str, Asset]:
        """The same by the name with its hash."""
        return {asset.name: asset for asset in self.assets.values()}


def bundle(static: Path) -> Bundle:
    """Put together the files of `static`."""
    made = {
        "app.css": _asset("app.css", styles(static).encode()),
        "app.js": _asset("app.js", scripts(static).encode()),
        "desk.js": _asset("desk.js", desk_scripts(static).encode()),
    }
    for path in sorted((static / "img").iterdir()):
        made[f"img/{path.name}"] = _asset(f"img/{path.name}", path.read_bytes())
    return Bundle(made)


def styles(static: Path = STATIC) -> str:
    """Every stylesheet in one, in the order of the layers; print comes last."""
    css = static / "css"
    files = [css / f"{name}.css" for name in LAYERS if (css / f"{name}.css").exists()]
    files += [path for name in LAYERS for path in sorted((css / name).glob("*.css"))]
    files.append(css / "print.css")
    text = "\n".join(path.read_text("utf-8") for path in files)
    return f"@layer {','.join(LAYERS)};{_small_css(text)}"


def _small_css(text: str) -> str:
    """Without comments and idle spaces; what stands between quotes stays as it is."""
    pieces = _QUOTED.split(_COMMENTS.sub("", text))
    pieces[::2] = [_AROUND_SIGNS.sub(r"\1", _SPACES.sub(" ", piece)) for piece in pieces[::2]]
    return "".join(pieces).replace(";}", "}").strip()


def scripts(static: Path = STATIC) -> str:
    """Every module in one script, each in a scope of its own, found by the name of its file.

    A module exports `enhance(element)` and imports nothing; what `main.js` does with them is there.
    A module that fails while it is read leaves the others alone.
    """
    js = static / "js"
    parts = ['"use strict";', "const modules={};"]
    parts += _modules(js / "modules")
    parts.append((js / "main.js").read_text("utf-8"))
    return _small_js("\n".join(parts))


def desk_scripts(static: Path = STATIC) -> str:
    """The modules of the working spaces, for a page that has the script of every page."""
    parts = ['"use strict";', *_modules(static / "js" / "desk"), "enhanceAll(document);"]
    return _small_js("\n".join(parts))


def _modules(folder: Path) -> list[str]:
    return [_module(path) for path in sorted(folder.glob("*.js"))]


def _module(path: Path) -> str:
    source, count = _ENHANCE.subn("function enhance", path.read_text("utf-8"))
    if count != 1:
        raise BundleError(f"{path.name} exports `enhance` {count} times; it does so once.")
    if _IMPORT.search(source):
        raise BundleError(f"{path.name} imports, or exports something else than `enhance`.")
    name = json.dumps(path.stem)
    source += f"\nmodules[{name}] = enhance;"
    return f"try {{\n{source}\n}} catch (error) {{ console.error({name}, error); }}"


def _small_js(text: str) -> str:
    return _BLANK.sub("\n", _INDENT.sub("", _LINE_COMMENT.sub("", text))).strip() + "\n"


def _asset(name: str, content: bytes) -> Asset:
    stem, _dot, extension = name.rpartition(".")
    digest = hashlib.blake2b(content, digest_size=6).hexdigest()
    return Asset(
        name=f"{stem}.{digest}.{extension}",
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        content_type=KINDS[extension],
    )


def init_app(app: Flask, lists: Mapping[str, str]) -> None:
    """Serve the assets, and give templates `asset("app.css")`.

    `lists` are JSON by name, for scripts that ask for it when they need it.
    """
    made = bundle(STATIC)
    made.assets.update((name, _asset(name, text.encode())) for name, text in lists.items())
    served = made.served()
    app.jinja_env.globals["asset"] = made.address

    @app.get(f"{ADDRESS}<path:name>", endpoint="static")
    def file(name: str) -> Response:
        found = served.get(name)
        if found is None:
            abort(404)
        return _answer(found)

    file.access = "public"  # type: ignore[attr-defined]

    @app.after_request
    def same_for_everybody(response: Response) -> Response:
        if request.endpoint == "static":
            # Flask-Login looks into every session, whereupon Flask would add `Vary: Cookie`.
            session.accessed = False
        return response


def _answer(found: Asset) -> Response:
    """The file, compressed for whoever can read it so; a name with a hash never changes."""
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(found.packed if packed else found.content, content_type=found.content_type)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{found.name}{'.gz' if packed else ''}")
    response.make_conditional(request)
    return response
