"""Anybody computes the same fingerprint, with other tools too."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.core import fingerprint as module
from consultation.core.fingerprint import canonical, fingerprint

RECEIPT: dict[str, str | int | None] = {
    "text": 'Très bien : « oui ».\nMais "quand" ?\t\\o/ 😀 \u2028\x7f\x01',
    "revision": 2,
    "contribution": "k3x9",
    "proposed_text": None,
}
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.one_of(
    st.none(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(st.characters(codec="utf-8"))
)
FIELDS = st.dictionaries(NAMES, VALUES, max_size=8)


@pytest.mark.parametrize(
    ("fields", "form", "digest"),
    [
        ({}, "{}", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
        (
            {"b": 1, "a": "é", "c": None},
            '{"a":"é","b":1,"c":null}',
            "0ee26f8a200d7d2d7e8a98380fbc9ec0efcd36ad82cf1226bd6790ac3dabc1b5",
        ),
        (
            RECEIPT,
            '{"contribution":"k3x9","proposed_text":null,"revision":2,"text":"Très bien : « oui ».'
            '\\nMais \\"quand\\" ?\\t\\\\o/ 😀 \u2028\x7f\\u0001"}',
            "fd72a820dfbcc39d23911599289fbc1934a72b4933e63f7ac98f9a196d9b34c7",
        ),
        (
            {"a1": "\x08\x0c\r\x1f/", "a_": -(2**53) + 1, "a": ""},
            '{"a":"","a1":"\\b\\f\\r\\u001f/","a_":-9007199254740991}',
            "06ac50ba837230e9b6c8f5486654d7792295c0d31941d7dc88187742618ca1dd",
        ),
    ],
)
def test_known_fields_have_a_known_form_and_fingerprint(
    fields: dict[str, str | int | None], form: str, digest: str
) -> None:
    assert canonical(fields) == form.encode()
    assert fingerprint(fields) == digest


@given(FIELDS)
def test_the_form_is_json_that_says_the_same(fields: dict[str, str | int | None]) -> None:
    assert json.loads(canonical(fields)) == fields


@given(FIELDS)
def test_the_order_of_fields_does_not_count(fields: dict[str, str | int | None]) -> None:
    assert canonical(dict(reversed(fields.items()))) == canonical(fields)


@given(FIELDS, FIELDS)
def test_other_fields_have_another_form(
    one: dict[str, str | int | None], other: dict[str, str | int | None]
) -> None:
    assert (canonical(one) == canonical(other)) is (one == other)


@given(FIELDS)
def test_a_saved_form_made_canonical_again_is_the_same(
    fields: dict[str, str | int | None],
) -> None:
    """What the recipe does: the form may have been indented and its names shuffled on the way."""
    read = json.loads(json.dumps(dict(reversed(fields.items())), indent=2))
    assert canonical(read) == canonical(fields)


def recipes() -> list[str]:
    """The commands that the docstring teaches, as they would be pasted."""
    return re.findall(r"^    (\w.*?recu\.json)$", module.__doc__ or "", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.split()[0])
def test_the_recipes_give_it_too(recipe: str, tmp_path: Path) -> None:
    if shutil.which(recipe.split()[0]) is None:
        recipe = recipe.replace("openssl dgst -sha256", "sha256sum")
    (tmp_path / "recu.json").write_bytes(canonical(RECEIPT))
    recipe = recipe.replace("python3", sys.executable, 1)
    said = subprocess.run(
        ["sh", "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert fingerprint(RECEIPT) in said.stdout.split()


def test_the_python_recipe_reads_an_indented_form(tmp_path: Path) -> None:
    shuffled = json.dumps(dict(reversed(RECEIPT.items())), indent=4)
    (tmp_path / "recu.json").write_text(shuffled)
    recipe = recipes()[-1].replace("python3", sys.executable, 1)
    said = subprocess.run(
        ["sh", "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    )  # fmt: skip
    assert said.stdout.strip() == fingerprint(RECEIPT)


@pytest.mark.parametrize(
    "fields",
    [
        {"é": 1}, {"": 1}, {"A": 1}, {"a b": 1}, {"1a": 1}, {"a\n": 1}, {"a": True}, {"a": 1.0},
        {"a": 2**53}, {"a": -(2**53)}, {"a": ["x"]}, {"a": {"b": 1}}, {"a": b"x"}, {"a": "\ud800"},
    ],
)  # fmt: skip
def test_what_has_no_canonical_form_is_refused(fields: dict[str, str | int | None]) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(fields)
