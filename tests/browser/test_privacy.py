"""What a text holds of somebody is pointed out before it leaves the page, as the server would."""

import json
from pathlib import Path

from playwright.sync_api import Browser, expect

from consultation.core.paths import STATIC
from consultation.screening.health import health_data, words_for_the_browser
from tests.support.small_site import Open, fields_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
VECTORS = FIXTURES / "personal_data.json"
SENTENCES = FIXTURES / "health_sentences.json"


def test_the_browser_finds_the_personal_data_that_the_server_does(browser: Browser) -> None:
    vectors = json.loads(VECTORS.read_text())
    source = (STATIC / "js" / "modules" / "traces.js").read_text().replace("export ", "")
    texts = [each["text"] for each in vectors["found"]] + vectors["nothing"]
    page = browser.new_page()
    found = page.evaluate(
        f"""texts => {{ {source};
        return texts.map((text) =>
            personalData(text).map((each) => [each.kind, text.slice(each.start, each.end)]));
        }}""",
        texts,
    )
    page.close()
    expected = [each["found"] for each in vectors["found"]] + [[] for _text in vectors["nothing"]]
    wrong = [
        (text, got, want)
        for text, got, want in zip(texts, found, expected, strict=True)
        if got != want
    ]
    assert not wrong


def test_the_browser_hears_of_somebodys_health_what_the_server_does(browser: Browser) -> None:
    parts = json.loads(SENTENCES.read_text())
    texts = [
        each
        for part in ("tuning", "held_out")
        for sentences in parts[part].values()
        for each in sentences
    ]
    texts += [" ".join(texts[at : at + 3]) for at in range(0, len(texts), 3)]
    texts += ["Vu chez M. Durand, épileptique.", "Ma fille a quinze ans. Elle est anorexique."]
    source = (STATIC / "js" / "modules" / "health.js").read_text().replace("export ", "")
    page = browser.new_page()
    found = page.evaluate(
        f"""([words, texts]) => {{ {source};
        read(words);
        return texts.map((text) => healthData(text).map((each) => [each.start, each.end]));
        }}""",
        [json.loads(words_for_the_browser()), texts],
    )
    page.close()
    expected = [[list(span) for span in health_data(text)] for text in texts]
    assert sum(map(bool, expected)) > 100
    wrong = [each for each in zip(texts, found, expected, strict=True) if each[1] != each[2]]
    assert not wrong


PRIVATE = """
<form method="post" action="/dire" data-module="privacy traces health"
  data-health-words="/health.json">
  <textarea name="body" aria-label="Texte"></textarea>
  <input type="hidden" name="confirm_personal_data" value="">
  <button>Publier</button> <button name="draft" value="1">Brouillon</button>
  <div data-privacy-warning tabindex="-1" hidden><ul><li data-kind="phone">téléphone</li>
  <li data-kind="email">adresse</li><li data-kind="health">santé</li></ul>
  <button type="button" data-privacy-fix>Corriger</button>
  <button data-privacy-send>Envoyer tout de même</button></div>
</form>"""


def test_personal_data_is_pointed_out_before_it_leaves(small_site: Open) -> None:
    page, server = small_site(PRIVATE, **{"POST /dire": "<h1>Dit</h1>"})
    page.get_by_label("Texte").fill("Appelez-moi au 06 12 34 56 78.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("téléphone")).to_be_visible()
    expect(page.get_by_text("adresse")).to_be_hidden()
    assert not [each for each in server.asked if each[0] == "POST"]

    page.get_by_role("button", name="Corriger").click()
    expect(page.get_by_label("Texte")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "06 12 34 56 78"
    page.get_by_role("button", name="Publier").click()
    page.get_by_role("button", name="Envoyer tout de même").click()
    expect(page.get_by_role("heading", name="Dit")).to_be_visible()
    assert fields_of(server.asked[-1][2])["confirm_personal_data"] == ["1"]


def test_somebodys_health_is_pointed_out_too(small_site: Open) -> None:
    page, server = small_site(PRIVATE)
    with page.expect_response("**/health.json"):
        page.get_by_label("Texte").fill("Bonjour. Mon fils est autiste, au 06 12 34 56 78.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("santé")).to_be_visible()
    expect(page.get_by_text("téléphone")).to_be_visible()
    page.get_by_role("button", name="Corriger").click()
    assert page.evaluate("getSelection().toString()") == "fils est autiste"
    assert not [each for each in server.asked if each[0] == "POST"]


def test_a_clean_text_and_a_draft_leave_at_once(small_site: Open) -> None:
    page, server = small_site(PRIVATE, **{"POST /dire": PRIVATE})
    page.get_by_label("Texte").fill("Bravo.")
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/dire")
    page.get_by_label("Texte").fill("06 12 34 56 78")
    page.get_by_role("button", name="Brouillon").click()
    expect(page.get_by_label("Texte")).to_have_value("")
    assert fields_of(server.asked[-1][2])["draft"] == ["1"]
