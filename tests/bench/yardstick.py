"""The yardstick: bare Flask that returns one kilobyte."""

from flask import Flask

app = Flask(__name__)
BODY = "x" * 1024


@app.get("/")
def kilobyte() -> str:
    """One kilobyte of nothing."""
    return BODY
