"""Reading a text and its discussions."""

from flask import Blueprint

bp = Blueprint("reading", __name__)
