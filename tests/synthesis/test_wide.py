"""A codebook of five hundred themes, each with its chapter: the public page stays small."""

import re

from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.synthesis.models import Edition, Synthesis
from tests.contributions.steps import Parc
from tests.factories import saved

PUBLIC = "/consultations/parc/synthese"
MANY = 500


def chapter(number: int) -> dict[str, object]:
    said = {"key": f"e{number}", "about": "", "pieces": [[f"Énoncé {number}.", ""]],
            "source_count": 1, "verbatim_count": 0}  # fmt: skip
    return {"key": f"c{number}", "kind": "theme", "title": f"Thème {number}", "note": "",
            "statements": [said]}  # fmt: skip


def publish(parc: Parc, moderator: User) -> None:
    synthesis = saved(Synthesis(consultation_id=parc.consultation_id, edition_count=1))
    coverage = {"published": 9, "read": 9, "coded": 9, "cited": 9, "set_aside": {}, "to_read": 0,
                "persons": 9}  # fmt: skip
    method = {"key": "m", "kind": "method", "title": "Méthode", "note": "", "statements": []}
    text = {
        "title": "Tout", "language": "fr", "received": 9, "until": 9, "coverage": coverage,
        "categories": [["1", "", "Riverains"]], "codebook": 1, "theme_count": MANY,
        "suggested": [0, 0], "samples": [],
        "positions": [
            {"theme": f"Thème {each}", "key": f"t{each}", "numbers": [1, 0, 0, 0, 1],
             "categories": [{"place": "1", "numbers": [1, 0, 0, 0, 1]}]}
            for each in range(MANY)
        ],
        "chapters": [*map(chapter, range(MANY)), method],
    }  # fmt: skip
    saved(
        Edition(synthesis_id=synthesis.id, number=1, text=text, archive={}, sha256="0" * 64,
                published_by_id=moderator.id)
    )  # fmt: skip


def test_five_hundred_themes_are_read_in_parts(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    publish(parc, moderator)
    last = MANY // 36 + 2
    for query in (
        "", "?partie=3", f"?partie={last}", f"?partie={last}&rang=495",
        f"?partie={last}&theme=t250", "?enonce=e250", "?theme=inconnu&rang=999999",
    ):  # fmt: skip
        page = client.get(PUBLIC + query)
        assert page.status_code == 200, query
        assert len(re.findall(r"<[a-z]", page.text)) < 600, query
    page = client.get(f"{PUBLIC}?partie={last}&theme=t250").text
    assert "Riverains" in page
    assert "244\u00a0à" in page or "244 à" in page.replace("\u00a0", " ")
    assert f"partie={last}&amp;rang=252#positions" in page
    assert "Thème 250" in client.get(f"{PUBLIC}?enonce=e250").text
