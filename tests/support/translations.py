"""The texts of the interface, collected from the sources into the English catalogue.

`make translations` adds what is new and drops what is gone; a person then writes the English.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from consultation.core.paths import PACKAGE, TEMPLATES, TRANSLATIONS

KEYWORDS = {"_": None, "_l": None, "_n": (1, 2), "gettext": None, "ngettext": (1, 2)}
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"

SAMPLES = ("composants", "_composants")
"""The living page of components shows invented samples, to the people who build the site."""


def collected() -> Catalog:
    """Every text of the sources."""
    catalog = Catalog(project="Consultation", charset="utf-8")
    for folder, pattern, method in (
        (PACKAGE, "**.py", "python"),
        (TEMPLATES, "**.html", "jinja2.ext:babel_extract"),
        (TEMPLATES, "**.txt", "jinja2.ext:babel_extract"),
    ):
        options = {pattern: {"silent": "false"}} if "jinja2" in method else {}
        for name, _line, message, comments, context in extract_from_dir(
            str(folder), [(pattern, method)], options, KEYWORDS
        ):
            if Path(name).name.startswith(SAMPLES):
                continue
            place = str(Path(folder.name) / name)
            catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def english() -> Catalog:
    """The English catalogue as it stands."""
    if not ENGLISH.exists():
        return Catalog(locale="en", project="Consultation", charset="utf-8")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def save(catalog: Catalog) -> None:
    """Write the English catalogue, without what changes at each run."""
    catalog.header_comment = "# The interface in English; the French is in the sources."
    catalog.fuzzy = False
    catalog.creation_date = catalog.revision_date = datetime(2026, 11, 24, tzinfo=UTC)
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Consultation"
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, no_location=True)


def main() -> None:
    """Update the English catalogue."""
    catalog = english()
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog:
        # Babel doubts a text that is used both alone and as the first of a pair; nobody else does,
        # and what is doubted is left out of the compiled catalogue.
        message.flags.discard("fuzzy")
    save(catalog)
    missing = [message for message in catalog if message.id and not message.string]
    sys.stdout.write(f"{len(catalog)} texts, {len(missing)} to translate.\n")


if __name__ == "__main__":
    main()
