"""Components: what a macro makes of what it is given."""

import re
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from consultation.core.forms import Form
from consultation.pages.components import examples


class SampleForm(Form):
    """Fields in need of correction."""

    name = StringField("Nom", [DataRequired("Écrivez votre nom")], description="Il sera public.")
    stance = RadioField(
        "Position",
        [DataRequired("Choisissez")],
        choices=[SelectChoice("for", "Favorable"), SelectChoice("none", "Sans")],
    )
    body = TextAreaField("Texte", [Optional()])
    charter = BooleanField("J’ai lu la charte", [DataRequired("Lisez la charte")])


def drawn(app: Flask, source: str, **values: Any) -> str:
    """What `source` gives in a page."""
    with app.test_request_context("/"):
        return re.sub(r"\s+", " ", render_template_string(source, **values)).strip()


def wrong(app: Flask) -> Form:
    with app.test_request_context("/", method="POST"):
        form = SampleForm(MultiDict({"name": ""}), meta={"csrf": False})
        form.validate()
    return form


@pytest.mark.parametrize(
    ("page", "title"), [("/composants", "Composants"), ("/en/composants", "Components")]
)
def test_the_living_page_shows_every_component(client: FlaskClient, page: str, title: str) -> None:
    response = client.get(page)  # the client checks labels, ids, headings and syntax
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert f"<h1>{title}</h1>" in response.text
    for name in ("button", "field", "notice", "talk", "para", "chart", "progress", "desk"):
        assert f'id="{name}"' in response.text


def test_a_field_ties_its_words_to_its_input(app: Flask) -> None:
    source = (
        '{% from "components/field.html" import field %}{{ field(form.name, autocomplete="name") }}'
    )
    html = drawn(app, source, form=wrong(app))
    assert '<label for="name">Nom</label>' in html
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'autocomplete="name"' in html
    assert html.index('id="name-hint"') < html.index('id="name-error"') < html.index("<input")


def test_radios_stay_radios_under_their_pills(app: Flask) -> None:
    source = (
        '{% from "components/field.html" import field %}{{ field(form.stance, kind="stance") }}'
    )
    html = drawn(app, source, form=wrong(app))
    assert html.count('type="radio"') == 2
    assert '<span class="stance stance--for">Favorable</span>' in html
    assert "Sans</label>" in html
    assert '<fieldset class="field field--error" aria-describedby="stance-error">' in html


def test_the_summary_leads_to_the_first_input_of_each_field(app: Flask) -> None:
    source = (
        '{% from "components/field.html" import error_summary %}{{ error_summary(form, "Gardé.") }}'
    )
    html = drawn(app, source, form=wrong(app))
    assert "Il reste 3 points à corriger" in html
    assert '<a href="#name">Écrivez votre nom</a>' in html
    assert '<a href="#stance-0">Choisissez</a>' in html
    assert 'role="alert" tabindex="-1"' in html
    assert "<p>Gardé.</p>" in html


def test_what_may_be_left_out_says_so_and_a_limit_is_counted(app: Flask) -> None:
    source = (
        '{% from "components/field.html" import field %}{{ field(form.body, counter=500, rows=3) }}'
    )
    html = drawn(app, source, form=wrong(app))
    assert "(facultatif)" in html
    assert 'data-module="counter" data-max="500"' in html
    assert 'rows="3"' in html


def test_a_button_that_cannot_act_says_why(app: Flask) -> None:
    source = (
        '{% from "components/button.html" import button %}'
        '{{ button("Ouvrir", why_not="Il manque une date.") }}'
        '{{ button("Suite", href="/x", after="right", rel="next") }}'
    )
    html = drawn(app, source)
    assert " disabled>Ouvrir</button>" in html
    assert "Il manque une date." in html
    assert '<a class="button" href="/x" rel="next">Suite <svg' in html


def test_a_bar_parts_its_segments_and_hatches_what_is_against(app: Flask) -> None:
    source = (
        '{% from "components/bar.html" import bar %}'
        '{{ bar([("for", 60), ("against", 25), ("ask", 0), ("rest", 15)], limit=50) }}'
    )
    html = drawn(app, source)
    assert html.count("<rect") == 3
    assert 'x="60" width="25"' in html
    assert "M61 10l2-10" in html
    assert 'd="M60 0v10M85 0v10"' in html
    assert 'class="bar__limit" d="M50 0v10"' in html
    assert 'aria-hidden="true"' in html


def test_a_redline_is_said_in_words_too(app: Flask) -> None:
    source = '{% from "components/redline.html" import redline %}{{ redline(changes) }}'
    html = drawn(app, source, changes=[("removed", "<b>"), ("added", "avant")])
    assert '<del><span class="hide">supprimé : </span>&lt;b&gt;</del>' in html.replace(
        "\u00a0", " "
    )
    assert "ajouté" in html


def test_counts_agree_in_french(app: Flask) -> None:
    source = '{{ ngettext("%(num)s contribution", "%(num)s contributions", count) }}'
    shown = [drawn(app, source, count=count) for count in (0, 1, 2)]
    assert shown == ["0 contribution", "1 contribution", "2 contributions"]
    with app.test_request_context("/"):
        assert render_template_string(source, count=3482) == "3\u202f482 contributions"


def test_examples_hold_a_form_to_correct(app: Flask) -> None:
    with app.test_request_context("/"):
        assert examples()["wrong_form"].errors
        assert not examples()["empty_form"].errors
