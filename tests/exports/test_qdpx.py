"""QDPX that REFI-QDA programs read: the public schema's order, and every offset on its words."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.contributions.models import Kind
from consultation.moderation.models import Measure
from consultation.synthesis.models import Coding
from consultation.synthesis.services.codebook import add_theme, retire_theme
from consultation.synthesis.wording import ThemeWords
from tests.contributions.steps import Parc, say
from tests.exports.steps import made, members
from tests.factories import saved
from tests.moderation.steps import judged, span

SCHEMA = Path(__file__).parents[2].parent / "shared/samples/qda/Project-mrt2019.xsd"
SPACE = {"q": "urn:QDA-XML:project:1.0"}
TEXT = "👩‍🔬 e\u0301te\u0301 : Ravenelle demande\ndes arbres."


def coded(parc: Parc, moderator: User) -> None:
    """Two coded contributions: masked, with an emoji and accents; and a proposed wording."""
    theme = add_theme(parc.consultation, ThemeWords("Arbres & « bancs »"), actor=moderator)
    under = add_theme(
        parc.consultation, ThemeWords("Essences", "<b>", "ex.", "#0b5a66"), theme.key,
        actor=moderator,
    )  # fmt: skip
    first = say(parc, text=TEXT)
    proposed = "Le parc ouvre à six heures."
    second = say(parc, text="Plus tôt.", kind=Kind.AMENDMENT, proposed=proposed)
    stored = members_text(parc, first.id)
    for said, field, text, words in (
        (first, "source", stored, "des arbres"),
        (second, "proposed_text", proposed, "six heures"),
    ):
        start = text.index(words)
        saved(
            Coding(
                consultation_id=parc.consultation_id, contribution_id=said.id, revision=1,
                theme_id=under.id, coder_id=moderator.id, field=field, start_at=start,
                end_at=start + len(words),
            )
        )  # fmt: skip
    saved(
        Coding(
            consultation_id=parc.consultation_id, contribution_id=first.id, revision=1,
            theme_id=theme.id, coder_id=moderator.id,
        )
    )  # fmt: skip
    judged(first, Measure.MASK, moderator, spans=(span(stored, "Ravenelle"),))


def members_text(parc: Parc, contribution_id: int) -> str:
    """The stored text."""
    from consultation.contributions.models import Revision
    from consultation.core.db import session

    return session.get_one(Revision, (contribution_id, 1)).source


def test_each_offset_is_on_its_words(client: FlaskClient, parc: Parc, moderator: User) -> None:
    coded(parc, moderator)
    files = members(made(client, "qdpx"))
    project = ElementTree.fromstring(files["project.qde"])  # noqa: S314  # our own
    names = {code.get("guid"): code.get("name") for code in project.iter(f"{{{SPACE['q']}}}Code")}
    found = []
    for source in project.iterfind(".//q:TextSource", SPACE):
        text = files["Sources/" + str(source.get("plainTextPath")).removeprefix("internal://")]
        assert "Ravenelle" not in text
        for each in source.iterfind("q:PlainTextSelection", SPACE):
            place = slice(int(each.get("startPosition", "")), int(each.get("endPosition", "")))
            code = each.find("q:Coding/q:CodeRef", SPACE)
            assert code is not None
            found.append((text[place], names[code.get("targetGUID")]))
    assert found == [("des arbres", "Essences"), ("six heures", "Essences")]


@pytest.mark.samples
@pytest.mark.skipif(not SCHEMA.is_file(), reason="the samples are not beside the project")
@pytest.mark.parametrize("content", ["nothing", "one", "codings"])
def test_it_is_valid_by_the_public_schema(
    client: FlaskClient, parc: Parc, moderator: User, content: str
) -> None:
    if content == "one":
        say(parc, text="Un\u0001seul 😀")
    if content == "codings":
        coded(parc, moderator)
        gone = add_theme(parc.consultation, ThemeWords("Retiré"), actor=moderator)
        retire_theme(parc.consultation, gone.key, actor=moderator)
    with zipfile.ZipFile(io.BytesIO(made(client, "qdpx"))) as package:
        assert package.testzip() is None
        xmlschema.XMLSchema(str(SCHEMA)).validate(io.BytesIO(package.read("project.qde")))
