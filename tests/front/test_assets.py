"""Styles and scripts are put together once, small, under names that never change their content."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consultation.core.assets import LAYERS, BundleError, bundle, desk_scripts, scripts, styles
from consultation.core.paths import STATIC

STYLESHEETS = sorted((STATIC / "css").rglob("*.css"))
MODULES = sorted(
    path for name in ("modules", "desk") for path in (STATIC / "js" / name).glob("*.js")
)
OF_THE_DESK = {path.stem for path in (STATIC / "js" / "desk").glob("*.js")}


def test_layers_come_in_their_order() -> None:
    text = styles()
    assert text.startswith(f"@layer {','.join(LAYERS)};")
    first = [text.index(f"@layer {name}{{") for name in LAYERS]
    assert first == sorted(first)
    assert text.rindex("@layer pages{") == text.index("@layer pages{@media print")


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.stem)
def test_a_stylesheet_keeps_to_one_layer_without_ids_nor_importance(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    layers = set(re.findall(r"@layer (\w+) {", text))
    folder = path.parent.name
    expected = {"css": {path.stem}, "components": {"components"}, "pages": {"pages"}}[folder]
    assert layers == ({"pages"} if path.stem == "print" else expected)
    assert "!important" not in text
    selectors = re.sub(r"{[^{}]*}", "{}", text)
    assert not re.search(r"#[a-z]", selectors, re.IGNORECASE)


@pytest.mark.parametrize(
    "path", [path for path in STYLESHEETS if path.stem not in {"tokens", "print"}],
    ids=lambda path: path.stem,
)  # fmt: skip
def test_colours_are_named_in_the_tokens_alone(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert not re.findall(r":[^;{]*(?:#[0-9a-fA-F]{3,8}\b|rgb|hsl|oklch)", text)


def test_minifying_leaves_what_stands_between_quotes() -> None:
    assert 'content: "," / ""' in styles()
    assert '"Segoe UI"' in styles()
    assert "/*" not in styles()
    assert "\n" not in styles()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_short_and_exports_enhance(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("// ")
    assert text.count("export function enhance(") == 1
    assert len(text.splitlines()) < 150
    assert f'modules["{path.stem}"] = enhance;' in scripts() + desk_scripts()


def test_every_module_that_a_template_names_exists() -> None:
    named = {
        name
        for path in (STATIC.parent / "templates").rglob("*.html")
        for names in re.findall(r'data-module="([^"{]*)"', path.read_text())
        for name in names.split()
    }
    assert named
    assert named <= {path.stem for path in MODULES}


def test_pages_that_need_the_script_of_the_working_spaces_have_it() -> None:
    templates = STATIC.parent / "templates"
    for path in templates.rglob("*.html"):
        named = re.findall(r'data-module="([^"{]*)"', path.read_text())
        if not path.name.startswith("_") and OF_THE_DESK & set(" ".join(named).split()):
            name = str(path.relative_to(templates))
            assert "desk.js" in with_layouts(name), name


def with_layouts(name: str) -> str:
    """The source of a template and of what it extends."""
    source = (STATIC.parent / "templates" / name).read_text()
    found = re.search(r'{% extends "([^"]+)" %}', source)
    return source + (with_layouts(found[1]) if found else "")


def test_a_module_that_imports_is_refused(tmp_path: Path) -> None:
    _site_of(tmp_path, "import x from 'y';\nexport function enhance(element) {}\n")
    with pytest.raises(BundleError, match=r"one\.js imports"):
        scripts(tmp_path)


def test_a_module_without_enhance_is_refused(tmp_path: Path) -> None:
    _site_of(tmp_path, "const a = 1;\n")
    with pytest.raises(BundleError, match=r"one\.js exports `enhance` 0 times"):
        scripts(tmp_path)


def _site_of(static: Path, module: str) -> None:
    (static / "js" / "modules").mkdir(parents=True)
    (static / "js" / "modules" / "one.js").write_text(module)
    (static / "js" / "main.js").write_text("// nothing\n")


def test_the_weight_of_a_page_leaves_room_for_its_words() -> None:
    made = bundle(STATIC)
    assert len(made.assets["app.js"].packed) < 12 * 1024
    assert len(made.assets["desk.js"].packed) < 12 * 1024
    assert len(made.assets["app.css"].packed) < 11 * 1024
    assert len(made.assets["img/favicon.svg"].packed) < 1024


def test_a_name_follows_the_content(tmp_path: Path) -> None:
    for name in ("css/components", "css/pages", "js/modules", "img"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("css/print.css", "js/main.js"):
        (tmp_path / name).write_text("")
    before = bundle(tmp_path)
    (tmp_path / "css" / "print.css").write_text("@layer pages { a { color: red; } }")
    after = bundle(tmp_path)
    assert before.address("app.css") != after.address("app.css")
    assert before.address("app.js") == after.address("app.js")
    assert gzip.decompress(after.assets["app.css"].packed) == after.assets["app.css"].content


@pytest.mark.parametrize(
    ("name", "kind"),
    [("app.css", "text/css"), ("app.js", "text/javascript"), ("img/favicon.svg", "image/svg+xml")],
)
def test_an_asset_is_kept_for_ever_and_compressed(
    app: Flask, client: FlaskClient, name: str, kind: str
) -> None:
    address = bundle(STATIC).address(name)
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert plain.mimetype == kind
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = client.get(address, headers={"If-None-Match": plain.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


def test_an_asset_of_another_build_is_not_found(client: FlaskClient) -> None:
    assert client.get("/static/app.000000000000.css").status_code == 404


def test_addresses_are_the_same_in_both_languages(client: FlaskClient) -> None:
    addresses = [
        set(re.findall(r'(?:href|src)="([^"]*/static/[^"]*)"', client.get(page).text))
        for page in ("/composants", "/en/composants")
    ]
    assert addresses[0] == addresses[1]
    assert len(addresses[0]) == 3
    assert all(address.startswith("/static/") for address in addresses[0])


def test_no_script_but_the_moderators_desk_asks_how_wide_the_screen_is() -> None:
    """The others are loaded once in the browser's tests, and looked at in every width."""
    asking = r"matchMedia|inner(Width|Height)|client(Width|Height)|ResizeObserver|\bscreen\."
    found = {
        path.name
        for path in (STATIC / "js").rglob("*.js")
        if re.search(asking, path.read_text(encoding="utf-8"))
    }
    assert found == {"moderation.js"}, "its pages are looked at with `look`, at each width anew"
