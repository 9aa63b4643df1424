"""A name or a title may be one long word: it breaks, and moves nothing else off the screen."""

import pytest

from tests.support.chromium import too_wide
from tests.support.small_site import Open

WORD = "W" * 150
SPEECH = f"""<article class="speech"><p class="speech__head"><b><bdi>{WORD}</bdi></b>
<span><bdi>{WORD}</bdi></span> <a href="/x">24 novembre</a></p>
<div class="speech__body"><p>{WORD}</p></div></article>"""
PLACES = {
    "crumbs": f'<nav class="crumbs"><ol><li><a href="/x">{WORD}</a></li><li>{WORD}</li></ol></nav>',
    "speech": SPEECH,
    "rest": f'<section class="talk"><div class="talk__part">{SPEECH}</div></section>',
}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("place", PLACES)
def test_one_long_word_stays_on_the_screen(small_site: Open, place: str, width: int) -> None:
    page, _server = small_site(f'<div class="wrap">{PLACES[place]}</div>')
    page.set_viewport_size({"width": width, "height": 700})
    assert not too_wide(page)
