"""What the templates of contributions call."""

from markupsafe import Markup, escape

from consultation.contributions.grounds import Judged, ground_words
from consultation.contributions.views import bp


@bp.app_template_filter("stored_html")
def stored_html(html: str) -> Markup:
    """HTML that `core.text` cleaned when it was stored."""
    return Markup(html)  # noqa: S704


@bp.app_template_filter("ground")
def ground(judged: Judged) -> str:
    """The rule or the law for which it was taken from the public."""
    return ground_words(judged)


@bp.app_template_filter("with_breaks")
def with_breaks(text: str) -> Markup:
    """What somebody typed, as it is, each line on its own."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
