"""The rules of the house: direction of imports, sizes, marks on views, one migration head."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "consultation"
LINE = (
    "core", "publishing", "accounts", "notifications", "consultations", "search", "screening",
    "documents", "contributions", "moderation", "versions", "committees", "synthesis", "answers",
    "exports", "follows", "privacy", "reading", "api", "pages", "demo",
)  # fmt: skip
TOGETHER = {"app", "cli", "models", "serving", "worker", "running"}
"""Modules that put features together: they may import all of them."""
INSIDE = (
    "models", "permissions", "queries", "emails", "services", "tasks", "forms", "views", "cli",
)  # fmt: skip
OPENS_TRANSACTIONS = re.compile(
    r"(services|tasks|cli|sessions|attempts|journal|work|db|bulk|loading|setting|spots|running)"
)
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MARKS = {"public", "signed_in", "strongly_signed_in", "administrator"}
INTEGER_PARTS = {"part", "number", "revision", "old", "new"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def place(parts: tuple[str, ...]) -> tuple[str, str]:
    """The feature and the file of a module, from the parts of its dotted name."""
    return parts[0], parts[1] if len(parts) > 1 else ""


def test_a_module_imports_only_to_the_left_and_upward() -> None:
    assert not [fault for path in MODULES for fault in imported_wrongly(path)]


def imported_wrongly(path: Path) -> Iterator[str]:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    feature, file = (
        place(tuple(part for part in parts if part != "__init__"))
        if parts != ("__init__",)
        else ("", "")
    )
    if feature in TOGETHER or not feature:
        return
    for module in imports(path):
        names = module.split(".")
        if names[0] != "consultation" or len(names) < 2:
            continue
        other, other_file = place(tuple(names[1:]))
        if other in TOGETHER:
            yield f"{name_of(path)}: {module} puts features together"
        elif LINE.index(other) > LINE.index(feature):
            yield f"{name_of(path)}: {feature} may not know {other}"
        elif other == feature and is_before(file, other_file):
            yield f"{name_of(path)}: {file} may not know {other_file}"


def is_before(file: str, other: str) -> bool:
    """Inside a feature, where both have their place."""
    return {file, other} <= set(INSIDE) and INSIDE.index(file) < INSIDE.index(other)


def test_a_file_stays_under_300_lines() -> None:
    folders = [PACKAGE, *(ROOT / name for name in ("templates", "static", "tests", "migrations"))]
    files = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".py", ".html", ".css", ".js"}
    ]
    assert len(files) > len(MODULES) + len(TEMPLATES)
    assert not named(files, lambda path: len(path.read_text().splitlines()) > 300)


def test_the_top_level_is_what_its_user_fixed() -> None:
    allowed = {
        "pyproject.toml", "consultation", "migrations", "static", "templates", "tests", "deploy",
        "README.md", "LICENSE", "Makefile", "requirements.txt", "requirements-dev.txt", "var",
    }  # fmt: skip
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= allowed | {"build", "dist"}


def test_templates_and_tests_are_in_folders_named_after_features() -> None:
    features = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    shared = {"layouts", "components", "errors", "__pycache__"}
    templates = {path.name for path in (ROOT / "templates").iterdir()} - shared
    others = {"support", "fixtures", "snapshots", "browser", "bench", "front", "__pycache__"}
    tests = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - others
    assert templates <= features
    assert tests <= features


def test_the_six_packages_are_declared_and_used() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[\[<>=]", each)[0] for each in declared["dependencies"]}
    assert {"flask", "flask-login", "flask-wtf", "sqlalchemy", "bleach"} <= names
    assert "pytest" in {
        re.split(r"[\[<>=]", each)[0] for each in declared["optional-dependencies"]["dev"]
    }
    used = {module.split(".")[0] for path in MODULES for module in imports(path)}
    assert {"flask", "flask_login", "flask_wtf", "sqlalchemy", "bleach"} <= used


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_are_hashed_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\w)", text.strip()))


def test_each_view_carries_exactly_one_mark(app: Flask) -> None:
    unmarked = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if getattr(view, "access", None) not in MARKS
    }
    assert not unmarked


def test_addresses_are_kebab_case_and_carry_no_integer_ids(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", fixed), rule.rule
        integers = set(re.findall(r"<int:(\w+)>", rule.rule))
        assert integers <= INTEGER_PARTS, rule.rule


def test_migrations_are_numbered_with_one_head() -> None:
    files = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    numbers = [path.name[:4] for path in files]
    assert numbers == [f"{number:04}" for number in range(1, len(files) + 1)]
    for path, before in zip(files, [None, *numbers], strict=False):
        source = path.read_text()
        assert f'revision = "{path.name[:4]}"' in source
        assert (f'down_revision = "{before}"' if before else "down_revision = None") in source
        assert "import consultation" not in source
        assert "from consultation" not in source


def named(paths: Iterable[Path], is_wrong: Callable[[Path], object]) -> list[str]:
    """Those that break a rule. One test a rule: one for each file cost as much as reading them."""
    return [name_of(path) for path in paths if is_wrong(path)]


def test_only_services_and_tasks_open_a_transaction() -> None:
    opening = named(MODULES, lambda path: "with transaction()" in path.read_text())
    assert opening
    assert not [name for name in opening if not OPENS_TRANSACTIONS.search(name)]


def test_each_named_lock_has_a_number_of_its_own() -> None:
    text = "".join(path.read_text() for path in MODULES)
    locks = re.findall(r"^(\w+_LOCK) = ([\d_]+)$", text, re.MULTILINE)
    held = re.findall(r"hold_named_lock\((\w+)\)", text)
    assert set(held) == {name for name, _number in locks}
    assert len({int(number) for _name, number in locks}) == len(locks)


def test_a_template_has_no_inline_code_and_asks_no_database() -> None:
    def has_style(path: Path) -> bool:
        is_mail = "/email/" in name_of(path) or path.name == "email.html"
        return not is_mail and re.search(r"\sstyle=", path.read_text()) is not None

    def has_script(path: Path) -> object:
        code = r"<script(?![^>]*\ssrc=)|<style|\son(?:click|load|submit)="
        return re.search(code, path.read_text())

    assert not named(TEMPLATES, has_style)
    assert not named(TEMPLATES, has_script)
    assert not named(TEMPLATES, lambda path: "|safe" in path.read_text().replace(" ", ""))
    assert not named(TEMPLATES, lambda path: ".query" in path.read_text())


def test_nothing_is_left_to_be_done() -> None:
    words = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|raise NotImplemented" + "Error")
    assert not named([*MODULES, *TEMPLATES], lambda path: words.search(path.read_text()))


def test_an_ignored_type_error_is_named() -> None:
    bare = re.compile(r"# type: ignore(?!\[)|# noqa(?!:)")
    assert not named(MODULES, lambda path: bare.search(path.read_text()))
