"""`consultation admin`: the first administrator."""

import sys
from collections.abc import Callable

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask

from consultation.accounts.models import User
from consultation.accounts.names import MAX_NAME, normal_email
from consultation.accounts.passwords import MIN_LENGTH, hash_password, is_too_common
from consultation.accounts.queries import user_by_email
from consultation.accounts.services.changing import set_administrator
from consultation.core.clock import now
from consultation.core.db import transaction
from consultation.core.text import is_blank


class Refusal(click.ClickException):
    """What was asked makes no sense; nothing was written."""

    exit_code = 2


@click.group()
def admin() -> None:
    """Look after the administrators."""


@admin.command()
@click.option("--email", prompt="E-mail", help="The address to sign in with.")
@click.option("--name", prompt="Displayed name", help="How others see this person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def create(application: Callable[[], Flask], email: str, name: str, password_stdin: bool) -> None:
    """Make an administrator. The password is asked, and never shown.

    The person is asked for a second factor at the first visit of a page that needs it.
    """
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    email, name = normal_email(email), name.strip()
    if not _is_address(email):
        raise Refusal(f"{email} is not an address.")
    if is_blank(name) or len(name) > MAX_NAME:
        raise Refusal(f"Give a name of {MAX_NAME} characters or fewer.")
    if len(password) < MIN_LENGTH or is_too_common(password, email, name):
        raise Refusal(f"Choose a password of {MIN_LENGTH} characters or more, hard to guess.")
    with application().app_context():
        _make(email, name, password)
    click.echo(f"{email} is an administrator. Sign in at /connexion.")


def _is_address(email: str) -> bool:
    """As whoever signs up is asked for."""
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _make(email: str, name: str, password: str) -> None:
    with transaction() as session:
        if user_by_email(email) is not None:
            raise Refusal(f"{email} has an account already.")
        user = User(
            email=email,
            display_name=name,
            password_hash=hash_password(password),
            confirmed_at=now(),
        )
        session.add(user)
        session.flush()
        set_administrator(user, True, actor=None)
