"""Every text of the interface exists in English, and the French is well typeset."""

import re

import pytest
from babel.messages import Message

from consultation.core.i18n import catalogue
from tests.support.translations import collected, english

FIELDS = re.compile(r"%\((\w+)\)s")
NO_BREAK = "\u00a0"
NARROW = "\u202f"


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """Every text of the sources: read for these tests, not by each worker that finds them."""
    return [message for message in collected() if message.id]


def test_no_text_lacks_its_english(messages: list[Message]) -> None:
    known = {message.id: message.string for message in english() if message.id}
    missing = [
        message.id
        for message in messages
        if message.id not in known or not all(forms(known[message.id]))
    ]
    assert not missing


def test_the_catalogue_holds_nothing_that_is_gone(messages: list[Message]) -> None:
    used = {message.id for message in messages}
    assert not [message.id for message in english() if message.id and message.id not in used]


def test_a_translation_keeps_the_fields_of_its_text() -> None:
    for message in english():
        if message.id:
            asked = {name for form in forms(message.id) for name in FIELDS.findall(form)}
            given = {name for form in forms(message.string) for name in FIELDS.findall(form)}
            assert given <= asked | {"num"}, message.id


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a straight apostrophe", re.compile(r"\w'\w")),
        ("a breaking space before a high sign", re.compile(r" [;!?]")),
        ("a breaking space before a colon", re.compile(r" :(?!/)")),
        ("a breaking space inside quotation marks", re.compile(r"« | »")),
    ],
)
def test_the_french_is_well_typeset(
    messages: list[Message], fault: str, pattern: re.Pattern[str]
) -> None:
    wrong = [form for message in messages for form in forms(message.id) if pattern.search(form)]
    assert not wrong, fault


def test_a_text_that_also_stands_first_of_a_pair_is_translated() -> None:
    english_ones = catalogue("en")
    assert english_ones.ngettext("paragraphe", "paragraphes", 2) == "paragraphs"
    assert english_ones.gettext("paragraphe") == "paragraph"
    assert english_ones.gettext("Un texte que personne n’a traduit") == (
        "Un texte que personne n’a traduit"
    )


def test_no_translation_is_in_doubt() -> None:
    assert not [message.id for message in english() if message.id and message.fuzzy]
