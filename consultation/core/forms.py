"""The base of every form: Flask-WTF with its CSRF protection, every message written by us."""

from http import HTTPStatus

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form that answers 422 when something is to be corrected."""

    @property
    def status(self) -> HTTPStatus:
        """422 when there are errors, else 200."""
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.errors else HTTPStatus.OK


def trimmed(value: str | None) -> str | None:
    """A filter: no spaces around what was typed."""
    return value.strip() if value else value
